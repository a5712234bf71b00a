//! Links between tasks: known, not twice, never in a circle; they may cross changes (CHG-4).

use std::fmt;
use std::str::FromStr;

use super::{Change, Link, Task};
use crate::decision::Refusal;
use crate::ids::{BadName, ChangeId, TaskId};
use crate::plan;
use crate::say;
use crate::sla::Span;
use crate::words::Arg;
use crate::world::World;

/// A task as typed where its change is known: `CHG-1.2`, or `2` for one of the same change.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TaskRef {
    Full(TaskId),
    Own(u32),
}

impl TaskRef {
    pub fn within(self, change: ChangeId) -> TaskId {
        match self {
            TaskRef::Full(id) => id,
            TaskRef::Own(number) => change.task(number),
        }
    }
}

impl FromStr for TaskRef {
    type Err = BadName;

    fn from_str(typed: &str) -> Result<Self, BadName> {
        match typed.trim().parse::<u32>() {
            Ok(number) if number > 0 => Ok(TaskRef::Own(number)),
            _ => typed.parse().map(TaskRef::Full),
        }
    }
}

impl fmt::Display for TaskRef {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            TaskRef::Full(id) => id.fmt(f),
            TaskRef::Own(number) => number.fmt(f),
        }
    }
}

/// A task of the World, or what to say when it is not there.
///
/// # Errors
/// The change or the task is not there.
pub fn task(world: &World, id: TaskId) -> Result<(&Change, &Task), Refusal> {
    let change = super::verbs::change(world, id.change)?;
    let Some(task) = change.task(id.number) else {
        let count = change.tasks.len();
        let refusal =
            Refusal::new(say!("task-unknown", id = id, change = id.change, count = count));
        let line = Arg::Line(format!("/change show {}", id.change));
        return Err(refusal.about(id.change).hint(say!("task-unknown-hint", line = line)));
    };
    Ok((change, task))
}

/// The links from a task, existing or new, to what it is to wait for.
///
/// # Errors
/// One of them is unknown, the task itself, there already, or would close a circle: which is shown as its path.
pub fn links(
    world: &World,
    from: TaskId,
    to: &[TaskId],
    lag: Option<Span>,
) -> Result<Vec<Link>, Refusal> {
    let mut links: Vec<Link> = Vec::new();
    for &id in to {
        let (change, found) = task(world, id)?;
        if id == from {
            return Err(Refusal::new(say!("link-to-itself", id = id)).about(from));
        }
        let known = world.task(from).is_some_and(|task| task.link(id).is_some());
        if known || links.iter().any(|link| link.to == id) {
            return Err(Refusal::new(say!("link-twice", id = from, to = id)).about(from));
        }
        if let Some(path) = path(world, from, id) {
            let path: Vec<String> = path.iter().map(TaskId::to_string).collect();
            let path = format!("{} → {from}", path.join(" → "));
            return Err(
                Refusal::new(say!("link-in-a-circle", id = from, to = id, path = path)).about(from)
            );
        }
        if !change.is_live() && !found.has_ended() {
            return Err(super::verbs::stands(change));
        }
        links.push(Link::new(id, lag, found.outcome()));
    }
    Ok(links)
}

/// The way from a task forward to another, along those that wait, both ends named. None: there is no such way.
pub fn path(world: &World, from: TaskId, to: TaskId) -> Option<Vec<TaskId>> {
    let task = |id| world.task(id);
    let before = |id| task(id).map_or_else(Vec::new, |it| it.after.iter().map(|l| l.to).collect());
    let after = |id| task(id).map_or_else(Vec::new, |it| it.before.clone());
    plan::closes(from, to, before, after)
}
