//! `/incident ask`: asks somebody who may, after a refusal (ACC-3).

use clap::Args;

use crate::ask::Ask;
use crate::decision::{Decision, Refusal};
use crate::directory_names as known;
use crate::grammar::Who;
use crate::ids::IncidentId;
use crate::incident::Event;
use crate::say;
use crate::verbs::Verb;
use crate::world::World;

/// Asks one who may to do what you were refused; this is what the button under a refusal says
#[derive(Args, Debug)]
#[command(after_help = "/incident ask INC-7 @unix-3")]
pub struct AskFor {
    #[arg(value_name = "ID")]
    id: IncidentId,
    /// Whom; without a name, the first who may
    #[arg(value_name = "@WHO")]
    who: Option<Who>,
}

impl Verb for AskFor {
    fn decide(&self, world: &World, ask: &Ask) -> Result<Decision, Refusal> {
        let incident = super::incident(world, self.id)?;
        let refused = incident.refusals.iter().find(|refused| refused.who == ask.actor);
        let Some(refused) = refused else {
            return Err(Refusal::new(say!("ask-nothing-refused", id = self.id)));
        };
        let whom = match &self.who {
            Some(who) => known::person(world.directory(), who)?,
            None => match refused.may.first() {
                Some(first) => first.clone(),
                None => return Err(Refusal::new(say!("ask-nobody-may", id = self.id))),
            },
        };
        if !refused.may.contains(&whom) {
            return Err(Refusal::new(say!("ask-may-not-either", id = self.id, whom = &whom)));
        }
        let event = Event::AskedFor { verb: refused.verb.clone(), whom: whom.clone() };
        let words = say!("ask-done", id = self.id, whom = &whom);
        // INC-8: a second press is answered like the first and pings nobody.
        Ok(match refused.asked.contains(&whom) {
            true => super::already(self.id, &event, words),
            false => super::change(self.id, vec![event], words),
        })
    }
}
