//! `/change after`: one task waits for others (CHG-4, CHG-5).

use clap::Args;

use crate::ask::Ask;
use crate::card::Card;
use crate::change::links::{self, TaskRef};
use crate::change::{Event, TaskEvent, order};
use crate::decision::{Decision, Refusal};
use crate::ids::TaskId;
use crate::say;
use crate::sla::Span;
use crate::verbs::Verb;
use crate::words::Arg;
use crate::world::World;

/// Lets a task wait for others, of this change or of others
#[derive(Args, Debug)]
#[command(after_help = "/change after CHG-12.4 CHG-12.2,CHG-12.3 --lag 2h")]
pub struct After {
    /// The task that waits
    #[arg(value_name = "ID")]
    id: TaskId,
    /// What it waits for
    #[arg(value_name = "TASK", value_delimiter = ',', required = true)]
    to: Vec<TaskRef>,
    /// One of all its links is enough
    #[arg(long, conflicts_with = "at_least")]
    any: bool,
    /// So many of all its links are enough
    #[arg(long, value_name = "N")]
    at_least: Option<u32>,
    /// So long after them, on the department's calendar
    #[arg(long, value_name = "LAG")]
    lag: Option<Span>,
}

impl Verb for After {
    fn decide(&self, world: &World, _ask: &Ask) -> Result<Decision, Refusal> {
        let (change, task) = links::task(world, self.id)?;
        super::live(world, change.id)?;
        if !task.is_waiting() && !task.is_ready() {
            let state = crate::change::card::state_words(task);
            return Err(
                Refusal::new(say!("link-begun", id = task.id, state = state)).about(task.id)
            );
        }
        let to: Vec<TaskId> = self.to.iter().map(|it| it.within(change.id)).collect();
        let links = links::links(world, self.id, &to, self.lag)?;
        let count = task.after.len() + links.len();
        let join = super::task::join(self.any, self.at_least, count)?;
        let from = order::Waiting { id: self.id, change, module: task.module.as_deref() };
        order::agrees(world, from, &to, join.unwrap_or(task.join))?;
        let what = TaskEvent::Linked { links, join };
        let names: Vec<Arg> = to.iter().map(|id| (*id).into()).collect();
        let mut card = Card::line(say!("task-link-done", id = self.id, tasks = names));
        if let Some(words) = join.and_then(crate::change::history::join_words) {
            card = card.and(words);
        }
        let events = vec![(change.id.into(), Event::task(self.id.number, what))];
        Ok(super::decided_all(self.id.into(), events, card))
    }
}
