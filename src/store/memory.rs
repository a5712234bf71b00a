//! The store that forgets with the process: for transcripts, tests and a first try.
//!
//! It is also the shortest account of what a store promises; the others are held to it.

mod documents;

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use async_trait::async_trait;
use baton_commands::ids::DeliveryId;
use chrono::{DateTime, Duration, Utc};

use super::pending::{Pending, Settlement, Taken};
use super::shut::Shut;
use super::{
    AppendError, Batch, Claim, Counts, Document, Fault, Finding, NewRow, Onlooker, Outcome, Result,
    Seen, Seq, Settled, Store, Stored,
};
use documents::Documents;

/// A store in memory. [`MemoryStore::reopen`] is what a crash and a new start leave of it.
#[derive(Debug, Clone)]
pub struct MemoryStore {
    content: Arc<Mutex<Content>>,
    /// Which opening of the content this handle is.
    opening: u64,
}

#[derive(Debug, Default)]
struct Content {
    opening: u64,
    log: Vec<Stored>,
    /// None while the documents wait to be rebuilt.
    documents: Option<Documents>,
    seen: BTreeMap<DeliveryId, Seen>,
    /// Every row by number; those without an outcome wait.
    rows: BTreeMap<u64, Row>,
    names: BTreeMap<String, u64>,
    last_number: u64,
    pending: Pending,
    shut: Shut,
}

#[derive(Debug)]
struct Row {
    settled: Settled,
    attempts: u32,
}

impl Default for MemoryStore {
    fn default() -> Self {
        Self::new()
    }
}

impl MemoryStore {
    pub fn new() -> Self {
        let content = Content { documents: Some(Documents::default()), ..Content::default() };
        MemoryStore { content: Arc::new(Mutex::new(content)), opening: 0 }
    }

    /// The store after a crash: all that was committed, no leases, and rows that may have been half sent.
    /// The old handle is dead from now on: every call on it is refused.
    pub fn reopen(&self) -> MemoryStore {
        let mut content = self.content.lock().unwrap_or_else(PoisonError::into_inner);
        content.opening += 1;
        content.recover_pending();
        MemoryStore { content: Arc::clone(&self.content), opening: content.opening }
    }

    fn content(&self) -> Result<MutexGuard<'_, Content>> {
        let content = self.content.lock().unwrap_or_else(PoisonError::into_inner);
        if content.opening == self.opening {
            return Ok(content);
        }
        Err(Fault::Broken { why: "it was opened again since".to_owned() })
    }
}

#[async_trait]
impl Store for MemoryStore {
    async fn append_before(
        &self,
        expected: Seq,
        batch: Batch,
        mut onlooker: Box<dyn Onlooker>,
    ) -> Result<Seq, AppendError> {
        batch.fit()?;
        let mut content = self.content()?;
        content.expect_head(expected)?;
        content.apply(batch);
        onlooker.placed(content.head());
        onlooker.kept();
        Ok(content.head())
    }

    async fn head(&self) -> Result<Seq> {
        Ok(self.content()?.head())
    }

    async fn read(&self, after: Seq, limit: usize) -> Result<Vec<Stored>> {
        let after = usize::try_from(after).unwrap_or(usize::MAX);
        Ok(self.content()?.log.iter().skip(after).take(limit).cloned().collect())
    }

    async fn history(&self, record: &str) -> Result<Vec<Stored>> {
        let content = self.content()?;
        Ok(content.log.iter().filter(|stored| stored.event.record == record).cloned().collect())
    }

    async fn live(&self) -> Result<(Seq, Vec<Document>)> {
        let content = self.content()?;
        let Some(documents) = &content.documents else { return Ok((0, Vec::new())) };
        let live = documents.live.iter();
        let live = live.map(|(key, body)| Document { key: key.clone(), body: body.clone() });
        Ok((content.head(), live.collect()))
    }

    async fn archived(&self, key: &str) -> Result<Option<Document>> {
        let content = self.content()?;
        let body = content.documents.as_ref().and_then(|documents| documents.archived.get(key));
        Ok(body.map(|body| Document { key: key.to_owned(), body: body.clone() }))
    }

    async fn seen(&self, delivery: &DeliveryId) -> Result<Option<Vec<u8>>> {
        Ok(self.content()?.seen.get(delivery).map(|seen| seen.answer.clone()))
    }

    async fn forget_seen(&self, before: DateTime<Utc>) -> Result<usize> {
        let mut content = self.content()?;
        let all = content.seen.len();
        content.seen.retain(|_, seen| seen.at >= before);
        Ok(all - content.seen.len())
    }

    async fn claim(&self, now: DateTime<Utc>, limit: usize, lease: Duration) -> Result<Vec<Claim>> {
        let mut content = self.content()?;
        let taken = content.pending.claim(now, limit, lease);
        Ok(taken.into_iter().map(|taken| content.complete(taken)).collect())
    }

    async fn renew(&self, claims: &[u64], until: DateTime<Utc>) -> Result<()> {
        self.content()?.pending.renew(claims, until);
        Ok(())
    }

    async fn settle(&self, outcomes: &[(Claim, Outcome)]) -> Result<()> {
        let mut content = self.content()?;
        outcomes.iter().for_each(|(claim, outcome)| content.settle(claim, outcome));
        Ok(())
    }

