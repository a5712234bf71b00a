//! The clocks of an incident: starting, stopping, promising anew. The arithmetic is in [`crate::sla`].

use chrono::{DateTime, Utc};

use super::{Accept, Incident, Promise, Reached};
use crate::directory::Directory;
use crate::ids::{DeptId, VendorId};
use crate::sla::{Party, Target, TargetKind};
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
        let (Some(promise), Some(last)) =
            (self.promise.clone(), self.latest(&TargetKind::Update).cloned())
        else {
            return;
        };
        let Some(span) = promise.update.filter(|_| last.outcome().is_none()) else { return };
        let paused = last.clock().paused_for().is_some();
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

    /// A clock that was not promised until now: from the opening, but nobody owed an update before. It waits while the
    /// record does. What had its verdict keeps it.
    fn promised_late(
        &mut self,
        kind: TargetKind,
        span: crate::sla::Span,
        promise: &Promise,
        at: DateTime<Utc>,
        directory: &Directory,
    ) {
        let is_update = kind == TargetKind::Update;
        if !is_update && self.latest(&kind).is_some() {
            return;
        }
        let waits = kind != TargetKind::Response;
        let from = if is_update { at } else { self.opened_at };
        self.start(kind, span, promise, from, directory);
        let hold = self.hold().filter(|hold| waits && promise.pause_on.contains(&hold.party));
        let hold = hold.map(|hold| (hold.since, hold.party));
        if let (Some(target), Some((since, party))) = (self.targets.last_mut(), hold) {
            target.pause(since, party);
        }
    }

    /// SLA-11: the clock goes on without the time spent resolved, or a new cycle starts.
    pub(super) fn reopen_clocks(&mut self, at: DateTime<Utc>, directory: &Directory) {
        let Some(promise) = self.promise.clone() else { return };
        if promise.new_cycle {
            self.promise_all(at, directory);
            return;
        }
        let resolution =
            self.targets.iter_mut().rev().find(|t| *t.kind() == TargetKind::Resolution);
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

    pub(super) fn stop_uc(&mut self, vendor: &VendorId, at: DateTime<Utc>, directory: &Directory) {
        for kind in
            [TargetKind::UcResponse(vendor.clone()), TargetKind::UcResolution(vendor.clone())]
        {
            self.stop(&kind, at, directory);
        }
        for vendoring in self.vendors.iter_mut().filter(|v| &v.vendor == vendor) {
            vendoring.until.get_or_insert(at);
        }
    }

    /// The vendor gives the case back; who waited for him alone goes on.
    pub(super) fn vendor_done(
        &mut self,
        vendor: &VendorId,
        at: DateTime<Utc>,
        directory: &Directory,
    ) {
        self.stop_uc(vendor, at, directory);
        let waits = self.hold().is_some_and(|hold| hold.party == Party::Vendor);
        if waits && self.open_vendors().next().is_none() {
            self.end_hold(at);
        }
    }

    pub(super) fn reached(&mut self, reached: &Reached, told_at: DateTime<Utc>) {
        let name = &reached.target;
        let target = self.targets.iter_mut().find(|t| super::name_of(t) == *name);
        if let Some(target) = target {
            target.mark(&reached.reached, told_at);
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
