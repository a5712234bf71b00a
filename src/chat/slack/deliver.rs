//! How a message gets to Slack: posted, edited, hung into a thread, whispered; what is too long in several parts.

use slack_morphism::prelude::SlackApiChatPostMessageRequest;

use super::api::Api;
use super::letter::{self, Stamp};
use super::pictures;
use super::render::{Part, parts};
use super::trouble;
use super::wire::Trouble;
use crate::chat::begun::{Begun, Number, Unfinished};
use crate::chat::{Act, DeliveryError, Outgoing, Receipt};
use crate::picture::Fonts;

/// The way out.
pub struct Desk<'a> {
    pub api: &'a Api,
    pub fonts: &'a Fonts,
    pub begun: &'a Begun,
}

impl Desk<'_> {
    /// Sends one message, and edits the card that it is the newest state of.
    ///
    /// # Errors
    /// How the outbox goes on with it.
    pub async fn deliver(&self, message: &Outgoing) -> Result<Receipt, DeliveryError> {
        let book = self.api.read_book().await.map_err(|trouble| trouble::outcome(&trouble))?;
        let home = book.names.world().directory().company.zone;
        let parts = parts(message, home, &book);
        let root = message.root.as_ref().and_then(Stamp::of);
        match (message.act, &root) {
            (Act::Update, Some(root)) => {
                if let Some(receipt) = self.edit(message, &parts, root).await? {
                    return Ok(receipt);
                }
                self.post(message, &parts, None).await
            }
            (Act::Thread, Some(root)) => self.post(message, &parts, Some(root)).await,
            (Act::Reply | Act::Refused | Act::Form, _) => self.whisper(message, &parts).await,
            _ => self.post(message, &parts, None).await,
        }
    }

    /// None: what was to be edited is gone.
    async fn edit(
        &self,
        message: &Outgoing,
        parts: &[Part],
        root: &Stamp,
    ) -> Result<Option<Receipt>, DeliveryError> {
        let Some(first) = parts.first() else { return Ok(None) };
        let body = letter::edit(root, message, first);
        match self.api.tell("chat.update", &body).await {
            Ok(_) => Ok(Some(root.receipt())),
            Err(trouble) if trouble::is_gone(&trouble) => Ok(None),
            Err(trouble) => Err(trouble::outcome(&trouble)),
        }
    }

    /// The parts one after the other, those after the first in its thread; then the pictures.
    async fn post(
        &self,
        message: &Outgoing,
        parts: &[Part],
        root: Option<&Stamp>,
    ) -> Result<Receipt, DeliveryError> {
        let channel = match root {
            Some(root) => root.channel.clone(),
            None => self.api.channel(&message.place).await?,
        };
        let mut begun = self.begun.take(message);
        let named = begun.as_ref().map(|begun| begun.named(message));
        let message = named.as_ref().unwrap_or(message);
        for (of_part, part) in parts.iter().enumerate() {
            if begun.as_ref().is_some_and(|begun| begun.sent.contains(&of_part)) {
                continue;
            }
            let first = begun.as_ref().and_then(|begun| Stamp::of(&begun.first));
            let thread = root.or(first.as_ref()).map(|root| root.ts.as_str());
            let number = Number { of_part, of_all: parts.len() };
            let body = letter::body(&channel, message, part, number);
            match (self.say(body, thread).await, &mut begun) {
                (Ok(stamp), None) => begun = Some(Unfinished::of(message, stamp.receipt())),
                (Ok(_), Some(begun)) => drop(begun.sent.insert(of_part)),
                (Err(trouble), None) => return Err(trouble::outcome(&trouble)),
                (Err(trouble), Some(begun)) => match trouble::outcome(&trouble) {
                    lost @ DeliveryError::Never { .. } => {
                        tracing::warn!(name = message.name, %lost, "the rest of a long message is lost");
                        break;
                    }
                    // What has begun is not begun again.
                    again => {
                        self.begun.keep(begun.clone());
                        return Err(again);
                    }
                },
            }
        }
        let Some(begun) = begun else {
            return Err(DeliveryError::Never { why: "there is nothing to say".to_owned() });
        };
        if let Some(hung_under) = root.cloned().or_else(|| Stamp::of(&begun.first)) {
            self.hang_pictures(message, &hung_under).await;
        }
        Ok(begun.first)
    }

    async fn say(
        &self,
        body: SlackApiChatPostMessageRequest,
        thread: Option<&str>,
    ) -> Result<Stamp, Trouble> {
        let body = body.opt_thread_ts(thread.map(|thread| thread.to_owned().into()));
        let said = self.api.tell("chat.postMessage", &body).await?;
        let word = |key: &str| said[key].as_str().unwrap_or_default().to_owned();
        Ok(Stamp { channel: word("channel"), ts: word("ts") })
    }

    /// To the eyes of one alone, where he is.
    async fn whisper(&self, message: &Outgoing, parts: &[Part]) -> Result<Receipt, DeliveryError> {
        let person = message.to.as_ref();
        let Some(account) = person.and_then(|person| self.api.names().account(person)) else {
            let why = "it is for one person, who has no Slack account".to_owned();
            return Err(DeliveryError::Never { why });
        };
        let channel = self.api.channel(&message.place).await?;
        let mut receipt = Receipt(format!("{channel}:"));
        for part in parts {
            let body = letter::whisper(&channel, &account, part);
            let said = self.api.tell("chat.postEphemeral", &body).await;
            let said = said.map_err(|trouble| trouble::outcome(&trouble))?;
            receipt = Receipt(format!("{channel}:{}", said["message_ts"].as_str().unwrap_or("")));
        }
        Ok(receipt)
    }

    /// Pictures hang below the message, which says the same as a table: one that is lost is not missed.
    async fn hang_pictures(&self, message: &Outgoing, root: &Stamp) {
        for picture in pictures::of(message, self.api.names().world(), self.fonts).await {
            let shared = pictures::share(self.api, &picture, &root.channel, Some(&root.ts)).await;
            if let Err(trouble) = shared {
                tracing::warn!(name = message.name, %trouble, "a picture is missing");
            }
        }
    }
}
