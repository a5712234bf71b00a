//! When a change will be over: its tasks laid out on their departments' calendars (CHG-11).

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, Utc};

use super::task::{Join, Link, Outcome, State, Task};
use super::{Change, Phase};
use crate::calendar::{Calendar, Ruler};
use crate::directory::{Directory, accept_of};
use crate::ids::{ChangeId, TaskId};
use crate::plan::{self, After, NoPlan, Placed, Progress, Step};
use crate::world::World;

/// Of a task in progress so much is left at least, whatever was estimated.
pub(super) const LEFT_MIN: i64 = 60;

/// So many changes are looked at for what a change waits for; what is beyond them is taken to be there in time.
const LINKED_MAX: usize = 32;

/// The tasks of a change laid out in time; cancelled ones are left out.
pub struct Laid<'a> {
    /// By number.
    pub tasks: Vec<(&'a Task, Placed)>,
    /// When the last of them is over.
    pub end: DateTime<Utc>,
}

/// Why a change can't be laid out: of this task it can't be said when it is over.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Unplannable(pub TaskId);

/// What counts as the work of a task that has not begun.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Count {
    Estimate,
    /// With the time its department may take to begin it (SLA-15).
    AcceptAndEstimate,
}

/// Lays a change out as it stands (CHG-11). What other changes hold back begins when their plans say so.
pub fn planned<'a>(
    world: &World,
    change: &'a Change,
    now: DateTime<Utc>,
) -> Result<Laid<'a>, Unplannable> {
    planned_by(world, change, now, None)
}

/// The same, and how late each task may be for all to be over by a target.
pub(super) fn planned_by<'a>(
    world: &World,
    change: &'a Change,
    now: DateTime<Utc>,
    target: Option<DateTime<Utc>>,
) -> Result<Laid<'a>, Unplannable> {
    let elsewhere = elsewhere(world, change, now);
    lay_out(change, world.directory(), (now, target), Count::Estimate, &elsewhere)
}

/// When the tasks of other changes are over that it waits for, be it through further changes: all of these in one plan,
/// because two changes may wait for each other's tasks. Empty where they can't be laid out.
fn elsewhere(
    world: &World,
    change: &Change,
    now: DateTime<Utc>,
) -> BTreeMap<TaskId, DateTime<Utc>> {
    let changes = upstream(world, change);
    if changes.len() < 2 {
        return BTreeMap::new();
    }
    let tasks: Vec<(&Change, &Task)> = changes.into_iter().flat_map(planned_tasks).collect();
    let (ids, steps) = steps(&tasks, world.directory(), now, Count::Estimate, &BTreeMap::new());
    let Ok(plan) = plan::plan(&steps, now, None) else { return BTreeMap::new() };
    ids.into_iter().zip(plan.steps).map(|(id, placed)| (id, placed.finish)).collect()
}

/// The change itself, then those with open tasks that it waits for, the nearest first.
fn upstream<'a>(world: &'a World, change: &'a Change) -> Vec<&'a Change> {
    let mut found = vec![change];
    let mut at = 0;
    while let Some(next) = found.get(at).copied() {
        at += 1;
        let links = next.open_tasks().flat_map(|task| counted(task));
        for link in links.filter(|link| link.met_at().is_none()) {
            let known = found.iter().any(|it| it.id == link.to.change);
            if !known && found.len() < LINKED_MAX {
                found.extend(world.change(link.to.change).map(|it| &**it));
            }
        }
    }
    found
}

/// The same from the change alone, at an instant and against a target; `elsewhere` says when tasks of other changes are
/// over, as far as that is known.
pub(super) fn lay_out<'a>(
    change: &'a Change,
    directory: &Directory,
    (now, target): (DateTime<Utc>, Option<DateTime<Utc>>),
    count: Count,
    elsewhere: &BTreeMap<TaskId, DateTime<Utc>>,
) -> Result<Laid<'a>, Unplannable> {
    let tasks: Vec<(&Change, &Task)> = planned_tasks(change).collect();
    let (ids, steps) = steps(&tasks, directory, now, count, elsewhere);
    let plan = plan::plan(&steps, now, target).map_err(|why| match why {
        NoPlan::Circle(steps) => Unplannable(ids[steps[0]]),
        NoPlan::TooFar(step) => Unplannable(ids[step]),
    })?;
    let end = plan.steps.iter().take(tasks.len()).map(|placed| placed.finish).max();
    let tasks = tasks.into_iter().map(|(_, task)| task);
    Ok(Laid { tasks: tasks.zip(plan.steps).collect(), end: end.unwrap_or(now) })
}

