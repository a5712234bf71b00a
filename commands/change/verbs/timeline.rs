//! `/change timeline`: every command, note and turn of the clock, in order (INC-4).

use clap::Args;

use crate::ask::Ask;
use crate::decision::{Decision, Refusal};
use crate::ids::ChangeId;
use crate::lookup::Lookup;
use crate::verbs::Verb;
use crate::world::World;

/// Shows what happened to it and its tasks, line by line
#[derive(Args, Debug)]
#[command(after_help = "/change timeline CHG-12")]
pub struct Timeline {
    #[arg(value_name = "ID")]
    id: ChangeId,
}

impl Verb for Timeline {
    fn decide(&self, world: &World, _ask: &Ask) -> Result<Decision, Refusal> {
        if self.id.0 > world.last_change {
            return Err(super::unknown(world, self.id));
        }
        Ok(Decision::look(Lookup::Timeline(self.id.into())))
    }
}
