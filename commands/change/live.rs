//! The changes of the World: found, changed, and what one does to another (CHG-4).

use std::sync::Arc;

use super::{Change, Event, Task};
use crate::ids::{ChangeId, RecordId, TaskId};
use crate::world::{Fact, World};

impl World {
    pub fn change(&self, id: ChangeId) -> Option<&Arc<Change>> {
        self.changes.get(&id.0)
    }

    pub fn task(&self, id: TaskId) -> Option<&Arc<Task>> {
        self.change(id.change)?.task(id.number)
    }

    /// The number the next change gets.
    pub fn next_change(&self) -> ChangeId {
        ChangeId(self.last_change + 1)
    }

    pub(crate) fn evolve_change(&mut self, fact: &Fact, event: &Event) {
        let number = fact.record.number;
        let (change, beyond) = match self.changes.get(&number) {
            None => match Change::opened(fact, event, self.directory()) {
                Some(opened) => opened,
                None => return,
            },
            Some(change) => {
                let mut change = Change::clone(change);
                let beyond = change.evolve(fact, event, self.directory());
                (change, beyond)
            }
        };
        self.last_change = self.last_change.max(number);
        let was_live = self.changes.get(&number).is_none_or(|it| it.is_live());
        if was_live && !change.is_live() {
            self.leave_installed(&change);
        }
        if matches!(event, Event::Archived) {
            self.remember_change(&change, fact.at);
            self.take_change(number);
            return;
        }
        self.put_change(Arc::new(change));
        for ripple in beyond {
            let Some(other) = self.change(ripple.to.change) else { continue };
            let mut other = Change::clone(other);
            other.touched(&ripple, self.directory());
            self.put_change(Arc::new(other));
        }
        self.replan(ChangeId(number), event, fact.at);
        self.look_for_conflicts(ChangeId(number), event, fact.at);
    }

    /// Puts a change in, with its place among the wakes.
    pub(crate) fn put_change(&mut self, change: Arc<Change>) {
        let (id, wakes_at) = (change.id, change.wakes_at());
        let before = self.changes.insert(id.0, change).and_then(|old| old.wakes_at());
        self.move_wake(id.into(), before, wakes_at);
    }

    fn take_change(&mut self, number: u32) {
        let before = self.changes.remove(&number).and_then(|old| old.wakes_at());
        self.move_wake(RecordId::change(number), before, None);
    }

    /// After the organisation changed, every clock is counted anew (SLA-16).
    pub(crate) fn recount_changes(&mut self) {
        let company = Arc::clone(&self.company);
        let changes: Vec<Arc<Change>> = self.changes.values().cloned().collect();
        for change in changes {
            let mut fresh = Change::clone(&change);
            fresh.recount(&company.directory, company.organised_at);
            if fresh != *change {
                self.put_change(Arc::new(fresh));
            }
        }
    }
}
