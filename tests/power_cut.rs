//! The power goes while the sled store writes: whatever was acknowledged is there again, and nothing else is
//! half there.
//!
//! A disk keeps what was synced. Of what was written later it may keep any page and lose any other. So the
//! test takes the place of the sync step ([`Durability`]), looks at the files before and after, and makes
//! wrecks: what was synced last, with random pages of what was written since.

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex};

use baton::store::sled::Tuning;
use baton::store::sled::durability::{Durability, Files};
use baton::store::{Batch, Claim, NewEvent, NewRow, Outcome, SledStore, Store, Stored};
use baton_commands::ids::DeliveryId;
use chrono::{DateTime, Duration, Utc};

use crate::stores::{ACME, at, document, event, folder, put, row, seen};

const PAGE: usize = 4096;
/// Documents are rewritten in turn.
const DOCUMENTS: u64 = 40;

/// Every file, by its path under the store's folder.
type Image = BTreeMap<PathBuf, Vec<u8>>;

/// What is left after a cut, and what had been acknowledged by then.
struct Wreck {
    image: Image,
    appended: u64,
    settled: u64,
}

/// What the test has been told is on disk.
#[derive(Default)]
struct Acknowledged {
    /// The position of the last append.
    appended: AtomicU64,
    /// Rows are settled in order: the number of the last event whose row is.
    settled: AtomicU64,
}

/// A disk that is cut off from power now and then.
struct Outage {
    dir: PathBuf,
    /// How what was written is made to last; the right way, or another.
    last: fn(&Files<'_>) -> Lasted,
    acknowledged: Arc<Acknowledged>,
    /// The journal and sled are synced by two threads.
    disk: Arc<Mutex<Platter>>,
    /// One sync in so many is cut.
    one_in: u64,
}

/// What is on it.
struct Platter {
    random: Random,
    /// Each file as it was synced last; at first, as it was when the store had been opened.
    synced: Image,
    wrecks: Vec<Wreck>,
}

/// Whether what was written is on disk for sure.
enum Lasted {
    Surely,
    Perhaps,
}

/// The right way.
fn flush_and_sync(files: &Files<'_>) -> Lasted {
    files.sync_all().expect("a disk that syncs");
    Lasted::Surely
}

/// What sled's own `flush` promises, and no more.
fn flush_only(_: &Files<'_>) -> Lasted {
    Lasted::Perhaps
}

impl Durability for Outage {
    fn sync(&self, files: &Files<'_>) -> io::Result<()> {
        files.flush()?;
        let mut disk = self.disk.lock().unwrap();
        if disk.random.below(self.one_in) == 0 {
            // First what was acknowledged: what is acknowledged meanwhile was synced before.
            let appended = self.acknowledged.appended.load(Ordering::SeqCst);
            let settled = self.acknowledged.settled.load(Ordering::SeqCst);
            let image = disk.wreck(&image_of(&self.dir));
            disk.wrecks.push(Wreck { image, appended, settled });
        }
        if let Lasted::Surely = (self.last)(files) {
            let synced = fs::read(self.dir.join(files.name()))?;
            disk.synced.insert(files.name().to_owned(), synced);
        }
        Ok(())
    }
}

impl Platter {
    fn wreck(&mut self, later: &Image) -> Image {
        // From "nothing since the sync" to "everything but a page or two".
        let kept_of_100 = [0, 5, 50, 95, 100][self.random.below(5) as usize];
        // A file that was removed since may be there again.
        let mut image = self.synced.clone();
        for (path, later) in later {
            let file = image.entry(path.clone()).or_default();
            mix(&mut self.random, file, later, kept_of_100);
        }
        image
    }
}

/// Puts some pages of a later state of a file into an earlier one.
fn mix(random: &mut Random, file: &mut Vec<u8>, later: &[u8], kept_of_100: u64) {
    let (short, long) = (file.len().min(later.len()), file.len().max(later.len()));
    let length = match random.below(3) {
        0 => short,
        1 => long,
        _ => short + random.below((long - short) as u64 + 1) as usize,
    };
    file.resize(length, 0);
    for (page, later) in file.chunks_mut(PAGE).zip(later.chunks(PAGE)) {
        if random.below(100) < kept_of_100 {
            let both = page.len().min(later.len());
            page[..both].copy_from_slice(&later[..both]);
        }
    }
}

fn image_of(dir: &Path) -> Image {
    let mut image = Image::new();
    for folder in ["", "journal", "sled"] {
        for entry in fs::read_dir(dir.join(folder)).expect("the store's folder") {
            let path = entry.expect("an entry").path();
            let name = path.strip_prefix(dir).expect("it is under it").to_owned();
            // One that is carried into sled is removed while we look.
            if path.is_file()
                && let Ok(bytes) = fs::read(&path)
            {
                image.insert(name, bytes);
            }
        }
    }
    image
}

/// Numbers that look random and are the same every time (SplitMix64).
struct Random(u64);

impl Random {
    fn below(&mut self, bound: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (mixed ^ (mixed >> 31)) % bound
    }
}

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
    let disk = Arc::new(baton::store::sled::durability::Disk);
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
