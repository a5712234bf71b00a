//! One letter: who says it, the line it means, and the message that answers it.

use std::collections::BTreeSet;
use std::sync::Arc;

use baton_commands::ask::{Ask, Stranger};
use baton_commands::card::Card;
use baton_commands::decision::Answer;
use baton_commands::grammar::{self, Misread, Slash};
use baton_commands::hear::{Heard, hear as hear_line};
use baton_commands::ids::{PersonId, Place};
use baton_commands::stranger::hear_stranger;
use baton_commands::unfinished;
use baton_commands::verbs::CATALOGUE;
use baton_commands::voice;
use baton_commands::world::World;
use chrono::{DateTime, Utc};

use super::Engine;
use crate::chat::{Act, Inbound, Outgoing, Who};

/// What a letter comes to on this World; none for plain talk.
pub fn hear(engine: &Engine, world: &World, letter: &Inbound, now: DateTime<Utc>) -> Option<Heard> {
    let line = match line_of(world, letter)? {
        Ok(line) => line,
        Err(misread) => {
            let answer = Answer::Refused { card: misread.card(), reason: None, about: None };
            return Some(Heard { answer, outcome: None });
        }
    };
    match person(world, &letter.who) {
        Ok(actor) => Some(hear_line(world, &ask(engine, letter, actor, &line, now), &line)),
        Err(account) => {
            let place = letter.place.clone();
            let stranger = Stranger { account, place, now, delivery: letter.delivery.clone() };
            Some(hear_stranger(world, &stranger, &line, |code| engine.lots.hash(code)))
        }
    }
}

/// A fault of ours, not of the asker's: nothing was changed, he gets a reference that stands in the log.
pub fn fault(letter: &Inbound) -> Heard {
    let reference = letter.delivery.to_string();
    tracing::error!(delivery = %letter.delivery, "a line could not be decided");
    let card = Card::line(baton_commands::say!("fault-of-ours", reference = reference));
    Heard { answer: Answer::Refused { card, reason: None, about: None }, outcome: None }
}

/// The person behind an account: named by the platform, or joined by a code (DIR-2). Whoever has left the organisation's
/// files is nobody, however he was known.
pub fn person(world: &World, who: &Who) -> Result<PersonId, String> {
    let known = |person: &&PersonId| world.directory().person(person).is_some();
    let account = match who {
        Who::Person(person) if known(&person) => return Ok(person.clone()),
        Who::Person(person) => format!("unknown:{person}"),
        Who::Stranger(account) => account.clone(),
    };
    world.company.links.get(&account).filter(known).cloned().ok_or(account)
}

/// The command line a letter means; none for plain talk in a channel.
fn line_of(world: &World, letter: &Inbound) -> Option<Result<String, Misread>> {
    let text = letter.text.trim();
    if text.starts_with('[') && text.ends_with(']') {
        return Some(grammar::press(&in_english(world, letter, text), &CATALOGUE));
    }
    let command = text.starts_with(['/', '／']);
    let spoken_to = letter.slash == Slash::Optional && !text.is_empty();
    (command || spoken_to).then(|| Ok(text.to_owned()))
}

/// A label is pressed in the reader's language and understood in English.
fn in_english(world: &World, letter: &Inbound, text: &str) -> String {
    let mut languages = BTreeSet::from([world.company.language_in(&letter.place)]);
    if let Ok(person) = person(world, &letter.who) {
        languages.insert(world.company.language_of(&person));
    }
    for language in languages {
        for (label, english) in voice::labels(language) {
            let rest = text.strip_prefix('[').and_then(|inner| inner.strip_prefix(label.as_str()));
            if let Some(rest) = rest.filter(|rest| rest.starts_with([' ', ']'])) {
                return format!("[{english}{rest}");
            }
        }
    }
    text.to_owned()
}

fn ask(engine: &Engine, letter: &Inbound, actor: PersonId, line: &str, now: DateTime<Utc>) -> Ask {
    let words: Vec<String> =
        line.split_whitespace().map(|word| word.trim_start_matches('/').to_lowercase()).collect();
    let says = |verb: &str| {
        words.first().is_some_and(|w| w == "baton") && words.iter().skip(1).any(|w| w == verb)
    };
    Ask {
        actor,
        place: letter.place.clone(),
        now,
        delivery: letter.delivery.clone(),
        thread: letter.thread,
        slash: letter.slash,
        line: line.to_owned(),
        override_because: None,
        secret: says("link").then(|| engine.lots.draw()),
        offered: says("reload").then(|| Arc::new(engine.organisation.read())),
    }
}

/// The message that answers, in the asker's language.
pub fn outgoing(world: &World, letter: &Inbound, answer: Answer, now: DateTime<Utc>) -> Outgoing {
    let to = person(world, &letter.who).ok();
    let mut given = Vec::new();
    let (act, card, reason, about, form) = match answer {
        Answer::Reply { card, reason, about } => (Act::Reply, card, reason, about, None),
        Answer::Refused { card, reason, about } => (Act::Refused, card, reason, about, None),
        Answer::Form { form, given: known, card } => {
            let (reason, about) = unfinished::subject(&form, &known);
            given = known;
            (Act::Form, card, reason, about, form_of(&form))
        }
        Answer::Look(_) => {
            let card = Card::line(baton_commands::say!("lookup-odd"));
            (Act::Refused, card, None, None, None)
        }
    };
    let language = match &to {
        Some(person) => world.company.language_of(person),
        None => world.company.language_in(&letter.place),
    };
    let place: Place = letter.place.clone();
    Outgoing {
        name: format!("{}#answer", letter.delivery),
        also: Vec::new(),
        at: now,
        act,
        place,
        to,
        pings: BTreeSet::new(),
        spared: BTreeSet::new(),
        reason,
        about: about.into_iter().collect(),
        rank: 0,
        card,
        form,
        given,
        surface: None,
        root: None,
        language,
        zone: world.directory().company.zone,
    }
}

fn form_of(id: &str) -> Option<grammar::Form> {
    let (noun, verb) = id.split_once('.')?;
    CATALOGUE.verb(noun, verb).map(grammar::form)
}
