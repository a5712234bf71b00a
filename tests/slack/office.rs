//! The bot connected to a fake workspace, with somebody in place of the engine who answers what he likes.

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use baton::chat::inbound::{Asked, Letters};
use baton::chat::names::places;
use baton::chat::slack::ack::Deadlines;
use baton::chat::slack::manifest::manifest;
use baton::chat::slack::socket::Pulse;
use baton::chat::slack::{Slack, SlackOptions, Way};
use baton::chat::{Inbox, Outgoing, Platform as _};
use baton::secret::Secret;
use baton_commands::ids::{DeptId, RecordId};
use baton_commands::world::World;
use serde_json::Value;
use tokio::sync::{oneshot, watch};
use tokio::task::JoinHandle;

use super::people::account;
use crate::support::slack::state::{APP_TOKEN, BOT_TOKEN};
use crate::support::slack::{FakeSlack, deeds};

/// A call that takes longer is given up; nothing on loopback takes a fraction of it.
pub const CALL_WITHIN: Duration = Duration::from_millis(700);

/// Deadlines that no test waits for.
pub const PATIENT: Deadlines =
    Deadlines { acts: Duration::from_secs(15), words: Duration::from_secs(15) };

/// Connections that notice soon.
pub const PULSE: Pulse = Pulse {
    ping_every: Duration::from_millis(100),
    again_after: Duration::from_millis(10),
    again_at_most: Duration::from_millis(50),
};

/// The demo company, whose people are on Slack, but for those of the department `dba`.
pub fn world() -> World {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("config/demo");
    let mut directory = baton::settings::organisation::load_checked(&path).expect("the demo");
    for (handle, person) in &mut directory.people {
        if !handle.as_str().starts_with("dba") {
            person.accounts.insert("slack".to_owned(), account(handle.as_str()));
        }
    }
    let unix = directory.departments.get_mut(&DeptId::new("unix")).expect("a department");
    unix.groups.insert("slack".to_owned(), "unix-team".to_owned());
    let mut world = World::default();
    Arc::make_mut(&mut world.company).directory = Arc::new(directory);
    world
}

/// A workspace with a channel for each place, and everybody in it; `#management` is private.
pub async fn workspace(world: &World) -> FakeSlack {
    let fake = FakeSlack::installed(&manifest(None)).await;
    let directory = world.directory();
    let mut state = fake.state();
    for place in places(directory).keys() {
        let name = place.to_string();
        state.room(name.trim_start_matches('#'), name == "#management");
    }
    let accounts = directory.people.values().filter_map(|person| person.accounts.get("slack"));
    state.users = accounts.cloned().collect();
    state.groups.insert("unix-team".to_owned(), "S0UNIX".to_owned());
    drop(state);
    fake
}

pub fn socket() -> Way {
    Way::Socket { app_token: Secret::new(APP_TOKEN), pulse: PULSE }
}

pub fn slack(fake: &FakeSlack, world: &World, way: Way) -> Slack {
    hurried(fake, world, way, Deadlines::default())
}

/// One that has other deadlines.
pub fn hurried(fake: &FakeSlack, world: &World, way: Way, deadlines: Deadlines) -> Slack {
    made(fake, watch::channel(world.clone()).1, way, deadlines)
}

/// One that sees the World of an engine.
pub fn connected(fake: &FakeSlack, world: watch::Receiver<World>, way: Way) -> Slack {
    made(fake, world, way, Deadlines::default())
}

pub fn made(
    fake: &FakeSlack,
    world: watch::Receiver<World>,
    way: Way,
    deadlines: Deadlines,
) -> Slack {
    let options = SlackOptions {
        bot_token: Secret::new(BOT_TOKEN),
        way,
        api: fake.api(),
        call_within: CALL_WITHIN,
        deadlines,
    };
    Slack::new(options, world).expect("a platform")
}

/// Everything, listening.
pub struct Office {
    pub fake: FakeSlack,
    pub letters: Letters,
    pub listening: JoinHandle<anyhow::Result<()>>,
}

impl Office {
    /// With Socket Mode and room for so many letters.
    pub async fn open(room: usize) -> Office {
        Office::hurried(room, Deadlines::default()).await
    }

    pub async fn hurried(room: usize, deadlines: Deadlines) -> Office {
        let world = world();
        let fake = workspace(&world).await;
        let slack = hurried(&fake, &world, socket(), deadlines);
        let office = Office::on(fake, slack, room);
        office.fake.connected(2).await;
        office
    }

    pub fn on(fake: FakeSlack, slack: Slack, room: usize) -> Office {
        let (inbox, letters) = Inbox::new(room);
        let listening = tokio::spawn(async move { slack.listen(inbox).await });
        Office { fake, letters, listening }
    }

    /// The next letter, and where its answer goes.
    pub async fn letter(&mut self) -> Asked {
        let letter = tokio::time::timeout(Duration::from_secs(20), self.letters.recv()).await;
        letter.expect("a letter in time").expect("an inbox")
    }

    pub fn command(&self, id: &str, user: &str, channel: &str, line: &str) -> Value {
        deeds::command(&self.fake, id, user, channel, line)
    }

    pub fn press(&self, id: &str, user: &str, channel: &str, line: &str) -> Value {
        deeds::press(&self.fake, id, user, channel, line)
    }
}

impl Drop for Office {
    fn drop(&mut self) {
        self.listening.abort();
    }
}

/// Answers a letter.
pub fn answer(to: oneshot::Sender<Vec<Outgoing>>, messages: Vec<Outgoing>) {
    to.send(messages).expect("somebody waits");
}

pub fn record(id: &str) -> RecordId {
    id.parse().expect("a record")
}
