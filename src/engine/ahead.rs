//! Ahead of the disk: the next commit is decided while the one before it is being written (ADR 7).
//!
//! Two commits are on their way at most, and the second is sent when the first has its place in the log: what was decided
//! on a World that never came to be has not left the process, or is refused with it. Nobody is answered before what he
//! asked for, and what that was decided on, is on disk.

use std::collections::BTreeMap;
use std::future::pending;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

use baton_commands::decision::Answer;
use baton_commands::ids::DeliveryId;
use baton_commands::world::Stamp;
use chrono::{DateTime, Duration, Utc};

use super::commit::{self, Draft};
use super::flight::{Flight, Flown};
use super::{Engine, letter, lookups};
use crate::chat::{Inbound, Outgoing};
use crate::store::Seq;

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

/// So many commits are on their way at most: one that waits for the disk, and one behind it.
const FLIGHTS_MAX: usize = 2;

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
        !self.waiting.is_empty() || !self.flights.is_empty() || self.is_decided()
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
            if self.flights.front().is_some_and(Flight::is_finished) {
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
        let mut in_flight = self.flights.iter().map(|flight| &flight.decided);
        let answered = in_flight.find_map(|decided| decided.answer(delivery));
        if let Some(answer) = answered.or_else(|| self.decided.answer(delivery)) {
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

    /// Sends what was decided on its way to the disk, unless what is on its way already has to go ahead.
    pub fn launch(&mut self) {
        if !self.is_decided() {
            return;
        }
        let Some(expected) = self.next_place() else { return };
        let next = Draft::new(&self.draft.world, &self.terms.homes);
        let draft = std::mem::replace(&mut self.draft, next);
        let decided = std::mem::take(&mut self.decided);
        let to = (Arc::clone(&self.store), Arc::clone(&self.shown));
        self.flights.push_back(Flight::begin(to, expected, decided, draft));
    }

    /// Where the log ends when the next commit may be sent: with what is on disk, or with the commit that has its place
    /// behind that already. None: not yet.
    fn next_place(&self) -> Option<Seq> {
        match self.flights.back() {
            None => Some(self.head),
            Some(_) if self.flights.len() == FLIGHTS_MAX => None,
            Some(flight) => flight.place(),
        }
    }

    /// Waits until the first that is on its way is on disk or was refused; for ever when nothing is. What was decided
    /// since follows it as soon as it may. Nothing is lost when this is dropped before it is done.
    pub async fn flown(&mut self) -> Flown {
        let is_decided = self.is_decided();
        if let [flight] = self.flights.make_contiguous()
            && is_decided
        {
            if let Some(flown) = flight.flown_unless_placed().await {
                return flown;
            }
            self.launch();
        }
        match self.flights.front_mut() {
            Some(flight) => flight.flown().await,
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
        let Some(flight) = self.flights.pop_front() else { return Ok(None) };
        let head = match flown.head() {
            Ok(Some(head)) => head,
            Ok(None) if !self.flights.is_empty() => {
                self.forget();
                anyhow::bail!("the store took back a place in its log");
            }
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
        self.flights.clear();
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
        if self.flights.is_empty() {
            return Ok(Some(Vec::new()));
        }
        let flown = self.flown().await;
        self.land(flown).await
    }
}
