//! What Slack tells us, in the few words that matter: commands, presses, forms, shortcuts, talk.
//!
//! Payloads are read tolerantly: a field that is new or missing makes nothing unreadable that can do without it.

use serde_json::Value;

use super::blocks::PRESS;
use super::form::FORM;

/// The `callback_id` of the message shortcut.
pub const SHORTCUT: &str = "open-incident";

/// One thing that somebody did.
#[derive(Debug, Clone, PartialEq)]
pub enum Heard {
    Command(Command),
    Pressed(Pressed),
    Submitted(Submitted),
    /// *Open an incident from this message*.
    Shortcut(Shortcut),
    Spoke(Spoke),
    HomeOpened {
        user: String,
        event_ts: String,
    },
    /// Nothing that we act on; it is acknowledged.
    Nothing,
}

/// Where something was done. `name` is empty where Slack does not say it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Spot {
    pub channel: String,
    pub name: String,
    /// The message in whose thread it was.
    pub thread: Option<String>,
}

/// What a form can be opened with, and where an answer can be sent; each for a short time.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Door {
    /// 3 s, once.
    pub trigger: String,
    /// 30 min, five times.
    pub response_url: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Command {
    pub user: String,
    pub spot: Spot,
    pub door: Door,
    /// `/incident`
    pub command: String,
    pub text: String,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pressed {
    pub user: String,
    pub spot: Spot,
    pub door: Door,
    /// The line that the button stands for.
    pub line: String,
    /// Which press it was: the same at every redelivery.
    pub action_ts: String,
    pub action_id: String,
}

#[derive(Debug, Clone, PartialEq)]
pub struct Submitted {
    pub user: String,
    pub door: Door,
    pub view: Value,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shortcut {
    pub user: String,
    pub spot: Spot,
    pub door: Door,
    /// What the message says.
    pub text: String,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Spoke {
    pub user: String,
    pub spot: Spot,
    pub text: String,
    /// The time stamp of the message: its name in its channel.
    pub ts: String,
}

/// A slash command, by its fields.
pub fn command(fields: &Value) -> Heard {
    let word = |key: &str| word(&fields[key]);
    let (Some(user), Some(command)) = (word("user_id"), word("command")) else {
        return Heard::Nothing;
    };
    Heard::Command(Command {
        user,
        spot: Spot {
            channel: word("channel_id").unwrap_or_default(),
            name: word("channel_name").unwrap_or_default(),
            thread: word("thread_ts"),
        },
        door: door(fields),
        command,
        text: word("text").unwrap_or_default(),
    })
}

/// A press, a form, a shortcut.
pub fn interaction(payload: &Value) -> Heard {
    let Some(user) = word(&payload["user"]["id"]) else { return Heard::Nothing };
    match payload["type"].as_str() {
        Some("block_actions") => pressed(payload, user).map_or(Heard::Nothing, Heard::Pressed),
        Some("view_submission") if payload["view"]["callback_id"] == FORM => {
            let (door, view) = (door(payload), payload["view"].clone());
            Heard::Submitted(Submitted { user, door, view })
        }
        Some("message_action") if payload["callback_id"] == SHORTCUT => {
            let text = word(&payload["message"]["text"]).unwrap_or_default();
            Heard::Shortcut(Shortcut { user, spot: spot(payload), door: door(payload), text })
        }
        _ => Heard::Nothing,
    }
}

/// A press of one of our buttons; menus in cards carry their line as the value of the option.
fn pressed(payload: &Value, user: String) -> Option<Pressed> {
    let ours =
        |action: &&Value| action["action_id"].as_str().is_some_and(|id| id.starts_with(PRESS));
    let action = payload["actions"].as_array()?.iter().find(ours)?;
    let line = word(&action["value"]).or_else(|| word(&action["selected_option"]["value"]))?;
    Some(Pressed {
        user,
        spot: spot(payload),
        door: door(payload),
        line,
        action_ts: word(&action["action_ts"]).unwrap_or_default(),
        action_id: word(&action["action_id"]).unwrap_or_default(),
    })
}

/// An event of the Events API: its inner `event`.
pub fn event(payload: &Value) -> Heard {
    let event = &payload["event"];
    let Some(user) = word(&event["user"]) else { return Heard::Nothing };
    // Edited, deleted, posted by a bot, joined …: nobody speaks to us by it.
    let is_plain = event.get("subtype").is_none() || event["subtype"] == "file_share";
    let is_bots = event.get("bot_id").is_some_and(|id| !id.is_null());
    match event["type"].as_str() {
        Some("app_home_opened") if event["tab"] == "home" => {
            Heard::HomeOpened { user, event_ts: word(&event["event_ts"]).unwrap_or_default() }
        }
        Some("app_mention") if is_plain && !is_bots => spoke(event, user),
        Some("message") if event["channel_type"] == "im" && is_plain && !is_bots => {
            spoke(event, user)
        }
        _ => Heard::Nothing,
    }
}

fn spoke(event: &Value, user: String) -> Heard {
    let (Some(channel), Some(ts)) = (word(&event["channel"]), word(&event["ts"])) else {
        return Heard::Nothing;
    };
    let spot = Spot { channel, name: String::new(), thread: word(&event["thread_ts"]) };
    Heard::Spoke(Spoke { user, spot, text: word(&event["text"]).unwrap_or_default(), ts })
}

fn spot(payload: &Value) -> Spot {
    let container = &payload["container"];
    let channel = word(&payload["channel"]["id"]).or_else(|| word(&container["channel_id"]));
    let thread = word(&payload["message"]["thread_ts"]).or_else(|| word(&container["thread_ts"]));
    Spot {
        channel: channel.unwrap_or_default(),
        name: word(&payload["channel"]["name"]).unwrap_or_default(),
        thread,
    }
}

fn door(payload: &Value) -> Door {
    Door {
        trigger: word(&payload["trigger_id"]).unwrap_or_default(),
        response_url: word(&payload["response_url"]),
    }
}

/// None for what is missing or empty.
fn word(value: &Value) -> Option<String> {
    value.as_str().filter(|word| !word.is_empty()).map(str::to_owned)
}
