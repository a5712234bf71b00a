//! What every store promises, asked of each of them; then what is the sled store's own.
//!
//! To hold another store to it: a [`Backend`] for it and a line at the bottom of `suite!`.

mod backup;
mod damage;
mod folder;
pub(crate) mod group;
mod journal;
mod known;
mod suite;

use std::path::Path;
use std::sync::Arc;

use baton::store::sled::durability::Disk;
use baton::store::{
    Batch, Document, DocumentChange, MemoryStore, NewEvent, NewRow, Seen, SledStore, Store,
};
use baton_commands::ids::DeliveryId;
use chrono::{DateTime, Duration, Utc};
use tempfile::TempDir;

pub(crate) const ACME: &str = "acme";

/// A place where a store can be opened, and opened again after the process died.
pub(crate) trait Backend {
    fn new() -> Self;
    /// Opens what is there. Whoever opens again has dropped what was opened before.
    fn open(&mut self) -> Arc<dyn Store>;
}

struct Memory(MemoryStore);

impl Backend for Memory {
    fn new() -> Self {
        Memory(MemoryStore::new())
    }

    fn open(&mut self) -> Arc<dyn Store> {
        self.0 = self.0.reopen();
        Arc::new(self.0.clone())
    }
}

struct Sled(TempDir);

impl Backend for Sled {
    fn new() -> Self {
        Sled(folder())
    }

    fn open(&mut self) -> Arc<dyn Store> {
        Arc::new(open(self.0.path()))
    }
}

/// sled, where each commit is carried into its place at once.
struct Carried(TempDir);

impl Backend for Carried {
    fn new() -> Self {
        Carried(folder())
    }

    fn open(&mut self) -> Arc<dyn Store> {
        Arc::new(journal::open(self.0.path(), 1, Arc::new(Disk)))
    }
}

/// sled, where nothing ever leaves the journal: as after a crash, whenever it is opened again.
struct Stranded(TempDir);

impl Backend for Stranded {
    fn new() -> Self {
        Stranded(folder())
    }

    fn open(&mut self) -> Arc<dyn Store> {
        Arc::new(journal::open(self.0.path(), u64::MAX, Arc::new(journal::NoWay)))
    }
}

pub(crate) fn folder() -> TempDir {
    tempfile::tempdir().expect("a folder for tests")
}

pub(crate) fn open(dir: &Path) -> SledStore {
    SledStore::open(dir, ACME).expect("a store that opens")
}

/// Noon of the first day, and so many seconds.
pub(crate) fn at(seconds: i64) -> DateTime<Utc> {
    let noon = "2026-03-02T12:00:00Z".parse::<DateTime<Utc>>().expect("an instant");
    noon + Duration::seconds(seconds)
}

/// The event `INC-7/4`.
pub(crate) fn event(name: &str) -> NewEvent {
    let (record, _) = name.split_once('/').expect("record/number");
    let body = format!("{{\"event\":\"{name}\"}}").into_bytes();
    NewEvent { name: name.to_owned(), record: record.to_owned(), at: at(0), body }
}

pub(crate) fn events(names: &[&str]) -> Batch {
    Batch { events: names.iter().map(|name| event(name)).collect(), ..Batch::default() }
}

/// A message about the record its name begins with, due so many seconds after noon.
pub(crate) fn row(name: &str, due: i64) -> NewRow {
    let about = name.split('/').take(1).map(str::to_owned).collect();
    NewRow {
        name: name.to_owned(),
        about,
        lane: "#unix".to_owned(),
        rank: 3,
        due_at: at(due),
        slot: None,
        body: b"{}".to_vec(),
    }
}

/// The same about these records.
pub(crate) fn about(row: NewRow, records: &[&str]) -> NewRow {
    NewRow { about: records.iter().map(|record| (*record).to_owned()).collect(), ..row }
}

/// A row that shows the latest state of something.
pub(crate) fn refresh(name: &str, due: i64, slot: &str) -> NewRow {
    NewRow { slot: Some(slot.to_owned()), ..row(name, due) }
}

pub(crate) fn rows(rows: Vec<NewRow>) -> Batch {
    Batch { rows, ..Batch::default() }
}

pub(crate) fn put(key: &str, body: &str) -> DocumentChange {
    DocumentChange::Put { key: key.to_owned(), body: body.into() }
}

pub(crate) fn documents(changes: Vec<DocumentChange>) -> Batch {
    Batch { documents: changes, ..Batch::default() }
}

pub(crate) fn document(key: &str, body: &str) -> Document {
    Document { key: key.to_owned(), body: body.into() }
}

pub(crate) fn seen(delivery: &str, seconds: i64, answer: &str) -> Seen {
    Seen { delivery: DeliveryId(delivery.to_owned()), at: at(seconds), answer: answer.into() }
}

/// Runs every promise of the suite on every backend.
macro_rules! suite {
    ($($promise:ident)*) => {
        mod memory { $(
            #[tokio::test]
            async fn $promise() { super::suite::$promise(<super::Memory as super::Backend>::new()).await }
        )* }
        mod sled { $(
            #[tokio::test]
            async fn $promise() { super::suite::$promise(<super::Sled as super::Backend>::new()).await }
        )* }
        mod carried { $(
            #[tokio::test]
            async fn $promise() { super::suite::$promise(<super::Carried as super::Backend>::new()).await }
        )* }
        mod stranded { $(
            #[tokio::test]
            async fn $promise() { super::suite::$promise(<super::Stranded as super::Backend>::new()).await }
        )* }
    };
}

suite! {
    an_empty_store_is_empty
    positions_are_dense
    an_append_at_another_position_changes_nothing
    a_batch_without_events_keeps_the_position
    what_is_not_fit_is_refused_whole
    the_history_of_a_record_is_its_events_in_order
    records_with_similar_names_are_kept_apart
    documents_are_live_or_archived_or_gone
    large_values_come_back_whole
    documents_change_alike_before_and_after_all_were_read
    a_delivery_is_remembered_until_it_is_forgotten
    rows_are_claimed_by_due_time_then_age
    a_claimed_row_is_nobody_elses_until_its_lease_ends
    an_attempt_put_off_is_tried_again_later
    an_unsure_attempt_says_so
    settled_rows_are_history
    rows_are_found_under_all_records_they_are_about
    settling_twice_changes_nothing
    a_late_settlement_does_not_undo_anothers_claim
    a_name_is_queued_once
    a_newer_row_takes_the_slot_of_an_unsent_one
    a_row_being_sent_keeps_its_slot
    an_older_row_that_failed_gives_way_to_a_newer_one
    rows_waiting_at_opening_are_unsure_once
    what_was_said_about_waiting_outlives_its_row_and_a_crash
    all_survives_opening_again
    counts_are_those_of_what_is_there
    documents_are_made_anew
    forgotten_documents_stay_forgotten_when_opened_again
    appenders_at_once_leave_a_dense_log
    a_good_store_has_no_findings
    an_export_can_be_imported
    an_import_wants_an_empty_log
    an_import_stops_at_a_bad_line
}
