//! The promises, one after another, as functions of any backend.

mod documents;
mod log;
mod rows;
mod whole;

use std::sync::Arc;

use baton::store::{
    AppendError, Batch, Claim, Counts, DocumentChange, Fault, Outcome, Settled, Store, export,
    import,
};
use baton_commands::ids::DeliveryId;
use chrono::Duration;

use super::{
    Backend, about, at, document, documents, event, events, put, refresh, row, rows, seen,
};

pub use documents::*;
pub use log::*;
pub use rows::*;
pub use whole::*;

pub(crate) const LEASE: Duration = Duration::seconds(30);

pub(crate) async fn append(store: &dyn Store, batch: Batch) -> u64 {
    let head = store.head().await.unwrap();
    store.append(head, batch).await.unwrap()
}

pub(crate) async fn claim(store: &dyn Store, seconds: i64) -> Vec<Claim> {
    store.claim(at(seconds), 10, LEASE).await.unwrap()
}

pub(crate) async fn settle(store: &dyn Store, claim: &Claim, outcome: Outcome) {
    store.settle(&[(claim.clone(), outcome)]).await.unwrap();
}

pub(crate) fn names(claims: &[Claim]) -> Vec<&str> {
    claims.iter().map(|claim| claim.row.name.as_str()).collect()
}

pub(crate) fn done() -> Outcome {
    Outcome::Done { receipt: b"ts-1".to_vec(), at: at(1) }
}

pub(crate) fn later(seconds: i64) -> Outcome {
    Outcome::Later { not_before: at(seconds), why: "asked to wait".to_owned(), shuts: None }
}

pub(crate) fn unsure(seconds: i64) -> Outcome {
    Outcome::Unsure { not_before: at(seconds), why: "no answer".to_owned(), shuts: None }
}

pub(crate) fn never() -> Outcome {
    Outcome::Never { why: "the channel is gone".to_owned(), at: at(1) }
}
