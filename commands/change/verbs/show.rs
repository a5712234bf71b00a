//! `/change show`: the card with all its tasks, to the asker alone.

use clap::Args;

use crate::ask::Ask;
use crate::card::Card;
use crate::change::{Change, card, clash};
use crate::decision::{Decision, Refusal};
use crate::ids::ChangeId;
use crate::lookup::Lookup;
use crate::say;
use crate::verbs::Verb;
use crate::world::World;

/// More tasks than these do not fit a message.
const SHOWN_MAX: usize = 40;

/// Shows how it stands: its terms, its approval, all its tasks
#[derive(Args, Debug)]
#[command(after_help = "/change show CHG-12")]
pub struct Show {
    #[arg(value_name = "ID")]
    id: ChangeId,
}

impl Verb for Show {
    fn decide(&self, world: &World, _ask: &Ask) -> Result<Decision, Refusal> {
        match world.change(self.id) {
            Some(change) => {
                let clashes = clash::lines(world, change).into_iter();
                Ok(Decision::question(clashes.fold(shown(change, world), Card::and)))
            }
            None if self.id.0 <= world.last_change => {
                Ok(Decision::look(Lookup::PastChange(self.id)))
            }
            None => Err(super::unknown(world, self.id)),
        }
    }
}

/// The card, and below it every task.
pub fn shown(change: &Change, world: &World) -> Card {
    let mut shown = change.whole_of_terms(world.directory());
    for task in change.tasks.values().take(SHOWN_MAX) {
        shown = shown.and(card::task_line(task));
    }
    let more = change.tasks.len().saturating_sub(SHOWN_MAX);
    if more > 0 {
        shown = shown.and(say!("list-more", more = more));
    }
    shown
}
