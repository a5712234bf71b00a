//! The committer's desk: what is about to be written lies here until it is written in one go.

use std::collections::BTreeMap;
use std::ops::Bound;
use std::sync::{Arc, Mutex, PoisonError, Weak};

use super::keys::piece;
use super::tree::Tree;
use super::value::{pack, piece_count, unpack};
use crate::store::{Fault, Result};

/// Reads see what lies on the desk before what lies in the tree.
pub struct Desk {
    tree: Tree,
    /// What to write: None removes.
    writes: BTreeMap<Vec<u8>, Option<Vec<u8>>>,
    /// Size of what was laid down since the last sync, in bytes.
    weight: usize,
    /// Something is in the tree that is not on disk.
    unsynced: bool,
    /// Snapshots that are being read.
    watchers: Vec<Weak<Preserved>>,
    /// Something failed, so the desk and the tree may disagree. Nothing is written from then on.
    fault: Option<Fault>,
}

/// How keys were before they were written, since a snapshot was taken.
#[derive(Default)]
pub struct Preserved(Mutex<BTreeMap<Vec<u8>, Option<::sled::IVec>>>);

impl Desk {
    pub fn new(tree: Tree) -> Self {
        Desk {
            tree,
            writes: BTreeMap::new(),
            weight: 0,
            unsynced: false,
            watchers: Vec::new(),
            fault: None,
        }
    }

    /// The payload at a key.
    pub fn get(&mut self, key: &[u8]) -> Result<Option<Vec<u8>>> {
        let found = self.get_raw(key).and_then(|root| {
            root.map(|root| unpack(key, &root, |piece| self.get_raw(piece))).transpose()
        });
        self.note(found)
    }

    pub fn has(&mut self, key: &[u8]) -> Result<bool> {
        let found = self.get_raw(key);
        Ok(self.note(found)?.is_some())
    }

    /// Writes a payload where there may be one already; answers whether there was.
    pub fn put(&mut self, key: Vec<u8>, payload: &[u8]) -> Result<bool> {
        let replaced = self.remove(&key)?;
        self.add(key, payload);
        Ok(replaced)
    }

    /// Writes a payload where nothing was before: an event, say.
    pub fn add(&mut self, key: Vec<u8>, payload: &[u8]) {
        let packed = pack(&key, payload);
        for (key, bytes) in packed.pieces {
            self.mark(key, bytes);
        }
        self.mark(key, packed.root);
    }

    /// Writes an index entry, which is bare: `check` compares it with what it points at.
    pub fn mark(&mut self, key: Vec<u8>, bytes: Vec<u8>) {
        self.weight += key.len() + bytes.len();
        self.writes.insert(key, Some(bytes));
    }

    /// Removes a value with its pieces; answers whether there was one.
    pub fn remove(&mut self, key: &[u8]) -> Result<bool> {
        let found = self.get_raw(key);
        let Some(root) = self.note(found)? else { return Ok(false) };
        for index in 0..piece_count(&root) {
            self.unmark(piece(key, index));
        }
        self.unmark(key.to_vec());
        Ok(true)
    }

    /// Removes an index entry.
    pub fn unmark(&mut self, key: Vec<u8>) {
        self.weight += key.len();
        self.writes.insert(key, None);
    }

    /// Moves what lies on the desk into the tree, all of it or nothing; it is not on disk yet.
    pub fn apply(&mut self) -> Result<()> {
        if self.writes.is_empty() {
            return Ok(());
        }
        let writes = std::mem::take(&mut self.writes);
        let kept = self.preserve(&writes);
        self.note(kept)?;
        let mut batch = ::sled::Batch::default();
        for (key, bytes) in writes {
            match bytes {
                Some(bytes) => batch.insert(key, bytes),
                None => batch.remove(key),
            }
        }
        self.unsynced = true;
        let applied = self.tree.apply(batch);
        self.note(applied)
    }

    /// Lets a snapshot see from now on what its keys were.
    pub fn watch(&mut self) -> Arc<Preserved> {
        let preserved = Arc::new(Preserved::default());
        self.watchers.push(Arc::downgrade(&preserved));
        preserved
    }

    pub fn tree(&self) -> &Tree {
        &self.tree
    }

    /// How much was laid down since the last sync, in bytes.
    pub fn weight(&self) -> usize {
        self.weight
    }

    pub fn is_unsynced(&self) -> bool {
        self.unsynced
    }

    /// What was written is on disk.
    pub fn synced(&mut self) {
        self.unsynced = false;
        self.weight = 0;
    }

    pub fn fault(&self) -> Option<&Fault> {
        self.fault.as_ref()
    }

    /// Takes no more writes, and throws away what lies here.
    pub fn give_up(&mut self, fault: Fault) {
        self.writes.clear();
        self.fault.get_or_insert(fault);
    }

    fn get_raw(&self, key: &[u8]) -> Result<Option<::sled::IVec>> {
        match self.writes.get(key) {
            Some(bytes) => Ok(bytes.as_deref().map(::sled::IVec::from)),
            None => self.tree.get_raw(key),
        }
    }

    fn preserve(&mut self, writes: &BTreeMap<Vec<u8>, Option<Vec<u8>>>) -> Result<()> {
        self.watchers.retain(|watcher| watcher.strong_count() > 0);
        for watcher in self.watchers.iter().filter_map(Weak::upgrade) {
            let mut preserved = watcher.0.lock().unwrap_or_else(PoisonError::into_inner);
            for key in writes.keys() {
                if !preserved.contains_key(key) {
                    preserved.insert(key.clone(), self.tree.get_raw(key)?);
                }
            }
        }
        Ok(())
    }

    fn note<T>(&mut self, result: Result<T>) -> Result<T> {
        if let Err(fault) = &result {
            self.give_up(fault.clone());
        }
        result
    }
}

impl Preserved {
    /// How a key was, if it was written since; the inner None says it was not there.
    pub fn get(&self, key: &[u8]) -> Option<Option<::sled::IVec>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).get(key).cloned()
    }

    /// Corrects a stretch of the tree, read after the snapshot was taken, to what it was then.
    pub fn correct(
        &self,
        stretch: &mut BTreeMap<Vec<u8>, ::sled::IVec>,
        from: Bound<&[u8]>,
        to: Bound<&[u8]>,
    ) {
        let preserved = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        for (key, bytes) in preserved.range::<[u8], _>((from, to)) {
            match bytes {
                Some(bytes) => stretch.insert(key.clone(), bytes.clone()),
                None => stretch.remove(key),
            };
        }
    }
}
