//! The store that survives a power cut, in a folder of its own: one process, one tree, one thread that writes.
//!
//! In reading order: [`keys`] is where things stand; [`record`], [`value`] and `codec` are what is there,
//! byte by byte; [`company`] is what a commit does; [`committer`] is when it is on disk ([`durability`]);
//! [`home`] and [`witness`] are the folder. Reading: [`reader`], and [`snapshot`] for what takes long:
//! [`check`] and [`backup`].

pub mod backup;
pub mod check;
mod codec;
mod committer;
mod company;
mod desk;
pub mod durability;
mod home;
mod keys;
mod reader;
mod record;
pub mod restore;
mod snapshot;
mod tree;
mod value;
mod witness;

use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, Sender, sync_channel};
use std::sync::{Arc, mpsc};
use std::thread::JoinHandle;

use async_trait::async_trait;
use baton_commands::ids::DeliveryId;
use chrono::{DateTime, Duration, Utc};
use tokio::sync::oneshot;

pub use backup::Manifest;
pub use home::{FORMAT, Tuning};
pub use restore::restore;

use super::{
    AppendError, Batch, Claim, Counts, Document, Fault, Finding, Outcome, Result, Seq, Settled,
    Store, Stored,
};
use committer::{Answer, Committer, Job};
use company::Company;
use desk::Desk;
use durability::{Disk, Durability, Sealed};
use home::Home;
use keys::Kind;
use reader::Reader;
use snapshot::Snapshot;
use tree::Tree;

/// One company's store in a folder. Dropping the last handle on a folder closes it.
pub struct SledStore {
    company: Arc<str>,
    reader: Reader,
    folder: Arc<Folder>,
}

/// An open folder, shared by the companies in it.
struct Folder {
    jobs: Option<Sender<Job>>,
    committer: Option<JoinHandle<Home>>,
    // In this order: others may have the folder once sled is done with it.
    tree: Tree,
    home: Option<Home>,
    _scratch: Option<Scratch>,
}

impl SledStore {
    /// Opens the store in `dir` for a company; makes one when the folder is new or empty.
    ///
    /// # Errors
    /// [`Fault::InUse`], [`Fault::Newer`], [`Fault::NotEmpty`] for a folder of something else,
    /// [`Fault::Damaged`], [`Fault::ReadOnly`], [`Fault::Full`].
    pub fn open(dir: &Path, company: &str) -> Result<Self> {
        Self::open_with(dir, company, Tuning::default(), Box::new(Disk))
    }

    /// Opens with another way of running, or of making commits last.
    ///
    /// # Errors
    /// As [`SledStore::open`].
    pub fn open_with(
        dir: &Path,
        company: &str,
        tuning: Tuning,
        durability: Box<dyn Durability>,
    ) -> Result<Self> {
        Self::open_all(dir, company, tuning, durability, None)
    }

    /// Opens a copy of a store nobody has open, to read and check it: sled writes when it opens, and what
    /// is damaged is to be left as it is. The copy is made in `scratch`, which must not exist yet, and is
    /// removed when the last handle is dropped. Whatever is written to it fails.
    ///
    /// # Errors
    /// [`Fault::Missing`], [`Fault::InUse`], [`Fault::Newer`], [`Fault::Full`], [`Fault::Damaged`].
    pub fn open_copy(dir: &Path, company: &str, scratch: &Path) -> Result<Self> {
        if scratch.exists() {
            return Err(Fault::NotEmpty { dir: scratch.to_owned() });
        }
        let copied = Scratch(scratch.to_owned());
        home::copy(dir, scratch)?;
        let tuning = Tuning { tidy_every_ms: None, ..Tuning::default() };
        Self::open_all(scratch, company, tuning, Box::new(Sealed), Some(copied))
    }

    fn open_all(
        dir: &Path,
        company: &str,
        tuning: Tuning,
        durability: Box<dyn Durability>,
        scratch: Option<Scratch>,
    ) -> Result<Self> {
        let (home, tree) = Home::open(dir, tuning)?;
        let (ask, jobs) = mpsc::channel();
        let committer = start(home, tree.clone(), durability, jobs)?;
        let folder = Folder {
            jobs: Some(ask),
            committer: Some(committer),
            tree,
            home: None,
            _scratch: scratch,
        };
        Self::of(Arc::new(folder), company)
    }

    /// The store of another company in the same folder.
    ///
    /// # Errors
    /// [`Fault::Damaged`], [`Fault::Broken`].
    pub fn company(&self, company: &str) -> Result<Self> {
        Self::of(Arc::clone(&self.folder), company)
    }