    async fn shut(&self, now: DateTime<Utc>) -> Result<Vec<(String, DateTime<Utc>)>> {
        let mut content = self.content()?;
        content.shut.forget(now);
        Ok(content.shut.all())
    }

    async fn next_due(&self) -> Result<Option<DateTime<Utc>>> {
        Ok(self.content()?.pending.next_due())
    }

    async fn sent_about(&self, record: &str) -> Result<Vec<Settled>> {
        let about = |settled: &Settled| settled.row.about.iter().any(|about| about == record);
        Ok(self.content()?.settled_where(about))
    }

    async fn undelivered(&self) -> Result<Vec<Settled>> {
        Ok(self.content()?.settled_where(is_undelivered))
    }

    async fn counts(&self) -> Result<Counts> {
        let content = self.content()?;
        let sizes = content.documents.as_ref().map(|all| (all.live.len(), all.archived.len()));
        let (live, archived) = sizes.unwrap_or_default();
        Ok(Counts {
            events: content.head(),
            live: live as u64,
            archived: archived as u64,
            pending: content.pending.len() as u64,
            undelivered: content.settled_where(is_undelivered).len() as u64,
            bytes_on_disk: 0,
        })
    }

    async fn forget_documents(&self) -> Result<()> {
        self.content()?.documents = None;
        Ok(())
    }

    async fn reset_documents(
        &self,
        expected: Seq,
        live: Vec<Document>,
        archived: Vec<Document>,
    ) -> Result<(), AppendError> {
        let by_key = |documents: Vec<Document>| {
            documents.into_iter().map(|document| (document.key, document.body)).collect()
        };
        let mut content = self.content()?;
        content.expect_head(expected)?;
        content.documents = Some(Documents { live: by_key(live), archived: by_key(archived) });
        Ok(())
    }

    /// Nothing here can be damaged without the process noticing: there is no disk in between.
    async fn check(&self) -> Result<Vec<Finding>> {
        drop(self.content()?);
        Ok(Vec::new())
    }
}

impl Content {
    fn head(&self) -> Seq {
        self.log.len() as Seq
    }

    fn expect_head(&self, expected: Seq) -> Result<(), AppendError> {
        let head = self.head();
        if head == expected { Ok(()) } else { Err(AppendError::Moved { head }) }
    }

    fn apply(&mut self, batch: Batch) {
        for event in batch.events {
            let seq = self.head() + 1;
            self.log.push(Stored { seq, event });
        }
        if let Some(documents) = &mut self.documents {
            batch.documents.into_iter().for_each(|change| documents.change(change));
        }
        batch.rows.into_iter().for_each(|row| self.queue(row));
        for seen in batch.seen {
            self.seen.insert(seen.delivery.clone(), seen);
        }
    }

    fn queue(&mut self, mut row: NewRow) {
        if self.names.contains_key(&row.name) {
            return;
        }
        self.last_number += 1;
        let number = self.last_number;
        let admitted = self.pending.admit(number, &row);
        if let Some((older, _)) = admitted.displaced {
            self.remove_row(older);
        }
        row.due_at = admitted.due_at;
        self.names.insert(row.name.clone(), number);
        let settled = Settled { row, outcome: None, trouble: None };
        self.rows.insert(number, Row { settled, attempts: 0 });
    }

    fn complete(&self, taken: Taken) -> Claim {
        let row = self.rows[&taken.number].settled.row.clone();
        Claim { id: taken.number, row, attempt: taken.attempt, unsure: taken.unsure }
    }

    fn settle(&mut self, claim: &Claim, outcome: &Outcome) {
        self.shut.note(outcome);
        match self.pending.settle(claim.id, claim.attempt, outcome) {
            Settlement::Stale => {}
            Settlement::Displaced => self.remove_row(claim.id),
            Settlement::Leaves => {
                let Some(row) = self.rows.get_mut(&claim.id) else { return };
                row.settled.outcome = Some(outcome.clone());
                row.settled.trouble = None;
            }
            Settlement::Waits { due_at, attempts } => {
                let Some(row) = self.rows.get_mut(&claim.id) else { return };
                row.settled.row.due_at = due_at;
                row.settled.trouble = outcome.trouble().map(str::to_owned);
                row.attempts = attempts;
            }
        }
    }

    fn remove_row(&mut self, number: u64) {
        if let Some(row) = self.rows.remove(&number) {
            self.names.remove(&row.settled.row.name);
        }
    }

    fn recover_pending(&mut self) {
        self.pending = Pending::default();
        let waiting = self.rows.iter().filter(|(_, row)| row.settled.outcome.is_none());
        for (number, row) in waiting {
            self.pending.recover(*number, &row.settled.row, row.attempts);
        }
    }

    fn settled_where(&self, wanted: impl Fn(&Settled) -> bool) -> Vec<Settled> {
        let all = self.rows.values().map(|row| &row.settled);
        all.filter(|settled| wanted(settled)).cloned().collect()
    }
}

fn is_undelivered(settled: &Settled) -> bool {
    matches!(settled.outcome, Some(Outcome::Never { .. }))
}
