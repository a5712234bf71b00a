//! The client's clocks of a change: by policies of kind `change`, with the arithmetic of [`crate::sla`] (SLA-1).

use chrono::{DateTime, Utc};

use super::{Change, Event, Phase};
use crate::calendar::Calendar;
use crate::directory::{Directory, Promise};
use crate::ids::{DeptId, RoleId};
use crate::sla::{AudienceWord, Outcome, Party, PointReached, Target, TargetKind, TargetName};
use crate::world::Fact;

impl Change {
    /// Starts what the client is promised, from the opening.
    pub(super) fn promised(&mut self, at: DateTime<Utc>, directory: &Directory) {
        let Some(promise) = self.promise.clone() else { return };
        self.start_clocks(&promise, at, directory);
    }

    fn start_clocks(&mut self, promise: &Promise, at: DateTime<Utc>, directory: &Directory) {
        let spans = [
            (TargetKind::Response, promise.response),
            (TargetKind::Resolution, promise.resolution),
        ];
        for (kind, span) in spans {
            let Some(span) = span else { continue };
            let cycle = self.latest(&kind).map_or(1, |target| target.cycle() + 1);
            let (calendar, ladder) = (directory.clock(&promise.calendar), promise.ladder.clone());
            self.targets.push(Target::start_cycle(kind, cycle, span, calendar, ladder, at));
        }
    }

    /// What an event does to them. `is_again`: there is work again after all had ended.
    pub(super) fn turn_clocks(
        &mut self,
        fact: &Fact,
        event: &Event,
        is_again: bool,
        directory: &Directory,
    ) {
        if self.targets.is_empty() {
            return;
        }
        let at = fact.at;
        match event {
            Event::Held { party: Some(party), .. } => self.pause_clock(*party, at),
            Event::Resumed => self.running().for_each(|target| target.resume(at)),
            Event::WorkEnded | Event::Closed => {
                self.stop_clock(&TargetKind::Response, at, directory);
                self.stop_clock(&TargetKind::Resolution, at, directory);
            }
            // The request is given up, or taken back: nobody waits for it any more.
            Event::Cancelled { .. } | Event::RolledBack { .. } => {
                self.running().for_each(|target| target.cancel(at));
            }
            Event::Reached(reached) => self.clock_reached(reached, at, directory),
            _ => {}
        }
        if is_again {
            self.reopen_clocks(at, directory);
        }
    }

    /// SLA-4: the first action of a person of a department that has work in it by then answers the client.
    pub(super) fn answer(&mut self, fact: &Fact, event: &Event, directory: &Directory) {
        if !self.targets.is_empty() && self.is_response(fact, event, directory) {
            self.stop_clock(&TargetKind::Response, fact.at, directory);
        }
    }

    fn is_response(&self, fact: &Fact, event: &Event, directory: &Directory) -> bool {
        use Event::{AskedFor, Overridden, Refused};
        let no_action = matches!(event, Refused { .. } | AskedFor { .. } | Overridden { .. });
        let Some(person) = fact.by.person().filter(|_| !no_action) else { return false };
        self.departments().iter().any(|department| directory.works_in(person, department))
    }

    fn running(&mut self) -> impl Iterator<Item = &mut Target> {
        self.targets.iter_mut().filter(|target| target.outcome().is_none())
    }

    fn stop_clock(&mut self, kind: &TargetKind, at: DateTime<Utc>, directory: &Directory) {
        for target in self.running().filter(|target| target.kind() == kind) {
            let calendar = directory.clock(target.clock().calendar());
            target.stop(at, calendar);
        }
    }

    /// SLA-5, SLA-6: the resolution waits if the contract lets it wait for that party; response keeps running.
    fn pause_clock(&mut self, party: Party, at: DateTime<Utc>) {
        if !self.pauses_for(party) {
            return;
        }
        let waits = |target: &&mut Target| *target.kind() == TargetKind::Resolution;
        self.running().filter(waits).for_each(|target| target.pause(at, party));
    }

    /// Whether waiting for a party stops the client's clock.
    pub fn pauses_for(&self, party: Party) -> bool {
        self.promise.as_ref().is_some_and(|promise| promise.pause_on.contains(&party))
    }

