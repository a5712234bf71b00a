//! Those who wait for the same sync share it, and its failure. Nobody reads what is not on disk.

use std::future::Future;
use std::io;
use std::path::Path;
use std::pin::Pin;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Mutex};
use std::task::{Context, Poll, Waker};

use baton::store::sled::Tuning;
use baton::store::sled::durability::{Disk, Durability, Files};
use baton::store::{AppendError, Batch, Fault, Onlooker, Result, SledStore, Store};
use baton_commands::ids::DeliveryId;

use super::{ACME, at, events, folder, open, row, rows, seen};

/// A disk that waits to be told how each sync ends.
struct Scripted {
    begun: Sender<()>,
    endings: Mutex<Receiver<io::Result<()>>>,
}

/// The other end of it.
pub(crate) struct Script {
    begun: Receiver<()>,
    endings: Sender<io::Result<()>>,
}

impl Durability for Scripted {
    fn sync(&self, files: &Files<'_>) -> io::Result<()> {
        if !files.is_journal() {
            return Disk.sync(files);
        }
        // A test that is over lets the last sync be.
        let _ = self.begun.send(());
        self.endings.lock().unwrap().recv().unwrap_or(Ok(()))?;
        Disk.sync(files)
    }
}

impl Script {
    /// Waits until a sync has begun.
    pub(crate) fn begun(&self) {
        self.begun.recv().expect("a sync begins");
    }

    /// Lets the sync end.
    pub(crate) fn end(&self, ending: io::Result<()>) {
        self.endings.send(ending).expect("the committer waits");
    }

    /// How many syncs have begun that nobody waited for.
    pub(crate) fn others(&self) -> usize {
        self.begun.try_iter().count()
    }
}

pub(crate) fn scripted(dir: &Path) -> (SledStore, Script) {
    let ((begin, begun), (end, endings)) = (channel(), channel());
    let disk = Arc::new(Scripted { begun: begin, endings: Mutex::new(endings) });
    let store = SledStore::open_with(dir, ACME, Tuning::default(), disk).unwrap();
    (store, Script { begun, endings: end })
}

pub(crate) type Append<'a> = Pin<Box<dyn Future<Output = Result<u64, AppendError>> + Send + 'a>>;

/// An append that is waiting for the committer.
pub(crate) fn begin(store: &SledStore, expected: u64, batch: Batch) -> Append<'_> {
    let mut append = store.append(expected, batch);
    let waiting = append.as_mut().poll(&mut Context::from_waker(Waker::noop()));
    assert!(matches!(waiting, Poll::Pending), "{waiting:?}");
    append
}

#[tokio::test]
async fn appends_that_wait_share_a_sync() {
    let dir = folder();
    let (store, script) = scripted(dir.path());
    let first = begin(&store, 0, events(&["INC-1/0"]));
    script.begun();
    // Each expects the position the one before is about to produce.
    let waiting: Vec<_> =
        (1..=20).map(|n| begin(&store, n, events(&[&format!("INC-1/{n}")]))).collect();
    script.end(Ok(()));
    script.end(Ok(()));
    assert_eq!(first.await.unwrap(), 1);
    for (expected, append) in (2..).zip(waiting) {
        assert_eq!(append.await.unwrap(), expected);
    }
    script.begun();
    assert_eq!(script.others(), 0, "two syncs for twenty-one appends");
}

#[tokio::test]
async fn who_decided_at_another_position_loses_alone() {
    let dir = folder();
    let (store, script) = scripted(dir.path());
    let first = begin(&store, 0, events(&["INC-1/0"]));
    script.begun();
    let second = begin(&store, 1, events(&["INC-1/1"]));
    let late = begin(&store, 1, events(&["INC-2/0"]));
    let third = begin(&store, 2, events(&["INC-1/2"]));
    script.end(Ok(()));
    script.end(Ok(()));
    assert_eq!(first.await.unwrap(), 1);
    assert_eq!(second.await.unwrap(), 2);
    assert!(matches!(late.await, Err(AppendError::Moved { head: 2 })));
    assert_eq!(third.await.unwrap(), 3);
    assert_eq!(store.history("INC-2").await.unwrap(), []);
}

