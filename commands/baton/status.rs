//! `/baton status`: how the bot itself is doing.

use std::sync::Arc;

use clap::Args;

use crate::ask::Ask;
use crate::card::Card;
use crate::decision::{Decision, Refusal};
use crate::incident::Incident;
use crate::lookup::{Lookup, Status};
use crate::say;
use crate::verbs::Verb;
use crate::world::World;

/// Shows connections, messages waiting, the next wake-up and the store
#[derive(Args, Debug)]
pub struct ShowStatus {}

impl Verb for ShowStatus {
    fn decide(&self, _world: &World, _ask: &Ask) -> Result<Decision, Refusal> {
        Ok(Decision::look(Lookup::Status))
    }
}

/// The answer from what the engine and the store know. Incidents that the asker can't see are not counted (INC-9).
pub fn answer(world: &World, ask: &Ask, status: &Status) -> Card {
    let seen = |incident: &&Arc<Incident>| {
        incident.is_live() && incident.visible_to(&ask.actor, world.directory())
    };
    let live = world.incidents.values().filter(seen);
    let company = world.directory().company.name.as_str();
    let mut card =
        Card::line(say!("status-head", version = status.version.as_str(), company = company));
    card = card.and(say!("status-platform", platform = status.platform.as_str()));
    card = card.and(say!("status-records", live = live.count(), archived = count(status.archived)));
    let (pending, undelivered) = (count(status.pending), count(status.undelivered));
    card = card.and(say!("status-outbox", pending = pending, undelivered = undelivered));
    card = card.and(match world.next_wake() {
        Some(at) => say!("status-wake", at = at),
        None => say!("status-no-wake"),
    });
    let (store, events) = (status.store.as_str(), count(status.events));
    let kib = count(status.disk_bytes / 1024);
    card.and(say!("status-store", store = store, events = events, kib = kib))
}

fn count(number: u64) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}
