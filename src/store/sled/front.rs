//! What stands in the journal and not in sled yet: readers see it before they see what is in sled.
//!
//! Two layers: the fresh one takes commits, the other is on its way into sled ([`super::carrier`]). Both together with what
//! is in sled are always the same company, however far the carrying has come.

use std::collections::BTreeMap;
use std::ops::Bound;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, Weak};

use sled::IVec;

use super::laid::{Laid, Layer, lay};
use crate::store::{Fault, Result};

/// Shared by the committer, the carrier and everybody who reads.
#[derive(Default)]
pub struct Front(Mutex<State>);

#[derive(Default)]
struct State {
    layers: Layers,
    /// Snapshots that are being read.
    watchers: Vec<Weak<Preserved>>,
    /// Why nothing is carried any more.
    fault: Option<Fault>,
}

/// The layers as they were at one moment; to copy them costs nothing.
#[derive(Clone, Default)]
pub struct Layers {
    fresh: Layer,
    moving: Layer,
}

/// How keys were in sled before they were written there, since a snapshot was taken.
#[derive(Default)]
pub struct Preserved(Mutex<BTreeMap<IVec, Option<IVec>>>);

impl Front {
    /// Takes what a commit writes.
    pub fn take(&self, writes: impl Iterator<Item = (IVec, Laid)>) {
        let mut state = self.state();
        writes.for_each(|(key, laid)| lay(&mut state.layers.fresh, key, laid));
    }

    /// What is to be at a key; None when sled says it.
    pub fn get(&self, key: &[u8]) -> Option<Option<IVec>> {
        self.state().layers.get(key)
    }

    pub fn layers(&self) -> Layers {
        self.state().layers.clone()
    }

    /// The layers of this moment, and from now on what their keys were in sled.
    pub fn watch(&self) -> (Layers, Arc<Preserved>) {
        let mut state = self.state();
        let preserved = Arc::new(Preserved::default());
        state.watchers.push(Arc::downgrade(&preserved));
        (state.layers.clone(), preserved)
    }

    /// Ends the fresh layer, to be carried; None when it is empty or another one is on its way.
    pub fn freeze(&self) -> Option<Layer> {
        let mut state = self.state();
        if state.layers.fresh.is_empty() || !state.layers.moving.is_empty() {
            return None;
        }
        state.layers.moving = std::mem::take(&mut state.layers.fresh);
        Some(state.layers.moving.clone())
    }

    /// Keeps for the snapshots that are being read how keys are in sled, before they are written there.
    pub fn preserve<'a>(
        &self,
        keys: impl Iterator<Item = &'a IVec>,
        in_sled: impl Fn(&IVec) -> Result<Option<IVec>>,
    ) -> Result<()> {
        let watchers: Vec<_> = {
            let mut state = self.state();
            state.watchers.retain(|watcher| watcher.strong_count() > 0);
            state.watchers.iter().filter_map(Weak::upgrade).collect()
        };
        if watchers.is_empty() {
            return Ok(());
        }
        for key in keys {
            let was = in_sled(key)?;
            for watcher in &watchers {
                watcher.map().entry(key.clone()).or_insert_with(|| was.clone());
            }
        }
        Ok(())
    }

    /// The layer that was on its way is in sled.
    pub fn carried(&self) {
        self.state().layers.moving = Layer::default();
    }

    /// The carrying failed: what is on its way stays where it is.
    pub fn stop(&self, fault: Fault) {
        self.state().fault.get_or_insert(fault);
    }

    pub fn fault(&self) -> Option<Fault> {
        self.state().fault.clone()
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Layers {
    /// What is to be at a key; None when sled says it.
    pub fn get(&self, key: &[u8]) -> Option<Option<IVec>> {
        let laid = self.fresh.get(key).or_else(|| self.moving.get(key));
        laid.map(|laid| laid.value().cloned())
    }

    /// Corrects a stretch that was read from sled.
    pub fn correct(
        &self,
        stretch: &mut BTreeMap<IVec, IVec>,
        (from, to): (Bound<&[u8]>, Bound<&[u8]>),
    ) {
        for layer in [&self.moving, &self.fresh] {
            let written = layer.range::<_, [u8]>((from, to));
            written.for_each(|(key, laid)| put(stretch, key, laid.value()));
        }
    }
}

impl Preserved {
    /// How a key was in sled, if it was written since; the inner None says it was not there.
    pub fn get(&self, key: &[u8]) -> Option<Option<IVec>> {
        self.map().get(key).cloned()
    }

    /// Corrects a stretch of sled, read after the snapshot was taken, to what it was then.
    pub fn correct(
        &self,
        stretch: &mut BTreeMap<IVec, IVec>,
        (from, to): (Bound<&[u8]>, Bound<&[u8]>),
    ) {
        let map = self.map();
        map.range::<[u8], _>((from, to)).for_each(|(key, was)| put(stretch, key, was.as_ref()));
    }

    fn map(&self) -> MutexGuard<'_, BTreeMap<IVec, Option<IVec>>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn put(stretch: &mut BTreeMap<IVec, IVec>, key: &IVec, value: Option<&IVec>) {
    match value {
        Some(value) => stretch.insert(key.clone(), value.clone()),
        None => stretch.remove(key),
    };
}
