//! Buttons and filled forms in brackets: `[Acknowledge INC-7]`, `[Submit incident.open title="Shop down"]`.

use super::form::{form, form_line};
use super::quote::is_any_quote;
use super::scan::{Scanner, Unclosed, folded};
use super::{Catalogue, Misread, Verb, nearest};
use crate::ids::RecordId;

/// The line that a press or a submission stands for. With or without the brackets.
///
/// Errors: a label, form or field that doesn't exist, with the ones that do.
pub fn press<V>(pressed: &str, catalogue: &Catalogue<V>) -> Result<String, Misread> {
    let pressed = pressed.trim();
    let inside = pressed.strip_prefix(['[', '［']).unwrap_or(pressed);
    let inside = inside.strip_suffix([']', '］']).unwrap_or(inside).trim();
    match inside.split_once(char::is_whitespace) {
        Some((submit, form)) if submit.eq_ignore_ascii_case("submit") => {
            submission(form, catalogue)
        }
        _ => button(inside, catalogue),
    }
}

fn button<V>(typed: &str, catalogue: &Catalogue<V>) -> Result<String, Misread> {
    let typed = folded(typed);
    let (label, record) = label_and_record(&typed);
    let has_label = |verb: &&Verb<V>| verb.buttons.iter().any(|l| l.eq_ignore_ascii_case(label));
    let of = |kind| catalogue.verbs().filter(move |verb| verb.record == kind).find(has_label);
    // A verb of no kind may still be about a record: `[Why this ping INC-7]`.
    let verb = of(record.map(|record| record.kind)).or_else(|| of(None));
    let verb = verb.ok_or_else(|| unknown_button(label, record, catalogue))?;
    Ok(match record {
        Some(record) => format!("{} {record}", verb.full_name()),
        None => verb.full_name().to_string(),
    })
}

/// The record is the last word, or the last two: `Take lead INC-7`, `Hold inc 7`.
fn label_and_record(typed: &str) -> (&str, Option<RecordId>) {
    let blanks = typed.rmatch_indices(char::is_whitespace).take(2);
    for (at, _) in blanks {
        if let Ok(record) = typed[at..].parse() {
            return (typed[..at].trim(), Some(record));
        }
    }
    (typed.trim(), None)
}

fn unknown_button<V>(label: &str, record: Option<RecordId>, catalogue: &Catalogue<V>) -> Misread {
    let kind = record.map(|record| record.kind);
    // What is for any record is for this one too.
    let own = catalogue.verbs().filter(|verb| verb.record == kind);
    let any = catalogue.verbs().filter(|verb| verb.record.is_none() && kind.is_some());
    let here = own.chain(any);
    let labels: Vec<String> =
        here.flat_map(|verb| verb.buttons).map(|label| (*label).to_owned()).collect();
    let near = nearest(label, labels.iter().map(String::as_str)).map(str::to_owned);
    let hint = match (near.as_ref().or(labels.first()), record) {
        (Some(label), Some(record)) => format!("[{label} {record}]"),
        (Some(label), None) => format!("[{label}]"),
        (None, _) => "/baton help".to_owned(),
    };
    Misread::UnknownButton { typed: label.to_owned(), nearest: near, labels, hint }
}

/// `incident.open title="Shop down" severity=2`; the form also as `incident-open` or `incident open`.
fn submission<V>(typed: &str, catalogue: &Catalogue<V>) -> Result<String, Misread> {
    let mut scanner = Scanner::new(typed);
    let verb = form_named(&mut scanner, catalogue)?;
    let fields = fields(&mut scanner, verb).map_err(|open| Misread::Unbalanced {
        rest: open.0.to_owned(),
        hint: format!("[Submit {typed}\"]"),
    })?;
    form_line(verb, &fields)
}

/// `name=value` pairs. A value of several words may do without quotes.
fn fields<'a, V>(
    scanner: &mut Scanner<'a>,
    verb: &Verb<V>,
) -> Result<Vec<(String, String)>, Unclosed<'a>> {
    let names: Vec<String> = form(verb).fields.into_iter().map(|field| field.name).collect();
    let mut fields: Vec<(String, String)> = Vec::new();
    let mut is_open = false;
    while let Some(word) = scanner.word()? {
        let pair = word.text.split_once('=').filter(|(name, _)| !is_open || is_like(name, &names));
        match (pair, fields.last_mut()) {
            (Some((name, value)), _) => fields.push((name.to_owned(), value.to_owned())),
            (None, Some((_, value))) => value.extend([" ", &word.text]),
            (None, None) => fields.push((word.text.clone().into_owned(), String::new())),
        }
        is_open = !word.raw.ends_with(is_any_quote);
    }
    Ok(fields)
}

/// Whether it is a field's name or a slip of one, and not the `a=b` of a text without quotes.
fn is_like(name: &str, names: &[String]) -> bool {
    nearest(&name.replace('-', "_"), names.iter().map(String::as_str)).is_some()
}

fn form_named<'c, V>(
    scanner: &mut Scanner<'_>,
    catalogue: &'c Catalogue<V>,
) -> Result<&'c Verb<V>, Misread> {
    let typed = scanner.word().ok().flatten().map_or(String::new(), |word| word.text.into_owned());
    let after_first = scanner.at();
    let second = scanner.word().ok().flatten().map_or(String::new(), |word| word.text.into_owned());
    let candidates = [typed.clone(), format!("{typed}.{second}")];
    for (candidate, end) in candidates.iter().zip([after_first, scanner.at()]) {
        if let Some(verb) = catalogue.verbs().find(|verb| is_form(verb, candidate, catalogue)) {
            scanner.jump(end);
            return Ok(verb);
        }
    }
    let forms: Vec<String> =
        catalogue.verbs().map(|verb| format!("{}.{}", verb.noun, verb.name)).collect();
    let near = nearest(&typed, forms.iter().map(String::as_str)).map(str::to_owned);
    let hint = near.as_ref().map_or("/baton help".to_owned(), |near| format!("[Submit {near}]"));
    Err(Misread::UnknownButton {
        typed: format!("Submit {typed}"),
        nearest: near,
        labels: forms,
        hint,
    })
}

fn is_form<V>(verb: &Verb<V>, typed: &str, catalogue: &Catalogue<V>) -> bool {
    let nouns = catalogue.nouns.iter().find(|noun| noun.name == verb.noun);
    let names: Vec<&str> = nouns.map_or(vec![verb.noun], |noun| noun.names().collect());
    let typed = typed.trim_start_matches('/').to_lowercase();
    names.iter().any(|noun| {
        let rest = typed.strip_prefix(noun).and_then(|rest| rest.strip_prefix(['.', '-']));
        rest == Some(verb.name)
    })
}
