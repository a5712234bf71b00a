//! `/change customise`: what is changed in a module for this client, with who and why (CHG-8).

use clap::Args;

use crate::access::{self, Right};
use crate::ask::Ask;
use crate::change::{Change, Event};
use crate::decision::{Decision, Refusal};
use crate::directory::Manifest;
use crate::directory_names as known;
use crate::grammar::Text;
use crate::ids::ChangeId;
use crate::record::Record;
use crate::say;
use crate::verbs::Verb;
use crate::words::Arg;
use crate::world::World;

/// More than these are not recorded in one change.
const CUSTOMISED_MAX: usize = 100;

/// Records what was changed in a module for this client; it stands in the instructions of the next change too
#[derive(Args, Debug)]
#[command(
    after_help = "/change customise CHG-12 core \"Rounds tax half up\" --because \"The tax office asks for it\""
)]
pub struct Customise {
    #[arg(value_name = "ID")]
    id: ChangeId,
    /// The module
    #[arg(value_name = "MODULE")]
    module: String,
    /// What was changed
    #[arg(value_name = "TEXT")]
    text: Text,
    /// Why
    #[arg(long, value_name = "TEXT")]
    because: Text,
}

impl Verb for Customise {
    fn decide(&self, world: &World, ask: &Ask) -> Result<Decision, Refusal> {
        let (id, change) = (self.id, super::live(world, self.id)?);
        let module = self.module.as_str();
        let manifest = known::module(world.directory(), change, module)?;
        may_record(world, change, manifest, ask)?;
        if change.touching(module).next().is_none() {
            let refusal = Refusal::new(say!("customise-untouched", id = id, module = module));
            let line = Arg::Line(format!("/change task {id} \"…\" --dept … --module {module}"));
            return Err(refusal.about(id).hint(say!("customise-untouched-hint", line = line)));
        }
        let (text, because) = (self.text.to_string(), self.because.to_string());
        let words = say!("customise-done", id = id, module = module, text = text.as_str());
        let known = change.customisations_of(module).any(|it| it.text == text);
        let is_full = change.customisations.len() >= CUSTOMISED_MAX;
        let event = Event::Customised { module: module.to_owned(), text, because };
        if known {
            return Ok(super::already(id, &event, words));
        }
        if is_full {
            let refusal = Refusal::new(say!("customise-full", id = id, max = CUSTOMISED_MAX));
            return Err(refusal.about(id));
        }
        Ok(super::decided(id, vec![event], words))
    }
}

/// ACC-2: those who work on the change, and the programmers of its product.
fn may_record(
    world: &World,
    change: &Change,
    manifest: &Manifest,
    ask: &Ask,
) -> Result<(), Refusal> {
    let directory = world.directory();
    let words = access::words_for(world, "change", "customise", Right::Working);
    let record = Some(Record::Change(change));
    let programmers = manifest.programmers.as_ref();
    let programs = programmers.is_some_and(|it| directory.works_in(&ask.actor, it));
    let overrides = ask.override_because.is_some();
    if programs || overrides || access::may(world, &words, &ask.actor, record, ask.now) {
        return Ok(());
    }
    let named = words.iter().map(access::named);
    let who: Vec<Arg> = named.chain(programmers.map(Arg::from)).collect();
    let line = Arg::Line("/change customise".to_owned());
    let refusal = Refusal::new(say!("access-refused", id = change.id, line = line, who = who));
    let may = access::who_may(world, &words, record, ask.now);
    Err(refusal.about(change.id).right_of(may))
}
