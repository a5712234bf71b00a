//! The promises, one after another, as functions of any backend.

use std::sync::Arc;

use baton::store::{
    AppendError, Batch, Claim, Counts, DocumentChange, Fault, Outcome, Settled, Store, export,
    import,
};
use baton_commands::ids::DeliveryId;
use chrono::Duration;

use super::{Backend, at, document, documents, event, events, put, refresh, row, rows, seen};

const LEASE: Duration = Duration::seconds(30);

async fn append(store: &dyn Store, batch: Batch) -> u64 {
    let head = store.head().await.unwrap();
    store.append(head, batch).await.unwrap()
}

async fn claim(store: &dyn Store, seconds: i64) -> Vec<Claim> {
    store.claim(at(seconds), 10, LEASE).await.unwrap()
}

async fn settle(store: &dyn Store, claim: &Claim, outcome: Outcome) {
    store.settle(&[(claim.clone(), outcome)]).await.unwrap();
}

fn names(claims: &[Claim]) -> Vec<&str> {
    claims.iter().map(|claim| claim.row.name.as_str()).collect()
}

fn done() -> Outcome {
    Outcome::Done { receipt: b"ts-1".to_vec(), at: at(1) }
}

fn later(seconds: i64) -> Outcome {
    Outcome::Later { not_before: at(seconds), why: "asked to wait".to_owned() }
}

fn unsure(seconds: i64) -> Outcome {
    Outcome::Unsure { not_before: at(seconds), why: "no answer".to_owned() }
}

fn never() -> Outcome {
    Outcome::Never { why: "the channel is gone".to_owned(), at: at(1) }
}

pub async fn an_empty_store_is_empty(mut backend: impl Backend) {
    let store = backend.open();
    assert_eq!(store.head().await.unwrap(), 0);
    assert_eq!(store.read(0, 10).await.unwrap(), []);
    assert_eq!(store.live().await.unwrap(), (0, vec![]));
    assert_eq!(store.next_due().await.unwrap(), None);
    assert_eq!(claim(&*store, 1_000_000).await, []);
    let counts = Counts { bytes_on_disk: 0, ..store.counts().await.unwrap() };
    assert_eq!(counts, Counts::default());
}

pub async fn positions_are_dense(mut backend: impl Backend) {
    let store = backend.open();
    assert_eq!(store.append(0, events(&["INC-1/0", "INC-1/1"])).await.unwrap(), 2);
    assert_eq!(store.append(2, events(&["INC-2/0"])).await.unwrap(), 3);
    let all = store.read(0, 10).await.unwrap();
    let seen: Vec<_> = all.iter().map(|stored| (stored.seq, stored.event.name.as_str())).collect();
    assert_eq!(seen, [(1, "INC-1/0"), (2, "INC-1/1"), (3, "INC-2/0")]);
    assert_eq!(all[0].event, event("INC-1/0"));
    assert_eq!(store.read(1, 1).await.unwrap(), all[1..2]);
    assert_eq!(store.read(3, 10).await.unwrap(), []);
    assert_eq!(store.read(u64::MAX, 10).await.unwrap(), []);
}

pub async fn an_append_at_another_position_changes_nothing(mut backend: impl Backend) {
    let store = backend.open();
    append(&*store, events(&["INC-1/0"])).await;
    let batch = || Batch {
        events: vec![event("INC-1/1")],
        documents: vec![put("INC-1", "new")],
        rows: vec![row("INC-1/1/0@#unix", 0)],
        seen: vec![seen("d-1", 0, "answer")],
    };
    for expected in [0, 2, u64::MAX] {
        let refused = store.append(expected, batch()).await;
        assert!(matches!(refused, Err(AppendError::Moved { head: 1 })), "{refused:?}");
    }
    assert_eq!(store.head().await.unwrap(), 1);
    assert_eq!(store.read(0, 10).await.unwrap().len(), 1);
    assert_eq!(store.live().await.unwrap(), (1, vec![]));
    assert_eq!(store.seen(&DeliveryId("d-1".to_owned())).await.unwrap(), None);
    assert_eq!(store.next_due().await.unwrap(), None);
}

