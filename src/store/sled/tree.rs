//! sled's tree in the store's terms: its errors are faults, its values are unpacked.

use std::ops::Bound;
use std::path::Path;
use std::sync::Arc;

use super::keys::{Keys, Kind};
use super::record::{Hash, LogRecord, StoredRow};
use super::value::{show, unpack};
use crate::store::{Fault, Result, Seq};

#[derive(Clone)]
pub struct Tree {
    db: ::sled::Db,
    dir: Arc<Path>,
}

impl Tree {
    pub fn new(db: ::sled::Db, dir: &Path) -> Self {
        Tree { db, dir: Arc::from(dir) }
    }

    /// The payload at a key.
    pub fn get(&self, key: &[u8]) -> Result<Option<Vec<u8>>> {
        let Some(root) = self.get_raw(key)? else { return Ok(None) };
        unpack(key, &root, |piece| self.get_raw(piece)).map(Some)
    }

    pub fn get_raw(&self, key: &[u8]) -> Result<Option<::sled::IVec>> {
        self.db.get(key).map_err(|error| self.fault("reading", error))
    }

    /// Keys and bare values in order.
    pub fn range(
        &self,
        range: (Bound<&[u8]>, Bound<&[u8]>),
    ) -> impl Iterator<Item = Result<(::sled::IVec, ::sled::IVec)>> + '_ {
        let found = self.db.range::<&[u8], _>(range);
        found.map(|pair| pair.map_err(|error| self.fault("reading", error)))
    }

    /// Keys with this beginning, and their bare values.
    pub fn under(
        &self,
        prefix: &[u8],
    ) -> impl Iterator<Item = Result<(::sled::IVec, ::sled::IVec)>> + '_ {
        self.db.scan_prefix(prefix).map(|pair| pair.map_err(|error| self.fault("reading", error)))
    }

    /// The hash of an event; zeros before the first, None for one that is not there.
    pub fn hash_of(&self, keys: &Keys, seq: Seq) -> Result<Option<Hash>> {
        if seq == 0 {
            return Ok(Some(Hash::default()));
        }
        Ok(self.get(&keys.event(seq))?.map(|payload| LogRecord::hash(&payload)))
    }

    /// The rows not settled yet, oldest first.
    pub fn waiting(&self, keys: &Keys) -> Result<Vec<StoredRow>> {
        let mut rows = Vec::new();
        for pair in self.under(&keys.all(Kind::Waiting)) {
            let (key, root) = pair?;
            let payload = unpack(&key, &root, |piece| self.get_raw(piece))?;
            let unreadable = || Fault::damaged(show(&key), "it is no row");
            rows.push(StoredRow::decode(&payload).ok_or_else(unreadable)?);
        }
        rows.sort_by_key(|row| row.number);
        Ok(rows)
    }

    /// Size of the files in bytes.
    pub fn size(&self) -> Result<u64> {
        self.db.size_on_disk().map_err(|error| self.fault("measuring", error))
    }

    pub fn db(&self) -> &::sled::Db {
        &self.db
    }

    pub fn apply(&self, batch: ::sled::Batch) -> Result<()> {
        self.db.apply_batch(batch).map_err(|error| self.fault("writing to", error))
    }

    /// Names what sled reports.
    pub fn fault(&self, doing: &'static str, error: ::sled::Error) -> Fault {
        match error {
            ::sled::Error::Io(error) => Fault::from_io(doing, &self.dir, error),
            other => {
                Fault::damaged(format!("the store in {}", self.dir.display()), other.to_string())
            }
        }
    }
}
