//! A verb's form in Discord's own, and what a filled one says.
//!
//! Discord's have five fields, and none follows another: between two stands a message that shows the line so far, with a
//! button that opens the rest. What was filled in is read from that message again, so nothing has to be remembered.

use baton_commands::grammar::{Field, FieldKind, Form, form, form_line};
use baton_commands::say;
use baton_commands::verbs::CATALOGUE;
use baton_commands::voice::Voice;
use baton_commands::words::Words;
use serde_json::{Value, json};

use super::cut::{length, shortened};
use super::message::{CHOICES_MAX, DESCRIPTION_MAX, ID_MAX};
use super::said::Said;
use super::style::FENCE;
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

/// Characters of a line that is shown whole between two forms.
const LINE_MAX: usize = DESCRIPTION_MAX - 2 * (FENCE.len() + 1);
/// What a form has that is not of its verb: whether it is sent or goes on.
const THEN: &str = "then";
/// To fill in what had no room.
const GO_ON: &str = "go-on";
/// Before the numbers of the fields that had no room, in what a form carries.
const LEFT: char = '+';
/// Between those.
const NUMBERS: char = ',';

/// The answer that opens a form. What is known and has no field of its own is carried along: `incident.hold`, `id=INC-7`.
/// Of more fields than fit, those that are required come first; the others are asked for after it, if they are required or
/// whoever fills it in says so.
///
/// None: it carries more than fits.
pub fn open(form: &Form, given: &[(String, String)], voice: &Voice) -> Option<Value> {
    let known = |field: &Field| given.iter().find(|(name, _)| *name == field.name);
    // The record that it is about needs no field: who pressed its button has named it.
    let carried: Vec<&(String, String)> =
        given.iter().filter(|(name, _)| name == "id" || !has(form, name)).collect();
    let mut fields: Vec<usize> = (0..form.fields.len())
        .filter(|at| !carried.iter().any(|(name, _)| *name == form.fields[*at].name))
        .collect();
    fields.sort_by_key(|at| (!form.fields[*at].required, known(&form.fields[*at]).is_none()));
    let sheet = sheet(form, &fields);
    let hidden = sheet.left.iter().filter_map(|at| known(&form.fields[*at]));
    let carried = carried.into_iter().chain(hidden);
    sheet.drawn(carried, |field| known(field).map(|(_, value)| value.as_str()), voice)
}

/// The answer that opens the rest of a form, of which the message tells what was filled in before.
pub fn open_rest(form: &Form, left: &[usize], voice: &Voice) -> Option<Value> {
    let there: Vec<usize> = left.iter().copied().filter(|at| *at < form.fields.len()).collect();
    sheet(form, &there).drawn(std::iter::empty(), |_| None, voice)
}

/// As many fields as one of Discord's forms shows, and those that are left.
struct Sheet<'f> {
    form: &'f Form,
    shown: Vec<usize>,
    left: Vec<usize>,
}

/// Where fields are left that nobody must fill in, the last place is for whether one wants to.
fn sheet<'f>(form: &'f Form, fields: &[usize]) -> Sheet<'f> {
    let must = |at: &usize| form.fields[*at].required;
    let has_place = fields.len() > FIELDS_MAX && !fields.iter().skip(FIELDS_MAX - 1).any(must);
    let most = if has_place { FIELDS_MAX - 1 } else { FIELDS_MAX };
    let (shown, left) = fields.split_at(fields.len().min(most));
    Sheet { form, shown: shown.to_vec(), left: left.to_vec() }
}

impl Sheet<'_> {
    fn drawn<'g>(
        &self,
        carried: impl Iterator<Item = &'g (String, String)>,
        known: impl Fn(&Field) -> Option<&'g str>,
        voice: &Voice,
    ) -> Option<Value> {
        let mut custom_id = self.form.id.clone();
        for (name, value) in carried {
            custom_id += &format!("{BETWEEN}{name}={value}");
        }
        if !self.left.is_empty() {
            custom_id += &format!("{BETWEEN}{LEFT}{}", written(&self.left));
        }
        if length(&custom_id) > ID_MAX || self.shown.is_empty() {
            return None;
        }
        let shown = self.shown.iter().map(|at| &self.form.fields[*at]);
        let mut parts: Vec<Value> = shown.map(|field| labelled(field, known(field))).collect();
        if !self.left.is_empty() && parts.len() < FIELDS_MAX {
            parts.push(self.then(voice));
        }
        let title = shortened(&self.form.title, TITLE_MAX);
        let form = json!({"custom_id": custom_id, "title": title, "components": parts});
        Some(json!({"type": 9, "data": form}))
    }

    /// Whether it is sent now, or the rest filled in before.
    fn then(&self, voice: &Voice) -> Value {
        let left = self.left.iter().map(|at| self.form.fields[*at].label.as_str());
        let left = left.collect::<Vec<_>>().join(", ");
        let option = |words: &Words, value: &str, chosen: bool| {
            let label = shortened(&voice.sentence(words), ID_MAX);
            json!({"label": label, "value": value, "default": chosen})
        };
        json!({
            "type": 18, "label": shortened(&voice.sentence(&say!("form-then")), TITLE_MAX),
            "component": {
                "type": 3, "custom_id": THEN, "required": false, "min_values": 0, "max_values": 1,
                "options": [
                    option(&say!("form-send"), "send", true),
                    option(&say!("form-more", fields = left), GO_ON, false),
                ],
            },
        })
    }
}

