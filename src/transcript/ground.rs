//! What a conversation stands on: a store that outlives crashes, the organisation's files, codes without chance.

use std::path::PathBuf;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use anyhow::Context as _;
use baton_commands::ask::{Offered, Secret};
use tempfile::TempDir;

use super::preview::Preview;
use crate::engine::{Lots, Organisation};
use crate::settings::organisation;
use crate::store::sled::SledStore;
use crate::store::{MemoryStore, Store};

/// How a transcript is played.
#[derive(Debug, Clone, Copy, Default)]
pub struct Play {
    pub backend: Backend,
    /// After every input line the process dies, once before and once after its messages went out.
    pub crash_after_every_line: bool,
    /// Also make what would be sent to this platform.
    pub preview: Option<Preview>,
}

/// Which store a conversation is played on; the outcome is the same to the letter.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, clap::ValueEnum)]
pub enum Backend {
    #[default]
    Memory,
    Sled,
}

/// The store between two starts of the process.
pub(super) enum Ground {
    Memory(Arc<MemoryStore>),
    /// A folder of its own, gone when the conversation is over.
    Sled(TempDir),
}

impl Ground {
    pub fn new(backend: Backend) -> anyhow::Result<Ground> {
        Ok(match backend {
            Backend::Memory => Ground::Memory(Arc::default()),
            Backend::Sled => {
                Ground::Sled(tempfile::tempdir().context("making a folder to play in")?)
            }
        })
    }

    /// Opens the store as a stop or a crash left it. Every handle on it must have been dropped.
    pub fn open(&mut self) -> anyhow::Result<Arc<dyn Store>> {
        match self {
            Ground::Memory(kept) => {
                *kept = Arc::new(kept.reopen());
                Ok(Arc::clone(kept) as Arc<dyn Store>)
            }
            Ground::Sled(folder) => {
                let store =
                    SledStore::open(folder.path(), "transcript").context("opening the store")?;
                Ok(Arc::new(store))
            }
        }
    }
}

/// The organisation's files of a transcript, which `@config` swaps for others.
pub(super) struct Files {
    dir: Mutex<PathBuf>,
}

impl Files {
    pub fn new(dir: PathBuf) -> Files {
        Files { dir: Mutex::new(dir) }
    }

    pub fn dir(&self) -> PathBuf {
        self.dir.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// From now on, what is read are the files in `dir`.
    pub fn point_to(&self, dir: PathBuf) {
        *self.dir.lock().unwrap_or_else(PoisonError::into_inner) = dir;
    }
}

impl Organisation for Files {
    fn read(&self) -> Offered {
        match organisation::load_checked(&self.dir()) {
            Ok(directory) => Offered::Good(Box::new(directory)),
            Err(faults) => Offered::Bad(faults.lines()),
        }
    }
}

/// The codes of `/baton link`, in the order they are asked for: `100001`, `100002` …
#[derive(Default)]
pub(super) struct CountedCodes(AtomicU32);

impl Lots for CountedCodes {
    fn draw(&self) -> Secret {
        let code = (100_001 + self.0.fetch_add(1, Ordering::Relaxed)).to_string();
        Secret { hash: self.hash(&code), code }
    }

    fn hash(&self, code: &str) -> String {
        format!("kept of {code}")
    }
}
