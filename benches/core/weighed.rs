//! How many bytes a command makes the store keep: a store that weighs what is appended.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use async_trait::async_trait;
use baton::store::{
    AppendError, Batch, Claim, Counts, Document, DocumentChange, Finding, MemoryStore, Onlooker,
    Outcome, Result, Seq, Settled, Store, Stored,
};
use baton_commands::ids::DeliveryId;
use chrono::{DateTime, Duration, Utc};

/// A store in memory with scales.
#[derive(Default)]
pub struct Weighed {
    store: MemoryStore,
    bytes: Arc<AtomicUsize>,
}

impl Weighed {
    /// The scales: what was appended so far, in bytes.
    pub fn bytes(&self) -> Arc<AtomicUsize> {
        Arc::clone(&self.bytes)
    }
}

/// Names and bodies; what a store adds of its own is its own affair.
fn weight(batch: &Batch) -> usize {
    let events = batch.events.iter().map(|e| e.name.len() + e.record.len() + e.body.len());
    let documents = batch.documents.iter().map(|change| match change {
        DocumentChange::Put { key, body } | DocumentChange::Archive { key, body } => {
            key.len() + body.len()
        }
        DocumentChange::Remove { key } => key.len(),
    });
    let rows = batch.rows.iter().map(|row| row.name.len() + row.body.len());
    let seen = batch.seen.iter().map(|seen| seen.delivery.0.len() + seen.answer.len());
    events.chain(documents).chain(rows).chain(seen).sum()
}

#[async_trait]
impl Store for Weighed {
    async fn append_before(
        &self,
        expected: Seq,
        batch: Batch,
        onlooker: Box<dyn Onlooker>,
    ) -> Result<Seq, AppendError> {
        self.bytes.fetch_add(weight(&batch), Ordering::Relaxed);
        self.store.append_before(expected, batch, onlooker).await
    }

    async fn head(&self) -> Result<Seq> {
        self.store.head().await
    }

    async fn read(&self, after: Seq, limit: usize) -> Result<Vec<Stored>> {
        self.store.read(after, limit).await
    }

    async fn history(&self, record: &str) -> Result<Vec<Stored>> {
        self.store.history(record).await
    }

    async fn live(&self) -> Result<(Seq, Vec<Document>)> {
        self.store.live().await
    }

    async fn archived(&self, key: &str) -> Result<Option<Document>> {
        self.store.archived(key).await
    }

    async fn seen(&self, delivery: &DeliveryId) -> Result<Option<Vec<u8>>> {
        self.store.seen(delivery).await
    }

    async fn forget_seen(&self, before: DateTime<Utc>) -> Result<usize> {
        self.store.forget_seen(before).await
    }

    async fn claim(&self, now: DateTime<Utc>, limit: usize, lease: Duration) -> Result<Vec<Claim>> {
        self.store.claim(now, limit, lease).await
    }

    async fn renew(&self, claims: &[u64], until: DateTime<Utc>) -> Result<()> {
        self.store.renew(claims, until).await
    }

    async fn settle(&self, outcomes: &[(Claim, Outcome)]) -> Result<()> {
        self.store.settle(outcomes).await
    }

    async fn shut(&self, now: DateTime<Utc>) -> Result<Vec<(String, DateTime<Utc>)>> {
        self.store.shut(now).await
    }

    async fn next_due(&self) -> Result<Option<DateTime<Utc>>> {
        self.store.next_due().await
    }

    async fn sent_about(&self, record: &str) -> Result<Vec<Settled>> {
        self.store.sent_about(record).await
    }

    async fn undelivered(&self) -> Result<Vec<Settled>> {
        self.store.undelivered().await
    }

    async fn counts(&self) -> Result<Counts> {
        self.store.counts().await
    }

    async fn forget_documents(&self) -> Result<()> {
        self.store.forget_documents().await
    }

    async fn reset_documents(
        &self,
        expected: Seq,
        live: Vec<Document>,
        archived: Vec<Document>,
    ) -> Result<(), AppendError> {
        self.store.reset_documents(expected, live, archived).await
    }

    async fn check(&self) -> Result<Vec<Finding>> {
        self.store.check().await
    }
}
