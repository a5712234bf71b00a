//! The front door: one line in, what follows out. Reading, rights, decision, rehearsal, all in one place.
//!
//! Every platform, the transcript player and the web come through here, so that a button, a form or a completion never
//! does more than the typed line would (ACC-4).

use crate::access;
use crate::ask::Ask;
use crate::card::{Block, Card};
use crate::change;
use crate::company;
use crate::decision::{Answer, Decision, Refusal};
use crate::directory::AccessWord;
use crate::dry_run;
use crate::grammar::{self, Call, Context, Misread};
use crate::ids::{ChangeId, IncidentId, PersonId, RecordId, RecordKind, TaskId};
use crate::incident;
use crate::recipients;
use crate::record::Record;
use crate::say;
use crate::unfinished;
use crate::verbs::{CATALOGUE, Deed};
use crate::words::Arg;
use crate::world::{By, Event, Outcome, Stamp, World};

/// What a line came to.
#[derive(Debug, Clone)]
pub struct Heard {
    pub answer: Answer,
    /// What is to be committed; none for a question, a refusal of the words, a dry run.
    pub outcome: Option<Outcome>,
}

impl Heard {
    pub(crate) fn answer(answer: impl Into<Answer>) -> Heard {
        Heard { answer: answer.into(), outcome: None }
    }
}

/// Hears one line of a known person.
pub fn hear(world: &World, ask: &Ask, line: &str) -> Heard {
    let context = Context { thread: ask.thread, slash: ask.slash };
    match grammar::read(line, &CATALOGUE, &context) {
        Ok(call) => act(world, &Ask { line: call.canonical.clone(), ..ask.clone() }, &call),
        Err(Misread::HelpAsked { noun, verb }) => Heard::answer(help(noun, verb)),
        Err(misread) => unfinished::answer(world, ask, &context, &misread)
            .unwrap_or_else(|| Heard::answer(unfinished::refused(ask, line, misread))),
    }
}

/// Help in the width of a phone held upright would be unreadable; that of a terminal is the measure.
const HELP_WIDTH: usize = 80;

pub fn help(noun: Option<&str>, verb: Option<&str>) -> Answer {
    let lines = grammar::help(&CATALOGUE, noun, verb, HELP_WIDTH);
    let card = Card::line(say!("help-head")).with(Block::Verbatim(lines.join("\n")));
    Answer::Reply { card, reason: None, about: None }
}

pub(crate) fn act(world: &World, ask: &Ask, call: &Call<'_, Deed>) -> Heard {
    let id = record_named(call);
    let record = id.and_then(|id| world.record(id));
    let directory = world.directory();
    if let Some(Record::Incident(incident)) = record
        && !incident.visible_to(&ask.actor, directory)
    {
        let unknown = incident::verbs::unknown(world, incident.id).about(incident.id);
        return Heard::answer(unknown.answer(call.verb.writes));
    }
    if id.is_some() && record.is_none() {
        return decided(world, ask, call, record, None);
    }
    match permit(world, ask, call, record) {
        Permit::Yes => decided(world, ask, call, record, None),
        Permit::Overridden(because) => decided(world, ask, call, record, Some(because)),
        Permit::No { may, answer } => refused(world, ask, call, record, may, answer),
    }
}

/// The record the line is about: the id that comes first.
fn record_named(call: &Call<'_, Deed>) -> Option<RecordId> {
    fn id<T: Copy + Into<RecordId> + Send + Sync + 'static>(
        call: &Call<'_, Deed>,
    ) -> Option<RecordId> {
        call.matches.try_get_one::<T>("id").ok().flatten().copied().map(Into::into)
    }
    match call.verb.record? {
        RecordKind::Company => None,
        RecordKind::Incident => id::<IncidentId>(call),
        RecordKind::Change => id::<ChangeId>(call),
        RecordKind::Task => id::<TaskId>(call),
    }
}

enum Permit {
    Yes,
    /// With that reason (ACC-3).
    Overridden(String),
    No {
        may: Vec<PersonId>,
        answer: Card,
    },
}

fn permit(world: &World, ask: &Ask, call: &Call<'_, Deed>, record: Option<Record<'_>>) -> Permit {
    let (noun, verb) = (call.verb.noun, call.verb.name);
    let words = access::words_for(world, noun, verb, call.verb.run.right);
    if access::may(world, &words, &ask.actor, record, ask.now) {
        return Permit::Yes;
    }
    if let Some(because) = override_of(world, ask, call) {
        return Permit::Overridden(because);
    }
    let may = access::who_may(world, &words, record, ask.now);
    Permit::No { may, answer: refusal(record, &name_of(call), &words) }
}

/// The reason of an override, if it was given by one who may.
fn override_of(world: &World, ask: &Ask, call: &Call<'_, Deed>) -> Option<String> {
    let because = call.override_because.clone();
    because.filter(|_| access::may_override(world, &ask.actor, ask.now))
}

fn name_of(call: &Call<'_, Deed>) -> String {
    format!("{}.{}", call.verb.noun, call.verb.name)
}

fn overridden(record: Option<Record<'_>>, verb: String, because: String) -> (RecordId, Event) {
    match record {
        Some(Record::Incident(incident)) => {
            (incident.id.into(), incident::Event::Overridden { verb, because }.into())
        }
        Some(record @ (Record::Change(change) | Record::Task(change, _))) => {
            let about = record.id();
            (change.id.into(), change::Event::Overridden { about, verb, because }.into())
        }
        None => (RecordId::COMPANY, company::Event::Overridden { verb, because }.into()),
    }
}

