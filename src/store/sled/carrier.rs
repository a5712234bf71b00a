//! The thread that carries what stands in the journal into sled, while commits go on.
//!
//! It may stop anywhere: what is carried twice is the same. A file of the journal is removed when all of it is in sled
//! and on disk, and sled says so.

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread::JoinHandle;

use super::durability::{Durability, Files};
use super::home::panic_message;
use super::journal;
use super::laid::Layer;
use super::tree::Tree;
use crate::store::{Fault, Result};

/// Where sled says which file of the journal it has whole. No company's keys begin like this.
const CARRIED: &[u8] = b"\0carried";

/// Takes loads and carries them, one after the other.
pub struct Carrier {
    loads: Option<Sender<Load>>,
    /// Says when the load that was taken last is where it belongs, or lost on the way.
    done: Receiver<()>,
    is_under_way: bool,
    thread: Option<JoinHandle<()>>,
}

/// A layer, and the last file of the journal that it comes from.
pub struct Load {
    pub layer: Layer,
    pub until: u64,
}

/// What the thread needs.
pub struct Way {
    pub tree: Tree,
    /// sled's file, open since the store was opened.
    pub log: std::fs::File,
    pub journal: PathBuf,
    pub durability: Arc<dyn Durability>,
    /// After so many bytes sled is synced.
    pub portion_max: usize,
}

/// The last file of the journal that is in sled; 0 when none is.
pub fn carried(tree: &Tree) -> Result<u64> {
    let Some(bytes) = tree.in_sled(CARRIED)? else { return Ok(0) };
    let number = <[u8; 8]>::try_from(&*bytes).map(u64::from_be_bytes);
    number.map_err(|_| Fault::damaged("the store", "it does not say where its journal begins"))
}

impl Carrier {
    pub fn start(way: Way) -> Result<Carrier> {
        let (loads, waiting) = channel::<Load>();
        let (finish, done) = channel();
        let dir = way.journal.clone();
        let carry = move || {
            while let Ok(load) = waiting.recv() {
                way.carry_or_stop(&load);
                if finish.send(()).is_err() {
                    return;
                }
            }
        };
        let thread = std::thread::Builder::new().name("store-carry".to_owned()).spawn(carry);
        let thread =
            thread.map_err(|error| Fault::from_io("starting the thread of", &dir, error))?;
        Ok(Carrier { loads: Some(loads), done, is_under_way: false, thread: Some(thread) })
    }

    /// Whether a load is on its way.
    pub fn is_under_way(&mut self) -> bool {
        if self.is_under_way && self.done.try_recv().is_ok() {
            self.is_under_way = false;
        }
        self.is_under_way
    }

    /// Waits until nothing is on its way.
    pub fn wait(&mut self) {
        if std::mem::take(&mut self.is_under_way) {
            // A thread that is gone has left its fault behind.
            let _ = self.done.recv();
        }
    }

    /// Sends a load on its way; one at a time.
    pub fn carry(&mut self, load: Load) {
        self.wait();
        let sent = self.loads.as_ref().is_some_and(|loads| loads.send(load).is_ok());
        self.is_under_way = sent;
    }
}

impl Drop for Carrier {
    fn drop(&mut self) {
        self.loads = None;
        let ended = self.thread.take().map(JoinHandle::join);
        if let Some(Err(panic)) = ended {
            tracing::error!(why = panic_message(panic.as_ref()), "the journal was not carried");
        }
    }
}

impl Way {
    /// Whatever goes wrong, a panic inside sled as well, ends the carrying; the journal keeps what it has.
    fn carry_or_stop(&self, load: &Load) {
        let carry = std::panic::AssertUnwindSafe(|| self.carry(load));
        let carried = std::panic::catch_unwind(carry)
            .unwrap_or_else(|panic| Err(Fault::Broken { why: panic_message(panic.as_ref()) }));
        if let Err(fault) = carried {
            self.tree.front().stop(fault);
        }
    }

    fn carry(&self, load: &Load) -> Result<()> {
        let mut weight = 0;
        for (key, laid) in &load.layer {
            let in_sled = |key: &::sled::IVec| self.tree.in_sled(key);
            self.tree.front().preserve(std::iter::once(key), in_sled)?;
            self.tree.put_in_sled(key, laid.value().cloned())?;
            weight += key.len() + laid.value().map_or(0, |value| value.len());
            if weight >= self.portion_max {
                self.sync()?;
                weight = 0;
            }
        }
        // First all of it, then that it is all.
        self.sync()?;
        self.tree.put_in_sled(CARRIED, Some(load.until.to_be_bytes().as_slice().into()))?;
        self.sync()?;
        self.tree.front().carried();
        journal::remove_until(&self.journal, load.until)
            .map_err(|error| Fault::from_io("clearing", &self.journal, error))
    }

    fn sync(&self) -> Result<()> {
        let files = Files::tree(self.tree.db(), &self.log);
        let synced = self.durability.sync(&files);
        synced.map_err(|error| Fault::from_io("syncing", self.tree.dir(), error))
    }
}
