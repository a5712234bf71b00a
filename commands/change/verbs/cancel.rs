//! `/change cancel`: the client withdrew the order:it is given up, with all that is still open (CHG-7).

use clap::Args;

use crate::ask::Ask;
use crate::change::{Event, Phase, TaskEvent};
use crate::decision::{Decision, Refusal};
use crate::grammar::Text;
use crate::ids::ChangeId;
use crate::say;
use crate::verbs::Verb;
use crate::world::World;

/// Calls the change off
#[derive(Args, Debug)]
#[command(
    after_help = "/change cancel CHG-12  its open tasks are cancelled, their departments told once"
)]
pub struct Cancel {
    #[arg(value_name = "ID")]
    id: ChangeId,
    /// Why
    #[arg(value_name = "TEXT")]
    text: Text,
}

impl Verb for Cancel {
    fn decide(&self, world: &World, _ask: &Ask) -> Result<Decision, Refusal> {
        let (id, change) = (self.id, super::change(world, self.id)?);
        let because = self.text.to_string();
        let event = Event::Cancelled { because: because.clone() };
        if matches!(change.phase, Phase::Cancelled { .. }) {
            return Ok(super::already(id, &event, say!("change-cancel-already", id = id)));
        }
        super::live(world, id)?;
        let open: Vec<u32> = change.open_tasks().map(|task| task.id.number).collect();
        let count = open.len();
        let cancelled = |task| Event::task(task, TaskEvent::Cancelled { because: because.clone() });
        let events = std::iter::once(event).chain(open.into_iter().map(cancelled)).collect();
        Ok(super::decided(id, events, say!("change-cancel-done", id = id, count = count)))
    }
}
