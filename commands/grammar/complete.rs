//! What may come next in a line that is being typed.

use std::ops::Range;

use super::fill::Filler;
use super::head::head;
use super::help::about;
use super::quote::quoted_if_needed;
use super::scan::{Scanner, folded, is_blank, is_long_dash};
use super::shape::{Shape, Signature, Slot};
use super::{Catalogue, Context, Misread, Noun, Slash, Verb};

/// The most suggestions given: what the smallest of the platforms shows.
const SUGGESTIONS_MAX: usize = 25;

/// One way to go on: put `text` in place of the bytes `replace` of the line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Suggestion {
    pub replace: Range<usize>,
    pub text: String,
    /// What it means, in a few words; may be empty.
    pub about: String,
}

/// A value that exists.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Offer {
    pub text: String,
    pub about: String,
}

/// Knows which values exist. What the asker may not see, it must not offer (ACC-4).
pub trait Sources {
    /// All values for a value name (`DEPT`, `CLIENT`, `@WHO`, `SERVICE`, `SERIAL`, `ID`) that might go on from
    /// `typed`; for `ID` the noun says of which kind. Filtering is done by the caller.
    fn offers(&self, value_name: &str, noun: &str, typed: &str) -> Vec<Offer>;
}

/// What may stand at `cursor`, a byte position in `line` (moved back to a letter's beginning if it is inside one).
pub fn complete<V>(
    line: &str,
    cursor: usize,
    catalogue: &Catalogue<V>,
    sources: &dyn Sources,
) -> Vec<Suggestion> {
    let cursor = (0..=cursor.min(line.len())).rev().find(|at| line.is_char_boundary(*at));
    let typed = &line[..cursor.unwrap_or(0)];
    let start = typed
        .rfind(is_blank)
        .map_or(0, |at| at + typed[at..].chars().next().map_or(0, char::len_utf8));
    let partial = plain(&typed[start..]);
    let offers = if typed[..start].trim().is_empty() {
        nouns(catalogue)
    } else {
        after_noun(&typed[..start], &partial, catalogue, sources)
    };
    ranked(offers, &partial, start..typed.len())
}

/// What may stand in one field of a verb's form, named by its argument; in a list, in its last place.
pub fn complete_field<V>(
    verb: &Verb<V>,
    field: &str,
    typed: &str,
    sources: &dyn Sources,
) -> Vec<Offer> {
    let tree = verb.tree();
    let signature = Signature::of(verb, &tree);
    let mut slots = signature.positionals.iter().chain(&signature.flags);
    let Some(slot) = slots.find(|slot| slot.arg.get_id() == field) else { return Vec::new() };
    let offers = values(slot, verb.noun, typed, sources, str::to_owned);
    let suggestions = ranked(offers, typed, 0..typed.len());
    suggestions.into_iter().map(|Suggestion { text, about, .. }| Offer { text, about }).collect()
}

/// Those that begin with what is typed, then those that contain it.
fn ranked(offers: Vec<Offer>, partial: &str, replace: Range<usize>) -> Vec<Suggestion> {
    let prefix = partial.to_lowercase();
    let rank = |offer: &Offer| {
        let text = offer.text.to_lowercase();
        let bare = text.trim_start_matches(['@', '/', '"']);
        match text.starts_with(&prefix) || bare.starts_with(&prefix) {
            true => 0,
            false if prefix.len() > 1 && text.contains(&prefix) => 1,
            false => 2,
        }
    };
    let mut offers: Vec<_> = offers.into_iter().filter(|offer| rank(offer) < 2).collect();
    offers.sort_by_key(rank);
    offers.truncate(SUGGESTIONS_MAX);
    let suggestion = |Offer { text, about }| Suggestion { replace: replace.clone(), text, about };
    offers.into_iter().map(suggestion).collect()
}

