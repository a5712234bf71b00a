//! Discord: words come in over its gateway, messages go out over its REST API.
//!
//! In reading order: [`snowflake`] is what Discord calls things; [`style`] and [`cut`] are its way to write, [`message`]
//! what a message is there; [`render`] draws one, its card below ([`body`]), what can be pressed ([`buttons`]) and how it is
//! found again ([`mark`]). [`rest`] makes one request ([`fault`] says why it failed, [`budget`] how often it may), [`api`]
//! sends messages ([`receipt`]), [`find`] finds them; [`channels`] is what there is on the servers, [`roster`] who is who there.

mod answer;
mod api;
mod body;
mod budget;
mod buttons;
pub mod channels;
mod cut;
pub mod fault;
mod find;
mod gateway;
mod inbound;
pub mod mark;
pub mod message;
mod modal;
pub mod preview;
mod receipt;
pub mod register;
pub mod render;
pub mod report;
mod rest;
pub mod roster;
mod said;
pub mod snowflake;
pub mod style;
#[cfg(test)]
mod tests;
mod thread;
mod wire;

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, Weak};

use anyhow::Context as _;
use async_trait::async_trait;
use baton_commands::world::World;
use serde_json::{Value, json};
use serenity::http::Route;
use tokio::sync::{OnceCell, watch};

use crate::chat::begun::Begun;
use crate::chat::lock::lock;
use crate::chat::{DeliveryError, Inbox, Names, Outgoing, Pace, Platform, Rate, Receipt};
use crate::picture::Fonts;
use crate::secret::Secret;
use api::id_at;
use channels::Channels;
use fault::Fault;
use gateway::Gateway;
pub use gateway::Paces;
use inbound::Unread;
use rest::{Call, Rest};
use roster::Roster;
use snowflake::Snowflake;
use thread::Threads;

/// What people write in the organisation's files: `discord = "1184405311681986560"`.
pub const NAME: &str = "discord";

/// Five messages in five seconds to a place, fifty a second in all.
pub const PACE: Pace = Pace {
    place: Rate { burst: 5, every: chrono::Duration::seconds(1) },
    whole: Rate { burst: 5, every: chrono::Duration::milliseconds(22) },
    at_once: 16,
};

/// What the platform is started with.
pub struct DiscordOptions {
    pub token: Secret,
    /// Whose connections are made; tests lead them to a server of their own.
    pub client: reqwest::Client,
    /// How long an answer of Discord is waited for.
    pub patience: std::time::Duration,
    pub fonts: Fonts,
    /// After so long an answer is only promised.
    pub promised_after: std::time::Duration,
    /// How long the gateway may take.
    pub paces: Paces,
}

impl DiscordOptions {
    /// As Discord's documents say.
    pub fn new(token: Secret, client: reqwest::Client, fonts: Fonts) -> DiscordOptions {
        DiscordOptions {
            token,
            client,
            fonts,
            patience: PATIENCE,
            promised_after: answer::PROMISED_AFTER,
            paces: Paces::default(),
        }
    }
}

/// How long an answer of Discord is waited for.
const PATIENCE: std::time::Duration = std::time::Duration::from_secs(10);

/// Discord as a platform.
pub struct Discord {
    /// For the tasks that answer.
    itself: Weak<Discord>,
    rest: Rest,
    token: Secret,
    promised_after: std::time::Duration,
    paces: Paces,
    unread: Unread,
    fonts: Fonts,
    world: watch::Receiver<World>,
    channels: Mutex<Option<Arc<Channels>>>,
    /// The channel of direct messages with each account that was written to.
    direct: Mutex<BTreeMap<Snowflake, Snowflake>>,
    threads: Threads,
    /// Long messages that were not sent to their end.
    begun: Begun,
    /// The bot's own account.
    me: OnceCell<Snowflake>,
}

impl Discord {
    pub fn new(options: DiscordOptions, world: watch::Receiver<World>) -> Arc<Discord> {
        let DiscordOptions { token, client, fonts, patience, promised_after, paces } = options;
        Arc::new_cyclic(|itself| Discord {
            itself: Weak::clone(itself),
            rest: Rest::new(&token, client, patience),
            token,
            promised_after,
            paces,
            unread: Unread::default(),
            fonts,
            world,
            channels: Mutex::default(),
            direct: Mutex::default(),
            threads: Threads::default(),
            begun: Begun::default(),
            me: OnceCell::new(),
        })
    }

    /// What of Discord's events could not be read since the start.
    pub fn unread(&self) -> u64 {
        self.unread.count()
    }

    /// Something of the servers changed; what was never asked for is asked for whole.
    fn change(&self, change: impl FnOnce(&mut Channels)) {
        if let Some(channels) = lock(&self.channels).as_mut() {
            change(Arc::make_mut(channels));
        }
    }

