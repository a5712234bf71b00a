//! The rows: claimed in order, by one at a time, and settled once.

use super::*;

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

pub async fn rows_are_found_under_all_records_they_are_about(mut backend: impl Backend) {
    let store = backend.open();
    let all = vec![
        about(row("CHG-1/4/0@#unix", 0), &["CHG-1/2", "CHG-1"]),
        about(row("INC-7/1/0@#unix", 0), &["CHG-1"]),
        about(row("CHG-1/5/0@#unix", 0), &["CHG-12"]),
        about(row("CHG-12/5/0@#unix", 0), &["CHG-12"]),
        about(row("CHG-1/2/5/0@#unix", 0), &["CHG-1/2", "CHG-1"]),
    ];
    append(&*store, rows(all.clone())).await;
    let claims = claim(&*store, 0).await;
    settle(&*store, &claims[1], done()).await;
    settle(&*store, &claims[4], done()).await;
    for (record, expected) in
        [("CHG-1", &[0, 1, 4][..]), ("CHG-1/2", &[0, 4]), ("CHG-12", &[2, 3]), ("INC-7", &[])]
    {
        let found = store.sent_about(record).await.unwrap();
        let found: Vec<_> = found.into_iter().map(|settled| settled.row).collect();
        let expected: Vec<_> = expected.iter().map(|at: &usize| all[*at].clone()).collect();
        assert_eq!(found, expected, "{record}");
    }
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

pub async fn what_was_said_about_waiting_outlives_its_row_and_a_crash(mut backend: impl Backend) {
    let asked = |seconds, name: &str| {
        let (not_before, shuts) = (at(seconds), Some(name.to_owned()));
        Outcome::Later { not_before, why: "asked to wait".to_owned(), shuts }
    };
    let shut = |name: &str, seconds| (name.to_owned(), at(seconds));
    let store = backend.open();
    let all = vec![refresh("card", 0, "card"), row("b", 0), row("c", 0), row("d", 0)];
    append(&*store, rows(all)).await;
    let claims = claim(&*store, 0).await;
    settle(&*store, &claims[0], asked(30, "#unix")).await;
    settle(&*store, &claims[1], asked(20, "#unix")).await;
    settle(&*store, &claims[2], asked(10, "slack")).await;
    settle(&*store, &claims[3], later(60)).await;
    // The row that it was said to is gone before it was sent.
    append(&*store, rows(vec![refresh("newer", 1, "card")])).await;
    assert_eq!(store.sent_about("card").await.unwrap(), []);
    drop(store);

    let store = backend.open();
    assert_eq!(store.check().await.unwrap(), []);
    assert_eq!(store.shut(at(9)).await.unwrap(), [shut("#unix", 30), shut("slack", 10)]);
    assert_eq!(store.shut(at(10)).await.unwrap(), [shut("#unix", 30)], "ten seconds are over");
    let claims = claim(&*store, 20).await;
    settle(&*store, &claims[0], asked(45, "#unix")).await;
    drop(store);

    let store = backend.open();
    assert_eq!(store.shut(at(20)).await.unwrap(), [shut("#unix", 45)], "the latest word holds");
    assert_eq!(store.shut(at(45)).await.unwrap(), []);
    assert_eq!(store.check().await.unwrap(), []);
}
