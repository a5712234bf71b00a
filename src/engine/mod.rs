//! From words to a commit: the only writer of a company's World.
//!
//! `hear` takes a batch of letters, decides each on the World as the one before left it, commits all in one append and
//! answers; `wake` does the same for the clock. A loop that serves many uses what these are made of, and decides the
//! next batch meanwhile ([`ahead`]). Readers take a snapshot ([`Engine::world`]) and never wait.

pub mod ahead;
pub mod clock;
mod commit;
mod flight;
mod letter;
mod lookups;
mod open;
mod seed;
pub mod verify;

use std::collections::VecDeque;
use std::sync::Arc;

use baton_commands::ask::{Offered, Secret};
use baton_commands::world::World;
use chrono::{DateTime, Duration, Utc};
use tokio::sync::watch;

use crate::chat::{Inbound, Outgoing};
use crate::rows::Homes;
use crate::store::{Seq, Store};
use ahead::{Decided, Letter};
use commit::Draft;
use flight::Flight;
pub use flight::Flown;
pub use open::{load, rebuild};
pub use seed::{Due, Seeding};

/// The organisation's files, wherever they are read from (DIR-1).
pub trait Organisation: Send + Sync {
    fn read(&self) -> Offered;
}

/// Draws what nobody may guess: the one-time codes of `/baton link`.
pub trait Lots: Send + Sync {
    fn draw(&self) -> Secret;
    /// What is kept of a code.
    fn hash(&self, code: &str) -> String;
}

/// What the engine is told about its surroundings.
#[derive(Debug, Clone)]
pub struct Terms {
    pub version: String,
    /// The platforms it talks on.
    pub homes: Arc<Homes>,
    pub store: String,
    /// How long an answered delivery is remembered (INC-8).
    pub seen_for: Duration,
}

/// The writer of one company.
pub struct Engine {
    store: Arc<dyn Store>,
    organisation: Arc<dyn Organisation>,
    lots: Arc<dyn Lots>,
    terms: Terms,
    /// What is committed.
    head: Seq,
    world: World,
    /// What is committed, for those who read it.
    shown: Arc<watch::Sender<World>>,
    /// Letters not decided yet.
    waiting: VecDeque<Letter>,
    /// What is decided on the newest World and not on its way yet, and the letters it answers.
    draft: Draft,
    decided: Decided,
    /// What is on its way, in the order of the log.
    flights: VecDeque<Flight>,
}

impl Engine {
    /// A snapshot for readers, always the latest committed one: never half a commit, and for whoever has claimed a row of
    /// the store never older than that row.
    pub fn world(&self) -> watch::Receiver<World> {
        self.shown.subscribe()
    }

    /// The first instant at which [`Engine::wake`] has something to do.
    pub fn next_wake(&self) -> Option<DateTime<Utc>> {
        self.draft.world.next_wake()
    }

    /// Hears a batch in order, in as few commits as they fit in, durable before anything is answered. What fell due
    /// before `now` is decided first ([`Engine::decide`]).
    ///
    /// # Errors
    /// A fault of the store: what was not committed did not happen.
    pub async fn hear(
        &mut self,
        letters: &[Inbound],
        now: DateTime<Utc>,
    ) -> anyhow::Result<Vec<Vec<Outgoing>>> {
        letters.iter().for_each(|letter| self.take(letter.clone(), now));
        let mut answers = Vec::with_capacity(letters.len());
        while self.is_busy() {
            self.decide().await?;
            answers.extend(self.commit().await?.into_iter().flatten());
        }
        Ok(answers)
    }

    /// Commits what has become true by `now`, in commits of bounded size, until nothing is due.
    ///
    /// # Errors
    /// A fault of the store: what was not committed is due again.
    pub async fn wake(&mut self, now: DateTime<Utc>) -> anyhow::Result<()> {
        loop {
            self.decide_due(now, now)?;
            if !self.is_decided() {
                return Ok(());
            }
            self.commit().await?;
        }
    }

    /// Forgets answered deliveries that are old enough.
    ///
    /// # Errors
    /// A fault of the store.
    pub async fn tidy(&self, now: DateTime<Utc>) -> anyhow::Result<()> {
        self.store.forget_seen(now - self.terms.seen_for).await?;
        Ok(())
    }
}
