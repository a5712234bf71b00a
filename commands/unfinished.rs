//! A line that misses words or has wrong ones: a form opens only for what could be done (INC-8, ACC-4).

use crate::ask::Ask;
use crate::decision::Answer;
use crate::grammar::{self, Context, FieldKind, Misread};
use crate::hear::{Heard, act};
use crate::ids::RecordId;
use crate::notice::Reason;
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

/// Missing words open the verb's form; the card under it says the same where there are no forms.
pub(crate) fn refused(ask: &Ask, line: &str, misread: Misread) -> Answer {
    let card = misread.card();
    let verb = misread.verb().and_then(|name| CATALOGUE.verb(name.noun, name.verb));
    match misread {
        Misread::Missing { verb, given, .. } => {
            let form = format!("{}.{}", verb.noun, verb.verb);
            Answer::Form { form, given, card }
        }
        _ => {
            let here = ask.thread.unwrap_or(RecordId::COMPANY);
            let (reason, about) = match verb {
                None => (Some("command.unknown".into()), Some(here)),
                Some(verb) if verb.writes => {
                    (Some("command.refused".into()), Some(typed_record(verb, line).unwrap_or(here)))
                }
                Some(_) => (None, None),
            };
            Answer::Refused { card, reason, about }
        }
    }
}

/// The record that a line names which could not be read: `INC-7`, or the bare number behind its verb.
fn typed_record(verb: &grammar::Verb<Deed>, line: &str) -> Option<RecordId> {
    let kind = verb.record?;
    let mut words = line.split_whitespace();
    let named = words.clone().filter_map(|word| word.parse().ok());
    let bare = || {
        words.find(|word| *word == verb.name)?;
        let number = words.next()?.trim_start_matches('#');
        format!("{}-{number}", kind.prefix()).parse().ok()
    };
    named.into_iter().find(|record: &RecordId| record.kind == kind).or_else(bare)
}

/// What a form is opened for: the reason and the record, if its verb changes something.
pub fn subject(id: &str, given: &[(String, String)]) -> (Option<Reason>, Option<RecordId>) {
    let verb = id.split_once('.').and_then(|(noun, verb)| CATALOGUE.verb(noun, verb));
    if !verb.is_some_and(|verb| verb.writes) {
        return (None, None);
    }
    let record = given.iter().find(|(name, _)| name == "id");
    let record = record.and_then(|(_, id)| id.parse().ok()).unwrap_or(RecordId::COMPANY);
    (Some("command.unfinished".into()), Some(record))
}