    fn of(folder: Arc<Folder>, company: &str) -> Result<Self> {
        super::batch::fit_name("company", company)?;
        let company: Arc<str> = Arc::from(company);
        let (opened, answer) = sync_channel(1);
        folder.ask(Job::Open { company: Arc::clone(&company), opened })?;
        let durable = answer.recv().map_err(|_| gone())??;
        let reader = Reader::new(folder.tree.clone(), &company, durable);
        Ok(SledStore { company, reader, folder })
    }

    /// Has the committer do something, and waits until it is on disk.
    async fn commit<T, E>(
        &self,
        deed: impl FnOnce(&mut Company, &mut Desk) -> Result<T, E> + Send + 'static,
    ) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<Fault> + Send + 'static,
    {
        let (answer, answered) = oneshot::channel();
        let deed = move |place: Result<(&mut Company, &mut Desk)>| -> Answer {
            let done = match place {
                Ok((company, desk)) => deed(company, desk),
                Err(fault) => Err(fault.into()),
            };
            Box::new(move |synced| {
                let told = match (done, synced) {
                    (Ok(_), Err(fault)) => Err(fault.into()),
                    (done, _) => done,
                };
                // Whoever asked may have stopped listening; what was done is done.
                let _ = answer.send(told);
            })
        };
        self.folder.ask(Job::Do { company: Arc::clone(&self.company), deed: Box::new(deed) })?;
        answered.await.unwrap_or_else(|_| Err(gone().into()))
    }

    /// Reads at length, on a thread that may wait for the disk.
    async fn reading<T: Send + 'static>(
        &self,
        read: impl FnOnce(&Reader) -> Result<T> + Send + 'static,
    ) -> Result<T> {
        let (reader, folder) = (self.reader.clone(), Arc::clone(&self.folder));
        read_aside(folder, move || read(&reader)).await
    }

    /// Reads the company as it is now, while commits go on.
    async fn surveying<T: Send + 'static>(
        &self,
        survey: impl FnOnce(&Snapshot) -> Result<T> + Send + 'static,
    ) -> Result<T> {
        let snapshot = self.commit(|company, desk| company.snapshot(desk)).await?;
        read_aside(Arc::clone(&self.folder), move || survey(&snapshot)).await
    }

    /// Writes all of the company into a new folder, as it is now, while commits go on; synced on return.
    ///
    /// # Errors
    /// [`Fault::NotEmpty`] when there is something in the folder; [`Fault::Full`]; [`Fault::Damaged`].
    pub async fn backup(&self, to: &Path) -> Result<Manifest> {
        let (company, to): (_, PathBuf) = (Arc::clone(&self.company), to.to_owned());
        self.surveying(move |snapshot| backup::write(snapshot, &company, &to)).await
    }
}

#[async_trait]
impl Store for SledStore {
    async fn append(&self, expected: Seq, batch: Batch) -> Result<Seq, AppendError> {
        batch.fit()?;
        self.commit(move |company, desk| company.append(desk, expected, batch)).await
    }

    async fn head(&self) -> Result<Seq> {
        Ok(self.reader.durable())
    }

    async fn read(&self, after: Seq, limit: usize) -> Result<Vec<Stored>> {
        self.reading(move |reader| reader.read(after, limit)).await
    }

    async fn history(&self, record: &str) -> Result<Vec<Stored>> {
        let record = record.to_owned();
        self.reading(move |reader| reader.history(&record)).await
    }

    async fn live(&self) -> Result<(Seq, Vec<Document>)> {
        self.surveying(|snapshot| {
            if snapshot.head.forgotten {
                return Ok((0, Vec::new()));
            }
            Ok((snapshot.head.seq, reader::documents(snapshot, Kind::Live)?))
        })
        .await
    }

    async fn archived(&self, key: &str) -> Result<Option<Document>> {
        let key = key.to_owned();
        let get =
            move |company: &mut Company, desk: &mut Desk| reader::archived(company, desk, key);
        self.commit(get).await
    }

    async fn seen(&self, delivery: &DeliveryId) -> Result<Option<Vec<u8>>> {
        let Some(answer) = self.reader.seen(delivery)? else { return Ok(None) };
        // It may not be on disk yet; then neither is what it answers. This waits for it.
        self.commit(|_, _| Ok::<_, Fault>(())).await?;
        Ok(Some(answer))
    }

    async fn forget_seen(&self, before: DateTime<Utc>) -> Result<usize> {
        let mut forgotten = 0;
        let found = self.reading(move |reader| reader.seen_before(before)).await?;
        for some in found.chunks(STRIDE) {
            let some = some.to_vec();
            forgotten +=
                self.commit(move |company, desk| company.forget_seen(desk, &some, before)).await?;
        }
        Ok(forgotten)
    }

