//! A message as `chat.postMessage` and its like take it, and how one of ours is known again.

use baton_commands::ids::RecordId;
use serde_json::{Value, json};

use super::render::Part;
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

/// One part of a message for a channel, as `chat.postMessage` takes it; the first is number 0.
pub fn body(channel: &str, message: &Outgoing, part: &Part, number: usize) -> Value {
    let mut body = shown(channel, message, part, number);
    body["unfurl_links"] = json!(false);
    body["unfurl_media"] = json!(false);
    body
}

/// The first part in place of the message that stands there, as `chat.update` takes it: what was unfurled stays so.
pub fn edit(card: &Stamp, message: &Outgoing, part: &Part) -> Value {
    let mut body = shown(&card.channel, message, part, 0);
    body["ts"] = json!(card.ts);
    body
}

/// Metadata values are strings, as other readers of a channel's history expect.
fn shown(channel: &str, message: &Outgoing, part: &Part, number: usize) -> Value {
    let mut payload = json!({"name": message.name, "part": number.to_string()});
    if !message.also.is_empty() {
        payload["also"] = json!(message.also.join("\n"));
    }
    if let Some(record) = message.surface {
        payload["surface"] = json!(record.to_string());
    }
    json!({
        "channel": channel,
        "text": part.text,
        "blocks": part.blocks,
        "metadata": {"event_type": EVENT, "event_payload": payload},
        "parse": "none",
        "link_names": false,
    })
}

/// Whether this message of a channel's history is the one of that name, or one that it became part of.
pub fn is_named(said: &Value, name: &str) -> bool {
    let Some(payload) = payload(said) else { return false };
    let is_first = payload["part"].as_str().is_none_or(|part| part == "0");
    let also = payload["also"].as_str().unwrap_or_default();
    is_first && (payload["name"] == name || also.lines().any(|other| other == name))
}

/// The record whose card this message is.
pub fn surface(said: &Value) -> Option<RecordId> {
    payload(said)?["surface"].as_str()?.parse().ok()
}

fn payload(said: &Value) -> Option<&Value> {
    let metadata = said.get("metadata")?;
    (metadata["event_type"] == EVENT).then(|| &metadata["event_payload"])
}
