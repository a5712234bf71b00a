//! One promise's clock, reckoned naively: what was used is what the calendar worked less the pauses, looked up by halving.

use std::sync::Arc;

use baton_commands::ids::CalendarId;
use baton_commands::sla::{Ladder, Outcome, Party, Point, Span, TargetKind};

use super::hours::Hours;

/// All instants are Unix seconds.
#[derive(Clone)]
pub(crate) struct NaiveClock {
    pub(crate) kind: TargetKind,
    pub(crate) cycle: u32,
    pub(crate) calendar: CalendarId,
    pub(crate) span: Span,
    pub(crate) ladder: Arc<Ladder>,
    pub(crate) hours: Arc<Hours>,
    pub(crate) start: i64,
    /// Half-open; only the last may be without an end.
    pub(crate) pauses: Vec<(i64, Option<i64>)>,
    pub(crate) waits_for: Option<Party>,
    stopped: Option<i64>,
    pub(crate) outcome: Option<Outcome>,
    pub(crate) breached: Option<i64>,
    /// Points told or superseded, each under the deadline that was promised then.
    told: Vec<(i64, Point)>,
}

/// Longer than any promise in the demo, pauses included: half a year.
const FAR: i64 = 182 * 86_400;

impl NaiveClock {
    pub(crate) fn start(
        kind: TargetKind,
        cycle: u32,
        span: Span,
        (calendar, hours): (CalendarId, Arc<Hours>),
        ladder: Arc<Ladder>,
        start: i64,
    ) -> NaiveClock {
        NaiveClock {
            kind,
            cycle,
            calendar,
            span,
            ladder,
            hours,
            start,
            pauses: Vec::new(),
            waits_for: None,
            stopped: None,
            outcome: None,
            breached: None,
            told: Vec::new(),
        }
    }

    fn total(&self) -> i64 {
        self.hours.allowed(self.span, self.start)
    }

    /// Worked seconds from the start to an instant, without the paused ones (SLA-5).
    pub(crate) fn used(&self, at: i64) -> i64 {
        let paused = |(from, to): &(i64, Option<i64>)| {
            self.hours.between(*from, to.map_or(at, |to| to.min(at)))
        };
        self.hours.between(self.start, at) - self.pauses.iter().map(paused).sum::<i64>()
    }

    /// When so much is used: the earliest such instant or, if a pause begins right there, its end (SLA-12).
    fn when(&self, used: i64) -> Option<i64> {
        let (mut low, mut high) = (self.start, self.start + FAR);
        while low < high {
            let middle = low + (high - low) / 2;
            if self.used(middle) >= used { high = middle } else { low = middle + 1 }
        }
        let mut at = low;
        for (from, to) in &self.pauses {
            if *from <= at && to.is_none_or(|to| at < to) {
                at = (*to)?;
            }
        }
        (self.used(at) >= used).then_some(at)
    }

    pub(crate) fn deadline(&self) -> Option<i64> {
        self.when(self.total())
    }

    /// The deadline as if it had never been paused: what names a promise.
    pub(crate) fn promised(&self) -> i64 {
        let bare = NaiveClock { pauses: Vec::new(), ..self.clone() };
        bare.deadline().unwrap_or(i64::MAX)
    }

    pub(crate) fn is_running(&self) -> bool {
        self.outcome.is_none() && self.waits_for.is_none()
    }

    /// The points still to be told that were reached by an instant, the highest last, with their true instants.
    pub(crate) fn due(&self, at: i64) -> Vec<(Point, i64)> {
        if !self.is_running() {
            return Vec::new();
        }
        let (total, promised) = (self.total(), self.promised());
        let told = self.told.iter().filter(|(promise, _)| *promise == promised);
        let told = told.filter_map(|(_, point)| needs(*point, total)).max();
        let points = self.ladder.points().filter_map(|point| Some((needs(point, total)?, point)));
        let ahead = points.filter(|(needed, _)| told.is_none_or(|told| told < *needed));
        let mut due: Vec<(i64, Point, i64)> = ahead
            .filter_map(|(needed, point)| Some((needed, point, self.when(needed)?)))
            .filter(|(_, _, when)| *when <= at)
            .collect();
        due.sort_unstable();
        due.into_iter().map(|(_, point, when)| (point, when)).collect()
    }

