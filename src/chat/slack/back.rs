//! The way back to whoever did something: to his eyes alone, where he is.

use std::sync::Arc;

use baton_commands::ids::PersonId;
use baton_commands::voice::{Language, PlainStyle, Voice};
use baton_commands::words::Words;
use serde_json::json;
use slack_morphism::prelude::{SlackApiViewsOpenRequest, SlackApiViewsPublishRequest, SlackView};

use super::form::{Blank, Carried};
use super::heard::{Door, Spot};
use super::patience::patiently;
use super::render::{self, Part, parts};
use super::style::SlackStyle;
use super::talk::Talk;
use super::wire::{JSON, Trouble};
use super::{home, letter, pictures};
use crate::chat::offers::Offers;
use crate::chat::{Act, Outgoing};

/// How often Slack takes an answer at the same address.
const USES_MAX: usize = 5;

/// What the answers are for.
pub enum Kind {
    /// To be read.
    Answer,
    /// A form, with more of it filled in.
    Form { given: Vec<(String, String)> },
    /// They are the Home.
    Home,
    /// To be read, and then the Home is drawn anew.
    AnswerAndHome { at: String },
}

/// To whom, and by which way.
pub struct Back {
    pub talk: Arc<Talk>,
    pub user: String,
    pub spot: Spot,
    pub door: Door,
    pub kind: Kind,
}

impl Back {
    pub fn say_later(self, words: Words) {
        tokio::spawn(async move { self.say(&words).await });
    }

    pub async fn send(&self, messages: Vec<Outgoing>) {
        if let Kind::Home = self.kind {
            return self.show_home(&messages).await;
        }
        for message in &messages {
            if message.act == Act::Form && self.open(message).await {
                continue;
            }
            let book = self.talk.api.book();
            let zone = book.names.world().directory().company.zone;
            self.whisper(&parts(message, zone, &book)).await;
            self.share_pictures(message).await;
        }
        if let Kind::AnswerAndHome { at } = &self.kind {
            self.talk.home(&self.user, at);
        }
    }

    pub async fn say(&self, words: &Words) {
        let text = self.sentence(words);
        let blocks = vec![super::blocks::section(&text)];
        self.whisper(&[Part { text, blocks }]).await;
    }

    /// Opens the form. False: it is too late for that, and the message says in words what is missing.
    async fn open(&self, message: &Outgoing) -> bool {
        let Some(view) = self.modal(message).filter(|_| !self.door.trigger.is_empty()) else {
            return false;
        };
        let opened = SlackApiViewsOpenRequest::new(self.door.trigger.clone().into(), view);
        let opened = self.talk.api.tell("views.open", &opened).await;
        opened.inspect_err(|trouble| tracing::warn!(%trouble, "a form is not opened")).is_ok()
    }

    /// The form of a message. None: it has none.
    pub fn modal(&self, message: &Outgoing) -> Option<SlackView> {
        let form = message.form.as_ref()?;
        let mut given = message.given.clone();
        if let Kind::Form { given: more } = &self.kind {
            given.extend(more.iter().cloned());
        }
        let book = self.talk.api.book();
        let world = book.names.world().clone();
        let zone = world.directory().company.zone;
        let style = SlackStyle { book: &book };
        let carried = Carried {
            form: form.id.clone(),
            channel: self.spot.channel.clone(),
            name: self.spot.name.clone(),
            thread: self.spot.thread.clone(),
        };
        let blank = Blank {
            form,
            given: &given,
            carried: &carried,
            voice: &render::voice(message, zone, &style),
            offers: &Offers { world, asker: self.person() },
            book: &book,
        };
        Some(blank.modal())
    }

    async fn show_home(&self, mine: &[Outgoing]) {
        let book = self.talk.api.book();
        let zone = book.names.world().directory().company.zone;
        let view = home::view(mine, zone, &book);
        let shown = SlackApiViewsPublishRequest::new(self.user.clone().into(), view);
        let shown = patiently(|| self.talk.api.tell("views.publish", &shown)).await;
        if let Err(trouble) = shown {
            tracing::warn!(%trouble, "a Home is not shown");
        }
    }

