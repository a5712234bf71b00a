//! The app's manifest: what Slack is to know of Baton, and no right more than it needs.

use baton_commands::grammar::Noun;
use baton_commands::verbs::CATALOGUE;
use serde_json::{Value, json};

use super::heard::SHORTCUT;
use super::http::PATH;

/// What the bot's token may do, and what for.
pub const SCOPES: &[(&str, &str)] = &[
    ("app_mentions:read", "to be spoken to in a channel"),
    ("channels:history", "to look whether a message arrived before it is sent again"),
    ("channels:join", "to join the departments' public channels by itself"),
    ("channels:read", "to find channels by name"),
    ("chat:write", "to say something"),
    ("commands", "the slash commands and the shortcut"),
    ("files:write", "to show pictures"),
    ("groups:history", "as channels:history, in private channels it was invited to"),
    ("groups:read", "as channels:read, in private channels it was invited to"),
    ("im:history", "to be spoken to in direct messages"),
    ("im:write", "to send direct messages"),
    ("usergroups:read", "to call a department by its user group"),
];

/// What it is told of.
const EVENTS: &[&str] = &["app_home_opened", "app_mention", "message.im"];

/// Characters of a command's description.
const ABOUT_MAX: usize = 100;

/// The manifest for api.slack.com/apps. `address`: where Slack's requests go, such as `https://baton.example`; without
/// one, Slack is listened to by Socket Mode.
pub fn manifest(address: Option<&str>) -> Value {
    let address = address.map(|address| format!("{}{PATH}", address.trim_end_matches('/')));
    let at = |mut value: Value, key: &str| {
        if let Some(address) = &address {
            value[key] = json!(address);
        }
        value
    };
    let commands: Vec<Value> =
        CATALOGUE.nouns.iter().map(|noun| at(command(noun), "url")).collect();
    json!({
        "display_information": {
            "name": "Baton",
            "description": "Passes the baton between departments: incidents, changes, and whose turn it is",
        },
        "features": {
            "app_home": {
                "home_tab_enabled": true,
                "messages_tab_enabled": true,
                "messages_tab_read_only_enabled": false,
            },
            "bot_user": {"display_name": "baton", "always_online": true},
            "shortcuts": [{
                "name": "Open an incident",
                "type": "message",
                "callback_id": SHORTCUT,
                "description": "Open an incident from this message",
            }],
            "slash_commands": commands,
        },
        "oauth_config": {
            "scopes": {"bot": SCOPES.iter().map(|(scope, _)| scope).collect::<Vec<_>>()},
        },
        "settings": {
            "event_subscriptions": at(json!({"bot_events": EVENTS}), "request_url"),
            "interactivity": at(json!({"is_enabled": true}), "request_url"),
            "org_deploy_enabled": false,
            "socket_mode_enabled": address.is_none(),
            "token_rotation_enabled": false,
        },
    })
}

/// Slack escapes what is typed, so that a mention carries the account and not a name that two may have.
fn command(noun: &Noun) -> Value {
    let verbs: Vec<&str> = CATALOGUE.verbs_of(noun.name).map(|verb| verb.name).collect();
    json!({
        "command": format!("/{}", noun.name),
        "description": noun.about.chars().take(ABOUT_MAX).collect::<String>(),
        "usage_hint": format!("[{}]", verbs.join(" | ")),
        "should_escape": true,
    })
}
