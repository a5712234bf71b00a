//! `/change approve`: a yes of one of those who were asked; with the last one needed it is approved (CHG-9).

use clap::Args;

use crate::ask::Ask;
use crate::card::Card;
use crate::change::{Ballot, Change, Event};
use crate::decision::{Decision, Refusal};
use crate::ids::ChangeId;
use crate::say;
use crate::verbs::Verb;
use crate::words::Arg;
use crate::world::World;

/// Says yes; who asked for the change can't
#[derive(Args, Debug)]
#[command(after_help = "/change approve CHG-12")]
pub struct Approve {
    #[arg(value_name = "ID")]
    id: ChangeId,
}

impl Verb for Approve {
    fn decide(&self, world: &World, ask: &Ask) -> Result<Decision, Refusal> {
        let (id, change) = (self.id, super::live(world, self.id)?);
        let Some(ballot) = change.open_ballot() else {
            if change.ballot.is_some() && change.is_approved() {
                let words = say!("change-approved-already", id = id);
                return Ok(super::already(id, &Event::Approved, words));
            }
            return Err(not_asked_for(change));
        };
        may_vote(change, ballot, ask)?;
        let voted = ballot.has_voted(&ask.actor);
        let (votes, quorum) = (ballot.votes.len() + usize::from(!voted), ballot.quorum);
        let words = say!("change-approve-done", id = id, votes = votes, quorum = quorum);
        if voted {
            return Ok(super::already(id, &Event::Voted, words));
        }
        if votes < quorum as usize {
            return Ok(super::decided(id, vec![Event::Voted], words));
        }
        let card = Card::line(words).and(say!("change-approve-carried", id = id));
        Ok(super::decided(id, vec![Event::Voted, Event::Approved], card))
    }
}

/// There is nothing to decide: it was never asked for, or was rejected.
pub fn not_asked_for(change: &Change) -> Refusal {
    let id = change.id;
    let refusal = match change.ballot {
        Some(_) => super::stands(change),
        None => Refusal::new(say!("change-not-submitted", id = id)).about(id),
    };
    let line = Arg::Line(format!("/change submit {id}"));
    refusal.hint(say!("change-not-approved-hint", line = line))
}

/// CHG-9: the requester can't decide, nor one who was not asked.
pub fn may_vote(change: &Change, ballot: &Ballot, ask: &Ask) -> Result<(), Refusal> {
    let id = change.id;
    if ballot.approvers.contains(&ask.actor) {
        return Ok(());
    }
    if change.opened_by == ask.actor || ballot.asked_by == ask.actor {
        return Err(Refusal::new(say!("change-approve-own", id = id)).about(id));
    }
    let who: Vec<Arg> = ballot.silent().map(Arg::from).collect();
    Err(Refusal::new(say!("change-approve-not-asked", id = id, who = who)).about(id))
}
