//! What one company's commits do to the tree. The committer alone calls this, one commit after another.

mod documents;
mod roster;
mod rows;
mod shut;

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use super::committer::Shared;
use super::deliveries::{Reading, Sums};
use super::desk::Desk;
use super::keys::{Keys, Kind};
use super::record::{Head, LogRecord, StoredAnswer};
use super::snapshot::Snapshot;
use super::tree::Tree;
use crate::store::pending::Pending;
use crate::store::shut::Shut;
use crate::store::{AppendError, Batch, Fault, NewEvent, Result, Seq};
use roster::Roster;
use rows::Born;

/// Where a company stands. Ahead of the disk while a commit is under way, and only then.
pub struct Company {
    pub keys: Keys,
    pub head: Head,
    pub pending: Pending,
    shut: Shut,
    roster: Roster,
    /// Rows up to this number were there before the store was opened.
    old_rows: u64,
    shared: Shared,
    _reading: Reading,
    /// The head differs from the one in the tree.
    changed: bool,
}

/// What is kept in memory of what stands in the tree, so that nobody has to look.
pub struct Memory {
    pub roster: Roster,
    pub deliveries: Sums,
}

impl Company {
    /// Reads where a company stands; one that was never here stands at the beginning.
    ///
    /// # Errors
    /// [`Fault::Damaged`] when the head, the last event or a waiting row cannot be read.
    pub fn open(tree: &Tree, slug: &str) -> Result<Self> {
        let keys = Keys::of(slug);
        let head = match tree.get(&keys.head())? {
            Some(payload) => Head::decode(&payload).ok_or_else(|| {
                Fault::damaged(format!("the head of `{slug}`"), "it cannot be read")
            })?,
            None => Head::default(),
        };
        if tree.hash_of(&keys, head.seq)? != Some(head.hash) {
            let event = format!("event {} of `{slug}`", head.seq);
            return Err(Fault::damaged(event, "the log does not end as its head says"));
        }
        let mut pending = Pending::default();
        for row in tree.waiting(&keys)? {
            pending.recover(row.number, &row.settled.row, row.attempts);
        }
        let shut = shut::read(tree, &keys)?;
        let durable = Arc::new(AtomicU64::new(head.seq));
        let shared = Shared { durable, deliveries: Arc::default() };
        let _reading = Reading::start(tree, &keys, &shared.deliveries);
        let (old_rows, roster) = (head.last_number, Roster::default());
        Ok(Company {
            keys,
            head,
            pending,
            shut,
            roster,
            old_rows,
            shared,
            _reading,
            changed: false,
        })
    }

    /// What readers share.
    pub fn shared(&self) -> Shared {
        self.shared.clone()
    }

    /// Lays the head on the desk, if it has changed.
    pub fn save(&mut self, desk: &mut Desk) {
        if std::mem::take(&mut self.changed) {
            desk.replace(self.keys.head(), 0, &self.head.encode());
        }
    }

    /// Tells readers that all is on disk.
    pub fn publish(&self) {
        self.shared.durable.store(self.head.seq, Ordering::Release);
    }

    pub fn append(
        &mut self,
        desk: &mut Desk,
        expected: Seq,
        batch: Batch,
    ) -> Result<Seq, AppendError> {
        self.expect_head(expected)?;
        self.changed |= batch != Batch::default();
        for event in &batch.events {
            self.log(desk, event);
        }
        for change in batch.documents {
            self.change_document(desk, change)?;
        }
        let born = Born::of(&batch.events);
        for row in batch.rows {
            self.queue(desk, row, &born)?;
        }
        for seen in &batch.seen {
            let may_be_there = self.shared.deliveries.may_hold(seen.delivery.0.as_bytes());
            self.shared.deliveries.note(seen.delivery.0.as_bytes());
            let key = self.keys.named(Kind::Seen, &seen.delivery.0);
            match may_be_there {
                true => _ = desk.put(key, &StoredAnswer::encode(seen))?,
                false => _ = desk.add(key, &StoredAnswer::encode(seen)),
            }
        }
        Ok(self.head.seq)
    }

    pub fn expect_head(&self, expected: Seq) -> Result<(), AppendError> {
        let head = self.head.seq;
        if head == expected { Ok(()) } else { Err(AppendError::Moved { head }) }
    }

    /// Removes the answers to deliveries that were seen before; answers how many.
    pub fn forget_seen(
        &mut self,
        desk: &mut Desk,
        deliveries: &[Vec<u8>],
        before: chrono::DateTime<chrono::Utc>,
    ) -> Result<usize> {
        let mut forgotten = 0;
        for key in deliveries {
            let stored = desk.get(key)?.and_then(|payload| StoredAnswer::decode(&payload));
            if stored.is_some_and(|stored| stored.at < before) {
                self.forget_delivery(key);
                desk.remove(key)?;
                forgotten += 1;
            }
        }
        Ok(forgotten)
    }

    fn forget_delivery(&self, key: &[u8]) {
        if let Some((_, delivery)) = self.keys.parse(key) {
            self.shared.deliveries.drop_one(delivery);
        }
    }

    /// What is kept in memory, to be compared with the tree.
    pub fn memory(&self) -> Memory {
        Memory { roster: self.roster.clone(), deliveries: self.shared.deliveries.copy() }
    }

    /// The company as it is now, to be read at leisure while commits go on.
    pub fn snapshot(&mut self, desk: &mut Desk) -> Result<Snapshot> {
        self.save(desk);
        desk.apply();
        let head = self.head.clone();
        Ok(Snapshot::new(desk.tree().clone(), self.keys.clone(), head, self.roster.era()))
    }

    fn log(&mut self, desk: &mut Desk, event: &NewEvent) {
        let payload = LogRecord::encode(&self.head.hash, event);
        self.head.seq += 1;
        self.head.hash = LogRecord::hash(&payload);
        desk.add(self.keys.event(self.head.seq), &payload);
        desk.mark(self.keys.history(&event.record, self.head.seq), &[]);
    }
}
