//! `/change reject`: a no with its reason; the requester edits it and asks anew (CHG-9).

use clap::Args;

use super::approve::{may_vote, not_asked_for};
use crate::ask::Ask;
use crate::change::{Event, Phase};
use crate::decision::{Decision, Refusal};
use crate::grammar::Text;
use crate::ids::ChangeId;
use crate::say;
use crate::verbs::Verb;
use crate::world::World;

/// Says no: one is enough, whoever asked can submit it again
#[derive(Args, Debug)]
#[command(after_help = "/change reject CHG-12 there is no way back")]
pub struct Reject {
    #[arg(value_name = "ID")]
    id: ChangeId,
    /// Why
    #[arg(value_name = "TEXT")]
    text: Text,
}

impl Verb for Reject {
    fn decide(&self, world: &World, ask: &Ask) -> Result<Decision, Refusal> {
        let (id, change) = (self.id, super::live(world, self.id)?);
        let event = Event::Rejected { because: self.text.to_string() };
        let words = say!("change-reject-done", id = id);
        if matches!(change.phase, Phase::Rejected { .. }) {
            return Ok(super::already(id, &event, words));
        }
        let Some(ballot) = change.open_ballot() else {
            return Err(match change.ballot {
                Some(_) => super::stands(change),
                None => not_asked_for(change),
            });
        };
        may_vote(change, ballot, ask)?;
        Ok(super::decided(id, vec![event], words))
    }
}
