//! The methods of the Web API that the bot may call: which arguments, which right, what they do.

use serde_json::{Value, json};

use super::kit::{Surface, faults, view_faults};
use super::state::{BOT, State};

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
        Ok(json!({"user_id": BOT, "team_id": "T1"}))
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

fn word<'v>(args: &'v Value, key: &str) -> &'v str {
    args[key].as_str().unwrap_or_default()
}

fn connections_open(state: &mut State, _: &Value, base: &str) -> Result<Value, String> {
    let ticket = state.next();
    Ok(json!({"url": format!("{}/socket/{ticket}", base.replace("http://", "ws://"))}))
}

/// Checks a message and its place.
fn writable(state: &mut State, args: &Value) -> Result<String, String> {
    let mut wrong = Vec::new();
    if args.get("blocks").is_some() {
        wrong.extend(faults(&args["blocks"], Surface::Message));
    }
    let length = word(args, "text").chars().count();
    if length == 0 || length > 40_000 {
        return Err(if length == 0 { "no_text" } else { "msg_too_long" }.to_owned());
    }
    if args["link_names"] != false || args["parse"] != "none" {
        wrong.push(format!("names in a text could mention somebody: {args}"));
    }
    if !wrong.is_empty() {
        state.wrong.extend(wrong);
        return Err("invalid_blocks".to_owned());
    }
    let channel = word(args, "channel").to_owned();
    let room = state.rooms.get(&channel).ok_or("channel_not_found")?;
    match (room.is_archived, room.is_member) {
        (true, _) => Err("is_archived".to_owned()),
        (_, false) => Err("not_in_channel".to_owned()),
        _ => Ok(channel),
    }
}

fn post(state: &mut State, args: &Value, _: &str) -> Result<Value, String> {
    let channel = writable(state, args)?;
    let ts = state.ts();
    let mut message = json!({
        "type": "message", "user": BOT, "bot_id": "B1", "ts": ts,
        "text": args["text"], "blocks": args["blocks"],
    });
    let thread = word(args, "thread_ts");
    let messages = &mut state.rooms.get_mut(&channel).expect("a room").messages;
    if !thread.is_empty() {
        if !messages.iter().any(|said| said["ts"] == thread) {
            return Err("thread_not_found".to_owned());
        }
        message["thread_ts"] = json!(thread);
    }
    if args.get("metadata").is_some() {
        message["metadata"] = args["metadata"].clone();
    }
    messages.push(message.clone());
    Ok(json!({"channel": channel, "ts": ts, "message": message}))
}

fn post_ephemeral(state: &mut State, args: &Value, _: &str) -> Result<Value, String> {
    let channel = writable(state, args)?;
    let user = word(args, "user").to_owned();
    if !state.users.contains(&user) {
        return Err("user_not_in_channel".to_owned());
    }
    state.ephemeral.push((channel, user, args.clone()));
    Ok(json!({"message_ts": state.ts()}))
}

fn update(state: &mut State, args: &Value, _: &str) -> Result<Value, String> {
    let channel = writable(state, args)?;
    let ts = word(args, "ts");
    let messages = &mut state.rooms.get_mut(&channel).expect("a room").messages;
    let message = messages.iter_mut().find(|said| said["ts"] == ts).ok_or("message_not_found")?;
    if message["user"] != BOT {
        return Err("cant_update_message".to_owned());
    }
    for key in ["text", "blocks", "metadata"] {
        message[key] = args[key].clone();
    }
    message["edited"] = json!({"user": BOT});
    Ok(json!({"channel": channel, "ts": ts}))
}

fn seen(state: &State, args: &Value) -> Result<Vec<Value>, String> {
    let room = state.rooms.get(word(args, "channel")).ok_or("channel_not_found")?;
    if !room.is_member {
        return Err("not_in_channel".to_owned());
    }
    let oldest: f64 = word(args, "oldest").parse().unwrap_or(0.0);
    let is_new = |said: &&Value| word(said, "ts").parse::<f64>().is_ok_and(|ts| ts >= oldest);
    let mut messages: Vec<Value> = room.messages.iter().filter(is_new).cloned().collect();
    if word(args, "include_all_metadata") != "true" {
        messages
            .iter_mut()
            .for_each(|said| drop(said.as_object_mut().map(|it| it.remove("metadata"))));
    }
    Ok(messages)
}

fn history(state: &mut State, args: &Value, _: &str) -> Result<Value, String> {
    let mut messages = seen(state, args)?;
    messages.retain(|said| said.get("thread_ts").is_none_or(|thread| *thread == said["ts"]));
    messages.reverse();
    Ok(paged("messages", messages, args))
}

fn replies(state: &mut State, args: &Value, _: &str) -> Result<Value, String> {
    let ts = word(args, "ts");
    let mut messages = seen(state, args)?;
    messages.retain(|said| said["ts"] == ts || said["thread_ts"] == ts);
    if messages.is_empty() {
        return Err("thread_not_found".to_owned());
    }
    Ok(paged("messages", messages, args))
}

/// One page; the cursor is the number of what came before.
fn paged(key: &str, all: Vec<Value>, args: &Value) -> Value {
    let limit: usize = word(args, "limit").parse().unwrap_or(100);
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
    let length: u64 = word(args, "length").parse().map_err(|_| "invalid_arguments")?;
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
    let mut view = args["view"].clone();
    view["id"] = json!(format!("V{}", state.next()));
    state.modals.push(view.clone());
    Ok(json!({"view": view}))
}

fn views_publish(state: &mut State, args: &Value, _: &str) -> Result<Value, String> {
    viewed(state, &args["view"])?;
    state.homes.insert(word(args, "user_id").to_owned(), args["view"].clone());
    Ok(json!({"view": args["view"]}))
}

fn viewed(state: &mut State, view: &Value) -> Result<(), String> {
    let wrong = view_faults(view);
    let good = wrong.is_empty();
    state.wrong.extend(wrong);
    if good { Ok(()) } else { Err("invalid_arguments".to_owned()) }
}
