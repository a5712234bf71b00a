//! Messages of several parts of which some stand already: they go on where they were stopped, and no part is said twice.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Mutex;

use super::lock::lock;
use super::{Outgoing, Receipt};

/// So many are remembered; what is forgotten is asked for at the platform.
const BEGUN_MAX: usize = 1_000;

/// Which part of a message it is, the first being number 0, and how many there are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Number {
    pub of_part: usize,
    pub of_all: usize,
}

/// What was found of a message; its first part as the platform names it.
#[derive(Debug)]
pub struct Found<First> {
    /// With all names of that part.
    pub first: Option<(First, Vec<String>)>,
    pub sent: BTreeSet<usize>,
    of_all: usize,
}

impl<First> Default for Found<First> {
    fn default() -> Self {
        Found { first: None, sent: BTreeSet::new(), of_all: 0 }
    }
}

impl<First> Found<First> {
    pub fn note(&mut self, number: Number) {
        self.of_all = number.of_all;
        self.sent.insert(number.of_part);
    }

    pub fn is_whole(&self) -> bool {
        self.first.is_some() && self.sent.len() >= self.of_all
    }
}

/// A message that was not sent to its end.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unfinished {
    /// Its first part.
    pub first: Receipt,
    /// Of all messages that became this one, its own first.
    pub names: Vec<String>,
    /// The numbers of the parts that stand; the first is 0.
    pub sent: BTreeSet<usize>,
}

impl Unfinished {
    /// A message whose first part stands.
    pub fn of(message: &Outgoing, first: Receipt) -> Unfinished {
        let names = message.names().cloned().collect();
        Unfinished { first, names, sent: BTreeSet::from([0]) }
    }

    /// The message under the names that its first part has.
    pub fn named(&self, message: &Outgoing) -> Outgoing {
        let mut names = self.names.iter().cloned();
        let name = names.next().unwrap_or_else(|| message.name.clone());
        Outgoing { name, also: names.collect(), ..message.clone() }
    }
}

/// What has begun, by its name.
#[derive(Debug, Default)]
pub struct Begun(Mutex<BTreeMap<String, Unfinished>>);

impl Begun {
    /// What of this message stands, to go on with. None: nothing does.
    pub fn take(&self, message: &Outgoing) -> Option<Unfinished> {
        let mut begun = lock(&self.0);
        let mut names = message.names();
        let key = names.find_map(|name| key_of(&begun, name))?;
        begun.remove(&key)
    }

    pub fn keep(&self, unfinished: Unfinished) {
        let Some(name) = unfinished.names.first().cloned() else { return };
        let mut begun = lock(&self.0);
        begun.insert(name, unfinished);
        if begun.len() > BEGUN_MAX {
            begun.pop_first();
        }
    }

    /// The names of all that go on together with the message of this name; none: it has not begun.
    pub fn names(&self, name: &str) -> Vec<String> {
        let begun = lock(&self.0);
        key_of(&begun, name).map_or(Vec::new(), |key| begun[&key].names.clone())
    }
}

fn key_of(begun: &BTreeMap<String, Unfinished>, name: &str) -> Option<String> {
    let mut known = begun.iter();
    known.find(|(_, it)| it.names.iter().any(|other| other == name)).map(|(key, _)| key.clone())
}
