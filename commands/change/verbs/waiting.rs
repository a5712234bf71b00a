//! `/change waiting`: one line per open branch: who holds it, since when, due when, who is next (CHG-12).

use chrono::{DateTime, Utc};
use clap::Args;

use crate::ask::Ask;
use crate::card::{Block, Card};
use crate::change::{Change, Task, TaskState};
use crate::decision::{Decision, Refusal};
use crate::ids::ChangeId;
use crate::say;
use crate::verbs::Verb;
use crate::words::{Arg, Words};
use crate::world::World;

/// More branches than these do not fit a message.
const SHOWN_MAX: usize = 30;

/// Says for each open branch who holds it, since when, until when, and who is next
#[derive(Args, Debug)]
#[command(after_help = "/change waiting CHG-12")]
pub struct Waiting {
    #[arg(value_name = "ID")]
    id: ChangeId,
}

impl Verb for Waiting {
    fn decide(&self, world: &World, ask: &Ask) -> Result<Decision, Refusal> {
        let change = super::change(world, self.id)?;
        let branches = branches(change);
        let (id, count) = (self.id, branches.len());
        if count == 0 {
            return Ok(Decision::question(say!("waiting-nothing", id = id)));
        }
        let mut card = Card::line(say!("waiting-head", id = id, count = count));
        if let Some(hold) = &change.hold {
            card = card.and(say!("change-held", by = &hold.by, because = hold.because.as_str()));
        }
        for task in branches.into_iter().take(SHOWN_MAX) {
            card.body.push(Block::Line(branch(world, change, task, ask.now)));
        }
        if count > SHOWN_MAX {
            card = card.and(say!("list-more", more = count - SHOWN_MAX));
        }
        Ok(Decision::question(card))
    }
}

/// Where each branch stands: tasks not ended that wait for nothing open in this change.
fn branches(change: &Change) -> Vec<&Task> {
    let stands = |task: &&Task| {
        let inside = |link: &&crate::change::Link| link.to.change == change.id;
        let holds_up = |link: &crate::change::Link| {
            change.task(link.to.number).is_some_and(|it| !it.has_ended())
        };
        task.waits_for().filter(inside).all(|link| !holds_up(link))
    };
    change.open_tasks().map(|task| &**task).filter(stands).collect()
}

fn branch(world: &World, change: &Change, task: &Task, now: DateTime<Utc>) -> Words {
    let (id, title) = (task.id, task.title.as_str());
    let next: Vec<Arg> = task
        .before
        .iter()
        .filter_map(|id| world.task(*id))
        .filter(|task| !task.has_ended())
        .map(|task| say!("task-of", id = task.id, department = &task.department).into())
        .collect();
    let next: Arg = if next.is_empty() { say!("waiting-next-none").into() } else { next.into() };
    let who: Arg = match &task.assignee {
        Some(person) => say!("task-of-person", department = &task.department, who = person).into(),
        None => (&task.department).into(),
    };
    say!(
        "waiting-branch",
        id = id,
        title = title,
        who = who,
        how = how(change, task, now),
        next = next
    )
}

/// Since when, until when, or what stands in the way.
fn how(change: &Change, task: &Task, now: DateTime<Utc>) -> Words {
    if let Some(hold) = &task.hold {
        let because = hold.because.as_str();
        return say!("waiting-held", since = hold.since, by = &hold.by, because = because);
    }
    let state = crate::change::card::state_words(task);
    match (&task.state, task.due_by) {
        (TaskState::Ready { since } | TaskState::InProgress { since }, Some(due)) if due < now => {
            let over = Arg::Seconds((now - due).num_seconds());
            say!("waiting-overdue", state = state, since = *since, due = due, over = over)
        }
        (TaskState::Ready { since } | TaskState::InProgress { since }, Some(due)) => {
            say!("waiting-due", state = state, since = *since, due = due)
        }
        (TaskState::Ready { since } | TaskState::InProgress { since }, None) => {
            say!("waiting-since", state = state, since = *since)
        }
        (TaskState::Failed { at, because }, _) => {
            say!("waiting-failed", since = *at, because = because.as_str())
        }
        _ => {
            let waits: Vec<Arg> = task.waits_for().map(|link| link.to.into()).collect();
            match (waits.is_empty(), change.is_in_progress()) {
                (false, _) => say!("waiting-outside", waits = waits),
                (true, true) => say!("waiting-lag"),
                (true, false) => say!("waiting-change"),
            }
        }
    }
}
