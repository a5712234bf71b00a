//! `/task resume`: the hold is over (CHG-7).

use clap::Args;

use super::TaskEvent;
use crate::ask::Ask;
use crate::card::Card;
use crate::decision::{Decision, Refusal};
use crate::ids::TaskId;
use crate::say;
use crate::verbs::Verb;
use crate::world::World;

/// Ends the hold of one task; a hold of the whole change goes on
#[derive(Args, Debug)]
#[command(after_help = "/task resume CHG-12.4")]
pub struct Resume {
    #[arg(value_name = "ID")]
    id: TaskId,
}

impl Verb for Resume {
    fn decide(&self, world: &World, _ask: &Ask) -> Result<Decision, Refusal> {
        let (id, (change, task)) = (self.id, super::open(world, self.id)?);
        if task.hold.is_none() {
            return Ok(super::same(id, TaskEvent::Resumed, say!("task-not-held", id = id)));
        }
        let mut card = Card::line(say!("task-resume-done", id = id));
        if let Some(hold) = &change.hold {
            let because = hold.because.as_str();
            card = card.and(say!("task-held-by-change", change = change.id, because = because));
        }
        Ok(super::decided(id, TaskEvent::Resumed, card))
    }
}
