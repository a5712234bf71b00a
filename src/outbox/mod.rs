//! What leaves: rows of the store become messages, merged, ranked, sent once.

mod compose;
mod merge;

use std::sync::Arc;

use baton_commands::notice::Told;
use baton_commands::world::World;
use chrono::{DateTime, Duration, Utc};

use crate::chat::{DeliveryError, Outgoing, Platform};
use crate::snapshots::Snapshots;
use crate::store::{Claim, Outcome, Store};
use compose::Composed;

/// Rows taken at once.
const CLAIMED_MAX: usize = 256;
/// After an unknown fate or a fault of the row itself, so long before it is tried again.
const AGAIN_AFTER: Duration = Duration::seconds(5);

/// The worker that empties the outbox.
pub struct Outbox {
    store: Arc<dyn Store>,
    platform: Arc<dyn Platform>,
    world: Snapshots,
    lease: Duration,
}

impl Outbox {
    pub fn new(
        store: Arc<dyn Store>,
        platform: Arc<dyn Platform>,
        world: Snapshots,
        lease: Duration,
    ) -> Outbox {
        Outbox { store, platform, world, lease }
    }

    /// Sends what is due at `now`, at most one claim's worth; answers how many rows it dealt with.
    ///
    /// # Errors
    /// A fault of the store. What was sent and not yet written down is asked for at the platform before it is repeated.
    pub async fn run_once(&self, now: DateTime<Utc>) -> anyhow::Result<usize> {
        let claims = self.store.claim(now, CLAIMED_MAX, self.lease).await?;
        if claims.is_empty() {
            return Ok(0);
        }
        let count = claims.len();
        let mut settled: Vec<(Claim, Outcome)> = Vec::with_capacity(count);
        let mut ready: Vec<(Claim, Outgoing)> = Vec::new();
        let world = self.world.latest().await;
        for claim in claims {
            match self.prepare(&world, &claim, now).await {
                Ok(message) => ready.push((claim, message)),
                Err(outcome) => settled.push((claim, outcome)),
            }
        }
        for group in merge::groups(ready) {
            let (claims, message) = group;
            let outcomes = self.send(&claims, &message, now).await;
            settled.extend(claims.into_iter().zip(outcomes));
        }
        self.store.settle(&settled).await?;
        Ok(count)
    }

    /// When [`Outbox::run_once`] next has something to do.
    ///
    /// # Errors
    /// A fault of the store.
    pub async fn next_due(&self) -> anyhow::Result<Option<DateTime<Utc>>> {
        Ok(self.store.next_due().await?)
    }

    /// The message of a row, or how the row ends without one.
    async fn prepare(
        &self,
        world: &World,
        claim: &Claim,
        now: DateTime<Utc>,
    ) -> Result<Outgoing, Outcome> {
        let told: Told = serde_json::from_slice(&claim.row.body).map_err(|error| {
            tracing::error!(row = claim.row.name, %error, "a message cannot be read");
            Outcome::Never { why: "it cannot be read".to_owned(), at: now }
        })?;
        let (message, quiet) = match compose::compose(world, &claim.row.name, &told, now) {
            Composed::Message(message) => (*message, None),
            Composed::Quiet(message, until) => (*message, Some(until)),
            Composed::Lapsed(why) => return Err(Outcome::Lapsed { why: why.to_owned(), at: now }),
        };
        if claim.unsure {
            self.arrived(&message, now).await?;
        }
        match quiet {
            Some(not_before) => {
                Err(Outcome::Later { not_before, why: "it is quiet now".to_owned() })
            }
            None => Ok(message),
        }
    }

    /// Asks the platform for a message whose fate is unknown; Err is how the row goes on when it need not be sent now.
    async fn arrived(&self, message: &Outgoing, now: DateTime<Utc>) -> Result<(), Outcome> {
        match self.platform.find(message).await {
            Ok(None) => Ok(()),
            Ok(Some(receipt)) => Err(Outcome::Done { receipt: receipt.0.into_bytes(), at: now }),
            Err(error) => {
                let why = format!("{error:#}");
                Err(Outcome::Unsure { not_before: now + AGAIN_AFTER, why })
            }
        }
    }

    /// Sends one message; the outcome of each row in it.
    async fn send(&self, rows: &[Claim], message: &Outgoing, now: DateTime<Utc>) -> Vec<Outcome> {
        let sent = self.platform.deliver(message).await;
        let outcome = |index: usize| match &sent {
            Ok(receipt) if index == 0 => {
                Outcome::Done { receipt: receipt.0.clone().into_bytes(), at: now }
            }
            Ok(_) => Outcome::Merged { into: message.name.clone(), at: now },
            Err(DeliveryError::Later { after, why, .. }) => {
                Outcome::Later { not_before: now + *after, why: why.clone() }
            }
            Err(DeliveryError::Never { why }) => Outcome::Never { why: why.clone(), at: now },
            Err(DeliveryError::Unknown { why }) => {
                Outcome::Unsure { not_before: now + AGAIN_AFTER, why: why.clone() }
            }
        };
        (0..rows.len()).map(outcome).collect()
    }
}
