//! What each argument of a verb takes from the line: told by its type, else by its value name.

use std::any::TypeId;
use std::borrow::Cow;

use clap::{Arg, ArgAction, Command};

use super::quote::{quoted, quoted_if_needed};
use super::{Moment, Stretch, Text, Verb, VerbName};
use crate::ids::{RecordId, RecordKind};

/// How the words for an argument are read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Shape {
    /// A flag without a value.
    Switch,
    /// The rest of the line, up to the next flag.
    Text,
    /// A record of that kind; None: of any.
    Record(Option<RecordKind>),
    Moment,
    Stretch,
    Word,
}

/// One argument of a verb.
#[derive(Debug, Clone, Copy)]
pub(super) struct Slot<'c> {
    pub arg: &'c Arg,
    pub shape: Shape,
    /// Takes a list with commas.
    pub list: bool,
    /// How many words may follow, commas aside.
    pub words_max: usize,
}

/// All arguments of a verb.
#[derive(Debug)]
pub(super) struct Signature<'c> {
    pub name: VerbName,
    pub record: Option<RecordKind>,
    pub positionals: Vec<Slot<'c>>,
    pub flags: Vec<Slot<'c>>,
    tree: &'c Command,
}

impl<'c> Slot<'c> {
    fn new(arg: &'c Arg, record: Option<RecordKind>) -> Self {
        let list = arg.get_value_delimiter().is_some();
        let most = arg.get_num_args().map_or(1, |count| count.max_values());
        Slot { arg, shape: shape(arg, record), list, words_max: if list { 1 } else { most } }
    }

    pub(super) fn value_name(&self) -> &'c str {
        value_name(self.arg)
    }

    /// As usage shows it: `TITLE`, `--severity N`, `--restricted`.
    pub(super) fn label(&self) -> String {
        match self.arg.get_long() {
            Some(long) if self.shape == Shape::Switch => format!("--{long}"),
            Some(long) => format!("--{long} {}{}", self.value_name(), self.more()),
            None => format!("{}{}", self.value_name(), self.more()),
        }
    }

    fn more(&self) -> &'static str {
        if self.list { ",…" } else { "" }
    }

    /// A value as it stands in a line. Texts are always in quotes: they end where the line doesn't.
    pub(super) fn written<'v>(&self, value: &'v str) -> Cow<'v, str> {
        match self.shape {
            Shape::Text => Cow::Owned(quoted(value)),
            _ => quoted_if_needed(value),
        }
    }

    /// Whether it can be said again.
    pub(super) fn repeats(&self) -> bool {
        matches!(self.arg.get_action(), ArgAction::Append)
    }

    /// Values that are allowed, in the order they were declared.
    pub(super) fn choices(&self) -> Vec<String> {
        if self.shape == Shape::Switch {
            return Vec::new();
        }
        let shown = self.arg.get_possible_values().into_iter().filter(|value| !value.is_hide_set());
        shown.map(|value| value.get_name().to_owned()).collect()
    }
}

impl<'c> Signature<'c> {
    /// Of a verb's built tree.
    pub(super) fn of<V>(verb: &Verb<V>, tree: &'c Command) -> Self {
        let slot = |arg: &'c Arg| Slot::new(arg, verb.record);
        let mut positionals: Vec<_> = tree.get_positionals().collect();
        positionals.sort_by_key(|arg| arg.get_index());
        let mut flags: Vec<_> = tree.get_arguments().filter(|arg| !arg.is_positional()).collect();
        flags.sort_by_key(|arg| arg.get_display_order());
        Signature {
            name: verb.full_name(),
            record: verb.record,
            positionals: positionals.into_iter().map(slot).collect(),
            flags: flags.into_iter().filter(|arg| arg.get_long().is_some()).map(slot).collect(),
            tree,
        }
    }

