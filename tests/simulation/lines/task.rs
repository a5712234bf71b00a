//! Lines about tasks, and presses of the buttons on their cards, old ones too.

use std::sync::Arc;

use baton_commands::change::{Change, Task, TaskState};
use baton_commands::ids::TaskId;
use baton_commands::world::World;

use super::change::{join, record};
use super::{Line, anybody};
use crate::simulation::dice::Dice;

/// A task of a change; now and then of another, or one that does not exist.
pub(super) fn any(dice: &mut Dice, world: &World, change: &Change) -> String {
    if dice.chance(2) {
        return change.id.task(999).to_string();
    }
    let other = record(dice, world).filter(|other| dice.chance(25) && !other.tasks.is_empty());
    let of = other.as_deref().unwrap_or(change);
    let tasks: Vec<&Arc<Task>> = of.tasks.values().collect();
    match tasks.is_empty() {
        true => of.id.task(1).to_string(),
        false => dice.pick(&tasks).id.to_string(),
    }
}

/// One line about a task of this change.
pub(super) fn draw(dice: &mut Dice, world: &World, change: &Change) -> Line {
    let about = Some(change.id.into());
    let Some(task) = chosen(dice, change) else {
        let text = format!("/task show {}", change.id.task(1));
        return Line { who: anybody(dice, world), text, about };
    };
    let id = task.id;
    if dice.chance(25) {
        let label = dice.pick(&["Start", "Start", "Done", "Done", "Fail", "Return", "Proceed"]);
        return Line {
            who: worker(dice, world, change, task),
            text: format!("[{label} {id}]"),
            about,
        };
    }
    let plans = dice.chance(18);
    let mut text = match (&task.state, plans) {
        (_, true) => planned(dice, world, change, task),
        (TaskState::Ready { .. } | TaskState::InProgress { .. }, _) => turn(dice, world, task),
        (TaskState::Waiting, _) => waiting(dice, world, task),
        _ => ended(dice, world, task),
    };
    if dice.chance(5) {
        text += " --override \"it is night\"";
    }
    if dice.chance(4) {
        text += " --dry-run";
    }
    let who = match plans || text.starts_with("/task proceed") {
        true if dice.chance(90) => lead(world, change),
        _ => worker(dice, world, change, task),
    };
    Line { who, text, about }
}

/// Mostly one whose turn it is.
fn chosen<'c>(dice: &mut Dice, change: &'c Change) -> Option<&'c Task> {
    let turns: Vec<_> = change.tasks.values().filter(|task| task.is_turn()).collect();
    let all: Vec<_> = change.tasks.values().collect();
    let of = if turns.is_empty() || dice.chance(30) { &all } else { &turns };
    (!of.is_empty()).then(|| &***dice.pick(of.as_slice()))
}

fn lead(world: &World, change: &Change) -> String {
    change.tam(world.directory()).map_or("im-1".to_owned(), |tam| tam.to_string())
}

/// Mostly somebody of its department.
fn worker(dice: &mut Dice, world: &World, change: &Change, task: &Task) -> String {
    match dice.below(12) {
        0 => anybody(dice, world),
        1 => "im-1".to_owned(),
        2 => lead(world, change),
        _ => {
            let staff = world.directory().staff_of(&task.department);
            if staff.is_empty() { "im-1".to_owned() } else { dice.pick(&staff).to_string() }
        }
    }
}

/// What the plan of a change does to one of its tasks: links across changes too, some in a circle.
fn planned(dice: &mut Dice, world: &World, change: &Change, task: &Task) -> String {
    let id = task.id;
    match dice.weighed(&[50, 25, 15, 10]) {
        0 => {
            let links: Vec<String> =
                (0..=dice.below(2)).map(|_| any(dice, world, change)).collect();
            let count = links.len() + task.after.len();
            format!("/change after {id} {}{}", links.join(","), join(dice, count))
        }
        1 => {
            let known: Vec<TaskId> = task.after.iter().map(|link| link.to).collect();
            let from = match known.is_empty() {
                true => any(dice, world, change),
                false => dice.pick(&known).to_string(),
            };
            format!("/change unlink {id} {from}")
        }
        2 => format!("/task cancel {id} not wanted"),
        _ => format!("/task due {id} {}", dice.pick(&["+30m", "+3h", "\"fri 17:00\""])),
    }
}

fn turn(dice: &mut Dice, world: &World, task: &Task) -> String {
    let id = task.id;
    if task.hold.is_some() && dice.chance(60) {
        return format!("/task resume {id}");
    }
    match dice.weighed(&[18, 50, 6, 6, 6, 5, 2, 5, 4, 3]) {
        0 => format!("/task start {id}"),
        1 => format!("/task done {id} see the sheet"),
        2 => format!("/task fail {id} it broke"),
        3 => format!("/task skip {id} not needed"),
        4 => format!("/task return {id} something is missing"),
        5 => format!("/task hold {id} waits for parts"),
        6 => format!("/task resume {id}"),
        7 => assign(dice, world, task),
        8 => format!("/task estimate {id} {}", dice.pick(&["20m", "5h", "2bd"])),
        _ => format!("/task note {id} looked at it"),
    }
}

fn waiting(dice: &mut Dice, world: &World, task: &Task) -> String {
    let id = task.id;
    match dice.weighed(&[20, 15, 15, 20, 15, 8, 7]) {
        0 => format!("/task hold {id} waits for parts"),
        1 => format!("/task resume {id}"),
        2 => format!("/task start {id}"),
        3 => format!("/task skip {id} not needed"),
        4 => assign(dice, world, task),
        5 => format!("/task done {id}"),
        _ => format!("/task return {id} something is missing"),
    }
}

fn ended(dice: &mut Dice, world: &World, task: &Task) -> String {
    let id = task.id;
    match dice.weighed(&[45, 15, 10, 15, 5, 5, 5]) {
        0 => format!("/task reopen {id} not right"),
        1 => format!("/task proceed {id} yes"),
        2 => format!("/task proceed {id} no"),
        3 => format!("/task done {id}"),
        4 => format!("/task skip {id} not needed"),
        5 => assign(dice, world, task),
        _ => format!("/task note {id} for the record"),
    }
}

fn assign(dice: &mut Dice, world: &World, task: &Task) -> String {
    let staff = world.directory().staff_of(&task.department);
    let who = match staff.is_empty() {
        true => "im-1".to_owned(),
        false => dice.pick(&staff).to_string(),
    };
    format!("/task assign {} @{who}", task.id)
}
