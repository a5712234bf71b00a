//! `/change rollback`: what was done is undone, and a review is owed (CHG-14).

use clap::Args;

use crate::ask::Ask;
use crate::change::{Event, Phase, TaskEvent};
use crate::decision::{Decision, Refusal};
use crate::grammar::Text;
use crate::ids::ChangeId;
use crate::say;
use crate::verbs::Verb;
use crate::world::World;

/// Takes the change back
#[derive(Args, Debug)]
#[command(after_help = "/change rollback CHG-12  what was open is cancelled, a review is owed")]
pub struct Rollback {
    #[arg(value_name = "ID")]
    id: ChangeId,
    /// Why
    #[arg(value_name = "TEXT")]
    text: Text,
}

impl Verb for Rollback {
    fn decide(&self, world: &World, _ask: &Ask) -> Result<Decision, Refusal> {
        let (id, change) = (self.id, super::change(world, self.id)?);
        let because = self.text.to_string();
        let event = Event::RolledBack { because: because.clone() };
        if matches!(change.phase, Phase::RolledBack { .. }) {
            return Ok(super::already(id, &event, say!("change-rollback-already", id = id)));
        }
        super::live(world, id)?;
        if !change.is_in_progress() && !matches!(change.phase, Phase::Review { .. }) {
            let line = crate::words::Arg::Line(format!("/change cancel {id} …"));
            let refusal = Refusal::new(say!("change-rollback-nothing", id = id)).about(id);
            return Err(refusal.hint(say!("change-rollback-nothing-hint", line = line)));
        }
        let open: Vec<u32> = change.open_tasks().map(|task| task.id.number).collect();
        let count = open.len();
        let cancelled = |task| Event::task(task, TaskEvent::Cancelled { because: because.clone() });
        let events = std::iter::once(event).chain(open.into_iter().map(cancelled)).collect();
        Ok(super::decided(id, events, say!("change-rollback-done", id = id, count = count)))
    }
}
