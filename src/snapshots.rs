//! The World for those who read it: never half a commit, and for the outbox never older than the rows it has claimed.

use std::sync::Arc;

use baton_commands::world::World;
use tokio::sync::{OwnedRwLockWriteGuard, RwLock, watch};

/// The engine's end: where it shows each committed World.
#[derive(Debug)]
pub struct Published {
    world: watch::Sender<World>,
    publishing: Arc<RwLock<()>>,
}

/// A reader's end.
#[derive(Debug, Clone)]
pub struct Snapshots {
    world: watch::Receiver<World>,
    publishing: Arc<RwLock<()>>,
}

impl Published {
    pub fn new(world: World) -> Published {
        Published { world: watch::channel(world).0, publishing: Arc::default() }
    }

    pub fn subscribe(&self) -> watch::Receiver<World> {
        self.world.subscribe()
    }

    pub fn snapshots(&self) -> Snapshots {
        Snapshots { world: self.subscribe(), publishing: Arc::clone(&self.publishing) }
    }

    /// Taken before a commit and dropped after its World is shown: rows can be claimed as soon as the store has them, and
    /// who claimed them waits here for the World that made them.
    pub async fn hold(&self) -> OwnedRwLockWriteGuard<()> {
        Arc::clone(&self.publishing).write_owned().await
    }

    pub fn show(&self, world: &World) {
        self.world.send_replace(world.clone());
    }
}

impl Snapshots {
    /// The World with every commit in it whose rows could be claimed before this was asked.
    pub async fn latest(&self) -> World {
        let _published = self.publishing.read().await;
        self.world.borrow().clone()
    }
}
