//! A company on a made-up Discord, and the program before it.

use std::sync::Arc;
use std::time::Duration;

use baton::chat::discord::{Discord, DiscordOptions, Paces};
use baton::chat::inbound::Letters;
use baton::chat::{Act, Inbound, Inbox, Outgoing, Platform as _};
use baton::picture::Fonts;
use baton::secret::Secret;
use baton_commands::card::Card;
use baton_commands::directory::Directory;
use baton_commands::ids::{DeptId, PersonId, Place, Recipient, RecordId};
use baton_commands::say;
use baton_commands::voice::Language;
use baton_commands::words::Words;
use baton_commands::world::World;
use chrono::{DateTime, Utc};
use serde_json::Value;
use tokio::sync::watch;
use tokio::task::JoinHandle;

pub use crate::support::discord::deeds::{COMMAND, COMPONENT, FORM, TYPING, command, pressed};
use crate::support::discord::{FakeDiscord, TOKEN, deeds};

/// How long tests wait for an answer that does not come.
pub const PATIENCE: Duration = Duration::from_millis(300);

/// The account of `unix-1`.
pub const UNIX_1: &str = "1100000000000000101";

/// The account of `tam-1`.
pub const TAM_1: &str = "1100000000000000102";

/// Both sides.
pub struct Bench {
    pub fake: FakeDiscord,
    pub discord: Arc<Discord>,
    pub unix: u64,
    pub incidents: u64,
    pub world: watch::Sender<World>,
}

impl Bench {
    pub async fn new() -> Bench {
        let fake = FakeDiscord::open().await;
        let (unix, incidents) = {
            let mut house = fake.house();
            (house.add_channel("unix"), house.add_channel("incidents"))
        };
        let (world, watched) = watch::channel(company(fake.house().add_role("Unix group")));
        let discord = Discord::new(options(&fake), watched);
        Bench { fake, discord, unix, incidents, world }
    }

    /// The program after a restart, which remembers nothing.
    pub fn restarted(&self) -> Arc<Discord> {
        Discord::new(options(&self.fake), self.world.subscribe())
    }

    /// What stands in a channel or thread, in order.
    pub fn said(&self, channel: u64) -> Vec<String> {
        let house = self.fake.house();
        let messages = house.messages.get(&channel).into_iter().flatten();
        let text = |it: &Value| it["content"].as_str().unwrap_or_default().to_owned();
        messages.map(|it| text(it).lines().next().unwrap_or_default().to_owned()).collect()
    }
}

pub fn options(fake: &FakeDiscord) -> DiscordOptions {
    let paces = Paces {
        connect_within: PATIENCE,
        again_after: Duration::from_millis(5),
        again_after_max: Duration::from_millis(20),
    };
    let options = DiscordOptions::new(Secret::new(TOKEN), fake.client(), Fonts::own());
    DiscordOptions { patience: PATIENCE, promised_after: PATIENCE, paces, ..options }
}

/// The demo company on this Discord.
fn company(role: u64) -> World {
    let mut world = World::default();
    Arc::make_mut(&mut world.company).directory = Arc::new(directory(role));
    world
}

/// The demo company, in which `unix` has a role, and `unix-1` and `tam-1` an account.
pub fn directory(role: u64) -> Directory {
    let found = baton::settings::organisation::load_checked(std::path::Path::new("config/demo"));
    let mut directory: Directory = found.expect("the demo company has no fault");
    let unix = directory.departments.get_mut(&DeptId::new("unix")).expect("a department");
    unix.groups.insert("discord".to_owned(), role.to_string());
    for (handle, account) in [("unix-1", UNIX_1), ("tam-1", TAM_1)] {
        let person = directory.people.get_mut(&PersonId::new(handle)).expect("a person");
        person.accounts.insert("discord".to_owned(), account.to_owned());
    }
    directory
}

pub fn at(time: &str) -> DateTime<Utc> {
    format!("2026-03-02T{time}:00+07:00").parse().expect("a time")
}

pub fn words(text: &str) -> Words {
    say!("reload-fault", fault = text)
}

/// A message about INC-1 in `#unix`, named by its number.
pub fn message(number: u32, act: Act, card: impl Into<Card>) -> Outgoing {
    Outgoing {
        name: format!("INC-1/{number}/0@#unix"),
        also: Vec::new(),
        at: at("09:30"),
        act,
        place: Place::channel("unix"),
        to: None,
        pings: Default::default(),
        spared: Default::default(),
        reason: Some("incident.opened".into()),
        about: vec![RecordId::incident(1)],
        rank: 3,
        card: card.into(),
        form: None,
        given: Vec::new(),
        surface: None,
        root: None,
        language: Language::English,
        zone: chrono_tz::Tz::Asia__Jakarta,
    }
}

pub fn dept(name: &str) -> Recipient {
    Recipient::Dept(DeptId::new(name))
}

/// Listens; the letters are for the test to answer.
pub fn listen(discord: &Arc<Discord>, limit: usize) -> (JoinHandle<anyhow::Result<()>>, Letters) {
    let (inbox, letters) = Inbox::new(limit);
    let discord = Arc::clone(discord);
    (tokio::spawn(async move { discord.listen(inbox).await }), letters)
}

/// Waits until the bot is there and has begun to tell of its commands.
pub async fn connected(bench: &Bench) {
    bench.fake.until(|fake| (!fake.house().commands.is_empty()).then_some(())).await;
}

/// An interaction of `unix-1` in `#unix`; its token is its id.
pub fn interaction(bench: &Bench, id: u64, kind: u8, told: Value) -> Value {
    deeds::interaction(bench.unix, id, UNIX_1, kind, told)
}

/// An answer to the asker alone.
pub fn reply(letter: &Inbound, text: &str) -> Outgoing {
    Outgoing { name: format!("{}#answer", letter.delivery), ..message(0, Act::Reply, words(text)) }
}
