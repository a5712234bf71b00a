//! The whole of it: from a command in Slack to the card that is edited, over trouble on the way and a restart.

use std::fs;
use std::path::Path;
use std::process::{Child, Command, Stdio};

use serde_json::{Value, json};
use tempfile::TempDir;

use super::office::{workspace, world};
use super::people::account;
use crate::support::files::copied;
use crate::support::slack::state::{APP_TOKEN, BOT_TOKEN, Fault, State};
use crate::support::slack::{FakeSlack, deeds};

/// The demo company with accounts in Slack, in a folder of its own.
fn organisation(folder: &Path) {
    let demo = Path::new(env!("CARGO_MANIFEST_DIR")).join("config/demo");
    copied(&demo, folder);
    let file = folder.join("people.toml");
    let people = fs::read_to_string(&file).expect("people");
    let with_account = |line: &str| match line.split_once(" = { ") {
        Some((handle, rest)) if !line.starts_with('#') && !handle.starts_with("dba") => {
            format!("{handle} = {{ slack = \"{}\", {rest}\n", account(handle))
        }
        _ => format!("{line}\n"),
    };
    fs::write(&file, people.lines().map(with_account).collect::<String>()).expect("written");
}

/// The real program, connected to the fake workspace.
struct Running(Option<Child>);

impl Running {
    async fn start(folder: &TempDir, fake: &FakeSlack) -> Running {
        let path = |name: &str| folder.path().join(name);
        let mut command = Command::new(env!("CARGO_BIN_EXE_baton"));
        command.arg("--data").arg(path("data")).arg("--organisation").arg(path("organisation"));
        command.env("BATON_CHAT_PLATFORMS", "slack").env("BATON_SLACK_API", fake.api());
        command.env("BATON_SLACK_BOT_TOKEN", BOT_TOKEN).env("BATON_SLACK_APP_TOKEN", APP_TOKEN);
        command.env("BATON_LOG_LEVEL", "error").env_remove("BATON_CONFIG");
        let child = command.stdin(Stdio::null()).spawn().expect("the program starts");
        let running = Running(Some(child));
        fake.connected(2).await;
        running
    }

    /// As by an operator, or by the power.
    async fn end(mut self, signal: &str, fake: &FakeSlack) {
        let mut child = self.0.take().expect("it runs");
        let sent = Command::new("kill").args([signal, &child.id().to_string()]).status();
        assert!(sent.expect("kill").success());
        fake.connected(0).await;
        // It may have something to say to the workspace before it ends.
        let ended = tokio::task::spawn_blocking(move || child.wait());
        ended.await.expect("no panic").expect("it has ended");
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        let Some(child) = &mut self.0 else { return };
        // One that has ended cannot be killed, and need not be.
        let _ = child.kill();
        let _ = child.wait();
    }
}

/// The first message in a channel that has buttons.
fn card(state: &State, channel: &str) -> Option<Value> {
    let said = state.said(channel);
    said.into_iter().find(|said| said["blocks"].to_string().contains("press-0"))
}

/// The line of the button with this label.
fn button(card: &Value, label: &str) -> Option<String> {
    let blocks = card["blocks"].as_array()?.iter();
    let mut elements = blocks.filter_map(|block| block["elements"].as_array()).flatten();
    let button = elements.find(|button| button["text"]["text"] == label)?;
    Some(button["value"].as_str()?.to_owned())
}

fn everything_said(state: &State) -> Vec<(String, usize)> {
    state.rooms.values().map(|room| (room.name.clone(), room.messages.len())).collect()
}

/// Names of our messages, each counted once however many parts it has.
fn names(state: &State) -> Vec<String> {
    let said = state.rooms.values().flat_map(|room| &room.messages);
    let mut names: Vec<String> = said
        .filter_map(|said| said["metadata"]["event_payload"]["name"].as_str().map(str::to_owned))
        .collect();
    names.sort();
    names
}

/// The button is pressed: the card is edited where it stands, and a line follows in the thread at home.
async fn acknowledged(fake: &FakeSlack, called: &Value) {
    let press = button(called, "Acknowledge").expect("a button");
    assert_eq!(press, "/incident ack INC-1");
    fake.sockets().send(deeds::press(fake, "ack", "UUNIX1", "unix", &press));
    let edited = |state: &State| {
        card(state, "unix").filter(|card| card["text"].as_str().unwrap().contains("acknowledged"))
    };
    let edited = fake.until("the card is edited", edited).await;
    assert_eq!(edited["ts"], called["ts"]);
    assert!(!edited["text"].as_str().unwrap().contains("<@U"), "an edit pings nobody: {edited}");
    let follows = |state: &State| {
        let home = card(state, "incidents")?;
        let mut said = state.said("incidents").into_iter();
        said.find(|said| said["thread_ts"] == home["ts"])
    };
    fake.until("a line in the thread at home", follows).await;
}

#[tokio::test]
async fn a_day_in_slack_from_the_command_to_the_restart() {
    let folder = tempfile::tempdir().expect("a folder");
    organisation(&folder.path().join("organisation"));
    let fake = workspace(&world()).await;
    let running = Running::start(&folder, &fake).await;

    // The first two messages meet trouble: one arrives without our knowing it, one has to wait.
    fake.fault("chat.postMessage", [Fault::ResetAfter, Fault::Slow("0.3")]);
    let line =
        "/incident open \"Web shop &lt;!channel&gt; answers 502\" --severity 1 --service webshop";
    let opened = deeds::command(&fake, "open", "UTAM1", "incidents", line);
    fake.sockets().send(opened.clone());
    fake.acknowledged("open").await;
    let called = fake.until("the department is called", |state| card(state, "unix")).await;
    let text = called["text"].as_str().expect("a text");
    assert!(text.contains("<@UUNIX") && text.contains("&lt;!channel&gt;"), "{text}");
    let answer = fake.until("an answer", |state| state.answers("UTAM1").first().cloned()).await;
    assert!(answer["text"].as_str().unwrap().starts_with("INC-1 opened"), "{answer}");
    fake.until("the card at home", |state| card(state, "incidents")).await;

    acknowledged(&fake, &called).await;
    running.end("-KILL", &fake).await;
    let (mut wanted, names) = {
        let state = fake.state();
        (everything_said(&state), names(&state))
    };
    let unique = names.windows(2).all(|pair| pair[0] != pair[1]);
    assert!(unique, "nothing is said twice: {names:#?}");

    // After the restart nothing is repeated; the same command, delivered late, is answered alike and done once.
    let running = Running::start(&folder, &fake).await;
    let mut late = opened;
    late["envelope_id"] = json!("late");
    fake.sockets().send(late);
    let again = |state: &State| state.answers("UTAM1").get(1).cloned();
    assert_eq!(fake.until("the same answer", again).await["text"], answer["text"]);
    let note =
        deeds::command(&fake, "note", "UTAM1", "incidents", "/incident note INC-1 still slow");
    fake.sockets().send(note);
    let noted = |state: &State| {
        state.texts("incidents").iter().any(|text| text.contains("still slow")).then_some(())
    };
    fake.until("the note", noted).await;
    running.end("-TERM", &fake).await;
    let home = wanted.iter_mut().find(|(name, _)| name == "incidents").expect("a channel");
    home.1 += 1;
    assert_eq!(everything_said(&fake.state()), wanted);
    fake.nothing_wrong();
}
