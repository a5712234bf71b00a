//! Messages of the outbox on their way: posted, edited, hung into threads, found again.

use baton_commands::ids::{Place, RecordId};
use serde_json::{Value, json};
use serenity::http::Route;
use serenity::model::id::{ChannelId, MessageId};

use super::cut::shortened;
use super::fault::{Fault, code};
use super::message::Message;
use super::receipt::Posted;
use super::render::{Part, Pictures, render};
use super::rest::{Call, File};
use super::roster::Roster;
use super::snowflake::Snowflake;
use super::style::Book as _;
use super::{Discord, body};
use crate::chat::begun::Unfinished;
use crate::chat::{Act, DeliveryError, Outgoing};

/// Characters of a thread's name.
const THREAD_NAME_MAX: usize = 100;
/// Minutes without a word after which a thread is archived: a week. What is said later opens it again.
const ARCHIVED_AFTER: u32 = 10_080;

impl Discord {
    /// Sends a message and what of it is too long for one; of one that has begun, the rest.
    ///
    /// # Errors
    /// As [`crate::chat::Platform::deliver`].
    pub(super) async fn send(&self, message: &Outgoing) -> Result<Posted, DeliveryError> {
        let begun = self.begun.take(message);
        let named = begun.as_ref().map(|begun| begun.named(message));
        let message = named.as_ref().unwrap_or(message);
        let roster = self.roster().await.map_err(Fault::delivery)?;
        let pictures = self.draw(message).await;
        let mut parts = render(message, &roster, &pictures).into_iter();
        let first = parts.next().unwrap_or_default();
        let channel = self.channel_of(&roster, message).await?;
        let stands = begun.as_ref().and_then(|begun| Posted::read(&begun.first));
        let posted = match stands {
            Some(posted) => posted,
            None => self.send_first(message, channel, &first, &pictures, &roster).await?,
        };
        let mut begun = begun.unwrap_or_else(|| Unfinished::of(message, posted.receipt()));
        for (nth, part) in parts.enumerate().map(|(nth, part)| (nth + 1, part)) {
            if begun.sent.contains(&nth) {
                continue;
            }
            let sent = match stays(message, posted, channel) {
                true => self.post(posted.channel, &part, &pictures).await,
                false => self.reply(posted, &part, &pictures, &roster, message).await,
            };
            match sent.map_err(Fault::delivery) {
                Ok(_) => drop(begun.sent.insert(nth)),
                // What matters most was said; the rest will not get through either.
                Err(DeliveryError::Never { why }) => {
                    tracing::warn!(name = message.name, why, "the rest of a long message is lost");
                    break;
                }
                Err(again) => {
                    self.begun.keep(begun);
                    return Err(again);
                }
            }
        }
        Ok(posted)
    }

    async fn send_first(
        &self,
        message: &Outgoing,
        channel: Snowflake,
        first: &Part,
        pictures: &Pictures,
        roster: &Roster,
    ) -> Result<Posted, DeliveryError> {
        let sent = match (message.act, message.root.as_ref().and_then(Posted::read)) {
            (Act::Update, Some(root)) => self.edit(root, channel, first, pictures).await,
            (Act::Thread, Some(root)) if root.channel == channel => {
                self.reply(root, first, pictures, roster, message).await
            }
            _ => self.post(channel, first, pictures).await,
        };
        sent.map_err(Fault::delivery)
    }

    pub(super) async fn post(
        &self,
        channel: Snowflake,
        part: &Part,
        pictures: &Pictures,
    ) -> Result<Posted, Fault> {
        let route = Route::ChannelMessages { channel_id: channel_id(channel) };
        let call = Call::post(route, &part.message).and(file(part, pictures));
        posted(channel, &self.rest.call(call).await?)
    }

    /// Edits the card; one that is gone is posted anew.
    async fn edit(
        &self,
        root: Posted,
        channel: Snowflake,
        part: &Part,
        pictures: &Pictures,
    ) -> Result<Posted, Fault> {
        let route = Route::ChannelMessage {
            channel_id: channel_id(root.channel),
            message_id: MessageId::new(root.message.get()),
        };
        let message = Message { nonce: None, enforce_nonce: false, ..part.message.clone() };
        let call = Call::patch(route, &message).and(file(part, pictures));
        match self.rest.call(call).await {
            Ok(_) => Ok(root),
            Err(fault) if fault.is_gone() => self.post(channel, part, pictures).await,
            Err(fault) => Err(fault),
        }
    }

