//! `/incident engage`: calls further departments; from now their OLA `accept` runs (INC-2).

use std::collections::BTreeSet;

use clap::Args;

use crate::ask::Ask;
use crate::card::Card;
use crate::decision::{Decision, Refusal};
use crate::directory_names as known;
use crate::ids::{DeptId, IncidentId};
use crate::incident::{Event, Incident, accept_of};
use crate::say;
use crate::verbs::Verb;
use crate::words::Arg;
use crate::world::World;

/// Calls further departments to the incident
#[derive(Args, Debug)]
#[command(after_help = "/incident engage INC-7 dba,network")]
pub struct Engage {
    #[arg(value_name = "ID")]
    id: IncidentId,
    #[arg(value_name = "DEPT", value_delimiter = ',', required = true)]
    dept: Vec<DeptId>,
}

impl Verb for Engage {
    fn decide(&self, world: &World, _ask: &Ask) -> Result<Decision, Refusal> {
        let incident = super::live(world, self.id)?;
        let directory = world.directory();
        let mut named = BTreeSet::new();
        let mut all = self.dept.iter().filter(|department| named.insert(*department));
        all.try_for_each(|department| known::department(directory, department).map(|_| ()))?;
        let (standing, called): (Vec<&DeptId>, Vec<&DeptId>) =
            named.into_iter().partition(|department| stands(incident, department));
        let (id, several) = (self.id, standing.len());
        let before: Vec<Arg> = standing.into_iter().map(Arg::from).collect();
        if called.is_empty() {
            let event = Event::Engaged { department: self.dept[0].clone(), accept: None };
            let words = say!("engage-already", id = id, departments = before, several = several);
            return Ok(super::already(id, &event, words));
        }
        let engaged = |department: &&DeptId| {
            let accept = Some(accept_of(directory, department));
            Event::Engaged { department: DeptId::clone(department), accept }
        };
        let events = called.iter().map(engaged).collect();
        let list: Vec<Arg> = called.iter().map(|department| Arg::from(*department)).collect();
        let count = called.len();
        let mut card =
            Card::line(say!("engage-done", id = id, departments = list, several = count));
        if several > 0 {
            card = card.and(say!("engage-standing", departments = before, several = several));
        }
        Ok(super::change(id, events, card))
    }
}

fn stands(incident: &Incident, department: &DeptId) -> bool {
    incident.standing().any(|engagement| &engagement.department == department)
}
