//! The clocks of an incident: starting, stopping, promising anew. The arithmetic is in [`crate::sla`].

use chrono::{DateTime, Utc};

use super::{Accept, Incident, Reached};
use crate::directory::{Directory, Promise};
use crate::ids::DeptId;
use crate::sla::{Outcome, Party, Pause, Target, TargetKind};
use crate::world::Fact;

/// Whether it is promised to the client, and so by a policy that depends on the severity.
fn is_clients(kind: &TargetKind) -> bool {
    matches!(kind, TargetKind::Response | TargetKind::Resolution | TargetKind::Update)
}

impl Incident {
    /// Starts the client's clocks; the owner is bound by the first (INC-2, SLA-1).
    pub(super) fn promise_all(&mut self, at: DateTime<Utc>, directory: &Directory) {
        let Some(promise) = self.promise.clone() else { return };
        let spans = [
            (TargetKind::Response, promise.response),
            (TargetKind::Resolution, promise.resolution),
            (TargetKind::Update, promise.update),
        ];
        for (kind, span) in spans {
            if let Some(span) = span {
                self.start(kind, span, &promise, at, directory);
            }
        }
    }

    pub(super) fn start(
        &mut self,
        kind: TargetKind,
        span: crate::sla::Span,
        promise: &Promise,
        at: DateTime<Utc>,
        directory: &Directory,
    ) {
        let cycle = self.next_cycle(&kind);
        let calendar = directory.clock(&promise.calendar);
        let ladder = promise.ladder.clone();
        self.targets.push(Target::start_cycle(kind, cycle, span, calendar, ladder, at));
    }

    pub(super) fn start_accept(
        &mut self,
        department: &DeptId,
        accept: &Accept,
        at: DateTime<Utc>,
        directory: &Directory,
    ) {
        let kind = TargetKind::Ola(department.clone());
        let cycle = self.next_cycle(&kind);
        let calendar = directory.clock(&accept.calendar);
        let ladder = accept.ladder.clone();
        self.targets.push(Target::start_cycle(kind, cycle, accept.within, calendar, ladder, at));
    }

    pub(super) fn next_cycle(&self, kind: &TargetKind) -> u32 {
        self.latest(kind).map_or(1, |target| target.cycle() + 1)
    }

    /// Ends the running clocks of a kind with their verdict.
    pub(super) fn stop(&mut self, kind: &TargetKind, at: DateTime<Utc>, directory: &Directory) {
        for target in self.targets.iter_mut().filter(|t| t.kind() == kind && t.outcome().is_none())
        {
            let calendar = directory.clock(target.clock().calendar());
            target.stop(at, calendar);
        }
    }

    /// SLA-4: somebody answered the client.
    pub(super) fn answered(&mut self, at: DateTime<Utc>, directory: &Directory) {
        self.answered_at.get_or_insert(at);
        self.stop(&TargetKind::Response, at, directory);
    }

    pub(super) fn end_without_verdict(
        &mut self,
        which: impl Fn(&Target) -> bool,
        at: DateTime<Utc>,
    ) {
        for target in self.targets.iter_mut().filter(|t| t.outcome().is_none() && which(t)) {
            target.cancel(at);
        }
    }

    /// Somebody told how it stands: the update interval starts anew (SLA-1). Cycles that were kept leave no trace.
    pub(super) fn updated(&mut self, fact: &Fact, directory: &Directory) {
        if fact.by.person().is_none() {
            return;
        }
        let last = self.latest(&TargetKind::Update).filter(|last| last.outcome().is_none());
        let (Some(promise), Some(last)) = (&self.promise, last) else { return };
        let Some(span) = promise.update else { return };
        let (promise, paused) = (promise.clone(), last.clock().paused_for().is_some());
        let party = self.hold().map(|hold| hold.party);
        self.stop(&TargetKind::Update, fact.at, directory);
        self.start(TargetKind::Update, span, &promise, fact.at, directory);
        self.targets.retain(|target| {
            *target.kind() != TargetKind::Update
                || target.outcome().is_none()
                || target.is_breached()
        });
        if let Some((target, party)) = self.targets.last_mut().zip(party.filter(|_| paused)) {
            target.pause(fact.at, party);
        }
    }

    /// SLA-7: what was promised for the new severity holds from the original start.
    pub(super) fn promised(
        &mut self,
        promise: Option<Promise>,
        at: DateTime<Utc>,
        directory: &Directory,
    ) {
        self.promise = promise;
        let Some(promise) = self.promise.clone() else {
            self.end_without_verdict(|target| is_clients(target.kind()), at);
            return;
        };
        let spans = [
            (TargetKind::Response, promise.response),
            (TargetKind::Resolution, promise.resolution),
            (TargetKind::Update, promise.update),
        ];
        for (kind, span) in spans {
            let is_live = self.is_live();
            let running = self.targets.iter_mut().rev();
            let running = running.filter(|t| *t.kind() == kind).find(|t| t.outcome().is_none());
            match (running, span) {
                (Some(target), Some(span)) => {
                    let calendar = directory.clock(&promise.calendar);
                    target.retarget(span, calendar, promise.ladder.clone());
                }
                (Some(target), None) => target.cancel(at),
                (None, Some(span)) if is_live => {
                    self.promised_late(kind, span, &promise, at, directory);
                }
                (None, _) => {}
            }
        }
    }

