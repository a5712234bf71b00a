//! The real program is killed while Slack speaks to it: what was acknowledged is on disk, what was not comes again and is
//! done once.

use std::collections::BTreeMap;
use std::path::Path;
use std::process::{Child, Command, Stdio};

use serde_json::{Value, json};

use super::office::{workspace, world};
use crate::support::slack::FakeSlack;
use crate::support::slack::state::{APP_TOKEN, BOT_TOKEN};

/// Kills in one run.
const ROUNDS: usize = 6;
/// What is said before each.
const LINES: usize = 10;
const PERSON: &str = "UTAM1";

fn baton(dir: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_baton"));
    command.arg("--data").arg(dir.join("data"));
    command.arg("--organisation").arg(dir.join("organisation"));
    command.env("BATON_LOG_LEVEL", "error").env_remove("BATON_CONFIG");
    command
}

fn start(dir: &Path, fake: &FakeSlack) -> Child {
    let mut command = baton(dir);
    command.env("BATON_CHAT_PLATFORMS", "slack").env("BATON_SLACK_API", fake.api());
    command.env("BATON_SLACK_BOT_TOKEN", BOT_TOKEN).env("BATON_SLACK_APP_TOKEN", APP_TOKEN);
    command.stdin(Stdio::null()).spawn().expect("the program starts")
}

/// The demo, where one person is on Slack.
fn organisation(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).expect("a folder");
    for entry in from.read_dir().expect("a folder") {
        let (path, name) = entry.map(|entry| (entry.path(), entry.file_name())).expect("an entry");
        if path.is_dir() {
            organisation(&path, &to.join(name));
            continue;
        }
        let text = std::fs::read_to_string(&path).expect("a file");
        let known = format!("tam-1 = {{ slack = \"{PERSON}\",");
        std::fs::write(to.join(name), text.replace("tam-1 = {", &known)).expect("it is written");
    }
}

/// Something said to the bot alone; `nth` is which delivery of it this is.
fn said(fake: &FakeSlack, number: usize, nth: usize) -> Value {
    let channel = fake.state().direct(PERSON);
    let ts = format!("{}.000100", 1_900_000_000 + number);
    let event = json!({
        "type": "message", "channel_type": "im", "channel": channel, "user": PERSON,
        "text": format!("incident open \"kill {number}\" --dept unix"), "ts": ts, "event_ts": ts,
    });
    let mut envelope = fake.sockets().event(&name(number, nth), event);
    envelope["retry_attempt"] = json!(nth);
    envelope
}

fn name(number: usize, nth: usize) -> String {
    format!("e{number}-{nth}")
}

/// How often each was opened, by its number, as the log has it.
fn opened(dir: &Path) -> BTreeMap<usize, usize> {
    let out = baton(dir).arg("export").output().expect("it exports");
    assert!(out.status.success(), "{out:?}");
    let events = String::from_utf8(out.stdout).expect("JSON lines");
    let mut opened = BTreeMap::new();
    for line in events.lines() {
        let event: Value = serde_json::from_str(line).expect("a line is an event");
        let title = event.pointer("/body/json/event/incident/opened/title").and_then(Value::as_str);
        let number = title.and_then(|title| title.strip_prefix("kill ")?.parse().ok());
        if let Some(number) = number {
            *opened.entry(number).or_default() += 1;
        }
    }
    opened
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_acknowledged_is_on_disk_when_the_program_is_killed() {
    let dir = tempfile::tempdir().expect("a folder");
    let demo = Path::new(env!("CARGO_MANIFEST_DIR")).join("config/demo");
    organisation(&demo, &dir.path().join("organisation"));
    let fake = workspace(&world()).await;
    // What Slack was not told of, and how often it has said it.
    let mut unheard: BTreeMap<usize, usize> = BTreeMap::new();
    let mut heard = Vec::new();
    for round in 0..=ROUNDS {
        let mut child = start(dir.path(), &fake);
        fake.connected(2).await;
        let is_last = round == ROUNDS;
        if !is_last {
            unheard.extend((round * LINES..(round + 1) * LINES).map(|number| (number, 0)));
        }
        for (number, nth) in &unheard {
            fake.sockets().send(said(&fake, *number, *nth));
        }
        // Another moment every time, from the very first on.
        let enough = if is_last { unheard.len() } else { round * 3 % LINES };
        let acknowledged = |shared: &crate::support::slack::Shared| {
            let told = unheard
                .iter()
                .filter(|(number, nth)| shared.sockets.ack(&name(**number, **nth)).is_some());
            (told.count() >= enough).then_some(())
        };
        fake.shared().until("acknowledgements", acknowledged).await;
        child.kill().expect("it can be killed");
        child.wait().expect("it is gone");
        fake.connected(0).await;
        unheard.retain(|number, nth| {
            let is_heard = fake.sockets().ack(&name(*number, *nth)).is_some();
            *nth += 1;
            if is_heard {
                heard.push(*number);
            }
            !is_heard
        });
        let opened = opened(dir.path());
        for number in &heard {
            assert_eq!(opened.get(number), Some(&1), "round {round}: {number} was acknowledged");
        }
    }
    let all: BTreeMap<usize, usize> = (0..ROUNDS * LINES).map(|number| (number, 1)).collect();
    assert_eq!(opened(dir.path()), all, "each is done, and once");
}
