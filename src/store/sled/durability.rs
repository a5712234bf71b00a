//! What makes a commit survive a power cut.

use std::fs::File;
use std::io;
use std::path::{Path, PathBuf};

/// The step after which what was written is on disk. Tests put themselves in its place to cut the power.
pub trait Durability: Send + Sync {
    /// Returns once all that was written before to this file is on disk.
    ///
    /// # Errors
    /// Whatever the disk says; the store then takes no more writes.
    fn sync(&self, files: &Files<'_>) -> io::Result<()>;
}

/// A file of the store, as the sync step sees it: one of the journal, which makes a commit last, or that of sled.
pub struct Files<'a> {
    /// None for the journal.
    db: Option<&'a ::sled::Db>,
    /// Kept open since it was begun or the store was opened: the kernel reports a failed write to those who had the file
    /// open by then.
    file: &'a File,
    name: PathBuf,
}

impl<'a> Files<'a> {
    pub(super) fn journal(file: &'a File, dir: &Path, name: &str) -> Self {
        let folder = dir.file_name().map(PathBuf::from).unwrap_or_default();
        Files { db: None, file, name: folder.join(name) }
    }

    pub(super) fn tree(db: &'a ::sled::Db, file: &'a File) -> Self {
        Files { db: Some(db), file, name: Path::new(super::home::SLED).join("db") }
    }

    /// Hands what sled still holds in memory to the operating system. That is not enough: sled waits with
    /// `sync_file_range`, which leaves the file's length and the disk's own cache alone.
    pub fn flush(&self) -> io::Result<()> {
        let Some(db) = self.db else { return Ok(()) };
        db.flush().map(drop).map_err(|error| match error {
            ::sled::Error::Io(error) => error,
            other => io::Error::other(other),
        })
    }

    /// Waits until the disk has it.
    pub fn sync_all(&self) -> io::Result<()> {
        match self.db {
            // Its length is all that is needed beside what is in it, and comes along.
            None => self.file.sync_data(),
            Some(_) => self.file.sync_all(),
        }
    }

    /// Whether this is the journal: who waits for a commit waits for it.
    pub fn is_journal(&self) -> bool {
        self.db.is_none()
    }

    /// Which file it is, under the store's folder.
    pub fn name(&self) -> &Path {
        &self.name
    }
}

/// The real thing.
#[derive(Debug, Clone, Copy, Default)]
pub struct Disk;

impl Durability for Disk {
    fn sync(&self, files: &Files<'_>) -> io::Result<()> {
        files.flush()?;
        files.sync_all()
    }
}

/// A store opened for reading: nothing written to it lasts, and whoever tries is told so.
#[derive(Debug, Clone, Copy, Default)]
pub struct Sealed;

impl Durability for Sealed {
    fn sync(&self, _: &Files<'_>) -> io::Result<()> {
        Err(io::Error::other("it was opened for reading only"))
    }
}
