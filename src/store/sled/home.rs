//! The folder a store lives in: whose it is, which format it has, and where its log was seen to end.
//!
//! `LOCK` holds the process id of whoever has it open; `FORMAT` the format; `HEAD` the last positions that
//! were on disk, so that a log that lost its end is noticed; `sled/` the rest.

use std::collections::BTreeMap;
use std::fs::{self, File, OpenOptions};
use std::io::{Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use fs2::FileExt;

use super::company::Company;
use super::durability::{Durability, Files};
use super::tree::Tree;
use super::witness::Witness;
use crate::store::{Fault, Result};

/// The format this program writes, and the newest it can read.
pub const FORMAT: u32 = 1;
const FORMAT_LINE: &str = "baton store ";

/// An open folder. Dropping it lets others open it.
pub struct Home {
    dir: PathBuf,
    /// Held for its lock.
    _lock: File,
    /// sled's file, to be synced.
    log: File,
    witness: Witness,
}

/// How sled is to run.
#[derive(Debug, Clone, Copy)]
pub struct Tuning {
    /// Memory for pages, in bytes.
    pub cache_max: u64,
    /// Size of the stretches sled's file is made of, in bytes: a power of two up to 16 MiB, fixed for good
    /// when a store is made. What is written between two syncs must be smaller (`group_max` says why). The
    /// rest of one is cleared at every opening, so tests that open very often use [`Tuning::small`].
    pub segment: usize,
}

impl Default for Tuning {
    fn default() -> Self {
        Tuning { cache_max: 64 << 20, segment: 8 << 20 }
    }
}

impl Tuning {
    /// For stores of a few hundred records that are opened very often.
    pub fn small() -> Self {
        Tuning { cache_max: 8 << 20, segment: 512 << 10 }
    }

    /// After this much, in bytes, a group is synced although more waits.
    ///
    /// sled reuses a segment once it has *written* what replaces it, synced or not, and trusts every segment
    /// before the last but one without looking. Both are harmless as long as less than a segment is written
    /// between two syncs. Measured, sled writes up to four bytes for one of ours; this leaves ample room for
    /// that, and for one large batch on top ([`BATCH_MAX`](crate::store::batch::BATCH_MAX)).
    pub(super) fn group_max(self) -> usize {
        self.segment / 64
    }
}

impl Home {
    /// Opens the folder, and makes a store in it when it is new or empty.
    ///
    /// # Errors
    /// [`Fault::InUse`], [`Fault::Newer`], [`Fault::NotEmpty`] for a folder of something else,
    /// [`Fault::Damaged`] when sled cannot open its files, [`Fault::ReadOnly`], [`Fault::Full`].
    pub fn open(dir: &Path, tuning: Tuning) -> Result<(Home, Tree)> {
        fs::create_dir_all(dir).map_err(|error| Fault::from_io("making", dir, error))?;
        let lock = lock(dir)?;
        let is_new = !has_format(dir)?;
        if is_new {
            begin(dir)?;
        }
        let witness = Witness::open(&dir.join("HEAD"))?;
        let inner = dir.join("sled");
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
        let home = Home { dir: dir.to_owned(), _lock: lock, log, witness };
        Ok((home, Tree::new(db, dir)))
    }

    /// Makes what was written last.
    pub fn sync(&mut self, db: &::sled::Db, durability: &mut dyn Durability) -> Result<()> {
        let files = Files { db, log: &self.log, dir: &self.dir };
        durability.sync(&files).map_err(|error| Fault::from_io("syncing", &self.dir, error))
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
    if !has_format(dir)? {
        return Err(Fault::Missing { dir: dir.to_owned() });
    }
    if let Ok(mut lock) = File::open(dir.join("LOCK")) {
        take(&mut lock, dir)?;
    }
    let copy = || {
        fs::create_dir_all(to.join("sled"))?;
        fs::copy(dir.join("FORMAT"), to.join("FORMAT"))?;
        if dir.join("HEAD").exists() {
            fs::copy(dir.join("HEAD"), to.join("HEAD"))?;
        }
        for entry in fs::read_dir(dir.join("sled"))? {
            let entry = entry?;
            if entry.file_type()?.is_file() {
                fs::copy(entry.path(), to.join("sled").join(entry.file_name()))?;
            }
        }
        Ok(())
    };
    copy().map_err(|error| Fault::from_io("copying the store to", to, error))
}

/// Whether there is a store of a format this program knows.
fn has_format(dir: &Path) -> Result<bool> {
    let path = dir.join("FORMAT");
    let text = match fs::read_to_string(&path) {
        Ok(text) => text,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(false),
        Err(error) => return Err(Fault::from_io("reading", &path, error)),
    };
    let number = text.trim().strip_prefix(FORMAT_LINE).and_then(|number| number.parse().ok());
    match number {
        None => Err(Fault::damaged(path.display().to_string(), "it does not name a format")),
        Some(found) if found > FORMAT => {
            Err(Fault::Newer { dir: dir.to_owned(), found, known: FORMAT })
        }
        Some(_) => Ok(true),
    }
}

/// Marks an empty folder as a store; a folder of something else is left alone.
fn begin(dir: &Path) -> Result<()> {
    let fail = |error| Fault::from_io("beginning a store in", dir, error);
    for entry in fs::read_dir(dir).map_err(fail)? {
        let name = entry.map_err(fail)?.file_name();
        if name != "LOCK" && name != "FORMAT.new" {
            return Err(Fault::NotEmpty { dir: dir.to_owned() });
        }
    }
    let write = || {
        let mut file = File::create(dir.join("FORMAT.new"))?;
        writeln!(file, "{FORMAT_LINE}{FORMAT}")?;
        file.sync_all()?;
        fs::rename(dir.join("FORMAT.new"), dir.join("FORMAT"))?;
        sync_dir(dir)
    };
    write().map_err(fail)
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

/// What a panic said.
pub fn panic_message(panic: &(dyn std::any::Any + Send)) -> String {
    let text = panic.downcast_ref::<String>().map(String::as_str);
    text.or_else(|| panic.downcast_ref::<&str>().copied()).unwrap_or("no reason given").to_owned()
}
