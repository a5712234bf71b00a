//! Ahead of the disk: the next commit is decided while the one before it is being written (ADR 7).
//!
//! One commit is on its way at a time, and the next is sent when that one is on disk: what was decided on a World that
//! never came to be has not left the process. Nobody is answered before what he asked for, and what that was decided
//! on, is on disk.

use std::collections::BTreeMap;
use std::future::pending;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

use anyhow::Context as _;
use baton_commands::decision::Answer;
use baton_commands::ids::DeliveryId;
use baton_commands::world::{Stamp, World};
use chrono::{DateTime, Duration, Utc};
use tokio::task::{JoinError, JoinHandle};

use super::commit::{self, Draft};
use super::{Engine, letter, lookups};
use crate::chat::{Inbound, Outgoing};
use crate::snapshots::Published;
use crate::store::{AppendError, Seq, Store};

/// A letter and when it was taken.
pub(super) type Letter = (Inbound, DateTime<Utc>);

/// Letters that were decided, each with its answer (none for plain talk), in the order they were taken.
#[derive(Default)]
pub(super) struct Decided {
    letters: Vec<(Letter, Option<Answer>)>,
    by_delivery: BTreeMap<DeliveryId, usize>,
}

impl Decided {
    /// What was answered to this delivery, if it is among them.
    fn answer(&self, delivery: &DeliveryId) -> Option<&Option<Answer>> {
        self.by_delivery.get(delivery).map(|index| &self.letters[*index].1)
    }

    fn push(&mut self, letter: Letter, answer: Option<Answer>) {
        self.by_delivery.entry(letter.0.delivery.clone()).or_insert(self.letters.len());
        self.letters.push((letter, answer));
    }
}

/// A commit on its way to the disk.
pub(super) struct Flight {
    decided: Decided,
    /// The World it makes.
    world: World,
    append: JoinHandle<anyhow::Result<Option<Seq>>>,
}

/// How a commit went, to be handed to [`Engine::land`].
#[derive(Debug)]
pub struct Flown(Result<anyhow::Result<Option<Seq>>, JoinError>);

impl Engine {
    /// Takes a letter, to be decided when its turn comes.
    pub fn take(&mut self, letter: Inbound, now: DateTime<Utc>) {
        self.waiting.push_back((letter, now));
    }

    /// Whether the draft takes another decision.
    pub fn has_room(&self) -> bool {
        !self.draft.is_full()
    }

    /// Whether something was taken or decided that is not on disk and answered yet.
    pub fn is_busy(&self) -> bool {
        !self.waiting.is_empty() || self.flight.is_some() || self.is_decided()
    }

    pub(super) fn is_decided(&self) -> bool {
        !self.draft.is_empty() || !self.decided.letters.is_empty()
    }

    /// Decides the letters that wait, as many as the draft holds, each on the World as the one before left it. What fell
    /// due before a letter and was not looked at yet (a machine that slept) is decided first: a deadline that passed is
    /// told before somebody resolves it away. What falls due at its very instant comes after (SLA-12). It stops when what
    /// was on its way is on disk, to be landed first.
    ///
    /// # Errors
    /// A fault of the store.
    pub async fn decide(&mut self) -> anyhow::Result<()> {
        while let Some((_, now)) = self.waiting.front() {
            // The disk is not left idle: what is decided by now goes first.
            if self.flight.as_ref().is_some_and(|flight| flight.append.is_finished()) {
                break;
            }
            let now = *now;
            self.decide_due(now - Duration::nanoseconds(1), now)?;
            if !self.has_room() {
                break;
            }
            let Some(letter) = self.waiting.pop_front() else { break };
            let answer = match self.answered_before(&letter.0.delivery).await? {
                Some(answer) => answer,
                None => self.decide_letter(&letter)?,
            };
            self.decided.push(letter, answer);
        }
        Ok(())
    }

    /// Decides at `now` what has become true by an instant before or at it, as much as the draft holds.
    ///
    /// # Errors
    /// An event that cannot be written: a fault of ours.
    pub fn decide_due(&mut self, by: DateTime<Utc>, now: DateTime<Utc>) -> anyhow::Result<()> {
        while self.has_room() && self.next_wake().is_some_and(|at| at <= by) {
            // One record at a time: together they can be more than a commit holds.
            let events = self.draft.world.wake(by, 1);
            if events.is_empty() {
                tracing::error!(at = ?self.next_wake(), "a record is due and has nothing to say");
                break;
            }
            self.draft.advance(events, &Stamp::clock(now))?;
        }
        Ok(())
    }

    /// INC-8: the same delivery again is answered the same, also while the first is on its way to the disk. The inner
    /// None answers plain talk.
    async fn answered_before(
        &self,
        delivery: &DeliveryId,
    ) -> anyhow::Result<Option<Option<Answer>>> {
        let in_flight = self.flight.as_ref().and_then(|flight| flight.decided.answer(delivery));
        if let Some(answer) = self.decided.answer(delivery).or(in_flight) {
            return Ok(Some(answer.clone()));
        }
        let Some(bytes) = self.store.seen(delivery).await? else { return Ok(None) };
        commit::read_answer(delivery, &bytes).map(|answer| Some(Some(answer)))
    }

