//! What platforms said about waiting, by whom it is said for: it outlives the row that it was said to, and the process.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};

use super::Outcome;

/// Until when nothing may be sent, by the name of what is shut. The store does not know what the names mean.
#[derive(Debug, Default)]
pub struct Shut(BTreeMap<String, DateTime<Utc>>);

impl Shut {
    /// Takes up what was written down before.
    pub fn recover(&mut self, name: String, until: DateTime<Utc>) {
        self.0.insert(name, until);
    }

    /// What an outcome shuts for longer than it was shut already: to be written down.
    pub fn note<'a>(&mut self, outcome: &'a Outcome) -> Option<(&'a str, DateTime<Utc>)> {
        let (Outcome::Later { not_before, shuts: Some(name), .. }
        | Outcome::Unsure { not_before, shuts: Some(name), .. }) = outcome
        else {
            return None;
        };
        if self.0.get(name).is_some_and(|until| until >= not_before) {
            return None;
        }
        self.0.insert(name.clone(), *not_before);
        Some((name, *not_before))
    }

    /// Forgets what has passed; the names of that.
    pub fn forget(&mut self, now: DateTime<Utc>) -> Vec<String> {
        let passed = self.0.iter().filter(|(_, until)| **until <= now);
        let passed: Vec<String> = passed.map(|(name, _)| name.clone()).collect();
        passed.iter().for_each(|name| _ = self.0.remove(name));
        passed
    }

    pub fn all(&self) -> Vec<(String, DateTime<Utc>)> {
        self.0.iter().map(|(name, until)| (name.clone(), *until)).collect()
    }
}
