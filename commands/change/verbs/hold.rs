//! `/change hold`: nothing of it goes on until it is resumed (CHG-7).

use clap::Args;

use crate::ask::Ask;
use crate::change::Event;
use crate::decision::{Decision, Refusal};
use crate::grammar::Text;
use crate::ids::ChangeId;
use crate::say;
use crate::verbs::Verb;
use crate::world::World;

/// Puts the change and all its tasks on hold: nobody is pinged for it meanwhile
#[derive(Args, Debug)]
#[command(after_help = "/change hold CHG-12 the client's contract is not signed")]
pub struct PutOnHold {
    #[arg(value_name = "ID")]
    id: ChangeId,
    /// Why
    #[arg(value_name = "TEXT")]
    text: Text,
}

impl Verb for PutOnHold {
    fn decide(&self, world: &World, _ask: &Ask) -> Result<Decision, Refusal> {
        let (id, change) = (self.id, super::live(world, self.id)?);
        let event = Event::Held { because: self.text.to_string() };
        if let Some(hold) = &change.hold {
            let because = hold.because.as_str();
            let words = say!("change-held-already", id = id, by = &hold.by, because = because);
            return Ok(super::already(id, &event, words));
        }
        Ok(super::decided(id, vec![event], say!("change-hold-done", id = id)))
    }
}
