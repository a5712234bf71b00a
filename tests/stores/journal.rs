//! What is committed stands in the journal until it is in sled; wherever that is interrupted, nothing is missing and
//! nothing is there twice.

use std::fs::{self, OpenOptions};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Condvar, Mutex};

use baton::store::sled::Tuning;
use baton::store::sled::durability::{Disk, Durability, Files};
use baton::store::{Batch, Fault, Outcome, SledStore, Store};
use chrono::Duration;
use tempfile::TempDir;
use tokio::sync::mpsc;

use super::{ACME, at, event, events, folder, put, row, seen};
use crate::support::files::copied;

/// A store that carries what stands in its journal after so many bytes.
pub(crate) fn open(dir: &Path, journal_max: u64, disk: Arc<dyn Durability>) -> SledStore {
    let tuning = Tuning { journal_max, ..Tuning::default() };
    SledStore::open_with(dir, ACME, tuning, disk).expect("a store that opens")
}

/// A disk on which sled's file cannot be written, and the journal can.
pub(crate) struct NoWay;

impl Durability for NoWay {
    fn sync(&self, files: &Files<'_>) -> io::Result<()> {
        match files.is_journal() {
            true => Disk.sync(files),
            false => Err(io::Error::from(io::ErrorKind::StorageFull)),
        }
    }
}

/// A disk on which sled's file takes as long as it is told to.
#[derive(Default)]
struct Slow {
    is_open: Mutex<bool>,
    opened: Condvar,
}

impl Slow {
    fn let_pass(&self) {
        *self.is_open.lock().unwrap() = true;
        self.opened.notify_all();
    }
}

impl Durability for Slow {
    fn sync(&self, files: &Files<'_>) -> io::Result<()> {
        if !files.is_journal() {
            let is_open = self.is_open.lock().unwrap();
            drop(self.opened.wait_while(is_open, |is_open| !*is_open).unwrap());
        }
        Disk.sync(files)
    }
}

/// Everything a commit can hold, about one event.
fn all_of(n: u64) -> Batch {
    Batch {
        events: vec![event(&format!("INC-1/{n}"))],
        documents: vec![put("INC-1", &format!("{n} {}", "body ".repeat(1_500)))],
        rows: vec![row(&format!("INC-1/{n}/0@#unix"), 0)],
        seen: vec![seen(&format!("d-{n}"), 0, "ok")],
    }
}

async fn fill(store: &SledStore, from: u64, to: u64) {
    for n in from..to {
        assert_eq!(store.append(n, all_of(n)).await.unwrap(), n + 1);
    }
}

/// That the first so many commits are there, whole, and their rows settled up to a number.
async fn assert_filled(store: &SledStore, commits: u64) {
    assert_eq!(store.check().await.unwrap(), []);
    assert_eq!(store.head().await.unwrap(), commits);
    let names: Vec<String> =
        store.history("INC-1").await.unwrap().into_iter().map(|stored| stored.event.name).collect();
    assert!(names.iter().eq((0..commits).map(|n| format!("INC-1/{n}")).collect::<Vec<_>>().iter()));
    let (position, documents) = store.live().await.unwrap();
    assert_eq!((position, documents.len()), (commits, 1));
    assert!(documents[0].body.starts_with(format!("{} ", commits - 1).as_bytes()));
    assert_eq!(store.sent_about("INC-1").await.unwrap().len() as u64, commits);
}

/// The folder of a process that died after so many commits, none of which had been carried.
async fn left_by_a_crash(commits: u64) -> TempDir {
    let (dir, left) = (folder(), folder());
    let store = open(dir.path(), u64::MAX, Arc::new(Disk));
    fill(&store, 0, commits).await;
    copied(dir.path(), left.path());
    left
}

/// The files of the journal, in order.
fn files(dir: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(dir.join("journal")).unwrap();
    let mut files: Vec<_> = entries.map(|entry| entry.unwrap().path()).collect();
    files.sort();
    files
}

