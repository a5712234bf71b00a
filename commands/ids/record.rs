//! The names of records: `INC-7`, `CHG-12`, and of a change's tasks: `CHG-12.4`.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use super::BadName;
use crate::short::Short;

/// A kind of numbered record.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum RecordKind {
    /// The company itself: its directory, the people's languages and links. Always number 0.
    Company,
    Incident,
    Change,
    /// A task of a change: `CHG-12.4`. It has no history of its own, that of the change is its.
    Task,
}

impl RecordKind {
    /// The letters before the number.
    pub fn prefix(self) -> &'static str {
        match self {
            RecordKind::Company => "COMPANY",
            RecordKind::Incident => "INC",
            RecordKind::Change | RecordKind::Task => "CHG",
        }
    }

    /// The kind that such letters mean, before a whole number or before one with a part.
    fn from_prefix(letters: &str, has_part: bool) -> Option<Self> {
        let kinds: &[RecordKind] = match has_part {
            true => &[RecordKind::Task],
            false => &[RecordKind::Company, RecordKind::Incident, RecordKind::Change],
        };
        kinds.iter().copied().find(|kind| kind.prefix().eq_ignore_ascii_case(letters))
    }
}

/// A numbered record, or a numbered part of one: `INC-7`, `CHG-12`, `CHG-12.4`.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RecordId {
    pub kind: RecordKind,
    pub number: u32,
    /// The task of a change, from 1; 0 for what is whole.
    pub part: u32,
}

impl RecordId {
    /// The record that holds what belongs to the company as a whole.
    pub const COMPANY: RecordId = RecordId { kind: RecordKind::Company, number: 0, part: 0 };

    pub fn incident(number: u32) -> Self {
        RecordId { kind: RecordKind::Incident, number, part: 0 }
    }

    pub fn change(number: u32) -> Self {
        RecordId { kind: RecordKind::Change, number, part: 0 }
    }

    /// The record that holds its history: a task's is its change.
    pub fn whole(self) -> Self {
        match self.kind {
            RecordKind::Task => RecordId::change(self.number),
            RecordKind::Company | RecordKind::Incident | RecordKind::Change => self,
        }
    }
}

impl RecordId {
    fn written(self) -> Short {
        let kind = Short::new(self.kind.prefix());
        match self.kind {
            RecordKind::Company => kind,
            RecordKind::Task => kind.text("-").number(self.number).text(".").number(self.part),
            RecordKind::Incident | RecordKind::Change => kind.text("-").number(self.number),
        }
    }
}

impl fmt::Display for RecordId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.written().as_str())
    }
}

impl fmt::Debug for RecordId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl FromStr for RecordId {
    type Err = BadName;

    /// Reads `INC-7`, `inc 7`, `inc7`, `CHG-12.4`; a bare `#7` needs its noun and is not read here.
    fn from_str(typed: &str) -> Result<Self, BadName> {
        let bad = || BadName {
            typed: typed.to_owned(),
            wanted: "the number of a record, such as `INC-7`",
        };
        let typed = typed.trim();
        if typed.eq_ignore_ascii_case("company") {
            return Ok(RecordId::COMPANY);
        }
        let digits = typed.find(|c: char| c.is_ascii_digit()).ok_or_else(bad)?;
        let letters = typed[..digits].trim_end_matches(['-', ' ', '_']);
        let (number, part) = match typed[digits..].split_once('.') {
            Some((number, part)) => (number, Some(part)),
            None => (&typed[digits..], None),
        };
        let kind = RecordKind::from_prefix(letters, part.is_some()).ok_or_else(bad)?;
        let counted = |digits: &str| digits.parse().ok().filter(|n: &u32| *n > 0).ok_or_else(bad);
        let number = counted(number)?;
        let part = part.map_or(Ok(0), counted)?;
        Ok(RecordId { kind, number, part })
    }
}

impl Serialize for RecordId {
    fn serialize<S: serde::Serializer>(&self, out: S) -> Result<S::Ok, S::Error> {
        out.serialize_str(self.written().as_str())
    }
}

