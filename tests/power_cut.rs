//! The power goes while the sled store writes: whatever was acknowledged is there again, and nothing else is
//! half there.
//!
//! A disk keeps what was synced. Of what was written later it may keep any page and lose any other. So the
//! test takes the place of the sync step ([`Durability`]), looks at the files before and after, and makes
//! wrecks: what was synced last, with random pages of what was written since.

mod disk;

use std::collections::BTreeMap;
use std::fs;
use std::sync::atomic::Ordering;
use std::sync::{Arc, Mutex};

use baton::store::sled::Tuning;
use baton::store::sled::durability::{Disk, Files};
use baton::store::{Batch, Claim, NewEvent, NewRow, Outcome, SledStore, Store, Stored};
use baton_commands::ids::DeliveryId;
use chrono::{DateTime, Duration, Utc};

use self::disk::{
    Acknowledged, Image, Lasted, Outage, Platter, Random, Wreck, flush_and_sync, flush_only,
    image_of,
};
use crate::stores::{ACME, at, document, event, folder, put, row, seen};

/// Documents are rewritten in turn.
const DOCUMENTS: u64 = 40;

/// The commit that appends the event at position `n`; all in it follows from `n`.
fn commit(n: u64) -> Batch {
    Batch {
        events: vec![NewEvent { body: body(n), ..event(&format!("INC-1/{n}")) }],
        documents: vec![put(&format!("INC-{}", n % DOCUMENTS), &text(n))],
        rows: vec![NewRow { body: body(n), ..row(&row_name(n), 0) }],
        seen: vec![seen(&format!("d-{n}"), 0, &n.to_string())],
    }
}

fn row_name(n: u64) -> String {
    format!("INC-1/{n}/0@#unix")
}

/// Mostly short; now and then so long that it is kept in pieces.
fn text(n: u64) -> String {
    let length = if n.is_multiple_of(23) { 20_000 } else { 200 + (n * 131 % 2000) as usize };
    format!("{n} {}", "x".repeat(length))
}

fn body(n: u64) -> Vec<u8> {
    text(n).into_bytes()
}

