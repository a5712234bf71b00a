//! What the bot says, before it is a sentence: a message id with typed arguments.
//!
//! Rules make [`Words`] with [`say!`]; the sentence is made where it is shown, in the language of the
//! place or person, from the Fluent files under `commands/words/`.

use std::borrow::Cow;
use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::ids::{DeptId, PersonId, Place, Recipient, RecordId, RoleId};

/// One message: the id of a sentence in the Fluent files, and what it speaks of.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Words {
    pub id: Cow<'static, str>,
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub args: BTreeMap<Cow<'static, str>, Arg>,
}

/// One argument of a message, still a value: each platform shows it in its own way.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Arg {
    /// Text from a person, a file or an alert: foreign, escaped wherever it is shown.
    Text(String),
    Number(i64),
    /// A plain name or, where the notice pings him, a live mention.
    Person(PersonId),
    Dept(DeptId),
    Role(RoleId),
    Recipient(Recipient),
    Record(RecordId),
    Place(Place),
    /// An instant, shown as local time of the reader or the company's zone.
    Time(DateTime<Utc>),
    /// Whole seconds, shown as `2h 05m`.
    Seconds(i64),
    /// A line that can be copied, shown in backticks.
    Line(String),
    /// Another message inside this one, in the same language.
    Words(Box<Words>),
    /// Joined with commas.
    List(Vec<Arg>),
}

impl Words {
    pub fn new(id: &'static str) -> Self {
        Words { id: Cow::Borrowed(id), args: BTreeMap::new() }
    }

    /// Adds an argument.
    pub fn with(mut self, name: &'static str, value: impl Into<Arg>) -> Self {
        self.args.insert(Cow::Borrowed(name), value.into());
        self
    }
}

/// `say!("incident-taken", id = id, by = person)`: a message id with typed arguments.
///
/// Ids and argument names are literals, so that a test can hold them against every language.
#[macro_export]
macro_rules! say {
    ($id:literal $(, $name:ident = $value:expr)* $(,)?) => {
        $crate::words::Words::new($id)$(.with(stringify!($name), $value))*
    };
}

impl Arg {
    /// `task.done` as people type it: `/task done`.
    pub fn verb(name: &str) -> Arg {
        Arg::Line(format!("/{}", name.replace('.', " ")))
    }
}

macro_rules! arg_from {
    ($($from:ty => $variant:ident),* $(,)?) => {$(
        impl From<$from> for Arg { fn from(value: $from) -> Arg { Arg::$variant(value.into()) } }
    )*};
}
arg_from! {
    String => Text, &str => Text, PersonId => Person, DeptId => Dept, RoleId => Role,
    Recipient => Recipient, RecordId => Record, crate::ids::IncidentId => Record,
    crate::ids::ChangeId => Record, crate::ids::TaskId => Record, Place => Place,
    DateTime<Utc> => Time, i64 => Number, u32 => Number, Vec<Arg> => List,
}
impl From<&PersonId> for Arg {
    fn from(person: &PersonId) -> Arg {
        Arg::Person(person.clone())
    }
}
impl From<&DeptId> for Arg {
    fn from(dept: &DeptId) -> Arg {
        Arg::Dept(dept.clone())
    }
}
impl From<usize> for Arg {
    fn from(count: usize) -> Arg {
        Arg::Number(i64::try_from(count).unwrap_or(i64::MAX))
    }
}
impl From<Words> for Arg {
    fn from(words: Words) -> Arg {
        Arg::Words(Box::new(words))
    }
}
