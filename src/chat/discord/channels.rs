//! The channels and roles of the servers that the bot is on, as Discord last told them.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::snowflake::Snowflake;

/// Kinds of channel, by Discord's numbers.
const TEXT: u8 = 0;
const DIRECT: u8 = 1;
const NEWS: u8 = 5;
const THREADS: std::ops::RangeInclusive<u8> = 10..=12;

/// A channel or thread, as far as it matters here; what else Discord says of it is not read.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Channel {
    pub id: Snowflake,
    #[serde(rename = "type")]
    pub kind: u8,
    #[serde(default)]
    pub name: Option<String>,
    /// Of a thread: the channel it is in; of a channel: its category.
    #[serde(default)]
    pub parent_id: Option<Snowflake>,
}

impl Channel {
    pub fn is_thread(&self) -> bool {
        THREADS.contains(&self.kind)
    }

    pub fn is_direct(&self) -> bool {
        self.kind == DIRECT
    }

    /// Whether messages can be posted into it and threads hang under them.
    pub fn is_place(&self) -> bool {
        matches!(self.kind, TEXT | NEWS)
    }

    pub fn name(&self) -> &str {
        self.name.as_deref().unwrap_or_default()
    }
}

/// A role of a server.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Role {
    pub id: Snowflake,
    pub name: String,
}

/// All of them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Channels {
    channels: BTreeMap<Snowflake, Channel>,
    roles: BTreeMap<Snowflake, Role>,
}

impl Channels {
    pub fn put(&mut self, channel: Channel) {
        self.channels.insert(channel.id, channel);
    }

    pub fn remove(&mut self, id: Snowflake) {
        self.channels.remove(&id);
    }

    pub fn put_role(&mut self, role: Role) {
        self.roles.insert(role.id, role);
    }

    pub fn get(&self, id: Snowflake) -> Option<&Channel> {
        self.channels.get(&id)
    }

    /// The channel that is meant: by its id, known or not, or by its name. None: no channel is called so.
    pub fn meant(&self, id_or_name: &str) -> Option<Snowflake> {
        let named = || self.named(id_or_name).next();
        id_or_name.parse().ok().or_else(named)
    }

    /// The channels of that name, the oldest first; several when several servers have one.
    pub fn named<'c>(&'c self, name: &'c str) -> impl Iterator<Item = Snowflake> + 'c {
        let places = self.channels.values().filter(|channel| channel.is_place());
        places.filter(move |channel| channel.name() == name).map(|channel| channel.id)
    }

    /// The role that is meant, by its id or name.
    pub fn role(&self, id_or_name: &str) -> Option<Snowflake> {
        let named = || self.roles.values().find(|role| role.name == id_or_name);
        id_or_name.parse().ok().or_else(|| named().map(|role| role.id))
    }

    /// Whether an id that the files name is there.
    pub fn knows_role(&self, id: Snowflake) -> bool {
        self.roles.contains_key(&id)
    }
}
