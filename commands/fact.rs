//! What happened, and all the history says of it.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::change;
use crate::company;
use crate::ids::{PersonId, Place, RecordId};
use crate::incident;
use crate::say;
use crate::short::instant;
use crate::words::Arg;

/// Something that happened, to one kind of record.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Event {
    Company(company::Event),
    Incident(incident::Event),
    Change(change::Event),
}

impl From<incident::Event> for Event {
    fn from(event: incident::Event) -> Event {
        Event::Incident(event)
    }
}

impl From<change::Event> for Event {
    fn from(event: change::Event) -> Event {
        Event::Change(event)
    }
}

impl From<company::Event> for Event {
    fn from(event: company::Event) -> Event {
        Event::Company(event)
    }
}

/// An event with all the history says of it: which record, when, by whom, where, by which line.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Fact {
    pub record: RecordId,
    /// Dense from 1 within the record; `INC-7/4` is the fact's name.
    pub n: u32,
    #[serde(serialize_with = "instant")]
    pub at: DateTime<Utc>,
    pub by: By,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub place: Option<Place>,
    /// The command line that asked for it; none for the clock (invariant 8).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub line: Option<String>,
    pub event: Event,
}

impl Fact {
    /// `INC-7/4`: unique, sortable, the same in every replay (invariant 7).
    pub fn name(&self) -> String {
        format!("{}/{}", self.record, self.n)
    }

    /// Whether the organisation's files came into force: it can move the clocks of every record (SLA-16).
    pub fn is_organisation(&self) -> bool {
        matches!(&self.event, Event::Company(company::Event::Organised { .. }))
    }
}

/// Who or what asked for a change.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum By {
    Person(PersonId),
    Clock,
    /// The operator, who starts the process and reloads the files.
    Operator,
}

impl By {
    /// As a line of a timeline names it.
    pub fn named(&self) -> Arg {
        match self {
            By::Person(person) => person.into(),
            By::Clock => say!("by-clock").into(),
            By::Operator => say!("by-operator").into(),
        }
    }

    pub fn person(&self) -> Option<&PersonId> {
        match self {
            By::Person(person) => Some(person),
            By::Clock | By::Operator => None,
        }
    }
}

/// Who, where and when, for all events of one decision.
#[derive(Debug, Clone)]
pub struct Stamp {
    pub at: DateTime<Utc>,
    pub by: By,
    pub place: Option<Place>,
    pub line: Option<String>,
}

impl Stamp {
    pub fn clock(at: DateTime<Utc>) -> Stamp {
        Stamp { at, by: By::Clock, place: None, line: None }
    }
}