    pub(super) fn flag(&self, name: &str) -> Option<&Slot<'c>> {
        self.flags.iter().find(|slot| {
            let also = slot.arg.get_all_aliases().unwrap_or_default();
            slot.arg.get_long() == Some(name) || also.contains(&name)
        })
    }

    pub(super) fn flag_names(&self) -> impl Iterator<Item = &'c str> {
        let shown = self.flags.iter().filter(|slot| !slot.arg.is_hide_set());
        shown.filter_map(|slot| slot.arg.get_long())
    }

    /// `/incident open TITLE --severity N [--client SLUG]`
    pub(super) fn usage(&self) -> String {
        let mut usage = self.name.to_string();
        for slot in
            self.positionals.iter().chain(&self.flags).filter(|slot| !slot.arg.is_hide_set())
        {
            let label = slot.label();
            let open_ended = if slot.repeats() && !slot.list { "…" } else { "" };
            let word = if slot.arg.is_required_set() { label } else { format!("[{label}]") };
            usage.extend([" ", &word, open_ended]);
        }
        usage
    }

    /// A line to copy: the first example, else the name and what is required.
    pub(super) fn example(&self) -> String {
        if let Some(example) = examples(self.tree).into_iter().next() {
            return example;
        }
        let all = self.positionals.iter().chain(&self.flags);
        let required = all.filter(|slot| slot.arg.is_required_set()).map(Slot::label);
        std::iter::once(self.name.to_string()).chain(required).collect::<Vec<_>>().join(" ")
    }

    /// The example, about the record that was named, so that what is copied does not change another one.
    pub(super) fn example_about(&self, given: &[(String, String)]) -> String {
        let example = self.example();
        let is_id = |word: &str| {
            word.parse::<RecordId>().is_ok_and(|id| self.record.is_none_or(|kind| id.kind == kind))
        };
        let named = given.iter().find(|(name, value)| name == "id" && is_id(value));
        let shown = example.split(' ').find(|word| is_id(word));
        match (named, shown) {
            (Some((_, named)), Some(shown)) => example.replacen(shown, named, 1),
            _ => example,
        }
    }
}

/// The lines of the help's end that begin with a slash.
pub(super) fn examples(tree: &Command) -> Vec<String> {
    let Some(after) = tree.get_after_help() else { return Vec::new() };
    let after = after.to_string();
    after.lines().map(str::trim).filter(|line| line.starts_with('/')).map(str::to_owned).collect()
}

pub(super) fn value_name(arg: &Arg) -> &str {
    arg.get_value_names().and_then(|names| names.first()).map_or("VALUE", |name| name.as_str())
}

fn shape(arg: &Arg, record: Option<RecordKind>) -> Shape {
    if !arg.get_action().takes_values() {
        return Shape::Switch;
    }
    let value = arg.get_value_parser().type_id();
    let typed = [
        (TypeId::of::<Text>(), Shape::Text),
        (TypeId::of::<Moment>(), Shape::Moment),
        (TypeId::of::<Stretch>(), Shape::Stretch),
    ];
    if let Some((_, shape)) = typed.into_iter().find(|(own, _)| value == *own) {
        return shape;
    }
    match value_name(arg) {
        "TEXT" | "TITLE" => Shape::Text,
        "TIME" | "START" | "END" | "DATE" => Shape::Moment,
        "WINDOW" | "START..END" => Shape::Stretch,
        "ID" => Shape::Record(record),
        "TASK" => Shape::Record(Some(RecordKind::Task)),
        name => kind_of_prefix(name).map_or(Shape::Word, |kind| Shape::Record(Some(kind))),
    }
}

/// The record kind with the prefix `name`, such as `INC`.
fn kind_of_prefix(name: &str) -> Option<RecordKind> {
    let is_prefix = name.len() <= 4 && name.bytes().all(|b| b.is_ascii_uppercase());
    let id: RecordId = if is_prefix { format!("{name}-1").parse().ok()? } else { return None };
    Some(id.kind)
}
