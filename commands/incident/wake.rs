//! What the clock makes true of an incident. Derived, not armed: asking early or twice changes nothing.

use chrono::{DateTime, Utc};

use super::{Event, Incident, Phase, Reached};
use crate::directory::{Directory, Severity};
use crate::sla::Span;
use crate::world::World;

impl Incident {
    /// The first instant at which [`Incident::wake`] has something to say.
    pub(super) fn next_wake(&self, directory: &Directory) -> Option<DateTime<Utc>> {
        let hold = self.hold().and_then(|hold| hold.until);
        let clocks = self.targets.iter().filter(|target| target.outcome().is_none());
        let clocks = clocks.filter_map(|t| t.next_at(directory.clock(t.clock().calendar()))).min();
        let actions = self.open_actions().map(|(_, action)| action.remind_at).min();
        [hold, clocks, self.debrief_by, actions, self.archive_at(directory)]
            .into_iter()
            .flatten()
            .min()
    }

    /// Debrief actions not yet done, with their numbers from 1.
    pub fn open_actions(&self) -> impl Iterator<Item = (usize, &super::Tracked)> {
        let actions = self.debrief.iter().flat_map(|debrief| debrief.actions.iter());
        actions.enumerate().map(|(i, a)| (i + 1, a)).filter(|(_, action)| action.done_at.is_none())
    }

    /// A closed record stays while anything of it is owed: debrief, actions, analyses.
    fn archive_at(&self, directory: &Directory) -> Option<DateTime<Utc>> {
        let closed_at = match self.phase {
            Phase::Closed { at, .. } | Phase::Merged { at, .. } => at,
            Phase::Live { .. } | Phase::Resolved { .. } => return None,
        };
        let owed = self.debrief_by.is_some()
            || self.open_actions().next().is_some()
            || self.unanalysed().next().is_some();
        let after = directory.company.incident.archive_after;
        (!owed).then(|| closed_at + after.delta())
    }

    /// What has become true by `now`. The end of a hold comes alone: what follows from it is asked next (SLA-12).
    pub fn wake(&self, world: &World, now: DateTime<Utc>) -> Vec<Event> {
        let directory = world.directory();
        if self.hold().and_then(|hold| hold.until).is_some_and(|until| until <= now) {
            return vec![Event::Resumed];
        }
        let mut events: Vec<Event> = self.clocks_reached(directory, now);
        let nag = |at: DateTime<Utc>| {
            let calendar = directory.clock(&directory.company.calendar);
            calendar.add_business_days(at.max(now), 1).unwrap_or(now + chrono::Duration::days(1))
        };
        if let Some(due) = self.debrief_by.filter(|due| *due <= now) {
            events.push(Event::DebriefFellDue { next: nag(due) });
        }
        for (number, action) in self.open_actions().filter(|(_, a)| a.remind_at <= now) {
            events.push(Event::ActionFellDue { number, next: nag(action.remind_at) });
        }
        if self.archive_at(directory).is_some_and(|at| at <= now) {
            events.push(Event::Archived);
        }
        events
    }

    fn clocks_reached(&self, directory: &Directory, now: DateTime<Utc>) -> Vec<Event> {
        let running = self.targets.iter().filter(|target| target.outcome().is_none());
        let reached = running.filter_map(|target| {
            let calendar = directory.clock(target.clock().calendar());
            let reached = target.reached(now, calendar)?;
            let due_by = target.due_by(calendar).unwrap_or(reached.promised_by);
            let (target, of) = (target.name(), target.clock().seconds());
            Some(Event::Reached(Reached { target, of, due_by, reached }))
        });
        reached.collect()
    }
}

/// The debrief is due this long after resolution, on the company's calendar (INC-6).
pub fn debrief_by(
    directory: &Directory,
    severity: Severity,
    resolved_at: DateTime<Utc>,
) -> Option<DateTime<Utc>> {
    let rules = &directory.company.incident;
    if !rules.debrief_severities.contains(&severity) {
        return None;
    }
    let calendar = directory.clock(&directory.company.calendar);
    let within: Span = rules.debrief_within;
    calendar.add(resolved_at, within.resolve(calendar, resolved_at))
}
