//! A line that could not be read: what is wrong, the nearest right word, and a line to copy.

use std::fmt;

use super::LINE_MAX;
use crate::card::Card;
use crate::say;
use crate::words::{Arg, Words};

/// A verb by its names; shown as `/incident ack`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct VerbName {
    pub noun: &'static str,
    pub verb: &'static str,
}

/// Why a line is no call of a verb. `hint` is a line that can be copied.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Misread {
    /// Plain talk, or nothing at all.
    NotACommand,
    TooLong {
        chars: usize,
    },
    UnknownNoun {
        typed: String,
        nearest: Option<String>,
        hint: String,
    },
    UnknownVerb {
        noun: &'static str,
        typed: String,
        nearest: Option<String>,
        verbs: Vec<&'static str>,
        hint: String,
    },
    /// Nothing wrong: show [`super::help`] for it.
    HelpAsked {
        noun: Option<&'static str>,
        verb: Option<&'static str>,
    },
    /// Required words were left out. `given` is what was said, by argument id, to open the form with.
    Missing {
        verb: VerbName,
        what: Vec<String>,
        given: Vec<(String, String)>,
        hint: String,
    },
    UnknownFlag {
        verb: VerbName,
        /// With its dashes.
        typed: String,
        nearest: Option<String>,
        flags: Box<[String]>,
        hint: String,
    },
    /// `word` is the argument as usage shows it: `--severity N`.
    BadValue {
        verb: VerbName,
        word: String,
        typed: String,
        wanted: Box<Wanted>,
        hint: String,
    },
    /// More words than the verb takes.
    Extra {
        verb: VerbName,
        typed: String,
        hint: String,
    },
    /// Two words that can't be said together, or one that can't be said twice.
    Conflict {
        verb: VerbName,
        one: String,
        other: String,
        hint: String,
    },
    /// A quote that is opened and not closed, with what follows it.
    Unbalanced {
        rest: String,
        hint: String,
    },
    UnknownButton {
        typed: String,
        nearest: Option<String>,
        labels: Vec<String>,
        hint: String,
    },
    UnknownField {
        verb: VerbName,
        typed: String,
        nearest: Option<String>,
        fields: Vec<String>,
    },
}

/// What should have stood where a bad value stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Wanted {
    /// A noun phrase with an example: "an incident number, such as `INC-7`".
    A(String),
    OneOf {
        choices: Vec<String>,
        nearest: Option<String>,
    },
    /// A whole reason, from the value's own parser.
    Because(String),
}

impl Misread {
    /// A line that can be copied; None where there is nothing better to say.
    pub fn hint(&self) -> Option<&str> {
        match self {
            Misread::UnknownNoun { hint, .. }
            | Misread::UnknownVerb { hint, .. }
            | Misread::Missing { hint, .. }
            | Misread::UnknownFlag { hint, .. }
            | Misread::BadValue { hint, .. }
            | Misread::Extra { hint, .. }
            | Misread::Conflict { hint, .. }
            | Misread::Unbalanced { hint, .. }
            | Misread::UnknownButton { hint, .. } => Some(hint),
            Misread::NotACommand => Some("/baton help"),
            Misread::TooLong { .. } | Misread::HelpAsked { .. } | Misread::UnknownField { .. } => {
                None
            }
        }
    }

    /// The verb it was about, once that much could be read.
    pub fn verb(&self) -> Option<VerbName> {
        match self {
            Misread::Missing { verb, .. }
            | Misread::UnknownFlag { verb, .. }
            | Misread::BadValue { verb, .. }
            | Misread::Extra { verb, .. }
            | Misread::Conflict { verb, .. }
            | Misread::UnknownField { verb, .. } => Some(*verb),
            _ => None,
        }
    }

    /// One sentence, and a line to copy.
    pub fn card(&self) -> Card {
        let card = Card::line(self.sentence());
        match self.hint() {
            Some(hint) => card.and(say!("misread-try", line = line(hint))),
            None => card,
        }
    }

