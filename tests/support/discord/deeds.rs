//! What people do, as Discord tells the bot.

use serde_json::{Value, json};

use super::house::{BOT, SERVER};
use super::shapes::{message, shown, user};

/// The kinds of interaction.
pub const COMMAND: u8 = 2;
pub const COMPONENT: u8 = 3;
pub const TYPING: u8 = 4;
pub const FORM: u8 = 5;

/// An interaction of somebody in the channel `#unix`; its token is its id.
pub fn interaction(unix: u64, id: u64, who: &str, kind: u8, told: Value) -> Value {
    let number = id.to_string();
    let mut interaction = json!({
        "id": number, "application_id": BOT, "token": number, "type": kind, "version": 1, "data": told,
        "guild_id": SERVER, "guild": {"id": SERVER, "locale": "en-US", "features": []},
        "channel_id": unix.to_string(),
        "channel": {"id": unix.to_string(), "type": 0, "name": "unix", "permissions": "0"},
        "member": {
            "user": user(who, "unix-1"), "roles": [], "permissions": "0", "flags": 0,
            "joined_at": "2026-01-01T00:00:00+00:00", "deaf": false, "mute": false,
        },
        "locale": "en-US", "guild_locale": "en-US", "app_permissions": "0", "entitlements": [],
        "authorizing_integration_owners": {"0": SERVER}, "context": 0,
        "attachment_size_limit": 10_485_760,
    });
    if kind == COMPONENT {
        interaction["message"] = message(9_000, unix, &json!({"content": "a card"}));
    }
    interaction
}

/// `/incident note id:INC-1 text:…`.
pub fn command(noun: &str, verb: &str, options: &[(&str, Value)]) -> Value {
    let options: Vec<Value> = options
        .iter()
        .map(|(name, value)| {
            let kind = match value {
                Value::Bool(_) => 5,
                Value::Number(_) => 4,
                _ => 3,
            };
            json!({"name": name, "type": kind, "value": value})
        })
        .collect();
    let verb = json!({"name": verb, "type": 1, "options": options});
    json!({"id": "1", "name": noun, "type": 1, "options": [verb]})
}

/// What the app added to a message's menu.
pub fn menu(unix: u64, text: &str) -> Value {
    let mut on = message(9, unix, &json!({"content": text}));
    on["author"] = user("3", "somebody");
    json!({
        "id": "1", "name": "Open an incident", "type": 3, "target_id": "9",
        "resolved": {"messages": {"9": on}},
    })
}

/// What an answer has become in `#unix`, as it comes along with whatever is pressed on it.
pub fn standing(unix: u64, answer: &Value) -> Value {
    shown(&message(1_300_000_000_000_000_001, unix, answer))
}

/// A button with this line on it.
pub fn pressed(line: &str) -> Value {
    json!({"id": 2, "custom_id": line, "component_type": 2})
}

/// These of a menu's choices.
pub fn chosen(values: &[&str]) -> Value {
    json!({"id": 2, "custom_id": "more", "component_type": 3, "values": values})
}

/// A form with a choice and texts in it, by the names of its fields.
pub fn filled(form: &str, choice: (&str, &str), texts: &[(&str, &str)]) -> Value {
    let (name, value) = choice;
    let choice = json!({"id": 2, "type": 3, "custom_id": name, "values": [value]});
    let texts = texts
        .iter()
        .map(|(name, value)| json!({"id": 4, "type": 4, "custom_id": name, "value": value}));
    let fields = std::iter::once(choice).chain(texts);
    let labels = fields.map(|field| json!({"id": 1, "type": 18, "component": field}));
    json!({"custom_id": form, "components": labels.collect::<Vec<_>>(), "resolved": {}})
}

/// Something written in `#unix`, or to the bot alone where it is on no server.
pub fn written(unix: u64, id: u64, who: &str, on_server: bool, text: &str) -> Value {
    let mut written = message(id, unix, &json!({"content": text}));
    written["author"] = user(who, "unix-1");
    if on_server {
        written["guild_id"] = json!(SERVER);
    }
    if text.contains(BOT) {
        written["mentions"] = json!([user(BOT, "baton")]);
    }
    written
}