impl<'de> Deserialize<'de> for RecordId {
    fn deserialize<D: serde::Deserializer<'de>>(input: D) -> Result<Self, D::Error> {
        let text = std::borrow::Cow::<str>::deserialize(input)?;
        text.parse().map_err(serde::de::Error::custom)
    }
}

/// Declares the number of a kind of record.
macro_rules! numbers {
    ($($(#[$doc:meta])* $name:ident, $kind:ident, $make:ident, $wanted:literal;)*) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(pub u32);

        impl $name {
            pub fn record(self) -> RecordId { RecordId::$make(self.0) }
        }
        impl From<$name> for RecordId {
            fn from(id: $name) -> RecordId { id.record() }
        }
        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result { self.record().fmt(f) }
        }
        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result { self.record().fmt(f) }
        }
        impl FromStr for $name {
            type Err = BadName;

            fn from_str(typed: &str) -> Result<Self, BadName> {
                let bad = || BadName { typed: typed.to_owned(), wanted: $wanted };
                let bare = typed.trim().trim_start_matches('#');
                if let Ok(number) = bare.parse::<u32>() {
                    return if number == 0 { Err(bad()) } else { Ok($name(number)) };
                }
                let record: RecordId = typed.parse().map_err(|_| bad())?;
                if record.kind == RecordKind::$kind { Ok($name(record.number)) } else { Err(bad()) }
            }
        }
    )*};
}

numbers! {
    /// The number of an incident; typed as `INC-7`, `inc 7`, `#7` or `7`.
    IncidentId, Incident, incident, "an incident number, such as `INC-7`";
    /// The number of a change; typed as `CHG-12`, `chg 12`, `#12` or `12`.
    ChangeId, Change, change, "a change number, such as `CHG-12`";
}

/// A record of any kind, as typed; a number alone is an incident's.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AnyRecord(pub RecordId);

impl FromStr for AnyRecord {
    type Err = BadName;

    fn from_str(typed: &str) -> Result<Self, BadName> {
        let bare = typed.parse::<IncidentId>().map(RecordId::from);
        bare.or_else(|_| typed.parse()).map(AnyRecord)
    }
}

impl ChangeId {
    /// One of its tasks, from 1.
    pub fn task(self, number: u32) -> TaskId {
        TaskId { change: self, number }
    }
}

/// A task of a change; typed as `CHG-12.4`, `chg 12.4`, `#12.4` or `12.4`.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TaskId {
    pub change: ChangeId,
    /// From 1, dense within the change.
    pub number: u32,
}

impl From<TaskId> for RecordId {
    fn from(id: TaskId) -> RecordId {
        RecordId { kind: RecordKind::Task, number: id.change.0, part: id.number }
    }
}

impl fmt::Display for TaskId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}", self.change, self.number)
    }
}

impl fmt::Debug for TaskId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl FromStr for TaskId {
    type Err = BadName;

    fn from_str(typed: &str) -> Result<Self, BadName> {
        let bad = || BadName {
            typed: typed.to_owned(),
            wanted: "a task of a change, such as `CHG-12.4`",
        };
        let bare = typed.trim().trim_start_matches('#');
        let full = match bare.starts_with(|c: char| c.is_ascii_digit()) {
            true => format!("CHG-{bare}"),
            false => bare.to_owned(),
        };
        let record: RecordId = full.parse().map_err(|_| bad())?;
        match record.kind {
            RecordKind::Task => Ok(ChangeId(record.number).task(record.part)),
            RecordKind::Company | RecordKind::Incident | RecordKind::Change => Err(bad()),
        }
    }
}

impl Serialize for TaskId {
    fn serialize<S: serde::Serializer>(&self, out: S) -> Result<S::Ok, S::Error> {
        out.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for TaskId {
    fn deserialize<D: serde::Deserializer<'de>>(input: D) -> Result<Self, D::Error> {
        let text = std::borrow::Cow::<str>::deserialize(input)?;
        text.parse().map_err(serde::de::Error::custom)
    }
}
