//! One promise with a clock: what is told of it and when, and whether it was kept.

use std::sync::Arc;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::clock::{Clock, Party};
use super::kind::TargetKind;
use super::ladder::{Ladder, Point};
pub use super::mark::{Mark, Reached};
use super::shared::Shared;
use super::span::Span;
use crate::calendar::Calendar;
use crate::short::{instant, instant_if};

/// How a target ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Outcome {
    /// Stopped at the deadline or before, and never breached.
    Met,
    Missed,
    /// Its record went into another: neither met nor missed (SLA-13).
    Merged,
    /// Nobody waits for it any more: neither met nor missed.
    Cancelled,
}

/// One promise with a clock. It is changed by the turns of its record and asked for what has come due; by itself it does
/// nothing.
///
/// A point is told once per *promise*, that is, per deadline reckoned without pauses. Only other terms (a retarget, an
/// edit of the calendar, a new cycle) make another promise; a pause moves the deadline but not the promise, so what was
/// told before a pause is not told again after it, be it a percentage or `before_30m`. And when terms return to an earlier
/// promise, what was told of that stays told.
///
/// Turns that change terms or end the target do not look for what came due before them: ask [`Target::reached`] first, as
/// the engine does before each command.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Target {
    kind: TargetKind,
    /// 1, and one more each time it starts anew (SLA-11).
    cycle: u32,
    clock: Clock,
    ladder: Arc<Ladder>,
    #[serde(serialize_with = "instant")]
    promised_by: DateTime<Utc>,
    /// The first promise. `None`: it still stands.
    #[serde(default, skip_serializing_if = "Option::is_none", serialize_with = "instant_if")]
    original_by: Option<DateTime<Utc>>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    marks: Vec<Mark>,
    /// `None`: never breached. Once set it stays (SLA-8).
    #[serde(default, skip_serializing_if = "Option::is_none", serialize_with = "instant_if")]
    breached_at: Option<DateTime<Utc>>,
    /// `None`: it has not ended.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    outcome: Option<Outcome>,
}

impl Target {
    pub fn start(
        kind: TargetKind,
        allowed: Span,
        calendar: &Calendar,
        ladder: Arc<Ladder>,
        at: DateTime<Utc>,
    ) -> Target {
        let clock = Clock::start(allowed, calendar, at);
        Target {
            kind,
            cycle: 1,
            promised_by: clock.promised(calendar),
            clock,
            ladder,
            original_by: None,
            marks: Vec::new(),
            breached_at: None,
            outcome: None,
        }
    }

    /// The first or a later cycle of a clock (SLA-11; every update interval is a cycle).
    pub fn start_cycle(
        kind: TargetKind,
        cycle: u32,
        allowed: Span,
        calendar: &Calendar,
        ladder: Arc<Ladder>,
        at: DateTime<Utc>,
    ) -> Target {
        Target { cycle, ..Target::start(kind, allowed, calendar, ladder, at) }
    }

    pub fn kind(&self) -> &TargetKind {
        &self.kind
    }

    /// 1, and one more each time it starts anew (SLA-11).
    pub fn cycle(&self) -> u32 {
        self.cycle
    }

    pub fn clock(&self) -> &Clock {
        &self.clock
    }

    pub fn ladder(&self) -> &Arc<Ladder> {
        &self.ladder
    }

    /// All points reached, in the order in which they were told, of all its promises.
    pub fn marks(&self) -> &[Mark] {
        &self.marks
    }

    /// The deadline under the present terms, reckoned without pauses.
    pub fn promised_by(&self) -> DateTime<Utc> {
        self.promised_by
    }

    /// What was promised first, whatever the terms have become (SLA-8).
    pub fn original_by(&self) -> DateTime<Utc> {
        self.original_by.unwrap_or(self.promised_by)
    }

    /// The deadline now, pauses included. `None`: nobody can say, mostly because it is paused
    /// ([`Clock::instant_of`]).
    pub fn due_by(&self, calendar: &Calendar) -> Option<DateTime<Utc>> {
        // Most were never paused, and hundreds of thousands are asked at once: the calendar need not be.
        let kept = self.outcome.is_none() && self.clock.is_promise_kept(self.promised_by);
        if kept { Some(self.promised_by) } else { self.clock.deadline(calendar) }
    }

