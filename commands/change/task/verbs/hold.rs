//! `/task hold`: nothing of it goes on until it is resumed, whatever the change does (CHG-7).

use clap::Args;

use super::TaskEvent;
use crate::ask::Ask;
use crate::decision::{Decision, Refusal};
use crate::grammar::Text;
use crate::ids::TaskId;
use crate::say;
use crate::verbs::Verb;
use crate::world::World;

/// Puts one task on hold: nobody is pinged for it until it is resumed
#[derive(Args, Debug)]
#[command(after_help = "/task hold CHG-12.4 the disks have not arrived")]
pub struct PutOnHold {
    #[arg(value_name = "ID")]
    id: TaskId,
    /// Why
    #[arg(value_name = "TEXT")]
    text: Text,
}

impl Verb for PutOnHold {
    fn decide(&self, world: &World, _ask: &Ask) -> Result<Decision, Refusal> {
        let (id, (_, task)) = (self.id, super::open(world, self.id)?);
        let what = TaskEvent::Held { because: self.text.to_string() };
        if let Some(hold) = &task.hold {
            let because = hold.because.as_str();
            let words = say!("task-held-already", id = id, by = &hold.by, because = because);
            return Ok(super::same(id, what, words));
        }
        if !task.is_turn() && !task.is_waiting() {
            return Err(super::stands_at(task));
        }
        Ok(super::decided(id, what, say!("task-hold-done", id = id)))
    }
}
