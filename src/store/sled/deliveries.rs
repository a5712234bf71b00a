//! Which deliveries are kept, as short sums of their ids: most are new, and that is to be told without looking.
//!
//! What may be kept is looked up; what is not here was never kept, or is forgotten. Seven bytes for each delivery.

use std::collections::BTreeSet;
use std::ops::Bound;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread::JoinHandle;

use super::keys::{Keys, Kind, end_of};
use super::tree::{Enough, Tree};
use crate::store::Result;

/// Shared by the committer and whoever asks.
#[derive(Debug, Default)]
pub struct Deliveries(Mutex<Sums>);

/// The sums of the deliveries that are kept.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Sums {
    once: BTreeSet<u32>,
    /// Noted more than once, of one delivery or of several: these stay.
    often: BTreeSet<u32>,
    /// All that are kept are here.
    is_complete: bool,
}

impl Deliveries {
    /// Whether this delivery may be kept; false is certain.
    pub fn may_hold(&self, delivery: &[u8]) -> bool {
        self.sums().may_hold(delivery)
    }

    /// Notes that a delivery is kept, before anybody can find it.
    pub fn note(&self, delivery: &[u8]) {
        self.sums().note(delivery);
    }

    /// Notes that a delivery is not kept any more.
    pub fn drop_one(&self, delivery: &[u8]) {
        let mut sums = self.sums();
        let sum = sum_of(delivery);
        if !sums.often.contains(&sum) {
            sums.once.remove(&sum);
        }
    }

    /// The sums of this moment.
    pub fn copy(&self) -> Sums {
        self.sums().clone()
    }

    fn sums(&self) -> MutexGuard<'_, Sums> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Sums {
    /// Whether this delivery may be kept; false is certain.
    pub fn may_hold(&self, delivery: &[u8]) -> bool {
        !self.is_complete || self.once.contains(&sum_of(delivery))
    }

    fn note(&mut self, delivery: &[u8]) {
        let sum = sum_of(delivery);
        if !self.once.insert(sum) {
            self.often.insert(sum);
        }
    }
}

/// Reads which deliveries are kept, on a thread of its own while the store is used already; dropping it ends that.
pub struct Reading {
    is_given_up: Arc<AtomicBool>,
    thread: Option<JoinHandle<()>>,
}

impl Reading {
    /// Begins to read; very many are read for a second.
    pub fn start(tree: &Tree, keys: &Keys, deliveries: &Arc<Deliveries>) -> Reading {
        let is_given_up = Arc::<AtomicBool>::default();
        let (tree, prefix) = (tree.clone(), keys.all(Kind::Seen));
        let (deliveries, stop) = (Arc::clone(deliveries), Arc::clone(&is_given_up));
        let read = move || {
            // Whatever cannot be read stays unknown: who asks then looks, and hears why.
            if let Ok(true) = read(&tree, &prefix, &deliveries, &stop) {
                deliveries.sums().is_complete = true;
            }
        };
        let thread = std::thread::Builder::new().name("store-recall".to_owned());
        Reading { is_given_up, thread: thread.spawn(read).ok() }
    }
}

impl Drop for Reading {
    fn drop(&mut self) {
        self.is_given_up.store(true, Ordering::Relaxed);
        // A panic inside sled has left the deliveries unknown.
        let _ = self.thread.take().map(JoinHandle::join);
    }
}

/// Notes all deliveries of a company; false when it was given up before.
fn read(
    tree: &Tree,
    prefix: &[u8],
    deliveries: &Deliveries,
    is_given_up: &AtomicBool,
) -> Result<bool> {
    let end = end_of(prefix);
    let mut is_whole = true;
    tree.each((Bound::Included(prefix), Bound::Excluded(&end)), |key, _| {
        deliveries.note(&key[prefix.len()..]);
        is_whole = !is_given_up.load(Ordering::Relaxed);
        Ok(Enough(!is_whole))
    })?;
    Ok(is_whole)
}

fn sum_of(delivery: &[u8]) -> u32 {
    crc32fast::hash(delivery)
}