    /// By the address that came with the act; else where he is; else in his direct messages.
    async fn whisper(&self, parts: &[Part]) {
        let by_address = self.door.response_url.is_some();
        let mut rest = parts;
        if by_address && parts.len() <= USES_MAX {
            while let Some((part, later)) = rest.split_first() {
                if !self.by_address(part).await {
                    break;
                }
                rest = later;
            }
        }
        for part in rest {
            if let Err(trouble) = self.in_place(part).await {
                tracing::warn!(%trouble, "an answer is lost");
                return;
            }
        }
    }

    async fn by_address(&self, part: &Part) -> bool {
        let Some(address) = &self.door.response_url else { return false };
        let body = json!({
            "response_type": "ephemeral",
            "replace_original": false,
            "text": part.text,
            "blocks": part.blocks,
        });
        let body = body.to_string().into_bytes();
        let wire = &self.talk.api.wire;
        let posted = patiently(|| wire.post("an answer", address, JSON, body.clone())).await;
        posted.inspect_err(|trouble| tracing::warn!(%trouble, "an answer goes another way")).is_ok()
    }

    async fn in_place(&self, part: &Part) -> Result<(), Trouble> {
        let api = &self.talk.api;
        let is_direct = self.spot.channel.is_empty() || self.spot.channel.starts_with('D');
        if !is_direct {
            let body = letter::whisper(&self.spot.channel, &self.user, part)
                .opt_thread_ts(self.spot.thread.clone().map(Into::into));
            match patiently(|| api.tell("chat.postEphemeral", &body)).await {
                // He or we are not in that channel: his direct messages remain.
                Err(Trouble::Refused { .. }) => {}
                done => return done.map(|_| ()),
            }
        }
        let channel = match self.spot.channel.starts_with('D') {
            true => self.spot.channel.clone(),
            false => patiently(|| api.direct(&self.user)).await?,
        };
        let body = letter::unnamed(&channel, part);
        patiently(|| api.tell("chat.postMessage", &body)).await.map(|_| ())
    }

    /// An answer that one person sees has no files: its pictures come as a direct message.
    async fn share_pictures(&self, message: &Outgoing) {
        let api = &self.talk.api;
        for picture in pictures::of(message, api.names().world(), &self.talk.fonts).await {
            let shared = async {
                let channel = api.direct(&self.user).await?;
                pictures::share(api, &picture, &channel, None).await
            };
            if let Err(trouble) = shared.await {
                tracing::warn!(%trouble, "a picture is missing");
            }
        }
    }

    fn person(&self) -> Option<PersonId> {
        self.talk.api.names().person(&self.user)
    }

    fn language(&self) -> Language {
        let names = self.talk.api.names();
        let company = &names.world().company;
        match names.person(&self.user) {
            Some(person) => company.language_of(&person),
            None => company.language_of(&PersonId::new(&self.user)),
        }
    }

    /// A sentence of our own, in his language.
    pub fn sentence(&self, words: &Words) -> String {
        let book = self.talk.api.book();
        let zone = book.names.world().directory().company.zone;
        Voice::new(self.language(), zone, &SlackStyle { book: &book }).sentence(words)
    }

    /// What a form says below a field, where Slack takes no markup.
    pub fn refusal(&self, message: &Outgoing) -> String {
        self.plain_voice(|voice| voice.at(message.at).prose(&message.card))
    }

    /// A sentence without any markup.
    pub fn plainly(&self, words: &Words) -> String {
        self.plain_voice(|voice| voice.sentence(words))
    }

    fn plain_voice(&self, said: impl FnOnce(Voice<'_>) -> String) -> String {
        let zone = self.talk.api.names().world().directory().company.zone;
        said(Voice::new(self.language(), zone, &PlainStyle))
    }
}
