//! What leaves: rows of the store become messages; ranked, merged, paced, sent once.
//!
//! In reading order: [`queue`] says which goes next and [`limits`] when, both pure; [`compose`] makes the message from the
//! World as it is when it goes; [`parcel`] is it on its way, [`outcome`] how that is written down; [`instead`] is what is told
//! when it can never arrive. A driver gathers, sends what is next, and lands what was sent: one after another here
//! ([`Outbox::run_once`]), several at a time in `serve`.

mod compose;
mod instead;
mod limits;
mod merge;
mod outcome;
mod parcel;
mod queue;
mod roots;

use std::sync::Arc;

use baton_commands::notice::Told;
use baton_commands::world::World;
use chrono::{DateTime, Duration, Utc};
use tokio::sync::watch;

use crate::chat::{Act, Outgoing, Platform};
use crate::rows::{self, Homes};
use crate::store::{AppendError, Batch, Claim, Outcome, Store};
use compose::Composed;
use limits::Limits;
use parcel::{Fate, Member};
pub use parcel::{Parcel, Sent};
use queue::{Queue, Row};
use roots::Roots;

/// Rows taken at once.
const CLAIMED_MAX: usize = 256;
/// Rows held at once, however many wait.
const HELD_MAX: usize = 16_384;

/// The worker that empties the outbox.
pub struct Outbox {
    store: Arc<dyn Store>,
    /// At least one; the first takes what belongs to none of them.
    platforms: Vec<Arc<dyn Platform>>,
    homes: Homes,
    world: watch::Receiver<World>,
    lease: Duration,
    /// What platforms said to the process before this one was taken up.
    is_aware: bool,
    /// Until when the rows of the queue are held.
    held_until: Option<DateTime<Utc>>,
    queue: Queue,
    limits: Limits,
    roots: Roots,
    /// Written down together.
    settled: Vec<(Claim, Outcome)>,
}

impl Outbox {
    pub fn new(
        store: Arc<dyn Store>,
        platforms: Vec<Arc<dyn Platform>>,
        world: watch::Receiver<World>,
        lease: Duration,
    ) -> Outbox {
        let mut limits = Limits::default();
        platforms.iter().for_each(|platform| limits.add(platform.name(), platform.pace()));
        let homes = Homes::new(platforms.iter().map(|platform| platform.name()));
        Outbox {
            store,
            platforms,
            homes,
            world,
            lease,
            is_aware: false,
            held_until: None,
            queue: Queue::default(),
            limits,
            roots: Roots::default(),
            settled: Vec::new(),
        }
    }

    /// Sends what may go at `now`, one after another; answers how many rows it dealt with.
    ///
    /// # Errors
    /// A fault of the store. What was sent and not yet written down is asked for at the platform before it is repeated.
    pub async fn run_once(&mut self, now: DateTime<Utc>) -> anyhow::Result<usize> {
        self.gather(now).await?;
        while let Some(parcel) = self.next(now).await? {
            let sent = parcel.send().await;
            self.land(sent, now).await?;
        }
        self.write_down().await
    }

    /// Takes up what is due.
    ///
    /// # Errors
    /// A fault of the store.
    pub async fn gather(&mut self, now: DateTime<Utc>) -> anyhow::Result<()> {
        self.remember(now).await?;
        self.renew(now).await?;
        while self.queue.len() < HELD_MAX {
            let claims = self.store.claim(now, CLAIMED_MAX, self.lease).await?;
            let is_all = claims.len() < CLAIMED_MAX;
            self.held_until.get_or_insert(now + self.lease);
            let mut rows = Vec::with_capacity(claims.len());
            for claim in claims {
                rows.extend(self.read(claim, now));
            }
            self.queue.add(rows);
            if is_all {
                break;
            }
        }
        Ok(())
    }

    /// What a platform said holds for whoever sends next, also after a crash.
    async fn remember(&mut self, now: DateTime<Utc>) -> anyhow::Result<()> {
        if self.is_aware {
            return Ok(());
        }
        for (name, until) in self.store.shut(now).await? {
            self.limits.shut(&name, until);
        }
        self.is_aware = true;
        Ok(())
    }

    /// Rows that wait for their turn stay ours.
    async fn renew(&mut self, now: DateTime<Utc>) -> anyhow::Result<()> {
        let Some(until) = self.held_until.filter(|_| !self.queue.is_empty()) else {
            self.held_until = None;
            return Ok(());
        };
        if until - now < self.lease / 2 {
            self.store.renew(&self.queue.held(), now + self.lease).await?;
            self.held_until = Some(now + self.lease);
        }
        Ok(())
    }

    fn read(&mut self, claim: Claim, now: DateTime<Utc>) -> Option<Row> {
        match serde_json::from_slice::<Told>(&claim.row.body) {
            Ok(told) => {
                let platform = self.platform_of(&claim, &told).name();
                Some(Row { claim, told, platform })
            }
            Err(error) => {
                tracing::error!(row = claim.row.name, %error, "a message cannot be read");
                let why = "it cannot be read".to_owned();
                self.settled.push((claim, Outcome::Never { why, at: now }));
                None
            }
        }
    }

    /// The platform that the row's lane names; the first, when that one is not there any more.
    fn platform_of(&self, claim: &Claim, told: &Told) -> &Arc<dyn Platform> {
        let prefix =
            claim.row.lane.strip_suffix(&told.notice.place().to_string()).unwrap_or_default();
        let named = prefix.trim_end_matches(':');
        let found = self.platforms.iter().find(|platform| platform.name() == named);
        found.unwrap_or(&self.platforms[0])
    }

