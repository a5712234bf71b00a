//! What holds for every event of a change, asked by `baton verify` and the simulator through [`crate::invariants`].

use chrono::{DateTime, Utc};

use super::task::{State, Task, TaskEvent};
use super::{Change, Event, Outcome};
use crate::ids::ChangeId;
use crate::world::{Fact, World};

/// What one event breaks: a task is released and begun only when it may be (CHG-1), and never while it or its change
/// is held or has ended (CHG-7).
pub fn broken(before: &World, fact: &Fact, event: &Event) -> Option<&'static str> {
    let Event::Task { task, what } = event else { return None };
    let change = before.change(ChangeId(fact.record.number))?;
    let Some(task) = change.task(*task) else { return Some("is about a task that is not there") };
    match what {
        TaskEvent::Readied { .. } => misreleased(before, change, task, fact.at),
        TaskEvent::Started { .. } if !task.is_turn() => Some("begins a task out of its turn"),
        TaskEvent::Started { .. } if is_held(change, task) => Some("begins a task that is held"),
        TaskEvent::Reached(_) | TaskEvent::FellOverdue { .. } if is_held(change, task) => {
            Some("tells of a task that is held")
        }
        _ => None,
    }
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
    if !change.is_live() {
        return Some("releases a task of a change that has ended");
    }
    if is_held(change, task) {
        return Some("releases a task that is held");
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
            calendar.working_between(met_at, at) >= lag
        })
    });
    clear.count() >= task.join.needed(task.after.len())
}
