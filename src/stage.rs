//! Engine and outbox together on a clock that is moved by hand: what transcripts and rehearsals run on.

use std::sync::Arc;

use chrono::{DateTime, Duration, Utc};

use crate::chat::{Inbound, Outgoing, Platform};
use crate::engine::Engine;
use crate::outbox::Outbox;
use crate::store::Store;

/// A bot whose time is an argument.
pub struct Stage {
    engine: Engine,
    outbox: Outbox,
    now: DateTime<Utc>,
}

/// Which instants happen before the clock stands at its new place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Until {
    /// What falls due before the instant: something is said at the instant itself, and goes first (SLA-12).
    Before,
    /// What falls due at the instant too.
    Through,
}

impl Stage {
    pub fn new(
        engine: Engine,
        store: Arc<dyn Store>,
        platforms: Vec<Arc<dyn Platform>>,
        now: DateTime<Utc>,
    ) -> Stage {
        let outbox = Outbox::new(store, platforms, engine.world(), Duration::seconds(30));
        Stage { engine, outbox, now }
    }

    pub fn now(&self) -> DateTime<Utc> {
        self.now
    }

    pub fn engine(&self) -> &Engine {
        &self.engine
    }

    /// Sets the clock, back or ahead, and does nothing: a machine that slept, a clock that was put right.
    pub fn set_clock(&mut self, to: DateTime<Utc>) {
        self.now = to;
    }

    /// Moves the clock; what falls due on the way happens in order, each at its own instant.
    ///
    /// # Errors
    /// A fault of the store; something that stays due though it was done.
    pub async fn advance(&mut self, to: DateTime<Utc>, until: Until) -> anyhow::Result<()> {
        while self.step(to, until).await? {}
        Ok(())
    }

    /// Moves the clock to the next instant at which something falls due, and does it there; false: there was nothing
    /// on the way, and the clock stands at `to`.
    ///
    /// # Errors
    /// As [`Stage::advance`].
    pub async fn step(&mut self, to: DateTime<Utc>, until: Until) -> anyhow::Result<bool> {
        let due = self.next_due().await?.map(|at| at.max(self.now));
        let Some(at) = due.filter(|at| *at < to || (*at == to && until == Until::Through)) else {
            self.now = self.now.max(to);
            return Ok(false);
        };
        self.now = at;
        self.settle().await?;
        let next = self.next_due().await?;
        anyhow::ensure!(next.is_none_or(|next| next > at), "what was due at {at} still is");
        Ok(true)
    }

    async fn next_due(&self) -> anyhow::Result<Option<DateTime<Utc>>> {
        let due = [self.engine.next_wake(), self.outbox.next_due().await?];
        Ok(due.into_iter().flatten().min())
    }

    /// Does all that is due now.
    ///
    /// # Errors
    /// A fault of the store.
    pub async fn settle(&mut self) -> anyhow::Result<()> {
        self.engine.wake(self.now).await?;
        self.deliver().await
    }

    /// Sends all that is due now; no record is asked whether it has something to say.
    ///
    /// # Errors
    /// A fault of the store.
    pub async fn deliver(&mut self) -> anyhow::Result<()> {
        while self.outbox.run_once(self.now).await? > 0 {}
        Ok(())
    }

    /// Puts the organisation's files into force as they are now.
    ///
    /// # Errors
    /// A fault of the store.
    pub async fn reload(&mut self) -> anyhow::Result<()> {
        self.engine.reload(self.now).await
    }

    /// Hears several letters at once, in one commit; the answers to each.
    ///
    /// # Errors
    /// A fault of the store: nothing happened.
    pub async fn hear_together(
        &mut self,
        letters: &[Inbound],
    ) -> anyhow::Result<Vec<Vec<Outgoing>>> {
        self.engine.hear(letters, self.now).await
    }

    /// Hears one letter now; its answers. What it makes leave, and what is due at this very instant, has left on return.
    ///
    /// # Errors
    /// A fault of the store: nothing happened.
    pub async fn hear(&mut self, letter: Inbound) -> anyhow::Result<Vec<Outgoing>> {
        let answers = self.engine.hear(&[letter], self.now).await?;
        Ok(answers.into_iter().flatten().collect())
    }
}
