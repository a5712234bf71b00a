//! From words to a commit: the only writer of a company's World.
//!
//! `hear` takes a batch of letters, decides each on the World as the one before left it, commits all in one append and
//! answers; `wake` does the same for the clock. Readers take a snapshot ([`Engine::world`]) and never wait.

pub mod clock;
mod commit;
mod letter;
mod lookups;
mod open;
mod seed;
pub mod verify;

use std::collections::BTreeMap;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

use anyhow::Context as _;
use baton_commands::ask::{Offered, Secret};
use baton_commands::decision::Answer;
use baton_commands::ids::DeliveryId;
use baton_commands::world::{Stamp, World};
use chrono::{DateTime, Duration, Utc};
use tokio::sync::watch;

use crate::chat::{Inbound, Outgoing};
use crate::snapshots::{Published, Snapshots};
use crate::store::{AppendError, Batch, Seq, Store};
use commit::Draft;
pub use open::{load, rebuild};
pub use seed::{Due, Seeding};

/// How many records the clock moves in one commit.
const WOKEN_MAX: usize = 64;

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
    pub platform: String,
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
    published: Published,
}

impl Engine {
    /// A snapshot for readers, always the latest committed one.
    pub fn world(&self) -> watch::Receiver<World> {
        self.published.subscribe()
    }

    /// Snapshots that keep up with the store's rows.
    pub fn snapshots(&self) -> Snapshots {
        self.published.snapshots()
    }

    /// The first instant at which [`Engine::wake`] has something to do.
    pub fn next_wake(&self) -> Option<DateTime<Utc>> {
        self.world.next_wake()
    }

    /// Hears a batch in order, in as few commits as they fit in, durable before anything is answered. What fell due
    /// before `now` and was not looked at yet (a machine that slept) is committed first: a deadline that passed is told
    /// before somebody resolves it away. What falls due at `now` itself comes after (SLA-12).
    ///
    /// # Errors
    /// A fault of the store: what was not committed did not happen.
    pub async fn hear(
        &mut self,
        letters: &[Inbound],
        now: DateTime<Utc>,
    ) -> anyhow::Result<Vec<Vec<Outgoing>>> {
        let mut answers = Vec::with_capacity(letters.len());
        while answers.len() < letters.len() {
            let some = self.hear_some(&letters[answers.len()..], now).await?;
            answers.extend(some);
        }
        Ok(answers)
    }

    /// As many letters as one commit holds, at least one. What fell due before `now` and was not looked at yet (a machine
    /// that slept) is committed first: a deadline that passed is told before somebody resolves it away. What falls due at
    /// `now` itself comes after (SLA-12).
    async fn hear_some(
        &mut self,
        letters: &[Inbound],
        now: DateTime<Utc>,
    ) -> anyhow::Result<Vec<Vec<Outgoing>>> {
        loop {
            self.wake_by(now - Duration::nanoseconds(1), now).await?;
            let mut draft = Draft::new(&self.world);
            let mut answers: Vec<Option<Answer>> = Vec::new();
            let mut first_of: BTreeMap<&DeliveryId, usize> = BTreeMap::new();
            for (index, letter) in letters.iter().enumerate() {
                if draft.is_full() {
                    break;
                }
                let first = *first_of.entry(&letter.delivery).or_insert(index);
                let answer = match first == index {
                    true => self.one(letter, now, &mut draft).await?,
                    false => answers[first].clone(),
                };
                answers.push(answer);
            }
            if !self.commit(draft).await? {
                continue;
            }
            let mut outgoing = Vec::with_capacity(answers.len());
            for (letter, answer) in letters.iter().zip(answers) {
                outgoing.push(self.answered(letter, answer, now).await?);
            }
            return Ok(outgoing);
        }
    }

    /// One letter on the draft: its answer, or none for plain talk.
    async fn one(
        &self,
        letter: &Inbound,
        now: DateTime<Utc>,
        draft: &mut Draft,
    ) -> anyhow::Result<Option<Answer>> {
        if let Some(bytes) = self.store.seen(&letter.delivery).await? {
            return commit::read_answer(&letter.delivery, &bytes).map(Some);
        }
        let heard =
            catch_unwind(AssertUnwindSafe(|| letter::hear(self, &draft.world, letter, now)));
        let heard = heard.unwrap_or_else(|_| Some(letter::fault(letter)));
        let Some(heard) = heard else { return Ok(None) };
        if let Some(outcome) = heard.outcome {
            draft.take(outcome, Some((&letter.delivery, &heard.answer, now)))?;
        }
        Ok(Some(heard.answer))
    }

    /// Turns an answer into messages, after the commit: questions to the store see what was just committed.
    async fn answered(
        &self,
        letter: &Inbound,
        answer: Option<Answer>,
        now: DateTime<Utc>,
    ) -> anyhow::Result<Vec<Outgoing>> {
        let Some(answer) = answer else { return Ok(Vec::new()) };
        let answer = match answer {
            Answer::Look(lookup) => lookups::answer(self, letter, &lookup, now).await?,
            other => other,
        };
        Ok(vec![letter::outgoing(&self.world, letter, answer, now)])
    }

    /// Commits what has become true by `now`, in commits of bounded size, until nothing is due.
    ///
    /// # Errors
    /// A fault of the store: what was not committed is due again.
    pub async fn wake(&mut self, now: DateTime<Utc>) -> anyhow::Result<()> {
        self.wake_by(now, now).await
    }

    /// Commits at `now` what has become true by an instant before or at it.
    async fn wake_by(&mut self, by: DateTime<Utc>, now: DateTime<Utc>) -> anyhow::Result<()> {
        while self.next_wake().is_some_and(|at| at <= by) {
            let mut draft = Draft::new(&self.world);
            let events = draft.world.wake(by, WOKEN_MAX);
            if events.is_empty() {
                tracing::error!(at = ?self.next_wake(), "a record is due and has nothing to say");
                break;
            }
            draft.advance(events, &Stamp::clock(now))?;
            self.commit(draft).await?;
        }
        Ok(())
    }

    /// Appends a draft. False: the log had moved on; the World has caught up and the decision is to be made again.
    async fn commit(&mut self, draft: Draft) -> anyhow::Result<bool> {
        if draft.is_empty() {
            return Ok(true);
        }
        let (world, batch) = draft.finish(&self.world)?;
        let _publishing = self.published.hold().await;
        match self.append(batch).await {
            Ok(head) => {
                self.head = head;
                self.world = world;
                self.published.show(&self.world);
                Ok(true)
            }
            Err(AppendError::Moved { .. }) => {
                self.catch_up().await?;
                Ok(false)
            }
            Err(AppendError::Fault(fault)) => Err(fault).context("the decision was not kept"),
        }
    }

    async fn append(&self, batch: Batch) -> Result<Seq, AppendError> {
        self.store.append(self.head, batch).await
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
