//! `/incident merge`: two records are one case; the clocks of the first end as merged (SLA-13).

use clap::Args;

use crate::ask::Ask;
use crate::decision::{Decision, Refusal};
use crate::ids::{DeptId, IncidentId};
use crate::incident::{Event, Phase};
use crate::say;
use crate::verbs::Verb;
use crate::world::World;

/// Lets this incident go on in another; its departments go with it
#[derive(Args, Debug)]
#[command(after_help = "/incident merge INC-8 --into INC-7")]
pub struct Merge {
    #[arg(value_name = "ID")]
    id: IncidentId,
    /// The incident that goes on
    #[arg(long, value_name = "INC")]
    into: IncidentId,
}

impl Verb for Merge {
    fn decide(&self, world: &World, ask: &Ask) -> Result<Decision, Refusal> {
        let from = super::incident(world, self.id)?;
        let event = Event::MergedInto { into: self.into };
        let (id, into) = (self.id, self.into);
        if matches!(from.phase, Phase::Merged { into: already, .. } if already == into) {
            return Ok(super::already(id, &event, say!("merge-done", id = id, into = into)));
        }
        super::live(world, id)?;
        if id == into {
            return Err(Refusal::new(say!("merge-with-itself", id = id)));
        }
        let target = super::live(world, into)?;
        if !target.visible_to(&ask.actor, world.directory()) {
            return Err(super::unknown(world, into));
        }
        if from.restricted != target.restricted {
            return Err(Refusal::new(say!("merge-restricted", id = id, into = into)));
        }
        let departments: Vec<(DeptId, bool)> =
            from.standing().map(|e| (e.department.clone(), e.engaged_at.is_some())).collect();
        let decision = super::change(id, vec![event], say!("merge-done", id = id, into = into));
        Ok(decision.also(into, Event::MergedFrom { from: id, departments }.into()))
    }
}