/// Runs a day of work under outages; answers with the wrecks.
async fn work(seed: u64, commits: u64, last: fn(&Files<'_>) -> Lasted) -> Vec<Wreck> {
    let dir = folder();
    let acknowledged = Arc::<Acknowledged>::default();
    let platter = Platter { random: Random(seed), synced: Image::new(), wrecks: Vec::new() };
    let disk = Arc::new(Mutex::new(platter));
    let outage = Outage {
        dir: dir.path().to_owned(),
        last,
        acknowledged: Arc::clone(&acknowledged),
        disk: Arc::clone(&disk),
        one_in: 12,
    };
    let tuning = Tuning { journal_max: 24 << 10, ..Tuning::small() };
    let store = SledStore::open_with(dir.path(), ACME, tuning, Arc::new(outage)).expect("a store");
    disk.lock().unwrap().synced = image_of(dir.path());
    read_all(&store).await;
    let mut random = Random(!seed);
    let mut head = 0;
    while head < commits {
        // Alone, or many that share a sync.
        let together = [1, 1, 2, 60][random.below(4) as usize];
        let appends: Vec<_> =
            (head..head + together).map(|n| store.append(n, commit(n + 1))).collect();
        for appended in join(appends).await {
            head = appended.expect("an append");
            acknowledged.appended.store(head, Ordering::SeqCst);
        }
        if random.below(3) == 0 {
            let settled = settle_some(&store).await;
            acknowledged.settled.fetch_max(settled, Ordering::SeqCst);
        }
    }
    drop(store);
    let wrecks = std::mem::take(&mut disk.lock().unwrap().wrecks);
    assert!(!wrecks.is_empty(), "the power was never cut");
    wrecks
}

/// Reads all documents, as a start does: from then on the store knows which are live.
async fn read_all(store: &SledStore) {
    let (portions, mut read) = tokio::sync::mpsc::channel(8);
    let (position, ()) =
        tokio::join!(store.live_in(portions), async { while read.recv().await.is_some() {} });
    position.expect("the documents");
}

/// Awaits all, each polled from the beginning, so that they wait for the committer together.
pub async fn join<T>(futures: Vec<impl Future<Output = T>>) -> Vec<T> {
    let mut futures: Vec<_> = futures.into_iter().map(Box::pin).collect();
    let mut done: Vec<Option<T>> = futures.iter().map(|_| None).collect();
    std::future::poll_fn(|context| {
        for (future, done) in futures.iter_mut().zip(&mut done) {
            if done.is_none()
                && let std::task::Poll::Ready(value) = future.as_mut().poll(context)
            {
                *done = Some(value);
            }
        }
        if done.iter().all(Option::is_some) {
            std::task::Poll::Ready(())
        } else {
            std::task::Poll::Pending
        }
    })
    .await;
    done.into_iter().flatten().collect()
}

/// Settles the oldest rows that wait; answers the number of the last event whose row was settled.
async fn settle_some(store: &SledStore) -> u64 {
    let now: DateTime<Utc> = at(0);
    let claims = store.claim(now, 30, Duration::seconds(1)).await.expect("claims");
    let number = |claim: &Claim| claim.row.name.split('/').nth(1).and_then(|n| n.parse().ok());
    let last = claims.last().and_then(number).unwrap_or(0);
    let done = Outcome::Done { receipt: b"ts".to_vec(), at: now };
    let outcomes: Vec<_> = claims.into_iter().map(|claim| (claim, done.clone())).collect();
    store.settle(&outcomes).await.expect("settled");
    last
}

/// What is wrong with what is left after a cut, if anything.
async fn loss(wreck: &Wreck) -> Option<String> {
    let dir = folder();
    for (name, bytes) in &wreck.image {
        let path = dir.path().join(name);
        fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
        fs::write(path, bytes).expect("a file of the wreck");
    }
    let disk = Arc::new(Disk);
    let store = match SledStore::open_with(dir.path(), ACME, Tuning::small(), disk) {
        Ok(store) => store,
        Err(fault) => return Some(format!("it does not open: {fault}")),
    };
    let head = store.head().await.expect("a head");
    if head < wreck.appended {
        return Some(format!("{} was acknowledged, the log ends at {head}", wreck.appended));
    }
    let findings = store.check().await.expect("a check");
    if !findings.is_empty() {
        return Some(format!("findings: {findings:?}"));
    }
    half_applied(&store, head, wreck.settled).await
}

/// What is not as the first `head` commits left it.
async fn half_applied(store: &SledStore, head: u64, settled: u64) -> Option<String> {
    let events = store.read(0, usize::MAX).await.expect("events");
    let expected = (1..=head).map(|seq| Stored { seq, event: commit(seq).events.remove(0) });
    if !events.into_iter().eq(expected) {
        return Some("the events are others".to_owned());
    }
    let mut documents = BTreeMap::new();
    for n in 1..=head {
        documents.insert(format!("INC-{}", n % DOCUMENTS), text(n));
    }
    let documents: Vec<_> = documents.iter().map(|(key, text)| document(key, text)).collect();
    if store.live().await.expect("documents") != (head, documents) {
        return Some("the documents are not those of the events".to_owned());
    }
    let rows = store.sent_about("INC-1").await.expect("rows");
    if !rows.iter().map(|sent| sent.row.name.clone()).eq((1..=head).map(row_name)) {
        return Some("the rows are not those of the events".to_owned());
    }
    if rows.iter().take(settled as usize).any(|sent| sent.outcome.is_none()) {
        return Some("a row that was settled waits again".to_owned());
    }
    for (n, expected) in [(head, head > 0), (head + 1, false)] {
        let answer = store.seen(&DeliveryId(format!("d-{n}"))).await.expect("an answer");
        if answer.is_some() != expected {
            return Some(format!("delivery {n} is not as its event"));
        }
    }
    None
}

#[tokio::test]
async fn what_was_acknowledged_survives_a_power_cut() {
    for seed in [1, 2, 3] {
        for (number, wreck) in (0..).zip(work(seed, 900, flush_and_sync).await) {
            let loss = loss(&wreck).await;
            assert_eq!(loss, None, "seed {seed}, wreck {number}");
        }
    }
}

#[tokio::test]
async fn without_the_sync_what_was_acknowledged_is_lost() {
    let mut losses = 0;
    for wreck in work(4, 400, flush_only).await {
        losses += usize::from(loss(&wreck).await.is_some());
    }
    assert!(losses > 0, "this test would not notice a store that does not sync");
}