    /// One letter on the draft: its answer, or none for plain talk.
    fn decide_letter(&mut self, (letter, now): &Letter) -> anyhow::Result<Option<Answer>> {
        let hear = || letter::hear(self, &self.draft.world, letter, *now);
        let heard = catch_unwind(AssertUnwindSafe(hear));
        let heard = heard.unwrap_or_else(|_| Some(letter::fault(letter)));
        let Some(heard) = heard else { return Ok(None) };
        if let Some(outcome) = heard.outcome {
            self.draft.take(outcome, Some((&letter.delivery, &heard.answer, *now)))?;
        }
        Ok(Some(heard.answer))
    }

    /// Sends what was decided on its way to the disk, unless something is on its way already.
    pub fn launch(&mut self) {
        if self.flight.is_some() || !self.is_decided() {
            return;
        }
        let world = self.draft.world.clone();
        let draft = std::mem::replace(&mut self.draft, Draft::new(&world, &self.terms.homes));
        let decided = std::mem::take(&mut self.decided);
        let (store, published) = (Arc::clone(&self.store), Arc::clone(&self.published));
        let append = tokio::spawn(append(store, published, self.head, draft));
        self.flight = Some(Flight { decided, world, append });
    }

    /// Waits until what is on its way is on disk or was refused; for ever when nothing is. Nothing is lost when this is
    /// dropped before it is done.
    pub async fn flown(&mut self) -> Flown {
        match &mut self.flight {
            Some(flight) => Flown((&mut flight.append).await),
            None => pending().await,
        }
    }

    /// Takes over what is on disk now, sends what was decided since on its way, and answers the letters of what is on
    /// disk, in the order they were taken. None: the log had moved on, the World has caught up, and all that was decided
    /// since is to be decided again.
    ///
    /// # Errors
    /// A fault of the store: what was not committed did not happen.
    pub async fn land(&mut self, flown: Flown) -> anyhow::Result<Option<Vec<Vec<Outgoing>>>> {
        let Some(flight) = self.flight.take() else { return Ok(None) };
        let flown = flown.0.context("the commit ended badly").and_then(|appended| appended);
        let head = match flown {
            Ok(Some(head)) => head,
            Ok(None) => {
                self.decide_again(flight.decided).await?;
                return Ok(None);
            }
            Err(fault) => {
                self.forget();
                return Err(fault);
            }
        };
        self.head = head;
        self.world = flight.world;
        self.launch();
        let mut answers = Vec::with_capacity(flight.decided.letters.len());
        for ((letter, now), answer) in flight.decided.letters {
            answers.push(self.answered(&letter, answer, now).await?);
        }
        Ok(Some(answers))
    }

    /// Forgets what was decided on a World that did not come to be; the letters wait again, in their order.
    async fn decide_again(&mut self, refused: Decided) -> anyhow::Result<()> {
        let since = std::mem::take(&mut self.decided);
        let again = refused.letters.into_iter().chain(since.letters).map(|(letter, _)| letter);
        self.waiting = again.chain(std::mem::take(&mut self.waiting)).collect();
        self.catch_up().await?;
        self.draft = Draft::new(&self.world, &self.terms.homes);
        Ok(())
    }

    /// Forgets all that is not on disk: nobody hears of it.
    fn forget(&mut self) {
        self.waiting.clear();
        self.decided = Decided::default();
        self.draft = Draft::new(&self.world, &self.terms.homes);
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

    /// Takes what was decided to the disk; the answers to it. None: as [`Engine::land`].
    pub(super) async fn commit(&mut self) -> anyhow::Result<Option<Vec<Vec<Outgoing>>>> {
        self.launch();
        if self.flight.is_none() {
            return Ok(Some(Vec::new()));
        }
        let flown = self.flown().await;
        self.land(flown).await
    }
}

/// Writes a draft; none when the log had moved on. The World is shown before anybody who claims its rows can look for it.
async fn append(
    store: Arc<dyn Store>,
    published: Arc<Published>,
    expected: Seq,
    draft: Draft,
) -> anyhow::Result<Option<Seq>> {
    if draft.is_empty() {
        return Ok(Some(expected));
    }
    let (world, mut writing) = draft.finish()?;
    let _publishing = published.hold().await;
    let head = match store.append(expected, std::mem::take(&mut writing.commit)).await {
        Ok(head) => head,
        Err(AppendError::Moved { .. }) => return Ok(None),
        Err(AppendError::Fault(fault)) => return Err(fault).context("the decision was not kept"),
    };
    published.show(&world);
    while let Some(documents) = writing.next()? {
        let written = store.append(head, documents).await;
        written
            .context("the documents behind a decision were not kept; a start makes them anew")?;
    }
    Ok(Some(head))
}
