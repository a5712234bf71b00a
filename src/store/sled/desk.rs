//! The committer's desk: what is about to be written lies here until it is written in one go.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

use ::sled::IVec;

use super::journal::Frame;
use super::keys::piece;
use super::laid::Laid;
use super::tree::Tree;
use super::value::{pack, piece_count, unpack};
use crate::store::{Fault, Result};

/// Reads see what lies on the desk before what lies in the tree.
pub struct Desk {
    tree: Tree,
    writes: BTreeMap<Vec<u8>, Laid>,
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
        self.write(key, payload, Laid::Born)
    }

    /// Writes a payload over one that lies in so many pieces. Answers in how many pieces it lies.
    pub fn replace(&mut self, key: Vec<u8>, pieces: u32, payload: &[u8]) -> u32 {
        self.remove_pieces(&key, pieces);
        self.write(key, payload, Laid::Put)
    }

    fn write(&mut self, key: Vec<u8>, payload: &[u8], laid: fn(IVec) -> Laid) -> u32 {
        let packed = pack(&key, payload);
        let pieces = piece_count(&packed.root);
        for (key, bytes) in packed.pieces {
            self.mark(key, &bytes);
        }
        self.lay(key, laid(packed.root.into()));
        pieces
    }

    /// Writes an index entry where none was, which is bare: `check` compares it with what it points at.
    pub fn mark(&mut self, key: Vec<u8>, bytes: &[u8]) {
        self.lay(key, Laid::Born(bytes.into()));
    }

    /// Removes a value with its pieces; answers whether there was one.
    pub fn remove(&mut self, key: &[u8]) -> Result<bool> {
        let Some(pieces) = self.pieces_at(key)? else { return Ok(false) };
        self.remove_known(key, pieces);
        Ok(true)
    }

    /// Removes a value that is known to be there, in so many pieces.
    pub fn remove_known(&mut self, key: &[u8], pieces: u32) {
        self.remove_pieces(key, pieces);
        self.unmark(key.to_vec());
    }

    fn remove_pieces(&mut self, key: &[u8], pieces: u32) {
        (0..pieces).for_each(|index| self.unmark(piece(key, index)));
    }

    /// Removes an index entry.
    pub fn unmark(&mut self, key: Vec<u8>) {
        self.lay(key, Laid::Removed);
    }

    /// Shows readers what lies on the desk; it is not on disk yet.
    pub fn apply(&mut self) {
        let writes = std::mem::take(&mut self.writes);
        for (key, laid) in &writes {
            self.frame.put(key, laid.value().map(|value| &**value));
        }
        self.tree.front().take(writes.into_iter().map(|(key, laid)| (key.into(), laid)));
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

    fn lay(&mut self, key: Vec<u8>, laid: Laid) {
        self.weight += key.len() + laid.value().map_or(0, |value| value.len());
        match self.writes.entry(key) {
            Entry::Vacant(place) => _ = place.insert(laid),
            Entry::Occupied(mut place) => match laid.over(Some(place.get())) {
                Some(laid) => _ = place.insert(laid),
                None => _ = place.remove(),
            },
        }
    }

    fn get_raw(&self, key: &[u8]) -> Result<Option<IVec>> {
        match self.writes.get(key) {
            Some(laid) => Ok(laid.value().cloned()),
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