pub async fn a_batch_without_events_keeps_the_position(mut backend: impl Backend) {
    let store = backend.open();
    append(&*store, events(&["INC-1/0"])).await;
    let question = Batch { seen: vec![seen("d-1", 0, "which one?")], ..Batch::default() };
    assert_eq!(store.append(1, question).await.unwrap(), 1);
    assert_eq!(store.append(1, rows(vec![row("INC-1/0/0@#unix", 0)])).await.unwrap(), 1);
    let remembered = store.seen(&DeliveryId("d-1".to_owned())).await.unwrap();
    assert_eq!(remembered.as_deref(), Some(b"which one?".as_slice()));
    assert_eq!(names(&claim(&*store, 0).await), ["INC-1/0/0@#unix"]);
}

pub async fn what_is_not_fit_is_refused_whole(mut backend: impl Backend) {
    let store = backend.open();
    let long = "x".repeat(600);
    let unfit = [
        Batch { events: vec![event("INC-1/0"), event("INC\u{0}1/1")], ..Batch::default() },
        Batch { documents: vec![put("", "body")], ..events(&["INC-1/0"]) },
        Batch { seen: vec![seen(&long, 0, "")], ..events(&["INC-1/0"]) },
        Batch { rows: vec![refresh("INC-1/0/0@#unix", 0, "two\nlines")], ..events(&["INC-1/0"]) },
    ];
    for batch in unfit {
        let refused = store.append(0, batch).await;
        assert!(matches!(refused, Err(AppendError::Fault(Fault::Unfit { .. }))), "{refused:?}");
        assert_eq!(store.head().await.unwrap(), 0);
    }
    assert_eq!(append(&*store, events(&["INC-1/0"])).await, 1);
}

pub async fn the_history_of_a_record_is_its_events_in_order(mut backend: impl Backend) {
    let store = backend.open();
    append(&*store, events(&["INC-1/0", "INC-2/0"])).await;
    append(&*store, events(&["INC-2/1", "INC-1/1"])).await;
    let history = store.history("INC-1").await.unwrap();
    let seen: Vec<_> = history.iter().map(|stored| (stored.seq, &*stored.event.name)).collect();
    assert_eq!(seen, [(1, "INC-1/0"), (4, "INC-1/1")]);
    assert_eq!(store.history("INC-3").await.unwrap(), []);
}

pub async fn records_with_similar_names_are_kept_apart(mut backend: impl Backend) {
    let store = backend.open();
    append(&*store, events(&["INC-1/0", "INC-12/0", "INC-1/1"])).await;
    append(&*store, rows(vec![row("INC-1/0/0@#unix", 0), row("INC-12/0/0@#unix", 0)])).await;
    assert_eq!(store.history("INC-1").await.unwrap().len(), 2);
    assert_eq!(store.history("INC").await.unwrap(), []);
    assert_eq!(store.sent_about("INC-1").await.unwrap().len(), 1);
}

pub async fn documents_are_live_or_archived_or_gone(mut backend: impl Backend) {
    let store = backend.open();
    append(&*store, documents(vec![put("INC-2", "b"), put("INC-1", "a")])).await;
    let live = vec![document("INC-1", "a"), document("INC-2", "b")];
    assert_eq!(store.live().await.unwrap(), (0, live));
    assert_eq!(store.archived("INC-1").await.unwrap(), None);

    let archive = DocumentChange::Archive { key: "INC-1".to_owned(), body: b"closed".to_vec() };
    append(&*store, documents(vec![archive, put("INC-2", "b2")])).await;
    assert_eq!(store.live().await.unwrap().1, [document("INC-2", "b2")]);
    assert_eq!(store.archived("INC-1").await.unwrap(), Some(document("INC-1", "closed")));

    append(&*store, documents(vec![put("INC-1", "reopened")])).await;
    assert_eq!(store.archived("INC-1").await.unwrap(), None);
    assert_eq!(store.live().await.unwrap().1.len(), 2);

    let remove = DocumentChange::Remove { key: "INC-1".to_owned() };
    append(&*store, documents(vec![remove])).await;
    assert_eq!(store.live().await.unwrap().1, [document("INC-2", "b2")]);
    assert_eq!(store.archived("INC-1").await.unwrap(), None);
    assert_eq!(store.check().await.unwrap(), []);
}

