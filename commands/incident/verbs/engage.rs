//! `/incident engage`: calls further departments; from now their OLA `accept` runs (INC-2).

use clap::Args;

use crate::ask::Ask;
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
        let mut events: Vec<Event> = Vec::new();
        for department in &self.dept {
            known::department(directory, department)?;
            let accept = Some(accept_of(directory, department));
            let event = Event::Engaged { department: department.clone(), accept };
            if !stands(incident, department) && !events.contains(&event) {
                events.push(event);
            }
        }
        let list: Vec<Arg> = self.dept.iter().map(Arg::from).collect();
        let (id, several) = (self.id, self.dept.len());
        if events.is_empty() {
            let event = Event::Engaged { department: self.dept[0].clone(), accept: None };
            let words = say!("engage-already", id = id, departments = list, several = several);
            return Ok(super::already(id, &event, words));
        }
        let words = say!("engage-done", id = id, departments = list, several = several);
        Ok(super::change(id, events, words))
    }
}

fn stands(incident: &Incident, department: &DeptId) -> bool {
    incident.standing().any(|engagement| &engagement.department == department)
}
