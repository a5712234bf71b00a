//! `/incident reopen`: it was not over; the clocks go on (SLA-11).

use clap::Args;

use crate::ask::Ask;
use crate::card::Card;
use crate::decision::{Decision, Refusal};
use crate::grammar::Text;
use crate::ids::IncidentId;
use crate::incident::{Event, Phase};
use crate::say;
use crate::verbs::Verb;
use crate::world::World;

/// It is back: the departments are called again, the clocks go on without the time spent resolved
#[derive(Args, Debug)]
#[command(after_help = "/incident reopen INC-7 the same error since 14:10")]
pub struct Reopen {
    #[arg(value_name = "ID")]
    id: IncidentId,
    /// What came back
    #[arg(value_name = "TEXT")]
    text: Text,
}

impl Verb for Reopen {
    fn decide(&self, world: &World, ask: &Ask) -> Result<Decision, Refusal> {
        let incident = super::incident(world, self.id)?;
        let event = Event::Reopened { text: self.text.to_string() };
        match &incident.phase {
            Phase::Live { .. } => {
                Ok(super::already(self.id, &event, say!("reopen-already", id = self.id)))
            }
            Phase::Merged { into, .. } => {
                Err(Refusal::new(say!("incident-is-merged", id = self.id, into = *into)))
            }
            Phase::Resolved { .. } | Phase::Closed { .. } => {
                let card = Card::line(say!("reopen-done", id = self.id));
                let events = vec![event];
                let card = super::clocks_after(card, incident, &events, world, ask);
                Ok(super::change(self.id, events, card))
            }
        }
    }
}