/// All but the cancelled ones.
fn planned_tasks(change: &Change) -> impl Iterator<Item = (&Change, &Task)> {
    let is_out = |task: &Task| matches!(task.state, State::Cancelled { .. });
    let tasks = change.tasks.values().map(|task| &**task);
    tasks.filter(move |task| !is_out(task)).map(move |task| (change, task))
}

/// Each task as a step and, after these, each task of a change that is not among them as a milestone.
fn steps<'a>(
    tasks: &[(&Change, &Task)],
    directory: &'a Directory,
    now: DateTime<Utc>,
    count: Count,
    elsewhere: &BTreeMap<TaskId, DateTime<Utc>>,
) -> (Vec<TaskId>, Vec<Step<'a>>) {
    let mut ids: Vec<TaskId> = tasks.iter().map(|(_, task)| task.id).collect();
    let mut index: BTreeMap<TaskId, usize> =
        ids.iter().enumerate().map(|(at, id)| (*id, at)).collect();
    let laid: BTreeSet<ChangeId> = tasks.iter().map(|(change, _)| change.id).collect();
    let mut outside = Vec::new();
    for (task, link) in tasks.iter().flat_map(|(_, task)| counted(task).map(move |it| (task, it))) {
        if !laid.contains(&link.to.change) && !index.contains_key(&link.to) {
            index.insert(link.to, ids.len());
            ids.push(link.to);
            let calendar = directory.clock(directory.calendar_of(&task.department));
            outside.push(milestone(calendar, link, elsewhere.get(&link.to).copied()));
        }
    }
    let own = tasks.iter().map(|(change, task)| step(change, task, &index, directory, now, count));
    let steps = own.chain(outside).collect();
    (ids, steps)
}

/// The links a task still goes by: what was cancelled never comes, what was let go is not waited for (CHG-2).
fn counted(task: &Task) -> impl Iterator<Item = &Link> {
    task.after.iter().filter(|link| link.waived_at.is_none() && link.outcome != Outcome::Cancelled)
}

/// A task of another change: the instant at which it is over.
fn milestone<'a>(calendar: &'a Calendar, link: &Link, finish: Option<DateTime<Utc>>) -> Step<'a> {
    let progress = match link.outcome {
        Outcome::Met(at) => Progress::Over { since: at, at },
        _ => Progress::Ahead { not_before: finish },
    };
    Step {
        calendar,
        agreed: None,
        remaining: 0,
        progress,
        after: Vec::new(),
        join: plan::Join::All,
    }
}

fn step<'a>(
    change: &Change,
    task: &Task,
    index: &BTreeMap<TaskId, usize>,
    directory: &'a Directory,
    now: DateTime<Utc>,
    count: Count,
) -> Step<'a> {
    let calendar = directory.clock(directory.calendar_of(&task.department));
    let after = counted(task).filter_map(|link| {
        let step = *index.get(&link.to)?;
        Some(After { step, lag: link.lag.map_or(0, |lag| lag.resolve(calendar, now)) })
    });
    let join = match task.join {
        Join::All => plan::Join::All,
        Join::Any => plan::Join::Any,
        Join::AtLeast(count) => plan::Join::AtLeast(count as usize),
    };
    // The window is the time that was agreed for the work, be it at night.
    let agreed = change.window.map(|window| (window.from, window.to));
    let (progress, remaining) = match task.state {
        State::Done { at, started_at, .. } => {
            (Progress::Over { since: started_at.unwrap_or(at), at }, 0)
        }
        State::Skipped { at } | State::Cancelled { at } => (Progress::Over { since: at, at }, 0),
        State::InProgress { since } => {
            let spent = Ruler::agreed(calendar, agreed, now).working_between(since, now);
            let left = task.estimate.resolve(calendar, since) - spent;
            (Progress::UnderWay { since }, left.max(LEFT_MIN))
        }
        State::Waiting | State::Ready { .. } | State::Failed { .. } => {
            let not_before = not_before(change, task);
            let from = not_before.map_or(now, |at| at.max(now));
            let accept = match count {
                Count::Estimate => 0,
                Count::AcceptAndEstimate => {
                    accept_of(directory, &task.department).within.resolve(calendar, from)
                }
            };
            let remaining = accept + task.estimate.resolve(calendar, from);
            (Progress::Ahead { not_before }, remaining)
        }
    };
    Step { calendar, agreed, remaining, progress, after: after.collect(), join }
}

/// CHG-1: before the window only what may be done early.
fn not_before(change: &Change, task: &Task) -> Option<DateTime<Utc>> {
    let is_begun = matches!(change.phase, Phase::InProgress { .. } | Phase::Review { .. });
    change.window.map(|window| window.from).filter(|_| !is_begun && !task.early)
}
