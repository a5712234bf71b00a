//! The store that survives a power cut, in a folder of its own: one process, one tree, one thread that writes.
//!
//! In reading order: [`keys`] is where things stand; [`record`], [`value`] and `codec` are what is there,
//! byte by byte; [`company`] is what a commit does; [`committer`] is when it is on disk ([`durability`]): in the [`journal`]
//! first, from where the [`carrier`] takes it to sled. [`tree`] is both as one, by way of the [`front`], which has what is
//! [`laid`] down;
//! [`home`] and [`witness`] are the folder. Reading: [`reader`], and [`snapshot`] for what takes long:
//! [`check`] and [`backup`].

pub mod backup;
mod carrier;
pub mod check;
mod codec;
mod committer;
mod company;
mod deliveries;
mod desk;
pub mod durability;
mod format;
mod front;
mod home;
mod journal;
mod keys;
mod laid;
mod reader;
mod record;
pub mod restore;
mod snapshot;
mod store;
mod tree;
mod value;
mod witness;

use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, Sender, sync_channel};
use std::sync::{Arc, mpsc};
use std::thread::JoinHandle;

use tokio::sync::oneshot;

pub use backup::Manifest;
pub use format::FORMAT;
pub use home::Tuning;
pub use restore::restore;

use super::{Fault, Result};
use carrier::{Carrier, Way};
use committer::{Answer, Committer, Deed, Job};
use company::Company;
use desk::Desk;
use durability::{Disk, Durability, Sealed};
use home::{Home, Opened};
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
        Self::open_with(dir, company, Tuning::default(), Arc::new(Disk))
    }

    /// Opens with another way of running, or of making commits last.
    ///
    /// # Errors
    /// As [`SledStore::open`].
    pub fn open_with(
        dir: &Path,
        company: &str,
        tuning: Tuning,
        durability: Arc<dyn Durability>,
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
        let tuning = Tuning::default();
        if scratch.exists() {
            return Err(Fault::NotEmpty { dir: scratch.to_owned() });
        }
        let copied = Scratch(scratch.to_owned());
        home::copy(dir, scratch)?;
        Self::open_all(scratch, company, tuning, Arc::new(Sealed), Some(copied))
    }

    fn open_all(
        dir: &Path,
        company: &str,
        tuning: Tuning,
        durability: Arc<dyn Durability>,
        scratch: Option<Scratch>,
    ) -> Result<Self> {
        let Opened { home, tree, journal, log } = Home::open(dir, tuning)?;
        let way = || Way {
            tree: tree.clone(),
            log,
            journal: journal.dir().to_owned(),
            durability: Arc::clone(&durability),
            portion_max: tuning.portion_max(),
        };
        // A copy is read and thrown away.
        let carrier = scratch.is_none().then(way).map(Carrier::start).transpose()?;
        let max = tuning.journal_max;
        let committer =
            Committer::new(home, tree.clone(), journal, carrier, Arc::clone(&durability), max);
        let (ask, jobs) = mpsc::channel();
        let committer = start(committer, jobs)?;
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
        let shared = answer.recv().map_err(|_| gone())??;
        let reader = Reader::new(folder.tree.clone(), &company, shared);
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
        self.commit_as(|company, deed| Job::Do { company, deed }, deed, |done| done).await
    }

    /// The same for what may wait a moment for a commit to share its sync with.
    async fn commit_soon(
        &self,
        deed: impl FnOnce(&mut Company, &mut Desk) -> Result<()> + Send + 'static,
    ) -> Result<()> {
        self.commit_as(|company, deed| Job::DoSoon { company, deed }, deed, |done| done).await
    }

    /// The same, and something more when it is on disk, before those are answered who asked later.
    async fn commit_as<T, U, E>(
        &self,
        job: impl FnOnce(Arc<str>, Deed) -> Job,
        deed: impl FnOnce(&mut Company, &mut Desk) -> Result<T, E> + Send + 'static,
        kept: impl FnOnce(T) -> U + Send + 'static,
    ) -> Result<U, E>
    where
        T: Send + 'static,
        U: Send + 'static,
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
                    (done, _) => done.map(kept),
                };
                // Whoever asked may have stopped listening; what was done is done.
                let _ = answer.send(told);
            })
        };
        self.folder.ask(job(Arc::clone(&self.company), Box::new(deed)))?;
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

fn start(committer: Committer, jobs: Receiver<Job>) -> Result<JoinHandle<Home>> {
    let thread = std::thread::Builder::new().name("store-commit".to_owned());
    thread
        .spawn(move || committer.run(&jobs))
        .map_err(|error| Fault::from_io("starting the thread of", Path::new("the store"), error))
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
