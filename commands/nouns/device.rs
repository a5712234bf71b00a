//! `/device`: what stands where, and what happened to it.

use clap::Args;

use crate::access::Right;
use crate::ask::Ask;
use crate::card::{Block, Card};
use crate::decision::{Decision, Refusal};
use crate::directory::Criticality;
use crate::directory_names as known;
use crate::ids::Serial;
use crate::say;
use crate::verbs::{Entry, Verb, verb};
use crate::words::Arg;
use crate::world::World;

/// The verbs of `/device`, in the order of the help.
pub const VERBS: &[Entry] = &[verb!("device", "show", Show, None, false, Right::Anyone, [])];

/// How many of its incidents are shown.
const PAST_SHOWN: usize = 5;

/// Shows a device: where it stands, what runs on it, its latest incidents
#[derive(Args, Debug)]
#[command(after_help = "/device show SRV-A1001")]
pub struct Show {
    #[arg(value_name = "SERIAL")]
    serial: Serial,
}

impl Verb for Show {
    fn decide(&self, world: &World, ask: &Ask) -> Result<Decision, Refusal> {
        let directory = world.directory();
        let Some(device) = known::device(directory, Some(&self.serial))? else {
            return Err(Refusal::new(say!("device-which")));
        };
        let model = device.model.as_deref().unwrap_or("–");
        let head = say!("device-is", serial = self.serial.as_str(), model = model);
        let mut card = Card::line(head);
        let site = format!("{} / {}", device.client, device.site);
        let fields = [
            (say!("field-site"), Some(Arg::Text(site))),
            (say!("field-location"), device.location.as_deref().map(Arg::from)),
            (say!("field-system"), device.business_system.as_deref().map(Arg::from)),
            (say!("field-criticality"), device.criticality.map(|c| criticality(c).into())),
            (say!("field-device-state"), Some(device.state.as_str().into())),
        ];
        for (name, value) in fields {
            card.body.extend(value.map(|value| Block::Field { name, value }));
        }
        for gist in world.recall.on_device(&self.serial) {
            let seen = match world.incident(gist.id) {
                Some(incident) => incident.visible_to(&ask.actor, directory),
                None => !gist.restricted,
            };
            if seen && card.body.len() < fields_and(PAST_SHOWN) {
                let (id, title, at) = (gist.id, gist.title.as_str(), gist.opened_at);
                card = card.and(say!("similar-line", id = id, title = title, at = at));
            }
        }
        Ok(Decision::question(card))
    }
}

/// The card's five fields and so many lines.
fn fields_and(lines: usize) -> usize {
    5 + lines
}

fn criticality(criticality: Criticality) -> crate::words::Words {
    match criticality {
        Criticality::Low => say!("criticality-low"),
        Criticality::Medium => say!("criticality-medium"),
        Criticality::High => say!("criticality-high"),
    }
}
