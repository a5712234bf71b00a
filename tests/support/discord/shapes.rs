//! Messages and people with all the fields that Discord sends of them.

use serde_json::{Value, json};

use super::house::{BOT, SERVER};

/// A message as Discord keeps it: what was posted, and what it adds.
pub fn message(id: u64, channel: u64, body: &Value) -> Value {
    let mut message = json!({
        "id": id.to_string(), "channel_id": channel.to_string(), "author": user(BOT, "baton"),
        "type": 0, "content": "", "timestamp": since(id), "edited_timestamp": null, "tts": false,
        "pinned": false, "flags": 0, "mention_everyone": false, "mentions": [], "mention_roles": [],
        "attachments": [], "embeds": [], "components": [],
    });
    for (key, value) in body.as_object().into_iter().flatten() {
        message[key] = value.clone();
    }
    message
}

/// As it is shown: whom it may call is nobody's business, and embeds have a kind.
pub fn shown(message: &Value) -> Value {
    let mut shown = message.clone();
    let fields = shown.as_object_mut().expect("an object");
    fields
        .retain(|key, _| !["allowed_mentions", "edited", "enforce_nonce"].contains(&key.as_str()));
    for embed in shown["embeds"].as_array_mut().into_iter().flatten() {
        embed["type"] = json!("rich");
    }
    for file in shown["attachments"].as_array_mut().into_iter().flatten() {
        let url = format!("https://files.example/{}", file["id"].as_str().unwrap_or_default());
        given(file, &[("size", json!(1)), ("url", json!(url)), ("proxy_url", json!(url))]);
    }
    numbered(&mut shown["components"], &mut 0);
    shown
}

/// Discord numbers the parts of a message where nobody else did.
fn numbered(parts: &mut Value, latest: &mut u64) {
    for part in parts.as_array_mut().into_iter().flatten() {
        *latest += 1;
        given(part, &[("id", json!(*latest))]);
        if let Some(inner) = part.get_mut("components") {
            numbered(inner, latest);
        }
    }
}

/// Gives it these, where it has none.
pub fn given(it: &mut Value, fields: &[(&str, Value)]) {
    for (name, value) in fields {
        if it.get(*name).is_none() {
            it[*name] = value.clone();
        }
    }
}

/// The bot, to itself.
pub fn me() -> Value {
    let mut me = user(BOT, "baton");
    given(&mut me, &[("mfa_enabled", json!(false)), ("locale", json!("en-US"))]);
    me
}

/// The server, to whoever is on it.
pub fn server() -> Value {
    json!({
        "id": SERVER, "name": "Demo", "icon": null, "banner": null, "owner": false,
        "permissions": "0", "features": [],
    })
}

/// Somebody; apps are bots.
pub fn user(id: &str, name: &str) -> Value {
    json!({
        "id": id, "username": name, "discriminator": "0", "global_name": null, "avatar": null,
        "public_flags": 0, "flags": 0, "primary_guild": null, "bot": id == BOT,
    })
}

/// The time that an id tells.
pub fn since(id: u64) -> String {
    let ours = i64::try_from(id >> 22).expect("an id");
    let time = chrono::DateTime::from_timestamp_millis(1_420_070_400_000 + ours);
    time.expect("a time").to_rfc3339()
}
