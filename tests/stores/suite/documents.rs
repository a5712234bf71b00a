//! The documents: live, archived or gone; large ones whole; made anew when in doubt.

use super::*;

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
    // Around the size of a piece, around 64 KiB, far beyond, and an organisation with very many devices.
    let sizes = [0, 1, 4095, 4096, 4097, 8192, 65_535, 65_537, 250_000, 3_000_000];
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

pub async fn documents_change_alike_before_and_after_all_were_read(mut backend: impl Backend) {
    let (small, large) = ("small".to_owned(), "large ".repeat(2_000));
    let archive =
        |key: &str| DocumentChange::Archive { key: key.to_owned(), body: b"old".to_vec() };
    let remove = |key: &str| DocumentChange::Remove { key: key.to_owned() };
    let mut store = backend.open();
    // Each of them in each state, then each of these into each other.
    for (round, is_read) in [true, false, true, true].into_iter().enumerate() {
        let key = |from: usize, to: usize| format!("INC-{round}{from}{to}");
        let all = || (0..4).flat_map(|from| (0..4).map(move |to| (from, to)));
        let change = |key: &str, state: usize| match state {
            0 => put(key, &small),
            1 => put(key, &large),
            2 => archive(key),
            _ => remove(key),
        };
        let first = all().map(|(from, to)| change(&key(from, to), from)).collect();
        append(&*store, documents(first)).await;
        if is_read {
            let (portions, mut read) = tokio::sync::mpsc::channel(8);
            let (position, ()) = tokio::join!(store.live_in(portions), async {
                while read.recv().await.is_some() {}
            });
            assert_eq!(position.unwrap(), 0);
        }
        let second = all().map(|(from, to)| change(&key(from, to), to)).collect();
        append(&*store, documents(second)).await;
        assert_eq!(store.check().await.unwrap(), [], "round {round}");
        let counts = store.counts().await.unwrap();
        let rounds = round as u64 + 1;
        assert_eq!((counts.live, counts.archived), (8 * rounds, 4 * rounds));
        assert_eq!(store.live().await.unwrap().1.len() as u64, 8 * rounds);
        if round == 1 {
            drop(store);
            store = backend.open();
        }
    }
    // None of what was known before holds after they were made anew.
    store.reset_documents(0, vec![document("INC-001", "new")], vec![]).await.unwrap();
    append(&*store, documents(vec![put("INC-000", &large), archive("INC-001")])).await;
    assert_eq!(store.check().await.unwrap(), []);
    assert_eq!(store.live().await.unwrap().1, [document("INC-000", &large)]);
}
