//! What one company's commits do to the tree. The committer alone calls this, one commit after another.

mod documents;
mod shut;

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use super::desk::Desk;
use super::keys::{Keys, Kind};
use super::record::{Head, LogRecord, StoredAnswer, StoredRow};
use super::snapshot::Snapshot;
use super::tree::Tree;
use super::value::PIECE_MAX;
use crate::store::pending::{Pending, Settlement, Taken};
use crate::store::shut::Shut;
use crate::store::{
    AppendError, Batch, Claim, Fault, NewEvent, NewRow, Outcome, Result, Seq, Settled,
};

/// Where a company stands. Ahead of the disk while a commit is under way, and only then.
pub struct Company {
    pub keys: Keys,
    pub head: Head,
    pub pending: Pending,
    shut: Shut,
    /// The last position that is on disk, for readers.
    durable: Arc<AtomicU64>,
    /// The head differs from the one in the tree.
    changed: bool,
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
        let durable = Arc::new(AtomicU64::new(head.seq));
        let shut = shut::read(tree, &keys)?;
        Ok(Company { keys, head, pending, shut, durable, changed: false })
    }

    /// The last position that is on disk.
    pub fn durable(&self) -> Arc<AtomicU64> {
        Arc::clone(&self.durable)
    }

    /// Lays the head on the desk, if it has changed.
    pub fn save(&mut self, desk: &mut Desk) {
        if std::mem::take(&mut self.changed) {
            desk.add(self.keys.head(), &self.head.encode());
        }
    }

    /// Tells readers that all is on disk.
    pub fn publish(&self) {
        self.durable.store(self.head.seq, Ordering::Release);
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
        for row in batch.rows {
            self.queue(desk, row)?;
        }
        for seen in &batch.seen {
            let key = self.keys.named(Kind::Seen, &seen.delivery.0);
            desk.put(key, &StoredAnswer::encode(seen))?;
        }
        Ok(self.head.seq)
    }

    pub fn expect_head(&self, expected: Seq) -> Result<(), AppendError> {
        let head = self.head.seq;
        if head == expected { Ok(()) } else { Err(AppendError::Moved { head }) }
    }

    pub fn claim(
        &mut self,
        desk: &mut Desk,
        taken: impl FnOnce(&mut Pending) -> Vec<Taken>,
    ) -> Result<Vec<Claim>> {
        let taken = taken(&mut self.pending);
        let complete = |taken: Taken| {
            let row = self.waiting_row(desk, &taken.name)?.settled.row;
            Ok(Claim { id: taken.number, row, attempt: taken.attempt, unsure: taken.unsure })
        };
        taken.into_iter().map(complete).collect()
    }

    pub fn settle(&mut self, desk: &mut Desk, claim: &Claim, outcome: &Outcome) -> Result<()> {
        self.note_shut(desk, outcome)?;
        let settlement = self.pending.settle(claim.id, claim.attempt, outcome);
        if settlement == Settlement::Stale {
            return Ok(());
        }
        match settlement {
            Settlement::Stale => {}
            Settlement::Displaced => {
                let stored = self.waiting_row(desk, &claim.row.name)?;
                self.drop_row(desk, &stored)?;
            }
            Settlement::Waits { due_at, attempts } => {
                let key = self.keys.named(Kind::Waiting, &claim.row.name);
                let mut stored = self.waiting_row(desk, &claim.row.name)?;
                stored.attempts = attempts;
                stored.settled.row.due_at = due_at;
                stored.settled.trouble = outcome.trouble().map(str::to_owned);
                desk.put(key, &stored.encode())?;
            }
            Settlement::Leaves => self.leave(desk, claim, outcome)?,
        }
        Ok(())
    }

    /// Moves a row to the settled ones. It is not read again for that: the claim holds it as it was stored.
    fn leave(&mut self, desk: &mut Desk, claim: &Claim, outcome: &Outcome) -> Result<()> {
        let (row, outcome) = (claim.row.clone(), Some(outcome.clone()));
        let settled = Settled { row, outcome, trouble: None };
        let stored = StoredRow { number: claim.id, attempts: claim.attempt, settled };
        let payload = stored.encode();
        let key = self.keys.named(Kind::Waiting, &claim.row.name);
        // At the first attempt it is as it was queued: shorter than this, and so in no pieces either.
        match claim.attempt == 1 && payload.len() <= PIECE_MAX {
            true => desk.unmark(key),
            false => _ = desk.remove(&key)?,
        }
        self.keep_settled(desk, &stored, &payload);
        Ok(())
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
                desk.remove(key)?;
                forgotten += 1;
            }
        }
        Ok(forgotten)
    }

    /// Writes a row of a backup as it was; one that waited may have been half sent.
    pub fn restore_row(&mut self, desk: &mut Desk, stored: &StoredRow) -> Result<()> {
        self.index_row(desk, stored);
        self.head.last_number = self.head.last_number.max(stored.number);
        self.changed = true;
        if stored.settled.outcome.is_some() {
            self.keep_settled(desk, stored, &stored.encode());
            return Ok(());
        }
        let row = &stored.settled.row;
        self.pending.recover(stored.number, row, stored.attempts);
        desk.put(self.keys.named(Kind::Waiting, &row.name), &stored.encode()).map(drop)
    }

    /// The company as it is now, to be read at leisure while commits go on.
    pub fn snapshot(&mut self, desk: &mut Desk) -> Result<Snapshot> {
        self.save(desk);
        desk.apply();
        let head = self.head.clone();
        Ok(Snapshot::new(desk.tree().clone(), self.keys.clone(), head))
    }

    fn log(&mut self, desk: &mut Desk, event: &NewEvent) {
        let payload = LogRecord::encode(&self.head.hash, event);
        self.head.seq += 1;
        self.head.hash = LogRecord::hash(&payload);
        desk.add(self.keys.event(self.head.seq), &payload);
        desk.mark(self.keys.history(&event.record, self.head.seq), Vec::new());
    }

    fn queue(&mut self, desk: &mut Desk, mut row: NewRow) -> Result<()> {
        let known = self.pending.has(&row.name);
        if known || desk.has(&self.keys.named(Kind::Settled, &row.name))? {
            return Ok(());
        }
        self.head.last_number += 1;
        let admitted = self.pending.admit(self.head.last_number, &row);
        if let Some((_, older)) = admitted.displaced {
            let older = self.waiting_row(desk, &older)?;
            self.drop_row(desk, &older)?;
        }
        row.due_at = admitted.due_at;
        let settled = Settled { row, outcome: None, trouble: None };
        let stored = StoredRow { number: self.head.last_number, attempts: 0, settled };
        desk.add(self.keys.named(Kind::Waiting, &stored.settled.row.name), &stored.encode());
        self.index_row(desk, &stored);
        Ok(())
    }

    fn index_row(&self, desk: &mut Desk, stored: &StoredRow) {
        for record in &stored.settled.row.about {
            let name = stored.settled.row.name.clone().into_bytes();
            desk.mark(self.keys.about(record, stored.number), name);
        }
    }

    fn drop_row(&self, desk: &mut Desk, stored: &StoredRow) -> Result<()> {
        let row = &stored.settled.row;
        desk.remove(&self.keys.named(Kind::Waiting, &row.name))?;
        row.about.iter().for_each(|record| desk.unmark(self.keys.about(record, stored.number)));
        Ok(())
    }

    fn keep_settled(&mut self, desk: &mut Desk, stored: &StoredRow, payload: &[u8]) {
        let name = &stored.settled.row.name;
        desk.add(self.keys.named(Kind::Settled, name), payload);
        if matches!(stored.settled.outcome, Some(Outcome::Never { .. })) {
            desk.mark(self.keys.undelivered(stored.number), name.clone().into_bytes());
            self.head.undelivered += 1;
            self.changed = true;
        }
    }

    fn waiting_row(&self, desk: &mut Desk, name: &str) -> Result<StoredRow> {
        let payload = desk.get(&self.keys.named(Kind::Waiting, name))?;
        payload.and_then(|payload| StoredRow::decode(&payload)).ok_or_else(|| {
            let fault = Fault::damaged(format!("the waiting row `{name}`"), "it cannot be read");
            desk.give_up(fault.clone());
            fault
        })
    }
}
