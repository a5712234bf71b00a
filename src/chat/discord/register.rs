//! The commands people find behind `/` on Discord, made of the one declaration of all verbs.

use std::collections::BTreeMap;

use baton_commands::grammar::{Field, FieldKind, fields_of_a_deed, form};
use baton_commands::verbs::{CATALOGUE, Entry};
use serde_json::{Value, json};
use serenity::http::Route;
use serenity::model::id::{ApplicationId, CommandId};

use super::api::id_at;
use super::cut::shortened;
use super::fault::Fault;
use super::message::CHOICES_MAX;
use super::rest::{Call, Rest};
use super::snowflake::Snowflake;

/// The entry of a message's own menu.
pub const OPEN_FROM_MESSAGE: &str = "Open an incident";

/// Below it stand the verbs of a noun that only show something, where it has too many.
const LOOK: &str = "look";

/// Characters of all names, descriptions and choices of one command.
pub const COMMAND_MAX: usize = 8_000;
/// Options of a verb.
pub const OPTIONS_MAX: usize = 25;
/// Characters of a description.
const DESCRIPTION_MAX: usize = 100;

/// All commands: one for each noun, its verbs below it, and the entry of a message's menu.
pub fn commands() -> Vec<Value> {
    let nouns = CATALOGUE.nouns.iter().map(|noun| {
        let verbs: Vec<&Entry> = CATALOGUE.verbs_of(noun.name).collect();
        fitting(noun.name, noun.about, &verbs)
    });
    let from_message = json!({
        "name": OPEN_FROM_MESSAGE, "type": 3, "contexts": [0], "integration_types": [0],
    });
    nouns.chain([from_message]).collect()
}

/// A noun's command with descriptions as long as fit.
fn fitting(name: &str, about: &str, verbs: &[&Entry]) -> Value {
    let lengths = [DESCRIPTION_MAX, 80, 60, 45, 30, 20, 10, 1];
    let mut drawn = lengths.iter().map(|length| command(name, about, verbs, *length));
    let fits = |command: &Value| weight(command) <= COMMAND_MAX;
    drawn.find(fits).unwrap_or_else(|| command(name, about, verbs, 1))
}

fn command(name: &str, about: &str, verbs: &[&Entry], length: usize) -> Value {
    let options = match verbs.len() > OPTIONS_MAX {
        true => grouped(verbs, length),
        false => verbs.iter().map(|verb| subcommand(verb, length)).collect(),
    };
    json!({
        "name": name, "type": 1, "description": shortened(about, DESCRIPTION_MAX), "options": options,
        // On servers and in direct messages with the bot; installed on servers.
        "contexts": [0, 1], "integration_types": [0],
    })
}

/// Where there are more verbs than Discord lists, those that only show something stand together: `/change look plan`.
fn grouped(verbs: &[&Entry], length: usize) -> Vec<Value> {
    let (acts, looks): (Vec<&Entry>, Vec<&Entry>) = verbs.iter().partition(|verb| verb.writes);
    let looks: Vec<Value> = looks.into_iter().map(|verb| subcommand(verb, length)).collect();
    let looks = json!({"type": 2, "name": LOOK, "description": "Shows something, changes nothing", "options": looks});
    acts.into_iter().map(|verb| subcommand(verb, length)).chain([looks]).collect()
}

fn subcommand(verb: &Entry, length: usize) -> Value {
    let form = form(verb);
    let mut fields: Vec<&Field> = form.fields.iter().collect();
    fields.sort_by_key(|field| !field.required);
    let of_a_deed = fields_of_a_deed(verb);
    let fields = fields.into_iter().chain(&of_a_deed).take(OPTIONS_MAX);
    let options: Vec<Value> = fields.map(|field| option(field, length)).collect();
    json!({
        "type": 1, "name": verb.name, "description": shortened(&form.title, DESCRIPTION_MAX),
        "options": options,
    })
}

/// None is required, though the verb may need it: whoever leaves it out gets the form, or names the record by speaking
/// in its thread.
fn option(field: &Field, length: usize) -> Value {
    let about = if field.help.is_empty() { &field.label } else { &field.help };
    let mut option = json!({"name": field.name, "description": shortened(about, length)});
    let number = matches!(&field.kind, FieldKind::Lookup(of) if of == "N") && !field.many;
    option["type"] = json!(match field.kind {
        FieldKind::Switch => 5,
        _ if number => 4,
        _ => 3,
    });
    match &field.kind {
        FieldKind::Choice if !field.many && field.choices.len() <= CHOICES_MAX => {
            let choice = |choice: &String| json!({"name": choice, "value": choice});
            option["choices"] = field.choices.iter().map(choice).collect();
        }
        FieldKind::Choice | FieldKind::Lookup(_) | FieldKind::Time if !number => {
            option["autocomplete"] = json!(true);
        }
        _ => {}
    }
    option
}

/// What counts towards [`COMMAND_MAX`].
pub fn weight(command: &Value) -> usize {
    let text = |key: &str| command[key].as_str().map_or(0, |text| text.chars().count());
    let below = ["options", "choices"].into_iter().filter_map(|key| command[key].as_array());
    let below = below.flatten().map(weight);
    text("name") + text("description") + text("value") + below.sum::<usize>()
}

/// Tells Discord what differs from what it knows, and no more; answers how many commands that were.
///
/// # Errors
/// What Discord says.
pub async fn register(rest: &Rest, application: Snowflake) -> Result<usize, Fault> {
    let application_id = ApplicationId::new(application.get());
    let known = rest.call(Call::get(Route::Commands { application_id })).await?;
    let mut known: BTreeMap<String, Value> = known
        .as_array()
        .into_iter()
        .flatten()
        .map(|command| (command["name"].as_str().unwrap_or_default().to_owned(), command.clone()))
        .collect();
    let mut told = 0;
    for command in commands() {
        let name = command["name"].as_str().unwrap_or_default();
        if known.remove(name).is_none_or(|known| !same(&command, &known)) {
            rest.call(Call::post(Route::Commands { application_id }, &command)).await?;
            told += 1;
        }
    }
    for gone in known.values().filter_map(id_at) {
        let command_id = CommandId::new(gone.get());
        rest.call(Call::delete(Route::Command { application_id, command_id })).await?;
        told += 1;
    }
    Ok(told)
}

/// Whether Discord knows a command so already; what it says beside that is its own.
fn same(wanted: &Value, known: &Value) -> bool {
    match (wanted, known) {
        (Value::Object(wanted), Value::Object(known)) => wanted.iter().all(|(key, value)| {
            let nothing = value.as_array().is_some_and(Vec::is_empty);
            known.get(key).map_or(nothing, |known| same(value, known))
        }),
        (Value::Array(wanted), Value::Array(known)) => {
            wanted.len() == known.len()
                && wanted.iter().zip(known).all(|(one, other)| same(one, other))
        }
        (wanted, known) => wanted == known,
    }
}

/// The rights that the bot needs: to see channels, write, embed, attach, read what was, and hang threads.
const RIGHTS: u64 = 1 << 10 | 1 << 11 | 1 << 14 | 1 << 15 | 1 << 16 | 1 << 35 | 1 << 38;

/// Where an admin puts the bot on his server.
pub fn invitation(application: Snowflake) -> String {
    format!(
        "https://discord.com/oauth2/authorize?client_id={application}&scope=bot+applications.commands&permissions={RIGHTS}"
    )
}

/// What an admin has to know before the bot is there: where to invite it, and what it will register.
pub fn manifest(application: Snowflake) -> Value {
    json!({"invitation": invitation(application), "commands": commands()})
}
