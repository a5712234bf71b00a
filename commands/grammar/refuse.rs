//! What clap found wrong, as a misread.

use std::error::Error as _;

use clap::error::{ContextKind, ContextValue, ErrorKind};

use super::fill::Filled;
use super::head::replaced;
use super::scan::{Scanner, Word};
use super::shape::Signature;
use super::{Misread, Wanted, nearest};
use crate::ids::BadName;

/// The misread for an error of clap's. `scanner` stands before the verb's own words.
pub(super) fn misread(
    error: &clap::Error,
    signature: &Signature<'_>,
    filled: &Filled,
    scanner: &Scanner<'_>,
) -> Misread {
    let verb = signature.name;
    match error.kind() {
        ErrorKind::MissingRequiredArgument => {
            let what = context(error, ContextKind::InvalidArg);
            let hint = signature.example_about(&filled.given);
            Misread::Missing { verb, what, given: filled.given.clone(), hint }
        }
        ErrorKind::ArgumentConflict => conflict(error, signature, filled),
        _ => bad_value(error, signature, filled, scanner),
    }
}

fn conflict(error: &clap::Error, signature: &Signature<'_>, filled: &Filled) -> Misread {
    let one = context(error, ContextKind::InvalidArg).join(" ");
    let prior = context(error, ContextKind::PriorArg);
    let other = if prior.is_empty() { one.clone() } else { prior.join(" ") };
    Misread::Conflict {
        verb: signature.name,
        one,
        other,
        hint: signature.example_about(&filled.given),
    }
}

fn bad_value(
    error: &clap::Error,
    signature: &Signature<'_>,
    filled: &Filled,
    scanner: &Scanner<'_>,
) -> Misread {
    let word = context(error, ContextKind::InvalidArg).join(" ");
    let typed = context(error, ContextKind::InvalidValue).join(" ");
    let choices = context(error, ContextKind::ValidValue);
    let wanted = if !choices.is_empty() {
        let nearest = nearest(&typed, choices.iter().map(String::as_str)).map(str::to_owned);
        Wanted::OneOf { choices, nearest }
    } else if let Some(bad) = error.source().and_then(|source| source.downcast_ref::<BadName>()) {
        Wanted::A(bad.wanted.to_owned())
    } else {
        let why = error.source().map_or_else(|| error.kind().to_string(), ToString::to_string);
        Wanted::Because(why)
    };
    let hint = mended(&typed, &wanted, scanner);
    let hint = hint.unwrap_or_else(|| signature.example_about(&filled.given));
    let wanted = Box::new(wanted);
    Misread::BadValue { verb: signature.name, word, typed, wanted, hint }
}

/// The line with the nearest choice in place of what was typed.
fn mended(typed: &str, wanted: &Wanted, scanner: &Scanner<'_>) -> Option<String> {
    let Wanted::OneOf { nearest: Some(nearest), .. } = wanted else { return None };
    let at = scanner.at() + scanner.rest().find(typed)?;
    let raw = &scanner.line()[at..at + typed.len()];
    let word = Word { text: raw.into(), raw, at, quoted: false };
    Some(replaced(scanner.line(), &word, nearest))
}

/// What clap knows under `kind`, as usage would show it to a person: no angle brackets.
fn context(error: &clap::Error, kind: ContextKind) -> Vec<String> {
    let plain = |text: &String| match kind {
        ContextKind::InvalidArg | ContextKind::PriorArg => {
            text.replace(['<', '>'], "").trim_end_matches("...").to_owned()
        }
        _ => text.clone(),
    };
    match error.get(kind) {
        Some(ContextValue::String(text)) => vec![plain(text)],
        Some(ContextValue::Strings(texts)) => texts.iter().map(plain).collect(),
        _ => Vec::new(),
    }
}
