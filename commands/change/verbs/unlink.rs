//! `/change unlink`: a task does not wait for that one any more; the last link gone, it is ready (CHG-4).

use clap::Args;

use crate::ask::Ask;
use crate::change::links::{self, TaskRef};
use crate::change::{Event, TaskEvent, order};
use crate::decision::{Decision, Refusal};
use crate::ids::TaskId;
use crate::say;
use crate::verbs::Verb;
use crate::world::World;

/// Takes a link away: the task does not wait for the other any more
#[derive(Args, Debug)]
#[command(after_help = "/change unlink CHG-12.4 CHG-12.2")]
pub struct Unlink {
    /// The task that waits
    #[arg(value_name = "ID")]
    id: TaskId,
    /// What it waits for
    #[arg(value_name = "TASK")]
    from: TaskRef,
}

impl Verb for Unlink {
    fn decide(&self, world: &World, _ask: &Ask) -> Result<Decision, Refusal> {
        let (change, task) = links::task(world, self.id)?;
        let from = self.from.within(change.id);
        let event = Event::task(self.id.number, TaskEvent::Unlinked { from });
        if task.link(from).is_none() {
            let words = say!("unlink-already", id = self.id, from = from);
            return Ok(super::already(self.id, &event, words));
        }
        super::live(world, change.id)?;
        order::may_unlink(world, change, task, from)?;
        let words = say!("unlink-done", id = self.id, from = from);
        Ok(super::decided_all(self.id.into(), vec![(change.id.into(), event)], words))
    }
}
