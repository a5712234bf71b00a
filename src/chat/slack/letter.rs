//! A message as `chat.postMessage` and its like take it, and how one of ours is known again.

use baton_commands::ids::RecordId;
use serde_json::Value;
use slack_morphism::prelude::{
    SlackApiChatPostEphemeralRequest, SlackApiChatPostMessageRequest, SlackApiChatUpdateRequest,
    SlackMessageContent, SlackMessageMetadata,
};

use super::render::Part;
use crate::chat::begun::Number;
use crate::chat::{Outgoing, Receipt};

/// The kind of our metadata.
const EVENT: &str = "baton_message";

/// Where a message stands: its channel and its time stamp, which is its name there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stamp {
    pub channel: String,
    pub ts: String,
}

impl Stamp {
    /// None: the receipt is of no message of Slack's.
    pub fn of(receipt: &Receipt) -> Option<Stamp> {
        let (channel, ts) = receipt.0.split_once(':')?;
        Some(Stamp { channel: channel.to_owned(), ts: ts.to_owned() })
    }

    pub fn receipt(&self) -> Receipt {
        Receipt(format!("{}:{}", self.channel, self.ts))
    }
}

/// Mentions are those we wrote, and nothing else is taken for one.
const PARSE: &str = "none";

/// One part of a message for a channel, as `chat.postMessage` takes it.
pub fn body(
    channel: &str,
    message: &Outgoing,
    part: &Part,
    number: Number,
) -> SlackApiChatPostMessageRequest {
    let content = content(part).with_metadata(metadata(message, number));
    SlackApiChatPostMessageRequest { content, ..unnamed(channel, part) }
        .with_unfurl_links(false)
        .with_unfurl_media(false)
}

/// The first part in place of the message that stands there, as `chat.update` takes it: what was unfurled stays so.
pub fn edit(card: &Stamp, message: &Outgoing, part: &Part) -> SlackApiChatUpdateRequest {
    let number = Number { of_part: 0, of_all: 1 };
    let content = content(part).with_metadata(metadata(message, number));
    let channel = card.channel.clone().into();
    SlackApiChatUpdateRequest::new(channel, content, card.ts.clone().into())
        .with_parse(PARSE.to_owned())
        .with_link_names(false)
}

/// An answer in direct messages, which nobody looks for again.
pub fn unnamed(channel: &str, part: &Part) -> SlackApiChatPostMessageRequest {
    SlackApiChatPostMessageRequest::new(channel.to_owned().into(), content(part))
        .with_parse(PARSE.to_owned())
        .with_link_names(false)
}

/// An answer to the eyes of one alone, as `chat.postEphemeral` takes it.
pub fn whisper(channel: &str, user: &str, part: &Part) -> SlackApiChatPostEphemeralRequest {
    let (channel, user) = (channel.to_owned().into(), user.to_owned().into());
    SlackApiChatPostEphemeralRequest::new(channel, user, content(part))
        .with_parse(PARSE.to_owned())
        .with_link_names(false)
}

fn content(part: &Part) -> SlackMessageContent {
    SlackMessageContent::new().with_text(part.text.clone()).with_blocks(part.blocks.clone())
}

/// What a message is known by again.
fn metadata(message: &Outgoing, number: Number) -> SlackMessageMetadata {
    let named = [("name", message.name.clone()), ("part", number.of_part.to_string())];
    let parts = (number.of_all > 1).then(|| ("parts", number.of_all.to_string()));
    let also = (!message.also.is_empty()).then(|| ("also", message.also.join("\n")));
    let surface = message.surface.map(|record| ("surface", record.to_string()));
    let said = named.into_iter().chain(parts).chain(also).chain(surface);
    let payload = said.map(|(key, value)| (key.to_owned(), value)).collect();
    SlackMessageMetadata::new(EVENT.to_owned()).with_event_payload(payload)
}

/// Which part this message of a channel's history is of the one of that name, or of one that it became part of. None:
/// it is another.
pub fn part_of(said: &Value, name: &str) -> Option<Number> {
    let payload = payload(said)?;
    let number = |key: &str| payload[key].as_str().and_then(|number| number.parse().ok());
    let found =
        Number { of_part: number("part").unwrap_or(0), of_all: number("parts").unwrap_or(1) };
    names(said).iter().any(|other| other == name).then_some(found)
}

/// The names of all messages that became this one, its own first; none: it is none of ours.
pub fn names(said: &Value) -> Vec<String> {
    let Some(payload) = payload(said) else { return Vec::new() };
    let also = payload["also"].as_str().unwrap_or_default().lines();
    payload["name"].as_str().into_iter().chain(also).map(str::to_owned).collect()
}

/// The record whose card this message is.
pub fn surface(said: &Value) -> Option<RecordId> {
    payload(said)?["surface"].as_str()?.parse().ok()
}

fn payload(said: &Value) -> Option<&Value> {
    let metadata = said.get("metadata")?;
    (metadata["event_type"] == EVENT).then(|| &metadata["event_payload"])
}
