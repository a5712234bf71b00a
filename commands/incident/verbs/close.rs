//! `/incident close`: nothing more is to be done, except what is owed: debrief and actions are still asked for.

use clap::Args;

use crate::ask::Ask;
use crate::card::Card;
use crate::decision::{Decision, Refusal};
use crate::ids::IncidentId;
use crate::incident::{Event, Phase};
use crate::say;
use crate::verbs::Verb;
use crate::words::Arg;
use crate::world::World;

/// Closes a resolved incident
#[derive(Args, Debug)]
#[command(after_help = "/incident close INC-7")]
pub struct Close {
    #[arg(value_name = "ID")]
    id: IncidentId,
}

impl Verb for Close {
    fn decide(&self, world: &World, _ask: &Ask) -> Result<Decision, Refusal> {
        let incident = super::incident(world, self.id)?;
        let id = self.id;
        match &incident.phase {
            Phase::Live { .. } => {
                let line = Arg::Line(format!("/incident resolve {id} …"));
                let refusal = Refusal::new(say!("close-not-resolved", id = id));
                return Err(refusal.hint(say!("close-not-resolved-hint", line = line)));
            }
            Phase::Closed { .. } | Phase::Merged { .. } => {
                return Ok(super::already(id, &Event::Closed, say!("close-already", id = id)));
            }
            Phase::Resolved { .. } => {}
        }
        let mut card = Card::line(say!("close-done", id = id));
        if let Some(due) = incident.debrief_by {
            card = card.and(say!("close-debrief-owed", due = due));
        }
        Ok(super::change(id, vec![Event::Closed], card))
    }
}
