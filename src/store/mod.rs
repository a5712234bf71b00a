//! Where what happened is kept: the log of events, the documents made from it, and what is still to be said.
//!
//! The store knows bytes, keys and positions. It never learns what an incident is: that is invariant 4,
//! and the reason why a new kind of record needs no change here.
//!
//! In reading order: [`batch`] is what one commit writes; [`row`] is a message on its way out, [`shut`] who waits; [`Store`]
//! is what every backend promises; [`fault`] is how it fails. [`memory`] is the promise in its shortest
//! form, [`sled`] the one that survives a power cut. [`export`] carries the log from one to another.

pub mod batch;
pub mod export;
pub mod fault;
pub mod memory;
pub mod onlooker;
pub mod pending;
pub mod row;
pub mod shut;
pub mod sled;

use async_trait::async_trait;
use baton_commands::ids::DeliveryId;
use chrono::{DateTime, Duration, Utc};
use tokio::sync::mpsc;

pub use batch::{BATCH_MAX, Batch, Document, DocumentChange, NewEvent, NewRow, Seen, Seq, Stored};
pub use export::{export, import};
pub use fault::{AppendError, Fault, Result};
pub use memory::MemoryStore;
pub use onlooker::Onlooker;
pub use row::{Claim, Outcome, Settled};
pub use sled::SledStore;

/// What every backend promises; `tests/stores.rs` holds each of them to it.
///
/// A store belongs to one company. Reading sees only what is on disk already, so that nobody is told of
/// what a power cut could still take back.
#[async_trait]
pub trait Store: Send + Sync {
    /// Adds a batch after the event at `expected`: all of it or nothing, on disk when this returns.
    ///
    /// Answers with the position of the last event. A batch without events keeps the position, and is
    /// checked against `expected` like any other. Appends may be pipelined: one that expects the position
    /// an earlier one is about to produce waits for it, and shares its sync.
    ///
    /// # Errors
    /// [`AppendError::Moved`] when the log ends elsewhere: read on and decide again. A [`Fault`] otherwise.
    async fn append(&self, expected: Seq, batch: Batch) -> Result<Seq, AppendError> {
        self.append_before(expected, batch, Box::new(onlooker::Nobody)).await
    }

    /// The same before somebody who looks on. Nothing is said to him of a batch that is refused.
    ///
    /// # Errors
    /// As [`Store::append`].
    async fn append_before(
        &self,
        expected: Seq,
        batch: Batch,
        onlooker: Box<dyn Onlooker>,
    ) -> Result<Seq, AppendError>;

    /// The position of the last event, 0 when there is none.
    async fn head(&self) -> Result<Seq>;

    /// At most `limit` events after the position `after`, in order.
    async fn read(&self, after: Seq, limit: usize) -> Result<Vec<Stored>>;

    /// Every event of one record, in order.
    async fn history(&self, record: &str) -> Result<Vec<Stored>>;

    /// The documents of the live records, by key, and the position they are true at.
    ///
    /// The position is 0 and there are no documents while they wait to be rebuilt
    /// ([`Store::forget_documents`]): who starts from here then replays the whole log, and is right.
    async fn live(&self) -> Result<(Seq, Vec<Document>)>;

    /// The same documents in portions while they are read, so that very many are not in memory twice; answers with the
    /// position when all were sent.
    async fn live_in(&self, portions: mpsc::Sender<Vec<Document>>) -> Result<Seq> {
        let (position, documents) = self.live().await?;
        // Whoever stopped listening does not ask for the position either.
        let _ = portions.send(documents).await;
        Ok(position)
    }

    /// The document of a record that has left the live ones.
    async fn archived(&self, key: &str) -> Result<Option<Document>>;

    /// What was answered to this delivery, if it has been seen since the last [`Store::forget_seen`].
    async fn seen(&self, delivery: &DeliveryId) -> Result<Option<Vec<u8>>>;

    /// Drops the deliveries seen before this instant; answers how many. Keep at least 24 h (INC-8).
    async fn forget_seen(&self, before: DateTime<Utc>) -> Result<usize>;

    /// At most `limit` rows that are due and that nobody else holds, by rank, due time and age; of one lane no more than
    /// can be chosen from, so that a slow place keeps no other waiting.
    ///
    /// They are held for `lease` from `now`. A row comes with `unsure` when an earlier attempt may have
    /// arrived: because its lease ran out, because it was settled [`Outcome::Unsure`], or because it was
    /// there before this store was opened. Ask the platform first.
    async fn claim(&self, now: DateTime<Utc>, limit: usize, lease: Duration) -> Result<Vec<Claim>>;

    /// Holds claims for longer: whoever still waits with them for his turn at the platform. Those that are not held any
    /// more stay as they are.
    async fn renew(&self, claims: &[u64], until: DateTime<Utc>) -> Result<()>;

    /// Writes down how claims ended; on disk when this returns. Settling what is settled changes nothing.
    async fn settle(&self, outcomes: &[(Claim, Outcome)]) -> Result<()>;

    /// What was shut by an outcome ([`Outcome::Later`], [`Outcome::Unsure`]) until an instant that is yet to come, by name, and until when. What has
    /// passed is forgotten. It is there after a crash too, whatever became of the row.
    async fn shut(&self, now: DateTime<Utc>) -> Result<Vec<(String, DateTime<Utc>)>>;

    /// When [`Store::claim`] may next have something to give: the first due time of a row that nobody
    /// holds, or the end of the first lease. None when no row waits.
    async fn next_due(&self) -> Result<Option<DateTime<Utc>>>;

    /// Every row about a record, oldest first; rows not settled yet have no outcome.
    async fn sent_about(&self, record: &str) -> Result<Vec<Settled>>;

    /// The rows that were given up ([`Outcome::Never`]), oldest first.
    async fn undelivered(&self) -> Result<Vec<Settled>>;

    /// How much there is of everything.
    async fn counts(&self) -> Result<Counts>;

    /// Declares the documents untrue until [`Store::reset_documents`] has made them anew.
    async fn forget_documents(&self) -> Result<()>;

    /// Replaces all documents by these, true at `expected`. A cut in the middle leaves them forgotten.
    async fn reset_documents(
        &self,
        expected: Seq,
        live: Vec<Document>,
        archived: Vec<Document>,
    ) -> Result<(), AppendError>;

    /// Reads everything there is and answers what is wrong with it; an empty list is a good store.
    async fn check(&self) -> Result<Vec<Finding>>;
}

/// How much a store holds.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Counts {
    /// Events since the beginning.
    pub events: u64,
    pub live: u64,
    pub archived: u64,
    /// Rows not settled yet.
    pub pending: u64,
    /// Rows given up.
    pub undelivered: u64,
    /// Size of the files in bytes; 0 in memory.
    pub bytes_on_disk: u64,
}

/// Something wrong in a store, found by [`Store::check`].
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Finding {
    /// What it is about: "event 17", "row INC-7/4/0@#unix".
    pub subject: String,
    /// What is wrong with it, as the end of the sentence the subject begins.
    pub wrong: String,
}

impl std::fmt::Display for Finding {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} {}", self.subject, self.wrong)
    }
}
