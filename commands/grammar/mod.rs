//! From a typed line to a verb: what people type, on whatever keyboard, and what to say when it can't be read.
//!
//! A verb is declared once, as a [`clap`] tree; reading, help, forms, buttons and completion all walk it.
//!
//! # How a verb declares its words
//! The type of an argument says how it is read; where the type is not ours, its value name does:
//!
//! | type | or value name | read as |
//! |---|---|---|
//! | [`Text`] | `TEXT`, `TITLE` | the rest of the line up to the next flag, spacing kept, quotes optional |
//! | [`Moment`] | `TIME`, `START`, `END`, `DATE` | a time, also in two words: `tomorrow 09:00` |
//! | [`Stretch`] | `WINDOW`, `START..END` | a stretch of time, also in several words |
//! | an id | `ID`, or a prefix such as `INC` | a record: `INC-7`, `inc 7`, `#7`, `7` become one word |
//! | any other | any other | one word, or several in quotes |
//!
//! With a `value_delimiter` it is a list, which may have blanks after its commas.
//! An example that begins with a slash, in `after_help`, is what people get to copy when they miss a word.
//!
//! ```
//! use baton_commands::grammar::{Catalogue, Context, Noun, Text, Trees, Verb, read};
//! use baton_commands::ids::{IncidentId, RecordKind};
//! use clap::{Args, Command, FromArgMatches};
//!
//! /// Puts an incident on hold.
//! #[derive(Args)]
//! #[command(after_help = "/incident hold INC-7 --for client waiting for the maintenance window")]
//! struct Hold {
//!     #[arg(value_name = "ID")]
//!     id: IncidentId,
//!     /// Who is waited for
//!     #[arg(long = "for", value_name = "WHOM", value_parser = ["client", "vendor", "change"])]
//!     whom: Option<String>,
//!     #[arg(value_name = "TEXT")]
//!     text: Text,
//! }
//! type Run = fn(&clap::ArgMatches) -> String;
//! const HOLD: Verb<Run> = Verb {
//!     noun: "incident",
//!     name: "hold",
//!     record: Some(RecordKind::Incident),
//!     command: || Hold::augment_args(Command::new("hold")),
//!     writes: true,
//!     run: |words| Hold::from_arg_matches(words).map_or(String::new(), |hold| hold.text.to_string()),
//!     buttons: &["Hold"],
//! };
//! static CATALOGUE: Catalogue<Run> = Catalogue {
//!     nouns: &[Noun { name: "incident", aliases: &["inc"], about: "What is broken" }],
//!     verbs: &[&[HOLD]],
//!     trees: Trees::new(),
//! };
//! let call = read("/inc hold 7 —for client it isn't ours", &CATALOGUE, &Context::default()).unwrap();
//! assert_eq!(call.canonical, "/incident hold INC-7 \"it isn't ours\" --for client");
//! assert_eq!((call.verb.run)(&call.matches), "it isn't ours");
//! ```

use clap::{Arg, ArgAction, Command};

use crate::ids::{RecordId, RecordKind};

mod complete;
mod fill;
mod form;
mod head;
mod help;
mod markdown;
mod misread;
mod moment;
mod nearest;
mod people;
mod press;
mod quote;
mod read;
mod record;
mod refuse;
mod scan;
mod shape;
mod stretch;
mod text;
mod trees;
mod values;

#[cfg(test)]
mod tests;

pub use complete::{Offer, Sources, Suggestion, complete, complete_field};
pub use form::{Field, FieldKind, Form, fields_of_a_deed, form, form_line};
pub use help::help;
pub use markdown::markdown;
pub use misread::{Misread, VerbName, Wanted};
pub use moment::{Moment, instant};
pub use nearest::nearest;
pub use people::Who;
pub use press::press;
pub use quote::quoted;
pub use read::read;
pub use stretch::Stretch;
pub use text::Text;
pub use trees::Trees;

/// The longest line that is read, in characters.
pub const LINE_MAX: usize = 8_000;

