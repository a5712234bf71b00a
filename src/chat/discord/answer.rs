//! The answer to an interaction: inside three seconds, or a promise then and the answer inside a quarter of an hour.

use std::time::Duration;

use baton_commands::say;
use baton_commands::voice::{PlainStyle, Voice};
use baton_commands::words::Words;
use serde_json::{Value, json};
use serenity::http::Route;
use serenity::model::id::{ApplicationId, InteractionId, WebhookId};
use tokio::time::timeout;

use super::fault::{Fault, code};
use super::message::{EPHEMERAL, Message};
use super::modal;
use super::render::{Part, Pictures, render};
use super::rest::{Call, File};
use super::roster::Roster;
use super::wire::{Interaction, kind};
use super::{Discord, body};
use crate::chat::inbound::Answers;
use crate::chat::{Act, Inbound, Outgoing};

/// After so long the answer is only promised: Discord gives three seconds, and the way there takes some.
pub const PROMISED_AFTER: Duration = Duration::from_millis(1_700);
/// A promise is kept within so long: Discord gives a quarter of an hour.
pub const KEPT_WITHIN: Duration = Duration::from_secs(14 * 60);
/// Between two tries to say the same.
const AGAIN_AFTER: Duration = Duration::from_secs(1);
/// Tries to keep a promise.
const TRIES_MAX: usize = 3;

impl Discord {
    /// Answers with what the engine says.
    pub(super) async fn answer(
        &self,
        interaction: &Interaction,
        letter: &Inbound,
        roster: &Roster,
        mut awaited: Answers,
    ) {
        match timeout(self.promised_after, &mut awaited).await {
            Ok(said) => {
                let said = self.or_unsure(said.ok(), letter, roster);
                self.answer_now(interaction, roster, &said).await;
            }
            Err(_) => {
                let promise = json!({"type": 5, "data": {"flags": EPHEMERAL}});
                if let Err(fault) = self.first(interaction, &promise, None).await {
                    tracing::warn!(%fault, delivery = %letter.delivery, "an answer could not be promised");
                }
                let said = match timeout(KEPT_WITHIN, &mut awaited).await {
                    Err(_) if awaited.withdraw() => vec![own(letter, roster, say!("chat-late"))],
                    said => self.or_unsure(said.ok().and_then(Result::ok), letter, roster),
                };
                self.answer_late(interaction, roster, &said).await;
            }
        }
    }

    /// One thing said by the platform itself, to the asker alone.
    pub(super) async fn say(
        &self,
        interaction: &Interaction,
        roster: &Roster,
        letter: &Inbound,
        words: Words,
    ) {
        let said = [own(letter, roster, words)];
        self.answer_now(interaction, roster, &said).await;
    }

    /// Nobody is left without an answer: the engine may have stopped.
    fn or_unsure(
        &self,
        said: Option<Vec<Outgoing>>,
        letter: &Inbound,
        roster: &Roster,
    ) -> Vec<Outgoing> {
        let said = said.filter(|said| !said.is_empty());
        said.unwrap_or_else(|| vec![own(letter, roster, say!("chat-unsure"))])
    }

    /// Within the three seconds: only then a form can be opened.
    pub(super) async fn answer_now(
        &self,
        interaction: &Interaction,
        roster: &Roster,
        said: &[Outgoing],
    ) {
        // Discord shows no form after a form: then what is missing is said in words.
        let may_open = interaction.kind != kind::FORM;
        let form = said.first().filter(|first| first.act == Act::Form && may_open);
        let modal = form.and_then(|first| {
            let voice = Voice::new(first.language, first.zone, &PlainStyle);
            modal::open(first.form.as_ref()?, &first.given, &voice)
        });
        if let Some(modal) = modal {
            self.noted(self.first(interaction, &modal, None).await, interaction);
            return;
        }
        let mut parts = self.drawn(roster, said).await.into_iter();
        let Some((first, file)) = parts.next() else { return };
        let whole = json!({"type": 4, "data": first});
        match self.first(interaction, &whole, file.clone()).await {
            // It may have arrived, or not in time: where it did, this says the same again.
            Err(Fault::Unknown(_)) => {
                let edited = self.edit_first(interaction, &first, file).await;
                self.noted(edited, interaction);
            }
            Err(fault) if fault.is_code(code::UNKNOWN_INTERACTION) => {
                return self.answer_too_late(interaction, roster, said).await;
            }
            sent => self.noted(sent, interaction),
        }
        self.more(interaction, parts).await;
    }

