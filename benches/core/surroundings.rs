//! What the parts stand on: settings, store and engine in a folder, with the demo company.

use std::path::Path;
use std::sync::Arc;

use anyhow::Context as _;
use baton::chat::{Inbound, Who};
use baton::engine::Engine;
use baton::engine::clock::{Clock as _, SystemClock};
use baton::serve::{open_engine, open_store};
use baton::settings::Settings;
use baton::store::SledStore;
use baton_commands::grammar::Slash;
use baton_commands::ids::{DeliveryId, PersonId, Place};
use baton_commands::world::World;

pub fn settings(dir: &Path) -> anyhow::Result<Settings> {
    let company = concat!(env!("CARGO_MANIFEST_DIR"), "/config/demo");
    let flags =
        [("store.dir", dir.display().to_string()), ("company.organisation", company.to_owned())];
    Settings::read(None, [], &flags).map_err(|faults| anyhow::anyhow!(faults.lines().join("\n")))
}

/// The engine on the sled store in `dir`.
pub async fn open(dir: &Path) -> anyhow::Result<(Engine, Arc<SledStore>)> {
    let settings = settings(dir)?;
    let store = open_store(&settings)?;
    let now = SystemClock.now();
    let engine = open_engine(&settings, Arc::clone(&store) as _, &["bench"], now).await?;
    Ok((engine, store))
}

/// What people say all day: half notes, a third acknowledgements, and new incidents; the same for the same number.
pub struct Talk {
    world: World,
    incidents: u32,
}

impl Talk {
    pub fn about(world: World) -> Talk {
        let incidents = world.last_incident.max(1);
        Talk { world, incidents }
    }

    /// The `turn`-th thing that is said; `speaker` tells apart those who speak at once.
    pub fn letter(&self, speaker: &str, turn: u32) -> anyhow::Result<Inbound> {
        let mixed = (turn.wrapping_add(7)).wrapping_mul(0x9e37_79b1) ^ hash(speaker);
        let number = mixed.rotate_left(9) % self.incidents + 1;
        let text = match mixed % 6 {
            0..3 => {
                format!("/incident note INC-{number} failed over to the second node, step {turn}")
            }
            3..5 => format!("/incident ack INC-{number}"),
            _ => format!(
                "/incident open \"web shop answers 502 on node {number}\" --service webshop --severity 3"
            ),
        };
        Ok(Inbound {
            delivery: DeliveryId(format!("{speaker}-{turn}")),
            who: Who::Person(self.one_of_the_owners(number)?),
            place: Place::channel("incidents"),
            thread: None,
            text,
            slash: Slash::Required,
        })
    }

    /// Somebody of the department that owns the incident: he may say it.
    fn one_of_the_owners(&self, number: u32) -> anyhow::Result<PersonId> {
        let incident = self.world.incidents.get(&number).context("an incident is missing")?;
        let owner = incident.owner().context("an incident without an owner")?;
        let staff = self.world.directory().staff_of(owner);
        staff.into_iter().next().cloned().context("a department without people")
    }
}

/// FNV-1a: speakers start in different places.
fn hash(text: &str) -> u32 {
    text.bytes().fold(0x811c_9dc5, |hash, byte| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193))
}
