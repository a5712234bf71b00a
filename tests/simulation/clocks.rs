//! The clocks of all incidents, kept by hand from the log, and held against what the records say of themselves.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use baton_commands::directory::Directory;
use baton_commands::ids::{CalendarId, DeptId, RecordId, VendorId};
use baton_commands::incident::{Accept, Escalation, Event, Opened, Promise, Reached};
use baton_commands::sla::{Ladder, Outcome, Party, Span, TargetKind};
use baton_commands::world::{By, Fact, World};

use super::clock::NaiveClock;
use super::hours::{AllHours, Hours};
use super::judge::{Verdict, broken};

/// What of a record moves its clocks.
#[derive(Default)]
pub(crate) struct Record {
    pub(crate) clocks: Vec<NaiveClock>,
    promise: Option<Promise>,
    opened: i64,
    /// Departments asked and not released, and whether each has answered.
    standing: BTreeMap<DeptId, bool>,
    vendors: BTreeSet<VendorId>,
    hold: Option<(Party, Option<i64>)>,
    live: bool,
    /// When its terms last changed: what is behind then may be told then.
    changed: i64,
}

#[derive(Default)]
pub(crate) struct Clocks {
    pub(crate) records: BTreeMap<RecordId, Record>,
    hours: AllHours,
}

impl Clocks {
    /// Takes note of what happened. `late` says whether the bot may come late to an instant.
    pub(crate) fn happened(
        &mut self,
        fact: &Fact,
        event: &Event,
        directory: &Directory,
        late: impl Fn(i64) -> bool,
    ) -> Verdict {
        let at = fact.at.timestamp();
        let record = self.records.entry(fact.record).or_default();
        let mut hand = Hand { record, directory, hours: &mut self.hours, fact, at };
        if fact.by.person().is_some() {
            hand.record.nothing_owed(fact.record, at - 1)?;
        }
        if let Event::Reached(reached) = event {
            return hand.reached(reached, late);
        }
        if !matches!(event, Event::Refused { .. } | Event::Noted { .. }) {
            hand.record.changed = at;
        }
        if hand.answers_client(event) {
            hand.stop(&TargetKind::Response, at);
        }
        hand.apply(event);
        Ok(())
    }

    /// The organisation's files came into force: all clocks that run are counted anew (SLA-16).
    pub(crate) fn organised(&mut self, directory: &Directory, at: i64) {
        for record in self.records.values_mut() {
            for clock in record.clocks.iter_mut().filter(|clock| clock.outcome.is_none()) {
                let hours = self.hours.of(directory.clock(&clock.calendar));
                clock.recalendar(hours, at);
                record.changed = at;
            }
        }
    }

    /// Nothing that fell due by an instant is untold, in any record.
    pub(crate) fn nothing_owed(&self, at: i64) -> Verdict {
        self.records.iter().try_for_each(|(id, record)| record.nothing_owed(*id, at))
    }

    /// The record says of its clocks what the count by hand does.
    pub(crate) fn compare(&self, id: RecordId, world: &World) -> Verdict {
        let (Some(record), Some(incident)) =
            (self.records.get(&id), world.incidents.get(&id.number))
        else {
            return Ok(());
        };
        let differs = |what: String| Err(broken("clocks stand as counted by hand", what));
        if record.clocks.len() != incident.targets.len() {
            let names: Vec<String> =
                incident.targets.iter().map(|t| format!("{}#{}", t.kind(), t.cycle())).collect();
            return differs(format!("{id} has {names:?}, not {} clocks", record.clocks.len()));
        }
        for clock in &record.clocks {
            let name = format!("{id} {}#{}", clock.kind, clock.cycle);
            let same = |t: &&baton_commands::sla::Target| {
                *t.kind() == clock.kind && t.cycle() == clock.cycle
            };
            let Some(target) = incident.targets.iter().find(same) else {
                return differs(format!("{name} is missing"));
            };
            let said = (
                target.outcome(),
                target.breached_at().map(|at| at.timestamp()),
                target.clock().paused_for(),
            );
            let counted = (clock.outcome, clock.breached, clock.waits_for);
            if said != counted {
                return differs(format!("{name} is {said:?}, counted {counted:?}"));
            }
            let calendar = world.directory().clock(target.clock().calendar());
            let due = target.due_by(calendar).map(|at| at.timestamp());
            if clock.outcome.is_none() && due != clock.deadline() {
                return differs(format!("{name} is due {due:?}, counted {:?}", clock.deadline()));
            }
        }
        Ok(())
    }
}

