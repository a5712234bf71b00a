//! What happens on Discord becomes letters to the engine: commands, presses, forms, and words to the bot.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use baton_commands::card::{Block, Card};
use baton_commands::grammar::{Form, Slash, form};
use baton_commands::ids::{DeliveryId, PersonId, Place};
use baton_commands::say;
use baton_commands::verbs::CATALOGUE;
use baton_commands::voice::{PlainStyle, Voice};
use serde::Deserialize as _;
use serde_json::Value;

use super::channels::{Channel, Role};
use super::gateway::Event;
use super::mark::nonce;
use super::message::Message;
use super::render::{Part, render};
use super::roster::Roster;
use super::said::{Said, completed, read, with_names};
use super::snowflake::Snowflake;
use super::thread::Spot;
use super::wire::{Interaction, Written, kind};
use super::{Discord, answer, modal};
use crate::chat::offers::Offers;
use crate::chat::{Act, Inbound, Inbox, Outgoing, Who};

/// Interactions that could not be read, since the start. Nobody answers those: that there are any is a defect.
#[derive(Debug, Default)]
pub struct Unread(AtomicU64);

impl Unread {
    fn note(&self, what: &str, error: &serde_json::Error) {
        let count = self.0.fetch_add(1, Ordering::Relaxed) + 1;
        tracing::error!(what, %error, count, "Discord says something that cannot be read");
    }

    pub fn count(&self) -> u64 {
        self.0.load(Ordering::Relaxed)
    }
}

impl Discord {
    /// Takes in what happened. Never waits: each answer is given by a task of its own.
    pub(super) fn hear(self: &Arc<Self>, event: Event, inbox: &Inbox) {
        match event.name.as_str() {
            "INTERACTION_CREATE" => match Interaction::deserialize(&event.body) {
                Ok(interaction) => {
                    let (discord, inbox) = (Arc::clone(self), inbox.clone());
                    tokio::spawn(async move { discord.interact(interaction, &inbox).await });
                }
                Err(error) => self.unread.note("INTERACTION_CREATE", &error),
            },
            "MESSAGE_CREATE" => match Written::deserialize(&event.body) {
                Ok(written) => {
                    let (discord, inbox) = (Arc::clone(self), inbox.clone());
                    tokio::spawn(async move { discord.read(written, &inbox).await });
                }
                Err(error) => self.unread.note("MESSAGE_CREATE", &error),
            },
            "READY" => self.ready(&event.body),
            _ => self.around(&event),
        }
    }

    /// Servers, channels and roles come, change and go.
    fn around(&self, event: &Event) {
        match event.name.as_str() {
            "GUILD_CREATE" => self.change(|channels| {
                super::each(&event.body["channels"], |channel| channels.put(channel));
                super::each(&event.body["threads"], |channel| channels.put(channel));
                super::each(&event.body["roles"], |role| channels.put_role(role));
            }),
            "CHANNEL_CREATE" | "CHANNEL_UPDATE" | "THREAD_CREATE" | "THREAD_UPDATE" => {
                if let Ok(channel) = Channel::deserialize(&event.body) {
                    self.change(|channels| channels.put(channel));
                }
            }
            "GUILD_ROLE_CREATE" | "GUILD_ROLE_UPDATE" => {
                if let Ok(role) = Role::deserialize(&event.body["role"]) {
                    self.change(|channels| channels.put_role(role));
                }
            }
            "CHANNEL_DELETE" | "THREAD_DELETE" => {
                if let Some(id) = super::api::id_at(&event.body) {
                    self.change(|channels| channels.remove(id));
                }
            }
            _ => {}
        }
    }

    /// The bot's own account is known from the first word of a session on.
    fn ready(&self, body: &Value) {
        if let Some(me) = super::api::id_at(&body["user"]) {
            // It never changes.
            let _ = self.me.set(me);
        }
    }

    async fn interact(&self, interaction: Interaction, inbox: &Inbox) {
        let roster = match self.roster().await {
            Ok(roster) => roster,
            Err(fault) => return tracing::warn!(%fault, "nobody is known on Discord yet"),
        };
        if interaction.kind == kind::TYPING {
            return self.complete(&interaction, &roster).await;
        }
        let Some(letter) = self.letter(&interaction, &roster).await else { return };
        match read(&interaction, &roster) {
            Some(Said::Line(text)) => {
                let letter = Inbound { text, ..letter };
                match inbox.offer(letter.clone()) {
                    Ok(awaited) => self.answer(&interaction, &letter, &roster, awaited).await,
                    Err(_) => self.say(&interaction, &roster, &letter, say!("chat-busy")).await,
                }
            }
            Some(Said::Open { form: id, given }) => {
                let voice = own_voice(&letter, &roster);
                let modal = named(&id).and_then(|form| modal::open(&form, &given, &voice));
                self.show(&interaction, &roster, &letter, modal).await;
            }
            Some(Said::Rest { form: id, left }) => {
                let voice = own_voice(&letter, &roster);
                let modal = named(&id).and_then(|form| modal::open_rest(&form, &left, &voice));
                self.show(&interaction, &roster, &letter, modal).await;
            }
            Some(Said::SoFar { line, go_on }) => {
                let card = Card::line(say!("form-so-far")).with(Block::Verbatim(line));
                let card = card.button(say!("form-continue"), None, go_on);
                let said = Outgoing {
                    card,
                    act: Act::Reply,
                    ..answer::own(&letter, &roster, say!("form-so-far"))
                };
                self.answer_now(&interaction, &roster, &[said]).await;
            }
            Some(Said::Old) => {
                self.say(&interaction, &roster, &letter, say!("chat-old-form")).await;
            }
            None => tracing::debug!(kind = interaction.kind, "an interaction of no known kind"),
        }
    }