    /// When it was really missed first. `None`: never.
    pub fn breached_at(&self) -> Option<DateTime<Utc>> {
        self.breached_at
    }

    pub fn is_breached(&self) -> bool {
        self.breached_at.is_some()
    }

    /// `None`: it has not ended.
    pub fn outcome(&self) -> Option<Outcome> {
        self.outcome
    }

    /// When the next point falls that has not been told; in the past if it is late. `None`: nothing
    /// is to come, or it has ended, or it is paused (SLA-5).
    pub fn next_at(&self, calendar: &Calendar) -> Option<DateTime<Utc>> {
        if !self.clock.is_running() {
            return None;
        }
        let (used, _) = self.pending().min()?;
        self.clock.instant_of(calendar, used)
    }

    /// What is to be told now: the highest point at or behind `now` that has not been (SLA-7,
    /// SLA-10).
    ///
    /// Of points that fall on one instant the last in a ladder's order counts as the highest.
    /// `None`: nothing is due. Applying the answer with [`Target::mark`] leaves nothing due until
    /// time goes on.
    pub fn reached(&self, now: DateTime<Utc>, calendar: &Calendar) -> Option<Reached> {
        if !self.clock.is_running() {
            return None;
        }
        let used_seconds = self.clock.used(calendar, now);
        let mut behind: Vec<_> = self.pending().filter(|(used, _)| *used <= used_seconds).collect();
        behind.sort();
        let (used, point) = behind.pop()?;
        let instant = |used| self.clock.instant_of(calendar, used);
        let true_at = instant(used)?;
        let superseded =
            behind.into_iter().filter_map(|(used, point)| Some((point, instant(used)?))).collect();
        let late_by = (now - true_at).num_seconds().max(0);
        let promised_by = self.promised_by;
        Some(Reached { point, promised_by, true_at, late_by, used_seconds, superseded })
    }

    /// Notes what was told, and a breach with its true instant. Noting the same twice is noting it
    /// once.
    pub fn mark(&mut self, reached: &Reached, told_at: DateTime<Utc>) {
        let promised_by = reached.promised_by;
        let lower = reached.superseded.iter().map(|(point, at)| (*point, *at, true));
        for (point, at, superseded) in lower.chain([(reached.point, reached.true_at, false)]) {
            let same = |mark: &Mark| mark.point == point && mark.promised_by == promised_by;
            if !self.marks.iter().any(same) {
                let unheard = false;
                self.marks.push(Mark { point, promised_by, at, told_at, superseded, unheard });
            }
        }
        if reached.point == Point::Breach {
            self.breached_at.get_or_insert(reached.true_at);
        }
    }

    /// Notes that nobody of the audience existed when it was marked (SLA-9).
    pub fn nobody_heard(&mut self, reached: &Reached) {
        let same = |mark: &&mut Mark| {
            mark.point == reached.point && mark.promised_by == reached.promised_by
        };
        self.marks.iter_mut().filter(same).for_each(|mark| mark.unheard = true);
    }

    /// Waits for a party; nothing is told meanwhile (SLA-5). If it waited for another, that wait
    /// ends now.
    pub fn pause(&mut self, at: DateTime<Utc>, party: Party) {
        self.clock.pause(at, party);
    }

    /// Counts again. Nothing if it was not paused.
    pub fn resume(&mut self, at: DateTime<Utc>) {
        self.clock.resume(at);
    }

    /// Ends it with its verdict: met at the deadline or before, unless ever breached (SLA-8, SLA-12). An old one stays.
    pub fn stop(&mut self, at: DateTime<Utc>, calendar: &Calendar) -> Outcome {
        if let Some(outcome) = self.outcome {
            return outcome;
        }
        self.clock.stop(at);
        let late = |deadline: &DateTime<Utc>| self.clock.stopped_at() > Some(*deadline);
        if let Some(deadline) = self.clock.deadline(calendar).filter(late) {
            self.breached_at.get_or_insert(deadline);
        }
        let outcome = if self.is_breached() { Outcome::Missed } else { Outcome::Met };
        self.outcome = Some(outcome);
        outcome
    }

