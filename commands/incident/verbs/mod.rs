//! What can be said to an incident: one file a verb.

mod ack;
mod action;
mod ask;
mod assign;
mod close;
mod debrief;
mod engage;
mod escalate;
mod hold;
mod lead;
mod list;
mod merge;
mod mitigate;
mod note;
mod open;
mod release;
mod reopen;
mod resolve;
mod resume;
mod severity;
mod show;
mod similar;
mod timeline;

pub use show::shown;

use std::sync::Arc;

use super::{Event, Incident, Phase, clock_words, history};
use crate::access::Right;
use crate::ask::Ask;
use crate::card::{Block, Card};
use crate::decision::{Decision, Refusal};
use crate::ids::{IncidentId, RecordKind};
use crate::say;
use crate::sla::TargetKind;
use crate::verbs::{Entry, verb};
use crate::words::Words;
use crate::world::World;
use crate::world::{By, Fact};

const OF: Option<RecordKind> = Some(RecordKind::Incident);

/// The verbs of `/incident`, in the order of the help.
pub const VERBS: &[Entry] = &[
    verb!("incident", "open", open::Open, None, true, Right::Anyone, []),
    verb!("incident", "ack", ack::Ack, OF, true, Right::Working, ["Acknowledge"]),
    verb!("incident", "lead", lead::Lead, OF, true, Right::Working, ["Take lead"]),
    verb!("incident", "assign", assign::Assign, OF, true, Right::Working, []),
    verb!("incident", "engage", engage::Engage, OF, true, Right::Anyone, []),
    verb!("incident", "release", release::Release, OF, true, Right::Working, []),
    verb!("incident", "note", note::Note, OF, true, Right::Anyone, []),
    verb!("incident", "severity", severity::SetSeverity, OF, true, Right::Working, []),
    verb!("incident", "hold", hold::PutOnHold, OF, true, Right::Working, ["Hold"]),
    verb!("incident", "resume", resume::Resume, OF, true, Right::Working, ["Resume"]),
    verb!("incident", "escalate", escalate::Escalate, OF, true, Right::Working, []),
    verb!("incident", "mitigate", mitigate::Mitigate, OF, true, Right::Working, []),
    verb!("incident", "resolve", resolve::Resolve, OF, true, Right::Working, ["Resolve"]),
    verb!("incident", "reopen", reopen::Reopen, OF, true, Right::Working, ["Reopen"]),
    verb!("incident", "close", close::Close, OF, true, Right::Working, ["Close"]),
    verb!("incident", "merge", merge::Merge, OF, true, Right::Working, []),
    verb!("incident", "debrief", debrief::RecordDebrief, OF, true, Right::Working, []),
    verb!("incident", "action", action::FinishAction, OF, true, Right::Own, []),
    verb!("incident", "ask", ask::AskFor, OF, true, Right::Anyone, ["Ask"]),
    verb!("incident", "show", show::Show, OF, false, Right::Anyone, ["Show"]),
    verb!("incident", "timeline", timeline::Timeline, OF, false, Right::Anyone, ["Timeline"]),
    verb!("incident", "similar", similar::Similar, OF, false, Right::Anyone, []),
    verb!("incident", "list", list::List, None, false, Right::Anyone, []),
];

/// The record of the World, or what to say when it is not there.
pub fn incident(world: &World, id: IncidentId) -> Result<&Arc<Incident>, Refusal> {
    world.incident(id).ok_or_else(|| unknown(world, id))
}

/// The same words whether it never existed or may not be seen (INC-9).
pub fn unknown(world: &World, id: IncidentId) -> Refusal {
    let archived = world.recall.gist(id).is_some_and(|gist| !gist.restricted);
    if archived && world.incident(id).is_none() {
        let line = crate::words::Arg::Line(format!("/incident show {id}"));
        let refusal = Refusal::new(say!("incident-archived", id = id));
        return refusal.hint(say!("incident-archived-hint", line = line));
    }
    let list = crate::words::Arg::Line("/incident list".to_owned());
    let refusal = match world.last_incident {
        0 => Refusal::new(say!("incident-none-yet", id = id)),
        _ => Refusal::new(say!("incident-unknown", id = id)),
    };
    refusal.hint(say!("incident-unknown-hint", list = list))
}

/// An incident that is not resolved; else a refusal that says how it stands now (a stale button lands here).
fn live(world: &World, id: IncidentId) -> Result<&Arc<Incident>, Refusal> {
    let found = incident(world, id)?;
    match &found.phase {
        Phase::Live { .. } => Ok(found),
        Phase::Merged { into, .. } => {
            Err(Refusal::new(say!("incident-is-merged", id = id, into = *into)))
        }
        Phase::Resolved { at } | Phase::Closed { resolved_at: at, .. } => {
            let line = crate::words::Arg::Line(format!("/incident reopen {id} …"));
            let refusal = Refusal::new(say!("incident-is-resolved", id = id, at = *at));
            Err(refusal.hint(say!("incident-is-resolved-hint", line = line)))
        }
    }
}

/// A change of one incident by these events.
fn change(id: IncidentId, events: Vec<Event>, words: impl Into<crate::card::Card>) -> Decision {
    let acknowledged = events.iter().find(|event| matches!(event, Event::Acknowledged { .. }));
    let reason = acknowledged.or(events.first()).map(super::reason::reason_of_event);
    let events = events.into_iter().map(|event| (id.into(), event.into())).collect();
    let answer =
        crate::decision::Answer::Reply { card: words.into(), reason, about: Some(id.into()) };
    Decision { events, answer }
}

/// The client's clocks as they will stand after these events: what the asker wants to know next.
fn clocks_after(
    mut card: Card,
    incident: &Incident,
    events: &[Event],
    world: &World,
    ask: &Ask,
) -> Card {
    let mut after = Incident::clone(incident);
    for event in events {
        let fact = Fact {
            record: incident.id.into(),
            n: after.events + 1,
            at: ask.now,
            by: By::Person(ask.actor.clone()),
            place: None,
            line: None,
            event: event.clone().into(),
        };
        after.evolve(&fact, event, world.directory());
    }
    for kind in [TargetKind::Response, TargetKind::Resolution] {
        let Some(target) = after.latest(&kind) else { continue };
        if incident.latest(&kind) != Some(target) {
            let calendar = world.directory().clock(target.clock().calendar());
            let (name, state) = (history::target_words(&kind), clock_words(target, calendar));
            card = card.with(Block::Field { name, value: state.into() });
        }
    }
    card
}

/// What was asked for is so already: answered like the first time, with nothing to commit (INC-8).
fn already(id: IncidentId, event: &Event, words: Words) -> Decision {
    let reason = Some(super::reason::reason_of_event(event));
    let answer =
        crate::decision::Answer::Reply { card: words.into(), reason, about: Some(id.into()) };
    Decision { events: Vec::new(), answer }
}
