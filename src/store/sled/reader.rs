//! Reads what is on disk: events up to the durable position, rows and documents as of a moment.

use std::collections::BTreeMap;
use std::ops::Bound;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::Ordering;

use baton_commands::ids::DeliveryId;
use chrono::{DateTime, Utc};

use super::committer::Shared;
use super::company::Company;
use super::desk::Desk;
use super::home::panic_message;
use super::keys::{Keys, Kind, split_numbered};
use super::record::{LogRecord, StoredAnswer, StoredRow, decode_document};
use super::snapshot::Snapshot;
use super::tree::{Enough, Tree};
use super::value::{piece_count, show, unpack};
use crate::store::{Counts, Document, Fault, Result, Seq, Settled, Stored};

/// Reads events without asking the committer: what is durable does not change any more.
#[derive(Clone)]
pub struct Reader {
    tree: Tree,
    keys: Keys,
    shared: Shared,
}

impl Reader {
    pub fn new(tree: Tree, company: &str, shared: Shared) -> Self {
        Reader { tree, keys: Keys::of(company), shared }
    }

    /// The last position on disk.
    pub fn durable(&self) -> Seq {
        self.shared.durable.load(Ordering::Acquire)
    }

    pub fn read(&self, after: Seq, limit: usize) -> Result<Vec<Stored>> {
        let durable = self.durable();
        if after >= durable || limit == 0 {
            return Ok(Vec::new());
        }
        let (from, to) = (self.keys.event(after + 1), self.keys.event(durable));
        let mut events = Vec::new();
        self.tree.each((Bound::Included(&from), Bound::Included(&to)), |key, root| {
            let seq = after + 1 + events.len() as Seq;
            if **key != *self.keys.event(seq) {
                return Err(Fault::damaged(format!("event {seq}"), "it is missing"));
            }
            let payload = unpack(key, root, |piece| self.tree.get_raw(piece))?;
            events.push(stored(seq, &payload)?);
            Ok(Enough(events.len() == limit))
        })?;
        Ok(events)
    }

    pub fn history(&self, record: &str) -> Result<Vec<Stored>> {
        let durable = self.durable();
        let mut events = Vec::new();
        self.tree.under(&self.keys.histories(record), |key, _| {
            let seq = self.keys.parse(key).and_then(|(_, rest)| split_numbered(rest));
            let Some((_, seq)) = seq else {
                return Err(Fault::damaged(show(key), "it is no index entry"));
            };
            if seq <= durable {
                events.push(self.event(seq)?);
            }
            Ok(())
        })?;
        Ok(events)
    }

    /// The answer to a delivery, which may not be on disk yet.
    pub fn seen(&self, delivery: &DeliveryId) -> Result<Option<Vec<u8>>> {
        if !self.shared.deliveries.may_hold(delivery.0.as_bytes()) {
            return Ok(None);
        }
        let key = self.keys.named(Kind::Seen, &delivery.0);
        let read = || self.tree.get(&key);
        let payload = catch_unwind(AssertUnwindSafe(read)).unwrap_or_else(|panic| {
            Err(Fault::damaged(show(&key), panic_message(panic.as_ref())))
        })?;
        payload.map(|payload| answer(&key, &payload).map(|stored| stored.answer)).transpose()
    }

    /// The keys of the deliveries seen before an instant.
    pub fn seen_before(&self, before: DateTime<Utc>) -> Result<Vec<Vec<u8>>> {
        let mut keys = Vec::new();
        self.tree.under(&self.keys.all(Kind::Seen), |key, root| {
            let payload = unpack(key, root, |piece| self.tree.get_raw(piece))?;
            if answer(key, &payload)?.at < before {
                keys.push(key.to_vec());
            }
            Ok(())
        })?;
        Ok(keys)
    }

    /// The keys of all documents.
    pub fn document_keys(&self) -> Result<Vec<Vec<u8>>> {
        let mut keys = Vec::new();
        for kind in [Kind::Live, Kind::Archived] {
            self.tree.under(&self.keys.all(kind), |key, _| {
                keys.push(key.to_vec());
                Ok(())
            })?;
        }
        Ok(keys)
    }

    fn event(&self, seq: Seq) -> Result<Stored> {
        let payload = self.tree.get(&self.keys.event(seq))?;
        let missing = || Fault::damaged(format!("event {seq}"), "it is missing");
        stored(seq, &payload.ok_or_else(missing)?)
    }
}

/// All documents of a kind.
pub fn documents(snapshot: &Snapshot, kind: Kind) -> Result<Vec<Document>> {
    let mut documents = Vec::new();
    snapshot.each(kind, |key, payload| {
        documents.push(document(snapshot, key, &payload)?);
        Ok(())
    })?;
    Ok(documents)
}

