//! `/task start`: accepted; the OLA stops, and whoever begins it has it (CHG-6).

use clap::Args;

use super::TaskEvent;
use crate::ask::Ask;
use crate::change::order;
use crate::decision::{Decision, Refusal};
use crate::ids::TaskId;
use crate::say;
use crate::verbs::Verb;
use crate::world::World;

/// Begins a task whose turn it is; it is yours unless somebody else has it
#[derive(Args, Debug)]
#[command(after_help = "/task start CHG-12.4")]
pub struct Start {
    #[arg(value_name = "ID")]
    id: TaskId,
}

impl Verb for Start {
    fn decide(&self, world: &World, ask: &Ask) -> Result<Decision, Refusal> {
        let (id, (change, task)) = (self.id, super::in_turn(world, self.id)?);
        let who = task.assignee.clone().unwrap_or_else(|| ask.actor.clone());
        let what = TaskEvent::Started { by: who.clone() };
        if task.is_in_progress() {
            return Ok(super::same(id, what, say!("task-started-already", id = id, who = who)));
        }
        order::in_order(world, change, task)?;
        let words = match task.due_by {
            Some(due) => say!("task-start-done", id = id, who = who, due = due),
            None => say!("task-start-done-open", id = id, who = who),
        };
        Ok(super::decided(id, what, words))
    }
}