fn refused_event(
    ask: &Ask,
    record: Option<Record<'_>>,
    verb: String,
    may: Vec<PersonId>,
) -> (RecordId, Event) {
    let who = ask.actor.clone();
    match record {
        Some(Record::Incident(incident)) => {
            (incident.id.into(), incident::Event::Refused { verb, who, may }.into())
        }
        Some(record @ (Record::Change(change) | Record::Task(change, _))) => {
            let about = record.id();
            (change.id.into(), change::Event::Refused { about, verb, who, may }.into())
        }
        None => (RecordId::COMPANY, company::Event::Refused { verb, who }.into()),
    }
}

/// ACC-3: says who may.
fn refusal(record: Option<Record<'_>>, verb: &str, words: &[AccessWord]) -> Card {
    let typed = Arg::verb(verb);
    let who: Vec<Arg> = words.iter().map(access::named).collect();
    Card::line(match record {
        Some(record) => say!("access-refused", id = record.id(), line = typed, who = who),
        None => say!("access-refused-here", line = typed, who = who),
    })
}

/// ACC-3: offers to ask one who may, and the override to those who have it.
fn offer(
    world: &World,
    ask: &Ask,
    record: Option<Record<'_>>,
    call: &Call<'_, Deed>,
    mut card: Card,
    may: &[PersonId],
) -> Card {
    if access::may_override(world, &ask.actor, ask.now) {
        let line = Arg::Line(format!("{} --override \"…\"", ask.line));
        card = card.and(say!("access-override-hint", line = line));
    } else if call.override_because.is_some() {
        let words = access::override_words(world);
        let who: Vec<Arg> = words.iter().map(access::named).collect();
        card = card.and(say!("access-override-not-yours", who = who));
    }
    if let (Some(record), Some(first)) = (record, may.iter().find(|person| **person != ask.actor)) {
        let about = record.id().whole();
        let noun = if about.kind == RecordKind::Incident { "incident" } else { "change" };
        let line = format!("/{noun} ask {about} @{first}");
        card = card.and(say!("access-ask-hint", whom = first));
        card = card.button(say!("button-ask"), Some(about), line);
    }
    card
}

/// ACC-5: a refusal is kept, in the record's timeline or with the company.
fn refused(
    world: &World,
    ask: &Ask,
    call: &Call<'_, Deed>,
    record: Option<Record<'_>>,
    may: Vec<PersonId>,
    card: Card,
) -> Heard {
    let card = offer(world, ask, record, call, card, &may);
    let about = Some(record.map_or(RecordId::COMPANY, Record::id));
    let answer = Answer::Refused { card, reason: Some("access.refused".into()), about };
    if call.dry_run {
        return Heard::answer(answer);
    }
    let event = refused_event(ask, record, name_of(call), may);
    Heard { answer, outcome: Some(conclude(world, ask, vec![event])) }
}

/// `because`: the reason of an override that the rules of access need.
fn decided(
    world: &World,
    ask: &Ask,
    call: &Call<'_, Deed>,
    record: Option<Record<'_>>,
    because: Option<String>,
) -> Heard {
    let ask = &Ask { override_because: because, ..ask.clone() };
    let decision = match (call.verb.run.decide)(&call.matches, world, ask) {
        Ok(decision) => decision,
        Err(mut refusal) => {
            let Some(may) = refusal.may.take() else {
                refusal.about = refusal.about.or(record_named(call));
                return Heard::answer(refusal.answer(call.verb.writes));
            };
            let because = override_of(world, ask, call).filter(|_| ask.override_because.is_none());
            return match because {
                Some(because) => decided(world, ask, call, record, Some(because)),
                None => refused(world, ask, call, record, may, refusal.card()),
            };
        }
    };
    let Decision { events, answer } = decision;
    if events.is_empty() {
        return Heard::answer(answer);
    }
    let first = ask.override_because.clone();
    let first = first.map(|because| overridden(record, name_of(call), because));
    let events = first.into_iter().chain(events).collect();
    let outcome = conclude(world, ask, events);
    let about = match &answer {
        Answer::Reply { about, .. } => *about,
        _ => None,
    };
    let answer = change::asides(&outcome, ask, about).into_iter().fold(answer, Answer::and);
    if call.dry_run {
        return Heard::answer(dry_run::rehearsed(answer, &outcome));
    }
    Heard { answer, outcome: Some(outcome) }
}

/// Applies the events to a copy, and what the clock makes of them at this very instant (SLA-7).
fn conclude(world: &World, ask: &Ask, events: Vec<(RecordId, Event)>) -> Outcome {
    let stamp = Stamp {
        at: ask.now,
        by: By::Person(ask.actor.clone()),
        place: Some(ask.place.clone()),
        line: Some(ask.line.clone()),
    };
    let mut after = world.clone();
    let mut touched: Vec<RecordId> = events.iter().map(|(record, _)| *record).collect();
    let (mut facts, mut notices) = after.advance(events, &stamp);
    // What one record comes to can free another (CHG-4).
    let freed =
        after.due(ask.now).filter(|it| !touched.contains(it) && !world.is_due(*it, ask.now));
    let freed: Vec<RecordId> = freed.collect();
    touched.extend(freed);
    let (woken, told) = after.advance_woken(&touched, ask.now);
    facts.extend(woken);
    let by_itself = touched.iter().any(|record| world.is_due(*record, ask.now));
    notices.extend(match by_itself {
        true => told,
        false => recipients::spared(told, &ask.actor, after.directory()),
    });
    Outcome { after, facts, notices }
}

impl From<Refusal> for Heard {
    fn from(refusal: Refusal) -> Heard {
        Heard::answer(Answer::from(refusal))
    }
}
