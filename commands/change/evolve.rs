//! What each event does to a change. Total: what happened cannot be refused.

use std::sync::Arc;

use chrono::{DateTime, Utc};
use imbl::{OrdMap, OrdSet};

use super::ripple::{Ripple, Touch, awaited};
use super::task::{Task, TaskEvent};
use super::{Change, Customised, Event, Hold, Opened, Phase};
use crate::directory::Directory;
use crate::ids::ChangeId;
use crate::world::Fact;

impl Change {
    /// A record begins with its opening; anything else about an unknown record is nothing.
    pub fn opened(
        fact: &Fact,
        event: &Event,
        directory: &Directory,
    ) -> Option<(Change, Vec<Ripple>)> {
        let (Event::Opened(opened), Some(by)) = (event, fact.by.person()) else { return None };
        let mut change = Change {
            id: ChangeId(fact.record.number),
            events: fact.n,
            title: opened.title.clone(),
            kind: opened.kind,
            client: opened.client.clone(),
            project: opened.project.clone(),
            template: opened.template.clone(),
            manifest: opened.manifest.clone(),
            baseline: opened.baseline.clone(),
            opened_at: fact.at,
            opened_by: by.clone(),
            phase: Phase::Draft,
            hold: None,
            window: opened.window,
            promised_by: opened.promised_by,
            assessment: None,
            ballot: None,
            review: None,
            caused: Vec::new(),
            start_announced_for: None,
            slips: Vec::new(),
            customisations: Vec::new(),
            clashed: Vec::new(),
            promise: opened.promise.clone(),
            targets: Vec::new(),
            collisions: Vec::new(),
            refusals: Vec::new(),
            tasks: OrdMap::new(),
            wakes: OrdSet::new(),
            own_wake: None,
        };
        let ripples = change.add_first(opened, directory);
        change.promised(fact.at, directory);
        change.own_wake = change.next_own_wake(directory);
        Some((change, ripples))
    }

    fn add_first(&mut self, opened: &Opened, directory: &Directory) -> Vec<Ripple> {
        let mut beyond = Vec::new();
        for new in &opened.tasks {
            self.put(Task::new(self.id.task(new.number), new), directory);
        }
        for new in &opened.tasks {
            let id = self.id.task(new.number);
            let ripples = new.after.iter().map(|link| awaited(link.to, id)).collect();
            beyond.extend(self.spread(ripples, directory));
        }
        beyond
    }

    /// Applies what happened; answers what it does to tasks of other changes.
    pub fn evolve(&mut self, fact: &Fact, event: &Event, directory: &Directory) -> Vec<Ripple> {
        self.events = fact.n;
        let (begins, had_ended) = (self.begins(), self.is_in_review());
        self.answer(fact, event, directory);
        let ripples = match event {
            Event::Task { task, what } => self.task_evolve(fact, *task, what, directory),
            Event::TaskAdded(new) => {
                let id = self.id.task(new.number);
                self.put(Task::new(id, new), directory);
                new.after.iter().map(|link| awaited(link.to, id)).collect()
            }
            _ => {
                self.apply(fact, event, directory);
                Vec::new()
            }
        };
        let beyond = self.spread(ripples, directory);
        self.work_again();
        let is_again = had_ended && self.is_in_progress();
        self.turn_clocks(fact, event, is_again, directory);
        if self.begins() != begins {
            self.refresh(directory);
        }
        self.own_wake = self.next_own_wake(directory);
        beyond
    }

    /// A task that is opened again, or added, takes the change out of its review.
    fn work_again(&mut self) {
        if let Phase::Review { started_at, .. } = self.phase
            && self.open_tasks().next().is_some()
        {
            self.phase = Phase::InProgress { at: started_at };
        }
    }

    /// What decides for all its tasks whether they may begin.
    fn begins(&self) -> (bool, bool, bool) {
        let approved = matches!(self.phase, Phase::Approved { .. } | Phase::Scheduled { .. });
        (self.is_in_progress(), approved, self.hold.is_some())
    }

    fn task_evolve(
        &mut self,
        fact: &Fact,
        number: u32,
        what: &TaskEvent,
        directory: &Directory,
    ) -> Vec<Ripple> {
        let Some(task) = self.tasks.get(&number) else { return Vec::new() };
        let (id, before) = (task.id, task.outcome());
        let mut task = Task::clone(task);
        task.evolve(fact, what, self.hold.is_some(), directory);
        let outcome = task.outcome();
        let waiting = task.before.clone();
        self.put(task, directory);
        let mut ripples: Vec<Ripple> = match what {
            TaskEvent::Linked { links, .. } => links.iter().map(|l| awaited(l.to, id)).collect(),
            TaskEvent::Unlinked { from } => {
                vec![Ripple { to: *from, what: Touch::LetGo(id) }]
            }
            _ => Vec::new(),
        };
        if outcome != before {
            let heard = |to| Ripple { to, what: Touch::Heard { of: id, outcome } };
            ripples.extend(waiting.into_iter().map(heard));
        }
        ripples
    }

