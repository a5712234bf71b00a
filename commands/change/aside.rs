//! What a line made true beside what it asked for, for the one who gave it: he is not pinged for it, his answer tells him
//! (CHG-10, CHG-11, PNG-4).

use super::verbs::conflicts::{seen, told};
use super::{Change, Event, Obstacle, slip};
use crate::ask::Ask;
use crate::ids::{ChangeId, RecordId};
use crate::say;
use crate::words::Words;
use crate::world::{self, Fact, Outcome};

/// What slips of a change that he leads, and what collides with one that he leads or has moved.
pub fn asides(outcome: &Outcome, ask: &Ask, about: Option<RecordId>) -> Vec<Words> {
    let mut asides = Vec::new();
    let mut looked_at: Vec<ChangeId> = Vec::new();
    for fact in &outcome.facts {
        let world::Event::Change(event) = &fact.event else { continue };
        let Some(change) = outcome.after.change(ChangeId(fact.record.number)) else { continue };
        let is_tam = change.tam(outcome.after.directory()).as_ref() == Some(&ask.actor);
        let is_meant = is_tam || about.map(RecordId::whole) == Some(fact.record);
        match event {
            Event::Slipped { past, by, end } if is_tam => {
                asides.push(slip::words(change, *past, *by, *end));
            }
            Event::Opened(_) | Event::Scheduled { .. } | Event::ConflictFound { .. }
                if is_meant && !looked_at.contains(&change.id) =>
            {
                looked_at.push(change.id);
                asides.extend(collides(outcome, change, ask, about));
            }
            Event::Obstructed { .. } if is_meant && !looked_at.contains(&change.id) => {
                looked_at.push(change.id);
                asides.extend(collides(outcome, change, ask, about));
            }
            Event::Obstructed { by, .. } => asides.extend(taken(change, fact, by, about)),
            _ => {}
        }
    }
    asides
}

/// All that collides with it, as `/change conflicts` tells it.
fn collides(outcome: &Outcome, change: &Change, ask: &Ask, about: Option<RecordId>) -> Vec<Words> {
    let Some(window) = change.window else { return Vec::new() };
    let found = seen(&outcome.after, change, window, ask);
    if found.is_empty() {
        return Vec::new();
    }
    let (id, count) = (change.id, found.len());
    let head = match about == Some(id.into()) {
        true => say!("change-schedule-collides", count = count),
        false => say!("change-conflicts-found", id = id, count = count),
    };
    std::iter::once(head).chain(told(&outcome.after, change, window, &found)).collect()
}

/// Whoever takes somebody into an incident is told for what else he was planned.
fn taken(change: &Change, fact: &Fact, by: &Obstacle, about: Option<RecordId>) -> Option<Words> {
    let Obstacle::Incident { id, who } = by else { return None };
    let is_meant = about.map(RecordId::whole) == Some((*id).into());
    is_meant.then(|| super::announce_conflict::booked(change, fact.at, *id, who))
}
