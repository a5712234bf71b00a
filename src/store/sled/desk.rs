//! The committer's desk: what is about to be written lies here until it is written in one go.

use std::collections::BTreeMap;

use super::journal::Frame;
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
    /// What readers see already, to be written to the journal.
    frame: Frame,
    /// Something failed, so the desk and the tree may disagree. Nothing is written from then on.
    fault: Option<Fault>,
}

impl Desk {
    pub fn new(tree: Tree) -> Self {
        Desk { tree, writes: BTreeMap::new(), weight: 0, frame: Frame::default(), fault: None }
    }

    /// The payload at a key.
    pub fn get(&mut self, key: &[u8]) -> Result<Option<Vec<u8>>> {
        let found = self.get_raw(key).and_then(|root| {
            root.map(|root| unpack(key, &root, |piece| self.get_raw(piece))).transpose()
        });
        self.note(found)
    }

    pub fn has(&mut self, key: &[u8]) -> Result<bool> {
        Ok(self.pieces_at(key)?.is_some())
    }

    /// In how many pieces the value at a key lies; None when there is no value.
    pub fn pieces_at(&mut self, key: &[u8]) -> Result<Option<u32>> {
        let found = self.get_raw(key);
        Ok(self.note(found)?.map(|root| piece_count(&root)))
    }

    /// Writes a payload where there may be one already; answers whether there was.
    pub fn put(&mut self, key: Vec<u8>, payload: &[u8]) -> Result<bool> {
        let replaced = self.remove(&key)?;
        self.add(key, payload);
        Ok(replaced)
    }

    /// Writes a payload where nothing was before: an event, say. Answers in how many pieces it lies.
    pub fn add(&mut self, key: Vec<u8>, payload: &[u8]) -> u32 {
        let packed = pack(&key, payload);
        let pieces = piece_count(&packed.root);
        for (key, bytes) in packed.pieces {
            self.mark(key, bytes);
        }
        self.mark(key, packed.root);
        pieces
    }

    /// Writes an index entry, which is bare: `check` compares it with what it points at.
    pub fn mark(&mut self, key: Vec<u8>, bytes: Vec<u8>) {
        self.weight += key.len() + bytes.len();
        self.writes.insert(key, Some(bytes));
    }

    /// Removes a value with its pieces; answers whether there was one.
    pub fn remove(&mut self, key: &[u8]) -> Result<bool> {
        let Some(pieces) = self.pieces_at(key)? else { return Ok(false) };
        self.remove_pieces(key, pieces);
        self.unmark(key.to_vec());
        Ok(true)
    }

    /// Removes the pieces of a value that is written anew, or removed.
    pub fn remove_pieces(&mut self, key: &[u8], pieces: u32) {
        (0..pieces).for_each(|index| self.unmark(piece(key, index)));
    }

    /// Removes an index entry.
    pub fn unmark(&mut self, key: Vec<u8>) {
        self.weight += key.len();
        self.writes.insert(key, None);
    }

    /// Shows readers what lies on the desk; it is not on disk yet.
    pub fn apply(&mut self) {
        let writes = std::mem::take(&mut self.writes);
        for (key, bytes) in &writes {
            self.frame.put(key, bytes.as_deref());
        }
        let shown = writes.into_iter().map(|(key, bytes)| (key.into(), bytes.map(Into::into)));
        self.tree.front().take(shown);
    }

    /// What is to be written to the journal; to be emptied by whoever has done it.
    pub fn frame(&mut self) -> &mut Frame {
        &mut self.frame
    }

    pub fn tree(&self) -> &Tree {
        &self.tree
    }

    /// How much was laid down since the last sync, in bytes.
    pub fn weight(&self) -> usize {
        self.weight
    }

    /// What was written is on disk.
    pub fn synced(&mut self) {
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

    fn note<T>(&mut self, result: Result<T>) -> Result<T> {
        if let Err(fault) = &result {
            self.give_up(fault.clone());
        }
        result
    }
}