pub async fn large_values_come_back_whole(mut backend: impl Backend) {
    let store = backend.open();
    let large =
        |size: usize| (0..size).map(|n| char::from(b'a' + (n % 23) as u8)).collect::<String>();
    // Around the size of a piece, around 64 KiB, and far beyond.
    let sizes = [0, 1, 4095, 4096, 4097, 8192, 65_535, 65_537, 1_000_000];
    for (seq, size) in (0..).zip(sizes) {
        let mut event = event("INC-1/0");
        event.body = large(size).into_bytes();
        let mut row = row(&format!("INC-1/{size}/0@#unix"), 0);
        row.body = large(size).into_bytes();
        let batch = Batch {
            events: vec![event.clone()],
            documents: vec![put("INC-1", &large(size))],
            rows: vec![row.clone()],
            seen: vec![seen("d-1", 0, &large(size))],
        };
        store.append(seq, batch).await.unwrap();
        assert!(store.read(seq, 1).await.unwrap()[0].event == event, "event of {size}");
        assert!(
            store.live().await.unwrap().1 == [document("INC-1", &large(size))],
            "document of {size}"
        );
        let claimed = claim(&*store, 0).await;
        assert!(claimed[0].row == row, "row of {size}");
        settle(&*store, &claimed[0], done()).await;
        let answer = store.seen(&DeliveryId("d-1".to_owned())).await.unwrap();
        assert!(answer == Some(large(size).into_bytes()), "answer of {size}");
    }
    // Small again, in the place of what was large: no piece may stay behind.
    append(&*store, documents(vec![put("INC-1", "small")])).await;
    assert_eq!(store.live().await.unwrap().1, [document("INC-1", "small")]);
    assert_eq!(store.check().await.unwrap(), []);
}

pub async fn a_delivery_is_remembered_until_it_is_forgotten(mut backend: impl Backend) {
    let store = backend.open();
    for (name, seconds) in [("old", 0), ("edge", 100), ("new", 200)] {
        append(&*store, Batch { seen: vec![seen(name, seconds, name)], ..Batch::default() }).await;
    }
    assert_eq!(store.forget_seen(at(100)).await.unwrap(), 1);
    assert_eq!(store.seen(&DeliveryId("old".to_owned())).await.unwrap(), None);
    for kept in ["edge", "new"] {
        let answer = store.seen(&DeliveryId(kept.to_owned())).await.unwrap();
        assert_eq!(answer.as_deref(), Some(kept.as_bytes()));
    }
    assert_eq!(store.forget_seen(at(100)).await.unwrap(), 0);
}

pub async fn rows_are_claimed_by_due_time_then_age(mut backend: impl Backend) {
    let store = backend.open();
    let all = vec![row("b", 5), row("a", 5), row("later", 60), row("first", 1)];
    append(&*store, rows(all)).await;
    assert_eq!(store.next_due().await.unwrap(), Some(at(1)));
    assert_eq!(names(&claim(&*store, 0).await), Vec::<&str>::new());
    let two = store.claim(at(5), 2, LEASE).await.unwrap();
    assert_eq!(names(&two), ["first", "b"]);
    assert_eq!(names(&claim(&*store, 5).await), ["a"]);
    assert!(two.iter().all(|claim| claim.attempt == 1 && !claim.unsure));
}

pub async fn a_claimed_row_is_nobody_elses_until_its_lease_ends(mut backend: impl Backend) {
    let store = backend.open();
    append(&*store, rows(vec![row("a", 0)])).await;
    assert_eq!(names(&claim(&*store, 0).await), ["a"]);
    assert_eq!(store.next_due().await.unwrap(), Some(at(30)));
    assert_eq!(claim(&*store, 29).await, []);
    let again = claim(&*store, 30).await;
    assert_eq!(names(&again), ["a"]);
    assert_eq!((again[0].attempt, again[0].unsure), (2, true));
}

pub async fn an_attempt_put_off_is_tried_again_later(mut backend: impl Backend) {
    let store = backend.open();
    append(&*store, rows(vec![row("a", 0)])).await;
    let first = claim(&*store, 0).await;
    settle(&*store, &first[0], later(90)).await;
    assert_eq!(store.next_due().await.unwrap(), Some(at(90)));
    let waiting = store.sent_about("a").await.unwrap();
    assert_eq!(waiting[0].outcome, None);
    assert_eq!(waiting[0].trouble.as_deref(), Some("asked to wait"));
    assert_eq!(claim(&*store, 89).await, []);
    let second = claim(&*store, 90).await;
    assert_eq!((second[0].attempt, second[0].unsure), (2, false));
}

