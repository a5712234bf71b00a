//! What the clock makes true of a change: readiness (CHG-1), hand-offs and deadlines missed (CHG-6), silence (CHG-9).
//! Derived, not armed: asking early or twice changes nothing.

use chrono::{DateTime, Duration, Utc};

use super::task::{State, Task, TaskEvent};
use super::{Change, Event, Phase};
use crate::directory::{ChangeKind, Directory, accept_of};
use crate::sla::PointReached;

/// Departments are told so long before the window opens.
const STARTING_BEFORE: Duration = Duration::hours(1);

impl Task {
    /// The first instant at which the clock has something to say of it. A held thing says nothing (CHG-7).
    pub(super) fn next_wake(
        &self,
        change: &Change,
        directory: &Directory,
    ) -> Option<DateTime<Utc>> {
        let is_rejected = matches!(change.phase, Phase::Rejected { .. });
        if self.hold.is_some() || change.hold.is_some() || !change.is_live() || is_rejected {
            return None;
        }
        let calendar = directory.clock(directory.calendar_of(&self.department));
        let overdue = self.due_by.filter(|due| self.overdue_told != Some(*due));
        match self.state {
            State::Waiting if change.lets_begin(self) => self.clears_at(calendar),
            State::Ready { since } if self.is_reblocked(calendar) => Some(since),
            State::Ready { .. } => {
                let accept = self.accept.as_ref().filter(|target| target.outcome().is_none());
                let point = accept.and_then(|t| t.next_at(directory.clock(t.clock().calendar())));
                [point, overdue].into_iter().flatten().min()
            }
            State::InProgress { .. } => overdue,
            _ => None,
        }
    }

    fn wake(&self, change: &Change, directory: &Directory, now: DateTime<Utc>) -> Vec<TaskEvent> {
        if self.next_wake(change, directory).is_none_or(|at| at > now) {
            return Vec::new();
        }
        let calendar = directory.clock(directory.calendar_of(&self.department));
        match self.state {
            State::Waiting => {
                let accept = accept_of(directory, &self.department);
                let due_by = self.set_due.or_else(|| self.due_from(now, directory));
                vec![TaskEvent::Readied { accept, due_by }]
            }
            State::Ready { .. } if self.is_reblocked(calendar) => vec![TaskEvent::Reblocked],
            _ => self.accept_reached(directory, now).into_iter().chain(self.overdue(now)).collect(),
        }
    }

    fn accept_reached(&self, directory: &Directory, now: DateTime<Utc>) -> Option<TaskEvent> {
        let target = self.accept.as_ref().filter(|t| t.outcome().is_none() && self.is_ready())?;
        let calendar = directory.clock(target.clock().calendar());
        let reached = target.reached(now, calendar)?;
        let due_by = target.due_by(calendar).unwrap_or(reached.promised_by);
        let of = target.clock().seconds();
        Some(TaskEvent::Reached(PointReached { target: target.name(), of, due_by, reached }))
    }

    fn overdue(&self, now: DateTime<Utc>) -> Option<TaskEvent> {
        let due_by = self.due_by.filter(|due| *due <= now && self.overdue_told != Some(*due))?;
        Some(TaskEvent::FellOverdue { due_by })
    }
}

impl Change {
    /// When the change itself, beside its tasks, has something to say.
    pub(super) fn next_own_wake(&self, directory: &Directory) -> Option<DateTime<Utc>> {
        if !self.is_live() {
            return self.archive_at(directory);
        }
        let chase = self.ballot.as_ref().and_then(|ballot| ballot.chase_at);
        let slipped = self.untold_slips().map(|slip| slip.since).min();
        let collided = self.untold_collisions().map(|it| it.since).min();
        let [starting, ended] = [self.starting_at(), self.work_ended_at()];
        let clocks = self.clocks_wake(directory);
        [chase, slipped, collided, starting, ended, clocks].into_iter().flatten().min()
    }

    /// The end of the work: every task has ended.
    fn work_ended_at(&self) -> Option<DateTime<Utc>> {
        let Phase::InProgress { at } = self.phase else { return None };
        let over = !self.tasks.is_empty() && self.open_tasks().next().is_none();
        over.then_some(at)
    }

    /// CHG-10: shortly before its window the departments are told.
    fn starting_at(&self) -> Option<DateTime<Utc>> {
        let (Phase::Scheduled { at }, Some(window)) = (&self.phase, self.window) else {
            return None;
        };
        let told = self.start_announced_for == Some(window.from) || self.hold.is_some();
        (!told).then(|| (window.from - STARTING_BEFORE).max(*at))
    }

    fn archive_at(&self, directory: &Directory) -> Option<DateTime<Utc>> {
        let ended_at = match self.phase {
            Phase::Closed { at } | Phase::Cancelled { at, .. } => at,
            // A review is owed (CHG-14).
            Phase::RolledBack { at, .. } if self.review.is_some() => at,
            _ => return None,
        };
        Some(ended_at + directory.company.incident.archive_after.delta())
    }

    /// What has become true by `now`.
    pub fn wake(&self, directory: &Directory, now: DateTime<Utc>) -> Vec<Event> {
        let mut events: Vec<Event> = Vec::new();
        for number in self.due_tasks(now) {
            let Some(task) = self.tasks.get(&number) else { continue };
            let what = task.wake(self, directory, now);
            events.extend(what.into_iter().map(|what| Event::task(number, what)));
        }
        if self.own_wake().is_some_and(|at| at <= now) {
            events.extend(self.own_events(directory, now));
        }
        events
    }

    fn own_events(&self, directory: &Directory, now: DateTime<Utc>) -> Vec<Event> {
        let due = |at: Option<DateTime<Utc>>| at.is_some_and(|at| at <= now);
        let mut events = Vec::new();
        if !self.is_live() {
            events.extend(due(self.archive_at(directory)).then_some(Event::Archived));
            return events;
        }
        if let Some(ballot) = self.ballot.as_ref().filter(|ballot| due(ballot.chase_at)) {
            let calendar = directory.clock(&directory.company.calendar);
            let again = directory.company.approval.escalate_after;
            let next = calendar.add(now, again.resolve(calendar, now));
            // Reminded, then over their heads, then left to the requester.
            events.push(Event::ApprovalFellDue { next: next.filter(|_| ballot.chased == 0) });
        }
        let slips = self.untold_slips().filter(|slip| slip.since <= now);
        events.extend(slips.map(|slip| Event::Slipped {
            past: slip.past,
            by: slip.by,
            end: slip.end,
        }));
        events.extend(self.collision_events(now));
        events.extend(self.clocks_reached(directory, now));
        if due(self.starting_at()) {
            events.push(Event::StartAnnounced);
        }
        if due(self.work_ended_at()) {
            events.push(Event::WorkEnded);
        }
        events
    }

    /// Approval and review are chased afterwards (CHG-14).
    pub fn needs_review(&self) -> bool {
        let failed = self.tasks.values().any(|task| matches!(task.state, State::Failed { .. }));
        let rolled_back = matches!(self.phase, Phase::RolledBack { .. });
        self.kind == ChangeKind::Emergency || failed || rolled_back || !self.caused.is_empty()
    }
}
