//! All that can be said to Baton: the nouns, their verbs, and who may use each.
//!
//! To add a verb: write its file, add its line to the noun's list, bless the generated docs.

use clap::ArgMatches;

use crate::access::Right;
use crate::ask::Ask;
use crate::decision::{Decision, Refusal};
use crate::grammar::{self, Noun};
use crate::world::World;

/// A verb. `clap` gives it grammar, help, completion sources and its form on each platform.
pub trait Verb: clap::Args {
    /// Decides on the World as it is; what it returns is committed whole or not at all.
    ///
    /// # Errors
    /// A [`Refusal`] is for the asker to mend.
    fn decide(&self, world: &World, ask: &Ask) -> Result<Decision, Refusal>;
}

/// What the catalogue holds of each verb beside its grammar.
#[derive(Clone, Copy)]
pub struct Deed {
    pub decide: fn(&ArgMatches, &World, &Ask) -> Result<Decision, Refusal>,
    pub right: Right,
}

/// Reads the words into the verb's struct and lets it decide.
pub fn decide<V: Verb>(words: &ArgMatches, world: &World, ask: &Ask) -> Result<Decision, Refusal> {
    match V::from_arg_matches(words) {
        Ok(verb) => verb.decide(world, ask),
        Err(error) => Err(Refusal::new(crate::say!("misread-odd", why = error.to_string()))),
    }
}

/// Declares one verb: `verb!("incident", "ack", Ack, of Incident, Right::Working, ["Acknowledge"])`.
macro_rules! verb {
    ($noun:literal, $name:literal, $args:ty, $record:expr, $writes:literal, $right:expr, [$($button:literal),*]) => {
        $crate::grammar::Verb {
            noun: $noun,
            name: $name,
            record: $record,
            command: || <$args as clap::Args>::augment_args(clap::Command::new($name)),
            writes: $writes,
            run: $crate::verbs::Deed { decide: $crate::verbs::decide::<$args>, right: $right },
            buttons: &[$($button),*],
        }
    };
}
pub(crate) use verb;

pub type Entry = grammar::Verb<Deed>;
pub type Catalogue = grammar::Catalogue<Deed>;

/// Everything, in the order of the help.
pub static CATALOGUE: Catalogue = grammar::Catalogue {
    nouns: &[
        Noun {
            name: "incident",
            aliases: &["inc"],
            about: "Something is broken: open, take, hand on, resolve",
        },
        Noun {
            name: "change",
            aliases: &["chg"],
            about: "A client's request, and its way through the departments",
        },
        Noun { name: "task", aliases: &[], about: "A department's turn in a change" },
        Noun {
            name: "sla",
            aliases: &[],
            about: "The clocks: what breaches next, and why it stands as it does",
        },
        Noun { name: "report", aliases: &[], about: "Figures: how work went, who has how much" },
        Noun { name: "duty", aliases: &[], about: "Who is on duty, and swapping it" },
        Noun { name: "department", aliases: &["dept"], about: "The departments and their people" },
        Noun { name: "client", aliases: &[], about: "The clients, their contracts and contacts" },
        Noun { name: "device", aliases: &[], about: "The devices in the clients' rooms" },
        Noun {
            name: "baton",
            aliases: &[],
            about: "The bot itself: help, my work, why a ping was sent",
        },
    ],
    verbs: &[
        crate::incident::verbs::VERBS,
        crate::change::verbs::VERBS,
        crate::change::task::verbs::VERBS,
        crate::sla_verbs::VERBS,
        crate::report::VERBS,
        crate::nouns::duty::VERBS,
        crate::nouns::department::VERBS,
        crate::nouns::client::VERBS,
        crate::nouns::device::VERBS,
        crate::baton::VERBS,
    ],
    trees: grammar::Trees::new(),
};