impl Record {
    fn nothing_owed(&self, id: RecordId, at: i64) -> Verdict {
        if self.hold.and_then(|(_, until)| until).is_some_and(|until| until <= at) {
            return Err(broken("a hold ends when it said", format!("{id} is still held at {at}")));
        }
        for clock in &self.clocks {
            if let Some((point, when)) = clock.due(at).last() {
                let what =
                    format!("{id} {}#{}: {point} of {when} at {at}", clock.kind, clock.cycle);
                return Err(broken("every point of a clock is told in time", what));
            }
        }
        Ok(())
    }
}

/// One fact on its way into one record.
struct Hand<'a> {
    record: &'a mut Record,
    directory: &'a Directory,
    hours: &'a mut AllHours,
    fact: &'a Fact,
    at: i64,
}

impl Hand<'_> {
    /// A point is told once, never early, never while nobody counts; of several only the highest (SLA-9, SLA-10).
    fn reached(&mut self, told: &Reached, late: impl Fn(i64) -> bool) -> Verdict {
        let name = format!("{} {} {:?}", self.fact.name(), told.target, told.reached.point);
        let is = |clock: &&mut NaiveClock| {
            clock.kind == told.target.kind && clock.cycle == told.target.cycle
        };
        let Some(clock) = self.record.clocks.iter_mut().find(is) else {
            return Err(broken("only a clock that exists is told of", name));
        };
        if !clock.is_running() {
            return Err(broken("what is paused or over tells nothing", name));
        }
        let mut due = clock.due(self.at);
        clock.tell(&due);
        let Some((point, when)) = due.pop() else {
            return Err(broken("a point is told once and never early", name));
        };
        let said = (told.reached.point, told.reached.true_at.timestamp());
        if said != (point, when) {
            return Err(broken(
                "the highest point is told with its true time",
                format!("{name}: {said:?}, counted {point:?} {when}"),
            ));
        }
        let superseded: BTreeMap<_, _> =
            told.reached.superseded.iter().map(|(point, at)| (*point, at.timestamp())).collect();
        if superseded != due.into_iter().collect() {
            return Err(broken("lower points are recorded as superseded", name));
        }
        if when < self.at && self.record.changed < self.at && !late(when) {
            let what = format!("{name}: {} s late", self.at - when);
            return Err(broken("a point is told within a second (PNG-3)", what));
        }
        Ok(())
    }

    /// SLA-4: the first action of a person of an engaged department.
    fn answers_client(&self, event: &Event) -> bool {
        use Event::{AskedFor, MergedInto, Opened, Overridden, Refused};
        let idle = matches!(
            event,
            Opened(_) | Refused { .. } | AskedFor { .. } | Overridden { .. } | MergedInto { .. }
        );
        self.fact.by.person().filter(|_| !idle).is_some_and(|person| {
            self.record.standing.keys().any(|dept| self.directory.works_in(person, dept))
        })
    }

    fn apply(&mut self, event: &Event) {
        let at = self.at;
        match event {
            Event::Opened(opened) => self.opened(opened),
            Event::Acknowledged { department } => {
                if let Some(department) = department {
                    self.record.standing.insert(department.clone(), true);
                    self.stop(&TargetKind::Ola(department.clone()), at);
                    self.stop(&TargetKind::Response, at);
                }
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
            Event::VendorReleased { vendor } => {
                self.vendor_done(vendor, at);
                let waits = self.record.hold.is_some_and(|(party, _)| party == Party::Vendor);
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
            Event::Escalated { to: Escalation::Vendor { .. }, .. } => self.to_vendor(event),
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

    fn counted(&mut self, calendar: &CalendarId) -> (CalendarId, Arc<Hours>) {
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
    fn promise(&mut self, kind: TargetKind, span: Span, at: i64) {
        let Some(promise) = self.record.promise.clone() else { return };
        let waits = kind != TargetKind::Response;
        self.start(kind, span, &promise.calendar, &promise.ladder, at);
        let party = self.record.hold.map(|(party, _)| party);
        let party = party.filter(|party| waits && promise.pause_on.contains(party));
        if let (Some(clock), Some(party)) = (self.record.clocks.last_mut(), party) {
            clock.pause(self.at, party);
        }
    }

    fn running(&mut self, kind: &TargetKind) -> impl Iterator<Item = &mut NaiveClock> {
        let kind = kind.clone();
        let clocks = self.record.clocks.iter_mut();
        clocks.filter(move |clock| clock.kind == kind && clock.outcome.is_none())
    }

    fn stop(&mut self, kind: &TargetKind, at: i64) {
        self.running(kind).for_each(|clock| clock.stop(at));
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

    /// SLA-7: from the original start. An update interval that was not promised before counts from now.
    fn promised(&mut self, promise: Option<Promise>) {
        self.record.promise = promise.clone();
        for (kind, span) in promises(promise.as_ref()) {
            let known = self.record.clocks.iter().any(|clock| clock.kind == kind);
            let counted = promise.as_ref().map(|promise| self.counted(&promise.calendar));
            let at = self.at;
            let started = self.record.opened;
            let is_update = kind == TargetKind::Update;
            match (self.running(&kind).last(), span) {
                (Some(clock), Some(span)) => {
                    if let (Some(counted), Some(promise)) = (counted, &promise) {
                        clock.retarget(span, counted, Arc::clone(&promise.ladder));
                    }
                }
                (Some(clock), None) => clock.end(at, Outcome::Cancelled),
                (None, Some(span)) if is_update => self.promise(kind, span, at),
                (None, Some(span)) if !known => self.promise(kind, span, started),
                (None, _) => {}
            }
        }
    }

    fn held(&mut self, party: Party, until: Option<i64>) {
        if self.record.hold.is_some() {
            self.end_hold(self.at);
        }
        self.record.hold = Some((party, until));
        let pauses = self.record.promise.as_ref().is_some_and(|it| it.pause_on.contains(&party));
        let at = self.at;
        for kind in [TargetKind::Resolution, TargetKind::Update] {
            self.running(&kind).filter(|_| pauses).for_each(|clock| clock.pause(at, party));
        }
    }

    fn end_hold(&mut self, at: i64) {
        self.record.hold = None;
        for clock in self.record.clocks.iter_mut().filter(|clock| clock.waits_for.is_some()) {
            clock.resume(at);
        }
    }

    fn resumed(&mut self) {
        let ended = self.record.hold.and_then(|(_, until)| until);
        let at = ended.filter(|_| self.fact.by == By::Clock).unwrap_or(self.at);
        if self.record.hold.is_some_and(|(party, _)| party == Party::Vendor) {
            let vendors = std::mem::take(&mut self.record.vendors);
            vendors.iter().for_each(|vendor| self.vendor_done(vendor, at));
        }
        self.end_hold(at);
        self.updated();
    }

    fn vendor_done(&mut self, vendor: &VendorId, at: i64) {
        self.record.vendors.remove(vendor);
        self.stop(&TargetKind::UcResponse(vendor.clone()), at);
        self.stop(&TargetKind::UcResolution(vendor.clone()), at);
    }

    fn to_vendor(&mut self, event: &Event) {
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
        for kind in [TargetKind::Response, TargetKind::Resolution, TargetKind::Update] {
            self.stop(&kind, at);
        }
        self.end(Outcome::Cancelled, |_| true);
        self.record.live = false;
    }

    /// SLA-11, as the demo's contracts have it: the clock goes on.
    fn reopened(&mut self) {
        self.record.live = true;
        let at = self.at;
        let Some(promise) = self.record.promise.clone() else { return };
        let last = self.record.clocks.iter_mut().rev().find(|it| it.kind == TargetKind::Resolution);
        if let Some(clock) = last {
            clock.reopen(at);
            let hours = self.hours.of(self.directory.clock(&clock.calendar));
            clock.recalendar(hours, at);
        }
        promise.update.iter().for_each(|span| self.promise(TargetKind::Update, *span, at));
    }
}

fn promises(promise: Option<&Promise>) -> [(TargetKind, Option<Span>); 3] {
    [
        (TargetKind::Response, promise.and_then(|it| it.response)),
        (TargetKind::Resolution, promise.and_then(|it| it.resolution)),
        (TargetKind::Update, promise.and_then(|it| it.update)),
    ]
}
