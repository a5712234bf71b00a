//! How a message gets to Slack: posted, edited, hung into a thread, whispered; what is too long in several parts.

use std::collections::BTreeMap;
use std::sync::Mutex;

use serde_json::{Value, json};

use super::api::{Api, lock};
use super::letter::{self, Stamp};
use super::pictures;
use super::render::{Part, parts};
use super::trouble;
use super::wire::Trouble;
use crate::chat::{Act, DeliveryError, Outgoing, Receipt};
use crate::picture::Fonts;

/// Messages whose later parts are still to be sent.
const BEGUN_MAX: usize = 1_000;

/// The way out.
pub struct Desk<'a> {
    pub api: &'a Api,
    pub fonts: &'a Fonts,
    pub begun: &'a Begun,
}

/// Messages of several parts that were not sent to their end, by name: where they began, and how many parts there are.
/// It lives as long as the process; after that, their beginning is found and counts as sent.
#[derive(Debug, Default)]
pub struct Begun(Mutex<BTreeMap<String, (Stamp, usize)>>);

impl Begun {
    fn take(&self, name: &str) -> Option<(Stamp, usize)> {
        lock(&self.0).remove(name)
    }

    fn keep(&self, name: &str, first: &Stamp, sent: usize) {
        let mut begun = lock(&self.0);
        begun.insert(name.to_owned(), (first.clone(), sent));
        if begun.len() > BEGUN_MAX {
            begun.pop_first();
        }
    }
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

    /// None: what was to be edited is gone. A card that grew too long is cut: its thread tells the rest.
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
        let mut begun = self.begun.take(&message.name);
        let done = begun.as_ref().map_or(0, |(_, done)| *done);
        for (number, part) in parts.iter().enumerate().skip(done) {
            let first = begun.as_ref().map(|(first, _)| first);
            let thread = root.or(first).map(|root| root.ts.as_str());
            let body = letter::body(&channel, message, part, number);
            match (self.say(body, thread).await, &mut begun) {
                (Ok(stamp), None) => begun = Some((stamp, number + 1)),
                (Ok(_), Some((_, done))) => *done = number + 1,
                (Err(trouble), None) => return Err(trouble::outcome(&trouble)),
                (Err(trouble), Some((first, done))) => match trouble::outcome(&trouble) {
                    // What has begun is not begun again.
                    later @ DeliveryError::Later { .. } => {
                        self.begun.keep(&message.name, first, *done);
                        return Err(later);
                    }
                    lost => {
                        tracing::warn!(name = message.name, %lost, "the rest of a long message is lost");
                        break;
                    }
                },
            }
        }
        let Some((first, _)) = begun else {
            return Err(DeliveryError::Never { why: "there is nothing to say".to_owned() });
        };
        self.hang_pictures(message, root.unwrap_or(&first)).await;
        Ok(first.receipt())
    }

    async fn say(&self, mut body: Value, thread: Option<&str>) -> Result<Stamp, Trouble> {
        if let Some(thread) = thread {
            body["thread_ts"] = json!(thread);
        }
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
            let body = json!({
                "channel": channel,
                "user": account,
                "text": part.text,
                "blocks": part.blocks,
                "parse": "none",
                "link_names": false,
            });
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
