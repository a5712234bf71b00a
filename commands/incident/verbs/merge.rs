//! `/incident merge`: two records are one case; the clocks of the first end as merged (SLA-13).

use clap::Args;

use crate::ask::Ask;
use crate::decision::{Decision, Refusal};
use crate::directory::Directory;
use crate::ids::{DeptId, IncidentId};
use crate::incident::{Event, Incident, Phase, accept_of};
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
        let (id, into) = (self.id, self.into);
        let done = Event::MergedInto { into };
        if matches!(from.phase, Phase::Merged { into: already, .. } if already == into) {
            return Ok(super::already(id, &done, say!("merge-done", id = id, into = into)));
        }
        super::live(world, id)?;
        if id == into {
            return Err(Refusal::new(say!("merge-with-itself", id = id)));
        }
        let seen = world.incident(into).filter(|i| i.visible_to(&ask.actor, world.directory()));
        if seen.is_none() {
            return Err(super::unknown(world, into));
        }
        let target = super::live(world, into)?;
        if from.restricted != target.restricted {
            return Err(Refusal::new(say!("merge-restricted", id = id, into = into)));
        }
        let decision = super::change(id, vec![done], say!("merge-done", id = id, into = into));
        let taken = taken_over(from, target, world.directory());
        Ok(taken.into_iter().fold(decision, |decision, event| decision.also(into, event.into())))
    }
}

/// What the other incident takes over: the departments at work with their assignees; those that have not answered yet
/// are called to it.
fn taken_over(from: &Incident, into: &Incident, directory: &Directory) -> Vec<Event> {
    let stands = |department: &DeptId| into.standing().any(|e| &e.department == department);
    let (engaged, requested): (Vec<_>, Vec<_>) =
        from.standing().partition(|engagement| engagement.engaged_at.is_some());
    let departments = engaged.iter().map(|e| (e.department.clone(), true)).collect();
    let mut events = vec![Event::MergedFrom { from: from.id, departments }];
    for department in requested.into_iter().map(|e| &e.department).filter(|d| !stands(d)) {
        let accept = Some(accept_of(directory, department));
        events.push(Event::Engaged { department: department.clone(), accept });
    }
    for engagement in engaged {
        let department = &engagement.department;
        let nobody = !stands(department)
            || into.engagement(department).is_some_and(|e| e.assignee.is_none());
        if let Some(to) = engagement.assignee.clone().filter(|_| nobody) {
            events.push(Event::Assigned { department: department.clone(), to });
        }
    }
    events
}
