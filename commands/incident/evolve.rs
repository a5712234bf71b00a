//! What each event does to an incident. Total: what happened cannot be refused.

use chrono::{DateTime, Utc};

use super::{
    Analysis, Engagement, Escalation, Event, Hold, Incident, Opened, Phase, Refused, Stage,
};
use crate::directory::Directory;
use crate::ids::{DeptId, RoleId, VendorId};
use crate::sla::{Party, Pause, TargetKind};
use crate::world::{By, Fact};

impl Incident {
    /// A record begins with its opening; anything else about an unknown record is nothing.
    pub fn opened(fact: &Fact, event: &Event, directory: &Directory) -> Option<Incident> {
        let Event::Opened(opened) = event else { return None };
        let mut incident = Incident {
            id: crate::ids::IncidentId(fact.record.number),
            events: fact.n,
            title: opened.title.clone(),
            severity: opened.severity,
            client: opened.client.clone(),
            service: opened.service.clone(),
            device: opened.device.clone(),
            restricted: opened.restricted,
            opened_at: fact.at,
            opened_by: fact.by.person().cloned(),
            phase: Phase::Live { stage: Stage::Open, hold: None },
            lead: None,
            engagements: Vec::new(),
            targets: Vec::new(),
            promise: opened.promise.clone(),
            involved: Vec::new(),
            vendors: Vec::new(),
            answered_at: None,
            waits: Vec::new(),
            debrief: None,
            debrief_by: None,
            analyses: Vec::new(),
            merged_from: Vec::new(),
            refusals: Vec::new(),
            problem_suggested: false,
            reopened: 0,
            wakes_at: None,
        };
        incident.engage_first(opened, fact.at, directory);
        incident.promise_all(fact.at, directory);
        incident.wakes_at = incident.next_wake(directory);
        Some(incident)
    }

    fn engage_first(&mut self, opened: &Opened, at: DateTime<Utc>, directory: &Directory) {
        for department in &opened.departments {
            self.engagements.push(Engagement::requested(department.clone(), at));
        }
        for (department, accept) in &opened.accepts {
            self.start_accept(department, accept, at, directory);
        }
    }

    /// Applies what happened, then notes when the clock next has something to say.
    pub fn evolve(&mut self, fact: &Fact, event: &Event, directory: &Directory) {
        self.events = fact.n;
        if self.is_response(fact, event, directory) {
            self.answered(fact.at, directory);
        }
        self.apply(fact, event, directory);
        self.wakes_at = self.next_wake(directory);
    }

    /// SLA-4: the first action of a person of an engaged department answers the client. A merge answers nobody (SLA-13),
    /// nor does what the bot finds out by itself when the record is opened (INC-7).
    fn is_response(&self, fact: &Fact, event: &Event, directory: &Directory) -> bool {
        use Event::{AskedFor, MergedInto, Overridden, ProblemSuggested, Refused};
        let beside = matches!(event, Refused { .. } | AskedFor { .. } | ProblemSuggested { .. });
        let no_action = beside || matches!(event, Overridden { .. } | MergedInto { .. });
        let Some(person) = fact.by.person().filter(|_| !no_action) else { return false };
        !self.departments_of(person, directory).is_empty()
    }

    fn apply(&mut self, fact: &Fact, event: &Event, directory: &Directory) {
        let at = fact.at;
        match event {
            Event::Opened(_) | Event::Archived => {}
            Event::Acknowledged { department } => {
                self.acknowledged(department.as_ref(), at, directory);
            }
            Event::Led { by } => self.lead = Some(by.clone()),
            Event::Assigned { department, to } => {
                if let Some(engagement) = self.engagement_mut(department) {
                    engagement.assignee = Some(to.clone());
                }
            }
            Event::Engaged { department, accept } => {
                self.engaged(department, accept.as_ref(), at, directory);
            }
            Event::Released { department } => self.released(department, at, directory),
            Event::VendorAnswered { vendor } => self.vendor_answered(vendor, at, directory),
            Event::VendorReleased { vendor } => self.vendor_done(vendor, at, directory),
            Event::Noted { .. } => self.updated(fact, directory),
            Event::SeveritySet { severity, promise, .. } => {
                self.severity = *severity;
                self.promised(promise.clone(), at, directory);
            }
            Event::Held { party, until, because } => {
                self.held(*party, *until, because, at);
            }
            Event::Resumed => self.resumed(fact, directory),
            Event::Escalated { to, because } => self.escalated(to, because, at, directory),
            Event::Mitigated { .. } => {
                self.set_stage(Stage::Mitigated);
                self.updated(fact, directory);
            }
            Event::Resolved { debrief_by, .. } => self.resolved(at, *debrief_by, directory),
            Event::Reopened { .. } => self.reopen(at, directory),
            Event::Closed => {
                let resolved_at = self.resolved_at().unwrap_or(at);
                self.phase = Phase::Closed { at, resolved_at };
            }
            Event::MergedInto { into } => {
                self.phase = Phase::Merged { at, into: *into };
                self.debrief_by = None;
                self.targets.iter_mut().for_each(|target| target.merge(at));
            }
            Event::MergedFrom { from, departments } => self.merged_from(*from, departments, at),
            Event::Reached(reached) => self.reached(reached, at, directory),
            _ => self.reviewed(fact, event),
        }
    }