#[tokio::test]
async fn whoever_is_killed_leaves_all_in_the_journal_or_in_sled() {
    // From "nothing was carried" over "after some commits" to "after each".
    for journal_max in [u64::MAX, 40_000, 1] {
        let (dir, left) = (folder(), folder());
        let store = open(dir.path(), journal_max, Arc::new(Disk));
        fill(&store, 0, 12).await;
        let claims = store.claim(at(0), 5, Duration::seconds(9)).await.unwrap();
        let done = Outcome::Done { receipt: vec![], at: at(0) };
        store
            .settle(&claims.into_iter().map(|claim| (claim, done.clone())).collect::<Vec<_>>())
            .await
            .unwrap();
        // sled's file may be copied while it is written to: what it has not got on disk is in the journal.
        copied(dir.path(), left.path());
        let store = open(left.path(), journal_max, Arc::new(Disk));
        assert_filled(&store, 12).await;
        let waiting = store.sent_about("INC-1").await.unwrap();
        assert_eq!(waiting.iter().filter(|sent| sent.outcome.is_none()).count(), 7);
        fill(&store, 12, 15).await;
        drop(store);
        assert_filled(&super::open(left.path()), 15).await;
    }
}

#[tokio::test]
async fn who_reads_while_it_is_carried_sees_all_of_it_once() {
    let (dir, slow) = (folder(), Arc::new(Slow::default()));
    let store = open(dir.path(), 6_000, Arc::clone(&slow) as _);
    // The first is on its way and does not arrive; the others wait behind it, until that is too much.
    store.append(0, all_of(0)).await.unwrap();
    store.append(1, events(&["INC-2/0"])).await.unwrap();
    assert_eq!(store.check().await.unwrap(), []);
    assert_eq!(store.read(0, 10).await.unwrap().len(), 2);
    assert_eq!(store.read(1, 1).await.unwrap()[0].event, event("INC-2/0"));
    assert_eq!(store.history("INC-2").await.unwrap().len(), 1);
    let survey = store.counts().await.unwrap();
    assert_eq!((survey.events, survey.live, survey.pending), (2, 1, 1));
    slow.let_pass();
    drop(store);
    let store = super::open(dir.path());
    assert_eq!(store.read(0, 10).await.unwrap().len(), 2);
    assert_eq!(store.check().await.unwrap(), []);
}

#[tokio::test]
async fn what_is_in_sled_leaves_the_journal() {
    let dir = folder();
    let store = open(dir.path(), 1, Arc::new(Disk));
    fill(&store, 0, 4).await;
    drop(store);
    let files = files(dir.path());
    assert_eq!(files.len(), 1, "{files:?}");
    assert_eq!(fs::metadata(&files[0]).unwrap().len(), 0);
    // Opening and closing leaves no more behind.
    for _ in 0..3 {
        drop(super::open(dir.path()));
    }
    assert!(self::files(dir.path()).len() <= 1);
}

#[tokio::test]
async fn a_disk_that_takes_no_more_is_told_and_loses_nothing() {
    let dir = folder();
    let store = open(dir.path(), 1, Arc::new(NoWay));
    let mut acknowledged = 0;
    let fault = loop {
        match store.append(acknowledged, all_of(acknowledged)).await {
            Ok(head) => acknowledged = head,
            Err(fault) => break fault.to_string(),
        }
        assert!(acknowledged < 1_000, "nobody says that nothing is carried any more");
    };
    assert!(fault.contains("free some space"), "{fault}");
    drop(store);
    let store = super::open(dir.path());
    let head = store.head().await.unwrap();
    assert!(head >= acknowledged, "{acknowledged} were acknowledged, {head} are there");
    assert_filled(&store, head).await;
}

#[tokio::test]
async fn what_a_power_cut_tore_off_the_end_is_cut_off() {
    for torn in [&[0_u8; 7][..], &[0x5a; 300], &[0; 5_000]] {
        let dir = left_by_a_crash(3).await;
        let last = files(dir.path()).pop().unwrap();
        OpenOptions::new().append(true).open(&last).unwrap().write_all(torn).unwrap();
        let store = super::open(dir.path());
        assert_filled(&store, 3).await;
        fill(&store, 3, 4).await;
    }
}

