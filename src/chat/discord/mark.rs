//! What a message is known by on Discord: a nonce for some minutes, and a small mark in it for good.

use sha2::{Digest as _, Sha256};

use super::cut::length;
use super::message::NONCE_MAX;
use super::style::escape;
use crate::chat::Outgoing;

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
    for name in std::iter::once(&message.name).chain(&message.also).map(|name| bare(name)) {
        if length(&mark) + length(BETWEEN) + length(name) > MARK_MAX {
            break;
        }
        mark += if mark.is_empty() { "" } else { BETWEEN };
        mark += name;
    }
    mark
}

/// Whether a mark that was read names this message.
pub fn is_marked(mark: &str, message: &Outgoing) -> bool {
    mark.split(BETWEEN)
        .any(|name| name == bare(&message.name) || name == escape(bare(&message.name)))
}

fn bare(name: &str) -> &str {
    name.split_once('@').map_or(name, |(bare, _)| bare)
}