    /// What is learned and asked afterwards; no clock of the client is touched.
    fn reviewed(&mut self, fact: &Fact, event: &Event) {
        match event {
            Event::DebriefRecorded { .. } | Event::DebriefAmended { .. } => {
                self.debriefed(fact, event);
            }
            Event::ActionDone { number } => {
                self.action_mut(*number).into_iter().for_each(|it| it.done_at = Some(fact.at));
            }
            Event::ActionFellDue { number, next } => {
                self.action_mut(*number).into_iter().for_each(|it| it.remind_at = *next);
            }
            Event::ProblemSuggested { .. } => self.problem_suggested = true,
            Event::DebriefFellDue { next } => self.debrief_by = Some(*next),
            Event::Analysed { target, cause, action } => {
                let Some(by) = fact.by.person().cloned() else { return };
                let (target, cause, action) = (target.clone(), cause.clone(), action.clone());
                self.analyses.push(Analysis { target, at: fact.at, by, cause, action });
            }
            Event::Refused { verb, who, may } => {
                self.refusals.retain(|refused| &refused.who != who);
                let (who, verb, may) = (who.clone(), verb.clone(), may.clone());
                self.refusals.push(Refused { who, verb, may, asked: Vec::new() });
            }
            Event::AskedFor { whom, .. } => {
                let asker = fact.by.person();
                let refused = self.refusals.iter_mut().find(|refused| Some(&refused.who) == asker);
                if let Some(refused) = refused {
                    refused.asked.push(whom.clone());
                }
                self.involve(whom.clone());
            }
            _ => {}
        }
    }

    fn involve(&mut self, person: crate::ids::PersonId) {
        if !self.involved.contains(&person) {
            self.involved.push(person);
        }
    }

    fn acknowledged(
        &mut self,
        department: Option<&DeptId>,
        at: DateTime<Utc>,
        directory: &Directory,
    ) {
        if let Some(department) = department {
            if let Some(engagement) = self.engagement_mut(department) {
                engagement.engaged_at.get_or_insert(at);
            }
            self.stop(&TargetKind::Ola(department.clone()), at, directory);
            self.answered(at, directory);
        }
        if let Phase::Live { stage: stage @ Stage::Open, .. } = &mut self.phase {
            *stage = Stage::Acknowledged;
        }
    }

    fn set_stage(&mut self, to: Stage) {
        if let Phase::Live { stage, .. } = &mut self.phase {
            *stage = to;
        }
    }

    fn held(
        &mut self,
        party: Party,
        until: Option<DateTime<Utc>>,
        because: &str,
        at: DateTime<Utc>,
    ) {
        if self.hold().is_some() {
            self.end_hold(at);
        }
        if let Phase::Live { hold, .. } = &mut self.phase {
            *hold = Some(Hold { since: at, party, until, because: because.to_owned() });
        }
        if self.promise.as_ref().is_some_and(|promise| promise.pause_on.contains(&party)) {
            self.pause_client_clocks(at, party);
        }
    }

    fn resumed(&mut self, fact: &Fact, directory: &Directory) {
        let ended_by_clock = matches!(fact.by, By::Clock);
        let until = self.hold().and_then(|hold| hold.until).filter(|_| ended_by_clock);
        // SLA-6: a vendor that was waited for has not delivered by that; his clock runs on.
        self.end_hold(until.unwrap_or(fact.at));
        self.updated(fact, directory);
    }

    pub(super) fn end_hold(&mut self, at: DateTime<Utc>) {
        if let Phase::Live { hold, .. } = &mut self.phase
            && let Some(hold) = hold.take()
        {
            self.waits.push(Pause { from: hold.since, to: Some(at), party: hold.party });
        }
        for target in self.targets.iter_mut().filter(|t| t.clock().paused_for().is_some()) {
            target.resume(at);
        }
    }

    fn escalated(
        &mut self,
        to: &Escalation,
        because: &str,
        at: DateTime<Utc>,
        directory: &Directory,
    ) {
        match to {
            Escalation::Head { department } => {
                if let Some(head) = directory.department(department).map(|d| d.head.clone()) {
                    self.involve(head);
                }
            }
            Escalation::Management => {
                for person in directory.role_members(&RoleId::new("management")).to_vec() {
                    self.involve(person);
                }
            }
            Escalation::Vendor { pauses, .. } => {
                self.with_vendor(to, at, directory);
                if *pauses && self.hold().is_none() {
                    self.held(Party::Vendor, None, because, at);
                }
            }
        }
    }

    fn resolved(
        &mut self,
        at: DateTime<Utc>,
        debrief_by: Option<DateTime<Utc>>,
        directory: &Directory,
    ) {
        self.end_hold(at);
        let vendors: Vec<VendorId> = self.open_vendors().map(|v| v.vendor.clone()).collect();
        vendors.iter().for_each(|vendor| self.stop_uc(vendor, at, directory));
        self.answered(at, directory);
        self.stop(&TargetKind::Resolution, at, directory);
        self.stop(&TargetKind::Update, at, directory);
        self.end_without_verdict(|_| true, at);
        self.phase = Phase::Resolved { at };
        self.debrief_by = debrief_by.filter(|_| self.debrief.is_none());
    }

    fn reopen(&mut self, at: DateTime<Utc>, directory: &Directory) {
        let resolved_at = self.resolved_at();
        self.waits.extend(resolved_at.map(|from| Pause {
            from,
            to: Some(at),
            party: Party::Resolved,
        }));
        self.phase = Phase::Live { stage: Stage::Acknowledged, hold: None };
        self.reopened += 1;
        self.debrief_by = None;
        self.reopen_clocks(at, directory);
    }
}
