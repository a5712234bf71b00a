//! `/baton help`: what can be typed.

use clap::Args;

use crate::ask::Ask;
use crate::decision::{Decision, Refusal};
use crate::verbs::Verb;
use crate::world::World;

/// Shows what can be typed: everything, one noun, or one verb
#[derive(Args, Debug)]
#[command(after_help = "/baton help incident hold")]
pub struct Help {
    /// Such as `incident`
    #[arg(value_name = "NOUN")]
    noun: Option<String>,
    /// Such as `hold`
    #[arg(value_name = "VERB")]
    verb: Option<String>,
}

impl Verb for Help {
    fn decide(&self, _world: &World, _ask: &Ask) -> Result<Decision, Refusal> {
        let answer = crate::hear::help(self.noun.as_deref(), self.verb.as_deref());
        Ok(Decision { events: Vec::new(), answer })
    }
}
