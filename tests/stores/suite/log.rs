//! The log: dense, compared before it is appended to, and exported.

use baton::store::batch::{BATCH_MAX, BODY_MAX};

use super::*;

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
        documents((0..2).map(|n| put(&format!("INC-{n}"), &"x".repeat(BATCH_MAX / 2))).collect()),
        documents(vec![put("INC-1", &"x".repeat(BODY_MAX + 1))]),
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
