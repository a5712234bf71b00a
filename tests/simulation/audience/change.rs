//! Who must be pinged for what happened to a change or one of its tasks, derived from the table of reasons.

use std::collections::BTreeSet;
use std::sync::Arc;

use baton_commands::change::{Change, Event, Obstacle, Phase, Task};
use baton_commands::ids::{ChangeId, DeptId, PersonId, Recipient, RecordId, RoleId};

use super::{Pings, Scene, is_urgent, on_duty, one, role, told_at};

/// What one fact about a change asks for.
pub(super) fn expected(scene: &Scene<'_>, event: &Event) -> Pings {
    let id = ChangeId(scene.fact.record.number);
    let Some(change) = scene.after.change(id) else { return Pings::new() };
    let actor = scene.fact.by.person().or(scene.spared);
    let mut turn = Turn { scene, change, was: scene.before.change(id), actor, pings: Pings::new() };
    match event {
        Event::Task { task, what } => {
            if let Some(task) = change.task(*task) {
                turn.task(task, what);
            }
        }
        _ => turn.whole(event),
    }
    turn.pings
}

pub(super) struct Turn<'a> {
    pub(super) scene: &'a Scene<'a>,
    pub(super) change: &'a Change,
    /// The same before.
    pub(super) was: Option<&'a Arc<Change>>,
    pub(super) actor: Option<&'a PersonId>,
    pings: Pings,
}

impl<'a> Turn<'a> {
    fn whole(&mut self, event: &Event) {
        match event {
            Event::Submitted { approvers, .. } => {
                let all = approvers.iter().cloned().map(Recipient::Person).collect();
                self.about_change("change.approval_requested", all);
            }
            Event::ApprovalFellDue { .. } => self.approval_overdue(),
            Event::Approved => {
                self.about_change("change.decided", self.requester());
                let all = self.change.tasks.values().map(|task| &task.department);
                let all = all.cloned().map(Recipient::Dept).collect();
                self.about_change("change.decided", all);
            }
            Event::Rejected { .. } => self.rejected(),
            Event::ConflictFound { with, .. } => {
                let other = self.scene.after.change(*with).map(|other| self.tam_of(other));
                self.about_change("change.conflict", self.tam_of(self.change));
                self.about_change("change.conflict", other.unwrap_or_default());
            }
            Event::Obstructed { by, window } => self.obstructed(by, window.is_some()),
            Event::Clashed { .. } => self.clashed(),
            Event::StartAnnounced => {
                for department in departments(self.change, |task| !task.has_ended()) {
                    let called = self.called(self.change.id.into(), &department, None);
                    self.about_change("change.starting", called);
                }
            }
            Event::Resumed => {
                let change = self.change;
                change.tasks.values().for_each(|task| self.goes_on(task));
            }
            Event::Cancelled { .. } => self.stopped("change.cancelled"),
            Event::RolledBack { .. } => self.stopped("change.rolled_back"),
            Event::WorkEnded => self.about_change("change.question", self.tam_of(self.change)),
            Event::Slipped { .. } => {
                self.about_change("change.slipped", self.tam_of(self.change));
            }
            Event::Reached(reached) => self.clock(reached),
            Event::Overridden { .. } => {
                self.about_change("access.overridden", role("incident-manager"));
            }
            Event::AskedFor { whom, .. } => self.about_change("access.asked", one(whom)),
            _ => {}
        }
    }

    /// CHG-9: who asked for it and, when it goes on already, those at work.
    fn rejected(&mut self) {
        self.about_change("change.decided", self.requester());
        let begun = self.was.is_some_and(|was| matches!(was.phase, Phase::InProgress { .. }));
        let tasks = self.change.tasks.values().filter(|_| begun);
        for task in tasks.filter(|task| task.is_ready() || task.is_in_progress()) {
            let called =
                self.called(self.change.id.into(), &task.department, task.assignee.clone());
            self.about_change("change.decided", called);
        }
    }

    /// CHG-10: who leads it and, where an incident took somebody, who leads that.
    fn obstructed(&mut self, by: &Obstacle, has_window: bool) {
        if matches!(by, Obstacle::Maintenance { .. }) && !has_window {
            return;
        }
        self.about_change("change.conflict", self.tam_of(self.change));
        if let Obstacle::Incident { id, who } = by {
            let incident = self.scene.after.incident(*id);
            let lead = incident.and_then(|incident| incident.lead.as_ref());
            let lead = lead.filter(|lead| *lead != who).map(one).unwrap_or_default();
            self.about_change("change.conflict", lead);
        }
    }

