//! `/change resume`: the hold is over; a task held by hand stays held (CHG-7).

use clap::Args;

use crate::ask::Ask;
use crate::card::Card;
use crate::change::Event;
use crate::decision::{Decision, Refusal};
use crate::ids::ChangeId;
use crate::say;
use crate::verbs::Verb;
use crate::words::Arg;
use crate::world::World;

/// Ends the hold: what became ready meanwhile is told now
#[derive(Args, Debug)]
#[command(after_help = "/change resume CHG-12")]
pub struct Resume {
    #[arg(value_name = "ID")]
    id: ChangeId,
}

impl Verb for Resume {
    fn decide(&self, world: &World, _ask: &Ask) -> Result<Decision, Refusal> {
        let (id, change) = (self.id, super::live(world, self.id)?);
        if change.hold.is_none() {
            return Ok(super::already(id, &Event::Resumed, say!("change-not-held", id = id)));
        }
        let mut card = Card::line(say!("change-resume-done", id = id));
        let held = change.open_tasks().filter(|task| task.hold.is_some());
        let held: Vec<Arg> = held.map(|task| task.id.into()).collect();
        if !held.is_empty() {
            card = card.and(say!("change-still-held", tasks = held));
        }
        Ok(super::decided(id, vec![Event::Resumed], card))
    }
}
