//! The documents of a store in memory.

use std::collections::BTreeMap;

use crate::store::DocumentChange;

#[derive(Debug, Default)]
pub(super) struct Documents {
    pub(super) live: BTreeMap<String, Vec<u8>>,
    pub(super) archived: BTreeMap<String, Vec<u8>>,
}

impl Documents {
    pub(super) fn change(&mut self, change: DocumentChange) {
        let key = change.key().to_owned();
        self.live.remove(&key);
        self.archived.remove(&key);
        match change {
            DocumentChange::Put { body, .. } => self.live.insert(key, body),
            DocumentChange::Archive { body, .. } => self.archived.insert(key, body),
            DocumentChange::Remove { .. } => None,
        };
    }
}
