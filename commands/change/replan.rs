//! After each event that can move a plan, the change and those that wait for it are laid out anew: what their departments
//! are to expect, and what slips (CHG-11).

use std::collections::BTreeMap;
use std::sync::Arc;

use chrono::{DateTime, Duration, Utc};

use super::planning::{Laid, planned_by};
use super::task::TaskEvent;
use super::{Change, Event, Phase, Task};
use crate::ids::{ChangeId, TaskId};
use crate::world::World;

/// An expected start that moves by less is not shown anew: cards would change with every late minute.
const MOVED_MIN: Duration = Duration::minutes(15);

impl World {
    pub(super) fn replan(&mut self, id: ChangeId, event: &Event, at: DateTime<Utc>) {
        if !moves_plan(event) {
            return;
        }
        for number in self.linked_after(id) {
            let Some(change) = self.change(number).map(Arc::clone) else { continue };
            let lay = |at, target| planned_by(self, &change, at, target).ok();
            let mut fresh = Change::clone(&change);
            let expected = fresh.expect(lay(at, None).as_ref());
            let is_opened = number == id && matches!(event, Event::Opened(_));
            let slipped = fresh.watch(&lay, is_opened, at, self.directory());
            if expected || slipped {
                self.put_change(Arc::new(fresh));
            }
        }
    }

    /// The change itself, then those with tasks that wait for it, be it through further changes, each once.
    pub(super) fn linked_after(&self, id: ChangeId) -> Vec<ChangeId> {
        let mut found = vec![id];
        let mut at = 0;
        while let Some(change) = found.get(at).copied() {
            at += 1;
            let Some(change) = self.change(change) else { continue };
            for waiting in change.tasks.values().flat_map(|task| &task.before) {
                if !found.contains(&waiting.change) {
                    found.push(waiting.change);
                }
            }
        }
        found
    }
}

impl Change {
    /// Notes when the tasks that wait are to be expected; whether that is news.
    fn expect(&mut self, laid: Option<&Laid>) -> bool {
        let is_planned = self.is_live() && self.hold.is_none() && self.has_a_time();
        let laid = laid.filter(|_| is_planned).map_or(&[][..], |laid| &laid.tasks);
        let waits = laid.iter().filter(|(task, _)| is_expected(task));
        let starts: BTreeMap<TaskId, DateTime<Utc>> =
            waits.map(|(task, placed)| (task.id, placed.start)).collect();
        let mut news = Vec::new();
        for task in self.tasks.values() {
            let start = starts.get(&task.id).copied();
            let is_near = match (task.expected_at, start) {
                (Some(before), Some(now)) => (before - now).abs() < MOVED_MIN,
                (before, now) => before == now,
            };
            if !is_near {
                news.push(Arc::new(Task { expected_at: start, ..Task::clone(task) }));
            }
        }
        let is_news = !news.is_empty();
        news.into_iter().for_each(|task| self.keep(task));
        is_news
    }

    /// Before it has begun or has a window nobody can say when its tasks come.
    fn has_a_time(&self) -> bool {
        let is_agreed = matches!(self.phase, Phase::Approved { .. } | Phase::Scheduled { .. });
        self.is_in_progress() || (is_agreed && self.window.is_some())
    }
}

/// Of what is held or blocked nobody can say when it begins.
fn is_expected(task: &Task) -> bool {
    task.is_waiting() && task.hold.is_none() && !task.is_blocked()
}

/// Whether the plan may be another after it.
fn moves_plan(event: &Event) -> bool {
    match event {
        Event::Opened(_) | Event::TaskAdded(_) | Event::Scheduled { .. } => true,
        Event::Approved | Event::Rejected { .. } | Event::Started { .. } => true,
        Event::Held { .. }
        | Event::Resumed
        | Event::RolledBack { .. }
        | Event::Cancelled { .. } => true,
        Event::Task { what, .. } => !matches!(
            what,
            TaskEvent::Reached(_)
                | TaskEvent::Assigned { .. }
                | TaskEvent::DueSet { .. }
                | TaskEvent::Noted { .. }
        ),
        _ => false,
    }
}
