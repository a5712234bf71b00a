//! `/incident action`: an action of the debrief is done (INC-6).

use clap::Args;

use crate::access;
use crate::ask::Ask;
use crate::decision::{Decision, Refusal};
use crate::ids::IncidentId;
use crate::incident::Event;
use crate::record::Record;
use crate::say;
use crate::verbs::Verb;
use crate::words::Arg;
use crate::world::World;

/// Marks an action of the debrief as done; for its owner and the lead
#[derive(Args, Debug)]
#[command(after_help = "/incident action INC-7 1")]
pub struct FinishAction {
    #[arg(value_name = "ID")]
    id: IncidentId,
    /// Which, from 1, as `/incident show` counts them
    #[arg(value_name = "N")]
    number: usize,
}

impl Verb for FinishAction {
    fn decide(&self, world: &World, ask: &Ask) -> Result<Decision, Refusal> {
        let incident = super::incident(world, self.id)?;
        let actions = incident.debrief.as_ref().map_or(&[][..], |debrief| &debrief.actions);
        let found = self.number.checked_sub(1).and_then(|index| actions.get(index));
        let (id, number) = (self.id, self.number);
        let Some(tracked) = found else {
            let line = Arg::Line(format!("/incident show {id}"));
            return Err(Refusal::new(say!("action-unknown", id = id, number = number))
                .hint(say!("action-unknown-hint", line = line)));
        };
        let event = Event::ActionDone { number };
        if tracked.done_at.is_some() {
            return Ok(super::already(
                id,
                &event,
                say!("action-already", id = id, number = number),
            ));
        }
        let owner = tracked.action.owner.clone();
        let may: Vec<_> = std::iter::once(&owner).chain(&incident.lead).cloned().collect();
        let allowed = may.contains(&ask.actor)
            || ask.override_because.is_some()
            || access::files_let(
                world,
                "incident",
                "action",
                ask,
                Some(Record::Incident(incident)),
            );
        if !allowed {
            let words = say!("action-not-yours", id = id, number = number, owner = owner);
            return Err(Refusal::new(words).right_of(may));
        }
        Ok(super::change(id, vec![event], say!("action-done", id = id, number = number)))
    }
}
