//! How much of a target's time is used up, and when it will be.

use std::fmt;

use chrono::{DateTime, SubsecRound, TimeDelta, Utc};
use serde::{Deserialize, Serialize};

use super::shared::Shared;
use super::span::Span;
use crate::calendar::{Calendar, HORIZON};
use crate::ids::CalendarId;
use crate::short::{instant, instant_if};

/// Who a clock waited for. Every paused second belongs to exactly one party (SLA-6).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Party {
    Client,
    Vendor,
    Change,
    /// Nobody: the record was resolved before it was reopened (SLA-11).
    Resolved,
}

impl Party {
    /// Its word in files and commands.
    pub fn as_str(self) -> &'static str {
        match self {
            Party::Client => "client",
            Party::Vendor => "vendor",
            Party::Change => "change",
            Party::Resolved => "resolved",
        }
    }
}

impl fmt::Display for Party {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// Wall time, `[from, to)`, during which a clock did not count.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Pause {
    #[serde(serialize_with = "instant")]
    pub from: DateTime<Utc>,
    /// `None`: it still lasts.
    #[serde(default, skip_serializing_if = "Option::is_none", serialize_with = "instant_if")]
    pub to: Option<DateTime<Utc>>,
    pub party: Party,
}

/// A count of working seconds from a start, less pauses, until it is stopped.
///
/// At one instant a stop comes first, then a pause, then a resume, then a start, and only then what
/// falls due (SLA-12): who stops or pauses at the deadline is in time. Instants are kept in whole
/// seconds, and one that lies before what was last told counts as that.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Clock {
    calendar: CalendarId,
    /// What was promised, as it is written in the contract.
    allowed: Span,
    /// The same, in seconds on the calendar from the start.
    seconds: i64,
    #[serde(serialize_with = "instant")]
    started_at: DateTime<Utc>,
    /// In order, without overlap; only the last may be open.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pauses: Vec<Pause>,
    /// `None`: it runs or is paused.
    #[serde(default, skip_serializing_if = "Option::is_none", serialize_with = "instant_if")]
    stopped_at: Option<DateTime<Utc>>,
}

impl Clock {
    pub fn start(allowed: Span, calendar: &Calendar, at: DateTime<Utc>) -> Clock {
        let started_at = at.trunc_subsecs(0);
        Clock {
            calendar: calendar.id().clone(),
            allowed,
            seconds: allowed.resolve(calendar, started_at),
            started_at,
            pauses: Vec::new(),
            stopped_at: None,
        }
    }

    pub fn calendar(&self) -> &CalendarId {
        &self.calendar
    }

    /// What was promised, as it is written in the contract.
    pub fn allowed(&self) -> Span {
        self.allowed
    }

    /// What was promised, in seconds on the calendar from the start.
    pub fn seconds(&self) -> i64 {
        self.seconds
    }

    pub fn started_at(&self) -> DateTime<Utc> {
        self.started_at
    }

    /// In order, without overlap; only the last may be open.
    pub fn pauses(&self) -> &[Pause] {
        &self.pauses
    }

    /// `None`: it runs or is paused.
    pub fn stopped_at(&self) -> Option<DateTime<Utc>> {
        self.stopped_at
    }

    /// Who it waits for now. `None`: it waits for nobody.
    pub fn paused_for(&self) -> Option<Party> {
        self.pauses.last().filter(|pause| pause.to.is_none()).map(|pause| pause.party)
    }

    /// Whether time counts against it, inside or outside the hours of its calendar.
    pub fn is_running(&self) -> bool {
        self.stopped_at.is_none() && self.paused_for().is_none()
    }

    /// Working seconds used by an instant: since the start, less pause ∩ calendar (SLA-5); none
    /// after the stop.
    pub fn used(&self, calendar: &Calendar, at: DateTime<Utc>) -> i64 {
        let at = self.stopped_at.map_or(at, |stopped_at| at.min(stopped_at));
        let all = calendar.working_between(self.started_at, at);
        all - self.credit(calendar, at)
    }

    /// Working seconds by an instant that belong to pauses (SLA-5).
    pub fn credit(&self, calendar: &Calendar, at: DateTime<Utc>) -> i64 {
        let until = |pause: &Pause| pause.to.map_or(at, |to| to.min(at));
        self.pauses.iter().map(|pause| calendar.working_between(pause.from, until(pause))).sum()
    }

    /// Percent used by an instant; see [`percent`].
    pub fn percent(&self, calendar: &Calendar, at: DateTime<Utc>) -> f64 {
        percent(self.used(calendar, at), self.seconds)
    }

