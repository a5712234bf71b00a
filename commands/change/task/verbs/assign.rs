//! `/task assign`: who of the department does it.

use clap::Args;

use super::TaskEvent;
use crate::ask::Ask;
use crate::decision::{Decision, Refusal};
use crate::directory_names as known;
use crate::grammar::Who;
use crate::ids::TaskId;
use crate::say;
use crate::verbs::Verb;
use crate::world::World;

/// Gives a task to somebody of its department
#[derive(Args, Debug)]
#[command(after_help = "/task assign CHG-12.4 @unix-1")]
pub struct Assign {
    #[arg(value_name = "ID")]
    id: TaskId,
    #[arg(value_name = "@WHO")]
    who: Who,
}

impl Verb for Assign {
    fn decide(&self, world: &World, _ask: &Ask) -> Result<Decision, Refusal> {
        let (id, (_, task)) = (self.id, super::open(world, self.id)?);
        let who = known::person(world.directory(), &self.who)?;
        let what = TaskEvent::Assigned { to: who.clone() };
        let department = &task.department;
        if task.assignee.as_ref() == Some(&who) {
            let words = say!("task-assigned-already", id = id, who = who);
            return Ok(super::same(id, what, words));
        }
        if task.has_ended() {
            return Err(super::stands_at(task));
        }
        if !world.directory().works_in(&who, department) {
            let words = say!("task-assign-elsewhere", who = who, department = department);
            return Err(Refusal::new(words).about(id));
        }
        Ok(super::decided(id, what, say!("task-assign-done", id = id, who = who)))
    }
}
