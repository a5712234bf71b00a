//! The messages of a company: queued with its commits, claimed, and kept for the history when they have left.

use super::super::desk::Desk;
use super::super::keys::{Kind, is_of};
use super::super::record::{StoredRow, encode_row};
use super::super::value::PIECE_MAX;
use super::Company;
use crate::store::pending::{Pending, Settlement, Taken};
use crate::store::{Claim, Fault, NewEvent, NewRow, Outcome, Result, Settled};

/// The names of the events of a batch, in order. What is named after one of them is as new as it is.
pub(super) struct Born<'a>(Vec<&'a str>);

impl<'a> Born<'a> {
    pub(super) fn of(events: &'a [NewEvent]) -> Self {
        let mut names: Vec<&str> = events.iter().map(|event| event.name.as_str()).collect();
        names.sort_unstable();
        Born(names)
    }

    /// Whether a name is that of an event of the batch, a slash, and more.
    fn has(&self, name: &str) -> bool {
        let beginnings = name.match_indices('/').map(|(slash, _)| &name[..slash]);
        beginnings.into_iter().any(|beginning| self.0.binary_search(&beginning).is_ok())
    }
}

impl Company {
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
        match self.pending.settle(claim.id, claim.attempt, outcome) {
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
        let payload = encode_row(claim.id, claim.attempt, &claim.row, Some(outcome), None);
        let key = self.keys.named(Kind::Waiting, &claim.row.name);
        // At the first attempt it is as it was queued: shorter than this, and so in no pieces either.
        match claim.attempt == 1 && payload.len() <= PIECE_MAX {
            true => desk.unmark(key),
            false => _ = desk.remove(&key)?,
        }
        self.keep_settled(desk, claim.id, &claim.row.name, outcome, &payload);
        Ok(())
    }

    /// Writes a row of a backup as it was; one that waited may have been half sent.
    pub fn restore_row(&mut self, desk: &mut Desk, stored: &StoredRow) -> Result<()> {
        self.index_row(desk, stored);
        self.count_rows(1);
        self.head.last_number = self.head.last_number.max(stored.number);
        let row = &stored.settled.row;
        if let Some(outcome) = &stored.settled.outcome {
            self.keep_settled(desk, stored.number, &row.name, outcome, &stored.encode());
            return Ok(());
        }
        self.pending.recover(stored.number, row, stored.attempts);
        desk.put(self.keys.named(Kind::Waiting, &row.name), &stored.encode()).map(drop)
    }

    pub(super) fn queue(
        &mut self,
        desk: &mut Desk,
        mut row: NewRow,
        born: &Born<'_>,
    ) -> Result<()> {
        if self.pending.has(&row.name) {
            return Ok(());
        }
        if !born.has(&row.name) && desk.has(&self.keys.named(Kind::Settled, &row.name))? {
            return Ok(());
        }
        self.head.last_number += 1;
        self.count_rows(1);
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

    /// Makes a row found under the records it is about, where its name does not do that.
    fn index_row(&self, desk: &mut Desk, stored: &StoredRow) {
        let row = &stored.settled.row;
        for record in row.about.iter().filter(|record| !is_of(&row.name, record)) {
            desk.mark(self.keys.about(record, stored.number), row.name.as_bytes());
        }
    }

    fn drop_row(&mut self, desk: &mut Desk, stored: &StoredRow) -> Result<()> {
        let row = &stored.settled.row;
        self.count_rows(-1);
        desk.remove(&self.keys.named(Kind::Waiting, &row.name))?;
        // One from before may have entries that its name makes needless.
        let is_old = stored.number <= self.old_rows;
        for record in row.about.iter().filter(|record| is_old || !is_of(&row.name, record)) {
            desk.unmark(self.keys.about(record, stored.number));
        }
        Ok(())
    }

    fn count_rows(&mut self, more: i64) {
        self.head.rows = self.head.rows.map(|rows| rows.saturating_add_signed(more));
        self.changed = true;
    }

    fn keep_settled(
        &mut self,
        desk: &mut Desk,
        number: u64,
        name: &str,
        outcome: &Outcome,
        payload: &[u8],
    ) {
        desk.add(self.keys.named(Kind::Settled, name), payload);
        if matches!(outcome, Outcome::Never { .. }) {
            desk.mark(self.keys.undelivered(number), name.as_bytes());
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