/// The live ones, so many at a time; answers with their keys, and in how many pieces each lies.
pub fn live_in(
    snapshot: &Snapshot,
    size: usize,
    mut take: impl FnMut(Vec<Document>),
) -> Result<Vec<(Box<str>, u32)>> {
    let mut portion = Vec::with_capacity(size);
    let mut found = Vec::new();
    snapshot.each_raw(&snapshot.keys.all(Kind::Live), |key, root| {
        let document = document(snapshot, key, &snapshot.unpack(key, root)?)?;
        found.push((document.key.as_str().into(), piece_count(root)));
        portion.push(document);
        if portion.len() == size {
            take(std::mem::replace(&mut portion, Vec::with_capacity(size)));
        }
        Ok(())
    })?;
    take(portion);
    Ok(found)
}

/// The document at a key.
pub fn document(snapshot: &Snapshot, key: &[u8], payload: &[u8]) -> Result<Document> {
    let unreadable = || Fault::damaged(show(key), "it is no document");
    let (_, name) = snapshot.keys.parse(key).ok_or_else(unreadable)?;
    let name = std::str::from_utf8(name).map_err(|_| unreadable())?;
    let body = decode_document(payload).ok_or_else(unreadable)?;
    Ok(Document { key: name.to_owned(), body })
}

/// The row at a key.
pub fn row(key: &[u8], payload: &[u8]) -> Result<StoredRow> {
    StoredRow::decode(payload).ok_or_else(|| Fault::damaged(show(key), "it is no row"))
}

/// The answer at a key.
pub fn answer(key: &[u8], payload: &[u8]) -> Result<StoredAnswer> {
    StoredAnswer::decode(payload).ok_or_else(|| Fault::damaged(show(key), "it is no answer"))
}

pub fn archived(company: &mut Company, desk: &mut Desk, name: String) -> Result<Option<Document>> {
    let key = company.keys.named(Kind::Archived, &name);
    if company.head.forgotten {
        return Ok(None);
    }
    let Some(payload) = desk.get(&key)? else { return Ok(None) };
    let body = decode_document(&payload);
    let body = body.ok_or_else(|| Fault::damaged(show(&key), "it is no document"))?;
    Ok(Some(Document { key: name, body }))
}

/// Every row about a record, oldest first.
pub fn sent_about(snapshot: &Snapshot, record: &str) -> Result<Vec<Settled>> {
    let mut rows = rows_named_under(snapshot, &snapshot.keys.abouts(record))?;
    for kind in [Kind::Waiting, Kind::Settled] {
        snapshot.each_raw(&snapshot.keys.rows_of(kind, record), |key, root| {
            let row = row(key, &snapshot.unpack(key, root)?)?;
            if row.settled.row.about.iter().any(|about| about == record) {
                rows.insert(row.number, row.settled);
            }
            Ok(())
        })?;
    }
    Ok(rows.into_values().collect())
}

/// The rows given up, oldest first.
pub fn undelivered(snapshot: &Snapshot) -> Result<Vec<Settled>> {
    let rows = rows_named_under(snapshot, &snapshot.keys.all(Kind::Undelivered))?;
    Ok(rows.into_values().collect())
}

pub fn counts(company: &Company, desk: &Desk) -> Result<Counts> {
    let Company { head, pending, .. } = company;
    let documents = if head.forgotten { (0, 0) } else { (head.live, head.archived) };
    Ok(Counts {
        events: head.seq,
        live: documents.0,
        archived: documents.1,
        pending: pending.len() as u64,
        undelivered: head.undelivered,
        bytes_on_disk: desk.tree().size()?,
    })
}

/// The rows that index entries name, by number.
fn rows_named_under(snapshot: &Snapshot, prefix: &[u8]) -> Result<BTreeMap<u64, Settled>> {
    let mut rows = BTreeMap::new();
    snapshot.each_raw(prefix, |index, name| {
        let missing = || Fault::damaged(show(index), "it points at no row");
        let name = std::str::from_utf8(name).map_err(|_| missing())?;
        let waiting = snapshot.keys.named(Kind::Waiting, name);
        let settled = snapshot.keys.named(Kind::Settled, name);
        let (key, payload) = match snapshot.get(&waiting)? {
            Some(payload) => (waiting, payload),
            None => (settled.clone(), snapshot.get(&settled)?.ok_or_else(missing)?),
        };
        let row = row(&key, &payload)?;
        rows.insert(row.number, row.settled);
        Ok(())
    })?;
    Ok(rows)
}

fn stored(seq: Seq, payload: &[u8]) -> Result<Stored> {
    let record = LogRecord::decode(payload);
    let record =
        record.ok_or_else(|| Fault::damaged(format!("event {seq}"), "it cannot be read"))?;
    Ok(Stored { seq, event: record.event })
}
