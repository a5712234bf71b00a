//! `/incident timeline`: every command, note and turn of the clock, in order (INC-4).

use clap::Args;

use crate::ask::Ask;
use crate::decision::{Decision, Refusal};
use crate::ids::IncidentId;
use crate::lookup::Lookup;
use crate::verbs::Verb;
use crate::world::World;

/// Shows what happened, line by line, with time, person and place
#[derive(Args, Debug)]
#[command(after_help = "/incident timeline INC-7")]
pub struct Timeline {
    #[arg(value_name = "ID")]
    id: IncidentId,
}

impl Verb for Timeline {
    fn decide(&self, world: &World, _ask: &Ask) -> Result<Decision, Refusal> {
        if self.id.0 > world.last_incident {
            return Err(super::unknown(world, self.id));
        }
        Ok(Decision::look(Lookup::Timeline(self.id.into())))
    }
}