    /// Discord's three seconds are over, such as after a connection that was resumed: what was decided is decided, and
    /// whoever asked hears of it in direct messages.
    async fn answer_too_late(&self, interaction: &Interaction, roster: &Roster, said: &[Outgoing]) {
        tracing::warn!(interaction = %interaction.id, "an interaction was told too late to be answered");
        let Some(account) = interaction.account() else { return };
        match self.direct_to(account).await {
            Ok(channel) => self.tell(channel, roster, said).await,
            Err(fault) => self.noted(Err(fault), interaction),
        }
    }

    /// After a promise.
    async fn answer_late(&self, interaction: &Interaction, roster: &Roster, said: &[Outgoing]) {
        let mut parts = self.drawn(roster, said).await.into_iter();
        let Some((first, file)) = parts.next() else { return };
        for attempt in 1..=TRIES_MAX {
            let sent = self.edit_first(interaction, &first, file.clone()).await;
            let again = matches!(
                &sent,
                Err(Fault::Unknown(_) | Fault::Unreachable(_) | Fault::Refused { status: 429, .. })
            );
            let is_void = |fault: &Fault| {
                fault.is_code(code::UNKNOWN_WEBHOOK) || fault.is_code(code::UNKNOWN_INTERACTION)
            };
            if sent.as_ref().is_err_and(is_void) {
                return self.answer_too_late(interaction, roster, said).await;
            }
            if !again || attempt == TRIES_MAX {
                self.noted(sent, interaction);
                break;
            }
            // Nothing else ends the wait.
            let _ = timeout(AGAIN_AFTER, std::future::pending::<()>()).await;
        }
        self.more(interaction, parts).await;
    }

    /// What did not fit into the first message.
    async fn more(
        &self,
        interaction: &Interaction,
        parts: impl Iterator<Item = (Message, Option<File>)> + Send,
    ) {
        for (part, file) in parts {
            let webhook_id = WebhookId::new(interaction.application.get());
            let route = Route::WebhookWithToken { webhook_id, token: &interaction.token };
            let sent = self.rest.answer(Call::post(route, &part).and(file)).await;
            self.noted(sent.map(drop), interaction);
        }
    }

    pub(super) async fn first(
        &self,
        interaction: &Interaction,
        answer: &Value,
        file: Option<File>,
    ) -> Result<(), Fault> {
        let interaction_id = InteractionId::new(interaction.id.get());
        let route = Route::InteractionResponse { interaction_id, token: &interaction.token };
        self.rest.answer(Call::post(route, answer).and(file)).await.map(drop)
    }

    async fn edit_first(
        &self,
        interaction: &Interaction,
        message: &Message,
        file: Option<File>,
    ) -> Result<(), Fault> {
        let application_id = ApplicationId::new(interaction.application.get());
        let route =
            Route::WebhookOriginalInteractionResponse { application_id, token: &interaction.token };
        // Who may see it was settled by the first answer.
        let message = Message { flags: None, ..message.clone() };
        self.rest.answer(Call::patch(route, &message).and(file)).await.map(drop)
    }

    /// All parts of all answers.
    async fn drawn(&self, roster: &Roster, said: &[Outgoing]) -> Vec<(Message, Option<File>)> {
        let mut drawn = Vec::new();
        for outgoing in said {
            let pictures: Pictures = self.draw(outgoing).await;
            for Part { message, pictures: named } in render(outgoing, roster, &pictures) {
                let file = named.first().and_then(|chart| {
                    Some(File { name: body::file_name(chart), bytes: pictures.get(chart)?.clone() })
                });
                drawn.push((message, file));
            }
        }
        drawn
    }

    /// What was decided is decided; that its asker was not told stands in the log.
    fn noted(&self, sent: Result<(), Fault>, interaction: &Interaction) {
        if let Err(fault) = sent {
            tracing::warn!(interaction = %interaction.id, %fault, "an answer did not arrive");
        }
    }
}

/// A sentence of the platform's own.
pub fn own(letter: &Inbound, roster: &Roster, words: Words) -> Outgoing {
    let world = roster.names.world();
    Outgoing {
        name: format!("{}#answer", letter.delivery),
        also: Vec::new(),
        at: chrono::DateTime::UNIX_EPOCH,
        act: Act::Refused,
        place: letter.place.clone(),
        to: None,
        pings: Default::default(),
        spared: Default::default(),
        reason: None,
        about: Vec::new(),
        rank: 0,
        card: words.into(),
        form: None,
        given: Vec::new(),
        surface: None,
        root: None,
        language: world.company.language_in(&letter.place),
        zone: world.directory().company.zone,
    }
}
