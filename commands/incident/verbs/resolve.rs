//! `/incident resolve`: it works again; all clocks stop with their verdict.

use clap::Args;

use crate::ask::Ask;
use crate::card::Card;
use crate::decision::{Decision, Refusal};
use crate::directory::Directory;
use crate::grammar::Text;
use crate::ids::IncidentId;
use crate::incident::{Event, Phase, debrief_by};
use crate::say;
use crate::verbs::Verb;
use crate::words::Arg;
use crate::world::World;

/// The service is back; says what helped
#[derive(Args, Debug)]
#[command(after_help = "/incident resolve INC-7 certificate renewed on both nodes")]
pub struct Resolve {
    #[arg(value_name = "ID")]
    id: IncidentId,
    /// What helped
    #[arg(value_name = "TEXT")]
    text: Text,
}

impl Verb for Resolve {
    fn decide(&self, world: &World, ask: &Ask) -> Result<Decision, Refusal> {
        let incident = super::incident(world, self.id)?;
        let directory: &Directory = world.directory();
        let due = debrief_by(directory, incident.severity, ask.now);
        let event = Event::Resolved { text: self.text.to_string(), debrief_by: due };
        if matches!(incident.phase, Phase::Resolved { .. } | Phase::Closed { .. }) {
            return Ok(super::already(self.id, &event, say!("resolve-already", id = self.id)));
        }
        super::live(world, self.id)?;
        let mut card = Card::line(say!("resolve-done", id = self.id));
        if let Some(due) = due.filter(|_| incident.debrief.is_none()) {
            let line = Arg::Line(format!("/incident debrief {} --cause …", self.id));
            card = card.and(say!("resolve-debrief", due = due, line = line));
        }
        let events = vec![event];
        let card = super::clocks_after(card, incident, &events, world, ask);
        Ok(super::change(self.id, events, card))
    }
}
