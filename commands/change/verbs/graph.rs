//! `/change graph`: the chain of a change as a picture (CHG-12).

use chrono::{DateTime, Utc};
use clap::Args;

use super::plan::{head, laid};
use crate::ask::Ask;
use crate::card::{Block, Card};
use crate::change::planning::Laid;
use crate::change::{Change, Task, TaskState};
use crate::chart::{Arrow, Bar, Chart, State};
use crate::decision::{Decision, Refusal};
use crate::ids::{ChangeId, DeptId};
use crate::plan::Placed;
use crate::say;
use crate::verbs::Verb;
use crate::world::World;

/// Draws the tasks along time: departments as lanes, what waits for what as arrows
#[derive(Args, Debug)]
#[command(after_help = "/change graph CHG-12")]
pub struct Graph {
    #[arg(value_name = "ID")]
    id: ChangeId,
}

impl Verb for Graph {
    fn decide(&self, world: &World, ask: &Ask) -> Result<Decision, Refusal> {
        let change = super::change(world, self.id)?;
        let laid = laid(world, change, ask.now)?;
        let picture = Block::Picture(Box::new(chart(change, &laid, ask.now)));
        Ok(Decision::question(Card::line(head(change, &laid)).with(picture)))
    }
}

fn chart(change: &Change, laid: &Laid, now: DateTime<Utc>) -> Chart {
    let mut lanes: Vec<&DeptId> = Vec::new();
    let mut bars = Vec::with_capacity(laid.tasks.len());
    for (task, placed) in &laid.tasks {
        let known = lanes.iter().position(|lane| **lane == task.department);
        let lane = known.unwrap_or_else(|| {
            lanes.push(&task.department);
            lanes.len() - 1
        });
        bars.push(bar(task, placed, lane, now));
    }
    Chart {
        name: change.id.to_string(),
        title: say!("graph-title", id = change.id, title = change.title.as_str()),
        now,
        window: change.window.map(|window| (window.from, window.to)),
        lanes: lanes.into_iter().map(Into::into).collect(),
        bars,
        arrows: arrows(laid),
    }
}

fn bar(task: &Task, placed: &Placed, lane: usize, now: DateTime<Utc>) -> Bar {
    Bar {
        id: task.id.number.to_string(),
        title: task.title.clone(),
        lane,
        from: placed.start,
        to: placed.finish,
        state: state(task),
        critical: placed.critical && !task.has_ended(),
        late: !task.has_ended() && task.due_by.is_some_and(|due| due < now),
    }
}

fn state(task: &Task) -> State {
    if task.hold.is_some() {
        return State::OnHold;
    }
    match task.state {
        TaskState::Waiting => State::Waiting,
        TaskState::Ready { .. } => State::Ready,
        TaskState::InProgress { .. } => State::InProgress,
        TaskState::Done { .. } => State::Done,
        TaskState::Failed { .. } => State::Failed,
        TaskState::Skipped { .. } => State::Skipped,
        TaskState::Cancelled { .. } => State::Cancelled,
    }
}

fn arrows(laid: &Laid) -> Vec<Arrow> {
    let place = |id| laid.tasks.iter().position(|(task, _)| task.id == id);
    let mut arrows = Vec::new();
    for (to, (task, placed)) in laid.tasks.iter().enumerate() {
        for from in task.after.iter().filter_map(|link| place(link.to)) {
            let (before, first) = &laid.tasks[from];
            let critical = first.critical && placed.critical && !before.has_ended();
            arrows.push(Arrow { from, to, critical });
        }
    }
    arrows
}