pub async fn an_unsure_attempt_says_so(mut backend: impl Backend) {
    let store = backend.open();
    append(&*store, rows(vec![row("a", 0)])).await;
    let first = claim(&*store, 0).await;
    settle(&*store, &first[0], unsure(10)).await;
    let second = claim(&*store, 10).await;
    assert!(second[0].unsure);
    settle(&*store, &second[0], later(20)).await;
    assert!(!claim(&*store, 20).await[0].unsure, "the platform was asked in between");
}

pub async fn settled_rows_are_history(mut backend: impl Backend) {
    let store = backend.open();
    let lapsed = Outcome::Lapsed { why: "answered meanwhile".to_owned(), at: at(2) };
    let merged = Outcome::Merged { into: "INC-1/3/0@#unix".to_owned(), at: at(3) };
    let outcomes = [done(), never(), lapsed, merged];
    let all: Vec<_> = (0..4).map(|n| row(&format!("INC-1/{n}/0@#unix"), n)).collect();
    append(&*store, rows(all.clone())).await;
    let claims = claim(&*store, 10).await;
    let pairs: Vec<_> = claims.into_iter().zip(outcomes.clone()).collect();
    store.settle(&pairs).await.unwrap();
    let settled = |(row, outcome)| Settled { row, outcome: Some(outcome), trouble: None };
    let expected: Vec<_> = all.into_iter().zip(outcomes).map(settled).collect();
    assert_eq!(store.sent_about("INC-1").await.unwrap(), expected);
    assert_eq!(store.undelivered().await.unwrap(), expected[1..2]);
    assert_eq!(store.next_due().await.unwrap(), None);
    assert_eq!(store.check().await.unwrap(), []);
}

pub async fn settling_twice_changes_nothing(mut backend: impl Backend) {
    let store = backend.open();
    append(&*store, rows(vec![row("a", 0)])).await;
    let claimed = claim(&*store, 0).await;
    settle(&*store, &claimed[0], done()).await;
    settle(&*store, &claimed[0], never()).await;
    settle(&*store, &claimed[0], later(5)).await;
    assert_eq!(store.sent_about("a").await.unwrap()[0].outcome, Some(done()));
    assert_eq!(store.undelivered().await.unwrap(), []);
    assert_eq!(store.next_due().await.unwrap(), None);
}

pub async fn a_late_settlement_does_not_undo_anothers_claim(mut backend: impl Backend) {
    let store = backend.open();
    append(&*store, rows(vec![row("a", 0)])).await;
    let slow = claim(&*store, 0).await;
    let quick = claim(&*store, 30).await;
    settle(&*store, &slow[0], later(31)).await;
    assert_eq!(claim(&*store, 40).await, [], "the second claim still holds it");
    settle(&*store, &slow[0], done()).await;
    settle(&*store, &quick[0], never()).await;
    assert_eq!(store.sent_about("a").await.unwrap()[0].outcome, Some(done()), "it did arrive");
}

pub async fn a_name_is_queued_once(mut backend: impl Backend) {
    let store = backend.open();
    append(&*store, rows(vec![row("a", 0), row("a", 0)])).await;
    append(&*store, rows(vec![row("a", 0)])).await;
    let claims = claim(&*store, 0).await;
    assert_eq!(names(&claims), ["a"]);
    settle(&*store, &claims[0], done()).await;
    append(&*store, rows(vec![row("a", 0)])).await;
    assert_eq!(claim(&*store, 100).await, [], "it was sent");
    assert_eq!(store.sent_about("a").await.unwrap().len(), 1);
}