/// What is typed of the word, with `--` for whatever dash the keyboard made of it.
fn plain(partial: &str) -> String {
    let folded = folded(partial);
    let name = folded.trim_start_matches(is_long_dash);
    if name.len() < folded.len() { format!("--{name}") } else { folded }
}

fn nouns<V>(catalogue: &Catalogue<V>) -> Vec<Offer> {
    let offer = |noun: &Noun| Offer { text: format!("/{}", noun.name), about: noun.about.into() };
    catalogue.nouns.iter().map(offer).collect()
}

/// Verbs, where none is typed yet; else values or flags of the verb.
fn after_noun<V>(
    before: &str,
    partial: &str,
    catalogue: &Catalogue<V>,
    sources: &dyn Sources,
) -> Vec<Offer> {
    let mut scanner = Scanner::new(before);
    let context = Context { thread: None, slash: Slash::Optional };
    let verb = match head(&mut scanner, catalogue, &context) {
        Ok(verb) => verb,
        Err(Misread::HelpAsked { noun, .. }) => return verbs(noun, catalogue),
        Err(_) => return Vec::new(),
    };
    let tree = catalogue.tree(verb);
    let signature = Signature::of(verb, &tree);
    let mut filler = Filler::new(scanner, &signature, None);
    // A line that is being typed is seldom whole; what could be read of it tells what comes next.
    let _ = filler.run();
    if partial.starts_with('-') {
        return flags(&signature, &filler);
    }
    let in_list = before.trim_end().ends_with([',', '，', '、']);
    let awaited = if in_list { filler.last_list() } else { filler.awaited() };
    let written = |value: &str| quoted_if_needed(value).into_owned();
    let offered = awaited.map(|slot| values(&slot, verb.noun, partial, sources, written));
    let mut offers = offered.unwrap_or_default();
    if partial.is_empty() && !in_list && !filler.is_pending() {
        offers.extend(flags(&signature, &filler));
    }
    offers
}

fn verbs<V>(noun: Option<&str>, catalogue: &Catalogue<V>) -> Vec<Offer> {
    let Some(noun) = noun else { return Vec::new() };
    let offer = |verb: &Verb<V>| Offer { text: verb.name.to_owned(), about: about(verb) };
    catalogue.verbs_of(noun).map(offer).collect()
}

fn flags(signature: &Signature<'_>, filler: &Filler<'_>) -> Vec<Offer> {
    let open = signature
        .flags
        .iter()
        .filter(|slot| !slot.arg.is_hide_set() && (slot.repeats() || !filler.has(slot)));
    let offer = |slot: &Slot<'_>| Offer {
        text: format!("--{}", slot.arg.get_long().unwrap_or_default()),
        about: slot.arg.get_help().map_or_else(String::new, ToString::to_string),
    };
    open.map(offer).collect()
}

/// The values of an argument, each as it is written there; in a list, of its last place.
fn values(
    slot: &Slot<'_>,
    noun: &str,
    partial: &str,
    sources: &dyn Sources,
    written: impl Fn(&str) -> String,
) -> Vec<Offer> {
    let (done, last) = match partial.rsplit_once(',').filter(|_| slot.list) {
        Some((done, last)) => (format!("{done},"), last),
        None => (String::new(), partial),
    };
    let choices = slot.choices();
    let offers: Vec<Offer> = match slot.shape {
        Shape::Text | Shape::Switch => return Vec::new(),
        Shape::Moment => times(),
        _ if choices.is_empty() => sources.offers(slot.value_name(), noun, last),
        _ => choices.into_iter().map(|text| Offer { text, about: String::new() }).collect(),
    };
    let whole = |offer: Offer| Offer {
        text: format!("{done}{}", written(&offer.text)),
        about: offer.about,
    };
    offers.into_iter().map(whole).collect()
}

fn times() -> Vec<Offer> {
    let offer = |text: &str| Offer { text: text.to_owned(), about: String::new() };
    ["today", "tomorrow", "mon", "tue", "wed", "thu", "fri", "+1h", "+4h"].map(offer).to_vec()
}