#[tokio::test]
async fn what_writes_nothing_needs_no_sync() {
    let dir = folder();
    let (store, script) = scripted(dir.path());
    assert!(matches!(
        store.append(7, events(&["INC-1/0"])).await,
        Err(AppendError::Moved { head: 0 })
    ));
    assert_eq!(store.append(0, Batch::default()).await.unwrap(), 0);
    assert_eq!(store.claim(at(0), 10, chrono::Duration::seconds(1)).await.unwrap(), []);
    store.counts().await.unwrap();
    store.live().await.unwrap();
    assert_eq!(script.others(), 0);
}

#[tokio::test]
async fn a_failed_sync_fails_all_who_waited_and_ends_writing() {
    let dir = folder();
    let (store, script) = scripted(dir.path());
    let first = begin(&store, 0, events(&["INC-1/0"]));
    script.begun();
    script.end(Ok(()));
    first.await.unwrap();

    let second = begin(&store, 1, events(&["INC-1/1"]));
    script.begun();
    let third = begin(&store, 2, events(&["INC-1/2"]));
    script.end(Err(io::Error::from(io::ErrorKind::StorageFull)));
    for lost in [second.await, third.await, store.append(1, events(&["INC-1/1"])).await] {
        let Err(AppendError::Fault(fault @ Fault::Full { .. })) = lost else { panic!("{lost:?}") };
        assert!(fault.to_string().contains("free some space"), "{fault}");
    }
    assert!(store.settle(&[]).await.is_err());
    assert_eq!(store.head().await.unwrap(), 1, "what was acknowledged can be read");
    assert_eq!(store.read(0, 10).await.unwrap().len(), 1);
    drop(store);

    let store = open(dir.path());
    assert_eq!(store.check().await.unwrap(), []);
    let head = store.head().await.unwrap();
    assert!((1..=3).contains(&head), "what was not acknowledged may be there or not: {head}");
    store.append(head, events(&["INC-2/0"])).await.unwrap();
}

/// A disk whose driver breaks down.
struct Breaking;

impl Durability for Breaking {
    fn sync(&self, files: &Files<'_>) -> io::Result<()> {
        assert!(!files.is_journal(), "the driver broke down");
        Disk.sync(files)
    }
}

#[tokio::test]
async fn a_panic_while_it_is_written_is_told_to_all_who_ask() {
    let dir = folder();
    let disk = Arc::new(Breaking);
    let store = SledStore::open_with(dir.path(), ACME, Tuning::default(), disk).unwrap();
    let waiting: Vec<_> =
        (0..3).map(|n| begin(&store, n, events(&[&format!("INC-1/{n}")]))).collect();
    for lost in waiting {
        let fault = lost.await.unwrap_err().to_string();
        assert!(fault.contains("the driver broke down"), "{fault}");
    }
    let fault = store.append(0, events(&["INC-1/0"])).await.unwrap_err().to_string();
    assert!(fault.contains("the driver broke down"), "{fault}");
}

#[tokio::test]
async fn faults_of_the_disk_say_what_to_do() {
    let cases = [
        (io::ErrorKind::ReadOnlyFilesystem, "mount it writable"),
        (io::ErrorKind::QuotaExceeded, "free some space"),
        (io::ErrorKind::Other, "syncing"),
    ];
    for (kind, advice) in cases {
        let dir = folder();
        let (store, script) = scripted(dir.path());
        let append = begin(&store, 0, events(&["INC-1/0"]));
        script.end(Err(io::Error::from(kind)));
        let fault = append.await.unwrap_err().to_string();
        assert!(fault.contains(advice), "{kind}: {fault}");
        let after = store.append(0, events(&["INC-1/0"])).await.unwrap_err().to_string();
        assert!(after.contains("start again"), "{kind}: {after}");
    }
}

