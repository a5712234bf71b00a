//! What each event does to a task. Total: what happened cannot be refused.

use chrono::{DateTime, Utc};

use super::{Link, State, Task, TaskEvent};
use crate::change::{Change, Hold, NewTask};
use crate::directory::Directory;
use crate::ids::{DeptId, PersonId, TaskId};
use crate::sla::{Accept, Party, Target, TargetKind};
use crate::world::Fact;

impl Task {
    pub fn new(id: TaskId, new: &NewTask) -> Task {
        Task {
            id,
            title: new.title.clone(),
            department: new.department.clone(),
            estimate: new.estimate,
            instructions: new.instructions.clone(),
            devices: new.devices.clone(),
            module: new.module.clone(),
            early: new.early,
            after: new.after.clone(),
            join: new.join,
            linked_at: None,
            before: Vec::new(),
            state: State::Waiting,
            hold: None,
            assignee: None,
            untold: false,
            set_due: new.due,
            due_by: None,
            expected_at: None,
            overdue_told: None,
            accept: None,
            reopened: 0,
            sent_back: 0,
            wakes_at: None,
        }
    }

    /// Applies what happened. `is_held`: the change itself is on hold.
    pub fn evolve(&mut self, fact: &Fact, what: &TaskEvent, is_held: bool, directory: &Directory) {
        let at = fact.at;
        match what {
            TaskEvent::Readied { accept, due_by } => self.readied(accept, *due_by, at, directory),
            TaskEvent::Reblocked => self.wait_again(at),
            TaskEvent::Started { by } => self.started(by, at, directory),
            TaskEvent::Done { text } => {
                let (started_at, text) = (self.started_at(), text.clone());
                self.assignee = self.assignee.take().or_else(|| fact.by.person().cloned());
                self.end(State::Done { at, started_at, text }, at, directory);
            }
            TaskEvent::Failed { because } => {
                self.assignee = self.assignee.take().or_else(|| fact.by.person().cloned());
                self.end(State::Failed { at, because: because.clone() }, at, directory);
            }
            TaskEvent::Skipped { .. } => self.cease(State::Skipped { at }, at),
            TaskEvent::Cancelled { .. } => self.cease(State::Cancelled { at }, at),
            TaskEvent::Reopened { .. } => {
                self.reopened += u32::from(matches!(self.state, State::Done { .. }));
                self.take_up(at, directory);
            }
            TaskEvent::Returned { .. } => self.wait_again(at),
            TaskEvent::GotBack { .. } => {
                self.sent_back += 1;
                self.take_up(at, directory);
            }
            TaskEvent::Held { because } => {
                let Some(by) = fact.by.person().cloned() else { return };
                self.pause(at);
                self.hold.get_or_insert(Hold { since: at, by, because: because.clone() });
            }
            TaskEvent::Resumed => {
                if let Some(hold) = self.hold.take()
                    && !is_held
                {
                    self.resume(hold.since, at, directory);
                }
            }
            TaskEvent::Assigned { to } => {
                self.assignee = Some(to.clone());
                self.untold = self.is_turn() && (is_held || self.hold.is_some());
            }
            TaskEvent::Waived { of } => {
                if let Some(link) = self.after.iter_mut().find(|link| link.to == *of) {
                    link.waived_at = Some(at);
                }
            }
            TaskEvent::Reached(reached) => {
                if let Some(target) = self.accept.as_mut().filter(|t| t.name() == reached.target) {
                    target.mark(&reached.reached, at);
                }
            }
            TaskEvent::FellOverdue { due_by } => self.overdue_told = Some(*due_by),
            TaskEvent::Linked { links, join } => self.linked(links, *join, at),
            TaskEvent::Unlinked { from } => self.unlinked(*from, at),
            _ => self.amend(what),
        }
    }

    /// What is known of it changes, not where it stands.
    fn amend(&mut self, what: &TaskEvent) {
        match what {
            TaskEvent::Estimated { estimate, due_by } => {
                self.estimate = *estimate;
                self.due_by = due_by.or(self.due_by);
            }
            TaskEvent::DueSet { due } => {
                self.set_due = Some(*due);
                self.due_by = Some(*due).filter(|_| self.is_turn());
            }
            _ => {}
        }
    }

    fn linked(&mut self, links: &[Link], join: Option<super::Join>, at: DateTime<Utc>) {
        self.linked_at = Some(at);
        for link in links {
            self.after.retain(|known| known.to != link.to);
            self.after.push(link.clone());
        }
        self.join = join.unwrap_or(self.join);
    }

    fn unlinked(&mut self, from: TaskId, at: DateTime<Utc>) {
        self.linked_at = Some(at);
        self.after.retain(|link| link.to != from);
    }

