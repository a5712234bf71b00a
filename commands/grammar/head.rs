//! The head of a line: which noun, which verb.

use super::scan::{Scanner, Word, folded};
use super::{Catalogue, Context, Misread, Noun, Slash, Verb, nearest};

/// Every noun can be reached through the bot's own command: `/baton incident open …`.
const HOUSE: &str = "baton";

/// Reads noun and verb; `scanner` then stands before the verb's own words.
pub(super) fn head<'c, V>(
    scanner: &mut Scanner<'_>,
    catalogue: &'c Catalogue<V>,
    context: &Context,
) -> Result<&'c Verb<V>, Misread> {
    let first = word(scanner).ok_or(Misread::NotACommand)?;
    let has_slash = first.text.starts_with('/');
    if !has_slash && context.slash == Slash::Required {
        return Err(Misread::NotACommand);
    }
    let noun = noun(scanner, &first, catalogue)?;
    let Some(typed) = word(scanner) else {
        return Err(Misread::HelpAsked { noun: noun.map(|noun| noun.name), verb: None });
    };
    let lower = typed.text.to_lowercase();
    if matches!(lower.as_str(), "help" | "--help" | "-h" | "—help" | "–help" | "?") {
        return Err(help_asked(scanner, noun, catalogue));
    }
    let verb = noun.and_then(|noun| catalogue.verb(noun.name, &lower));
    verb.ok_or_else(|| match noun {
        Some(noun) => unknown_verb(scanner, &typed, noun, catalogue),
        None => unknown_noun(scanner, &typed, catalogue),
    })
}

/// The noun that `first` names, or the one after `/baton`. None: the bot's own command, and it has no verbs.
fn noun<V>(
    scanner: &mut Scanner<'_>,
    first: &Word<'_>,
    catalogue: &Catalogue<V>,
) -> Result<Option<&'static Noun>, Misread> {
    let name = first.text.trim_start_matches('/');
    if name.eq_ignore_ascii_case(HOUSE) {
        let mut ahead = scanner.clone();
        let next = word(&mut ahead);
        let inner = next.and_then(|word| catalogue.noun(word.text.trim_start_matches('/')));
        if inner.is_some() {
            *scanner = ahead;
            return Ok(inner);
        }
        return Ok(catalogue.noun(HOUSE));
    }
    if matches!(name, "help" | "?") {
        return Err(help_asked(scanner, None, catalogue));
    }
    let noun = catalogue.noun(name);
    if noun.is_none() && !first.text.starts_with('/') {
        return Err(Misread::NotACommand);
    }
    noun.map(Some).ok_or_else(|| unknown_noun(scanner, first, catalogue))
}

/// The noun and verb that words after `help` name, as far as they name any.
fn help_asked<V>(
    scanner: &mut Scanner<'_>,
    noun: Option<&'static Noun>,
    catalogue: &Catalogue<V>,
) -> Misread {
    let mut noun = noun.filter(|noun| noun.name != HOUSE);
    let mut next = word(scanner);
    if noun.is_none() {
        let named = next.as_ref().map(|word| word.text.trim_start_matches('/').to_owned());
        noun = named.and_then(|name| catalogue.noun(&name));
        next = word(scanner);
    }
    let verb = noun.zip(next).and_then(|(noun, verb)| catalogue.verb(noun.name, &verb.text));
    Misread::HelpAsked { noun: noun.map(|noun| noun.name), verb: verb.map(|verb| verb.name) }
}

fn unknown_noun<V>(scanner: &Scanner<'_>, typed: &Word<'_>, catalogue: &Catalogue<V>) -> Misread {
    let name = typed.text.trim_start_matches('/');
    let names = catalogue.nouns.iter().flat_map(Noun::names);
    let near =
        verb_without_noun(name, catalogue).or_else(|| nearest(name, names).map(str::to_owned));
    let hint = match &near {
        Some(near) => replaced(scanner.line(), typed, &format!("/{near}")),
        None => format!("/{HOUSE} help"),
    };
    let nearest = near.map(|near| format!("/{near}"));
    Misread::UnknownNoun { typed: name.to_owned(), nearest, hint }
}

/// `/ack 7`: the verb alone, if only one noun has it.
fn verb_without_noun<V>(name: &str, catalogue: &Catalogue<V>) -> Option<String> {
    let mut found = catalogue.verbs().filter(|verb| verb.name.eq_ignore_ascii_case(name));
    let only = found.next().filter(|_| found.next().is_none())?;
    Some(format!("{} {}", only.noun, only.name))
}

fn unknown_verb<V>(
    scanner: &Scanner<'_>,
    typed: &Word<'_>,
    noun: &'static Noun,
    catalogue: &Catalogue<V>,
) -> Misread {
    let verbs: Vec<_> = catalogue.verbs_of(noun.name).map(|verb| verb.name).collect();
    let (near, hint) = match verb_after(scanner, noun, catalogue) {
        Some((verb, rest)) => (Some(verb), format!("/{} {verb} {}{rest}", noun.name, typed.raw)),
        None => {
            let near = nearest_verb(&typed.text, noun, catalogue);
            let mended = near.map(|near| replaced(scanner.line(), typed, near));
            (near, mended.unwrap_or_else(|| format!("/{HOUSE} help {}", noun.name)))
        }
    };
    Misread::UnknownVerb {
        noun: noun.name,
        typed: typed.text.clone().into_owned(),
        nearest: near.map(str::to_owned),
        verbs,
        hint,
    }
}

/// By its name, else by the label of its button.
fn nearest_verb<V>(typed: &str, noun: &Noun, catalogue: &Catalogue<V>) -> Option<&'static str> {
    let has_label = |verb: &&Verb<V>| verb.buttons.iter().any(|l| l.eq_ignore_ascii_case(typed));
    let by_label = || catalogue.verbs_of(noun.name).find(has_label).map(|verb| verb.name);
    nearest(typed, catalogue.verbs_of(noun.name).map(|verb| verb.name)).or_else(by_label)
}

/// `/incident INC-7 ack`: the verb that comes a word too late, and the rest of the line.
fn verb_after<'a, V>(
    scanner: &Scanner<'a>,
    noun: &Noun,
    catalogue: &Catalogue<V>,
) -> Option<(&'static str, &'a str)> {
    let mut ahead = scanner.clone();
    let verb = catalogue.verb(noun.name, &word(&mut ahead)?.text)?;
    verb.record?;
    Some((verb.name, ahead.rest()))
}

/// The line with one word put right.
pub(super) fn replaced(line: &str, word: &Word<'_>, right: &str) -> String {
    format!("{}{right}{}", &line[..word.at], &line[word.at + word.raw.len()..])
}

/// The next word up to a blank; at the head of a line a quote means nothing.
fn word<'a>(scanner: &mut Scanner<'a>) -> Option<Word<'a>> {
    if scanner.is_done() {
        return None;
    }
    let (at, rest) = (scanner.at(), scanner.rest());
    let raw = &rest[..rest.find(super::scan::is_blank).unwrap_or(rest.len())];
    scanner.jump(at + raw.len());
    Some(Word { text: folded(raw).into(), raw, at, quoted: false })
}
