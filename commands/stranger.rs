//! Somebody whom no person maps to: he may read help and link himself, nothing else (DIR-2).

use crate::ask::Stranger;
use crate::company;
use crate::decision::{Decision, Refusal};
use crate::grammar::{self, Context, Misread};
use crate::hear::{Heard, help};
use crate::say;
use crate::verbs::CATALOGUE;
use crate::world::{By, Event, Stamp, World};

/// Hears somebody whom no person maps to: he may read help and link himself, nothing else (DIR-2).
///
/// `hash` is that of the code he typed, made by the shell.
pub fn hear_stranger(
    world: &World,
    stranger: &Stranger,
    line: &str,
    hash: impl FnOnce(&str) -> String,
) -> Heard {
    let context = Context::default();
    let call = match grammar::read(line, &CATALOGUE, &context) {
        Ok(call) => call,
        Err(Misread::HelpAsked { noun, verb }) => return Heard::answer(help(noun, verb)),
        Err(_) => return Heard::from(unknown_person()),
    };
    match (call.verb.noun, call.verb.name) {
        ("baton", "help") => {
            let word = |id: &str| call.matches.get_one::<String>(id).map(String::as_str);
            Heard::answer(help(word("noun"), word("verb")))
        }
        ("baton", "link") => {
            let code = call.matches.get_one::<String>("code");
            let code = code.map(|code| hash(code)).unwrap_or_default();
            match crate::baton::join(world, stranger, &code) {
                Ok(decision) => joined(world, stranger, decision),
                Err(refusal) => Heard::answer(refusal.answer(true)),
            }
        }
        _ => Heard::answer(unknown_person().answer(call.verb.writes)),
    }
}

fn unknown_person() -> Refusal {
    Refusal::new(say!("person-unknown")).hint(say!("link-how"))
}

fn joined(world: &World, stranger: &Stranger, decision: Decision) -> Heard {
    let person = decision.events.iter().find_map(|(_, event)| match event {
        Event::Company(company::Event::Linked { person, .. }) => Some(person.clone()),
        _ => None,
    });
    let stamp = Stamp {
        at: stranger.now,
        by: person.map_or(By::Operator, By::Person),
        place: Some(stranger.place.clone()),
        line: None,
    };
    let outcome = crate::world::conclude(world, &decision, &stamp);
    Heard { answer: decision.answer, outcome: Some(outcome) }
}
