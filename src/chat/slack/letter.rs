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

/// Which part of a message it is, the first being number 0, and how many there are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Number {
    pub of_part: usize,
    pub of_all: usize,
}

/// One part of a message for a channel, as `chat.postMessage` takes it.
pub fn body(channel: &str, message: &Outgoing, part: &Part, number: Number) -> Value {
    let mut body = shown(channel, message, part, number);
    body["unfurl_links"] = json!(false);
    body["unfurl_media"] = json!(false);
    body
}

/// The first part in place of the message that stands there, as `chat.update` takes it: what was unfurled stays so.
pub fn edit(card: &Stamp, message: &Outgoing, part: &Part) -> Value {
    let mut body = shown(&card.channel, message, part, Number { of_part: 0, of_all: 1 });
    body["ts"] = json!(card.ts);
    body
}

/// Metadata values are strings, as other readers of a channel's history expect.
fn shown(channel: &str, message: &Outgoing, part: &Part, number: Number) -> Value {
    let mut payload = json!({"name": message.name, "part": number.of_part.to_string()});
    if number.of_all > 1 {
        payload["parts"] = json!(number.of_all.to_string());
    }
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