#[tokio::test]
async fn nobody_reads_what_is_not_on_disk() {
    let dir = folder();
    let (store, script) = scripted(dir.path());
    let batch = Batch { seen: vec![seen("d-1", 0, "taken")], ..events(&["INC-1/0"]) };
    let append =
        begin(&store, 0, Batch { rows: rows(vec![row("INC-1/0/0@#unix", 0)]).rows, ..batch });
    script.begun();
    assert_eq!(store.head().await.unwrap(), 0);
    assert_eq!(store.read(0, 10).await.unwrap(), []);
    assert_eq!(store.history("INC-1").await.unwrap(), []);

    // These wait for the disk, for what they would tell might be taken back.
    let delivery = DeliveryId("d-1".to_owned());
    let mut seen = store.seen(&delivery);
    let mut claim = store.claim(at(0), 10, chrono::Duration::seconds(30));
    let context = &mut Context::from_waker(Waker::noop());
    assert!(seen.as_mut().poll(context).is_pending());
    assert!(claim.as_mut().poll(context).is_pending());
    script.end(Ok(()));
    append.await.unwrap();
    assert_eq!(seen.await.unwrap().as_deref(), Some(b"taken".as_slice()));
    assert_eq!(claim.await.unwrap().len(), 1);
    assert_eq!(store.head().await.unwrap(), 1);
}

/// Notes what it is told.
struct Noting(Arc<Mutex<Vec<String>>>);

impl Noting {
    fn says(&self, what: &str) {
        self.0.lock().unwrap().push(what.to_owned());
    }
}

impl Onlooker for Noting {
    fn placed(&mut self, head: u64) {
        self.says(&format!("placed at {head}"));
    }

    fn kept(&mut self) {
        self.says("kept");
    }
}

#[tokio::test]
async fn who_claims_a_row_is_answered_after_the_onlooker() {
    let dir = folder();
    let (store, script) = scripted(dir.path());
    let told = Arc::new(Mutex::new(Vec::new()));
    let context = &mut Context::from_waker(Waker::noop());
    let batch = Batch { rows: rows(vec![row("INC-1/0/0@#unix", 0)]).rows, ..events(&["INC-1/0"]) };
    let mut append = store.append_before(0, batch, Box::new(Noting(Arc::clone(&told))));
    assert!(append.as_mut().poll(context).is_pending());
    script.begun();
    assert_eq!(*told.lock().unwrap(), ["placed at 1"], "it waits for the disk");
    let mut refused =
        store.append_before(0, events(&["INC-2/0"]), Box::new(Noting(Arc::clone(&told))));
    assert!(refused.as_mut().poll(context).is_pending());
    let mut claim = store.claim(at(0), 10, chrono::Duration::seconds(30));
    assert!(claim.as_mut().poll(context).is_pending());
    script.end(Ok(()));
    // Nobody has looked after the append since.
    assert_eq!(claim.await.unwrap().len(), 1);
    assert_eq!(*told.lock().unwrap(), ["placed at 1", "kept"]);
    assert_eq!(append.await.unwrap(), 1);
    assert!(matches!(refused.await, Err(AppendError::Moved { head: 1 })));
    assert_eq!(told.lock().unwrap().len(), 2, "nothing is said of what was refused");
}

#[tokio::test]
async fn an_onlooker_hears_nothing_more_of_what_the_disk_did_not_take() {
    let dir = folder();
    let (store, script) = scripted(dir.path());
    let told = Arc::new(Mutex::new(Vec::new()));
    let append = store.append_before(0, events(&["INC-1/0"]), Box::new(Noting(Arc::clone(&told))));
    script.end(Err(io::Error::other("it is broken")));
    append.await.unwrap_err();
    assert_eq!(*told.lock().unwrap(), ["placed at 1"]);
}
