//! What the parts stand on: settings, store and engine in a folder, with the demo company.

use std::collections::BTreeMap;
use std::io;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use anyhow::Context as _;
use baton::chat::{Inbound, Who};
use baton::engine::Engine;
use baton::engine::clock::{Clock as _, SystemClock};
use baton::serve::{open_engine, store_dir};
use baton::settings::Settings;
use baton::store::SledStore;
use baton::store::sled::Tuning;
use baton::store::sled::durability::{Disk, Durability, Files};
use baton_commands::grammar::Slash;
use baton_commands::ids::{DeliveryId, DeptId, PersonId, Place};
use baton_commands::world::World;

pub fn settings(dir: &Path) -> anyhow::Result<Settings> {
    let company = concat!(env!("CARGO_MANIFEST_DIR"), "/config/demo");
    let flags =
        [("store.dir", dir.display().to_string()), ("company.organisation", company.to_owned())];
    Settings::read(None, [], &flags).map_err(|faults| anyhow::anyhow!(faults.lines().join("\n")))
}

/// The engine on the sled store in `dir`.
pub async fn open(dir: &Path) -> anyhow::Result<(Engine, Arc<SledStore>)> {
    open_on(dir, Arc::new(Disk)).await
}

/// The same with another way of making commits last.
pub async fn open_on(
    dir: &Path,
    durability: Arc<dyn Durability>,
) -> anyhow::Result<(Engine, Arc<SledStore>)> {
    let settings = settings(dir)?;
    let (folder, slug) = (store_dir(&settings), &settings.company.slug);
    let store = Arc::new(SledStore::open_with(&folder, slug, Tuning::default(), durability)?);
    let now = SystemClock.now();
    let engine = open_engine(&settings, Arc::clone(&store) as _, &["bench"], now).await?;
    Ok((engine, store))
}

/// A disk that counts how often the journal was synced.
#[derive(Default)]
pub struct Counted(AtomicUsize);

impl Counted {
    pub fn syncs(&self) -> usize {
        self.0.load(Ordering::Relaxed)
    }
}

impl Durability for Counted {
    fn sync(&self, files: &Files<'_>) -> io::Result<()> {
        if files.is_journal() {
            self.0.fetch_add(1, Ordering::Relaxed);
        }
        Disk.sync(files)
    }
}

/// What people say all day: half notes, a third acknowledgements, and new incidents; the same for the same number.
pub struct Talk {
    /// For each incident somebody of the department that owns it: he may say it. No World is kept for that: nobody in a
    /// real process holds an old one for long, and what an old one holds has to be copied when it changes.
    owners: Vec<PersonId>,
}

impl Talk {
    pub fn about(world: &World) -> anyhow::Result<Talk> {
        let mut staff: BTreeMap<&DeptId, PersonId> = BTreeMap::new();
        let mut owners = Vec::with_capacity(world.last_incident as usize);
        for number in 1..=world.last_incident {
            let incident = world.incidents.get(&number).context("an incident is missing")?;
            let owner = incident.owner().context("an incident without an owner")?;
            if !staff.contains_key(owner) {
                let first = world.directory().staff_of(owner).into_iter().next();
                staff.insert(owner, first.cloned().context("a department without people")?);
            }
            owners.push(staff[owner].clone());
        }
        anyhow::ensure!(!owners.is_empty(), "there are no incidents to talk about");
        Ok(Talk { owners })
    }

    /// The `turn`-th thing that is said; `speaker` tells apart those who speak at once.
    pub fn letter(&self, speaker: &str, turn: u32) -> Inbound {
        let mixed = (turn.wrapping_add(7)).wrapping_mul(0x9e37_79b1) ^ hash(speaker);
        let index = mixed.rotate_left(9) as usize % self.owners.len();
        let number = index + 1;
        let text = match mixed % 6 {
            0..3 => {
                format!("/incident note INC-{number} failed over to the second node, step {turn}")
            }
            3..5 => format!("/incident ack INC-{number}"),
            _ => format!(
                "/incident open \"web shop answers 502 on node {number}\" --service webshop --severity 3"
            ),
        };
        Inbound {
            delivery: DeliveryId(format!("{speaker}-{turn}")),
            who: Who::Person(self.owners[index].clone()),
            place: Place::channel("incidents"),
            thread: None,
            text,
            slash: Slash::Required,
        }
    }
}

/// FNV-1a: speakers start in different places.
fn hash(text: &str) -> u32 {
    text.bytes().fold(0x811c_9dc5, |hash, byte| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193))
}
