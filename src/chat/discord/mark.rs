//! What a message is known by on Discord: a nonce for some minutes, and a small mark in it for good.

use baton_commands::ids::RecordId;
use sha2::{Digest as _, Sha256};

use super::cut::length;
use super::message::NONCE_MAX;
use super::style::escape;
use crate::chat::Outgoing;
use crate::chat::begun::Number;

/// Characters of a mark; one message that is many has a mark that is cut.
const MARK_MAX: usize = 400;
/// Between the names of a mark.
const BETWEEN: &str = " · ";

/// The nonce of a part of a message, the same at every try.
pub fn nonce(name: &str, part: usize) -> String {
    let digest = Sha256::digest(format!("{part} {name}").as_bytes());
    let mut nonce: String = digest.iter().map(|byte| format!("{byte:02x}")).collect();
    nonce.truncate(NONCE_MAX);
    nonce
}

/// The names of all that is in a message, without the place it stands in anyway.
pub fn mark(message: &Outgoing) -> String {
    let mut mark = String::new();
    for name in message.names().map(|name| bare(name)) {
        if length(&mark) + length(BETWEEN) + length(name) > MARK_MAX {
            break;
        }
        mark += if mark.is_empty() { "" } else { BETWEEN };
        mark += name;
    }
    mark
}

/// Characters that the number of a part takes at most in a mark: ` (12/34)`.
pub const NUMBER_MAX: usize = 10;

/// The mark of a part: `INC-7/4/0 (2/3)`; of a message in one part, its own.
pub fn numbered(mark: &str, Number { of_part, of_all }: Number) -> String {
    if of_all > 1 { format!("{mark} ({}/{of_all})", of_part + 1) } else { mark.to_owned() }
}

/// Which part of this message has the mark that was read; None: it is another's.
pub fn part_of(mark: &str, message: &Outgoing) -> Option<Number> {
    let (mark, number) = without_number(mark);
    let name = bare(&message.name);
    let is_marked = mark.split(BETWEEN).any(|other| other == name || other == escape(name));
    is_marked.then_some(number)
}

/// The full names in a mark: all of one message stand in one place.
pub fn names(mark: &str, message: &Outgoing) -> Vec<String> {
    let place = message.name.strip_prefix(bare(&message.name)).unwrap_or_default();
    let names = without_number(mark).0.split(BETWEEN);
    names.map(|name| format!("{}{place}", name.replace('\\', ""))).collect()
}

/// The record that the message with this mark is about: events are named after it.
pub fn record(mark: &str) -> Option<RecordId> {
    let record: RecordId = mark.split('/').next()?.parse().ok()?;
    Some(record.whole())
}

fn without_number(mark: &str) -> (&str, Number) {
    let whole = (mark, Number { of_part: 0, of_all: 1 });
    let Some((names, number)) = mark.rsplit_once(" (") else { return whole };
    let read = || {
        let (of_part, of_all) = number.strip_suffix(')')?.split_once('/')?;
        let (nth, of_all): (usize, usize) = (of_part.parse().ok()?, of_all.parse().ok()?);
        Some((names, Number { of_part: nth.checked_sub(1)?, of_all }))
    };
    read().unwrap_or(whole)
}

fn bare(name: &str) -> &str {
    name.split_once('@').map_or(name, |(bare, _)| bare)
}
