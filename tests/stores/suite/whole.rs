//! Everything together: deliveries, counts, and opening again.

use super::*;

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
