//! The outbox's loop: woken by commits, by what falls due, by what arrived and by who waits for it.

use std::sync::Arc;

use anyhow::Context as _;
use tokio::sync::{Notify, oneshot};
use tokio::task::JoinSet;

use super::wait_until;
use crate::chat::Drains;
use crate::engine::clock::{Clock as _, SystemClock};
use crate::outbox::{Outbox, Sent};

/// Messages on their way, each to another place.
struct Sending {
    outbox: Outbox,
    under_way: JoinSet<Sent>,
    at_once: usize,
}

/// Sends until it is told to stop; then what can still be sent now.
///
/// # Errors
/// A fault of the store.
pub async fn empty(
    outbox: Outbox,
    at_once: usize,
    woken: Arc<Notify>,
    mut drains: Drains,
    mut stopped: oneshot::Receiver<()>,
) -> anyhow::Result<()> {
    let clock = SystemClock;
    let mut sending = Sending { outbox, under_way: JoinSet::new(), at_once };
    loop {
        sending.start().await?;
        let next = match sending.has_room() {
            true => sending.outbox.next_due().await?,
            false => None,
        };
        tokio::select! {
            biased;
            Some(sent) = sending.under_way.join_next() => {
                sending.land(sent.context("a delivery ended badly")?).await?;
            }
            () = woken.notified() => {}
            Some(drained) = drains.recv() => {
                sending.drain().await?;
                // Who stopped waiting is not told.
                let _ = drained.send(());
            }
            () = wait_until(&clock, next) => {}
            _ = &mut stopped => return sending.drain().await,
        }
    }
}

impl Sending {
    fn has_room(&self) -> bool {
        self.under_way.len() < self.at_once
    }

    /// Takes up what is due and sends as much of it as may be under way.
    async fn start(&mut self) -> anyhow::Result<()> {
        let now = SystemClock.now();
        if self.at_once == 1 {
            // One after another there is nothing to wait for in between, and all of it is written down together.
            while self.outbox.run_once(now).await? > 0 {}
            return Ok(());
        }
        self.outbox.gather(now).await?;
        while self.has_room()
            && let Some(parcel) = self.outbox.next(now).await?
        {
            self.under_way.spawn(parcel.send());
        }
        self.outbox.write_down().await?;
        Ok(())
    }

    /// Takes in what arrived, and all that arrived with it.
    async fn land(&mut self, sent: Sent) -> anyhow::Result<()> {
        let now = SystemClock.now();
        self.outbox.land(sent, now).await?;
        while let Some(sent) = self.under_way.try_join_next() {
            self.outbox.land(sent.context("a delivery ended badly")?, now).await?;
        }
        self.outbox.write_down().await?;
        Ok(())
    }

    /// Sends what can be sent now, and waits until it has arrived.
    async fn drain(&mut self) -> anyhow::Result<()> {
        loop {
            self.start().await?;
            let Some(sent) = self.under_way.join_next().await else { return Ok(()) };
            self.land(sent.context("a delivery ended badly")?).await?;
        }
    }
}
