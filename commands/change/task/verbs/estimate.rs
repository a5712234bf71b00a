//! `/task estimate`: how much work it is; the deadline that follows from it moves (CHG-6).

use clap::Args;

use super::TaskEvent;
use crate::ask::Ask;
use crate::decision::{Decision, Refusal};
use crate::ids::TaskId;
use crate::say;
use crate::sla::Span;
use crate::verbs::Verb;
use crate::world::World;

/// Says how much work a task is, on its department's calendar
#[derive(Args, Debug)]
#[command(after_help = "/task estimate CHG-12.4 6h")]
pub struct SetEstimate {
    #[arg(value_name = "ID")]
    id: TaskId,
    #[arg(value_name = "ESTIMATE")]
    estimate: Span,
}

impl Verb for SetEstimate {
    fn decide(&self, world: &World, _ask: &Ask) -> Result<Decision, Refusal> {
        let (id, (_, task)) = (self.id, super::open(world, self.id)?);
        if task.has_ended() {
            return Err(super::stands_at(task));
        }
        let estimate = self.estimate;
        let since = task.turn_since().filter(|_| task.set_due.is_none());
        let due_by = since.and_then(|since| {
            let mut again = task.clone();
            again.estimate = estimate;
            again.due_from(since, world.directory())
        });
        let what = TaskEvent::Estimated { estimate, due_by };
        let words = match due_by {
            Some(due) => {
                say!("task-estimate-due", id = id, estimate = estimate.to_string(), due = due)
            }
            None => say!("task-estimate-done", id = id, estimate = estimate.to_string()),
        };
        if task.estimate == estimate {
            return Ok(super::same(id, what, words));
        }
        Ok(super::decided(id, what, words))
    }
}