    /// Posts into the thread of a message, which has the message's own id and is made when it is first needed.
    async fn reply(
        &self,
        root: Posted,
        part: &Part,
        pictures: &Pictures,
        roster: &Roster,
        message: &Outgoing,
    ) -> Result<Posted, Fault> {
        let thread = root.message;
        match self.post(thread, part, pictures).await {
            Err(fault) if fault.is_code(code::UNKNOWN_CHANNEL) => {
                let begun = self.begin_thread(root, &thread_name(roster, message)).await;
                let sent = match begun {
                    Ok(()) => self.post(thread, part, pictures).await,
                    Err(fault) => Err(fault),
                };
                match sent {
                    // The card is gone, or its thread, and it gets no other: it is said plainly.
                    Err(fault) if fault.is_gone() => self.post(root.channel, part, pictures).await,
                    sent => sent,
                }
            }
            Err(fault) if fault.is_code(code::THREAD_ARCHIVED) => {
                let route = Route::Channel { channel_id: channel_id(thread) };
                let opened = self.rest.call(Call::patch(route, &json!({"archived": false}))).await;
                opened.map_err(|_| fault)?;
                self.post(thread, part, pictures).await
            }
            sent => sent,
        }
    }

    async fn begin_thread(&self, root: Posted, name: &str) -> Result<(), Fault> {
        let route = Route::ChannelMessageThreads {
            channel_id: channel_id(root.channel),
            message_id: MessageId::new(root.message.get()),
        };
        let wanted = json!({"name": name, "auto_archive_duration": ARCHIVED_AFTER});
        match self.rest.call(Call::post(route, &wanted)).await {
            Err(fault) if !fault.is_code(code::THREAD_EXISTS) => Err(fault),
            _ => Ok(()),
        }
    }

    /// Where a message goes.
    pub(super) async fn channel_of(
        &self,
        roster: &Roster,
        message: &Outgoing,
    ) -> Result<Snowflake, DeliveryError> {
        let person = match &message.place {
            Place::Direct(person) => Some(person),
            // What is for one person's eyes is never posted where others read.
            Place::Channel(_) if message.act.is_private() => message.to.as_ref(),
            Place::Channel(_) => None,
        };
        if let Some(person) = person {
            let nobody = || DeliveryError::Never {
                why: format!(
                    "{person} has no account on Discord; name it as `discord` in people.toml, or let him `/baton link`"
                ),
            };
            let account = roster.account(person).ok_or_else(nobody)?;
            return self.direct_to(account).await.map_err(Fault::delivery);
        }
        let nowhere = || DeliveryError::Never {
            why: format!(
                "no channel is called {} on any server the bot is on; name its id as `discord` in the organisation's files",
                message.place
            ),
        };
        roster.channel(&message.place).ok_or_else(nowhere)
    }

    /// The pictures of a message; one that can't be drawn is left out, and its table stands in the message.
    pub(super) async fn draw(&self, message: &Outgoing) -> Pictures {
        let message = message.clone();
        let fonts = self.fonts.clone();
        let drawing = tokio::task::spawn_blocking(move || body::draw(&message, &fonts));
        drawing.await.unwrap_or_else(|error| {
            tracing::error!(%error, "a picture cannot be drawn");
            Pictures::new()
        })
    }
}

/// `INC-7 Web shop answers 502`.
fn thread_name(roster: &Roster, message: &Outgoing) -> String {
    let Some(about) = message.about.first() else { return message.place.to_string() };
    shortened(&titled(roster, about.whole()), THREAD_NAME_MAX)
}

fn titled(roster: &Roster, about: RecordId) -> String {
    let record = roster.names.world().record(about);
    let title = record.map(|record| baton_commands::voice::tame(record.title()));
    format!("{about} {}", title.unwrap_or_default()).trim_end().to_owned()
}

fn file(part: &Part, pictures: &Pictures) -> Option<File> {
    let chart = part.pictures.first()?;
    let bytes = pictures.get(chart)?.clone();
    Some(File { name: body::file_name(chart), bytes })
}

fn posted(channel: Snowflake, answer: &Value) -> Result<Posted, Fault> {
    let odd = || Fault::Unknown("an answer without the message".to_owned());
    Ok(Posted { channel, message: id_at(answer).ok_or_else(odd)? })
}

/// Whether the parts after the first stand beside it: in direct messages, and where it stands in a thread itself.
pub(super) fn stays(message: &Outgoing, first: Posted, place: Snowflake) -> bool {
    message.place.is_direct() || first.channel != place
}

pub(super) fn id_at(object: &Value) -> Option<Snowflake> {
    object["id"].as_str()?.parse().ok()
}

pub(super) fn channel_id(channel: Snowflake) -> ChannelId {
    ChannelId::new(channel.get())
}
