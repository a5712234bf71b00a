//! What the fake workspace remembers: channels and what was said in them, views, files, every call.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use serde_json::{Value, json};

/// The account of the bot.
pub const BOT: &str = "UBOT";
/// The workspace.
pub const TEAM: &str = "T1";
/// The token of the bot and of the app.
pub const BOT_TOKEN: &str = "xoxb-test";
pub const APP_TOKEN: &str = "xapp-test";

/// What goes wrong with one call.
#[derive(Debug, Clone, PartialEq)]
pub enum Fault {
    /// Nothing: the one after it waits for the next call.
    None,
    /// 429, with this `Retry-After`.
    Slow(&'static str),
    /// Such a status instead of an answer; nothing was done.
    Status(u16),
    /// `ok: false` with this code.
    Code(&'static str),
    /// It is done, and the answer never comes.
    Silence,
    /// The connection breaks before anything was done.
    Reset,
    /// It is done, and the connection breaks.
    ResetAfter,
}

/// A channel, a private one, or direct messages.
#[derive(Debug, Clone, Default)]
pub struct Room {
    pub name: String,
    pub is_private: bool,
    pub is_archived: bool,
    /// Whether the bot is in it.
    pub is_member: bool,
    /// The other in direct messages.
    pub with: Option<String>,
    /// As `conversations.history` shows them, oldest first; replies of threads stand among them.
    pub messages: Vec<Value>,
}

/// An address for answers.
#[derive(Debug, Clone, Default)]
pub struct Answering {
    pub user: String,
    pub answers: Vec<Value>,
}

#[derive(Debug, Default)]
pub struct State {
    pub scopes: BTreeSet<String>,
    pub rooms: BTreeMap<String, Room>,
    pub users: BTreeSet<String>,
    /// User groups: id by handle.
    pub groups: BTreeMap<String, String>,
    /// What only one saw: channel, user, message.
    pub ephemeral: Vec<(String, String, Value)>,
    /// Triggers that can open a form still.
    pub triggers: BTreeSet<String>,
    /// Modals that were opened.
    pub modals: Vec<Value>,
    /// By user.
    pub homes: BTreeMap<String, Value>,
    /// Bytes by file id, where it was shown.
    pub files: BTreeMap<String, (Vec<u8>, Option<String>)>,
    pub answering: BTreeMap<String, Answering>,
    /// Every call: method and arguments.
    pub calls: Vec<(String, Value)>,
    pub faults: BTreeMap<String, VecDeque<Fault>>,
    /// What was wrong about calls: Slack would have refused or ignored it.
    pub wrong: Vec<String>,
    made: u64,
}

impl State {
    /// A number that was not there before.
    pub fn next(&mut self) -> u64 {
        self.made += 1;
        self.made
    }

    /// A time stamp later than all before it.
    pub fn ts(&mut self) -> String {
        let made = self.next();
        format!("{}.{:06}", 1_900_000_000 + made, made * 100)
    }

    pub fn room(&mut self, name: &str, is_private: bool) -> String {
        let kind = if is_private { 'G' } else { 'C' };
        let id = format!("{kind}{:07}", self.next());
        let room =
            Room { name: name.to_owned(), is_private, is_member: is_private, ..Room::default() };
        self.rooms.insert(id.clone(), room);
        id
    }

    /// The direct messages of somebody with the bot.
    pub fn direct(&mut self, user: &str) -> String {
        let known = self.rooms.iter().find(|(_, room)| room.with.as_deref() == Some(user));
        if let Some((id, _)) = known {
            return id.clone();
        }
        let id = format!("D{:07}", self.next());
        let with = Some(user.to_owned());
        self.rooms.insert(id.clone(), Room { with, is_member: true, ..Room::default() });
        id
    }

    /// The id of a channel.
    pub fn id(&self, name: &str) -> String {
        let named = self.rooms.iter().find(|(_, room)| room.name == name);
        named.map(|(id, _)| id.clone()).unwrap_or_else(|| panic!("no channel {name}"))
    }

    /// What stands in a channel: message by message.
    pub fn said(&self, name: &str) -> Vec<Value> {
        self.rooms[&self.id(name)].messages.clone()
    }

    /// The texts of a channel.
    pub fn texts(&self, name: &str) -> Vec<String> {
        let said = self.said(name);
        said.iter().map(|said| said["text"].as_str().unwrap_or_default().to_owned()).collect()
    }

    pub fn count(&self, method: &str) -> usize {
        self.calls.iter().filter(|(called, _)| called == method).count()
    }

    /// Somebody says something; answers its time stamp.
    pub fn say(&mut self, channel: &str, user: &str, text: &str) -> String {
        let ts = self.ts();
        let said = json!({"type": "message", "user": user, "text": text, "ts": ts});
        self.rooms.get_mut(channel).expect("a channel").messages.push(said);
        ts
    }

    /// A trigger, which opens one form.
    pub fn trigger(&mut self) -> String {
        let trigger = format!("T{}", self.next());
        self.triggers.insert(trigger.clone());
        trigger
    }

    /// Every answer that one person alone got by an address, in order.
    pub fn answers(&self, user: &str) -> Vec<Value> {
        let his = self.answering.values().filter(|answering| answering.user == user);
        his.flat_map(|answering| answering.answers.clone()).collect()
    }
}
