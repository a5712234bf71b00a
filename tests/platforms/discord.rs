//! The demo company on a made-up Discord.

use std::collections::{BTreeMap, BTreeSet};

use baton::chat::inbound::Letters;
use baton::chat::{Platform, Receipt};
use baton_commands::ids::{PersonId, Place};
use serde_json::Value;

use super::{Answer, SOMEBODY, STRANGER, Seen, Town, marks};
use crate::discord::bench::{Bench, COMMAND, UNIX_1, command, connected, interaction};
use crate::support::discord::{FakeDiscord, House};

/// An account that nobody in the files has.
const NOBODY: &str = "1100000000000000199";
/// The flag of a message that one person alone sees.
const ALONE: u64 = 1 << 6;
/// The kind of first answer that is a message; another only promises one.
const MESSAGE: u64 = 4;

pub(super) struct OnDiscord {
    bench: Bench,
    letters: Letters,
    acts: BTreeSet<u64>,
}

impl Town for OnDiscord {
    async fn open(room: usize) -> OnDiscord {
        let bench = Bench::new().await;
        let letters = super::listen(&bench.discord, room);
        connected(&bench).await;
        OnDiscord { bench, letters, acts: BTreeSet::new() }
    }

    fn platform(&self) -> &dyn Platform {
        &*self.bench.discord
    }

    fn account(&self, who: &str) -> String {
        if who == STRANGER { NOBODY } else { UNIX_1 }.to_owned()
    }

    fn seen(&self) -> Vec<Seen> {
        let house = self.bench.fake.house();
        house.all_messages().map(|message| seen(&house, message)).collect()
    }

    fn lose(&self, receipt: &Receipt) {
        let (channel, id) = receipt.0.split_once(':').expect("a receipt");
        let number = |id: &str| id.parse().expect("a number");
        self.bench.fake.house().delete(number(channel), number(id));
    }

    async fn says(&mut self, act: u64, who: &str, line: &str) {
        self.acts.insert(act);
        let words: Vec<&str> = line.split(' ').collect();
        let [noun, verb] = words[..] else { panic!("no noun and verb: {line}") };
        let told = command(noun.trim_start_matches('/'), verb, &[]);
        let mut told = interaction(&self.bench, act, COMMAND, told);
        told["member"]["user"]["id"] = self.account(who).into();
        self.bench.fake.gateway().event("INTERACTION_CREATE", told);
    }

    fn letters(&mut self) -> &mut Letters {
        &mut self.letters
    }

    async fn answers(&self, count: usize) -> BTreeMap<u64, Answer> {
        let enough = |fake: &FakeDiscord| {
            let answered = self.acts.iter().filter_map(|act| Some((*act, answer(fake, *act)?)));
            let answered: BTreeMap<u64, Answer> = answered.collect();
            (answered.len() >= count).then_some(answered)
        };
        self.bench.fake.until(enough).await
    }

    fn is_content(&self) {
        assert_eq!(self.bench.fake.odd(), [""; 0]);
    }
}

/// What an act was answered, at once or after a promise.
fn answer(fake: &FakeDiscord, act: u64) -> Option<Answer> {
    let begun = fake.begun(&act.to_string());
    let first = begun.answer?;
    let said = match first["type"].as_u64() {
        Some(MESSAGE) => first["data"].clone(),
        _ => begun.edited?,
    };
    let text = said["content"].as_str().unwrap_or_default().to_owned();
    Some(Answer { text, alone: first["data"]["flags"] == ALONE })
}

fn seen(house: &House, message: &Value) -> Seen {
    let id = |of: &Value| of.as_str().and_then(|id| id.parse::<u64>().ok()).expect("an id");
    let channel = &house.channels[&id(&message["channel_id"])];
    let receipt =
        |channel: &Value, message: &Value| Receipt(format!("{}:{}", id(channel), id(message)));
    // A thread has the id of the message it hangs under.
    let parent = channel.get("parent_id").filter(|it| !it.is_null());
    let room = parent.map_or(channel, |parent| &house.channels[&id(parent)]);
    let place = match room["name"].as_str() {
        Some(name) => Place::channel(name),
        None => {
            assert_eq!(room["recipients"][0]["id"], UNIX_1, "nobody else is written to");
            Place::Direct(PersonId::new(SOMEBODY))
        }
    };
    Seen {
        place,
        receipt: receipt(&message["channel_id"], &message["id"]),
        under: parent.map(|parent| receipt(parent, &channel["id"])),
        text: format!("{}\n{}", message["content"], message["embeds"]),
        notified: notified(house, message),
    }
}

/// Whom a message notifies: those it mentions and is allowed to; embeds mention nobody.
fn notified(house: &House, message: &Value) -> BTreeSet<String> {
    let content = message["content"].as_str().unwrap_or_default();
    let allowed = &message["allowed_mentions"];
    let lists = |key: &str, it: &str| {
        allowed[key].as_array().is_some_and(|all| all.iter().any(|one| one == it))
    };
    let may = |kind: &str, id: &str| allowed.is_null() || lists("parse", kind) || lists(kind, id);
    let everyone = content.contains("@everyone") || content.contains("@here");
    let everyone = (everyone && may("everyone", "")).then(|| "everyone".to_owned());
    let called = marks(content).filter_map(|mark| {
        if let Some(role) = mark.strip_prefix("@&") {
            let known = house.roles.keys().any(|id| id.to_string() == role);
            let whom = if known { "dept:unix".to_owned() } else { mark.to_owned() };
            return may("roles", role).then_some(whom);
        }
        let user = mark.strip_prefix('@')?.trim_start_matches('!');
        let whom = if user == UNIX_1 { format!("person:{SOMEBODY}") } else { mark.to_owned() };
        may("users", user).then_some(whom)
    });
    called.chain(everyone).collect()
}
