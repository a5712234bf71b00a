//! Who is told what when something happens to a task: the department whose turn it is, once (CHG-1).

use super::announce::Changes;
use super::task::{Outcome, TaskEvent};
use super::{Change, Task, history};
use crate::card::{Block, Card};
use crate::ids::{PersonId, RecordId, TaskId};
use crate::notice::Useful;
use crate::record::Record;
use crate::say;
use crate::sla::{Point, PointReached};
use crate::words::{Arg, Words};

pub(super) fn announce(
    told: &mut Changes<'_>,
    was: Option<&Change>,
    number: u32,
    what: &TaskEvent,
) {
    let change = told.change;
    let Some(task) = change.task(number) else { return };
    told.teller.about(Record::Task(change, task));
    let mut told = Tasks { told, change, task };
    match what {
        TaskEvent::Readied { .. } => told.ready(),
        TaskEvent::Reblocked => told.reblocked(),
        TaskEvent::Failed { because } => told.failed(because),
        TaskEvent::Cancelled { because } => told.cancelled(was, because),
        TaskEvent::Reopened { because } => told.reopened(because),
        TaskEvent::GotBack { from, because } => told.got_back(*from, because),
        TaskEvent::Assigned { to } => told.assigned(to),
        TaskEvent::Resumed => told.goes_on(was),
        TaskEvent::Reached(reached) => told.reached(reached),
        TaskEvent::FellOverdue { due_by } => told.overdue(*due_by),
        _ => {}
    }
}

/// CHG-7: the change goes on: who got a task of it meanwhile hears of it.
pub(super) fn go_on(told: &mut Changes<'_>, was: Option<&Change>) {
    let change = told.change;
    for task in change.tasks.values() {
        told.teller.about(Record::Task(change, task));
        Tasks { told, change, task }.goes_on(was);
    }
}

fn is_held(change: &Change, task: &Task) -> bool {
    task.hold.is_some() || change.hold.is_some()
}

struct Tasks<'t, 'a> {
    told: &'t mut Changes<'a>,
    change: &'a Change,
    task: &'a Task,
}

