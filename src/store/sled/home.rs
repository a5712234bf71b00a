//! The folder a store lives in: whose it is, which format it has, and where its log was seen to end.
//!
//! `LOCK` holds the process id of whoever has it open; `FORMAT` the format; `HEAD` the last positions that
//! were on disk, so that a log that lost its end is noticed; `journal/` what was committed last; `sled/` the rest.

use std::collections::BTreeMap;
use std::fs::{self, File, OpenOptions};
use std::io::{Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use fs2::FileExt;

use super::carrier;
use super::company::Company;
use super::format;
use super::journal::Journal;
use super::laid::Laid;
use super::tree::Tree;
use super::witness::Witness;
use crate::store::{Fault, Result};

/// The folder of sled's files.
pub const SLED: &str = "sled";
/// The folder of the journal's.
pub const JOURNAL: &str = "journal";

/// An open folder. Dropping it lets others open it.
pub struct Home {
    dir: PathBuf,
    /// Held for its lock.
    _lock: File,
    witness: Witness,
}

/// What is in an open folder.
pub struct Opened {
    pub home: Home,
    pub tree: Tree,
    pub journal: Journal,
    /// sled's file, to be synced.
    pub log: File,
}

/// How sled is to run.
#[derive(Debug, Clone, Copy)]
pub struct Tuning {
    /// Memory for pages, in bytes.
    pub cache_max: u64,
    /// Size of the stretches sled's file is made of, in bytes: a power of two up to 16 MiB, fixed for good
    /// when a store is made. What is written between two syncs must be smaller (`portion_max` says why). The
    /// rest of one is cleared at every opening, so tests that open very often use [`Tuning::small`].
    pub segment: usize,
    /// After this much, in bytes, what stands in the journal is carried into sled; until it is there it is in memory too.
    pub journal_max: u64,
}

impl Default for Tuning {
    fn default() -> Self {
        Tuning { cache_max: 40 << 20, segment: 8 << 20, journal_max: 32 << 20 }
    }
}

impl Tuning {
    /// For stores of a few hundred records that are opened very often.
    pub fn small() -> Self {
        Tuning { cache_max: 8 << 20, segment: 512 << 10, journal_max: 64 << 10 }
    }

    /// After this much, in bytes, sled is synced although more is to be carried into it.
    ///
    /// sled reuses a segment once it has *written* what replaces it, synced or not, and trusts every segment
    /// before the last but one without looking. Both are harmless as long as less than a segment is written
    /// between two syncs. Measured, sled writes up to four bytes for one of ours; this leaves room for that twice over.
    pub(super) fn portion_max(self) -> usize {
        self.segment / 8
    }
}

impl Home {
    /// Opens the folder, and makes a store in it when it is new or empty.
    ///
    /// # Errors
    /// [`Fault::InUse`], [`Fault::Newer`], [`Fault::NotEmpty`] for a folder of something else,
    /// [`Fault::Damaged`] when sled cannot open its files, [`Fault::ReadOnly`], [`Fault::Full`].
    pub fn open(dir: &Path, tuning: Tuning) -> Result<Opened> {
        fs::create_dir_all(dir).map_err(|error| Fault::from_io("making", dir, error))?;
        let lock = lock(dir)?;
        match format::of(dir)? {
            None => format::begin(dir)?,
            // There was no journal then, and programs of then would not look for one.
            Some(old) if old < format::FORMAT => format::write(dir)?,
            Some(_) => {}
        }
        let witness = Witness::open(&dir.join("HEAD"))?;
        let inner = dir.join(SLED);
        if !witness.is_empty() && !inner.join("db").exists() {
            return Err(Fault::damaged(
                format!("the store in {}", dir.display()),
                "its log is gone",
            ));
        }
        await_last_threads(&inner.join("db"))?;
        let db = open_sled(&inner, tuning)?;
        sync_new(dir, &inner)?;
        let path = inner.join("db");
        let log = File::open(&path).map_err(|error| Fault::from_io("opening", &path, error))?;
        let tree = Tree::new(db, dir);
        let carried = unpanicked(dir, || carrier::carried(&tree))?;
        // Whether it was in sled before is not known any more.
        let laid = |value: Option<_>| value.map_or(Laid::Removed, Laid::Put);
        let take = |(key, value)| tree.front().take(std::iter::once((key, laid(value))));
        let journal = Journal::open(&dir.join(JOURNAL), carried, take)?;
        sync_dir(dir).map_err(|error| Fault::from_io("syncing", dir, error))?;
        let home = Home { dir: dir.to_owned(), _lock: lock, witness };
        Ok(Opened { home, tree, journal, log })
    }

    /// Notes where the logs end, now that this is on disk.
    pub fn witness(&mut self, companies: &BTreeMap<Arc<str>, Company>) {
        self.witness.note(companies.iter().map(|(slug, company)| (&**slug, &company.head)));
    }

    /// Compares where a log ends with where it was seen to end.
    ///
    /// # Errors
    /// [`Fault::Damaged`] when events that were on disk are gone, or are others.
    pub fn compare(&self, slug: &str, company: &Company, tree: &Tree) -> Result<()> {
        let Some((seq, hash)) = self.witness.of(slug) else { return Ok(()) };
        let found = company.head.seq;
        let what = || format!("the log of `{slug}` in {}", self.dir.display());
        if found < seq {
            let why = format!("it ends at event {found}, and once went on to event {seq}");
            return Err(Fault::damaged(what(), why));
        }
        if tree.hash_of(&company.keys, seq)? != Some(hash) {
            return Err(Fault::damaged(
                what(),
                format!("event {seq} is not the one that was written"),
            ));
        }
        Ok(())
    }
}

/// Takes the folder for this process, and says so in it.
fn lock(dir: &Path) -> Result<File> {
    let path = dir.join("LOCK");
    let fail = |error| Fault::from_io("locking", &path, error);
    let mut options = OpenOptions::new();
    let options = options.create(true).truncate(false).read(true).write(true);
    let mut file = options.open(&path).map_err(fail)?;
    take(&mut file, dir)?;
    let mut write = || {
        file.set_len(0)?;
        file.seek(SeekFrom::Start(0))?;
        writeln!(file, "{}", std::process::id())
    };
    write().map_err(fail)?;
    Ok(file)
}

/// Takes the lock, or says who has it.
fn take(lock: &mut File, dir: &Path) -> Result<()> {
    if lock.try_lock_exclusive().is_ok() {
        return Ok(());
    }
    let mut pid = String::new();
    // The lock tells that somebody has it; who it is, is a courtesy.
    let _ = lock.read_to_string(&mut pid);
    let pid = if pid.trim().is_empty() { "unknown" } else { pid.trim() };
    Err(Fault::InUse { dir: dir.to_owned(), pid: pid.to_owned() })
}

/// Copies the files of a store nobody has open, without writing anything in its folder.
///
/// # Errors
/// [`Fault::Missing`], [`Fault::InUse`], [`Fault::Newer`], [`Fault::Full`].
pub fn copy(dir: &Path, to: &Path) -> Result<()> {
    if format::of(dir)?.is_none() {
        return Err(Fault::Missing { dir: dir.to_owned() });
    }
    if let Ok(mut lock) = File::open(dir.join("LOCK")) {
        take(&mut lock, dir)?;
    }
    let copy = || {
        fs::create_dir_all(to)?;
        fs::copy(dir.join("FORMAT"), to.join("FORMAT"))?;
        if dir.join("HEAD").exists() {
            fs::copy(dir.join("HEAD"), to.join("HEAD"))?;
        }
        [SLED, JOURNAL].iter().try_for_each(|name| copy_files(&dir.join(name), &to.join(name)))
    };
    copy().map_err(|error| Fault::from_io("copying the store to", to, error))
}

/// Copies the files of a folder, if there is one.
fn copy_files(from: &Path, to: &Path) -> std::io::Result<()> {
    if !from.exists() {
        return Ok(());
    }
    fs::create_dir_all(to)?;
    for entry in fs::read_dir(from)? {
        let entry = entry?;
        if entry.file_type()?.is_file() {
            fs::copy(entry.path(), to.join(entry.file_name()))?;
        }
    }
    Ok(())
}

/// Waits for the threads of a sled that was closed, and for children of ours that have not become their own program yet:
/// they hold its own lock a moment longer than its handle. Nobody else can hold it, for `LOCK` is ours.
fn await_last_threads(path: &Path) -> Result<()> {
    let locked = match File::open(path) {
        // Given back by word: a child that was begun meanwhile has the file open too.
        Ok(file) => file.lock_exclusive().and_then(|()| fs2::FileExt::unlock(&file)),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(()),
        Err(error) => Err(error),
    };
    locked.map_err(|error| Fault::from_io("locking", path, error))
}

/// Opens sled on a thread of its own, for it may panic on files that are damaged.
fn open_sled(dir: &Path, tuning: Tuning) -> Result<::sled::Db> {
    let config = ::sled::Config::new()
        .path(dir)
        .cache_capacity(tuning.cache_max)
        .segment_size(tuning.segment)
        // Neither flush nor tidy up in the background: what it moves is not synced before it is overwritten,
        // and a power cut at that moment costs the whole log. Without it the files are a tenth larger.
        .flush_every_ms(None);
    let opening = std::thread::Builder::new().name("store-open".to_owned());
    let thread = opening
        .spawn(move || config.open())
        .map_err(|error| Fault::from_io("opening", dir, error))?;
    let what = || format!("the store in {}", dir.display());
    match thread.join() {
        Ok(Ok(db)) => Ok(db),
        Ok(Err(::sled::Error::Io(error))) => Err(Fault::from_io("opening", dir, error)),
        Ok(Err(error)) => Err(Fault::damaged(what(), error.to_string())),
        Err(panic) => Err(Fault::damaged(what(), panic_message(panic.as_ref()))),
    }
}

/// Syncs files and folders once, so that a power cut after the first commit finds them.
fn sync_new(dir: &Path, inner: &Path) -> Result<()> {
    for name in ["db", "conf"] {
        let path = inner.join(name);
        let synced = File::open(&path).and_then(|file| file.sync_all());
        synced.map_err(|error| Fault::from_io("syncing", &path, error))?;
    }
    let parent = dir.parent().filter(|parent| !parent.as_os_str().is_empty());
    for folder in [Some(inner), Some(dir), parent].into_iter().flatten() {
        sync_dir(folder).map_err(|error| Fault::from_io("syncing", folder, error))?;
    }
    Ok(())
}

/// Makes names in a folder last.
pub fn sync_dir(dir: &Path) -> std::io::Result<()> {
    File::open(dir)?.sync_all()
}

/// Reads something, for sled may panic on files that are damaged.
fn unpanicked<T>(dir: &Path, read: impl FnOnce() -> Result<T>) -> Result<T> {
    let read = std::panic::catch_unwind(std::panic::AssertUnwindSafe(read));
    read.unwrap_or_else(|panic| {
        let what = format!("the store in {}", dir.display());
        Err(Fault::damaged(what, panic_message(panic.as_ref())))
    })
}

/// What a panic said.
pub fn panic_message(panic: &(dyn std::any::Any + Send)) -> String {
    let text = panic.downcast_ref::<String>().map(String::as_str);
    text.or_else(|| panic.downcast_ref::<&str>().copied()).unwrap_or("no reason given").to_owned()
}
