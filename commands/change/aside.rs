//! What a line made true beside what it asked for, for the one who gave it: he is not pinged for it, his answer tells him
//! (CHG-10, CHG-11, PNG-4).

use super::{Event, slip};
use crate::ids::{ChangeId, PersonId};
use crate::words::Words;
use crate::world::{self, Fact, Outcome};

/// What the TAM of a change caused himself.
pub fn asides(outcome: &Outcome, actor: &PersonId) -> Vec<Words> {
    outcome.facts.iter().filter_map(|fact| aside(outcome, fact, actor)).collect()
}

fn aside(outcome: &Outcome, fact: &Fact, actor: &PersonId) -> Option<Words> {
    let world::Event::Change(event) = &fact.event else { return None };
    let change = outcome.after.change(ChangeId(fact.record.number))?;
    let is_tam = change.tam(outcome.after.directory()).as_ref() == Some(actor);
    match event {
        Event::Slipped { past, by, end } if is_tam => Some(slip::words(change, *past, *by, *end)),
        _ => None,
    }
}