    /// CHG-8: the programmers of the product.
    fn clashed(&mut self) {
        let manifests = &self.scene.after.directory().manifests;
        let manifest = self.change.manifest.as_ref().and_then(|it| manifests.get(it));
        if let Some(programmers) = manifest.and_then(|it| it.programmers.as_ref()) {
            let called = self.called(self.change.id.into(), programmers, None);
            self.about_change("change.conflict", called);
        }
    }

    fn requester(&self) -> BTreeSet<Recipient> {
        let asked = self.change.ballot.as_ref().map(|ballot| &ballot.asked_by);
        one(asked.unwrap_or(&self.change.opened_by))
    }

    /// CHG-9: the silent; the second time also the head of the department that has the first task.
    fn approval_overdue(&mut self) {
        let Some(ballot) = &self.change.ballot else { return };
        let voted: BTreeSet<&PersonId> = ballot.votes.iter().map(|vote| &vote.who).collect();
        let silent = ballot.approvers.iter().filter(|it| !voted.contains(it));
        let mut all: BTreeSet<Recipient> = silent.cloned().map(Recipient::Person).collect();
        if ballot.chased >= 2 {
            let first = self.change.tasks.values().next().map(|task| &task.department);
            let directory = self.scene.after.directory();
            let head = first.and_then(|it| directory.department(it)).map(|it| it.head.clone());
            all.extend(head.map(Recipient::Person));
        }
        self.about_change("change.approval_overdue", all);
    }

    /// CHG-7: those at work; who only planned it is not told.
    fn stopped(&mut self, reason: &str) {
        let Some(was) = self.was.filter(|was| was.is_announced()) else { return };
        for department in departments(was, |task| task.is_ready() || task.is_in_progress()) {
            let called = self.called(self.change.id.into(), &department, None);
            self.about_change(reason, called);
        }
    }

    /// The client's TAM; without one, whoever opened it.
    pub(super) fn tam_of(&self, change: &Change) -> BTreeSet<Recipient> {
        let directory = self.scene.after.directory();
        let client = change.client.as_ref().and_then(|client| directory.client(client));
        one(client.and_then(|client| client.tam.as_ref()).unwrap_or(&change.opened_by))
    }

    /// PNG-1: a task's department.
    pub(super) fn department(&mut self, reason: &str, task: &Task) {
        let called = self.called(task.id.into(), &task.department, task.assignee.clone());
        self.ping(reason, task.id.into(), called);
    }

    /// PNG-1: the department and by name its assignee or, while there is none, whoever is on duty when it hears of it.
    pub(super) fn called(
        &self,
        about: RecordId,
        department: &DeptId,
        assignee: Option<PersonId>,
    ) -> BTreeSet<Recipient> {
        let (world, at) = (self.scene.after, self.scene.fact.at);
        let told_at = told_at(world, department, at, is_urgent(world, about, at));
        let named = assignee.or_else(|| on_duty(world, department, told_at));
        let named = named.map(Recipient::Person);
        std::iter::once(Recipient::Dept(department.clone())).chain(named).collect()
    }

    pub(super) fn about_change(&mut self, reason: &str, group: BTreeSet<Recipient>) {
        self.ping(reason, self.change.id.into(), group);
    }

    /// PNG-4: never the one who acted; the others of his role by name.
    pub(super) fn ping(&mut self, reason: &str, about: RecordId, group: BTreeSet<Recipient>) {
        let people = group.into_iter().flat_map(|recipient| self.without_actor(recipient));
        let people: BTreeSet<Recipient> = people.collect();
        if !people.is_empty() {
            self.pings.entry((reason.to_owned(), about)).or_default().extend(people);
        }
    }

    fn without_actor(&self, recipient: Recipient) -> Vec<Recipient> {
        let Some(actor) = self.actor else { return vec![recipient] };
        let directory = self.scene.after.directory();
        let members = |role: &RoleId| directory.role_members(role);
        match &recipient {
            Recipient::Person(person) if person == actor => Vec::new(),
            Recipient::Role(role) if members(role).contains(actor) => {
                let others = members(role).iter().filter(|member| *member != actor);
                others.cloned().map(Recipient::Person).collect()
            }
            Recipient::Dept(dept) if directory.staff_of(dept) == [actor] => Vec::new(),
            _ => vec![recipient],
        }
    }
}

fn departments(change: &Change, which: impl Fn(&Task) -> bool) -> BTreeSet<DeptId> {
    let tasks = change.tasks.values().filter(|task| which(task));
    tasks.map(|task| task.department.clone()).collect()
}
