//! A store whose process can die before a commit is written, or after it and before anybody hears of it.

use std::sync::Arc;

use async_trait::async_trait;
use baton::store::{
    AppendError, Batch, Claim, Counts, Document, Fault, Finding, MemoryStore, Onlooker, Outcome,
    Result, Seq, Settled, Store, Stored,
};
use baton_commands::ids::DeliveryId;
use chrono::{DateTime, Duration, Utc};

use super::outside::{Commit, Note, Outside};
use super::step::Trap;

/// One process's handle on the store.
pub(crate) struct Mortal {
    pub(crate) inner: MemoryStore,
    pub(crate) outside: Arc<Outside>,
}

impl Mortal {
    fn alive(&self) -> Result<&MemoryStore> {
        match self.outside.seen().is_dead() {
            true => Err(Fault::Broken { why: "the process is dead".to_owned() }),
            false => Ok(&self.inner),
        }
    }

    fn dies(&self, when: Trap) -> Result<()> {
        let mut seen = self.outside.seen();
        if seen.springs(|trap| trap == when).is_none() {
            return Ok(());
        }
        seen.die();
        Err(Fault::Broken { why: format!("{when:?}") })
    }
}

#[async_trait]
impl Store for Mortal {
    async fn append_before(
        &self,
        expected: Seq,
        batch: Batch,
        onlooker: Box<dyn Onlooker>,
    ) -> Result<Seq, AppendError> {
        self.alive()?;
        self.dies(Trap::DieBeforeCommit)?;
        let commit = Commit { events: batch.events.len(), rows: batch.rows.clone() };
        let head = self.inner.append_before(expected, batch, onlooker).await?;
        self.outside.seen().commits.push(commit);
        self.dies(Trap::DieAfterCommit)?;
        Ok(head)
    }

    async fn settle(&self, outcomes: &[(Claim, Outcome)]) -> Result<()> {
        self.alive()?.settle(outcomes).await?;
        let mut seen = self.outside.seen();
        for (claim, outcome) in outcomes {
            seen.notes.push(Note::Settled(claim.row.name.clone(), outcome.clone()));
        }
        Ok(())
    }

    async fn head(&self) -> Result<Seq> {
        self.alive()?.head().await
    }

    async fn read(&self, after: Seq, limit: usize) -> Result<Vec<Stored>> {
        self.alive()?.read(after, limit).await
    }

    async fn history(&self, record: &str) -> Result<Vec<Stored>> {
        self.alive()?.history(record).await
    }

    async fn live(&self) -> Result<(Seq, Vec<Document>)> {
        self.alive()?.live().await
    }

    async fn archived(&self, key: &str) -> Result<Option<Document>> {
        self.alive()?.archived(key).await
    }

    async fn seen(&self, delivery: &DeliveryId) -> Result<Option<Vec<u8>>> {
        self.alive()?.seen(delivery).await
    }

    async fn forget_seen(&self, before: DateTime<Utc>) -> Result<usize> {
        self.alive()?.forget_seen(before).await
    }

    async fn claim(&self, now: DateTime<Utc>, limit: usize, lease: Duration) -> Result<Vec<Claim>> {
        self.alive()?.claim(now, limit, lease).await
    }

    async fn renew(&self, claims: &[u64], until: DateTime<Utc>) -> Result<()> {
        self.alive()?.renew(claims, until).await
    }

    async fn shut(&self, now: DateTime<Utc>) -> Result<Vec<(String, DateTime<Utc>)>> {
        self.alive()?.shut(now).await
    }

    async fn next_due(&self) -> Result<Option<DateTime<Utc>>> {
        self.alive()?.next_due().await
    }

    async fn sent_about(&self, record: &str) -> Result<Vec<Settled>> {
        self.alive()?.sent_about(record).await
    }

    async fn undelivered(&self) -> Result<Vec<Settled>> {
        self.alive()?.undelivered().await
    }

    async fn counts(&self) -> Result<Counts> {
        self.alive()?.counts().await
    }

    async fn forget_documents(&self) -> Result<()> {
        self.alive()?.forget_documents().await
    }

    async fn reset_documents(
        &self,
        expected: Seq,
        live: Vec<Document>,
        archived: Vec<Document>,
    ) -> Result<(), AppendError> {
        self.alive()?;
        self.inner.reset_documents(expected, live, archived).await
    }

    async fn check(&self) -> Result<Vec<Finding>> {
        self.alive()?.check().await
    }
}
