//! What people do, as Slack tells the bot: each as an envelope of Socket Mode; [`super::signed`] makes a request of it.

use serde_json::{Value, json};

use super::FakeSlack;
use super::state::{BOT, TEAM};

/// A line typed; the address of its answers is the user's.
pub fn command(fake: &FakeSlack, id: &str, user: &str, channel: &str, line: &str) -> Value {
    let (response_url, trigger_id) = fake.door(user);
    let (command, text) = line.split_once(' ').unwrap_or((line, ""));
    json!({
        "envelope_id": id, "type": "slash_commands", "accepts_response_payload": true,
        "payload": {
            "token": "verification", "team_id": TEAM, "team_domain": "demo",
            "channel_id": fake.state().id(channel), "channel_name": channel,
            "user_id": user, "user_name": "somebody", "command": command, "text": text,
            "api_app_id": "A1", "is_enterprise_install": "false",
            "response_url": response_url, "trigger_id": trigger_id,
        },
    })
}

/// A press of a button below a message.
pub fn press(fake: &FakeSlack, id: &str, user: &str, channel: &str, line: &str) -> Value {
    let (response_url, trigger_id) = fake.door(user);
    let channel_id = fake.state().id(channel);
    let mut press = interactive(id, "block_actions", user);
    press["payload"].as_object_mut().expect("fields").extend(fields(json!({
        "container": {
            "type": "message", "message_ts": "1900000001.000100", "channel_id": channel_id,
            "is_ephemeral": false,
        },
        "channel": {"id": channel_id, "name": channel},
        "message": {
            "type": "message", "user": BOT, "bot_id": "B1", "app_id": "A1", "team": TEAM,
            "ts": "1900000001.000100", "text": "a card", "blocks": [],
        },
        "state": {"values": {}},
        "response_url": response_url, "trigger_id": trigger_id,
        "actions": [{
            "type": "button", "action_id": "press-0", "block_id": "b1", "value": line,
            "action_ts": "1900000002.000200",
            "text": {"type": "plain_text", "text": "Acknowledge", "emoji": false},
        }],
    })));
    press
}

/// A message's menu, and in it what the app added.
pub fn shortcut(fake: &FakeSlack, id: &str, user: &str, channel: &str, text: &str) -> Value {
    let (response_url, trigger_id) = fake.door(user);
    let mut shortcut = interactive(id, "message_action", user);
    shortcut["payload"].as_object_mut().expect("fields").extend(fields(json!({
        "callback_id": "open-incident", "action_ts": "1900000002.000200",
        "response_url": response_url, "trigger_id": trigger_id,
        "channel": {"id": fake.state().id(channel), "name": channel},
        "message_ts": "1900000001.000100",
        "message": {
            "type": "message", "user": "UUNIX1", "team": TEAM, "ts": "1900000001.000100",
            "text": text,
        },
    })));
    shortcut
}

/// A form sent: the view as it was opened, and what was written into it.
pub fn submission(id: &str, user: &str, view: &Value, values: &Value) -> Value {
    let mut submission = interactive(id, "view_submission", user);
    let mut view = view.clone();
    view["state"] = json!({"values": values});
    submission["payload"].as_object_mut().expect("fields").extend(fields(json!({
        "trigger_id": format!("trigger-{id}"), "view": view, "response_urls": [],
    })));
    submission
}

/// Something said to the bot alone.
pub fn talk(channel: &str, user: &str, text: &str) -> Value {
    json!({
        "type": "message", "channel_type": "im", "channel": channel, "user": user, "team": TEAM,
        "text": text, "ts": "1900000009.000100", "event_ts": "1900000009.000100",
    })
}

/// Something said to the bot before everybody.
pub fn mention(channel: &str, user: &str, text: &str) -> Value {
    json!({
        "type": "app_mention", "channel": channel, "user": user, "team": TEAM,
        "text": format!("<@{BOT}> {text}"),
        "ts": "1900000009.000100", "event_ts": "1900000009.000100",
    })
}

/// The app's Home, or its messages, in front of somebody.
pub fn home_opened(user: &str, tab: &str) -> Value {
    json!({
        "type": "app_home_opened", "user": user, "tab": tab, "channel": "D1",
        "event_ts": "1900000001.000100",
    })
}

/// What all that is done to blocks and messages has in common.
fn interactive(id: &str, kind: &str, user: &str) -> Value {
    json!({
        "envelope_id": id, "type": "interactive", "accepts_response_payload": true,
        "payload": {
            "type": kind, "token": "verification", "api_app_id": "A1",
            "team": {"id": TEAM, "domain": "demo"},
            "user": {"id": user, "username": "somebody", "name": "somebody", "team_id": TEAM},
            "enterprise": null, "is_enterprise_install": false,
        },
    })
}

fn fields(value: Value) -> serde_json::Map<String, Value> {
    match value {
        Value::Object(fields) => fields,
        other => panic!("{other} has no fields"),
    }
}
