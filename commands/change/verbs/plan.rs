//! `/change plan`: when each task begins and ends, what may slip and what the end waits for (CHG-11).

use chrono::{DateTime, Utc};
use clap::Args;

use crate::ask::Ask;
use crate::card::{Block, Card};
use crate::change::planning::{Laid, Unplannable, planned};
use crate::change::{Change, Task};
use crate::decision::{Decision, Refusal};
use crate::directory::Directory;
use crate::ids::ChangeId;
use crate::plan::Placed;
use crate::say;
use crate::verbs::Verb;
use crate::words::{Arg, Words};
use crate::world::World;

/// More tasks than these do not fit a message.
const SHOWN_MAX: usize = 40;

/// Says when each task is expected to begin and end, how far it may slip, and what the end waits for
#[derive(Args, Debug)]
#[command(after_help = "/change plan CHG-12")]
pub struct ShowPlan {
    #[arg(value_name = "ID")]
    id: ChangeId,
}

impl Verb for ShowPlan {
    fn decide(&self, world: &World, ask: &Ask) -> Result<Decision, Refusal> {
        let change = super::change(world, self.id)?;
        let laid = laid(world, change, ask.now)?;
        let mut card = Card::line(head(change, &laid));
        card.body
            .extend(held_against(change, laid.end, world.directory()).into_iter().map(Block::Line));
        let columns = vec![
            say!("column-id"),
            say!("column-department"),
            say!("column-from"),
            say!("column-until"),
            say!("column-slack"),
            say!("column-title"),
        ];
        let rows = laid.tasks.iter().take(SHOWN_MAX).map(|(task, placed)| row(task, placed));
        card = card.with(Block::Table { columns, rows: rows.collect() });
        if laid.tasks.len() > SHOWN_MAX {
            card = card.and(say!("list-more", more = laid.tasks.len() - SHOWN_MAX));
        }
        Ok(Decision::question(card))
    }
}

/// The change laid out, or why it can't be.
pub(super) fn laid<'a>(
    world: &World,
    change: &'a Change,
    now: DateTime<Utc>,
) -> Result<Laid<'a>, Refusal> {
    let id = change.id;
    let laid = planned(world, change, now).map_err(|Unplannable(task)| {
        Refusal::new(say!("plan-too-far", id = id, task = task)).about(id)
    })?;
    match laid.tasks.is_empty() {
        true => Err(Refusal::new(say!("plan-empty", id = id)).about(id)),
        false => Ok(laid),
    }
}

pub(super) fn head(change: &Change, laid: &Laid) -> Words {
    let (id, end) = (change.id, laid.end);
    match change.open_tasks().next().is_some() {
        true => say!("plan-head", id = id, end = end),
        false => say!("plan-head-over", id = id, end = end),
    }
}

/// The end against that of the window and against what the client was told.
fn held_against(change: &Change, end: DateTime<Utc>, directory: &Directory) -> Vec<Words> {
    let seconds = |from: DateTime<Utc>, to: DateTime<Utc>| Arg::Seconds((to - from).num_seconds());
    let window = change.window.map(|window| match end > window.to {
        true => say!("plan-window-missed", by = window.to, over = seconds(window.to, end)),
        false => say!("plan-window-kept", by = window.to, left = seconds(end, window.to)),
    });
    let promised = change.promised_by.map(|due| match end > due {
        true => say!("plan-promise-missed", by = due, over = seconds(due, end)),
        false => say!("plan-promise-kept", by = due, left = seconds(end, due)),
    });
    let sla = change.resolution_by(directory).map(|due| match end > due {
        true => say!("plan-sla-missed", by = due, over = seconds(due, end)),
        false => say!("plan-sla-kept", by = due, left = seconds(end, due)),
    });
    [window, promised, sla].into_iter().flatten().collect()
}

fn row(task: &Task, placed: &Placed) -> Vec<Arg> {
    let slack: Arg = match (task.has_ended(), placed.critical, placed.slack) {
        (true, _, _) => say!("plan-ended").into(),
        (_, true, 0) => say!("plan-critical").into(),
        (_, true, slack) => say!("plan-critical-slack", slack = Arg::Seconds(slack)).into(),
        (_, false, slack) => Arg::Seconds(slack),
    };
    let (start, finish) = (placed.start.into(), placed.finish.into());
    vec![
        task.id.into(),
        (&task.department).into(),
        start,
        finish,
        slack,
        task.title.as_str().into(),
    ]
}
