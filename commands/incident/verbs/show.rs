//! `/incident show`: the card, to the asker alone.

use clap::Args;

use crate::ask::Ask;
use crate::card::{Block, Card};
use crate::decision::{Decision, Refusal};
use crate::ids::IncidentId;
use crate::incident::Incident;
use crate::lookup::Lookup;
use crate::say;
use crate::verbs::Verb;
use crate::words::{Arg, Words};
use crate::world::World;

/// Shows how it stands: departments, clocks, debrief
#[derive(Args, Debug)]
#[command(after_help = "/incident show INC-7")]
pub struct Show {
    #[arg(value_name = "ID")]
    id: IncidentId,
}

impl Verb for Show {
    fn decide(&self, world: &World, _ask: &Ask) -> Result<Decision, Refusal> {
        match world.incident(self.id) {
            Some(incident) => Ok(Decision::question(shown(incident, world))),
            None if self.id.0 <= world.last_incident => {
                Ok(Decision::look(Lookup::Archived(self.id)))
            }
            None => Err(super::unknown(world, self.id)),
        }
    }
}

/// The card with what the reader of one record wants besides: the debrief and its actions.
pub fn shown(incident: &Incident, world: &World) -> Card {
    let mut card = incident.card(world.directory());
    if let Some(due) = incident.debrief_by {
        card = card.and(say!("show-debrief-due", due = due));
    }
    let Some(debrief) = &incident.debrief else { return card };
    card = card.and(say!("show-debrief", cause = debrief.cause.as_str(), by = &debrief.by));
    card.body.extend(sides(&debrief.well, &debrief.badly));
    for added in &debrief.amended {
        card = card.and(match &added.cause {
            Some(cause) => say!("show-debrief-added", cause = cause.as_str(), by = &added.by),
            None => say!("show-debrief-added-to", by = &added.by),
        });
        card.body.extend(sides(&added.well, &added.badly));
    }
    for (index, tracked) in debrief.actions.iter().enumerate() {
        let (number, action) = (index + 1, &tracked.action);
        let (text, owner) = (action.text.as_str(), &action.owner);
        card = card.and(match tracked.done_at {
            Some(at) => {
                say!("show-action-done", number = number, text = text, owner = owner, at = at)
            }
            None => {
                let due = action.due;
                say!("show-action-open", number = number, text = text, owner = owner, due = due)
            }
        });
    }
    card
}

/// What went well and what did not, as far as it was said.
fn sides(well: &Option<String>, badly: &Option<String>) -> impl Iterator<Item = Block> {
    let sides = [(say!("field-well"), well), (say!("field-badly"), badly)];
    let field = |(name, text): (Words, &Option<String>)| {
        let value = text.as_deref().map(Arg::from)?;
        Some(Block::Field { name, value })
    };
    sides.map(field).into_iter().flatten()
}
