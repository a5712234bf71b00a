//! `/incident hold`: nothing can be done until somebody else has moved (SLA-5, SLA-6).

use clap::Args;

use crate::ask::Ask;
use crate::card::Card;
use crate::decision::{Decision, Refusal};
use crate::grammar::{Moment, Text};
use crate::ids::IncidentId;
use crate::incident::{Event, history};
use crate::say;
use crate::sla::Party;
use crate::verbs::Verb;
use crate::words::Arg;
use crate::world::World;

/// Puts the incident on hold; whose waiting stops the client's clock is in the contract
#[derive(Args, Debug)]
#[command(
    after_help = "/incident hold INC-7 --for client --until \"tomorrow 09:00\" waiting for their window"
)]
pub struct PutOnHold {
    #[arg(value_name = "ID")]
    id: IncidentId,
    /// Who is waited for
    #[arg(long = "for", value_name = "WHOM", value_parser = ["client", "vendor", "change"], required = true)]
    whom: String,
    /// When it goes on by itself
    #[arg(long, value_name = "TIME")]
    until: Option<Moment>,
    /// Why
    #[arg(value_name = "TEXT")]
    text: Text,
}

impl Verb for PutOnHold {
    fn decide(&self, world: &World, ask: &Ask) -> Result<Decision, Refusal> {
        let incident = super::live(world, self.id)?;
        let party = match self.whom.as_str() {
            "vendor" => Party::Vendor,
            "change" => Party::Change,
            _ => Party::Client,
        };
        let until = self.until(world, ask)?;
        let event = Event::Held { party, until, because: self.text.to_string() };
        let id = self.id;
        let whom = history::party_words(party);
        let same = |hold: &crate::incident::Hold| {
            hold.party == party && hold.until == until && hold.because == self.text.as_str()
        };
        if incident.hold().is_some_and(same) {
            return Ok(super::already(id, &event, say!("hold-already", id = id, party = whom)));
        }
        let pauses = incident.promise.as_ref().is_some_and(|p| p.pause_on.contains(&party));
        let has_clock = incident.promise.as_ref().is_some_and(|p| p.resolution.is_some());
        let mut card = Card::line(say!("hold-done", id = id, party = whom));
        if has_clock {
            card =
                card.and(if pauses { say!("hold-clock-waits") } else { say!("hold-clock-runs") });
        }
        if let Some(until) = until {
            card = card.and(say!("hold-ends", until = until));
        }
        Ok(super::change(id, vec![event], card))
    }
}

impl PutOnHold {
    fn until(
        &self,
        world: &World,
        ask: &Ask,
    ) -> Result<Option<chrono::DateTime<chrono::Utc>>, Refusal> {
        let Some(moment) = &self.until else { return Ok(None) };
        let zone = world.directory().company.zone;
        let until = moment.resolve(ask.now, zone)?;
        if until <= ask.now {
            let line =
                Arg::Line(format!("/incident hold {} --until \"tomorrow 09:00\" …", self.id));
            return Err(Refusal::new(say!("hold-until-past", until = until))
                .hint(say!("hold-until-past-hint", line = line)));
        }
        Ok(Some(until))
    }
}
