//! Questions whose answer lies in the store: histories, old records, what was sent.
//!
//! A verb stays pure: it returns the question, the engine fetches what it names, and the question
//! answers from what was found.

use std::sync::Arc;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::ask::Ask;
use crate::card::Card;
use crate::change::{self, Change};
use crate::decision::{Answer, Refusal};
use crate::ids::{ChangeId, IncidentId, Place, RecordId, RecordKind};
use crate::incident::{Incident, history};
use crate::notice::Say;
use crate::say;
use crate::words::Words;
use crate::world::{Document, Event, Fact, World};

/// What is asked of the store.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Lookup {
    /// `/incident timeline`: every event of the record, in order.
    Timeline(RecordId),
    /// `/incident show` of one that left the World.
    Archived(IncidentId),
    /// `/change show` of one that left the World.
    PastChange(ChangeId),
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
    Archived(Option<Box<Document>>),
    Sent {
        sent: Vec<SentLine>,
        /// The record, if it has left the World.
        archived: Option<Box<Document>>,
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
        (Lookup::Archived(id), Found::Archived(document)) => {
            archived(world, ask, (*id).into(), document.as_deref())
        }
        (Lookup::PastChange(id), Found::Archived(document)) => {
            archived(world, ask, (*id).into(), document.as_deref())
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
    if let Some(record) = world.record(say.about) {
        return record.visible_to(&ask.actor, world.directory());
    }
    if say.about.kind != RecordKind::Incident {
        return true;
    }
    let id = IncidentId(say.about.number);
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
    archived: Option<&Document>,
) -> Result<Card, Refusal> {
    let id = IncidentId(record.number);
    let is_live = world.record(record.whole()).is_some();
    let archived = match archived {
        Some(Document::Incident(incident)) if !is_live => Some(&**incident),
        _ => None,
    };
    if archived.is_some_and(|it| !it.visible_to(&ask.actor, world.directory())) {
        return Err(crate::incident::verbs::unknown(world, id));
    }
    let is_seen = |line: &&SentLine| archived.is_some() || is_seen(world, ask, &line.say);
    let seen: Vec<SentLine> = sent.iter().filter(is_seen).cloned().collect();
    Ok(crate::baton::why(record, &seen))
}

/// INC-4: a line an event, with its number, time, person and place.
fn timeline(world: &World, ask: &Ask, record: RecordId, facts: &[Fact]) -> Result<Card, Refusal> {
    if record.kind == RecordKind::Change {
        return change_timeline(world, record, facts);
    }
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
    let card = Card::line(say!("timeline-head", id = id, title = incident.title.as_str()));
    Ok(lines(card, facts, history::of_fact))
}

fn change_timeline(world: &World, record: RecordId, facts: &[Fact]) -> Result<Card, Refusal> {
    let Some(Event::Change(change::Event::Opened(opened))) = facts.first().map(|it| &it.event)
    else {
        return Err(change::verbs::unknown(world, ChangeId(record.number)));
    };
    let card = Card::line(say!("timeline-head", id = record, title = opened.title.as_str()));
    Ok(lines(card, facts, change::history::of_fact))
}

fn lines(mut card: Card, facts: &[Fact], words: impl Fn(&Fact) -> Option<Words>) -> Card {
    for fact in facts {
        let Some(what) = words(fact) else { continue };
        let (line, at) = (fact.n, fact.at);
        card = card.and(match &fact.place {
            Some(place) => {
                say!("timeline-line", line = line, at = at, what = what, place = place.clone())
            }
            None => say!("timeline-line-clock", line = line, at = at, what = what),
        });
    }
    card
}

fn archived(
    world: &World,
    ask: &Ask,
    id: RecordId,
    document: Option<&Document>,
) -> Result<Card, Refusal> {
    let mut card = match (id.kind, document) {
        (RecordKind::Change, Some(Document::PastChange { change, tasks })) => {
            let mut change = Change::clone(change);
            tasks.iter().for_each(|task| change.keep(Arc::clone(task)));
            crate::change::verbs::shown(&change, world)
        }
        (RecordKind::Change | RecordKind::Task, _) => {
            return Err(crate::change::verbs::unknown(world, ChangeId(id.number)));
        }
        (_, document) => {
            let incident = match document {
                Some(Document::Incident(incident)) => Some(incident),
                _ => None,
            };
            let visible = |it: &&Arc<Incident>| it.visible_to(&ask.actor, world.directory());
            let unknown = || crate::incident::verbs::unknown(world, IncidentId(id.number));
            crate::incident::verbs::shown(incident.filter(visible).ok_or_else(unknown)?, world)
        }
    };
    card.buttons.clear();
    Ok(card.and(say!("show-archived", id = id)))
}
