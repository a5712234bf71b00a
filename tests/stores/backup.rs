//! A backup is taken while the store runs, is as of one moment, and comes back only when it adds up.

use std::fs;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use baton::store::sled::restore;
use baton::store::{Batch, Counts, DocumentChange, Fault, NewEvent, Outcome, SledStore, Store};
use baton_commands::ids::DeliveryId;
use chrono::Duration;

use super::{ACME, at, document, event, events, folder, open, put, row, seen};

/// A store with something of everything.
async fn filled(store: &SledStore) {
    let batch = Batch {
        events: vec![event("INC-1/0"), NewEvent { body: vec![0xff, b'\n'], ..event("INC-2/0") }],
        documents: vec![
            put("INC-1", &"large ".repeat(3000)),
            DocumentChange::Archive { key: "INC-2".to_owned(), body: b"{}".to_vec() },
        ],
        rows: (0..4).map(|n| row(&format!("INC-1/0/{n}@#unix"), n)).collect(),
        seen: vec![seen("d-1", 0, "taken")],
    };
    store.append(0, batch).await.unwrap();
    let claims = store.claim(at(1), 2, Duration::seconds(30)).await.unwrap();
    let outcomes = [
        Outcome::Done { receipt: b"ts".to_vec(), at: at(1) },
        Outcome::Never { why: "no such channel".to_owned(), at: at(1) },
    ];
    store.settle(&claims.into_iter().zip(outcomes).collect::<Vec<_>>()).await.unwrap();
    let claims = store.claim(at(2), 1, Duration::seconds(30)).await.unwrap();
    let later = Outcome::Later { not_before: at(9), why: "slow down".to_owned(), shuts: None };
    store.settle(&[(claims[0].clone(), later)]).await.unwrap();
}

#[tokio::test]
async fn a_backup_restores_everything() {
    let (dir, place) = (folder(), folder());
    let (backup, to) = (place.path().join("monday"), place.path().join("restored"));
    let store = open(dir.path());
    filled(&store).await;
    let manifest = store.backup(&backup).await.unwrap();
    let lines: Vec<_> =
        manifest.files.iter().map(|(name, sum)| (name.as_str(), sum.lines)).collect();
    let expected =
        [("documents.jsonl", 2), ("events.jsonl", 2), ("rows.jsonl", 4), ("seen.jsonl", 1)];
    assert_eq!(lines, expected);
    assert_eq!((manifest.company.as_str(), manifest.events), (ACME, 2));

    assert_eq!(restore(&backup, &to).await.unwrap(), manifest);
    let restored = open(&to);
    assert_eq!(restored.check().await.unwrap(), []);
    assert_eq!(restored.read(0, 10).await.unwrap(), store.read(0, 10).await.unwrap());
    assert_eq!(restored.live().await.unwrap(), store.live().await.unwrap());
    assert_eq!(restored.archived("INC-2").await.unwrap(), Some(document("INC-2", "{}")));
    assert_eq!(
        restored.sent_about("INC-1").await.unwrap(),
        store.sent_about("INC-1").await.unwrap()
    );
    assert_eq!(restored.undelivered().await.unwrap(), store.undelivered().await.unwrap());
    let answer = restored.seen(&DeliveryId("d-1".to_owned())).await.unwrap();
    assert_eq!(answer.as_deref(), Some(b"taken".as_slice()));
    let counts =
        async |store: &SledStore| Counts { bytes_on_disk: 0, ..store.counts().await.unwrap() };
    assert_eq!(counts(&restored).await, counts(&store).await);
    // The same hash: what is appended to either is told from the other from there on.
    assert_eq!(restored.backup(&place.path().join("again")).await.unwrap(), manifest);
}

#[tokio::test]
async fn a_backup_is_as_of_one_moment_while_commits_go_on() {
    let (dir, place) = (folder(), folder());
    let store = Arc::new(open(dir.path()));
    // Every commit rewrites one of many documents: each is to hold the number of an event in the backup.
    let commit = |n: u64| {
        let key = format!("INC-{}", n * 7919 % 800);
        let old = format!("INC-{}", n * 7907 % 800);
        let changes = vec![put(&key, &n.to_string()), DocumentChange::Remove { key: old }];
        Batch { documents: changes, ..events(&[&format!("INC-1/{n}")]) }
    };
    let fill = (0..800).map(|n| put(&format!("INC-{n}"), "0")).collect();
    store.append(0, Batch { documents: fill, ..Batch::default() }).await.unwrap();
    let stop = Arc::new(AtomicBool::new(false));
    let writer = tokio::spawn({
        let (store, stop) = (Arc::clone(&store), Arc::clone(&stop));
        async move {
            let mut n = 0;
            while !stop.load(Ordering::Relaxed) {
                n = store.append(n, commit(n + 1)).await.unwrap();
            }
            n
        }
    });
    let mut manifests = Vec::new();
    for name in ["a", "b", "c", "d"] {
        manifests.push(store.backup(&place.path().join(name)).await.unwrap());
    }
    stop.store(true, Ordering::Relaxed);
    let last = writer.await.unwrap();
    assert!(manifests.iter().all(|manifest| manifest.events <= last));

    for (name, manifest) in ["a", "b", "c", "d"].into_iter().zip(manifests) {
        let to = place.path().join(format!("{name}-restored"));
        restore(&place.path().join(name), &to).await.unwrap();
        let restored = open(&to);
        assert_eq!(restored.check().await.unwrap(), []);
        // The same events made by the same commits leave the same documents.
        let model = baton::store::MemoryStore::new();
        let fill = (0..800).map(|n| put(&format!("INC-{n}"), "0")).collect();
        model.append(0, Batch { documents: fill, ..Batch::default() }).await.unwrap();
        for n in 0..manifest.events {
            model.append(n, commit(n + 1)).await.unwrap();
        }
        assert!(restored.live().await.unwrap() == model.live().await.unwrap(), "backup {name}");
    }
}

#[tokio::test]
async fn a_backup_that_does_not_add_up_is_not_restored() {
    let (dir, place) = (folder(), folder());
    let (backup, to) = (place.path().join("backup"), place.path().join("to"));
    let store = open(dir.path());
    filled(&store).await;
    store.backup(&backup).await.unwrap();
    for name in ["events.jsonl", "documents.jsonl", "rows.jsonl", "seen.jsonl"] {
        let whole = fs::read(backup.join(name)).unwrap();
        fs::write(backup.join(name), &whole[..whole.len() - 1]).unwrap();
        let fault = restore(&backup, &to).await.unwrap_err();
        assert!(matches!(fault, Fault::Damaged { .. }), "{name}: {fault:?}");
        fs::write(backup.join(name), &whole).unwrap();
    }
    fs::remove_file(backup.join("manifest.json")).unwrap();
    let fault = restore(&backup, &to).await.unwrap_err();
    assert!(matches!(fault, Fault::NoBackup { .. }), "{fault:?}");
    assert!(!to.exists());
}

#[tokio::test]
async fn nothing_is_written_over() {
    let (dir, place) = (folder(), folder());
    let backup = place.path().join("backup");
    let store = open(dir.path());
    filled(&store).await;
    store.backup(&backup).await.unwrap();
    let again = store.backup(&backup).await.unwrap_err();
    assert!(matches!(again, Fault::NotEmpty { .. }), "{again:?}");
    drop(store);
    let over = restore(&backup, dir.path()).await.unwrap_err();
    assert!(matches!(over, Fault::NotEmpty { .. }), "{over:?}");
    assert_eq!(open(dir.path()).head().await.unwrap(), 2);
}
