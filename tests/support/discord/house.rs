//! What there is on the made-up server: channels, threads, messages, and what the bot may not do there.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value, json};

use super::shapes::{given, message, shown, since, user};

/// The application and, as for all newer ones, its bot's account.
pub const BOT: &str = "1100000000000000001";
pub const SERVER: &str = "1100000000000000002";

/// An error of Discord's: status, code, message.
pub type Refusal = (u16, i64, &'static str);

/// Everything.
#[derive(Debug, Default)]
pub struct House {
    /// By id: channels, threads, direct messages.
    pub channels: BTreeMap<u64, Value>,
    pub roles: BTreeMap<u64, Value>,
    /// By channel, in the order in which they were posted.
    pub messages: BTreeMap<u64, Vec<Value>>,
    /// What a message with this nonce became; forgotten by [`House::forget_nonces`].
    nonces: BTreeMap<(u64, String), Value>,
    /// Channels the bot cannot see.
    pub hidden: BTreeSet<u64>,
    /// Channels it may not write in.
    pub mute: BTreeSet<u64>,
    /// Threads only a moderator opens again.
    pub locked: BTreeSet<u64>,
    /// Messages that had a thread and get no other.
    pub threadless: BTreeSet<u64>,
    /// Accounts that take no direct messages.
    pub deaf: BTreeSet<String>,
    /// Interactions whose three seconds are over, by their token.
    pub late: BTreeSet<String>,
    /// Commands as they were last registered, by name.
    pub commands: BTreeMap<String, Value>,
    /// The latest id that was given.
    latest: u64,
}

impl House {
    pub fn new() -> House {
        House { latest: 1_200_000_000_000_000_000, ..House::default() }
    }

    /// Ids grow, as Discord's do.
    pub fn id(&mut self) -> u64 {
        self.latest += 1_000;
        self.latest
    }

    pub fn add_channel(&mut self, name: &str) -> u64 {
        let id = self.id();
        let channel = json!({
            "id": id.to_string(), "type": 0, "name": name, "guild_id": SERVER, "position": 0,
            "permission_overwrites": [], "parent_id": null, "last_message_id": null, "flags": 0,
        });
        self.channels.insert(id, channel);
        id
    }

    pub fn add_role(&mut self, name: &str) -> u64 {
        let id = self.id();
        self.roles.insert(
            id,
            json!({
                "id": id.to_string(), "name": name, "color": 0, "hoist": false, "position": 1,
                "permissions": "0", "managed": false, "mentionable": true, "flags": 0, "icon": null,
            "unicode_emoji": null,
            "colors": {"primary_color": 0, "secondary_color": null, "tertiary_color": null},
            }),
        );
        id
    }

    /// A command, in place of one of its name.
    pub fn register(&mut self, body: &Value) -> Value {
        let id = self.id().to_string();
        let mut command = body.clone();
        command["id"] = json!(id);
        command["version"] = json!(id);
        let own = [
            ("application_id", json!(BOT)),
            ("type", json!(1)),
            ("description", json!("")),
            ("default_member_permissions", Value::Null),
        ];
        given(&mut command, &own);
        let name = body["name"].as_str().unwrap_or_default().to_owned();
        self.commands.insert(name, command.clone());
        command
    }

    /// As when some minutes have passed.
    pub fn forget_nonces(&mut self) {
        self.nonces.clear();
    }

    pub fn all_messages(&self) -> impl Iterator<Item = &Value> {
        self.messages.values().flatten()
    }

    /// Whether the bot may use a channel at all.
    pub fn enter(&self, channel: u64) -> Result<&Value, Refusal> {
        if self.hidden.contains(&channel) {
            return Err((403, 50_001, "Missing Access"));
        }
        self.channels.get(&channel).ok_or((404, 10_003, "Unknown Channel"))
    }

    pub fn post(&mut self, channel: u64, body: &Value) -> Result<Value, Refusal> {
        let place = self.enter(channel)?;
        let recipient = place["recipients"][0]["id"].as_str().unwrap_or_default();
        if self.deaf.contains(recipient) {
            return Err((403, 50_007, "Cannot send messages to this user"));
        }
        if self.mute.contains(&channel) {
            return Err((403, 50_013, "Missing Permissions"));
        }
        if place["thread_metadata"]["archived"] == true && self.locked.contains(&channel) {
            return Err((400, 50_083, "Thread is archived"));
        }
        let nonce = body["nonce"].as_str().unwrap_or_default().to_owned();
        if let Some(known) = self.nonces.get(&(channel, nonce.clone())) {
            return Ok(shown(known));
        }
        let id = self.id();
        let message = message(id, channel, body);
        self.messages.entry(channel).or_default().push(kept(&message));
        if body["enforce_nonce"] == true {
            self.nonces.insert((channel, nonce), message.clone());
        }
        if let Some(thread) = self.channels.get_mut(&channel).filter(|it| it["type"] == 11) {
            thread["thread_metadata"]["archived"] = json!(false);
        }
        Ok(shown(&message))
    }

    pub fn edit(&mut self, channel: u64, id: u64, body: &Value) -> Result<Value, Refusal> {
        self.enter(channel)?;
        let messages = self.messages.entry(channel).or_default();
        let found = messages.iter_mut().find(|message| is(message, id));
        let found = found.ok_or((404, 10_008, "Unknown Message"))?;
        if found["author"]["id"] != BOT {
            return Err((403, 50_005, "Cannot edit a message authored by another user"));
        }
        for (key, value) in body.as_object().into_iter().flatten() {
            found[key] = value.clone();
        }
        found["edited"] = json!(found["edited"].as_u64().unwrap_or(0) + 1);
        found["edited_timestamp"] = json!(since(id));
        Ok(shown(found))
    }

    pub fn message(&self, channel: u64, id: u64) -> Result<Value, Refusal> {
        self.enter(channel)?;
        let found = self.messages.get(&channel).and_then(|all| all.iter().find(|it| is(it, id)));
        found.map(shown).ok_or((404, 10_008, "Unknown Message"))
    }

    /// Somebody deletes a thread; whether its message may have another.
    pub fn delete_thread(&mut self, id: u64, for_good: bool) {
        self.channels.remove(&id);
        if for_good {
            self.threadless.insert(id);
        }
    }

    pub fn delete(&mut self, channel: u64, id: u64) {
        let messages = self.messages.entry(channel).or_default();
        messages.retain(|message| !is(message, id));
    }

    /// The latest first, as Discord shows them.
    pub fn page(
        &self,
        channel: u64,
        (limit, before): (usize, Option<u64>),
    ) -> Result<Value, Refusal> {
        self.enter(channel)?;
        let id = |message: &Value| message["id"].as_str().and_then(|id| id.parse::<u64>().ok());
        let messages = self.messages.get(&channel).map(Vec::as_slice).unwrap_or_default();
        let older = messages.iter().rev().filter(|it| before.is_none_or(|end| id(it) < Some(end)));
        Ok(older.take(limit).map(shown).collect())
    }

    /// A thread has the id of the message it hangs under.
    pub fn thread(&mut self, channel: u64, id: u64, body: &Value) -> Result<Value, Refusal> {
        self.enter(channel)?;
        let messages = self.messages.get(&channel);
        let known = messages.is_some_and(|all| all.iter().any(|it| is(it, id)));
        if !known {
            return Err((404, 10_008, "Unknown Message"));
        }
        if self.channels.contains_key(&id) || self.threadless.contains(&id) {
            return Err((400, 160_004, "A thread has already been created for this message"));
        }
        let thread = json!({
            "id": id.to_string(), "type": 11, "name": body["name"], "parent_id": channel.to_string(),
            "owner_id": BOT, "guild_id": SERVER, "last_message_id": null, "rate_limit_per_user": 0,
            "message_count": 0, "member_count": 1, "total_message_sent": 0, "flags": 0,
            "thread_metadata": {
                "archived": false, "locked": false, "auto_archive_duration": 1_440,
                "archive_timestamp": since(id), "create_timestamp": since(id),
            },
        });
        self.channels.insert(id, thread.clone());
        Ok(thread)
    }

    pub fn open_direct(&mut self, account: &str) -> Value {
        let is = |it: &&Value| it["recipients"][0]["id"] == account;
        if let Some(known) = self.channels.values().find(is) {
            return known.clone();
        }
        let id = self.id();
        let channel = json!({
            "id": id.to_string(), "type": 1, "last_message_id": null, "flags": 0,
            "recipients": [user(account, "somebody")],
        });
        self.channels.insert(id, channel.clone());
        channel
    }
}

fn is(message: &Value, id: u64) -> bool {
    message["id"].as_str().and_then(|own| own.parse().ok()) == Some(id)
}

/// The nonce is told to the one who posts, and forgotten.
fn kept(message: &Value) -> Value {
    let mut message = message.clone();
    message.as_object_mut().expect("an object").remove("nonce");
    message
}
