//! `/incident lead`: who runs it; without a name, the asker.

use clap::Args;

use crate::ask::Ask;
use crate::decision::{Decision, Refusal};
use crate::directory_names as known;
use crate::grammar::Who;
use crate::ids::IncidentId;
use crate::incident::Event;
use crate::say;
use crate::verbs::Verb;
use crate::world::World;

/// Names the one who leads the incident; without a name: you
#[derive(Args, Debug)]
#[command(after_help = "/incident lead INC-7 @im-1")]
pub struct Lead {
    #[arg(value_name = "ID")]
    id: IncidentId,
    #[arg(value_name = "@WHO")]
    who: Option<Who>,
}

impl Verb for Lead {
    fn decide(&self, world: &World, ask: &Ask) -> Result<Decision, Refusal> {
        let incident = super::live(world, self.id)?;
        let lead = match &self.who {
            Some(who) => known::person(world.directory(), who)?,
            None => ask.actor.clone(),
        };
        let event = Event::Led { by: lead.clone() };
        if incident.lead.as_ref() == Some(&lead) {
            return Ok(super::already(
                self.id,
                &event,
                say!("lead-already", id = self.id, lead = lead),
            ));
        }
        Ok(super::change(self.id, vec![event], say!("lead-done", id = self.id, lead = lead)))
    }
}
