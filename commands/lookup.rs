//! Questions whose answer lies in the store: histories, old records, what was sent.
//!
//! A verb stays pure: it returns the question, the engine fetches what it names, and the question
//! answers from what was found.

use std::sync::Arc;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::ask::Ask;
use crate::card::Card;
use crate::decision::{Answer, Refusal};
use crate::ids::{IncidentId, Place, RecordId};
use crate::incident::{Incident, history};
use crate::notice::Say;
use crate::say;
use crate::world::{Event, Fact, World};

/// What is asked of the store.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Lookup {
    /// `/incident timeline`: every event of the record, in order.
    Timeline(RecordId),
    /// `/incident show` of one that left the World.
    Archived(IncidentId),
    /// `/baton why`: every message about the record.
    Sent(RecordId),
    /// `/baton undelivered`: what could not be delivered.
    Undelivered,
    /// `/baton status`: connections, outbox, next wake, store.
    Status,
}

/// What the store knew.
#[derive(Debug, Clone)]
pub enum Found {
    Timeline(Vec<Fact>),
    Archived(Option<Arc<Incident>>),
    Sent {
        sent: Vec<SentLine>,
        /// The record, if it has left the World.
        archived: Option<Arc<Incident>>,
    },
    Undelivered(Vec<SentLine>),
    Status(Status),
}

/// One message about a record, and what became of it.
#[derive(Debug, Clone, PartialEq)]
pub struct SentLine {
    pub say: Say,
    pub outcome: SentOutcome,
}

#[derive(Debug, Clone, PartialEq)]
pub enum SentOutcome {
    Waiting { until: DateTime<Utc> },
    Done { at: DateTime<Utc> },
    Never { at: DateTime<Utc>, why: String },
    Lapsed { at: DateTime<Utc> },
    Merged { at: DateTime<Utc> },
}

/// The health of the running bot.
#[derive(Debug, Clone, PartialEq)]
pub struct Status {
    pub version: String,
    pub platform: String,
    pub store: String,
    pub events: u64,
    pub archived: u64,
    pub pending: u64,
    pub undelivered: u64,
    pub disk_bytes: u64,
}

/// The answer of a question, once the store was asked. What the asker may not see is not in it (INC-9).
pub fn answer(world: &World, ask: &Ask, asked: &Lookup, found: &Found) -> Answer {
    let card = match (asked, found) {
        (Lookup::Timeline(record), Found::Timeline(facts)) => timeline(world, ask, *record, facts),
        (Lookup::Archived(id), Found::Archived(incident)) => {
            archived(world, ask, *id, incident.as_deref())
        }
        (Lookup::Sent(record), Found::Sent { sent, archived }) => {
            sent_about(world, ask, *record, sent, archived.as_deref())
        }
        (Lookup::Undelivered, Found::Undelivered(lines)) => {
            Ok(crate::baton::undelivered(world, ask, lines))
        }
        (Lookup::Status, Found::Status(status)) => Ok(crate::baton::status(world, ask, status)),
        _ => Err(Refusal::new(say!("lookup-odd"))),
    };
    match card {
        Ok(card) => Answer::Reply { card, reason: None, about: None },
        Err(refusal) => refusal.into(),
    }
}

/// INC-9: whether the asker may know of a message. Of a record that nobody remembers any more, only what stood in a
/// channel or went to him.
pub fn is_seen(world: &World, ask: &Ask, say: &Say) -> bool {
    let id = IncidentId(say.about.number);
    if let Some(incident) = world.incident(id) {
        return incident.visible_to(&ask.actor, world.directory());
    }
    match (world.recall.gist(id), &say.place) {
        (Some(gist), _) => !gist.restricted,
        (None, Place::Direct(person)) => *person == ask.actor,
        (None, Place::Channel(_)) => true,
    }
}

/// PNG-6 of a record, live or archived: for those who may see it (INC-9).
fn sent_about(
    world: &World,
    ask: &Ask,
    record: RecordId,
    sent: &[SentLine],
    archived: Option<&Incident>,
) -> Result<Card, Refusal> {
    let id = IncidentId(record.number);
    let is_live = world.incident(id).is_some();
    let archived = archived.filter(|_| !is_live);
    if archived.is_some_and(|it| !it.visible_to(&ask.actor, world.directory())) {
        return Err(crate::incident::verbs::unknown(world, id));
    }
    let is_seen = |line: &&SentLine| archived.is_some() || is_seen(world, ask, &line.say);
    let seen: Vec<SentLine> = sent.iter().filter(is_seen).cloned().collect();
    Ok(crate::baton::why(record, &seen))
}

/// INC-4: a line an event, with its number, time, person and place.
fn timeline(world: &World, ask: &Ask, record: RecordId, facts: &[Fact]) -> Result<Card, Refusal> {
    let id = IncidentId(record.number);
    let mut incident: Option<Incident> = None;
    for fact in facts {
        let Event::Incident(event) = &fact.event else { continue };
        incident = match incident.take() {
            None => Incident::opened(fact, event, world.directory()),
            Some(mut known) => {
                known.evolve(fact, event, world.directory());
                Some(known)
            }
        };
    }
    let visible = |incident: &Incident| incident.visible_to(&ask.actor, world.directory());
    let Some(incident) = incident.filter(visible) else {
        return Err(crate::incident::verbs::unknown(world, id));
    };
    let mut card = Card::line(say!("timeline-head", id = id, title = incident.title.as_str()));
    for fact in facts {
        let Some(what) = history::of_fact(fact) else { continue };
        let (line, at) = (fact.n, fact.at);
        card = card.and(match &fact.place {
            Some(place) => {
                say!("timeline-line", line = line, at = at, what = what, place = place.clone())
            }
            None => say!("timeline-line-clock", line = line, at = at, what = what),
        });
    }
    Ok(card)
}

fn archived(
    world: &World,
    ask: &Ask,
    id: IncidentId,
    incident: Option<&Incident>,
) -> Result<Card, Refusal> {
    let found = incident.filter(|incident| incident.visible_to(&ask.actor, world.directory()));
    let incident = found.ok_or_else(|| crate::incident::verbs::unknown(world, id))?;
    let mut card = crate::incident::verbs::shown(incident, world);
    card.buttons.clear();
    Ok(card.and(say!("show-archived", id = id)))
}