    /// Tells Discord of the commands, and the log what is missing. Neither keeps anybody from working.
    async fn prepare(&self, application: Option<Snowflake>) {
        let told = match application {
            Some(application) => register::register(&self.rest, application).await,
            None => {
                Err(Fault::Unknown("Discord does not say which application this is".to_owned()))
            }
        };
        match told {
            Ok(0) => {}
            Ok(count) => tracing::info!(count, "commands were registered with Discord"),
            Err(fault) => {
                tracing::error!(%fault, "the commands could not be registered with Discord")
            }
        }
        match self.roster().await {
            Ok(roster) => report::missing(&roster).iter().for_each(|line| tracing::warn!("{line}")),
            Err(fault) => tracing::error!(%fault, "the channels of Discord are not known"),
        }
    }

    /// Who is who now; asks Discord for its channels when they are not known yet.
    async fn roster(&self) -> Result<Roster, Fault> {
        let names = Names::new(NAME, self.world.borrow().clone());
        let known = lock(&self.channels).clone();
        let channels = match known {
            Some(channels) => channels,
            None => self.ask_for_channels().await?,
        };
        Ok(Roster { names, channels })
    }

    /// Asks for the channels and roles of all servers that the bot is on.
    async fn ask_for_channels(&self) -> Result<Arc<Channels>, Fault> {
        let mut channels = Channels::default();
        let servers = self.rest.call(Call::get(Route::UserMeGuilds)).await?;
        for server in servers.as_array().into_iter().flatten().filter_map(id_at) {
            let guild_id = serenity::model::id::GuildId::new(server.get());
            let found = self.rest.call(Call::get(Route::GuildChannels { guild_id })).await?;
            each(&found, |channel| channels.put(channel));
            let found = self.rest.call(Call::get(Route::GuildRoles { guild_id })).await?;
            each(&found, |role| channels.put_role(role));
        }
        let channels = Arc::new(channels);
        *lock(&self.channels) = Some(Arc::clone(&channels));
        Ok(channels)
    }

    /// The bot's own account.
    async fn me(&self) -> Result<Snowflake, Fault> {
        let ask = async {
            let me = self.rest.call(Call::get(Route::UserMe)).await?;
            id_at(&me).ok_or_else(|| Fault::Unknown("an account without an id".to_owned()))
        };
        self.me.get_or_try_init(|| ask).await.copied()
    }

    /// The channel of direct messages with an account.
    async fn direct_to(&self, account: Snowflake) -> Result<Snowflake, Fault> {
        let known = lock(&self.direct).get(&account).copied();
        if let Some(channel) = known {
            return Ok(channel);
        }
        let wanted = json!({"recipient_id": account});
        let channel = self.rest.call(Call::post(Route::UserMeDmChannels, &wanted)).await?;
        let odd = || Fault::Unknown("a channel without an id".to_owned());
        let channel = id_at(&channel).ok_or_else(odd)?;
        lock(&self.direct).insert(account, channel);
        Ok(channel)
    }
}

#[async_trait]
impl Platform for Discord {
    fn name(&self) -> &'static str {
        NAME
    }

    async fn listen(&self, inbox: Inbox) -> anyhow::Result<()> {
        let discord = self.itself.upgrade().context("Discord is being left")?;
        let gateway = Gateway { rest: &self.rest, token: &self.token, paces: self.paces };
        let listening = gateway.listen(|event| {
            if event.name == "READY" {
                let (discord, application) =
                    (Arc::clone(&discord), id_at(&event.body["application"]));
                tokio::spawn(async move { discord.prepare(application).await });
            }
            discord.hear(event, &inbox);
        });
        listening.await.context("listening to Discord")
    }

    fn pace(&self) -> Pace {
        PACE
    }

    fn edits(&self) -> bool {
        true
    }

    async fn deliver(&self, message: &Outgoing) -> Result<Receipt, DeliveryError> {
        self.send(message).await.map(receipt::Posted::receipt)
    }

    async fn find(&self, message: &Outgoing) -> anyhow::Result<Option<Receipt>> {
        Ok(self.look_for(message).await.map_err(Fault::delivery)?.map(receipt::Posted::receipt))
    }

    fn begun(&self, name: &str) -> Vec<String> {
        self.begun.names(name)
    }
}

/// Each entry of a list that can be read; what cannot is none of ours.
fn each<T: serde::de::DeserializeOwned>(list: &Value, mut take: impl FnMut(T)) {
    for entry in list.as_array().into_iter().flatten() {
        match T::deserialize(entry) {
            Ok(read) => take(read),
            Err(error) => tracing::debug!(%error, "an entry of Discord's cannot be read"),
        }
    }
}
