//! What an interaction means: a command line, a form to be opened, or a word to be completed.

use baton_commands::grammar::{Offer, Sources, complete_field, form_line};
use baton_commands::ids::Place;
use baton_commands::verbs::{CATALOGUE, Entry};
use serde_json::{Value, json};

use super::cut::shortened;
use super::message::{CHOICES_MAX, ID_MAX};
use super::modal;
use super::register::OPEN_FROM_MESSAGE;
use super::roster::Roster;
use super::snowflake::Snowflake;
use super::wire::{GROUP, Given, Interaction, SUBCOMMAND, Told, kind};

/// What somebody wants.
#[derive(Debug, Clone, PartialEq)]
pub enum Said {
    Line(String),
    /// The form of this verb, with what is known of it.
    Open {
        form: String,
        given: Vec<(String, String)>,
    },
    /// This, and more fields are to be filled in: `go_on` is the button that opens them.
    SoFar {
        line: String,
        go_on: String,
    },
    /// These fields of a form, by their numbers.
    Rest {
        form: String,
        left: Vec<usize>,
    },
    /// It was made for an earlier version.
    Old,
}

/// Reads an interaction. None: it is none that is understood.
pub fn read(interaction: &Interaction, roster: &Roster) -> Option<Said> {
    let told = &interaction.data;
    let said = match interaction.kind {
        kind::COMMAND if told.name == OPEN_FROM_MESSAGE => from_message(told),
        kind::COMMAND => command(told),
        kind::COMPONENT => {
            let pressed = told.values.first().unwrap_or(&told.custom_id);
            modal::rest(pressed).unwrap_or_else(|| Said::Line(pressed.clone()))
        }
        kind::FORM => modal::filled(told, modal::so_far(&interaction.message)),
        _ => return None,
    };
    Some(match said {
        Said::Line(line) => Said::Line(with_names(&line, roster)),
        said => said,
    })
}

/// The verb of a command and the options below it.
fn verb_of(told: &Told) -> Option<(&'static Entry, &[Given])> {
    let first = told.options.first()?;
    let verb = if first.kind == GROUP { first.options.first()? } else { first };
    let verb = Some(verb).filter(|verb| verb.kind == SUBCOMMAND)?;
    Some((CATALOGUE.verb(&told.name, &verb.name)?, &verb.options))
}

fn command(told: &Told) -> Said {
    let Some((verb, options)) = verb_of(told) else { return Said::Old };
    let fields: Vec<(String, String)> =
        options.iter().map(|option| (option.name.clone(), option.text())).collect();
    form_line(verb, &fields).map_or(Said::Old, Said::Line)
}

/// A message becomes the title of an incident, for whoever opens it to look over.
fn from_message(told: &Told) -> Said {
    let id = told.target_id.map(|id| id.to_string()).unwrap_or_default();
    let text = told.resolved["messages"][&id]["content"].as_str().unwrap_or_default();
    let title = baton_commands::voice::tame(text);
    let given = vec![("title".to_owned(), shortened(&title, 200))];
    Said::Open { form: "incident.open".to_owned(), given }
}

/// The answer to somebody who types: what the word may become.
pub fn completed(interaction: &Interaction, sources: &dyn Sources) -> Value {
    let options = verb_of(&interaction.data);
    let focused =
        options.and_then(|(verb, options)| Some((verb, options.iter().find(|it| it.focused)?)));
    let offers =
        focused.map(|(verb, option)| complete_field(verb, &option.name, &option.text(), sources));
    let offers = offers.unwrap_or_default().into_iter();
    let choices: Vec<Value> = offers.filter_map(choice).take(CHOICES_MAX).collect();
    json!({"type": 8, "data": {"choices": choices}})
}

/// A value that is too long to be chosen has to be typed.
fn choice(Offer { text, about }: Offer) -> Option<Value> {
    if text.is_empty() || super::cut::length(&text) > ID_MAX {
        return None;
    }
    let name = if about.is_empty() { text.clone() } else { format!("{text} · {about}") };
    Some(json!({"name": shortened(&name, ID_MAX), "value": text}))
}

/// A text in which mentions are the names that the organisation knows: `<@1>` is `@unix-1`, `<@&2>` `unix`, `<#3>` `#unix`.
pub fn with_names(text: &str, roster: &Roster) -> String {
    let mut named = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('<') {
        let (before, from) = rest.split_at(at);
        named += before;
        match mention(from, roster) {
            Some((name, length)) => {
                named += &name;
                rest = &from[length..];
            }
            None => {
                named.push('<');
                rest = &from[1..];
            }
        }
    }
    named + rest
}

/// The name of a mention at the beginning of a text, and how long it is there.
fn mention(text: &str, roster: &Roster) -> Option<(String, usize)> {
    let end = text.find('>')?;
    let inside = &text[1..end];
    let digits = inside.trim_start_matches(['@', '!', '&', '#']);
    let id: Snowflake = digits.parse().ok()?;
    let name = match &inside[..inside.len() - digits.len()] {
        "@" | "@!" => format!("@{}", roster.names.person(&id.to_string())?),
        "@&" => roster.department(id)?.to_string(),
        "#" => match roster.place(id) {
            place @ Place::Channel(_) => place.to_string(),
            Place::Direct(_) => return None,
        },
        _ => return None,
    };
    Some((name, end + 1))
}
