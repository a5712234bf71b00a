//! `@fault PLATFORM WHAT [FOR]`: what goes wrong with deliveries, so that a conversation shows what people see of it.

use baton_commands::grammar::Moment;
use baton_commands::ids::Place;
use chrono::{DateTime, Utc};

use super::parse::Wrong;
use super::times::length;

/// A line `@fault`.
#[derive(Debug, Clone, PartialEq)]
pub struct FaultLine {
    pub platform: String,
    pub what: What,
    /// None: it happens to the next delivery alone.
    pub lasting: Option<Moment>,
}

/// What goes wrong.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum What {
    /// `429 30s`: too many; each is told when to come again.
    TooMany,
    /// `5xx`: the platform fails, and nobody can tell whether it did what was asked. It did not.
    Fails,
    /// `timeout-after-accept`: it did what was asked, and nobody was told.
    AcceptsSilently,
    /// `archived #channel`: nothing can be said there.
    Archived(Place),
    /// `disconnect 5m`: the platform cannot be reached.
    Disconnected,
}

/// A fault that is in force.
#[derive(Debug, Clone)]
pub(super) struct Fault {
    pub platform: String,
    pub what: What,
    /// None: until it has happened once.
    pub until: Option<DateTime<Utc>>,
}

const PLATFORMS: [&str; 5] = ["all", "bridge", "console", "discord", "slack"];
const EXAMPLE: &str = "write `@fault slack 429 30s`, `5xx 10m`, `timeout-after-accept`, `archived #unix 1h` or \
                       `disconnect 5m`";

/// Reads what follows `@fault`.
pub(super) fn fault(rest: &str) -> Result<FaultLine, Wrong> {
    let mut words = rest.split_whitespace();
    let wrong = |what: String| Wrong::new(what, EXAMPLE);
    let platform = words.next().unwrap_or_default();
    if !PLATFORMS.contains(&platform) {
        return Err(wrong(format!("`{platform}` is no platform")));
    }
    let kind = words.next().unwrap_or_default();
    let what = match kind {
        "429" => What::TooMany,
        "5xx" => What::Fails,
        "timeout-after-accept" => What::AcceptsSilently,
        "disconnect" => What::Disconnected,
        "archived" => {
            let place = words.next().unwrap_or_default();
            let channel = place.strip_prefix('#').filter(|name| !name.is_empty());
            let channel = channel.ok_or_else(|| wrong(format!("`{place}` is not a channel")))?;
            What::Archived(Place::channel(channel))
        }
        _ => return Err(wrong(format!("`{kind}` is no fault"))),
    };
    let lasting = match words.next() {
        None => None,
        Some(word) => {
            let read = length(word);
            Some(read.ok_or_else(|| wrong(format!("`{word}` is not a length of time")))?)
        }
    };
    if matches!(what, What::TooMany | What::Disconnected) && lasting.is_none() {
        return Err(wrong(format!("`{kind}` does not say for how long")));
    }
    match words.next() {
        Some(word) => Err(wrong(format!("`{word}` is one word too many"))),
        None => Ok(FaultLine { platform: platform.to_owned(), what, lasting }),
    }
}
