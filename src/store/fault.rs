//! How a store fails, in words that say what to try.

use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::Seq;

pub type Result<T, E = Fault> = std::result::Result<T, E>;

/// Why nothing was appended.
#[derive(Debug, Clone, thiserror::Error)]
pub enum AppendError {
    /// Somebody else appended first. Read on from where you were, decide again.
    #[error("the log has moved on to position {head}")]
    Moved { head: Seq },
    #[error(transparent)]
    Fault(#[from] Fault),
}

/// What is wrong with a store. Cheap to clone: everybody who waited for one sync is told the same.
#[derive(Debug, Clone, thiserror::Error)]
pub enum Fault {
    #[error("the disk under {} is full: free some space, then start again; nothing that was acknowledged is lost", .dir.display())]
    Full { dir: PathBuf },
    #[error("{} cannot be written to: mount it writable and give this user the right to write there, then start again", .dir.display())]
    ReadOnly { dir: PathBuf },
    #[error(
        "the store takes no more writes since one failed ({why}): look at the disk, then start again; what was acknowledged is kept"
    )]
    Broken { why: String },
    #[error("another process (pid {pid}) has the store in {} open: stop it first, or name another folder", .dir.display())]
    InUse { dir: PathBuf, pid: String },
    #[error("{} holds a store of format {found}, this program knows formats up to {known}: use the newer program that wrote it", .dir.display())]
    Newer { dir: PathBuf, found: u32, known: u32 },
    #[error("there is no store in {}: check the path, or let `baton serve` make one", .dir.display())]
    Missing { dir: PathBuf },
    #[error("{} holds no finished backup (there is no manifest.json): take another one", .dir.display())]
    NoBackup { dir: PathBuf },
    #[error("{} is not empty: name a new folder", .dir.display())]
    NotEmpty { dir: PathBuf },
    #[error("the log is not empty (it ends at {head}): import into a new store")]
    LogNotEmpty { head: Seq },
    #[error(
        "{what} is damaged ({why}): leave it as it is, and restore the last backup into a new folder with `baton backup restore`, or its events with `baton import`"
    )]
    Damaged { what: String, why: String },
    #[error(
        "line {line} cannot be read ({why}): is the file whole, and an export of this program?"
    )]
    BadLine { line: u64, why: String },
    #[error("not fit to be stored: {what}")]
    Unfit { what: String },
    #[error("{doing} {} failed", .path.display())]
    Io { doing: &'static str, path: PathBuf, source: Arc<io::Error> },
}

impl Fault {
    /// Names what an I/O error means for whoever keeps the machine.
    pub fn from_io(doing: &'static str, path: &Path, error: io::Error) -> Self {
        let dir = || path.to_owned();
        match error.kind() {
            io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => Self::Full { dir: dir() },
            io::ErrorKind::ReadOnlyFilesystem | io::ErrorKind::PermissionDenied => {
                Self::ReadOnly { dir: dir() }
            }
            _ => Self::Io { doing, path: dir(), source: Arc::new(error) },
        }
    }

    /// Something read back is not what was written.
    pub fn damaged(what: impl Into<String>, why: impl Into<String>) -> Self {
        Self::Damaged { what: what.into(), why: why.into() }
    }
}
