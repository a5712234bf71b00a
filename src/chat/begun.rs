//! Messages of several parts of which some stand already: they go on where they were stopped, and no part is said twice.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Mutex, MutexGuard, PoisonError};

use super::{Outgoing, Receipt};

/// So many are remembered; what is forgotten is asked for at the platform.
const BEGUN_MAX: usize = 1_000;

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
        let names = std::iter::once(&message.name).chain(&message.also).cloned().collect();
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
        let mut begun = self.lock();
        let mut names = std::iter::once(&message.name).chain(&message.also);
        let key = names.find_map(|name| key_of(&begun, name))?;
        begun.remove(&key)
    }

    pub fn keep(&self, unfinished: Unfinished) {
        let Some(name) = unfinished.names.first().cloned() else { return };
        let mut begun = self.lock();
        begun.insert(name, unfinished);
        if begun.len() > BEGUN_MAX {
            begun.pop_first();
        }
    }

    /// The names of all that go on together with the message of this name; none: it has not begun.
    pub fn names(&self, name: &str) -> Vec<String> {
        let begun = self.lock();
        key_of(&begun, name).map_or(Vec::new(), |key| begun[&key].names.clone())
    }

    fn lock(&self) -> MutexGuard<'_, BTreeMap<String, Unfinished>> {
        // Each change of it is one step: it is whole after any panic.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn key_of(begun: &BTreeMap<String, Unfinished>, name: &str) -> Option<String> {
    let mut known = begun.iter();
    known.find(|(_, it)| it.names.iter().any(|other| other == name)).map(|(key, _)| key.clone())
}
