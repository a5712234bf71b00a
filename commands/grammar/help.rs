//! Help, from the same tree the line is read by: all nouns, one noun, one verb.

use super::shape::{Shape, Signature, Slot, examples};
use super::{Catalogue, Noun, Verb};

/// The width that help is never narrower than, in characters.
const WIDTH_MIN: usize = 40;

/// Lines that fit in `width` characters: the overview, a noun's verbs, or a verb's words.
///
/// A noun or verb that doesn't exist gives the page above it.
pub fn help<V>(
    catalogue: &Catalogue<V>,
    noun: Option<&str>,
    verb: Option<&str>,
    width: usize,
) -> Vec<String> {
    let width = width.max(WIDTH_MIN);
    let Some(noun) = noun.and_then(|name| catalogue.noun(name)) else {
        return overview(catalogue, width);
    };
    match verb.and_then(|name| catalogue.verb(noun.name, name)) {
        Some(verb) => verb_page(verb, width),
        None => noun_page(catalogue, noun, width),
    }
}

fn overview<V>(catalogue: &Catalogue<V>, width: usize) -> Vec<String> {
    let mut lines = wrapped("What can be said, by noun", 0, width);
    let rows: Vec<_> =
        catalogue.nouns.iter().map(|noun| (titled(noun), noun.about.into())).collect();
    lines.extend(table(&rows, width));
    lines.push(String::new());
    lines.extend(wrapped(
        "`/baton help NOUN` lists its verbs, `/baton help NOUN VERB` its words.",
        0,
        width,
    ));
    lines
}

fn noun_page<V>(catalogue: &Catalogue<V>, noun: &Noun, width: usize) -> Vec<String> {
    let mut lines = wrapped(&format!("{}: {}", titled(noun), noun.about), 0, width);
    let rows: Vec<_> =
        catalogue.verbs_of(noun.name).map(|verb| (verb.name.to_owned(), about(verb))).collect();
    lines.extend(table(&rows, width));
    lines
}

/// `/incident, /inc`
pub(super) fn titled(noun: &Noun) -> String {
    noun.names().map(|name| format!("/{name}")).collect::<Vec<_>>().join(", ")
}

/// The first line of what a verb does.
pub(super) fn about<V>(verb: &Verb<V>) -> String {
    let command = (verb.command)();
    command.get_about().map_or_else(String::new, |about| first_line(&about.to_string()).to_owned())
}

fn first_line(text: &str) -> &str {
    text.lines().next().unwrap_or_default()
}

fn verb_page<V>(verb: &Verb<V>, width: usize) -> Vec<String> {
    let tree = verb.tree();
    let signature = Signature::of(verb, &tree);
    let mut lines = Vec::new();
    let does = tree.get_long_about().or(tree.get_about()).map(ToString::to_string);
    for paragraph in does.unwrap_or_default().lines() {
        lines.extend(wrapped(paragraph, 0, width));
    }
    lines.push(String::new());
    lines.extend(usage(&signature, width));
    for (title, slots) in [("Words", &signature.positionals), ("Flags", &signature.flags)] {
        let rows = rows(slots);
        if !rows.is_empty() {
            lines.extend([String::new(), title.to_owned()]);
            lines.extend(table(&rows, width));
        }
    }
    let examples = examples(&tree);
    if !examples.is_empty() {
        lines.extend([String::new(), "Examples".to_owned()]);
        lines.extend(examples.iter().flat_map(|line| wrapped(&format!("  {line}"), 6, width)));
    }
    if !verb.buttons.is_empty() {
        lines.push(String::new());
        lines.extend(wrapped(&format!("Buttons: {}", verb.buttons.join(", ")), 2, width));
    }
    lines
}

/// The usage line; what stands in brackets stays together.
fn usage(signature: &Signature<'_>, width: usize) -> Vec<String> {
    const KEPT: &str = "\u{a0}";
    let usage = signature.usage();
    let together: String = usage
        .split_inclusive([' ', ']'])
        .scan(false, |in_brackets, part| {
            *in_brackets = (*in_brackets || part.starts_with('[')) && !part.ends_with(']');
            Some(if *in_brackets { part.replace(' ', KEPT) } else { part.to_owned() })
        })
        .collect();
    wrapped(&together, 4, width).into_iter().map(|line| line.replace(KEPT, " ")).collect()
}

/// Each argument with what it means.
pub(super) fn rows(slots: &[Slot<'_>]) -> Vec<(String, String)> {
    let shown = slots.iter().filter(|slot| !slot.arg.is_hide_set());
    shown.map(|slot| (slot.label(), meaning(slot))).collect()
}

fn meaning(slot: &Slot<'_>) -> String {
    let help = slot.arg.get_help().map_or_else(|| usual(slot), ToString::to_string);
    let mut parts: Vec<String> = vec![help].into_iter().filter(|help| !help.is_empty()).collect();
    let choices = slot.choices();
    if !choices.is_empty() {
        parts.push(format!("one of {}", choices.join(", ")));
    }
    if slot.repeats() && !slot.list && slot.shape != Shape::Switch {
        parts.push("may be said again".to_owned());
    }
    parts.join("; ")
}

/// What words mean that mean the same in every verb.
fn usual(slot: &Slot<'_>) -> String {
    let meaning = match slot.shape {
        Shape::Record(Some(kind)) if slot.arg.is_positional() => {
            let (prefix, lower) = (kind.prefix(), kind.prefix().to_lowercase());
            return format!("`{prefix}-7`, `{lower} 7` or `#7`; may be left out in its own thread");
        }
        Shape::Record(None) => "A record, such as `INC-7`",
        Shape::Moment => "`14:30`, `tomorrow 09:00`, `2026-03-02 09:00` or `+2h`",
        Shape::Stretch => "Such as `mon 22:00..02:00`",
        Shape::Text => "The rest of the line; quotes are optional",
        _ if slot.value_name() == "@WHO" => "`@handle`, or a mention",
        Shape::Record(_) | Shape::Switch | Shape::Word => "",
    };
    meaning.to_owned()
}

/// Two columns; the second wraps under itself.
fn table(rows: &[(String, String)], width: usize) -> Vec<String> {
    let widest = rows.iter().map(|(name, _)| name.chars().count()).max().unwrap_or(0);
    let column = widest.min(width / 3);
    let mut lines = Vec::new();
    for (name, meaning) in rows {
        let indent = column + 4;
        let fits = name.chars().count() <= column;
        if !fits {
            lines.extend(wrapped(&format!("  {name}"), 4, width));
        }
        let first = if fits { name.as_str() } else { "" };
        let row = format!("  {first:column$}  {meaning}");
        if fits || !meaning.is_empty() {
            lines.extend(wrapped(row.trim_end(), indent, width));
        }
    }
    lines
}

/// `text` in lines of at most `width` characters, each but the first indented. Blanks inside a line are kept.
pub(super) fn wrapped(text: &str, indent: usize, width: usize) -> Vec<String> {
    let mut lines = Vec::new();
    let mut line: Vec<char> = text.chars().collect();
    let indent = indent.min(width / 2);
    while line.len() > width {
        let beginning = line.iter().take_while(|c| **c == ' ').count().max(indent) + 1;
        let blank = (beginning..=width).rev().find(|at| line[*at] == ' ');
        let at = blank.unwrap_or(width);
        let rest: String = line[at..].iter().collect();
        lines.push(line[..at].iter().collect::<String>().trim_end().to_owned());
        line = std::iter::repeat_n(' ', indent).chain(rest.trim_start().chars()).collect();
    }
    lines.push(line.into_iter().collect::<String>().trim_end().to_owned());
    lines
}
