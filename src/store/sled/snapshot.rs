//! A company as it was at one moment, read in small stretches while commits go on.
//!
//! sled has no snapshots. Instead, the committer keeps what a key was before it writes it for the first
//! time; a reader takes what lies in the tree and puts back what was kept.

use std::collections::BTreeMap;
use std::ops::Bound;
use std::sync::Arc;

use super::desk::Preserved;
use super::keys::{Keys, Kind};
use super::record::Head;
use super::tree::Tree;
use super::value::unpack;
use crate::store::Result;

/// How many keys are read at once.
const STRIDE: usize = 256;

pub struct Snapshot {
    tree: Tree,
    preserved: Arc<Preserved>,
    pub keys: Keys,
    pub head: Head,
}

impl Snapshot {
    pub fn new(tree: Tree, preserved: Arc<Preserved>, keys: Keys, head: Head) -> Self {
        Snapshot { tree, preserved, keys, head }
    }

    /// The payload at a key.
    pub fn get(&self, key: &[u8]) -> Result<Option<Vec<u8>>> {
        self.get_raw(key)?.map(|root| self.unpack(key, &root)).transpose()
    }

    /// What lies at a key.
    pub fn get_raw(&self, key: &[u8]) -> Result<Option<::sled::IVec>> {
        // First the tree, then what was kept: a commit between the two has kept what it wrote over.
        let now = self.tree.get_raw(key)?;
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
        let mut from = Bound::Included(prefix.to_vec());
        loop {
            let to = Bound::Excluded(end.as_slice());
            let mut stretch = BTreeMap::new();
            for pair in self.tree.range((as_slice(&from), to)).take(STRIDE) {
                let (key, root) = pair?;
                stretch.insert(key.to_vec(), root);
            }
            let last =
                (stretch.len() == STRIDE).then(|| stretch.keys().next_back().cloned()).flatten();
            let to = last.as_deref().map_or(to, Bound::Included);
            self.preserved.correct(&mut stretch, as_slice(&from), to);
            stretch.iter().try_for_each(|(key, root)| visit(key, root))?;
            let Some(last) = last else { return Ok(()) };
            from = Bound::Excluded(last);
        }
    }
}

fn as_slice(bound: &Bound<Vec<u8>>) -> Bound<&[u8]> {
    match bound {
        Bound::Included(key) => Bound::Included(key),
        Bound::Excluded(key) => Bound::Excluded(key),
        Bound::Unbounded => Bound::Unbounded,
    }
}

/// The first key after all those with this beginning. Ours begin with a slug, which is never all `0xff`.
fn end_of(prefix: &[u8]) -> Vec<u8> {
    let mut end = prefix.to_vec();
    while end.last() == Some(&u8::MAX) {
        end.pop();
    }
    if let Some(last) = end.last_mut() {
        *last += 1;
    }
    end
}
