//! `/change submit`: those who may approve are asked (CHG-9).

use clap::Args;

use crate::ask::Ask;
use crate::change::{Change, Event, approval};
use crate::decision::{Decision, Refusal};
use crate::directory::ChangeKind;
use crate::ids::{ChangeId, PersonId};
use crate::say;
use crate::verbs::Verb;
use crate::words::{Arg, Words};
use crate::world::World;

/// Asks for approval; no answer is not a yes, the silent are reminded
#[derive(Args, Debug)]
#[command(after_help = "/change submit CHG-12")]
pub struct Submit {
    #[arg(value_name = "ID")]
    id: ChangeId,
}

impl Verb for Submit {
    fn decide(&self, world: &World, ask: &Ask) -> Result<Decision, Refusal> {
        let (id, change) = (self.id, super::live(world, self.id)?);
        let event = approval::asked(world.directory(), change, ask);
        if change.kind == ChangeKind::Standard {
            return Ok(super::already(id, &event, say!("change-submit-standard", id = id)));
        }
        if let Some(ballot) = change.open_ballot() {
            let words = asked(id, ballot.quorum, &ballot.approvers);
            return Ok(super::already(id, &event, words));
        }
        let owed = change.kind == ChangeKind::Emergency && change.ballot.is_none();
        if change.is_approved() && !owed {
            return Ok(super::already(id, &event, say!("change-approved-already", id = id)));
        }
        is_assessed(change)?;
        approval::can_be_carried(change, &event)?;
        let Event::Submitted { quorum, approvers, .. } = &event else {
            return Err(super::stands(change));
        };
        let words = asked(id, *quorum, approvers);
        Ok(super::decided(id, vec![event], words))
    }
}

/// What nobody has weighed nobody can approve; an emergency does not wait for it.
fn is_assessed(change: &Change) -> Result<(), Refusal> {
    if change.assessment.is_some() || change.kind != ChangeKind::Normal {
        return Ok(());
    }
    let id = change.id;
    let line = format!("/change assess {id} --impact 2 --likelihood 1 --rollback \"…\"");
    let refusal = Refusal::new(say!("change-not-assessed", id = id)).about(id);
    Err(refusal.hint(say!("change-not-assessed-hint", line = Arg::Line(line))))
}

fn asked(id: ChangeId, quorum: u32, approvers: &[PersonId]) -> Words {
    let who: Vec<Arg> = approvers.iter().map(Arg::from).collect();
    say!("change-submit-done", id = id, quorum = quorum, who = who)
}
