//! What was said in a transcript, as a line of it or as JSON.

use std::collections::BTreeSet;

use baton_commands::ids::{PersonId, Place, Recipient, RecordId};
use chrono::{DateTime, NaiveDate, SecondsFormat, Timelike, Utc};
use chrono_tz::Tz;
use serde::Serialize;

use crate::chat::Act;

/// One outbound act.
#[derive(Debug, Clone, PartialEq)]
pub struct Said {
    pub at: DateTime<Utc>,
    /// What the clock on the wall showed.
    pub stamp: Stamp,
    /// Said because time passed, so its time stands in front.
    pub timed: bool,
    pub act: Act,
    pub place: Place,
    /// Whose eyes alone.
    pub to: Option<PersonId>,
    pub pings: BTreeSet<Recipient>,
    pub reason: Option<String>,
    pub about: Vec<RecordId>,
    pub text: String,
    /// The calls that it comes to on the platform asked for; empty when none was.
    pub calls: Vec<serde_json::Value>,
    /// From 1: the input line that was heard, or that moved the clock.
    pub caused_by_line: usize,
}

/// A time of day, and how many days after the one on which the input line began.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stamp {
    pub hour: u32,
    pub minute: u32,
    pub days_later: i64,
}

impl Stamp {
    /// What clocks in `zone` show at `at`, for a line that began on `began`.
    pub fn of(at: DateTime<Utc>, zone: Tz, began: NaiveDate) -> Stamp {
        let local = at.with_timezone(&zone);
        let days_later = (local.date_naive() - began).num_days();
        Stamp { hour: local.hour(), minute: local.minute(), days_later }
    }

    /// Reads `09:05` and `09:05+2d`.
    pub(super) fn read(word: &str) -> Option<Stamp> {
        let (time, days) = word.split_once('+').unwrap_or((word, "0d"));
        let (hour, minute) = time.split_once(':')?;
        let days_later = days.strip_suffix('d')?.parse().ok()?;
        let (hour, minute) = (hour.parse().ok()?, minute.parse().ok()?);
        (hour < 24 && minute < 60).then_some(Stamp { hour, minute, days_later })
    }
}

impl std::fmt::Display for Stamp {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{:02}:{:02}", self.hour, self.minute)?;
        if self.days_later == 0 { Ok(()) } else { write!(f, "+{}d", self.days_later) }
    }
}

impl Said {
    /// Its output lines, as blessing writes them.
    pub fn lines(&self) -> Vec<String> {
        let mut text = self.text_lines();
        let head = self.head();
        let first = text.next().unwrap_or_default();
        let first = format!("  > {head}: {first}").trim_end().to_owned();
        let further = text.map(|line| format!("  | {line}").trim_end().to_owned());
        std::iter::once(first).chain(further).collect()
    }

    /// The lines of its text, without blanks at their ends.
    pub(super) fn text_lines(&self) -> impl Iterator<Item = &str> {
        self.text.trim_end().split('\n').map(str::trim_end)
    }

    /// `10:15+1d #vmware ping(dept:vmware, person:vm-1) task.ready CHG-1.2`
    fn head(&self) -> String {
        let mut head = String::new();
        if self.timed {
            head = format!("{} ", self.stamp);
        }
        head += &self.place_word();
        head += " ";
        head += self.act.word();
        if !self.pings.is_empty() {
            head += &format!("({})", joined(&self.pings, ", "));
        }
        if let Some(reason) = &self.reason {
            head += &format!(" {reason}");
        }
        if !self.about.is_empty() {
            head += &format!(" {}", joined(&self.about, ","));
        }
        head
    }

    /// `dm` where the pings or the asker show whose; else `dm:unix-3`.
    fn place_word(&self) -> String {
        match &self.place {
            Place::Channel(name) => name.to_string(),
            Place::Direct(_) if self.act != Act::Direct => "dm".to_owned(),
            Place::Direct(person) if self.pings.contains(&Recipient::Person(person.clone())) => {
                "dm".to_owned()
            }
            Place::Direct(person) => format!("dm:{person}"),
        }
    }

    /// One JSON object on one line, times in `zone`.
    pub fn json(&self, zone: Tz) -> String {
        let is_private = self.act.is_private();
        let to = match &self.place {
            Place::Direct(person) => Some(person),
            Place::Channel(_) => self.to.as_ref(),
        };
        let object = Object {
            at: self.at.with_timezone(&zone).to_rfc3339_opts(SecondsFormat::Secs, false),
            act: self.act.word(),
            place: (!is_private).then(|| self.place.to_string()),
            to: to.filter(|_| is_private).map(PersonId::as_str),
            pings: self.pings.iter().map(Recipient::to_string).collect(),
            reason: self.reason.as_deref(),
            about: (!self.about.is_empty()).then(|| joined(&self.about, ",")),
            text: &self.text,
            caused_by_line: self.caused_by_line,
        };
        serde_json::to_string(&object).unwrap_or_else(|fault| format!("{{\"fault\":\"{fault}\"}}"))
    }
}

fn joined<T: std::fmt::Display>(items: impl IntoIterator<Item = T>, comma: &str) -> String {
    items.into_iter().map(|item| item.to_string()).collect::<Vec<_>>().join(comma)
}

/// The keys, in the order of the contract.
#[derive(Serialize)]
struct Object<'a> {
    at: String,
    act: &'static str,
    place: Option<String>,
    to: Option<&'a str>,
    pings: Vec<String>,
    reason: Option<&'a str>,
    about: Option<String>,
    text: &'a str,
    caused_by_line: usize,
}