pub async fn a_newer_row_takes_the_slot_of_an_unsent_one(mut backend: impl Backend) {
    let store = backend.open();
    append(&*store, rows(vec![refresh("1", 10, "card"), refresh("2", 12, "other")])).await;
    append(&*store, rows(vec![refresh("3", 14, "card")])).await;
    assert_eq!(store.counts().await.unwrap().pending, 2);
    assert_eq!(store.sent_about("1").await.unwrap(), [], "it said nothing");
    let claims = claim(&*store, 10).await;
    assert_eq!(names(&claims), ["3"], "at the earlier due time");
    assert_eq!(claims[0].row.due_at, at(10));
    // A name whose row said nothing is free again.
    append(&*store, rows(vec![refresh("1", 10, "card")])).await;
    assert_eq!(names(&claim(&*store, 10).await), ["1"]);
    assert_eq!(store.check().await.unwrap(), []);
}

pub async fn a_row_being_sent_keeps_its_slot(mut backend: impl Backend) {
    let store = backend.open();
    append(&*store, rows(vec![refresh("1", 0, "card")])).await;
    let first = claim(&*store, 0).await;
    append(&*store, rows(vec![refresh("2", 0, "card")])).await;
    append(&*store, rows(vec![refresh("3", 0, "card")])).await;
    assert_eq!(names(&claim(&*store, 0).await), ["3"]);
    settle(&*store, &first[0], done()).await;
    assert_eq!(store.sent_about("1").await.unwrap()[0].outcome, Some(done()));
}

pub async fn an_older_row_that_failed_gives_way_to_a_newer_one(mut backend: impl Backend) {
    let store = backend.open();
    append(&*store, rows(vec![refresh("1", 0, "card")])).await;
    let first = claim(&*store, 0).await;
    append(&*store, rows(vec![refresh("2", 0, "card")])).await;
    let second = claim(&*store, 0).await;
    settle(&*store, &second[0], done()).await;
    settle(&*store, &first[0], later(5)).await;
    assert_eq!(claim(&*store, 100).await, [], "the card would go back in time");
    assert_eq!(store.counts().await.unwrap().pending, 0);
    assert_eq!(store.check().await.unwrap(), []);
}

pub async fn rows_waiting_at_opening_are_unsure_once(mut backend: impl Backend) {
    let store = backend.open();
    append(&*store, rows(vec![row("a", 0), row("b", 1)])).await;
    let held = claim(&*store, 0).await;
    settle(&*store, &held[0], later(0)).await;
    claim(&*store, 0).await;
    drop(store);

    let store = backend.open();
    let claims = claim(&*store, 1).await;
    assert_eq!(names(&claims), ["a", "b"], "leases end with the process");
    assert_eq!(claims.iter().map(|claim| claim.unsure).collect::<Vec<_>>(), [true, true]);
    assert_eq!(claims.iter().map(|claim| claim.attempt).collect::<Vec<_>>(), [2, 1]);
    settle(&*store, &claims[1], later(2)).await;
    append(&*store, rows(vec![row("c", 3)])).await;
    let claims = claim(&*store, 3).await;
    assert_eq!(names(&claims), ["b", "c"]);
    assert!(claims.iter().all(|claim| !claim.unsure));
}

pub async fn all_survives_opening_again(mut backend: impl Backend) {
    let store = backend.open();
    let batch = Batch {
        events: vec![event("INC-1/0"), event("INC-2/0")],
        documents: vec![
            put("INC-1", "one"),
            DocumentChange::Archive { key: "INC-2".to_owned(), body: b"two".to_vec() },
        ],
        rows: vec![row("INC-1/0/0@#unix", 0), row("INC-1/0/1@#net", 50)],
        seen: vec![seen("d-1", 0, "done")],
    };
    append(&*store, batch).await;
    let claims = claim(&*store, 0).await;
    settle(&*store, &claims[0], never()).await;
    let before = picture(&*store).await;
    drop(store);

    let store = backend.open();
    assert_eq!(picture(&*store).await, before);
    assert_eq!(append(&*store, events(&["INC-1/1"])).await, 3);
    assert_eq!(store.check().await.unwrap(), []);
}

/// All that can be read, as text to compare.
async fn picture(store: &dyn Store) -> String {
    let counts = Counts { bytes_on_disk: 0, ..store.counts().await.unwrap() };
    let seen = store.seen(&DeliveryId("d-1".to_owned())).await.unwrap();
    format!(
        "{:?}\n{:?}\n{:?}\n{:?}\n{:?}\n{:?}\n{counts:?}\n{seen:?}",
        store.read(0, 100).await.unwrap(),
        store.history("INC-1").await.unwrap(),
        store.live().await.unwrap(),
        store.archived("INC-2").await.unwrap(),
        store.sent_about("INC-1").await.unwrap(),
        store.undelivered().await.unwrap(),
    )
}