    /// Ends it because its record went into another (SLA-13).
    pub fn merge(&mut self, at: DateTime<Utc>) {
        self.end(at, Outcome::Merged);
    }

    /// Ends it because nobody waits for it any more.
    pub fn cancel(&mut self, at: DateTime<Utc>) {
        self.end(at, Outcome::Cancelled);
    }

    /// Goes on after its end, without the time between (SLA-11). A breach stays.
    pub fn reopen(&mut self, at: DateTime<Utc>) {
        self.clock.reopen(at);
        self.outcome = None;
    }

    /// Takes a cancellation back, as if it had run all the time (SLA-7). The answer is when it was cancelled; `None`: it was
    /// not.
    pub fn revive(&mut self) -> Option<DateTime<Utc>> {
        if self.outcome != Some(Outcome::Cancelled) {
            return None;
        }
        self.outcome = None;
        self.clock.revive()
    }

    /// The same promise made anew at an instant, as its next cycle (SLA-11). This one stays as it
    /// ended.
    pub fn next_cycle(&self, at: DateTime<Utc>, calendar: &Calendar) -> Target {
        let (kind, ladder) = (self.kind.clone(), self.ladder.clone());
        let next = Target::start(kind, self.clock.allowed(), calendar, ladder, at);
        Target { cycle: self.cycle + 1, ..next }
    }

    /// Other terms from the original start, less the pauses earned (SLA-7). What has ended keeps
    /// its terms.
    ///
    /// Pauses count as far as they lie in the hours of the new calendar (SLA-5). Afterwards ask
    /// [`Target::reached`]: it tells once of what is then already behind.
    pub fn retarget(&mut self, allowed: Span, calendar: &Calendar, ladder: Arc<Ladder>) {
        if self.outcome.is_some() {
            return;
        }
        self.ladder = ladder;
        self.clock.retarget(allowed, calendar);
        self.promise(self.clock.promised(calendar));
    }

    /// Reckons again after an edit of its calendar at an instant (SLA-16). A breach stays.
    ///
    /// Points that were told and are still behind stay told; those that now lie ahead will be told
    /// again.
    pub fn recalendar(&mut self, calendar: &Calendar, at: DateTime<Utc>) {
        if self.outcome.is_some() {
            return;
        }
        let before = self.promised_by;
        self.clock.retarget(self.clock.allowed(), calendar);
        self.promise(self.clock.promised(calendar));
        let (used, seconds) = (self.clock.used(calendar, at), self.clock.seconds());
        let behind = |mark: &Mark| mark.point.used_of(seconds).is_some_and(|point| point <= used);
        for mark in self.marks.iter_mut().filter(|mark| mark.promised_by == before) {
            if behind(mark) {
                mark.promised_by = self.promised_by;
            }
        }
    }

    /// Keeps its ladder and its calendar's name once with the equal ones of others.
    pub fn share(&mut self, shared: &mut Shared) {
        shared.ladder(&mut self.ladder);
        self.clock.share(shared);
    }

    /// Takes over another promise; the first one is remembered (SLA-8).
    fn promise(&mut self, promised_by: DateTime<Utc>) {
        if promised_by != self.promised_by {
            self.original_by.get_or_insert(self.promised_by);
            self.promised_by = promised_by;
        }
    }

    fn end(&mut self, at: DateTime<Utc>, outcome: Outcome) {
        if self.outcome.is_none() {
            self.clock.stop(at);
            self.outcome = Some(outcome);
        }
    }

    /// The points above the highest one marked for the present promise, with the used seconds they stand for. What is
    /// below it was told or superseded, or came into the ladder too late.
    fn pending(&self) -> impl Iterator<Item = (i64, Point)> {
        let seconds = self.clock.seconds();
        let told = self
            .marks
            .iter()
            .filter(|mark| mark.promised_by == self.promised_by)
            .filter_map(|mark| mark.point.used_of(seconds))
            .max();
        self.ladder
            .points()
            .filter_map(move |point| Some((point.used_of(seconds)?, point)))
            .filter(move |(used, _)| told.is_none_or(|told| told < *used))
    }
}
