//! `/task note`: a line of the history.

use clap::Args;

use super::TaskEvent;
use crate::ask::Ask;
use crate::change::links;
use crate::decision::{Decision, Refusal};
use crate::grammar::Text;
use crate::ids::TaskId;
use crate::say;
use crate::verbs::Verb;
use crate::world::World;

/// Writes a line into the history, in the thread of the change's card
#[derive(Args, Debug)]
#[command(after_help = "/task note CHG-12.4 switch ports 12 to 16 are reserved")]
pub struct Note {
    #[arg(value_name = "ID")]
    id: TaskId,
    #[arg(value_name = "TEXT")]
    text: Text,
}

impl Verb for Note {
    fn decide(&self, world: &World, _ask: &Ask) -> Result<Decision, Refusal> {
        links::task(world, self.id)?;
        let what = TaskEvent::Noted { text: self.text.to_string() };
        Ok(super::decided(self.id, what, say!("task-note-done", id = self.id)))
    }
}