pub async fn counts_are_those_of_what_is_there(mut backend: impl Backend) {
    let store = backend.open();
    let archive = |key: &str| DocumentChange::Archive { key: key.to_owned(), body: vec![] };
    let batch = Batch {
        documents: vec![put("a", "1"), put("b", "1"), put("a", "2"), archive("b"), archive("c")],
        rows: vec![row("1", 0), row("2", 0), row("3", 0)],
        ..events(&["INC-1/0", "INC-1/1"])
    };
    append(&*store, batch).await;
    let claims = claim(&*store, 0).await;
    settle(&*store, &claims[0], never()).await;
    settle(&*store, &claims[1], done()).await;
    let counts = Counts { bytes_on_disk: 0, ..store.counts().await.unwrap() };
    let expected =
        Counts { events: 2, live: 1, archived: 2, pending: 1, undelivered: 1, bytes_on_disk: 0 };
    assert_eq!(counts, expected);
}

pub async fn documents_are_made_anew(mut backend: impl Backend) {
    let store = backend.open();
    let batch =
        Batch { documents: vec![put("stale", "x"), put("INC-1", "old")], ..events(&["INC-1/0"]) };
    append(&*store, batch).await;
    let moved = store.reset_documents(0, vec![], vec![]).await;
    assert!(matches!(moved, Err(AppendError::Moved { head: 1 })), "{moved:?}");
    assert_eq!(store.live().await.unwrap().1.len(), 2, "nothing was touched");

    let live: Vec<_> = (0..300).map(|n| document(&format!("INC-{n:03}"), "new")).collect();
    let archived = vec![document("INC-900", "old")];
    store.reset_documents(1, live.clone(), archived.clone()).await.unwrap();
    assert_eq!(store.live().await.unwrap(), (1, live));
    assert_eq!(store.archived("INC-900").await.unwrap().as_ref(), archived.first());
    let counts = store.counts().await.unwrap();
    assert_eq!((counts.live, counts.archived), (300, 1));
    assert_eq!(store.check().await.unwrap(), []);
}

pub async fn forgotten_documents_stay_forgotten_when_opened_again(mut backend: impl Backend) {
    let store = backend.open();
    append(&*store, Batch { documents: vec![put("INC-1", "x")], ..events(&["INC-1/0"]) }).await;
    store.forget_documents().await.unwrap();
    append(&*store, Batch { documents: vec![put("INC-2", "x")], ..events(&["INC-2/0"]) }).await;
    drop(store);

    let store = backend.open();
    assert_eq!(store.live().await.unwrap(), (0, vec![]), "to be replayed from the beginning");
    assert_eq!(store.counts().await.unwrap().live, 0);
    store.reset_documents(2, vec![document("INC-1", "y")], vec![]).await.unwrap();
    assert_eq!(store.live().await.unwrap(), (2, vec![document("INC-1", "y")]));
    assert_eq!(store.check().await.unwrap(), []);
}

pub async fn appenders_at_once_leave_a_dense_log(mut backend: impl Backend) {
    const EACH: u64 = 20;
    let store = backend.open();
    let appender = |who: u64| {
        let store = Arc::clone(&store);
        async move {
            for n in 0..EACH {
                let name = format!("INC-{who}/{n}");
                // Who loses reads on and decides again.
                loop {
                    let head = store.head().await.unwrap();
                    match store.append(head, events(&[&name])).await {
                        Ok(_) => break,
                        Err(AppendError::Moved { .. }) => {}
                        Err(fault) => panic!("{fault}"),
                    }
                }
            }
        }
    };
    let appenders: Vec<_> = (0..4).map(|who| tokio::spawn(appender(who))).collect();
    for appender in appenders {
        appender.await.unwrap();
    }
    let all = store.read(0, 1000).await.unwrap();
    assert_eq!(
        all.iter().map(|stored| stored.seq).collect::<Vec<_>>(),
        (1..=4 * EACH).collect::<Vec<_>>()
    );
    for who in 0..4 {
        let names: Vec<_> = store
            .history(&format!("INC-{who}"))
            .await
            .unwrap()
            .into_iter()
            .map(|it| it.event.name)
            .collect();
        assert_eq!(names, (0..EACH).map(|n| format!("INC-{who}/{n}")).collect::<Vec<_>>());
    }
    assert_eq!(store.check().await.unwrap(), []);
}

