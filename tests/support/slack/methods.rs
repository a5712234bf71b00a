//! The methods of the Web API that the bot may call: which arguments, which right, what they do.

use serde_json::{Value, json};

use super::args::number;
use super::kit::view_faults;
use super::messages::{history, post, post_ephemeral, replies, update};
use super::state::{BOT, State, TEAM};

/// A method as Slack documents it.
pub struct Method {
    pub name: &'static str,
    /// It reads JSON; the others read forms alone.
    pub json: bool,
    pub scope: &'static str,
    pub required: &'static [&'static str],
    pub optional: &'static [&'static str],
    pub run: fn(&mut State, &Value, &str) -> Result<Value, String>,
}

const POST: &[&str] = &[
    "text",
    "blocks",
    "metadata",
    "parse",
    "link_names",
    "unfurl_links",
    "unfurl_media",
    "thread_ts",
    "reply_broadcast",
    "mrkdwn",
];
const WHISPER: &[&str] = &["text", "blocks", "parse", "link_names", "thread_ts"];
const EDIT: &[&str] = &["text", "blocks", "metadata", "parse", "link_names", "reply_broadcast"];
const HISTORY: &[&str] =
    &["cursor", "include_all_metadata", "inclusive", "latest", "limit", "oldest"];

pub const METHODS: &[Method] = &[
    method("apps.connections.open", true, "", &[], &[], connections_open),
    method("auth.test", false, "", &[], &[], |_, _, _| {
        Ok(json!({
            "url": "https://demo.example/", "team": "Demo", "user": "baton", "team_id": TEAM,
            "user_id": BOT, "bot_id": "B1", "is_enterprise_install": false,
        }))
    }),
    method("chat.postMessage", true, "chat:write", &["channel"], POST, post),
    method("chat.postEphemeral", true, "chat:write", &["channel", "user"], WHISPER, post_ephemeral),
    method("chat.update", true, "chat:write", &["channel", "ts"], EDIT, update),
    method("conversations.history", false, "channels:history", &["channel"], HISTORY, history),
    method(
        "conversations.replies",
        false,
        "channels:history",
        &["channel", "ts"],
        HISTORY,
        replies,
    ),
    method("conversations.join", true, "channels:join", &["channel"], &[], join),
    method(
        "conversations.list",
        false,
        "channels:read",
        &[],
        &["types", "exclude_archived", "limit", "cursor", "team_id"],
        list,
    ),
    method("conversations.open", true, "im:write", &["users"], &["return_im"], open),
    method(
        "files.getUploadURLExternal",
        false,
        "files:write",
        &["filename", "length"],
        &["alt_txt", "snippet_type"],
        upload_url,
    ),
    method(
        "files.completeUploadExternal",
        true,
        "files:write",
        &["files"],
        &["channel_id", "thread_ts", "initial_comment"],
        complete_upload,
    ),
    method("usergroups.list", false, "usergroups:read", &[], &["include_users"], groups),
    method("views.open", true, "", &["view"], &["trigger_id", "interactivity_pointer"], views_open),
    method("views.publish", true, "", &["user_id", "view"], &["hash"], views_publish),
];

const fn method(
    name: &'static str,
    json: bool,
    scope: &'static str,
    required: &'static [&'static str],
    optional: &'static [&'static str],
    run: fn(&mut State, &Value, &str) -> Result<Value, String>,
) -> Method {
    Method { name, json, scope, required, optional, run }
}

pub(super) fn word<'v>(args: &'v Value, key: &str) -> &'v str {
    args[key].as_str().unwrap_or_default()
}

fn connections_open(state: &mut State, _: &Value, base: &str) -> Result<Value, String> {
    let ticket = state.next();
    Ok(json!({"url": format!("{}/socket/{ticket}", base.replace("http://", "ws://"))}))
}

/// One page; the cursor is the number of what came before.
pub(super) fn paged(key: &str, all: Vec<Value>, args: &Value) -> Value {
    let limit = number(args, "limit").unwrap_or(100) as usize;
    let from: usize = word(args, "cursor").parse().unwrap_or(0);
    let more = all.len() > from + limit;
    let page: Vec<Value> = all.into_iter().skip(from).take(limit).collect();
    let cursor = if more { (from + limit).to_string() } else { String::new() };
    json!({key: page, "has_more": more, "response_metadata": {"next_cursor": cursor}})
}

