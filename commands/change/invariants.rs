//! What holds for every event, message and commit of a change, asked by `baton verify` and the simulator through
//! [`crate::invariants`].

use std::collections::BTreeSet;
use std::sync::Arc;

use chrono::{DateTime, Utc};

use super::task::{State, Task, TaskEvent};
use super::{Change, Event, Join, Link, Outcome};
use crate::ids::{ChangeId, Recipient, RecordId, RecordKind, TaskId};
use crate::notice::Say;
use crate::world::{Fact, World};

/// What was held, ended or given up, by the log alone: the World may be wrong about it.
#[derive(Debug, Clone, Default)]
pub struct Course {
    /// Changes and tasks.
    held: BTreeSet<RecordId>,
    over: BTreeSet<RecordId>,
}

impl Course {
    /// Takes in the next event; what is wrong with it: nothing that is held or over is released (CHG-2, CHG-7).
    pub fn read(&mut self, fact: &Fact, event: &Event) -> Option<&'static str> {
        let record = fact.record;
        match event {
            Event::Held { .. } => _ = self.held.insert(record),
            Event::Resumed => _ = self.held.remove(&record),
            Event::Cancelled { .. } | Event::RolledBack { .. } | Event::Closed => {
                self.held.remove(&record);
                self.over.insert(record);
            }
            Event::Task { task, what } => {
                return self.read_task(record, ChangeId(record.number).task(*task).into(), what);
            }
            _ => {}
        }
        None
    }

    fn read_task(
        &mut self,
        change: RecordId,
        task: RecordId,
        what: &TaskEvent,
    ) -> Option<&'static str> {
        match what {
            TaskEvent::Held { .. } => _ = self.held.insert(task),
            TaskEvent::Resumed => _ = self.held.remove(&task),
            TaskEvent::Done { .. }
            | TaskEvent::Failed { .. }
            | TaskEvent::Skipped { .. }
            | TaskEvent::Cancelled { .. } => {
                self.held.remove(&task);
                self.over.insert(task);
            }
            TaskEvent::Reopened { .. } | TaskEvent::GotBack { .. } => _ = self.over.remove(&task),
            TaskEvent::Readied { .. } if self.over.contains(&task) => {
                return Some("releases a task that was given up");
            }
            TaskEvent::Readied { .. } if self.over.contains(&change) => {
                return Some("releases a task of a change that has ended");
            }
            TaskEvent::Readied { .. }
                if self.held.contains(&task) || self.held.contains(&change) =>
            {
                return Some("releases a task that is held");
            }
            _ => {}
        }
        None
    }
}

/// What one event breaks: a task is released and begun only when it may be (CHG-1), never while it or its change is
/// held or has ended (CHG-7), and no tasks ever wait for each other (CHG-4).
pub fn broken(before: &World, after: &World, fact: &Fact, event: &Event) -> Option<&'static str> {
    let id = ChangeId(fact.record.number);
    if closes_a_circle(after, id, event) {
        return Some("lets tasks wait for each other in a circle");
    }
    let change = before.change(id)?;
    if matches!(event, Event::Reached(_)) && change.hold.is_some() {
        return Some("tells of a change that is held");
    }
    let Event::Task { task, what } = event else { return None };
    let Some(task) = change.task(*task) else { return Some("is about a task that is not there") };
    match what {
        TaskEvent::Readied { .. } => misreleased(before, change, task, fact.at),
        TaskEvent::Started { .. } if !task.is_turn() => Some("begins a task out of its turn"),
        TaskEvent::Started { .. } if is_held(change, task) => Some("begins a task that is held"),
        TaskEvent::Started { .. } if !has_what_it_waits_for(before, task, since(task, fact.at)) => {
            Some("begins a task before what it waits for")
        }
        TaskEvent::Reached(_) | TaskEvent::FellOverdue { .. } if is_held(change, task) => {
            Some("tells of a task that is held")
        }
        _ => None,
    }
}

/// What was released stays so when the clock is put back.
fn since(task: &Task, at: DateTime<Utc>) -> DateTime<Utc> {
    task.turn_since().map_or(at, |since| since.max(at))
}

/// Whether a link that the event brings leads round to the task that waits.
fn closes_a_circle(after: &World, id: ChangeId, event: &Event) -> bool {
    let leads_round = |number: u32, new: &[Link]| waits_for(after, new, id.task(number));
    match event {
        Event::Opened(opened) => opened.tasks.iter().any(|new| leads_round(new.number, &new.after)),
        Event::TaskAdded(new) => leads_round(new.number, &new.after),
        Event::Task { task, what: TaskEvent::Linked { links, .. } } => leads_round(*task, links),
        _ => false,
    }
}