pub async fn a_good_store_has_no_findings(mut backend: impl Backend) {
    let store = backend.open();
    for n in 0..40 {
        let batch = Batch {
            events: vec![event(&format!("INC-{}/{n}", n % 7))],
            documents: vec![put(&format!("INC-{}", n % 7), &"body ".repeat(n * 50))],
            rows: vec![refresh(
                &format!("INC-{}/{n}/0@#unix", n % 7),
                0,
                &format!("card-{}", n % 3),
            )],
            seen: vec![seen(&format!("d-{n}"), 0, "ok")],
        };
        append(&*store, batch).await;
        if n % 5 == 0 {
            for claim in claim(&*store, 0).await {
                let outcome = if n % 10 == 0 { never() } else { later(0) };
                settle(&*store, &claim, outcome).await;
            }
        }
    }
    assert_eq!(store.check().await.unwrap(), []);
    drop(store);
    assert_eq!(backend.open().check().await.unwrap(), []);
}

pub async fn an_export_can_be_imported<B: Backend>(mut backend: B) {
    let store = backend.open();
    let bodies: [&[u8]; 6] =
        [b"{\"a\":1}", b"{ \"b\" : [1.0, 1e3] }", b"null", b"two\nlines", b"\xff\xfe", b""];
    for (n, body) in (0..).zip(bodies) {
        let mut event = event(&format!("INC-1/{n}"));
        event.at = at(n) + Duration::nanoseconds(123_456_789);
        event.body = body.to_vec();
        append(&*store, Batch { events: vec![event], ..Batch::default() }).await;
    }
    let mut lines = Vec::new();
    assert_eq!(export(&*store, &mut lines).await.unwrap(), 6);
    assert_eq!(lines.iter().filter(|byte| **byte == b'\n').count(), 6);
    let first = r#"{"seq":1,"name":"INC-1/0","record":"INC-1","at":"2026-03-02T12:00:00.123456789Z","body":{"json":{"a":1}}}"#;
    assert_eq!(String::from_utf8_lossy(&lines).lines().next(), Some(first));

    let mut other = B::new();
    let copy = other.open();
    assert_eq!(import(&*copy, &mut lines.as_slice()).await.unwrap(), 6);
    assert_eq!(copy.read(0, 10).await.unwrap(), store.read(0, 10).await.unwrap());
    assert_eq!(
        copy.live().await.unwrap(),
        (0, vec![]),
        "the documents are to be made from the events"
    );
    assert_eq!(copy.check().await.unwrap(), []);
}

pub async fn an_import_wants_an_empty_log(mut backend: impl Backend) {
    let store = backend.open();
    append(&*store, events(&["INC-1/0"])).await;
    let refused = import(&*store, &mut b"".as_slice()).await;
    assert!(matches!(refused, Err(Fault::LogNotEmpty { head: 1 })), "{refused:?}");
}

pub async fn an_import_stops_at_a_bad_line<B: Backend>(mut backend: B) {
    let store = backend.open();
    append(&*store, events(&["INC-1/0", "INC-1/1", "INC-1/2"])).await;
    let mut lines = Vec::new();
    export(&*store, &mut lines).await.unwrap();
    let text = String::from_utf8(lines).unwrap();
    let all: Vec<&str> = text.lines().collect();
    let cases = [
        ("cut short", format!("{}\n{}", all[0], &all[1][..20]), 2),
        ("one left out", format!("{}\n{}\n", all[0], all[2]), 2),
        ("something else", "hello\n".to_owned(), 1),
    ];
    for (what, text, line) in cases {
        let refused = import(&*B::new().open(), &mut text.as_bytes()).await;
        let found = match &refused {
            Err(Fault::BadLine { line, .. }) => *line,
            other => panic!("{what}: {other:?}"),
        };
        assert_eq!(found, line, "{what}");
    }
}