    /// When all its time is used, as if it were never stopped. `None`: nobody can say
    /// ([`Clock::instant_of`]).
    pub fn deadline(&self, calendar: &Calendar) -> Option<DateTime<Utc>> {
        self.instant_of(calendar, self.seconds)
    }

    /// The deadline without any pause: what was promised at the start (SLA-8). One that is more
    /// than ten years away is given as ten years away.
    pub fn promised(&self, calendar: &Calendar) -> DateTime<Utc> {
        let promised = calendar.add(self.started_at, self.seconds);
        promised.unwrap_or_else(|| self.horizon())
    }

    /// Whether the deadline is what was promised, since it never waited. Not of one ten years away: nobody can say.
    pub(super) fn is_promise_kept(&self, promised_by: DateTime<Utc>) -> bool {
        self.pauses.is_empty() && promised_by < self.horizon()
    }

    fn horizon(&self) -> DateTime<Utc> {
        self.started_at + TimeDelta::seconds(HORIZON)
    }

    /// The earliest instant at which that many seconds are used, as if it were never stopped.
    ///
    /// What is used up at the very instant a pause begins falls when it ends (SLA-12). `None`:
    /// nobody can say, because it waits now and that was not before, or it takes more than ten
    /// years.
    pub fn instant_of(&self, calendar: &Calendar, used: i64) -> Option<DateTime<Utc>> {
        let mut from = self.started_at;
        let mut left = used;
        for pause in &self.pauses {
            let before = calendar.working_between(from, pause.from);
            if left <= before {
                let reached = calendar.add(from, left)?;
                if reached < pause.from {
                    return Some(reached);
                }
            }
            left -= before;
            from = pause.to?;
        }
        calendar.add(from, left)
    }

    pub(super) fn share(&mut self, shared: &mut Shared) {
        shared.calendar(&mut self.calendar);
    }

    /// Waits for a party from now on; if it waited for another, that wait ends now.
    pub(super) fn pause(&mut self, at: DateTime<Utc>, party: Party) {
        if self.stopped_at.is_some() || self.paused_for() == Some(party) {
            return;
        }
        let at = self.not_before_last(at);
        self.close_pause(at);
        self.pauses.push(Pause { from: at, to: None, party });
    }

    pub(super) fn resume(&mut self, at: DateTime<Utc>) {
        let at = self.not_before_last(at);
        self.close_pause(at);
    }

    pub(super) fn stop(&mut self, at: DateTime<Utc>) {
        if self.stopped_at.is_some() {
            return;
        }
        let at = self.not_before_last(at);
        self.close_pause(at);
        self.stopped_at = Some(at);
    }

    /// Goes on as if the time since the stop had been a pause (SLA-11).
    pub(super) fn reopen(&mut self, at: DateTime<Utc>) {
        let at = self.not_before_last(at);
        let Some(stopped_at) = self.stopped_at.take() else { return };
        if stopped_at < at {
            self.pauses.push(Pause { from: stopped_at, to: Some(at), party: Party::Resolved });
        }
    }

    /// Goes on as if it had not been stopped; the answer is when it was.
    pub(super) fn revive(&mut self) -> Option<DateTime<Utc>> {
        self.stopped_at.take()
    }

    /// Another promise from the same start, with the same pauses (SLA-7).
    pub(super) fn retarget(&mut self, allowed: Span, calendar: &Calendar) {
        self.calendar = calendar.id().clone();
        self.allowed = allowed;
        self.seconds = allowed.resolve(calendar, self.started_at);
    }

    /// Ends the pause under way; one that took no time is forgotten.
    fn close_pause(&mut self, at: DateTime<Utc>) {
        let Some(last) = self.pauses.last_mut().filter(|pause| pause.to.is_none()) else { return };
        last.to = Some(at);
        if last.from == at {
            self.pauses.pop();
        }
    }

    /// An instant in whole seconds, or what was last told if that is later: clocks of platforms
    /// differ.
    fn not_before_last(&self, at: DateTime<Utc>) -> DateTime<Utc> {
        let last_pause = self.pauses.last().map(|pause| pause.to.unwrap_or(pause.from));
        let told = [Some(self.started_at), last_pause, self.stopped_at];
        told.into_iter().flatten().fold(at.trunc_subsecs(0), DateTime::max)
    }
}

/// Percent of the time allowed, rounded down to hundredths: to be shown, never to be reckoned with
/// (SLA-2).
pub fn percent(used: i64, allowed: i64) -> f64 {
    let hundredths = used.saturating_mul(10_000) / allowed.max(1);
    hundredths as f64 / 100.0
}