/// Whether these links lead to a task, through whatever changes, looked up link by link.
fn waits_for(world: &World, links: &[Link], task: TaskId) -> bool {
    let mut ahead: Vec<TaskId> = links.iter().map(|link| link.to).collect();
    let mut met = BTreeSet::new();
    while let Some(id) = ahead.pop() {
        if id == task {
            return true;
        }
        if met.insert(id) {
            let after = world.task(id).into_iter().flat_map(|it| &it.after);
            ahead.extend(after.map(|link| link.to));
        }
    }
    false
}

fn is_held(change: &Change, task: &Task) -> bool {
    task.hold.is_some() || change.hold.is_some()
}

fn misreleased(
    world: &World,
    change: &Change,
    task: &Task,
    at: DateTime<Utc>,
) -> Option<&'static str> {
    if !change.is_live() || is_held(change, task) {
        return Some("releases a task of what has ended or is held");
    }
    if task.state != State::Waiting {
        return Some("releases a task a second time");
    }
    (!has_what_it_waits_for(world, task, at)).then_some("releases a task before its time")
}

/// Counted from the tasks it waits for themselves, not from what it was told of them; one that has left the World had
/// ended as it was told.
pub fn has_what_it_waits_for(world: &World, task: &Task, at: DateTime<Utc>) -> bool {
    let directory = world.directory();
    let calendar = directory.clock(directory.calendar_of(&task.department));
    let clear = task.after.iter().filter(|link| {
        let outcome = world.task(link.to).map_or(link.outcome, |task| task.outcome());
        let met_at = match outcome {
            Outcome::Met(met_at) => Some(met_at),
            Outcome::Open | Outcome::Failed | Outcome::Cancelled => link.waived_at,
        };
        met_at.is_some_and(|met_at| {
            let lag = link.lag.map_or(0, |lag| lag.resolve(calendar, met_at));
            met_at <= at && calendar.working_between(met_at, at) >= lag
        })
    });
    let (clear, all) = (clear.count(), task.after.len());
    match task.join {
        Join::All => clear == all,
        Join::Any => clear > 0 || all == 0,
        Join::AtLeast(count) => clear >= all.min(count as usize),
    }
}

/// What a message about a task breaks: a release is said by its own event to the department whose turn it is and to
/// nobody of another (CHG-1); of what is held nothing is said that asks somebody to act (CHG-7).
pub fn mispinged(after: &World, fact: &Fact, say: &Say) -> Option<&'static str> {
    let (RecordKind::Task, false) = (say.about.kind, say.pings.is_empty()) else { return None };
    let change = after.change(ChangeId(say.about.number))?;
    let task = change.task(say.about.part)?;
    if is_held(change, task) && asks_to_act(say) {
        return Some("pings for a task that is held");
    }
    if say.reason.as_str() != "task.ready" {
        return None;
    }
    if !task.is_turn() {
        return Some("calls a department out of its turn");
    }
    let directory = after.directory();
    let own = say.pings.iter().all(|ping| match ping {
        Recipient::Dept(department) => *department == task.department,
        Recipient::Person(person) => {
            task.assignee.as_ref() == Some(person) || directory.works_in(person, &task.department)
        }
        Recipient::Role(_) => false,
    });
    if !own {
        return Some("calls another department than the one whose turn it is");
    }
    let of_event = fact.record.number == task.id.change.0 && tells_turn(fact, task.id.number);
    (!of_event).then_some("calls a department for something that did not free its task")
}

fn asks_to_act(say: &Say) -> bool {
    let reason = say.reason.as_str();
    reason.starts_with("ola.") || (reason.starts_with("task.") && reason != "task.cancelled")
}

/// Released by the clock, or taken up again by somebody.
fn tells_turn(fact: &Fact, number: u32) -> bool {
    let crate::world::Event::Change(Event::Task { task, what }) = &fact.event else { return false };
    *task == number && matches!(what, TaskEvent::Readied { .. } | TaskEvent::Reopened { .. })
}

/// A task whose turn one commit brought and that the same commit does not release (CHG-1). `before` and `after` are the
/// World without and with the commit.
pub fn overlooked(before: &World, after: &World, at: DateTime<Utc>) -> Option<TaskId> {
    let was_turn = |id: TaskId| {
        let change = before.change(id.change)?;
        Some(is_due(before, change, change.task(id.number)?, at))
    };
    let changes = after.changes.values();
    let waiting = changes.flat_map(|change| change.tasks.values().map(move |task| (change, task)));
    let mut due = waiting.filter(|(change, task)| is_due(after, change, task, at));
    due.find(|(_, task)| was_turn(task.id) != Some(true)).map(|(_, task)| task.id)
}

/// Whether it waits although it is its turn, counted from scratch.
pub fn is_due(world: &World, change: &Arc<Change>, task: &Task, at: DateTime<Utc>) -> bool {
    task.is_waiting()
        && !is_held(change, task)
        && change.lets_begin(task)
        && has_what_it_waits_for(world, task, at)
}
