//! `/incident assign`: who does the work in his department.

use clap::Args;

use crate::ask::Ask;
use crate::decision::{Decision, Refusal};
use crate::directory_names as known;
use crate::grammar::Who;
use crate::ids::IncidentId;
use crate::incident::Event;
use crate::say;
use crate::verbs::Verb;
use crate::words::Arg;
use crate::world::World;

/// Gives the work to somebody, within that person's department
#[derive(Args, Debug)]
#[command(after_help = "/incident assign INC-7 @unix-2")]
pub struct Assign {
    #[arg(value_name = "ID")]
    id: IncidentId,
    #[arg(value_name = "@WHO")]
    who: Who,
}

impl Verb for Assign {
    fn decide(&self, world: &World, ask: &Ask) -> Result<Decision, Refusal> {
        let incident = super::live(world, self.id)?;
        let person = known::person(world.directory(), &self.who)?;
        let mine = incident.departments_of(&person, world.directory());
        let id = self.id;
        if let Some(held) = mine.iter().find(|e| e.assignee.as_ref() == Some(&person)) {
            let department = &held.department;
            let event = Event::Assigned { department: department.clone(), to: person.clone() };
            let words = say!("assign-already", id = id, who = person, department = department);
            return Ok(super::already(id, &event, words));
        }
        let free = mine.iter().find(|engagement| engagement.assignee.is_none());
        let Some(engagement) = free.or(mine.first()) else {
            return Err(self.not_engaged(world, &person));
        };
        let department = engagement.department.clone();
        let mut events =
            vec![Event::Assigned { department: department.clone(), to: person.clone() }];
        // Somebody of the department that was called deals with it: that is its answer, as `ack` would be.
        let accepts = world.directory().works_in(&ask.actor, &department);
        if accepts && engagement.engaged_at.is_none() {
            events.push(Event::Acknowledged { department: Some(department.clone()) });
        }
        let words = say!("assign-done", id = id, who = person, department = &department);
        Ok(super::change(id, events, words))
    }
}

impl Assign {
    fn not_engaged(&self, world: &World, person: &crate::ids::PersonId) -> Refusal {
        let refusal = Refusal::new(say!("assign-not-engaged", id = self.id, who = person));
        match world.directory().departments_of(person).into_iter().next() {
            Some(department) => {
                let line = Arg::Line(format!("/incident engage {} {department}", self.id));
                refusal.hint(say!("assign-not-engaged-hint", line = line))
            }
            None => refusal,
        }
    }
}
