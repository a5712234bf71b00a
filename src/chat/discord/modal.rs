//! A verb's form in Discord's own: five fields at most, and what a filled one says.

use baton_commands::grammar::{Field, FieldKind, Form, form_line};
use baton_commands::verbs::CATALOGUE;
use serde_json::{Value, json};

use super::cut::{length, shortened};
use super::message::{CHOICES_MAX, ID_MAX};
use super::said::Said;
use super::wire::Told;

/// Fields of a form.
const FIELDS_MAX: usize = 5;
/// Characters of a form's title and of a field's label.
const TITLE_MAX: usize = 45;
/// Characters of the sentence below a label.
const HELP_MAX: usize = 100;
/// Characters that somebody may write.
const TEXT_MAX: usize = 4_000;
/// Between what a form carries.
const BETWEEN: char = '\n';

/// The answer that opens a form. What is known and has no field of its own is carried along: `incident.hold`, `id=INC-7`.
///
/// None: it carries more than fits.
pub fn open(form: &Form, given: &[(String, String)]) -> Option<Value> {
    let known = |field: &Field| given.iter().find(|(name, _)| *name == field.name);
    // The record that it is about needs no field: who pressed its button has named it.
    let carried: Vec<&(String, String)> =
        given.iter().filter(|(name, _)| name == "id" || !has(form, name)).collect();
    let mut fields: Vec<&Field> = form
        .fields
        .iter()
        .filter(|field| !carried.iter().any(|(name, _)| *name == field.name))
        .collect();
    fields.sort_by_key(|field| (!field.required, known(field).is_none()));
    let (shown, hidden) = fields.split_at(fields.len().min(FIELDS_MAX));
    let hidden = hidden.iter().filter_map(|field| known(field));
    let mut custom_id = form.id.clone();
    for (name, value) in carried.into_iter().chain(hidden) {
        custom_id += &format!("{BETWEEN}{name}={value}");
    }
    if length(&custom_id) > ID_MAX || shown.is_empty() {
        return None;
    }
    let parts: Vec<Value> = shown
        .iter()
        .map(|field| labelled(field, known(field).map(|(_, value)| value.as_str())))
        .collect();
    let title = shortened(&form.title, TITLE_MAX);
    Some(json!({"type": 9, "data": {"custom_id": custom_id, "title": title, "components": parts}}))
}

fn has(form: &Form, name: &str) -> bool {
    form.fields.iter().any(|field| field.name == name)
}

/// A field with its label and what it is for.
fn labelled(field: &Field, given: Option<&str>) -> Value {
    let mut labelled = json!({
        "type": 18, "label": shortened(&field.label, TITLE_MAX), "component": component(field, given),
    });
    if !field.help.is_empty() {
        labelled["description"] = json!(shortened(&field.help, HELP_MAX));
    }
    labelled
}

fn component(field: &Field, given: Option<&str>) -> Value {
    let choices: &[String] = match field.kind {
        FieldKind::Choice => &field.choices,
        FieldKind::Switch => &["yes".to_owned(), "no".to_owned()],
        _ => &[],
    };
    let fits = choices.iter().all(|choice| length(choice) <= ID_MAX);
    if (1..=CHOICES_MAX).contains(&choices.len()) && fits {
        let option = |choice: &String| {
            let chosen = given == Some(choice);
            json!({"label": choice, "value": choice, "default": chosen})
        };
        let options: Vec<Value> = choices.iter().map(option).collect();
        let most = if field.many { choices.len() } else { 1 };
        return json!({
            "type": 3, "custom_id": field.name, "options": options, "required": field.required,
            "min_values": u8::from(field.required), "max_values": most,
        });
    }
    let style = if field.kind == FieldKind::Paragraph { 2 } else { 1 };
    let mut input = json!({
        "type": 4, "custom_id": field.name, "style": style, "required": field.required,
        "max_length": TEXT_MAX,
    });
    if let Some(given) = given {
        input["value"] = json!(shortened(given, TEXT_MAX));
    }
    input
}

/// What a filled form says.
pub fn filled(told: &Told) -> Said {
    let mut carried = told.custom_id.split(BETWEEN);
    let form = carried.next().unwrap_or_default();
    let verb = form.split_once('.').and_then(|(noun, verb)| CATALOGUE.verb(noun, verb));
    let Some(verb) = verb else { return Said::Old };
    let carried = carried.filter_map(|pair| pair.split_once('='));
    let carried = carried.map(|(name, value)| (name.to_owned(), value.to_owned()));
    let fields: Vec<(String, String)> =
        carried.chain(told.components.iter().flat_map(answers)).collect();
    form_line(verb, &fields).map_or(Said::Old, Said::Line)
}

/// The fields below a part of a form: a label holds one, a row several.
fn answers(part: &Value) -> Vec<(String, String)> {
    let below = part["components"].as_array().cloned().unwrap_or_default();
    let inside = [part["component"].clone()];
    let fields = inside.iter().chain(&below).filter_map(|field| {
        let name = field["custom_id"].as_str()?;
        let chosen = field["values"].as_array().into_iter().flatten().filter_map(Value::as_str);
        let chosen: Vec<&str> = chosen.collect();
        let value = field["value"].as_str().map_or(chosen.join(","), str::to_owned);
        Some((name.to_owned(), value))
    });
    fields.collect()
}