fn join(state: &mut State, args: &Value, _: &str) -> Result<Value, String> {
    let room = state.rooms.get_mut(word(args, "channel")).ok_or("channel_not_found")?;
    if room.is_private {
        return Err("method_not_supported_for_channel_type".to_owned());
    }
    room.is_member = true;
    Ok(json!({}))
}

fn list(state: &mut State, args: &Value, _: &str) -> Result<Value, String> {
    let open = state.rooms.iter().filter(|(_, room)| !room.is_archived && room.with.is_none());
    let channel = |(id, room): (&String, &super::state::Room)| {
        json!({
            "id": id, "name": room.name, "is_channel": true, "is_private": room.is_private,
            "is_member": room.is_member, "is_archived": false, "num_members": 3,
        })
    };
    Ok(paged("channels", open.map(channel).collect(), args))
}

fn open(state: &mut State, args: &Value, _: &str) -> Result<Value, String> {
    let user = word(args, "users").to_owned();
    if !state.users.contains(&user) {
        return Err("user_not_found".to_owned());
    }
    Ok(json!({"channel": {"id": state.direct(&user)}}))
}

fn upload_url(state: &mut State, args: &Value, base: &str) -> Result<Value, String> {
    let id = format!("F{}", state.next());
    let length = number(args, "length").ok_or("invalid_arguments")?;
    Ok(json!({"upload_url": format!("{base}/upload/{id}/{length}"), "file_id": id}))
}

fn complete_upload(state: &mut State, args: &Value, _: &str) -> Result<Value, String> {
    let channel = word(args, "channel_id").to_owned();
    for file in args["files"].as_array().ok_or("invalid_arguments")? {
        let known = state.files.get_mut(word(file, "id")).ok_or("file_not_found")?;
        known.1 = Some(channel.clone());
    }
    let ts = state.ts();
    let mut message = json!({"type": "message", "user": BOT, "ts": ts, "files": args["files"]});
    if args.get("thread_ts").is_some() {
        message["thread_ts"] = args["thread_ts"].clone();
    }
    let room = state.rooms.get_mut(&channel).ok_or("channel_not_found")?;
    room.messages.push(message);
    Ok(json!({"files": args["files"]}))
}

fn groups(state: &mut State, _: &Value, _: &str) -> Result<Value, String> {
    let group =
        |(handle, id): (&String, &String)| json!({"id": id, "handle": handle, "name": handle});
    Ok(json!({"usergroups": state.groups.iter().map(group).collect::<Vec<_>>()}))
}

fn views_open(state: &mut State, args: &Value, _: &str) -> Result<Value, String> {
    viewed(state, &args["view"])?;
    if !state.triggers.remove(word(args, "trigger_id")) {
        return Err("expired_trigger_id".to_owned());
    }
    let view = opened(state, &args["view"]);
    state.modals.push(view.clone());
    Ok(json!({"view": view}))
}

fn views_publish(state: &mut State, args: &Value, _: &str) -> Result<Value, String> {
    viewed(state, &args["view"])?;
    let view = opened(state, &args["view"]);
    state.homes.insert(word(args, "user_id").to_owned(), view.clone());
    Ok(json!({"view": view}))
}

/// A view as Slack keeps it.
fn opened(state: &mut State, view: &Value) -> Value {
    let id = format!("V{}", state.next());
    let mut opened = json!({
        "team_id": TEAM, "app_id": "A1", "app_installed_team_id": TEAM, "bot_id": "B1",
        "hash": format!("{id}.hash"), "root_view_id": id, "previous_view_id": null,
        "external_id": "", "state": {"values": {}}, "id": id,
    });
    for (name, value) in view.as_object().into_iter().flatten() {
        opened[name] = value.clone();
    }
    opened
}

fn viewed(state: &mut State, view: &Value) -> Result<(), String> {
    let wrong = view_faults(view);
    let good = wrong.is_empty();
    state.wrong.extend(wrong);
    if good { Ok(()) } else { Err("invalid_arguments".to_owned()) }
}
