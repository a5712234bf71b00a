//! All that is in the store, wherever it stands: what is in sled, behind what is in the journal only.

use std::collections::BTreeMap;
use std::ops::Bound;
use std::path::Path;
use std::sync::Arc;

use super::front::Front;
use super::home::JOURNAL;
use super::journal;
use super::keys::{Keys, Kind, end_of};
use super::record::{Hash, LogRecord, StoredRow};
use super::value::{show, unpack};
use crate::store::{Fault, Result, Seq};

#[derive(Clone)]
pub struct Tree {
    db: ::sled::Db,
    front: Arc<Front>,
    dir: Arc<Path>,
}

/// Keys and what lies there, in order.
pub type Stretch = BTreeMap<::sled::IVec, ::sled::IVec>;

/// From where to where.
pub type Bounds<'a> = (Bound<&'a [u8]>, Bound<&'a [u8]>);

/// How many keys are read at once where there are very many.
pub const STRIDE: usize = 256;

impl Tree {
    pub fn new(db: ::sled::Db, dir: &Path) -> Self {
        Tree { db, front: Arc::default(), dir: Arc::from(dir) }
    }

    pub fn front(&self) -> &Front {
        &self.front
    }

    pub fn dir(&self) -> &Path {
        &self.dir
    }

    /// The payload at a key.
    pub fn get(&self, key: &[u8]) -> Result<Option<Vec<u8>>> {
        let Some(root) = self.get_raw(key)? else { return Ok(None) };
        unpack(key, &root, |piece| self.get_raw(piece)).map(Some)
    }

    pub fn get_raw(&self, key: &[u8]) -> Result<Option<::sled::IVec>> {
        match self.front.get(key) {
            Some(value) => Ok(value),
            None => self.in_sled(key),
        }
    }

    /// What lies at a key in sled.
    pub fn in_sled(&self, key: &[u8]) -> Result<Option<::sled::IVec>> {
        self.db.get(key).map_err(|error| self.fault("reading", error))
    }

    /// Writes into sled, or removes; it is not on disk yet.
    pub fn put_in_sled(&self, key: &[u8], value: Option<::sled::IVec>) -> Result<()> {
        let put = match value {
            Some(value) => self.db.insert(key, value),
            None => self.db.remove(key),
        };
        put.map(drop).map_err(|error| self.fault("writing to", error))
    }

    /// At most so many keys of sled.
    pub fn stretch_in_sled(&self, range: Bounds<'_>, limit: usize) -> Result<Stretch> {
        let pairs = self.db.range::<&[u8], _>(range).take(limit);
        pairs.map(|pair| pair.map_err(|error| self.fault("reading", error))).collect()
    }

    /// Has sled drop pages that were read before these. It looks at what it may drop after 64 uses in one of 256 parts of its
    /// cache, so that who reads a large store once holds a hundred MiB more than it may have; each of these is one more use.
    pub fn let_go(&self, stretch: &Stretch) -> Result<()> {
        stretch.keys().try_for_each(|key| self.in_sled(key).map(drop))
    }

    /// Shows keys and bare values in order, until told that it is enough.
    pub fn each(
        &self,
        range: Bounds<'_>,
        visit: impl FnMut(&::sled::IVec, &::sled::IVec) -> Result<Enough>,
    ) -> Result<()> {
        // First the journal, then sled: what is carried meanwhile is seen in both, and is the same.
        let layers = self.front.layers();
        let read = |range: Bounds<'_>| self.stretch_in_sled(range, STRIDE);
        in_strides(range, read, |stretch, range| layers.correct(stretch, range), visit)
    }

    /// The same for all keys with this beginning.
    pub fn under(
        &self,
        prefix: &[u8],
        mut visit: impl FnMut(&::sled::IVec, &::sled::IVec) -> Result<()>,
    ) -> Result<()> {
        let end = end_of(prefix);
        self.each((Bound::Included(prefix), Bound::Excluded(&end)), |key, root| {
            visit(key, root).map(|()| Enough(false))
        })
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
        self.under(&keys.all(Kind::Waiting), |key, root| {
            let payload = unpack(key, root, |piece| self.get_raw(piece))?;
            let unreadable = || Fault::damaged(show(key), "it is no row");
            rows.push(StoredRow::decode(&payload).ok_or_else(unreadable)?);
            Ok(())
        })?;
        rows.sort_by_key(|row| row.number);
        Ok(rows)
    }

    /// Size of the files in bytes: sled's, and the journal's.
    pub fn size(&self) -> Result<u64> {
        let in_sled = self.db.size_on_disk().map_err(|error| self.fault("measuring", error))?;
        let journal = journal::size_of(&self.dir.join(JOURNAL));
        Ok(in_sled + journal.map_err(|error| Fault::from_io("measuring", &self.dir, error))?)
    }

    pub fn db(&self) -> &::sled::Db {
        &self.db
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

/// Whether whoever is shown something has seen enough.
pub struct Enough(pub bool);

/// Reads a range in small stretches and corrects each before it is shown.
pub fn in_strides(
    range: Bounds<'_>,
    read: impl Fn(Bounds<'_>) -> Result<Stretch>,
    correct: impl Fn(&mut Stretch, Bounds<'_>),
    mut visit: impl FnMut(&::sled::IVec, &::sled::IVec) -> Result<Enough>,
) -> Result<()> {
    let mut from = range.0.map(::sled::IVec::from);
    loop {
        let from_here = from.as_ref().map(|key| &**key);
        let mut stretch = read((from_here, range.1))?;
        let last = (stretch.len() == STRIDE).then(|| stretch.keys().next_back().cloned()).flatten();
        let to = last.as_deref().map_or(range.1, Bound::Included);
        correct(&mut stretch, (from_here, to));
        for (key, root) in &stretch {
            if visit(key, root)?.0 {
                return Ok(());
            }
        }
        let Some(last) = last else { return Ok(()) };
        from = Bound::Excluded(last);
    }
}
