//! Which documents are live, and in how many pieces each lies: kept in memory, so that no commit has to look for them.

use std::collections::BTreeMap;

/// Some fifty bytes for each live document.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Roster {
    /// In how many pieces a live document lies; None for one that is not live. Whatever changed since the company was
    /// opened is here.
    known: BTreeMap<Box<str>, Option<u32>>,
    /// What is not here is not live.
    is_complete: bool,
    /// Counts how often all of it became untrue.
    era: u64,
}

impl Roster {
    /// In how many pieces a live document lies, the inner None for one that is not live; the outer None when only the tree
    /// knows.
    pub fn pieces_of(&self, key: &str) -> Option<Option<u32>> {
        match self.known.get(key) {
            Some(found) => Some(*found),
            None => self.is_complete.then_some(None),
        }
    }

    /// Notes that a document is live.
    pub fn put(&mut self, key: &str, pieces: u32) {
        self.note(key, Some(pieces));
    }

    /// Notes that a document is not live.
    pub fn remove(&mut self, key: &str) {
        match self.is_complete {
            true => _ = self.known.remove(key),
            false => self.note(key, None),
        }
    }

    /// Knows nothing any more: the documents are forgotten, or others take their place.
    pub fn forget(&mut self) {
        *self = Roster { era: self.era + 1, ..Roster::default() };
    }

    /// What a snapshot is of, to be told to [`Roster::learn`].
    pub fn era(&self) -> u64 {
        self.era
    }

    /// Takes what a snapshot of this era found, all of it; what changed meanwhile is known better.
    pub fn learn(&mut self, era: u64, found: Vec<(Box<str>, u32)>) {
        if era != self.era || self.is_complete {
            return;
        }
        for (key, pieces) in found {
            self.known.entry(key).or_insert(Some(pieces));
        }
        self.known.retain(|_, pieces| pieces.is_some());
        self.is_complete = true;
    }

    /// Whether this may be what is known of a live document.
    pub fn agrees(&self, key: &str, pieces: u32) -> bool {
        self.pieces_of(key).is_none_or(|known| known == Some(pieces))
    }

    /// Whether so many live documents may be all that are known.
    pub fn counts(&self, live: u64) -> bool {
        !self.is_complete || self.known.len() as u64 == live
    }

    fn note(&mut self, key: &str, pieces: Option<u32>) {
        match self.known.get_mut(key) {
            Some(known) => *known = pieces,
            None => _ = self.known.insert(key.into(), pieces),
        }
    }
}
