//! `/incident resume`: it goes on; paused clocks count again.

use clap::Args;

use crate::ask::Ask;
use crate::card::Card;
use crate::decision::{Decision, Refusal};
use crate::ids::IncidentId;
use crate::incident::Event;
use crate::say;
use crate::verbs::Verb;
use crate::words::Arg;
use crate::world::World;

/// Ends the hold
#[derive(Args, Debug)]
#[command(after_help = "/incident resume INC-7")]
pub struct Resume {
    #[arg(value_name = "ID")]
    id: IncidentId,
}

impl Verb for Resume {
    fn decide(&self, world: &World, ask: &Ask) -> Result<Decision, Refusal> {
        let incident = super::live(world, self.id)?;
        if incident.hold().is_none() {
            return Ok(super::already(
                self.id,
                &Event::Resumed,
                say!("resume-not-held", id = self.id),
            ));
        }
        let mut card = Card::line(say!("resume-done", id = self.id));
        for vendoring in incident.open_vendors() {
            let vendor = vendoring.vendor.as_str();
            let line = Arg::Line(format!("/incident release {} vendor:{vendor}", self.id));
            card = card.and(say!("resume-vendor", vendor = vendor, line = line));
        }
        let card = super::clocks_after(card, incident, &[Event::Resumed], world, ask);
        Ok(super::change(self.id, vec![Event::Resumed], card))
    }
}
