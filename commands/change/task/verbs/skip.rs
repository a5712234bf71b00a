//! `/task skip`: not needed; for those that wait it is as good as done (CHG-2).

use clap::Args;

use super::{State, TaskEvent};
use crate::ask::Ask;
use crate::decision::{Decision, Refusal};
use crate::grammar::Text;
use crate::ids::TaskId;
use crate::say;
use crate::verbs::Verb;
use crate::world::World;

/// Leaves a task out: those that wait for it go on as if it were done
#[derive(Args, Debug)]
#[command(after_help = "/task skip CHG-12.4 the client has its own monitoring")]
pub struct Skip {
    #[arg(value_name = "ID")]
    id: TaskId,
    /// Why
    #[arg(value_name = "TEXT")]
    text: Text,
}

impl Verb for Skip {
    fn decide(&self, world: &World, _ask: &Ask) -> Result<Decision, Refusal> {
        let (id, (_, task)) = (self.id, super::open(world, self.id)?);
        let what = TaskEvent::Skipped { because: self.text.to_string() };
        match task.state {
            State::Skipped { .. } => {
                Ok(super::same(id, what, say!("task-skipped-already", id = id)))
            }
            State::Done { .. } | State::Cancelled { .. } => Err(super::stands_at(task)),
            _ => {
                let card = super::with_next(world, task, say!("task-skip-done", id = id));
                Ok(super::decided(id, what, card))
            }
        }
    }
}