#[tokio::test]
async fn a_journal_that_is_damaged_before_its_end_is_refused_and_left_as_it_is() {
    let dir = left_by_a_crash(3).await;
    let last = files(dir.path()).pop().unwrap();
    let whole = fs::read(&last).unwrap();
    // In a header, in what it holds, in the second frame.
    for at in [3, 60, whole.len() / 2] {
        let mut damaged = whole.clone();
        damaged[at] ^= 0x10;
        fs::write(&last, &damaged).unwrap();
        let fault = SledStore::open(dir.path(), ACME).err().expect("it is refused");
        assert!(matches!(fault, Fault::Damaged { .. }), "{at}: {fault}");
        assert!(fault.to_string().contains("goes on after that"), "{at}: {fault}");
        assert!(fs::read(&last).unwrap() == damaged, "{at}: it was written to");
    }
    fs::write(&last, &whole).unwrap();
    assert_filled(&super::open(dir.path()), 3).await;
}

#[tokio::test]
async fn an_end_that_is_lost_whole_is_missed() {
    let dir = left_by_a_crash(3).await;
    let last = files(dir.path()).pop().unwrap();
    let length = fs::metadata(&last).unwrap().len();
    OpenOptions::new().write(true).open(&last).unwrap().set_len(length - 10).unwrap();
    let fault = SledStore::open(dir.path(), ACME).err().expect("it is refused").to_string();
    assert!(fault.contains("it ends at event 2, and once went on to event 3"), "{fault}");
}

#[tokio::test]
async fn a_store_from_before_there_was_a_journal_is_taken_over() {
    let dir = folder();
    fill(&super::open(dir.path()), 0, 2).await;
    fs::remove_dir_all(dir.path().join("journal")).unwrap();
    fs::write(dir.path().join("FORMAT"), "baton store 1\n").unwrap();
    let db =
        ::sled::Config::new().path(dir.path().join("sled")).segment_size(Tuning::default().segment);
    {
        let db = db.open().unwrap();
        db.remove(b"\0carried").unwrap();
        db.flush().unwrap();
    }
    let store = super::open(dir.path());
    assert_filled(&store, 2).await;
    fill(&store, 2, 3).await;
    let format = fs::read_to_string(dir.path().join("FORMAT")).unwrap();
    assert_eq!(format, "baton store 3\n", "an older program would not look into the journal");
}

#[tokio::test]
async fn what_stands_in_the_journal_counts_to_the_size_of_the_store() {
    let dir = folder();
    let store = open(dir.path(), 1 << 20, Arc::new(Disk));
    let before = store.counts().await.unwrap().bytes_on_disk;
    fill(&store, 0, 3).await;
    assert!(store.counts().await.unwrap().bytes_on_disk > before);
}

#[tokio::test]
async fn a_copy_that_is_only_read_has_what_stands_in_the_journal() {
    let (dir, scratch) = (left_by_a_crash(3).await, folder());
    let before = super::folder::files(dir.path());
    let copy = SledStore::open_copy(dir.path(), ACME, &scratch.path().join("copy")).unwrap();
    assert_filled(&copy, 3).await;
    drop(copy);
    assert!(super::folder::files(dir.path()) == before, "the folder was written to");
}

#[tokio::test]
async fn a_long_look_sees_one_moment_while_later_commits_are_carried() {
    let dir = folder();
    let store = Arc::new(open(dir.path(), 1, Arc::new(Disk)));
    let all =
        |text: &str| -> Vec<_> { (0..2_000).map(|n| put(&format!("INC-{n:04}"), text)).collect() };
    let batch = Batch { documents: all("old"), ..events(&["INC-1/0"]) };
    store.append(0, batch).await.unwrap();
    // This waits until the first is in sled.
    store.append(1, events(&["INC-1/1"])).await.unwrap();
    let (portions, mut shown) = mpsc::channel(1);
    let look = tokio::spawn({
        let store = Arc::clone(&store);
        async move { store.live_in(portions).await }
    });
    // It has begun, and waits with its second portion.
    let mut seen = shown.recv().await.unwrap();
    // Each waits until the one before is in sled.
    for head in 2..5 {
        let batch = Batch { documents: all("new"), ..events(&[&format!("INC-1/{head}")]) };
        store.append(head, batch).await.unwrap();
    }
    while let Some(portion) = shown.recv().await {
        seen.extend(portion);
    }
    assert_eq!((look.await.unwrap().unwrap(), seen.len()), (2, 2_000));
    assert!(seen.iter().all(|document| document.body == b"old"));
}
