//! A press or a line that still misses its text: a form opens only for what could be done (INC-8, ACC-4).

use crate::ask::Ask;
use crate::decision::Answer;
use crate::grammar::{self, Context, FieldKind, Misread};
use crate::hear::{Heard, act};
use crate::verbs::{CATALOGUE, Deed};
use crate::world::World;

/// What a record has to say before its verb's form is worth opening: a refusal, or that it is done already (INC-8, ACC-4).
pub fn answer(world: &World, ask: &Ask, context: &Context, misread: &Misread) -> Option<Heard> {
    let Misread::Missing { verb, given, .. } = misread else { return None };
    let line = with_texts(CATALOGUE.verb(verb.noun, verb.verb)?, given)?;
    let call = grammar::read(&line, &CATALOGUE, context).ok().filter(|call| !call.dry_run)?;
    let heard = act(world, &Ask { line: call.canonical.clone(), ..ask.clone() }, &call);
    let is_final = heard.outcome.is_none() || matches!(heard.answer, Answer::Refused { .. });
    is_final.then_some(heard)
}

/// The line with a sign for each text that is missing, and some choice for each choice; none if it names no record.
fn with_texts(verb: &grammar::Verb<Deed>, given: &[(String, String)]) -> Option<String> {
    let is_given = |name: &str| given.iter().any(|(given, _)| given == name);
    if verb.record.is_none() || !is_given("id") {
        return None;
    }
    let mut fields = given.to_vec();
    for field in grammar::form(verb).fields {
        if !field.required || is_given(&field.name) {
            continue;
        }
        // What is chosen does not change whether it can be done now.
        if let Some(choice) = field.choices.first() {
            fields.push((field.name, choice.clone()));
        } else if field.kind == FieldKind::Paragraph {
            fields.push((field.name, "…".to_owned()));
        }
    }
    grammar::form_line(verb, &fields).ok()
}