    fn apply(&mut self, fact: &Fact, event: &Event, directory: &Directory) {
        let at = fact.at;
        match event {
            Event::Scheduled { window, .. } => {
                self.window = Some(*window);
                if matches!(self.phase, Phase::Approved { .. } | Phase::Scheduled { .. }) {
                    self.phase = Phase::Scheduled { at };
                }
            }
            Event::Slipped { past, by, .. } => self.slip_told(*past, *by),
            Event::Clashed { with, .. } => self.clashed.push(*with),
            Event::Customised { module, text, because } => {
                let Some(by) = fact.by.person().cloned() else { return };
                let change = self.id;
                let (module, text, because) = (module.clone(), text.clone(), because.clone());
                self.customisations.push(Customised { change, module, text, because, by, at });
            }
            Event::StartAnnounced => self.start_announced_for = self.window.map(|it| it.from),
            Event::Started { .. } => {
                self.phase = Phase::InProgress { at };
                // What was begun before a rejection goes on.
                self.each_task(directory, |task| {
                    if task.hold.is_none() {
                        task.resume(at, at, directory);
                    }
                });
            }
            Event::Rejected { .. } => {
                self.each_task(directory, |task| task.pause(at));
                self.judged(fact, event);
            }
            Event::Held { because, .. } => {
                let Some(by) = fact.by.person().cloned() else { return };
                self.hold.get_or_insert(Hold { since: at, by, because: because.clone() });
                self.each_task(directory, |task| task.pause(at));
            }
            Event::Resumed => {
                let Some(hold) = self.hold.take() else { return };
                self.each_task(directory, |task| {
                    if task.hold.is_none() {
                        task.resume(hold.since, at, directory);
                    }
                });
            }
            Event::RolledBack { because } => {
                self.end(Phase::RolledBack { at, because: because.clone() });
            }
            Event::Cancelled { because } => {
                self.end(Phase::Cancelled { at, because: because.clone() });
            }
            Event::WorkEnded => {
                if let Phase::InProgress { at: started_at } = self.phase {
                    self.phase = Phase::Review { at, started_at };
                }
            }
            Event::Closed => self.end(Phase::Closed { at }),
            Event::ConflictFound { .. } | Event::Obstructed { .. } => self.collision_told(event),
            _ => self.judged(fact, event),
        }
    }

    fn end(&mut self, phase: Phase) {
        self.phase = phase;
        self.hold = None;
        self.decided();
    }

    fn each_task(&mut self, directory: &Directory, mut deed: impl FnMut(&mut Task)) {
        let turns: Vec<Arc<Task>> =
            self.tasks.values().filter(|task| task.is_turn()).cloned().collect();
        for task in turns {
            let mut task = Task::clone(&task);
            deed(&mut task);
            self.put(task, directory);
        }
    }

    /// Puts a task in, with its place among the wakes.
    pub(super) fn put(&mut self, mut task: Task, directory: &Directory) {
        task.set_wake(self, directory);
        self.keep(Arc::new(task));
    }

    /// Puts a task in as it is.
    pub fn keep(&mut self, task: Arc<Task>) {
        let (number, wakes_at) = (task.id.number, task.wakes_at);
        let before = self.tasks.insert(number, task).and_then(|old| old.wakes_at);
        if before == wakes_at {
            return;
        }
        if let Some(at) = before {
            self.wakes.remove(&(at, number));
        }
        if let Some(at) = wakes_at {
            self.wakes.insert((at, number));
        }
    }

    /// Asks every task anew when it has something to say.
    fn refresh(&mut self, directory: &Directory) {
        let tasks: Vec<Arc<Task>> = self.tasks.values().cloned().collect();
        for task in tasks.into_iter().filter(|task| !task.has_ended()) {
            self.put(Task::clone(&task), directory);
        }
    }

    /// Counts the clocks anew after the organisation changed (SLA-16).
    pub fn recount(&mut self, directory: &Directory, at: DateTime<Utc>) {
        let tasks: Vec<Arc<Task>> = self.tasks.values().cloned().collect();
        for task in tasks.into_iter().filter(|task| !task.has_ended()) {
            let mut task = Task::clone(&task);
            task.recount(directory, at);
            self.put(task, directory);
        }
        self.recount_clocks(directory, at);
        self.own_wake = self.next_own_wake(directory);
    }

    /// The numbers of tasks on which the clock has something to say by `now`.
    pub(super) fn due_tasks(&self, now: DateTime<Utc>) -> impl Iterator<Item = u32> {
        self.wakes.iter().take_while(move |(at, _)| *at <= now).map(|(_, number)| *number)
    }

    pub(super) fn own_wake(&self) -> Option<DateTime<Utc>> {
        self.own_wake
    }
}
