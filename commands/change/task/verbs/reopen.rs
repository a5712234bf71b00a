//! `/task reopen`: it is not done after all (CHG-3).

use clap::Args;

use super::TaskEvent;
use crate::ask::Ask;
use crate::card::Card;
use crate::change::verbs::decided_all;
use crate::change::{Event, clash};
use crate::decision::{Decision, Refusal};
use crate::grammar::Text;
use crate::ids::TaskId;
use crate::say;
use crate::verbs::Verb;
use crate::words::Arg;
use crate::world::World;

/// Takes a task up again: who waits for it and has not begun waits again
#[derive(Args, Debug)]
#[command(after_help = "/task reopen CHG-12.4 the firewall rule is missing")]
pub struct Reopen {
    #[arg(value_name = "ID")]
    id: TaskId,
    /// Why
    #[arg(value_name = "TEXT")]
    text: Text,
}

impl Verb for Reopen {
    fn decide(&self, world: &World, _ask: &Ask) -> Result<Decision, Refusal> {
        let (id, (change, task)) = (self.id, super::open(world, self.id)?);
        super::while_in_progress(change)?;
        let what = TaskEvent::Reopened { because: self.text.to_string() };
        if task.is_turn() {
            return Ok(super::same(id, what, say!("task-open-already", id = id)));
        }
        if task.is_waiting() {
            return Err(super::not_its_turn(change, task));
        }
        super::not_held(change, task)?;
        let mut card = Card::line(say!("task-reopen-done", id = id));
        let begun = task.before.iter().filter_map(|id| world.task(*id));
        let begun: Vec<Arg> = begun
            .filter(|next| next.is_in_progress())
            .map(|next| say!("task-of", id = next.id, department = &next.department).into())
            .collect();
        if !begun.is_empty() {
            card = card.and(say!("task-reopen-begun", tasks = begun));
        }
        let again = task.module.as_deref().filter(|_| task.is_left_out());
        let clashes = clash::begun(world, change.product(), change.id, again);
        card = clash::warned(&clashes).into_iter().fold(card, Card::and);
        let events = std::iter::once(Event::task(id.number, what)).chain(clashes);
        let events = events.map(|event| (change.id.into(), event)).collect();
        Ok(decided_all(id.into(), events, card))
    }
}
