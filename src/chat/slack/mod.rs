//! Slack: where most departments talk.
//!
//! In reading order: [`wire`] is one call of the Web API, [`trouble`] what its failures mean, [`workspace`] what there is,
//! [`api`] all that with our token. Out: [`style`], [`cut`], [`blocks`] and [`render`] draw a message, [`form`] and
//! [`home`] the other surfaces, [`letter`] addresses it, [`deliver`] sends it with its [`pictures`], [`find`] looks for it.
//! In: [`socket`] or [`http`] carry what [`heard`] reads and [`said`] takes out of its markup; [`talk`] hands it on,
//! [`ack`] says what Slack is told and when, [`back`] brings the answers with some [`patience`]. [`report`] says what is missing, [`manifest`] what to install.

pub mod ack;
pub mod api;
pub mod back;
pub mod blocks;
pub mod cut;
pub mod deliver;
pub mod find;
pub mod form;
pub mod heard;
pub mod home;
pub mod http;
pub mod letter;
pub mod manifest;
pub mod patience;
pub mod pictures;
pub mod preview;
pub mod render;
pub mod report;
pub mod said;
pub mod socket;
pub mod style;
pub mod talk;
#[cfg(test)]
mod tests;
pub mod trouble;
pub mod wire;
pub mod workspace;

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use anyhow::Context as _;
use async_trait::async_trait;
use baton_commands::world::World;
use serde_json::json;
use tokio::net::TcpListener;
use tokio::sync::watch;
use tokio::time::interval;

use crate::chat::begun::Begun;
use crate::chat::{DeliveryError, Inbox, Outgoing, Pace, Platform, Rate, Receipt};
use crate::picture::Fonts;
use crate::secret::Secret;
use ack::Deadlines;
use api::Api;
use deliver::Desk;
use patience::{patiently, pause};
use socket::{Pulse, Socket};
use talk::{Said, Talk};
use wire::{Trouble, Wire};
use workspace::Addresses;

/// How often channels and groups are read anew.
const LEARN_EVERY: Duration = Duration::from_secs(600);

/// About one message a second and channel, with short bursts; several hundred a minute in all.
pub const PACE: Pace = Pace {
    place: Rate { burst: 3, every: chrono::Duration::seconds(1) },
    whole: Rate { burst: 20, every: chrono::Duration::milliseconds(50) },
    at_once: 8,
};

/// What Slack is connected with.
#[derive(Debug, Clone)]
pub struct SlackOptions {
    /// `xoxb-…`
    pub bot_token: Secret,
    pub way: Way,
    /// [`wire::API`], or a server that stands in for it.
    pub api: String,
    /// How long a call may take.
    pub call_within: Duration,
    pub deadlines: Deadlines,
}

/// How Slack speaks to us.
#[derive(Debug, Clone)]
pub enum Way {
    /// By connections that we make, with the app's own token (`xapp-…`).
    Socket { app_token: Secret, pulse: Pulse },
    /// By requests to an address that we listen on, signed with the app's secret.
    Http { signing_secret: Secret, listen: SocketAddr },
}

/// Slack as a platform.
pub struct Slack {
    api: Arc<Api>,
    way: Way,
    fonts: Fonts,
    begun: Begun,
    deadlines: Deadlines,
}

impl Slack {
    /// Makes it ready; nothing is said yet.
    ///
    /// # Errors
    /// The machine's certificates cannot be had.
    pub fn new(options: SlackOptions, world: watch::Receiver<World>) -> anyhow::Result<Slack> {
        let wire = Wire::new(&options.api, options.call_within).context("preparing for Slack")?;
        let api = Arc::new(Api::new(wire, options.bot_token, world));
        let (way, deadlines) = (options.way, options.deadlines);
        let (fonts, begun) = (Fonts::of_machine(), Begun::default());
        Ok(Slack { api, way, fonts, begun, deadlines })
    }