impl<'a> Tasks<'_, 'a> {
    /// CHG-1: it is the department's turn.
    fn ready(&mut self) {
        let (id, title) = (self.task.id, self.task.title.as_str());
        let words = match self.task.due_by {
            Some(due) => say!("task-ready", id = id, title = title, due = due),
            None => say!("task-ready-open", id = id, title = title),
        };
        let mut card = Card::line(words);
        let after = history::came_after(self.task);
        card.body.extend(after.map(Block::Line));
        card.body.extend(self.handed_over().map(Block::Line));
        if let Some(text) = &self.task.instructions {
            card = card.and(say!("task-instructions", text = text.as_str()));
        }
        let card = card
            .button(say!("button-start"), Some(id.into()), format!("/task start {id}"))
            .button(say!("button-return"), Some(id.into()), format!("/task return {id}"));
        self.department("task.ready", "CHG-1", card, Useful::WhileTurn);
    }

    /// What those before it want it to know.
    fn handed_over(&self) -> impl Iterator<Item = Words> {
        let world = self.told.after;
        let before = self.task.after.iter().filter_map(|link| world.task(link.to));
        before.filter_map(|task| {
            task.handed_over().map(|text| say!("task-handed-over", id = task.id, text = text))
        })
    }

    /// CHG-3: not begun, and not to begin yet.
    fn reblocked(&mut self) {
        let (id, title) = (self.task.id, self.task.title.as_str());
        let waits = self.task.waits_for().map(|link| link.to.into()).collect::<Vec<_>>();
        let words = say!("task-reblocked", id = id, title = title, waits = waits);
        self.department("task.reblocked", "CHG-3", Card::line(words), Useful::Always);
    }

    fn department(&mut self, reason: &'static str, rule: &'static str, card: Card, useful: Useful) {
        let address = self.told.teller.department(&self.task.department);
        self.told.teller.ping_with(reason, rule, address, card, useful);
    }

    /// CHG-2: whoever waits for it is blocked; their departments and the TAM are told.
    fn failed(&mut self, because: &str) {
        let (id, title) = (self.task.id, self.task.title.as_str());
        let words = say!("task-failed-for-tam", id = id, title = title, because = because);
        self.told.tam("task.blocked_failed", "CHG-2", words, Useful::Always);
        for (change, task) in self.waiting() {
            let failed = task.link(id).is_some_and(|link| link.outcome == Outcome::Failed);
            if !failed || !task.is_blocked() || is_held(change, task) {
                continue;
            }
            self.told.teller.about(Record::Task(change, task));
            let waiting = task.title.as_str();
            let words = say!("task-blocked-failed", id = task.id, title = waiting, by = id);
            let address = self.told.teller.department(&task.department);
            let useful = Useful::WhileUnresolved;
            self.told.teller.ping("task.blocked_failed", "CHG-2", address, words, useful);
        }
    }

    /// The tasks that wait for it and have not ended, of this change and of others.
    fn waiting(&self) -> Vec<(&'a Change, &'a Task)> {
        let world = self.told.after;
        let known = self.task.before.iter().filter_map(|id| {
            let change = world.change(id.change)?;
            Some((&**change, &**change.task(id.number)?))
        });
        known.filter(|(change, task)| change.is_live() && !task.has_ended()).collect()
    }

    /// CHG-2: the TAM is asked whether what waits for it goes on; a department at work is told to stop.
    fn cancelled(&mut self, was: Option<&Change>, because: &str) {
        if !self.change.is_live() {
            return;
        }
        let (id, title) = (self.task.id, self.task.title.as_str());
        let at_work = was.and_then(|was| was.task(id.number)).is_some_and(|task| task.is_turn());
        if at_work {
            let words = say!("task-cancelled-for-you", id = id, title = title, because = because);
            self.department("task.cancelled", "CHG-2", Card::line(words), Useful::Always);
        }
        let asks = |task: &&Task| task.link(id).is_some_and(super::Link::is_dead);
        let waiting = self.waiting().into_iter().map(|(_, task)| task).filter(asks);
        let waiting: Vec<_> = waiting.map(|task| task.id.into()).collect();
        if waiting.is_empty() {
            return;
        }
        let words = say!("task-cancelled-question", id = id, title = title, waiting = waiting);
        let record = Some(RecordId::from(id));
        let card = Card::line(words)
            .and(say!("task-cancelled-else", line = Arg::Line(format!("/task proceed {id} no"))))
            .button(say!("button-proceed"), record, format!("/task proceed {id}"));
        self.told.tam("change.question", "CHG-2", card, Useful::Always);
    }

    fn reopened(&mut self, because: &str) {
        let (id, title) = (self.task.id, self.task.title.as_str());
        let words = say!("task-reopened-for-you", id = id, title = title, because = because);
        // Who works there and takes it up again himself tells nobody else to (PNG-4).
        let directory = self.told.teller.directory();
        let own = |it: &PersonId| directory.works_in(it, &self.task.department);
        if !self.told.teller.actor().is_some_and(own) {
            self.department("task.ready", "CHG-3", Card::line(words), Useful::WhileTurn);
        }
        self.warn_those_who_began();
    }

    fn got_back(&mut self, from: TaskId, because: &str) {
        let (id, title) = (self.task.id, self.task.title.as_str());
        let words = say!("task-returned", id = id, title = title, from = from, because = because);
        self.department("task.returned", "CHG-6", Card::line(words), Useful::WhileTurn);
        self.warn_those_who_began();
    }

    /// CHG-3: both are warned, nothing is stopped.
    fn warn_those_who_began(&mut self) {
        let id = self.task.id;
        for (change, task) in self.waiting() {
            if !task.is_in_progress() || is_held(change, task) {
                continue;
            }
            let (waiting, title) = (task.id, task.title.as_str());
            self.told.teller.about(Record::Task(change, task));
            let words = say!("task-reblocked-begun", id = waiting, title = title, by = id);
            let address = self.told.teller.department(&task.department);
            let useful = Useful::Always;
            self.told.teller.ping("task.reblocked", "CHG-3", address, words, useful);
            self.told.teller.about(Record::Task(self.change, self.task));
            let words = say!("task-reblocks-begun", id = id, waiting = waiting, title = title);
            let address = self.told.teller.department(&self.task.department);
            self.told.teller.ping("task.reblocked", "CHG-3", address, words, Useful::Always);
        }
    }

    /// CHG-7: who got it while it was held hears of it now.
    fn goes_on(&mut self, was: Option<&Change>) {
        let was = was.and_then(|was| was.task(self.task.id.number));
        let to = self.task.assignee.as_ref().filter(|_| was.is_some_and(|was| was.untold));
        to.into_iter().for_each(|to| self.assigned(to));
    }

    /// Whoever gets it by name, when it is his turn and nothing holds it.
    fn assigned(&mut self, to: &PersonId) {
        if !self.task.is_turn() || is_held(self.change, self.task) {
            return;
        }
        let (id, title) = (self.task.id, self.task.title.as_str());
        let card = Card::line(say!("task-assigned-to-you", id = id, title = title, who = to));
        let card = card.button(say!("button-start"), Some(id.into()), format!("/task start {id}"));
        let place = self.told.teller.place_of(&self.task.department);
        self.told.person("task.assigned", "CHG-6", place, to, card, Useful::WhileTurn);
    }

    /// SLA-9: a point of the OLA, to the audience of its step.
    fn reached(&mut self, reached: &PointReached) {
        let Some(target) = &self.task.accept else { return };
        let (id, title) = (self.task.id, self.task.title.as_str());
        let due = reached.due_by;
        let words = match reached.reached.point {
            Point::Breach => say!("task-accept-missed", id = id, title = title, due = due),
            _ => say!("task-accept-near", id = id, title = title, due = due),
        };
        let stem = reached.target.kind.reason_stem();
        let reason =
            crate::notice::Reason::from(format!("{stem}.{}", reached.reached.point.name()));
        let words = history::late(words, reached, self.told.teller.now());
        let audience: Vec<_> = target.ladder().audience(reached.reached.point).collect();
        for address in self.told.teller.audience(&audience, Some(&self.task.department)) {
            let useful = Useful::WhileRunning { target: reached.target.clone() };
            self.told.teller.ping(reason.clone(), "SLA-9", address, words.clone(), useful);
        }
    }

    /// CHG-6: past due, once: the department and the TAM.
    fn overdue(&mut self, due: chrono::DateTime<chrono::Utc>) {
        let (id, title) = (self.task.id, self.task.title.as_str());
        let words = say!("task-overdue", id = id, title = title, due = due);
        let card = Card::line(words.clone());
        self.department("task.overdue", "CHG-6", card, Useful::WhileTurn);
        self.told.tam("task.overdue", "CHG-6", words, Useful::WhileTurn);
    }
}
