//! What makes a commit survive a power cut.

use std::fs::File;
use std::io;
use std::path::Path;

/// The step after which a commit is on disk. Tests put themselves in its place to cut the power.
pub trait Durability: Send {
    /// Returns once all that was written before is on disk.
    ///
    /// # Errors
    /// Whatever the disk says; the store then takes no more writes.
    fn sync(&mut self, files: &Files<'_>) -> io::Result<()>;
}

/// sled's files, as the sync step sees them.
pub struct Files<'a> {
    pub(crate) db: &'a ::sled::Db,
    /// Kept open since the store was opened: the kernel reports a failed write to those who had the file
    /// open by then.
    pub(crate) log: &'a File,
    pub(crate) dir: &'a Path,
}

impl Files<'_> {
    /// Hands what sled still holds in memory to the operating system. That is not enough: sled waits with
    /// `sync_file_range`, which leaves the file's length and the disk's own cache alone.
    pub fn flush(&self) -> io::Result<()> {
        self.db.flush().map(drop).map_err(|error| match error {
            ::sled::Error::Io(error) => error,
            other => io::Error::other(other),
        })
    }

    /// Waits until the disk has it.
    pub fn sync_all(&self) -> io::Result<()> {
        self.log.sync_all()
    }

    /// The folder the files are in.
    pub fn dir(&self) -> &Path {
        self.dir
    }
}

/// The real thing.
#[derive(Debug, Clone, Copy, Default)]
pub struct Disk;

impl Durability for Disk {
    fn sync(&mut self, files: &Files<'_>) -> io::Result<()> {
        files.flush()?;
        files.sync_all()
    }
}

/// A store opened for reading: nothing written to it lasts, and whoever tries is told so.
#[derive(Debug, Clone, Copy, Default)]
pub struct Sealed;

impl Durability for Sealed {
    fn sync(&mut self, _: &Files<'_>) -> io::Result<()> {
        Err(io::Error::other("it was opened for reading only"))
    }
}