    fn desk(&self) -> Desk<'_> {
        Desk { api: &self.api, fonts: &self.fonts, begun: &self.begun }
    }

    /// Reads the workspace for the first time. A token that is refused is a fault; a Slack that cannot be reached is
    /// waited for.
    async fn met(&self) -> anyhow::Result<()> {
        loop {
            match patiently(|| self.api.learn()).await {
                Ok(_) => return Ok(()),
                Err(trouble @ Trouble::Refused { .. }) => {
                    anyhow::bail!("Slack does not let the bot in: {}", trouble::mended(&trouble));
                }
                Err(trouble) => tracing::warn!(%trouble, "Slack is not there yet"),
            }
            pause(Duration::from_secs(10)).await;
        }
    }

    /// Joins the channels that are ours and open, and says what is missing.
    async fn settle_in(&self) {
        let report = report::report(&self.api.book());
        for channel in &report.to_join {
            let joining = json!({"channel": channel});
            let joined = patiently(|| self.api.tell("conversations.join", &joining)).await;
            if let Err(trouble) = joined {
                let trouble = trouble::mended(&trouble);
                tracing::warn!(
                    channel,
                    trouble,
                    "a channel cannot be joined; `/invite` the app there"
                );
            }
        }
        for missing in &report.missing {
            tracing::warn!("{missing}");
        }
        let (joined, missing) = (report.to_join.len(), report.missing.len());
        tracing::info!(joined, missing, "Slack lets the bot in");
    }

    /// Keeps what is known of the workspace fresh.
    async fn learn_on(api: Arc<Api>) {
        let mut again = interval(LEARN_EVERY);
        again.tick().await;
        loop {
            again.tick().await;
            if let Err(trouble) = api.learn().await {
                tracing::warn!(%trouble, "the workspace is as it was last time");
            }
        }
    }

    /// Who and what is called how there, as far as it is known now.
    pub fn book(&self) -> Addresses {
        self.api.book()
    }
}

#[async_trait]
impl Platform for Slack {
    fn name(&self) -> &'static str {
        api::SLACK
    }

    async fn listen(&self, inbox: Inbox) -> anyhow::Result<()> {
        let listener = match &self.way {
            Way::Http { listen, .. } => {
                let bound = TcpListener::bind(listen).await;
                Some(bound.with_context(|| format!("listening on {listen} (`slack.listen`)"))?)
            }
            Way::Socket { .. } => None,
        };
        self.met().await?;
        self.settle_in().await;
        let (fonts, deadlines) = (self.fonts.clone(), self.deadlines);
        let talk =
            Talk { api: Arc::clone(&self.api), inbox, fonts, deadlines, said: Said::default() };
        let talk = Arc::new(talk);
        let listening = async {
            match (&self.way, listener) {
                (Way::Socket { app_token, pulse }, _) => {
                    let (wire, token) = (self.api.wire.clone(), app_token.clone());
                    Socket { wire, token, pulse: *pulse }.listen(talk).await;
                    Ok(())
                }
                (Way::Http { signing_secret, .. }, Some(listener)) => {
                    let routes = http::routes(talk, signing_secret);
                    axum::serve(listener, routes).await.context("serving Slack's requests")
                }
                (Way::Http { .. }, None) => Ok(()),
            }
        };
        tokio::select! {
            ended = listening => ended,
            () = Slack::learn_on(Arc::clone(&self.api)) => Ok(()),
        }
    }

    fn pace(&self) -> Pace {
        PACE
    }

    fn edits(&self) -> bool {
        true
    }

    async fn deliver(&self, message: &Outgoing) -> Result<Receipt, DeliveryError> {
        self.desk().deliver(message).await
    }

    async fn find(&self, message: &Outgoing) -> anyhow::Result<Option<Receipt>> {
        find::find(&self.api, &self.begun, message).await.map_err(trouble::asked)
    }

    fn begun(&self, name: &str) -> Vec<String> {
        self.begun.names(name)
    }
}
