//! `/baton link`: joins a second account to a person by a one-time code (DIR-2).

use chrono::Duration;
use clap::Args;

use crate::ask::Ask;
use crate::company::Event;
use crate::decision::{Decision, Refusal};
use crate::ids::RecordId;
use crate::say;
use crate::verbs::Verb;
use crate::words::Arg;
use crate::world::World;

/// How long a code may be used.
const CODE_LIFE: Duration = Duration::minutes(10);

/// Gives you a one-time code; type it as `/baton link CODE` from your other account
#[derive(Args, Debug)]
#[command(after_help = "/baton link")]
pub struct Link {
    /// The code, typed by the account that is not known yet
    #[arg(value_name = "CODE")]
    code: Option<String>,
}

impl Verb for Link {
    fn decide(&self, _world: &World, ask: &Ask) -> Result<Decision, Refusal> {
        if self.code.is_some() {
            return Err(Refusal::new(say!("link-already-known", who = &ask.actor)));
        }
        let Some(secret) = &ask.secret else {
            return Err(Refusal::new(say!("link-not-here")));
        };
        let until = ask.now + CODE_LIFE;
        let event =
            Event::CodeOffered { person: ask.actor.clone(), hash: secret.hash.clone(), until };
        let line = Arg::Line(format!("/baton link {}", secret.code));
        let words = say!("link-code", line = line, until = until);
        Ok(Decision::change(RecordId::COMPANY, "link.offered", vec![event.into()], words))
    }
}

/// An unknown account types a code: it becomes the person who asked for it.
///
/// # Errors
/// Refuses an unknown, used or expired code with the same words.
pub fn join(world: &World, ask: &crate::ask::Stranger, hash: &str) -> Result<Decision, Refusal> {
    let offered = world.company.codes.get(hash).filter(|(_, until)| *until > ask.now);
    let Some((person, _)) = offered else {
        return Err(Refusal::new(say!("link-bad-code")).hint(say!("link-how")));
    };
    let (account, hash) = (ask.account.clone(), hash.to_owned());
    let event = Event::Linked { account, person: person.clone(), hash };
    let words = say!("link-done", who = person);
    Ok(Decision::change(RecordId::COMPANY, "link.joined", vec![event.into()], words))
}
