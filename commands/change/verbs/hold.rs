//! `/change hold`: nothing of it goes on until it is resumed (CHG-7).

use clap::Args;

use crate::ask::Ask;
use crate::card::Card;
use crate::change::Event;
use crate::decision::{Decision, Refusal};
use crate::grammar::Text;
use crate::ids::ChangeId;
use crate::say;
use crate::sla::Party;
use crate::verbs::Verb;
use crate::world::World;

/// Puts the change and all its tasks on hold: nobody is pinged for it meanwhile
#[derive(Args, Debug)]
#[command(after_help = "/change hold CHG-12 --for client \"their contract is not signed\"")]
pub struct PutOnHold {
    #[arg(value_name = "ID")]
    id: ChangeId,
    /// Who is waited for; whose waiting stops the client's clock is in the contract
    #[arg(long = "for", value_name = "WHOM", value_parser = ["client", "vendor", "change"])]
    whom: Option<String>,
    /// Why
    #[arg(value_name = "TEXT")]
    text: Text,
}

impl Verb for PutOnHold {
    fn decide(&self, world: &World, _ask: &Ask) -> Result<Decision, Refusal> {
        let (id, change) = (self.id, super::live(world, self.id)?);
        let party = self.whom.as_deref().map(|whom| match whom {
            "vendor" => Party::Vendor,
            "change" => Party::Change,
            _ => Party::Client,
        });
        let event = Event::Held { because: self.text.to_string(), party };
        if let Some(hold) = &change.hold {
            let because = hold.because.as_str();
            let words = say!("change-held-already", id = id, by = &hold.by, because = because);
            return Ok(super::already(id, &event, words));
        }
        let mut card = Card::line(say!("change-hold-done", id = id));
        if change.resolution_by(world.directory()).is_some() {
            let waits = party.is_some_and(|party| change.pauses_for(party));
            card = card.and(if waits { say!("hold-clock-waits") } else { say!("hold-clock-runs") });
        }
        Ok(super::decided(id, vec![event], card))
    }
}