    /// Shows a form. None: it is of an earlier version.
    async fn show(
        &self,
        interaction: &Interaction,
        roster: &Roster,
        letter: &Inbound,
        modal: Option<Value>,
    ) {
        let Some(modal) = modal else {
            return self.say(interaction, roster, letter, say!("chat-old-form")).await;
        };
        if let Err(fault) = self.first(interaction, &modal, None).await {
            tracing::warn!(%fault, "a form could not be opened");
        }
    }

    /// What the word that is being typed may become, for the one who types it.
    async fn complete(&self, interaction: &Interaction, roster: &Roster) {
        let account = interaction.account().map(|account| account.to_string());
        let asker = account.and_then(|account| roster.names.person(&account));
        let offers = Offers { world: roster.names.world().clone(), asker };
        let answer = completed(interaction, &offers);
        if let Err(fault) = self.first(interaction, &answer, None).await {
            tracing::debug!(%fault, "a word could not be completed");
        }
    }

    /// Words to the bot: in direct messages, or where it is mentioned. The answer is for whoever spoke.
    async fn read(&self, written: Written, inbox: &Inbox) {
        let Ok(me) = self.me().await else { return };
        if written.author.bot || written.webhook_id.is_some() || written.author.id == me {
            return;
        }
        let mentioned = written.mentions.iter().any(|account| account.id == me);
        if written.guild_id.is_some() && !mentioned {
            return;
        }
        let Ok(roster) = self.roster().await else { return };
        let letter = self.spoken(&written, me, &roster).await;
        let said = match inbox.offer(letter.clone()) {
            Ok(awaited) => awaited.await.unwrap_or_default(),
            Err(_) => vec![answer::own(&letter, &roster, say!("chat-busy"))],
        };
        let channel = match written.guild_id {
            None => Ok(written.channel_id),
            Some(_) => self.direct_to(written.author.id).await,
        };
        let Ok(channel) = channel else { return };
        self.tell(channel, &roster, &said).await;
    }

    /// Answers in direct messages, where they are messages like others.
    pub(super) async fn tell(&self, channel: Snowflake, roster: &Roster, said: &[Outgoing]) {
        for outgoing in said {
            let pictures = self.draw(outgoing).await;
            for (nth, part) in render(outgoing, roster, &pictures).into_iter().enumerate() {
                let name = Some(nonce(&outgoing.name, nth));
                let message =
                    Message { flags: None, nonce: name, enforce_nonce: true, ..part.message };
                let part = Part { message, ..part };
                if let Err(fault) = self.post(channel, &part, &pictures).await {
                    tracing::warn!(%fault, message = outgoing.name, "an answer did not arrive");
                }
            }
        }
    }

    /// Who speaks where, without what he says. None: Discord does not say who.
    async fn letter(&self, interaction: &Interaction, roster: &Roster) -> Option<Inbound> {
        let who = roster.names.who(&interaction.account()?.to_string());
        let spot = match &interaction.channel {
            Some(channel) if !channel.is_direct() => {
                self.spot(channel.id, Some(channel), roster).await
            }
            _ => Spot { place: direct(&who), thread: None },
        };
        let delivery = DeliveryId(format!("discord:i:{}", interaction.id));
        let Spot { place, thread } = spot;
        Some(Inbound { delivery, who, place, thread, text: String::new(), slash: Slash::Required })
    }

    /// A message to the bot as a letter: a command needs no slash there.
    async fn spoken(&self, written: &Written, me: Snowflake, roster: &Roster) -> Inbound {
        let who = roster.names.who(&written.author.id.to_string());
        let Spot { place, thread } = match written.guild_id {
            None => Spot { place: direct(&who), thread: None },
            Some(_) => self.spot(written.channel_id, None, roster).await,
        };
        let bare =
            written.content.replace(&format!("<@{me}>"), "").replace(&format!("<@!{me}>"), "");
        Inbound {
            delivery: DeliveryId(format!("discord:m:{}", written.id)),
            who,
            place,
            thread,
            text: with_names(bare.trim(), roster),
            slash: Slash::Optional,
        }
    }
}

/// The form of `incident.open`.
fn named(id: &str) -> Option<Form> {
    let (noun, verb) = id.split_once('.')?;
    CATALOGUE.verb(noun, verb).map(form)
}

/// For what a form says itself, in the language of the place.
fn own_voice(letter: &Inbound, roster: &Roster) -> Voice<'static> {
    let company = &roster.names.world().company;
    let zone = roster.names.world().directory().company.zone;
    Voice::new(company.language_in(&letter.place), zone, &PlainStyle)
}

fn direct(who: &Who) -> Place {
    match who {
        Who::Person(person) => Place::Direct(person.clone()),
        Who::Stranger(account) => Place::Direct(PersonId::new(account)),
    }
}
