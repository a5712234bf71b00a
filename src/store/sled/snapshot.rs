//! A company as it was at one moment, read in small stretches while commits go on.
//!
//! sled has no snapshots. Instead, the carrier keeps what a key was before it writes it there for the first time; a reader
//! takes what lies in sled, puts back what was kept, and lays over it what stood in the journal.

use std::ops::Bound;
use std::sync::Arc;

use super::front::{Layers, Preserved};
use super::keys::{Keys, Kind, end_of};
use super::record::Head;
use super::tree::{Bounds, Enough, STRIDE, Stretch, Tree, in_strides};
use super::value::unpack;
use crate::store::Result;

pub struct Snapshot {
    tree: Tree,
    layers: Layers,
    preserved: Arc<Preserved>,
    pub keys: Keys,
    pub head: Head,
    /// Which documents these are, for who learns from them.
    pub era: u64,
}

impl Snapshot {
    pub fn new(tree: Tree, keys: Keys, head: Head, era: u64) -> Self {
        let (layers, preserved) = tree.front().watch();
        Snapshot { tree, layers, preserved, keys, head, era }
    }

    /// The payload at a key.
    pub fn get(&self, key: &[u8]) -> Result<Option<Vec<u8>>> {
        self.get_raw(key)?.map(|root| self.unpack(key, &root)).transpose()
    }

    /// What lies at a key.
    pub fn get_raw(&self, key: &[u8]) -> Result<Option<::sled::IVec>> {
        if let Some(value) = self.layers.get(key) {
            return Ok(value);
        }
        // First sled, then what was kept: whoever wrote between the two has kept what it wrote over.
        let now = self.tree.in_sled(key)?;
        Ok(self.preserved.get(key).unwrap_or(now))
    }

    /// The payload of what lies at a key.
    pub fn unpack(&self, key: &[u8], root: &[u8]) -> Result<Vec<u8>> {
        unpack(key, root, |piece| self.get_raw(piece))
    }

    /// Shows every key of a kind, in order, with the payload there.
    pub fn each(
        &self,
        kind: Kind,
        mut visit: impl FnMut(&[u8], Vec<u8>) -> Result<()>,
    ) -> Result<()> {
        self.each_raw(&self.keys.all(kind), |key, root| visit(key, self.unpack(key, root)?))
    }

    /// Shows every key with this beginning, in order, with what lies there.
    pub fn each_raw(
        &self,
        prefix: &[u8],
        mut visit: impl FnMut(&[u8], &[u8]) -> Result<()>,
    ) -> Result<()> {
        let end = end_of(prefix);
        let range = (Bound::Included(prefix), Bound::Excluded(end.as_slice()));
        let read = |range: Bounds<'_>| {
            let stretch = self.tree.stretch_in_sled(range, STRIDE)?;
            self.tree.let_go(&stretch)?;
            Ok(stretch)
        };
        let correct = |stretch: &mut Stretch, range: Bounds<'_>| {
            self.preserved.correct(stretch, range);
            self.layers.correct(stretch, range);
        };
        in_strides(range, read, correct, |key, root| visit(key, root).map(|()| Enough(false)))
    }
}
