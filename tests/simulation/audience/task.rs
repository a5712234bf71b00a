//! Who must be pinged for what happened to a task of a change, derived from the table of reasons.

use std::collections::BTreeSet;

use baton_commands::change::{Link, Outcome, Task, TaskEvent};
use baton_commands::ids::Recipient;
use baton_commands::ids::{PersonId, TaskId};
use baton_commands::sla::{AudienceWord, PointReached};
use baton_commands::world::World;

use super::change::Turn;
use super::{one, role};

impl<'a> Turn<'a> {
    pub(super) fn task(&mut self, task: &Task, what: &TaskEvent) {
        match what {
            TaskEvent::Readied { .. } => self.department("task.ready", task),
            TaskEvent::Reblocked => self.department("task.reblocked", task),
            TaskEvent::Failed { .. } => self.failed(task),
            TaskEvent::Cancelled { .. } => self.cancelled(task),
            TaskEvent::Reopened { .. } => {
                let directory = self.scene.after.directory();
                let own = |it: &PersonId| directory.works_in(it, &task.department);
                if !self.actor.is_some_and(own) {
                    self.department("task.ready", task);
                }
                self.warned(task);
            }
            TaskEvent::GotBack { .. } => {
                self.department("task.returned", task);
                self.warned(task);
            }
            TaskEvent::Assigned { to } => self.assigned(task, to),
            TaskEvent::Resumed => self.goes_on(task),
            TaskEvent::Reached(reached) => self.reached(task, reached),
            TaskEvent::FellOverdue { .. } => {
                self.department("task.overdue", task);
                self.ping("task.overdue", task.id.into(), self.tam_of(self.change));
            }
            _ => {}
        }
    }

    /// Whose turn it is by name, unless it is held.
    fn assigned(&mut self, task: &Task, to: &PersonId) {
        if !self.is_held(task) && (task.is_ready() || task.is_in_progress()) {
            self.ping("task.assigned", task.id.into(), one(to));
        }
    }

    /// CHG-7: who got it while it was held.
    pub(super) fn goes_on(&mut self, task: &Task) {
        let was = self.was.and_then(|was| was.task(task.id.number));
        if let Some(to) = task.assignee.as_ref().filter(|_| was.is_some_and(|was| was.untold)) {
            self.assigned(task, to);
        }
    }

    /// CHG-2: the TAM, and the department of each that now can't be reached any more.
    fn failed(&mut self, task: &Task) {
        self.ping("task.blocked_failed", task.id.into(), self.tam_of(self.change));
        for next in self.waiting(task) {
            let alive = next.after.iter().filter(|link| !self.is_lost(link)).count();
            if alive < next.join.needed(next.after.len()) && !self.is_held(next) {
                self.department("task.blocked_failed", next);
            }
        }
    }

    fn cancelled(&mut self, task: &Task) {
        if !self.change.is_live() {
            return;
        }
        let was = self.was.and_then(|was| was.task(task.id.number));
        if was.is_some_and(|was| was.is_ready() || was.is_in_progress()) {
            self.department("task.cancelled", task);
        }
        let asked = |next: &&Task| next.after.iter().any(|l| l.to == task.id && self.is_lost(l));
        if self.waiting(task).iter().any(asked) {
            self.ping("change.question", task.id.into(), self.tam_of(self.change));
        }
    }

    /// CHG-3: both sides, where the next one has begun.
    fn warned(&mut self, task: &Task) {
        for next in self.waiting(task).into_iter().filter(|next| next.is_in_progress()) {
            if self.is_held(next) {
                continue;
            }
            self.department("task.reblocked", next);
            self.department("task.reblocked", task);
        }
    }

    /// SLA-9: the audience of the step of a client's clock; of the departments, those whose turn it is.
    pub(super) fn clock(&mut self, reached: &PointReached) {
        let Some(target) = self.change.target(&reached.target) else { return };
        let (kind, point) = (&reached.target.kind, reached.reached.point);
        let reason = format!("sla.{kind}.{}", point.name());
        let change = self.change;
        let turns = change.tasks.values().filter(|task| task.is_ready() || task.is_in_progress());
        let turns: Vec<&Task> = turns.map(|task| &**task).collect();
        let directory = self.scene.after.directory();
        let client = change.client.as_ref().and_then(|client| directory.client(client));
        for word in target.ladder().audience(point) {
            let groups: Vec<BTreeSet<Recipient>> = match word {
                AudienceWord::Department => {
                    let called = |task: &&Task| {
                        self.called(change.id.into(), &task.department, task.assignee.clone())
                    };
                    turns.iter().map(called).collect()
                }
                AudienceWord::Head => {
                    let heads = turns.iter().filter_map(|it| directory.department(&it.department));
                    heads.map(|it| one(&it.head)).collect()
                }
                AudienceWord::Lead if change.is_announced() => Vec::new(),
                AudienceWord::Lead => vec![one(&change.opened_by)],
                AudienceWord::Tam => vec![self.tam_of(change)],
                AudienceWord::ServiceManager => {
                    client.and_then(|it| it.service_manager.as_ref()).map(one).into_iter().collect()
                }
                AudienceWord::IncidentManager => vec![role("incident-manager")],
                AudienceWord::Management => vec![role("management")],
            };
            groups.into_iter().for_each(|group| self.about_change(&reason, group));
        }
    }

    /// SLA-9: the audience of the step.
    fn reached(&mut self, task: &Task, reached: &PointReached) {
        let directory = self.scene.after.directory();
        let Some(target) = &task.accept else { return };
        let client = self.change.client.as_ref().and_then(|client| directory.client(client));
        let head = directory.department(&task.department).map(|it| one(&it.head));
        let reason = format!("ola.{}", reached.reached.point);
        for word in target.ladder().audience(reached.reached.point) {
            let group = match word {
                AudienceWord::Department => {
                    self.called(task.id.into(), &task.department, task.assignee.clone())
                }
                AudienceWord::Head => head.clone().unwrap_or_default(),
                AudienceWord::Lead => BTreeSet::new(),
                AudienceWord::Tam => self.tam_of(self.change),
                AudienceWord::ServiceManager => {
                    client.and_then(|it| it.service_manager.as_ref()).map(one).unwrap_or_default()
                }
                AudienceWord::IncidentManager => role("incident-manager"),
                AudienceWord::Management => role("management"),
            };
            self.ping(&reason, task.id.into(), group);
        }
    }

    /// The tasks that wait for one and have not ended, of any change that goes on.
    fn waiting(&self, task: &Task) -> Vec<&'a Task> {
        let live = self.scene.after.changes.values().filter(|change| change.is_live());
        let tasks = live.flat_map(|change| change.tasks.values().map(|task| &**task));
        let waits = |next: &&Task| next.after.iter().any(|link| link.to == task.id);
        tasks.filter(|next| !next.has_ended()).filter(waits).collect()
    }

    /// CHG-7: by hand, or with its change.
    fn is_held(&self, task: &Task) -> bool {
        let change = self.scene.after.change(task.id.change);
        task.hold.is_some() || change.is_some_and(|change| change.hold.is_some())
    }

    /// It can't come unless somebody decides so, asked of the task itself.
    fn is_lost(&self, link: &Link) -> bool {
        let outcome = outcome(self.scene.after, link.to).unwrap_or(link.outcome);
        matches!(outcome, Outcome::Failed | Outcome::Cancelled) && link.waived_at.is_none()
    }
}

fn outcome(world: &World, id: TaskId) -> Option<Outcome> {
    world.task(id).map(|task| task.outcome())
}