/// One verb's declaration. `V` is what the caller runs, such as a function pointer.
#[derive(Debug, Clone, Copy)]
pub struct Verb<V: 'static> {
    pub noun: &'static str,
    pub name: &'static str,
    /// Its first word is the id of such a record, and may be left out in the record's own thread.
    pub record: Option<RecordKind>,
    /// Its words and flags: `|| Ack::augment_args(Command::new("ack"))`.
    pub command: fn() -> Command,
    /// It changes something: it also takes `--dry-run` and `--override`.
    pub writes: bool,
    pub run: V,
    /// The labels of the buttons that stand for this verb, such as `Acknowledge`.
    pub buttons: &'static [&'static str],
}

/// What verbs are grouped under: `/incident`, also `/inc`.
#[derive(Debug, Clone, Copy)]
pub struct Noun {
    pub name: &'static str,
    pub aliases: &'static [&'static str],
    /// One line for the overview.
    pub about: &'static str,
}

/// All that can be said. Each noun hands in its own list of verbs.
#[derive(Debug)]
pub struct Catalogue<V: 'static> {
    pub nouns: &'static [Noun],
    pub verbs: &'static [&'static [Verb<V>]],
    pub trees: Trees,
}

/// Where a line was said, as far as it matters for reading it.
#[derive(Debug, Clone, Copy, Default)]
pub struct Context {
    /// The record whose own thread or mirror this is: its id may be left out.
    pub thread: Option<RecordId>,
    pub slash: Slash,
}

/// Whether a line must begin with a slash to be a command.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Slash {
    #[default]
    Required,
    /// As in direct messages to the bot, or after its mention: `incident ack 7` will do.
    Optional,
}

/// A line that was read.
#[derive(Debug)]
pub struct Call<'c, V: 'static> {
    pub verb: &'c Verb<V>,
    /// For the `FromArgMatches` of the verb's own struct.
    pub matches: clap::ArgMatches,
    /// Say what would happen and who would be pinged; commit nothing.
    pub dry_run: bool,
    /// The reason given for an emergency override (ACC-3).
    pub override_because: Option<String>,
    /// The line with its noun, verb and id in full, texts quoted, flags last. Reading it gives the same call.
    pub canonical: String,
}

impl<V> Catalogue<V> {
    pub fn verbs(&self) -> impl Iterator<Item = &Verb<V>> {
        self.verbs.iter().flat_map(|list| list.iter())
    }

    pub fn verbs_of<'c>(&'c self, noun: &str) -> impl Iterator<Item = &'c Verb<V>> {
        self.verbs().filter(move |verb| verb.noun == noun)
    }

    /// By the noun's full name and the verb's.
    pub fn verb(&self, noun: &str, name: &str) -> Option<&Verb<V>> {
        self.verbs().find(|verb| verb.noun == noun && verb.name.eq_ignore_ascii_case(name))
    }

    /// By name or alias, in any case.
    pub fn noun(&self, typed: &str) -> Option<&'static Noun> {
        self.nouns.iter().find(|noun| noun.names().any(|name| name.eq_ignore_ascii_case(typed)))
    }
}

impl Noun {
    /// Its name, then its aliases.
    pub fn names(&self) -> impl Iterator<Item = &'static str> {
        std::iter::once(self.name).chain(self.aliases.iter().copied())
    }
}

impl<V> Verb<V> {
    pub fn full_name(&self) -> VerbName {
        VerbName { noun: self.noun, verb: self.name }
    }

    /// The whole clap tree: its own words and the flags every writing verb has. Built anew; it never prints and never
    /// exits. Whoever reads lines takes the one that is kept: [`Catalogue::tree`].
    pub fn tree(&self) -> Command {
        let mut tree = (self.command)()
            .no_binary_name(true)
            .disable_help_flag(true)
            .disable_version_flag(true);
        if self.writes {
            tree = tree.arg(dry_run_flag()).arg(override_flag());
        }
        tree.build();
        tree
    }
}

const DRY_RUN: &str = "dry-run";
const OVERRIDE: &str = "override";

fn dry_run_flag() -> Arg {
    Arg::new(DRY_RUN)
        .long(DRY_RUN)
        .action(ArgAction::SetTrue)
        .display_order(900)
        .help("Say what would happen and who would be pinged; change nothing")
}

fn override_flag() -> Arg {
    Arg::new(OVERRIDE)
        .long(OVERRIDE)
        .value_name("TEXT")
        .value_parser(clap::value_parser!(Text))
        .display_order(901)
        .help("Do it without the right to, in an emergency; the reason is told to the incident manager")
}