    /// A clock that was not promised until now, or not any more: from the opening, less the waits that this promise lets
    /// count, but nobody owed an update before. What had its verdict keeps it, and who was answered waits for no answer.
    fn promised_late(
        &mut self,
        kind: TargetKind,
        span: crate::sla::Span,
        promise: &Promise,
        at: DateTime<Utc>,
        directory: &Directory,
    ) {
        let is_answered = kind == TargetKind::Response && self.answered_at.is_some();
        let ended = self.latest(&kind).and_then(Target::outcome);
        let since = match ended {
            _ if is_answered => return,
            _ if kind == TargetKind::Update => at,
            None => self.opened_at,
            Some(Outcome::Cancelled) => {
                return self.promised_again(&kind, span, promise, directory);
            }
            Some(_) => return,
        };
        self.start(kind.clone(), span, promise, since, directory);
        self.credit(&kind, since, promise);
    }

    /// What was promised before and then not any more goes on as if it had been all the time (SLA-7).
    fn promised_again(
        &mut self,
        kind: &TargetKind,
        span: crate::sla::Span,
        promise: &Promise,
        directory: &Directory,
    ) {
        let Some(since) = self.latest_mut(kind).and_then(Target::revive) else { return };
        self.credit(kind, since, promise);
        if let Some(target) = self.latest_mut(kind) {
            target.retarget(span, directory.clock(&promise.calendar), promise.ladder.clone());
        }
    }

    /// Gives the newest clock of a kind the waits since an instant that its promise lets count (SLA-5, SLA-6, SLA-11).
    fn credit(&mut self, kind: &TargetKind, since: DateTime<Utc>, promise: &Promise) {
        if *kind == TargetKind::Response {
            return;
        }
        let hold = self.hold().map(|hold| Pause { from: hold.since, to: None, party: hold.party });
        let counts = |wait: &Pause| {
            let lets = wait.party == Party::Resolved || promise.pause_on.contains(&wait.party);
            lets && wait.to.is_none_or(|to| since < to)
        };
        let waits: Vec<Pause> = self.waits.iter().copied().chain(hold).filter(counts).collect();
        let Some(target) = self.latest_mut(kind) else { return };
        for wait in waits {
            target.pause(wait.from.max(since), wait.party);
            if let Some(to) = wait.to {
                target.resume(to);
            }
        }
    }

    fn latest_mut(&mut self, kind: &TargetKind) -> Option<&mut Target> {
        self.targets.iter_mut().rev().find(|target| target.kind() == kind)
    }

    /// SLA-11: the clock goes on without the time spent resolved, or a new cycle starts.
    pub(super) fn reopen_clocks(&mut self, at: DateTime<Utc>, directory: &Directory) {
        let Some(promise) = self.promise.clone() else { return };
        if promise.new_cycle {
            self.answered_at = None;
            self.promise_all(at, directory);
            return;
        }
        let resolution = self.latest_mut(&TargetKind::Resolution);
        let resolution = resolution.filter(|t| t.outcome() != Some(Outcome::Cancelled));
        if let Some(target) = resolution {
            target.reopen(at);
            // The organisation may have changed while it stood still (SLA-16).
            let calendar = directory.clock(target.clock().calendar());
            target.recalendar(calendar, at);
        }
        if let Some(span) = promise.update {
            self.start(TargetKind::Update, span, &promise, at, directory);
        }
    }

    /// SLA-5: resolution and updates wait; response keeps running.
    pub(super) fn pause_client_clocks(&mut self, at: DateTime<Utc>, party: Party) {
        let waits = |t: &&mut Target| {
            matches!(t.kind(), TargetKind::Resolution | TargetKind::Update) && t.outcome().is_none()
        };
        self.targets.iter_mut().filter(waits).for_each(|target| target.pause(at, party));
    }

    pub(super) fn reached(
        &mut self,
        reached: &Reached,
        told_at: DateTime<Utc>,
        directory: &Directory,
    ) {
        let is_heard = self.is_heard(reached, directory);
        let name = &reached.target;
        let target = self.targets.iter_mut().find(|t| t.name() == *name);
        if let Some(target) = target {
            target.mark(&reached.reached, told_at);
            if !is_heard {
                target.nobody_heard(&reached.reached);
            }
        }
    }

    /// Counts the clocks anew after the organisation changed (SLA-16).
    pub fn recount(&mut self, directory: &Directory, at: DateTime<Utc>) {
        for target in self.targets.iter_mut().filter(|target| target.outcome().is_none()) {
            let calendar = directory.clock(target.clock().calendar());
            target.recalendar(calendar, at);
        }
        self.wakes_at = self.next_wake(directory);
    }
}
