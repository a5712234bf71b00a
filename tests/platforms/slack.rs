//! The demo company on a made-up Slack.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use baton::chat::inbound::Letters;
use baton::chat::slack::Slack;
use baton::chat::{Platform, Receipt};
use baton_commands::ids::{PersonId, Place};
use serde_json::Value;

use super::{Answer, SOMEBODY, STRANGER, Seen, Town, marks};
use crate::slack::office;
use crate::slack::people::account;
use crate::support::slack::state::Room;
use crate::support::slack::{FakeSlack, Shared, deeds};

pub(super) struct OnSlack {
    fake: FakeSlack,
    slack: Arc<Slack>,
    letters: Letters,
    /// The envelope of each act, as it was sent first.
    acts: BTreeMap<u64, Value>,
    sent: u64,
}

impl Town for OnSlack {
    async fn open(room: usize) -> OnSlack {
        let world = office::world();
        let fake = office::workspace(&world).await;
        fake.state().rooms.values_mut().for_each(|room| room.is_member = true);
        let slack = Arc::new(office::slack(&fake, &world, office::socket()));
        let letters = super::listen(&slack, room);
        fake.connected(2).await;
        OnSlack { fake, slack, letters, acts: BTreeMap::new(), sent: 0 }
    }

    fn platform(&self) -> &dyn Platform {
        &*self.slack
    }

    fn account(&self, who: &str) -> String {
        if who == STRANGER { "U0NOBODY".to_owned() } else { account(who) }
    }

    fn seen(&self) -> Vec<Seen> {
        let state = self.fake.state();
        let said = state.rooms.iter().flat_map(|(id, room)| {
            room.messages.iter().map(move |message| seen(id, room, message))
        });
        said.collect()
    }

    fn lose(&self, receipt: &Receipt) {
        let (channel, ts) = receipt.0.split_once(':').expect("a receipt");
        let mut state = self.fake.state();
        let room = state.rooms.get_mut(channel).expect("a channel");
        room.messages.retain(|said| said["ts"] != ts);
    }

    async fn says(&mut self, act: u64, who: &str, line: &str) {
        self.sent += 1;
        let id = format!("envelope-{}", self.sent);
        let (account, fake) = (self.account(who), &self.fake);
        let command = || deeds::command(fake, &id, &account, "unix", line);
        let mut envelope = self.acts.entry(act).or_insert_with(command).clone();
        envelope["envelope_id"] = id.as_str().into();
        self.fake.sockets().send(envelope);
    }

    fn letters(&mut self) -> &mut Letters {
        &mut self.letters
    }

    async fn answers(&self, count: usize) -> BTreeMap<u64, Answer> {
        let enough = |shared: &Shared| {
            let answers =
                self.acts.iter().filter_map(|(act, sent)| Some((*act, said(shared, sent)?)));
            let answers: BTreeMap<u64, Value> = answers.collect();
            (answers.len() >= count).then_some(answers)
        };
        let answered = self.fake.shared().until("answers", enough).await;
        let answer = |said: Value| Answer {
            text: said["text"].as_str().unwrap_or_default().to_owned(),
            alone: said["response_type"] == "ephemeral",
        };
        answered.into_iter().map(|(act, said)| (act, answer(said))).collect()
    }

    fn is_content(&self) {
        self.fake.nothing_wrong();
    }
}

/// What was answered to this envelope, with its acknowledgement or at the address of its answers.
fn said(shared: &Shared, envelope: &Value) -> Option<Value> {
    let acknowledged = shared.sockets.ack(envelope["envelope_id"].as_str()?);
    let at_once = acknowledged.and_then(|it| it.get("payload").cloned());
    let door = envelope["payload"]["response_url"].as_str()?.rsplit('/').next()?;
    at_once.or_else(|| shared.state().answering[door].answers.first().cloned())
}

fn seen(id: &str, room: &Room, message: &Value) -> Seen {
    let place = match &room.with {
        Some(user) => {
            assert_eq!(*user, account(SOMEBODY), "nobody else is written to");
            Place::Direct(PersonId::new(SOMEBODY))
        }
        None => Place::channel(&room.name),
    };
    let receipt = |ts: &Value| Receipt(format!("{id}:{}", ts.as_str().unwrap_or_default()));
    let mut text = vec![message["text"].as_str().unwrap_or_default()];
    marked_up(&message["blocks"], &mut text);
    Seen {
        place,
        receipt: receipt(&message["ts"]),
        under: message.get("thread_ts").map(receipt),
        notified: text.iter().flat_map(|text| marks(text)).filter_map(notified).collect(),
        text: format!("{}\n{}", text.join("\n"), message["blocks"]),
    }
}

/// All texts in which Slack looks for mentions.
fn marked_up<'m>(part: &'m Value, texts: &mut Vec<&'m str>) {
    match part {
        Value::Array(parts) => parts.iter().for_each(|part| marked_up(part, texts)),
        Value::Object(fields) if part["type"] == "mrkdwn" => {
            texts.extend(fields["text"].as_str());
        }
        Value::Object(fields) => fields.values().for_each(|part| marked_up(part, texts)),
        _ => {}
    }
}

/// Whom a mark notifies; times and links call nobody.
fn notified(mark: &str) -> Option<String> {
    let known = BTreeSet::from(["!channel", "!here", "!everyone"]);
    match mark.split('|').next().unwrap_or_default() {
        mark if known.contains(mark) => Some("everyone".to_owned()),
        "!subteam^S0UNIX" => Some("dept:unix".to_owned()),
        mark if mark.strip_prefix('@').is_some_and(|it| it == account(SOMEBODY)) => {
            Some(format!("person:{SOMEBODY}"))
        }
        mark if mark.starts_with('@') || mark.starts_with("!subteam") => Some(mark.to_owned()),
        _ => None,
    }
}
