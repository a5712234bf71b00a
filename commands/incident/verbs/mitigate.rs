//! `/incident mitigate`: the client can work again; the cause is still there.

use clap::Args;

use crate::ask::Ask;
use crate::decision::{Decision, Refusal};
use crate::grammar::Text;
use crate::ids::IncidentId;
use crate::incident::{Event, Phase, Stage};
use crate::say;
use crate::verbs::Verb;
use crate::world::World;

/// The worst is over: a workaround holds
#[derive(Args, Debug)]
#[command(after_help = "/incident mitigate INC-7 traffic goes over the second line")]
pub struct Mitigate {
    #[arg(value_name = "ID")]
    id: IncidentId,
    /// What was done
    #[arg(value_name = "TEXT")]
    text: Text,
}

impl Verb for Mitigate {
    fn decide(&self, world: &World, _ask: &Ask) -> Result<Decision, Refusal> {
        let incident = super::live(world, self.id)?;
        let event = Event::Mitigated { text: self.text.to_string() };
        if matches!(incident.phase, Phase::Live { stage: Stage::Mitigated, .. }) {
            return Ok(super::already(self.id, &event, say!("mitigate-already", id = self.id)));
        }
        Ok(super::change(self.id, vec![event], say!("mitigate-done", id = self.id)))
    }
}
