//! `/task fail`: it did not work; who waits for it is blocked, and the TAM decides (CHG-2).

use clap::Args;

use super::{State, TaskEvent};
use crate::ask::Ask;
use crate::card::Card;
use crate::change::links;
use crate::decision::{Decision, Refusal};
use crate::grammar::Text;
use crate::ids::TaskId;
use crate::say;
use crate::verbs::Verb;
use crate::words::Arg;
use crate::world::World;

/// Says that a task did not work out; those that wait for it are blocked
#[derive(Args, Debug)]
#[command(after_help = "/task fail CHG-12.4 the image does not boot")]
pub struct Fail {
    #[arg(value_name = "ID")]
    id: TaskId,
    /// What went wrong
    #[arg(value_name = "TEXT")]
    text: Text,
}

impl Verb for Fail {
    fn decide(&self, world: &World, _ask: &Ask) -> Result<Decision, Refusal> {
        let id = self.id;
        let what = TaskEvent::Failed { because: self.text.to_string() };
        let (_, task) = links::task(world, id)?;
        if matches!(task.state, State::Failed { .. }) {
            return Ok(super::same(id, what, say!("task-failed-already", id = id)));
        }
        super::in_turn(world, id)?;
        let line = |verb: &str| Arg::Line(format!("/task {verb} {id} …"));
        let card = Card::line(say!("task-fail-done", id = id));
        let card = card.and(say!("task-fail-next", again = line("reopen"), skip = line("skip")));
        Ok(super::decided(id, what, card))
    }
}
