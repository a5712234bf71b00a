//! `/change ask`: asks somebody who may, after a refusal (ACC-3).

use clap::Args;

use crate::ask::Ask;
use crate::change::Event;
use crate::decision::{Decision, Refusal};
use crate::directory_names as known;
use crate::grammar::Who;
use crate::ids::ChangeId;
use crate::say;
use crate::verbs::Verb;
use crate::world::World;

/// Asks one who may to do what you were refused; this is what the button under a refusal says
#[derive(Args, Debug)]
#[command(after_help = "/change ask CHG-12 @tam-1")]
pub struct AskFor {
    #[arg(value_name = "ID")]
    id: ChangeId,
    /// Whom; without a name, the first who may
    #[arg(value_name = "@WHO")]
    who: Option<Who>,
}

impl Verb for AskFor {
    fn decide(&self, world: &World, ask: &Ask) -> Result<Decision, Refusal> {
        let (id, change) = (self.id, super::change(world, self.id)?);
        let refused = change.refusals.iter().find(|refused| refused.who == ask.actor);
        let Some(refused) = refused else {
            return Err(Refusal::new(say!("ask-nothing-refused", id = id)));
        };
        let whom = match &self.who {
            Some(who) => known::person(world.directory(), who)?,
            None => match refused.may.first() {
                Some(first) => first.clone(),
                None => return Err(Refusal::new(say!("ask-nobody-may", id = id))),
            },
        };
        if !refused.may.contains(&whom) {
            return Err(Refusal::new(say!("ask-may-not-either", id = id, whom = &whom)));
        }
        let (about, verb) = (refused.about, refused.verb.clone());
        let event = Event::AskedFor { about, verb, whom: whom.clone() };
        Ok(super::decided(id, vec![event], say!("ask-done", id = id, whom = whom)))
    }
}
