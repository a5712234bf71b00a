//! `/task done`: the next one's turn (CHG-1).

use clap::Args;

use super::{State, TaskEvent};
use crate::ask::Ask;
use crate::change::{links, order};
use crate::decision::{Decision, Refusal};
use crate::grammar::Text;
use crate::ids::TaskId;
use crate::say;
use crate::verbs::Verb;
use crate::world::World;

/// Ends a task: whoever waited for it last is told
#[derive(Args, Debug)]
#[command(after_help = "/task done CHG-12.4 addresses are in the sheet")]
pub struct Finish {
    #[arg(value_name = "ID")]
    id: TaskId,
    /// What the next one should know
    #[arg(value_name = "TEXT")]
    text: Option<Text>,
}

impl Verb for Finish {
    fn decide(&self, world: &World, _ask: &Ask) -> Result<Decision, Refusal> {
        let id = self.id;
        let what = TaskEvent::Done { text: self.text.as_ref().map(Text::to_string) };
        let (change, task) = links::task(world, id)?;
        if let State::Done { at, .. } = task.state {
            return Ok(super::same(id, what, say!("task-done-already", id = id, at = at)));
        }
        super::in_turn(world, id)?;
        if !task.is_in_progress() {
            order::in_order(world, change, task)?;
        }
        let card = super::with_next(world, task, say!("task-done-done", id = id));
        Ok(super::decided(id, what, card))
    }
}
