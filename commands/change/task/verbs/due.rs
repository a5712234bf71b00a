//! `/task due`: a deadline of its own, instead of the one that follows from the estimate (CHG-6).

use clap::Args;

use super::TaskEvent;
use crate::ask::Ask;
use crate::decision::{Decision, Refusal};
use crate::grammar::Moment;
use crate::ids::TaskId;
use crate::say;
use crate::verbs::Verb;
use crate::world::World;

/// Says by when a task is to be done
#[derive(Args, Debug)]
#[command(after_help = "/task due CHG-12.4 fri 17:00")]
pub struct SetDue {
    #[arg(value_name = "ID")]
    id: TaskId,
    #[arg(value_name = "TIME")]
    due: Moment,
}

impl Verb for SetDue {
    fn decide(&self, world: &World, ask: &Ask) -> Result<Decision, Refusal> {
        let (id, (_, task)) = (self.id, super::open(world, self.id)?);
        if task.has_ended() {
            return Err(super::stands_at(task));
        }
        let due = self.due.resolve_by(ask.now, world.directory().company.zone)?;
        if due <= ask.now {
            return Err(Refusal::new(say!("task-due-past", id = id, due = due)).about(id));
        }
        let what = TaskEvent::DueSet { due };
        let words = say!("task-due-done", id = id, due = due);
        if task.set_due == Some(due) {
            return Ok(super::same(id, what, words));
        }
        Ok(super::decided(id, what, words))
    }
}