    /// SLA-11: the clock goes on without the time when all had ended, or a new cycle starts.
    fn reopen_clocks(&mut self, at: DateTime<Utc>, directory: &Directory) {
        let Some(promise) = self.promise.clone() else { return };
        if promise.new_cycle {
            self.start_clocks(&promise, at, directory);
            return;
        }
        let resolution = self.targets.iter_mut().rev();
        let resolution = resolution.filter(|target| target.outcome() != Some(Outcome::Cancelled));
        let mut resolution = resolution.filter(|it| *it.kind() == TargetKind::Resolution);
        if let Some(target) = resolution.next() {
            target.reopen(at);
            target.recalendar(directory.clock(target.clock().calendar()), at);
        }
    }

    fn clock_reached(&mut self, reached: &PointReached, at: DateTime<Utc>, directory: &Directory) {
        let is_heard = self.is_heard(reached, directory);
        let target = self.targets.iter_mut().find(|target| target.name() == reached.target);
        let Some(target) = target else { return };
        target.mark(&reached.reached, at);
        if !is_heard {
            target.nobody_heard(&reached.reached);
        }
    }

    /// SLA-9: whether anybody of a point's audience exists now.
    fn is_heard(&self, reached: &PointReached, directory: &Directory) -> bool {
        let Some(target) = self.target(&reached.target) else { return false };
        let role = |role: &str| !directory.role_members(&RoleId::new(role)).is_empty();
        target.ladder().audience(reached.reached.point).any(|word| match word {
            AudienceWord::Department | AudienceWord::Head => !self.turns().is_empty(),
            AudienceWord::Lead => !self.is_announced(),
            AudienceWord::Tam => self.tam(directory).is_some(),
            AudienceWord::ServiceManager => self.service_manager(directory).is_some(),
            AudienceWord::IncidentManager => role("incident-manager"),
            AudienceWord::Management => role("management"),
        })
    }

    /// The departments whose turn it is, in the order of their tasks.
    pub(super) fn turns(&self) -> Vec<DeptId> {
        let turns = self.departments().into_iter();
        turns.filter(|slug| self.tasks_of(slug).any(super::Task::is_turn)).collect()
    }

    /// The points that have come by `now`. While it is held nobody is told: what was missed meanwhile is told when it goes
    /// on, the highest of it (SLA-10).
    pub(super) fn clocks_reached(&self, directory: &Directory, now: DateTime<Utc>) -> Vec<Event> {
        let running = self.targets.iter().filter(|target| target.outcome().is_none());
        let reached = running.filter(|_| self.hold.is_none()).filter_map(|target| {
            let calendar = directory.clock(target.clock().calendar());
            let reached = target.reached(now, calendar)?;
            let due_by = target.due_by(calendar).unwrap_or(reached.promised_by);
            let (target, of) = (target.name(), target.clock().seconds());
            Some(Event::Reached(PointReached { target, of, due_by, reached }))
        });
        reached.collect()
    }

    /// When the next of them comes.
    pub(super) fn clocks_wake(&self, directory: &Directory) -> Option<DateTime<Utc>> {
        let running = self.targets.iter().filter(|target| target.outcome().is_none());
        let running = running.filter(|_| self.hold.is_none());
        running.filter_map(|it| it.next_at(directory.clock(it.clock().calendar()))).min()
    }

    /// Counts them anew after the organisation changed (SLA-16).
    pub(super) fn recount_clocks(&mut self, directory: &Directory, at: DateTime<Utc>) {
        self.running().for_each(|target| {
            let calendar: &Calendar = directory.clock(target.clock().calendar());
            target.recalendar(calendar, at);
        });
    }

    pub fn target(&self, name: &TargetName) -> Option<&Target> {
        self.targets.iter().find(|target| target.name() == *name)
    }

    /// The newest cycle of a clock.
    pub fn latest(&self, kind: &TargetKind) -> Option<&Target> {
        self.targets.iter().rev().find(|target| target.kind() == kind)
    }

    /// By when the client is to have it. None: nothing is promised, the clock waits, or it has ended.
    pub fn resolution_by(&self, directory: &Directory) -> Option<DateTime<Utc>> {
        let target = self.latest(&TargetKind::Resolution)?;
        let running = Some(target).filter(|target| target.outcome().is_none());
        running?.due_by(directory.clock(target.clock().calendar()))
    }

    /// All work had ended.
    pub(super) fn is_in_review(&self) -> bool {
        matches!(self.phase, Phase::Review { .. })
    }
}