    fn sentence(&self) -> Words {
        match self {
            Misread::NotACommand => say!("misread-not-a-command"),
            Misread::TooLong { chars } => {
                say!("misread-too-long", chars = *chars, max = LINE_MAX)
            }
            Misread::HelpAsked { .. } => say!("misread-help-asked"),
            Misread::UnknownNoun { typed, nearest, .. } => unknown_noun(typed, nearest.as_deref()),
            Misread::UnknownVerb { noun, typed, nearest, verbs, .. } => {
                unknown_verb(noun, typed, nearest.as_deref(), verbs)
            }
            Misread::Missing { verb, what, .. } => {
                say!("misread-missing", verb = line(verb), what = lines(what))
            }
            Misread::UnknownFlag { verb, typed, nearest, flags, .. } => {
                unknown_flag(*verb, typed, nearest.as_deref(), flags)
            }
            Misread::BadValue { word, typed, wanted, .. } => bad_value(word, typed, wanted),
            Misread::Extra { verb, typed, .. } => {
                say!("misread-extra", verb = line(verb), typed = typed.as_str())
            }
            Misread::Conflict { one, other, .. } if one == other => {
                say!("misread-twice", word = line(one))
            }
            Misread::Conflict { one, other, .. } => {
                say!("misread-conflict", one = line(one), other = line(other))
            }
            Misread::Unbalanced { rest, .. } => say!("misread-unbalanced", rest = rest.as_str()),
            Misread::UnknownButton { typed, nearest, labels, .. } => {
                unknown_button(typed, nearest.as_deref(), labels)
            }
            Misread::UnknownField { verb, typed, nearest, fields } => {
                unknown_field(*verb, typed, nearest.as_deref(), fields)
            }
        }
    }
}

fn unknown_noun(typed: &str, nearest: Option<&str>) -> Words {
    match nearest {
        Some(word) => say!("misread-noun-nearest", typed = typed, nearest = line(word)),
        None => say!("misread-noun", typed = typed),
    }
}

fn unknown_verb(noun: &str, typed: &str, nearest: Option<&str>, verbs: &[&str]) -> Words {
    let noun = line(format!("/{noun}"));
    match nearest {
        Some(word) => {
            say!("misread-verb-nearest", noun = noun, typed = typed, nearest = line(word))
        }
        None => say!("misread-verb", noun = noun, typed = typed, verbs = lines(verbs)),
    }
}

fn unknown_flag(verb: VerbName, typed: &str, nearest: Option<&str>, flags: &[String]) -> Words {
    let verb = line(verb);
    match nearest {
        Some(word) => {
            say!("misread-flag-nearest", verb = verb, typed = typed, nearest = line(word))
        }
        None if flags.is_empty() => say!("misread-flag-none", verb = verb, typed = typed),
        None => say!("misread-flag", verb = verb, typed = typed, flags = lines(flags)),
    }
}

fn bad_value(word: &str, typed: &str, wanted: &Wanted) -> Words {
    let word = line(word);
    match wanted {
        Wanted::A(phrase) => match thing_and_examples(phrase) {
            (thing, examples) if examples.is_empty() => {
                say!("misread-value", word = word, typed = typed, wanted = thing)
            }
            (thing, examples) => {
                let examples = lines(&examples);
                say!(
                    "misread-value-such-as",
                    word = word,
                    typed = typed,
                    wanted = thing,
                    examples = examples
                )
            }
        },
        Wanted::Because(why) => {
            say!("misread-value-because", word = word, typed = typed, why = why.as_str())
        }
        Wanted::OneOf { nearest: Some(nearest), .. } => {
            say!("misread-value-nearest", word = word, typed = typed, nearest = line(nearest))
        }
        Wanted::OneOf { choices, nearest: None } => {
            say!("misread-value-choices", word = word, typed = typed, choices = lines(choices))
        }
    }
}

fn unknown_button(typed: &str, nearest: Option<&str>, labels: &[String]) -> Words {
    match nearest {
        Some(label) => say!("misread-button-nearest", typed = typed, nearest = line(label)),
        None if labels.is_empty() => say!("misread-button-none", typed = typed),
        None => say!("misread-button", typed = typed, labels = lines(labels)),
    }
}

fn unknown_field(verb: VerbName, typed: &str, nearest: Option<&str>, fields: &[String]) -> Words {
    let verb = line(verb);
    match nearest {
        Some(field) => {
            say!("misread-field-nearest", verb = verb, typed = typed, nearest = line(field))
        }
        None => say!("misread-field", verb = verb, typed = typed, fields = lines(fields)),
    }
}

/// "a time, such as `14:30` or `+2h`" as "a time" and its examples, which each platform shows in its own way.
fn thing_and_examples(phrase: &str) -> (&str, Vec<&str>) {
    match phrase.split_once(", such as ") {
        Some((thing, examples)) => (thing, examples.split('`').skip(1).step_by(2).collect()),
        None => (phrase, Vec::new()),
    }
}

/// Something to type, shown in backticks.
fn line(text: impl fmt::Display) -> Arg {
    Arg::Line(text.to_string())
}

fn lines<T: fmt::Display>(texts: &[T]) -> Arg {
    Arg::List(texts.iter().map(line).collect())
}

impl fmt::Display for VerbName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "/{} {}", self.noun, self.verb)
    }
}