fn written(numbers: &[usize]) -> String {
    let numbers: Vec<String> = numbers.iter().map(usize::to_string).collect();
    numbers.join(&NUMBERS.to_string())
}

fn read(numbers: &str) -> Vec<usize> {
    numbers.split(NUMBERS).filter_map(|number| number.parse().ok()).collect()
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

/// What a filled form says; `so_far` is the line of what was filled in before it.
pub fn filled(told: &Told, so_far: Option<&str>) -> Said {
    let mut carried = told.custom_id.split(BETWEEN);
    let id = carried.next().unwrap_or_default();
    let verb = id.split_once('.').and_then(|(noun, verb)| CATALOGUE.verb(noun, verb));
    let Some(verb) = verb else { return Said::Old };
    let (left, carried): (Vec<&str>, Vec<&str>) = carried.partition(|it| it.starts_with(LEFT));
    let carried = carried.into_iter().filter_map(|pair| pair.split_once('='));
    let carried = carried.map(|(name, value)| (name.to_owned(), value.to_owned()));
    let (then, fields): (Vec<_>, Vec<_>) =
        carried.chain(told.components.iter().flat_map(answers)).partition(|(name, _)| name == THEN);
    let Ok(line) = form_line(verb, &fields) else { return Said::Old };
    let line = match so_far {
        Some(before) => {
            let verb = form_line(verb, &[]).unwrap_or_default();
            format!("{before}{}", line.strip_prefix(verb.as_str()).unwrap_or_default())
        }
        None => line,
    };
    let left = left.first().map_or(Vec::new(), |left| read(left.trim_start_matches(LEFT)));
    let form = form(verb);
    let must = left.iter().any(|at| form.fields.get(*at).is_some_and(|field| field.required));
    let goes_on = must || then.iter().any(|(_, value)| value == GO_ON);
    match goes_on && !left.is_empty() && length(&line) <= LINE_MAX {
        true => Said::SoFar { line, go_on: format!("{GO_ON} {id} {}", written(&left)) },
        false => Said::Line(line),
    }
}

/// What a press of [`Said::SoFar`]'s button asks for: the form, and which of its fields. None: it is another button.
pub fn rest(custom_id: &str) -> Option<Said> {
    let (id, left) = custom_id.strip_prefix(GO_ON)?.trim_start().split_once(' ')?;
    Some(Said::Rest { form: id.to_owned(), left: read(left) })
}

/// The line that a message with [`Said::SoFar`] shows.
pub fn so_far(message: &Value) -> Option<&str> {
    let shown = message["embeds"][0]["description"].as_str()?;
    Some(shown.strip_prefix(FENCE)?.strip_suffix(FENCE)?.trim_matches('\n'))
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

#[cfg(test)]
mod tests {
    use baton_commands::voice::{Language, PlainStyle};
    use chrono_tz::Tz;

    use super::*;

    /// How many fields are shown, and what the form carries, of one whose first so many are required.
    fn opened(required: usize) -> (usize, String) {
        let open_verb = CATALOGUE.verb("incident", "open").expect("a verb");
        let mut form = form(open_verb);
        for (nth, field) in form.fields.iter_mut().rev().enumerate() {
            field.required = nth < required;
        }
        let voice = Voice::new(Language::English, Tz::UTC, &PlainStyle);
        let modal = open(&form, &[], &voice).expect("it fits")["data"].clone();
        let parts = modal["components"].as_array().expect("fields");
        let fields = parts.iter().filter(|part| part["component"]["custom_id"] != THEN);
        (fields.count(), modal["custom_id"].as_str().expect("an id").to_owned())
    }

    #[test]
    fn what_is_required_comes_first_and_nobody_is_asked_whether_he_fills_it_in() {
        // The last of seven are made the required ones.
        assert_eq!(opened(2), (4, "incident.open\n+2,3,4".to_owned()));
        assert_eq!(opened(5), (5, "incident.open\n+0,1".to_owned()));
        assert_eq!(opened(7), (5, "incident.open\n+5,6".to_owned()));
    }
}
