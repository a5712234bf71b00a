//! Slack as our token sees it: its calls, its channels, who is who there.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};

use baton_commands::ids::Place;
use baton_commands::world::World;
use serde::Serialize;
use serde_json::{Value, json};
use tokio::sync::watch;

use super::trouble;
use super::wire::{Trouble, Wire};
use super::workspace::{Addresses, Workspace};
use crate::chat::lock::lock;
use crate::chat::{DeliveryError, Names};
use crate::secret::Secret;

/// The platform's name in the files.
pub const SLACK: &str = "slack";

/// Our end of the Web API.
pub struct Api {
    pub wire: Wire,
    token: Secret,
    world: watch::Receiver<World>,
    workspace: Mutex<Arc<Workspace>>,
    /// The channels of direct messages, by account.
    direct: Mutex<BTreeMap<String, String>>,
}

impl Api {
    pub fn new(wire: Wire, token: Secret, world: watch::Receiver<World>) -> Api {
        Api { wire, token, world, workspace: Mutex::default(), direct: Mutex::default() }
    }

    pub fn names(&self) -> Names {
        Names::new(SLACK, self.world.borrow().clone())
    }

    pub fn workspace(&self) -> Arc<Workspace> {
        Arc::clone(&lock(&self.workspace))
    }

    pub fn book(&self) -> Addresses {
        Addresses { names: self.names(), workspace: self.workspace() }
    }

    /// Reads the workspace anew.
    ///
    /// # Errors
    /// It is as it was then.
    pub async fn learn(&self) -> Result<Arc<Workspace>, Trouble> {
        let read = Arc::new(Workspace::read(&self.wire, &self.token).await?);
        *lock(&self.workspace) = Arc::clone(&read);
        Ok(read)
    }

    /// As [`Api::book`], of a workspace that was read at least once.
    ///
    /// # Errors
    /// It cannot be read.
    pub async fn read_book(&self) -> Result<Addresses, Trouble> {
        if self.workspace().bot.is_empty() {
            self.learn().await?;
        }
        Ok(self.book())
    }

    /// As [`Wire::tell`], with our token.
    pub async fn tell(
        &self,
        method: &str,
        body: &(impl Serialize + Sync),
    ) -> Result<Value, Trouble> {
        self.wire.tell(method, &self.token, body).await
    }

    /// As [`Wire::ask`], with our token.
    pub async fn ask(&self, method: &str, words: &[(&str, &str)]) -> Result<Value, Trouble> {
        self.wire.ask(method, &self.token, words).await
    }

    /// The channel of a place: by its id, by its name, or a person's direct messages.
    ///
    /// # Errors
    /// There is none, in words for an admin; or Slack can't be asked now.
    pub async fn channel(&self, place: &Place) -> Result<String, DeliveryError> {
        let book = self.read_book().await.map_err(|trouble| trouble::outcome(&trouble))?;
        let person = match place {
            Place::Direct(person) => person,
            Place::Channel(_) => return self.named(place, &book).await,
        };
        let Some(account) = book.names.account(person) else {
            let why = format!(
                "{person} has no Slack account: give it in people.toml, or let him type `/baton link`"
            );
            return Err(DeliveryError::Never { why });
        };
        self.direct(&account).await.map_err(|trouble| trouble::outcome(&trouble))
    }

    /// A channel that is not known yet may have been made since.
    async fn named(&self, place: &Place, book: &Addresses) -> Result<String, DeliveryError> {
        let known = book.names.channel(place).unwrap_or_default();
        if let Some(id) = book.workspace.channel(&known) {
            return Ok(id);
        }
        let read = self.learn().await.map_err(|trouble| trouble::outcome(&trouble))?;
        read.channel(&known).ok_or_else(|| DeliveryError::Never {
            why: format!(
                "Slack shows no channel `{known}` for {place}: create it, or give its id in the organisation's files; if it is private, `/invite` the app"
            ),
        })
    }

    /// The channel of somebody's direct messages with us.
    ///
    /// # Errors
    /// Slack opens none.
    pub async fn direct(&self, account: &str) -> Result<String, Trouble> {
        if let Some(known) = lock(&self.direct).get(account) {
            return Ok(known.clone());
        }
        let opened = self.tell("conversations.open", &json!({"users": account})).await?;
        let channel = opened["channel"]["id"].as_str().unwrap_or_default().to_owned();
        lock(&self.direct).insert(account.to_owned(), channel.clone());
        Ok(channel)
    }
}