    /// The next message that may go at `now`. None: all that waits must wait.
    ///
    /// # Errors
    /// A fault of the store.
    pub async fn next(&mut self, now: DateTime<Utc>) -> anyhow::Result<Option<Parcel>> {
        while let Some(rows) = self.queue.next(now, &self.limits) {
            let world = self.world.borrow().clone();
            let lane = rows[0].claim.row.lane.clone();
            let platform = Arc::clone(self.platform_of(&rows[0].claim, &rows[0].told));
            let mut members = Vec::with_capacity(rows.len());
            for row in rows {
                match self.prepare(&world, &row, platform.as_ref(), now).await? {
                    Ok((message, quiet_until)) => {
                        members.push(Member { claim: row.claim, message, quiet_until });
                    }
                    Err(outcome) => self.settled.push((row.claim, outcome)),
                }
            }
            if members.is_empty() {
                self.queue.served(&lane);
                continue;
            }
            self.limits.take(platform.name(), &lane, now);
            return Ok(Some(Parcel { platform, lane, members }));
        }
        Ok(None)
    }

    /// The message of a row, or how the row ends without one.
    async fn prepare(
        &mut self,
        world: &World,
        row: &Row,
        platform: &dyn Platform,
        now: DateTime<Utc>,
    ) -> anyhow::Result<Result<(Outgoing, Option<DateTime<Utc>>), Outcome>> {
        let (mut message, quiet_until) =
            match compose::compose(world, &row.claim.row.name, &row.told, now) {
                Composed::Message(message) => (*message, None),
                Composed::Quiet(message, until) => (*message, Some(until)),
                Composed::Lapsed(why) => {
                    return Ok(Err(Outcome::Lapsed { why: why.to_owned(), at: now }));
                }
            };
        self.homes.call_once(world, &message.place, platform.name(), &mut message.pings);
        if platform.edits() && matches!(message.act, Act::Update | Act::Thread) {
            let about = message.about[0];
            message.root = self.roots.of(self.store.as_ref(), &row.claim.row.lane, about).await?;
        }
        Ok(Ok((message, quiet_until)))
    }

    /// Takes in how a parcel fared; it is written down by [`Outbox::write_down`].
    ///
    /// # Errors
    /// A fault of the store.
    pub async fn land(&mut self, sent: Sent, now: DateTime<Utc>) -> anyhow::Result<()> {
        self.queue.served(&sent.lane);
        if let Some((record, receipt)) = sent.card {
            self.roots.became(&sent.lane, record, receipt);
        }
        if sent.fates.iter().all(|(_, fate)| fate.is_unsent()) {
            self.limits.give_back(sent.platform, &sent.lane);
        }
        for (claim, fate) in sent.fates {
            match &fate {
                Fate::Later { after, scope, said: true, .. }
                | Fate::Unasked { after, scope, said: true, .. } => {
                    self.limits.refused(sent.platform, &sent.lane, *scope, now + *after);
                }
                Fate::Later { after, scope, .. } | Fate::Unasked { after, scope, .. } => {
                    self.limits
                        .shut(outcome::gate(*scope, sent.platform, &sent.lane), now + *after);
                }
                _ => {}
            }
            if matches!(fate, Fate::Unknown(_) | Fate::Unasked { .. }) && sent.is_card_in_doubt {
                // Not longer: other records are told in this place too.
                self.limits.shut(&sent.lane, now + outcome::AGAIN_AFTER);
            }
            if let Fate::Never(why) = &fate {
                self.tell_elsewhere(&claim, why).await?;
            }
            let outcome = outcome::of(&claim, fate, sent.platform, now);
            self.settled.push((claim, outcome));
        }
        Ok(())
    }

    /// Queues what is told instead of a message that can never arrive. It is on disk before that one is given up: after a
    /// crash in between it is given up again, and the same name is not queued twice.
    async fn tell_elsewhere(&self, claim: &Claim, why: &str) -> anyhow::Result<()> {
        let told: Told = serde_json::from_slice(&claim.row.body)?;
        let world = self.world.borrow().clone();
        let mut batch = Batch::default();
        for told in instead::instead(&world, &told, why) {
            batch.rows.extend(rows::of(&world, &self.homes, &told, None)?);
        }
        while !batch.is_empty() {
            let head = self.store.head().await?;
            match self.store.append(head, batch.clone()).await {
                Ok(_) => break,
                Err(AppendError::Moved { .. }) => {}
                Err(AppendError::Fault(fault)) => return Err(fault.into()),
            }
        }
        Ok(())
    }

    /// Writes down how rows ended since it was last asked; answers how many.
    ///
    /// # Errors
    /// A fault of the store.
    pub async fn write_down(&mut self) -> anyhow::Result<usize> {
        let count = self.settled.len();
        if count > 0 {
            self.store.settle(&self.settled).await?;
            self.settled.clear();
        }
        Ok(count)
    }

    /// When there is next something to do, but for what is on its way.
    ///
    /// # Errors
    /// A fault of the store.
    pub async fn next_due(&self) -> anyhow::Result<Option<DateTime<Utc>>> {
        let held = self.queue.next_at(&self.limits);
        Ok(self.store.next_due().await?.into_iter().chain(held).min())
    }
}
