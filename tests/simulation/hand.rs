//! What each event does to the clocks of its record, once more and by hand.

use std::sync::Arc;

use baton_commands::directory::Directory;
use baton_commands::ids::{CalendarId, DeptId, VendorId};
use baton_commands::incident::{Accept, Escalation, Event, Opened, Promise};
use baton_commands::sla::{Ladder, Outcome, Party, Span, TargetKind};
use baton_commands::world::{By, Fact};

use super::clock::NaiveClock;
use super::clocks::Record;
use super::hours::{AllHours, Hours};

/// One fact on its way into one record.
pub(crate) struct Hand<'a> {
    pub(crate) record: &'a mut Record,
    pub(crate) directory: &'a Directory,
    pub(crate) hours: &'a mut AllHours,
    pub(crate) fact: &'a Fact,
    pub(crate) at: i64,
}

impl Hand<'_> {
    /// SLA-4: the first action of a person of an engaged department.
    pub(crate) fn answers_client(&self, event: &Event) -> bool {
        use Event::{AskedFor, MergedInto, Opened, Overridden, ProblemSuggested, Refused};
        let beside = matches!(event, Refused { .. } | AskedFor { .. } | ProblemSuggested { .. });
        let idle = beside || matches!(event, Opened(_) | Overridden { .. } | MergedInto { .. });
        self.fact.by.person().filter(|_| !idle).is_some_and(|person| {
            self.record.standing.keys().any(|dept| self.directory.works_in(person, dept))
        })
    }

    pub(crate) fn apply(&mut self, event: &Event) {
        let at = self.at;
        match event {
            Event::Opened(opened) => self.opened(opened),
            Event::Acknowledged { department: Some(department) } => {
                self.record.standing.insert(department.clone(), true);
                self.stop(&TargetKind::Ola(department.clone()), at);
                self.answered();
            }
            Event::Engaged { department, accept } => {
                self.record.standing.insert(department.clone(), false);
                accept.iter().for_each(|accept| self.accept(department, accept));
            }
            Event::Released { department } => {
                let kind = TargetKind::Ola(department.clone());
                match self.record.standing.remove(department) {
                    Some(true) => self.stop(&kind, at),
                    _ => self.end(Outcome::Cancelled, |clock| clock.kind == kind),
                }
            }
            Event::VendorAnswered { vendor } => {
                self.stop(&TargetKind::UcResponse(vendor.clone()), at);
            }
            Event::VendorReleased { vendor } => {
                self.vendor_done(vendor, at);
                let waits = self.record.hold.is_some_and(|(party, ..)| party == Party::Vendor);
                if waits && self.record.vendors.is_empty() {
                    self.end_hold(at);
                }
            }
            Event::Noted { .. } | Event::Mitigated { .. } => self.updated(),
            Event::SeveritySet { promise, .. } => self.promised(promise.clone()),
            Event::Held { party, until, .. } => {
                self.held(*party, until.map(|until| until.timestamp()));
            }
            Event::Resumed => self.resumed(),
            Event::Escalated { to: Escalation::Vendor { .. }, .. } => self.vendor_asked(event),
            Event::Resolved { .. } => self.resolved(),
            Event::Reopened { .. } => self.reopened(),
            Event::MergedInto { .. } => {
                (self.record.live, self.record.hold) = (false, None);
                self.end(Outcome::Merged, |_| true);
            }
            Event::MergedFrom { departments, .. } => {
                for (department, engaged) in departments {
                    self.record.standing.entry(department.clone()).or_insert(*engaged);
                }
            }
            _ => {}
        }
    }

    fn opened(&mut self, opened: &Opened) {
        self.record.live = true;
        self.record.opened = self.at;
        self.record.standing = opened.departments.iter().map(|it| (it.clone(), false)).collect();
        opened.accepts.iter().for_each(|(department, accept)| self.accept(department, accept));
        self.record.promise = opened.promise.clone();
        for (kind, span) in promises(opened.promise.as_ref()) {
            span.iter().for_each(|span| self.promise(kind.clone(), *span, self.at));
        }
    }

    pub(super) fn counted(&mut self, calendar: &CalendarId) -> (CalendarId, Arc<Hours>) {
        (calendar.clone(), self.hours.of(self.directory.clock(calendar)))
    }

    fn start(
        &mut self,
        kind: TargetKind,
        span: Span,
        on: &CalendarId,
        ladder: &Arc<Ladder>,
        at: i64,
    ) {
        let same = self.record.clocks.iter().filter(|clock| clock.kind == kind);
        let cycle = 1 + same.map(|clock| clock.cycle).max().unwrap_or(0);
        let counted = self.counted(on);
        let clock = NaiveClock::start(kind, cycle, span, counted, Arc::clone(ladder), at);
        self.record.clocks.push(clock);
    }

    fn accept(&mut self, department: &DeptId, accept: &Accept) {
        let kind = TargetKind::Ola(department.clone());
        self.start(kind, accept.within, &accept.calendar, &accept.ladder, self.at);
    }

    /// Starts a clock of the client's; it waits at once while somebody is waited for.
    pub(super) fn promise(&mut self, kind: TargetKind, span: Span, at: i64) {
        let Some(promise) = self.record.promise.clone() else { return };
        let waits = kind != TargetKind::Response;
        self.start(kind, span, &promise.calendar, &promise.ladder, at);
        let party = self.record.hold.map(|(party, ..)| party);
        let party = party.filter(|party| waits && promise.pause_on.contains(party));
        if let (Some(clock), Some(party)) = (self.record.clocks.last_mut(), party) {
            clock.pause(self.at, party);
        }
    }

    pub(super) fn running(&mut self, kind: &TargetKind) -> impl Iterator<Item = &mut NaiveClock> {
        let kind = kind.clone();
        let clocks = self.record.clocks.iter_mut();
        clocks.filter(move |clock| clock.kind == kind && clock.outcome.is_none())
    }

    pub(crate) fn stop(&mut self, kind: &TargetKind, at: i64) {
        self.running(kind).for_each(|clock| clock.stop(at));
    }

    pub(crate) fn answered(&mut self) {
        self.record.answered = true;
        self.stop(&TargetKind::Response, self.at);
    }

    fn end(&mut self, outcome: Outcome, which: impl Fn(&NaiveClock) -> bool) {
        let at = self.at;
        let clocks = self.record.clocks.iter_mut().filter(|clock| which(clock));
        clocks.for_each(|clock| clock.end(at, outcome));
    }

    /// Somebody told how it stands: the update interval starts anew, and what was kept leaves no trace.
    fn updated(&mut self) {
        let span = self.record.promise.as_ref().and_then(|promise| promise.update);
        let by_person = matches!(self.fact.by, By::Person(_));
        let runs = self.running(&TargetKind::Update).next().is_some();
        let Some(span) = span.filter(|_| by_person && runs) else { return };
        self.stop(&TargetKind::Update, self.at);
        self.promise(TargetKind::Update, span, self.at);
        self.record.clocks.retain(|clock| {
            clock.kind != TargetKind::Update || clock.outcome.is_none() || clock.breached.is_some()
        });
    }

    fn held(&mut self, party: Party, until: Option<i64>) {
        if self.record.hold.is_some() {
            self.end_hold(self.at);
        }
        self.record.hold = Some((party, self.at, until));
        let pauses = self.record.promise.as_ref().is_some_and(|it| it.pause_on.contains(&party));
        let at = self.at;
        for kind in [TargetKind::Resolution, TargetKind::Update] {
            self.running(&kind).filter(|_| pauses).for_each(|clock| clock.pause(at, party));
        }
    }

    fn end_hold(&mut self, at: i64) {
        if let Some((party, from, _)) = self.record.hold.take() {
            self.record.waits.push((from, at, party));
        }
        for clock in self.record.clocks.iter_mut().filter(|clock| clock.waits_for.is_some()) {
            clock.resume(at);
        }
    }

    fn resumed(&mut self) {
        let ended = self.record.hold.and_then(|(_, _, until)| until);
        self.end_hold(ended.filter(|_| self.fact.by == By::Clock).unwrap_or(self.at));
        self.updated();
    }

    fn vendor_done(&mut self, vendor: &VendorId, at: i64) {
        self.record.vendors.remove(vendor);
        self.stop(&TargetKind::UcResponse(vendor.clone()), at);
        self.stop(&TargetKind::UcResolution(vendor.clone()), at);
    }

    fn vendor_asked(&mut self, event: &Event) {
        let Event::Escalated {
            to: Escalation::Vendor { vendor, calendar, response, resolution, ladder, pauses },
            ..
        } = event
        else {
            return;
        };
        self.record.vendors.insert(vendor.clone());
        let kinds = [
            (TargetKind::UcResponse(vendor.clone()), response),
            (TargetKind::UcResolution(vendor.clone()), resolution),
        ];
        for (kind, span) in kinds {
            span.iter().for_each(|span| self.start(kind.clone(), *span, calendar, ladder, self.at));
        }
        if *pauses && self.record.hold.is_none() {
            self.held(Party::Vendor, None);
        }
    }

    fn resolved(&mut self) {
        let at = self.at;
        self.end_hold(at);
        let vendors = std::mem::take(&mut self.record.vendors);
        vendors.iter().for_each(|vendor| self.vendor_done(vendor, at));
        self.answered();
        for kind in [TargetKind::Resolution, TargetKind::Update] {
            self.stop(&kind, at);
        }
        self.end(Outcome::Cancelled, |_| true);
        (self.record.live, self.record.resolved) = (false, at);
    }

    /// SLA-11: the clock goes on, or all that is promised starts anew.
    fn reopened(&mut self) {
        self.record.live = true;
        let at = self.at;
        self.record.waits.push((self.record.resolved, at, Party::Resolved));
        let Some(promise) = self.record.promise.clone() else { return };
        if promise.new_cycle {
            self.record.answered = false;
            for (kind, span) in promises(Some(&promise)) {
                span.iter().for_each(|span| self.promise(kind.clone(), *span, at));
            }
            return;
        }
        let last = self.record.clocks.iter_mut().rev().find(|it| it.kind == TargetKind::Resolution);
        if let Some(clock) = last.filter(|clock| clock.outcome != Some(Outcome::Cancelled)) {
            clock.reopen(at);
            let hours = self.hours.of(self.directory.clock(&clock.calendar));
            clock.recalendar(hours, at);
        }
        promise.update.iter().for_each(|span| self.promise(TargetKind::Update, *span, at));
    }
}

pub(super) fn promises(promise: Option<&Promise>) -> [(TargetKind, Option<Span>); 3] {
    [
        (TargetKind::Response, promise.and_then(|it| it.response)),
        (TargetKind::Resolution, promise.and_then(|it| it.resolution)),
        (TargetKind::Update, promise.and_then(|it| it.update)),
    ]
}