    /// Notes that all points reached by an instant were told or superseded.
    pub(crate) fn tell(&mut self, due: &[(Point, i64)]) {
        let promised = self.promised();
        for (point, when) in due {
            self.told.push((promised, *point));
            if *point == Point::Breach {
                self.breached.get_or_insert(*when);
            }
        }
    }

    pub(crate) fn pause(&mut self, at: i64, party: Party) {
        if self.outcome.is_some() || self.waits_for == Some(party) {
            return;
        }
        let at = self.resume(at);
        self.pauses.push((at, None));
        self.waits_for = Some(party);
    }

    /// Ends the pause under way; the instant, or what was last told if that is later.
    pub(crate) fn resume(&mut self, at: i64) -> i64 {
        let last = self.pauses.last().map(|(from, to)| to.unwrap_or(*from));
        let at = at.max(self.start).max(last.unwrap_or(at)).max(self.stopped.unwrap_or(at));
        if self.waits_for.take().is_some()
            && let Some(last) = self.pauses.last_mut()
        {
            last.1 = Some(at);
        }
        at
    }

    /// Met at the deadline or before and never breached, else missed (SLA-8, SLA-12).
    pub(crate) fn stop(&mut self, at: i64) {
        if self.outcome.is_some() {
            return;
        }
        let at = self.resume(at);
        self.stopped = Some(at);
        if let Some(deadline) = self.deadline().filter(|deadline| *deadline < at) {
            self.breached.get_or_insert(deadline);
        }
        let missed = self.breached.is_some();
        self.outcome = Some(if missed { Outcome::Missed } else { Outcome::Met });
    }

    /// Ends neither met nor missed (SLA-13).
    pub(crate) fn end(&mut self, at: i64, outcome: Outcome) {
        if self.outcome.is_none() {
            self.stopped = Some(self.resume(at));
            self.outcome = Some(outcome);
        }
    }

    /// Goes on without the time since it was stopped (SLA-11).
    pub(crate) fn reopen(&mut self, at: i64) {
        let at = self.resume(at);
        self.outcome = None;
        let Some(stopped) = self.stopped.take() else { return };
        self.pauses.push((stopped, Some(at)));
    }

    /// Takes a cancellation back; the answer is when it was.
    pub(crate) fn revive(&mut self) -> Option<i64> {
        self.outcome = None;
        self.stopped.take()
    }

    /// Another promise from the same start (SLA-7).
    pub(crate) fn retarget(
        &mut self,
        span: Span,
        (calendar, hours): (CalendarId, Arc<Hours>),
        ladder: Arc<Ladder>,
    ) {
        (self.span, self.calendar, self.hours, self.ladder) = (span, calendar, hours, ladder);
    }

    /// The calendar was edited (SLA-16): what was told and is still behind stays told.
    pub(crate) fn recalendar(&mut self, hours: Arc<Hours>, at: i64) {
        let before = self.promised();
        self.hours = hours;
        let (used, total, promised) = (self.used(at), self.total(), self.promised());
        for (promise, point) in self.told.iter_mut().filter(|(promise, _)| *promise == before) {
            if needs(*point, total).is_some_and(|needed| needed <= used) {
                *promise = promised;
            }
        }
    }
}

/// How many seconds of a target are used at a point of it; none if it is too short to have it.
fn needs(point: Point, total: i64) -> Option<i64> {
    let needed = match point {
        Point::Percent(percent) => Some((total * i64::from(percent) + 99).div_euclid(100)),
        Point::Before(seconds) => Some(total - seconds),
        Point::Breach => Some(total),
    };
    needed.filter(|needed| *needed > 0)
}
