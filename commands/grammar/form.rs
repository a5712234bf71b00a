//! A verb as a form: one field for each of its words, and the line a filled form stands for.

use std::ops::Not;

use super::shape::{Shape, Signature, Slot};
use super::{DRY_RUN, Misread, OVERRIDE, Verb, nearest};

/// What a platform needs to show a verb's form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Form {
    /// `incident.open`
    pub id: String,
    /// The one-line description of the verb.
    pub title: String,
    pub fields: Vec<Field>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Field {
    /// The argument's id, which a submission names it by.
    pub name: String,
    pub label: String,
    /// What to write, in a sentence; may be empty.
    pub help: String,
    pub required: bool,
    /// Takes a list with commas, or may be given again.
    pub many: bool,
    /// The values allowed; empty when any will do.
    pub choices: Vec<String>,
    pub kind: FieldKind,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FieldKind {
    /// A text of one line.
    Line,
    /// A text that may be long.
    Paragraph,
    /// On or off: `yes` or nothing.
    Switch,
    /// One of the choices.
    Choice,
    /// A time as people type it.
    Time,
    /// `START..END`
    Stretch,
    /// Something that can be looked up under this value name: `DEPT`, `CLIENT`, `@WHO`, `ID`.
    Lookup(String),
}

/// The form of a verb, from its clap tree. `--dry-run` and `--override` are not in it: see [`fields_of_a_deed`].
pub fn form<V>(verb: &Verb<V>) -> Form {
    let tree = verb.tree();
    let signature = Signature::of(verb, &tree);
    let title = tree.get_about().map_or_else(|| verb.full_name().to_string(), ToString::to_string);
    let slots = slots(&signature).filter(|slot| !slot.arg.is_hide_set());
    Form {
        id: format!("{}.{}", verb.noun, verb.name),
        title,
        fields: slots.map(|slot| slot.field()).collect(),
    }
}

/// The fields that all verbs which change something have beside those of their form: `--dry-run` and `--override`.
/// [`form_line`] takes them too.
pub fn fields_of_a_deed<V>(verb: &Verb<V>) -> Vec<Field> {
    let tree = verb.tree();
    let signature = Signature::of(verb, &tree);
    signature.flags.iter().filter(|slot| is_of_a_deed(slot)).map(Slot::field).collect()
}

fn is_of_a_deed(slot: &Slot<'_>) -> bool {
    matches!(slot.arg.get_id().as_str(), DRY_RUN | OVERRIDE)
}

fn slots<'s>(signature: &'s Signature<'s>) -> impl Iterator<Item = &'s Slot<'s>> {
    let flags = signature.flags.iter().filter(|slot| !is_of_a_deed(slot));
    signature.positionals.iter().chain(flags)
}

impl Slot<'_> {
    fn field(&self) -> Field {
        let name = self.arg.get_id().to_string();
        let choices = self.choices();
        let kind = match self.shape {
            Shape::Switch => FieldKind::Switch,
            Shape::Moment => FieldKind::Time,
            Shape::Stretch => FieldKind::Stretch,
            Shape::Text if self.value_name() == "TITLE" => FieldKind::Line,
            Shape::Text => FieldKind::Paragraph,
            Shape::Word | Shape::Record(_) if !choices.is_empty() => FieldKind::Choice,
            Shape::Word | Shape::Record(_) => FieldKind::Lookup(self.value_name().to_owned()),
        };
        Field {
            label: label(self.arg.get_long().unwrap_or(&name)),
            help: self.arg.get_help().map_or_else(String::new, ToString::to_string),
            required: self.arg.is_required_set(),
            many: self.list || self.repeats(),
            name,
            choices,
            kind,
        }
    }

    fn is_named(&self, field: &str) -> bool {
        let same = |name: &str| name.replace('_', "-").eq_ignore_ascii_case(field);
        same(self.arg.get_id().as_str()) || self.arg.get_long().is_some_and(same)
    }
}

/// `ack_within` as `Ack within`.
fn label(name: &str) -> String {
    let words = name.replace(['_', '-'], " ");
    let mut letters = words.chars();
    letters
        .next()
        .map_or_else(String::new, |first| first.to_uppercase().to_string() + letters.as_str())
}

/// The line that a filled form stands for. Empty fields are left out; fields may come in any order.
///
/// Errors: a field the form doesn't have.
pub fn form_line<V>(verb: &Verb<V>, fields: &[(String, String)]) -> Result<String, Misread> {
    let tree = verb.tree();
    let signature = Signature::of(verb, &tree);
    for (typed, _) in fields {
        if find(&signature, typed).is_none() {
            return Err(unknown_field(&signature, typed));
        }
    }
    let mut line = verb.full_name().to_string();
    for slot in signature.positionals.iter().chain(&signature.flags) {
        let filled = fields.iter().filter(|(name, value)| {
            slot.is_named(&name.replace('_', "-")) && !value.trim().is_empty()
        });
        filled.for_each(|(_, value)| slot.write_field(value.trim(), &mut line));
    }
    Ok(line)
}

impl Slot<'_> {
    fn write_field(&self, value: &str, line: &mut String) {
        if self.shape == Shape::Switch {
            let on = matches!(value.to_lowercase().as_str(), "no" | "false" | "off" | "0").not();
            line.extend(on.then(|| format!(" {}", self.label())));
            return;
        }
        if let Some(long) = self.arg.get_long() {
            line.extend([" --", long]);
        }
        line.extend([" ", &self.written(value)]);
    }
}

fn find<'s>(signature: &'s Signature<'s>, typed: &str) -> Option<&'s Slot<'s>> {
    let typed = typed.replace('_', "-");
    signature.positionals.iter().chain(&signature.flags).find(|slot| slot.is_named(&typed))
}

fn unknown_field(signature: &Signature<'_>, typed: &str) -> Misread {
    let fields: Vec<String> = slots(signature).map(|slot| slot.arg.get_id().to_string()).collect();
    let nearest = nearest(typed, fields.iter().map(String::as_str)).map(str::to_owned);
    Misread::UnknownField { verb: signature.name, typed: typed.to_owned(), nearest, fields }
}
