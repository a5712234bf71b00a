//! When a change will be over: its tasks laid out on their departments' calendars (CHG-11).

use chrono::{DateTime, Utc};

use super::task::{Join, Link, Outcome, State, Task};
use super::{Change, Phase};
use crate::calendar::Calendar;
use crate::directory::{Directory, accept_of};
use crate::ids::TaskId;
use crate::plan::{self, After, NoPlan, Placed, Progress, Step};
use crate::world::World;

/// Of a task in progress so much is left at least, whatever was estimated.
const LEFT_MIN: i64 = 60;

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
    let directory = world.directory();
    let elsewhere = |id: TaskId| {
        let other = world.change(id.change)?;
        let due_by = other.task(id.number)?.due_by;
        due_by.or_else(|| {
            let laid = lay_out(other, directory, now, Count::Estimate, &|_| None).ok()?;
            laid.tasks.iter().find(|(task, _)| task.id == id).map(|(_, placed)| placed.finish)
        })
    };
    lay_out(change, directory, now, Count::Estimate, &elsewhere)
}

/// The same from the change alone, `elsewhere` saying when an open task of another change is over, if that is known.
pub(super) fn lay_out<'a>(
    change: &'a Change,
    directory: &Directory,
    now: DateTime<Utc>,
    count: Count,
    elsewhere: &dyn Fn(TaskId) -> Option<DateTime<Utc>>,
) -> Result<Laid<'a>, Unplannable> {
    let is_out = |task: &Task| matches!(task.state, State::Cancelled { .. });
    let tasks: Vec<&Task> =
        change.tasks.values().map(|task| &**task).filter(|task| !is_out(task)).collect();
    let mut ids: Vec<TaskId> = tasks.iter().map(|task| task.id).collect();
    let mut outside = Vec::new();
    for (task, link) in tasks.iter().flat_map(|task| counted(task).map(move |link| (task, link))) {
        if link.to.change != change.id && !ids.contains(&link.to) {
            ids.push(link.to);
            let calendar = directory.clock(directory.calendar_of(&task.department));
            outside.push(milestone(calendar, link, elsewhere(link.to)));
        }
    }
    let step = |task: &&Task| step(change, task, &ids, directory, now, count);
    let steps: Vec<Step> = tasks.iter().map(step).chain(outside).collect();
    let plan = plan::plan(&steps, now, None).map_err(|why| match why {
        NoPlan::Circle(steps) => Unplannable(ids[steps[0]]),
        NoPlan::TooFar(step) => Unplannable(ids[step]),
    })?;
    let end = plan.steps.iter().take(tasks.len()).map(|placed| placed.finish).max();
    Ok(Laid { tasks: tasks.into_iter().zip(plan.steps).collect(), end: end.unwrap_or(now) })
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
    Step { calendar, remaining: 0, progress, after: Vec::new(), join: plan::Join::All }
}

fn step<'a>(
    change: &Change,
    task: &Task,
    ids: &[TaskId],
    directory: &'a Directory,
    now: DateTime<Utc>,
    count: Count,
) -> Step<'a> {
    let calendar = directory.clock(directory.calendar_of(&task.department));
    let after = counted(task).filter_map(|link| {
        let step = ids.iter().position(|id| *id == link.to)?;
        Some(After { step, lag: link.lag.map_or(0, |lag| lag.resolve(calendar, now)) })
    });
    let join = match task.join {
        Join::All => plan::Join::All,
        Join::Any => plan::Join::Any,
        Join::AtLeast(count) => plan::Join::AtLeast(count as usize),
    };
    let (progress, remaining) = match task.state {
        State::Done { at, started_at, .. } => {
            (Progress::Over { since: started_at.unwrap_or(at), at }, 0)
        }
        State::Skipped { at } | State::Cancelled { at } => (Progress::Over { since: at, at }, 0),
        State::InProgress { since } => {
            let spent = calendar.working_between(since, now);
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
    Step { calendar, remaining, progress, after: after.collect(), join }
}

/// CHG-1: before the window only what may be done early.
fn not_before(change: &Change, task: &Task) -> Option<DateTime<Utc>> {
    let is_begun = matches!(change.phase, Phase::InProgress { .. } | Phase::Review { .. });
    change.window.map(|window| window.from).filter(|_| !is_begun && !task.early)
}