    async fn claim(&self, now: DateTime<Utc>, limit: usize, lease: Duration) -> Result<Vec<Claim>> {
        self.commit(move |company, desk| company.claim(desk, |rows| rows.claim(now, limit, lease)))
            .await
    }

    async fn settle(&self, outcomes: &[(Claim, Outcome)]) -> Result<()> {
        let outcomes = outcomes.to_vec();
        let settle = move |company: &mut Company, desk: &mut Desk| {
            outcomes.iter().try_for_each(|(claim, outcome)| company.settle(desk, claim, outcome))
        };
        self.commit(settle).await
    }

    async fn next_due(&self) -> Result<Option<DateTime<Utc>>> {
        self.commit(|company, _| Ok(company.pending.next_due())).await
    }

    async fn sent_about(&self, record: &str) -> Result<Vec<Settled>> {
        let record = record.to_owned();
        self.surveying(move |snapshot| reader::sent_about(snapshot, &record)).await
    }

    async fn undelivered(&self) -> Result<Vec<Settled>> {
        self.surveying(reader::undelivered).await
    }

    async fn counts(&self) -> Result<Counts> {
        self.commit(|company, desk| reader::counts(company, desk)).await
    }

    async fn forget_documents(&self) -> Result<()> {
        let forget = |company: &mut Company, _: &mut Desk| {
            company.forget_documents();
            Ok(())
        };
        self.commit(forget).await
    }

    async fn reset_documents(
        &self,
        expected: Seq,
        live: Vec<Document>,
        archived: Vec<Document>,
    ) -> Result<(), AppendError> {
        self.commit(move |company, _| company.expect_head(expected)).await?;
        self.forget_documents().await?;
        let old = self.reading(Reader::document_keys).await?;
        for some in old.chunks(STRIDE) {
            let some = some.to_vec();
            self.commit(move |company, desk| company.clear_documents(desk, &some)).await?;
        }
        self.restore_documents(Kind::Live, live).await?;
        self.restore_documents(Kind::Archived, archived).await?;
        self.commit(move |company, _| company.believe_documents(expected)).await
    }

    async fn check(&self) -> Result<Vec<Finding>> {
        self.surveying(check::check).await
    }
}

impl SledStore {
    async fn restore_documents(&self, kind: Kind, documents: Vec<Document>) -> Result<()> {
        let mut documents = documents.into_iter();
        loop {
            let some: Vec<Document> = documents.by_ref().take(STRIDE).collect();
            if some.is_empty() {
                return Ok(());
            }
            let restore = move |company: &mut Company, desk: &mut Desk| {
                let mut some = some.iter();
                some.try_for_each(|document| {
                    company.restore_document(desk, kind, &document.key, &document.body)
                })
            };
            self.commit(restore).await?;
        }
    }
}

/// How many things are written in one commit where there are very many.
const STRIDE: usize = 128;

impl Folder {
    fn ask(&self, job: Job) -> Result<()> {
        let jobs = self.jobs.as_ref().ok_or_else(gone)?;
        jobs.send(job).map_err(|_| gone())
    }
}

/// A folder to be removed when it is done with.
struct Scratch(PathBuf);

impl Drop for Scratch {
    fn drop(&mut self) {
        // A copy that stays behind takes room and does no harm.
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        self.jobs = None;
        self.home = self.committer.take().and_then(|committer| committer.join().ok());
    }
}

fn start(
    home: Home,
    tree: Tree,
    durability: Box<dyn Durability>,
    jobs: Receiver<Job>,
) -> Result<JoinHandle<Home>> {
    let dir = home.dir().to_owned();
    let committer = Committer::new(home, tree, durability);
    let thread = std::thread::Builder::new().name("store-commit".to_owned());
    let started = thread.spawn(move || committer.run(&jobs));
    started.map_err(|error| Fault::from_io("starting the committer of", &dir, error))
}

/// Runs a long read on a thread that may block, and keeps the folder open meanwhile; a panic inside sled
/// is damage.
async fn read_aside<T: Send + 'static>(
    folder: Arc<Folder>,
    read: impl FnOnce() -> Result<T> + Send + 'static,
) -> Result<T> {
    let reading = tokio::task::spawn_blocking(move || {
        let done = read();
        drop(folder);
        done
    });
    reading.await.unwrap_or_else(|error| {
        let why = error.try_into_panic().map(|panic| home::panic_message(panic.as_ref()));
        Err(Fault::damaged(
            "the store",
            why.unwrap_or_else(|_| "the reading was stopped".to_owned()),
        ))
    })
}

fn gone() -> Fault {
    Fault::Broken { why: "the thread that writes is gone".to_owned() }
}
