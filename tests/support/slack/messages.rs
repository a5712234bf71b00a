//! Messages as they are posted, edited and read again.

use serde_json::{Value, json};

use super::args::is_yes;
use super::kit::{Surface, faults};
use super::methods::{paged, word};
use super::state::{BOT, State, TEAM};

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

pub(super) fn post(state: &mut State, args: &Value, _: &str) -> Result<Value, String> {
    let channel = writable(state, args)?;
    let ts = state.ts();
    let mut message = json!({
        "type": "message", "user": BOT, "bot_id": "B1", "app_id": "A1", "team": TEAM, "ts": ts,
        "text": args["text"],
    });
    let thread = word(args, "thread_ts");
    let messages = &mut state.rooms.get_mut(&channel).expect("a room").messages;
    if !thread.is_empty() {
        if !messages.iter().any(|said| said["ts"] == thread) {
            return Err("thread_not_found".to_owned());
        }
        message["thread_ts"] = json!(thread);
    }
    given(&mut message, args, &["blocks", "metadata"]);
    messages.push(message.clone());
    Ok(json!({"channel": channel, "ts": ts, "message": message}))
}

/// Sets what was given of these.
fn given(message: &mut Value, args: &Value, keys: &[&str]) {
    for key in keys.iter().filter(|key| args.get(**key).is_some()) {
        message[*key] = args[*key].clone();
    }
}

pub(super) fn post_ephemeral(state: &mut State, args: &Value, _: &str) -> Result<Value, String> {
    let channel = writable(state, args)?;
    let user = word(args, "user").to_owned();
    if !state.users.contains(&user) {
        return Err("user_not_in_channel".to_owned());
    }
    state.ephemeral.push((channel, user, args.clone()));
    Ok(json!({"message_ts": state.ts()}))
}

pub(super) fn update(state: &mut State, args: &Value, _: &str) -> Result<Value, String> {
    let channel = writable(state, args)?;
    let ts = word(args, "ts");
    let messages = &mut state.rooms.get_mut(&channel).expect("a room").messages;
    let message = messages.iter_mut().find(|said| said["ts"] == ts).ok_or("message_not_found")?;
    if message["user"] != BOT {
        return Err("cant_update_message".to_owned());
    }
    // A text alone takes the place of blocks; metadata stay, unless there are others.
    message.as_object_mut().expect("fields").remove("blocks");
    given(message, args, &["text", "blocks", "metadata"]);
    message["edited"] = json!({"user": BOT, "ts": ts});
    let message = message.clone();
    Ok(json!({"channel": channel, "ts": ts, "text": args["text"], "message": message}))
}

fn seen(state: &State, args: &Value) -> Result<Vec<Value>, String> {
    let room = state.rooms.get(word(args, "channel")).ok_or("channel_not_found")?;
    if !room.is_member {
        return Err("not_in_channel".to_owned());
    }
    let oldest: f64 = word(args, "oldest").parse().unwrap_or(0.0);
    let is_new = |said: &&Value| word(said, "ts").parse::<f64>().is_ok_and(|ts| ts >= oldest);
    let mut messages: Vec<Value> = room.messages.iter().filter(is_new).cloned().collect();
    if !is_yes(args, "include_all_metadata") {
        messages
            .iter_mut()
            .for_each(|said| drop(said.as_object_mut().map(|it| it.remove("metadata"))));
    }
    Ok(messages)
}

pub(super) fn history(state: &mut State, args: &Value, _: &str) -> Result<Value, String> {
    let mut messages = seen(state, args)?;
    messages.retain(|said| said.get("thread_ts").is_none_or(|thread| *thread == said["ts"]));
    messages.reverse();
    Ok(paged("messages", messages, args))
}

pub(super) fn replies(state: &mut State, args: &Value, _: &str) -> Result<Value, String> {
    let ts = word(args, "ts");
    let mut messages = seen(state, args)?;
    messages.retain(|said| said["ts"] == ts || said["thread_ts"] == ts);
    if messages.is_empty() {
        return Err("thread_not_found".to_owned());
    }
    Ok(paged("messages", messages, args))
}