    fn readied(
        &mut self,
        accept: &Accept,
        due_by: Option<DateTime<Utc>>,
        at: DateTime<Utc>,
        directory: &Directory,
    ) {
        self.state = State::Ready { since: at };
        self.untold = false;
        self.due_by = due_by;
        self.hand_off(accept, at, directory);
    }

    /// CHG-6: the OLA runs from here; each hand-off is a cycle of it.
    fn hand_off(&mut self, accept: &Accept, at: DateTime<Utc>, directory: &Directory) {
        let department: DeptId = self.department.clone();
        let cycle = self.accept.as_ref().map_or(1, |target| target.cycle() + 1);
        let calendar = directory.clock(&accept.calendar);
        let (kind, ladder) = (TargetKind::Ola(department), accept.ladder.clone());
        let target = Target::start_cycle(kind, cycle, accept.within, calendar, ladder, at);
        self.accept = Some(target);
    }

    fn started(&mut self, by: &PersonId, at: DateTime<Utc>, directory: &Directory) {
        self.assignee.get_or_insert(by.clone());
        self.stop_accept(at, directory);
        self.state = State::InProgress { since: at };
    }

    fn end(&mut self, state: State, at: DateTime<Utc>, directory: &Directory) {
        self.stop_accept(at, directory);
        self.hold = None;
        self.state = state;
    }

    /// It ends without having been done: the OLA has no verdict.
    fn cease(&mut self, state: State, at: DateTime<Utc>) {
        self.cancel_accept(at);
        self.hold = None;
        self.state = state;
    }

    fn wait_again(&mut self, at: DateTime<Utc>) {
        self.cancel_accept(at);
        self.state = State::Waiting;
        self.due_by = None;
    }

    /// Back with the one who had it; with nobody, it is ready again.
    fn take_up(&mut self, at: DateTime<Utc>, directory: &Directory) {
        self.due_by = self.set_due.or_else(|| self.due_from(at, directory));
        self.state = match self.assignee {
            Some(_) => State::InProgress { since: at },
            None => State::Ready { since: at },
        };
        if self.assignee.is_none() {
            let accept = crate::directory::accept_of(directory, &self.department);
            self.hand_off(&accept, at, directory);
        }
    }

    /// CHG-6: its estimate later, on its department's calendar.
    pub fn due_from(&self, at: DateTime<Utc>, directory: &Directory) -> Option<DateTime<Utc>> {
        let calendar = directory.clock(directory.calendar_of(&self.department));
        calendar.add(at, self.estimate.resolve(calendar, at))
    }

    /// Waits with its change, or by hand.
    pub(in crate::change) fn pause(&mut self, at: DateTime<Utc>) {
        if let Some(target) = self.accept.as_mut().filter(|target| target.outcome().is_none()) {
            target.pause(at, Party::Change);
        }
    }

    /// Goes on after a hold: a deadline that follows from the estimate moves by the working time held.
    pub(in crate::change) fn resume(
        &mut self,
        since: DateTime<Utc>,
        at: DateTime<Utc>,
        directory: &Directory,
    ) {
        self.untold = false;
        if let Some(target) = self.accept.as_mut().filter(|target| target.outcome().is_none()) {
            target.resume(at);
        }
        let Some(due_by) = self.due_by.filter(|_| self.set_due.is_none()) else { return };
        let calendar = directory.clock(directory.calendar_of(&self.department));
        let since = self.turn_since().map_or(since, |turn| since.max(turn));
        let left = calendar.working_between(since, due_by);
        if due_by > since {
            self.due_by = calendar.add(at, left).or(self.due_by);
        }
    }

    fn stop_accept(&mut self, at: DateTime<Utc>, directory: &Directory) {
        if let Some(target) = self.accept.as_mut().filter(|target| target.outcome().is_none()) {
            let calendar = directory.clock(target.clock().calendar());
            target.stop(at, calendar);
        }
    }

    fn cancel_accept(&mut self, at: DateTime<Utc>) {
        if let Some(target) = self.accept.as_mut().filter(|target| target.outcome().is_none()) {
            target.cancel(at);
        }
    }

    /// Counts its clock anew after the organisation changed (SLA-16).
    pub(in crate::change) fn recount(&mut self, directory: &Directory, at: DateTime<Utc>) {
        if let Some(target) = self.accept.as_mut().filter(|target| target.outcome().is_none()) {
            let calendar = directory.clock(target.clock().calendar());
            target.recalendar(calendar, at);
        }
        let calendar = directory.clock(directory.calendar_of(&self.department));
        if self.is_reblocked(calendar) && self.clears_at(calendar).is_some_and(|clear| clear <= at)
        {
            self.linked_at = Some(at);
        }
    }

    /// Notes when the clock next has something to say, as the change stands.
    pub(in crate::change) fn set_wake(&mut self, change: &Change, directory: &Directory) {
        self.wakes_at = self.next_wake(change, directory);
    }
}
