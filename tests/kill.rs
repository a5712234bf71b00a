//! The real program is killed again and again: what was answered is kept, no ping is repeated, none is lost.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{BufRead as _, BufReader, Write as _};
use std::path::Path;
use std::process::{Child, Command, Stdio};

/// Kills in one run; `BATON_KILL_ROUNDS` asks for more.
const ROUNDS: usize = 24;
/// Incidents opened in a round, if it lives so long.
const LINES: usize = 12;

fn baton(data: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_baton"));
    command.current_dir(env!("CARGO_MANIFEST_DIR"));
    command.arg("--data").arg(data).args(["--organisation", "config/demo"]);
    command.env("BATON_LOG_LEVEL", "error").env_remove("BATON_CONFIG");
    command.env_remove("BATON_KILL_ROUNDS");
    command
}

fn start(data: &Path) -> Child {
    let mut command = baton(data);
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().expect("the program starts")
}

/// Speaks to the program and kills it after so many lines of its output; what it had answered by then, by incident.
fn killed_after(data: &Path, round: usize, lines_seen: usize) -> BTreeMap<String, String> {
    let mut child = start(data);
    let mut stdin = child.stdin.take().expect("a pipe in");
    let stdout = BufReader::new(child.stdout.take().expect("a pipe out"));
    for line in 0..LINES {
        let opened =
            format!("#project-acme tam-1: /incident open \"kill {round} {line}\" --severity 2\n");
        stdin.write_all(opened.as_bytes()).expect("it reads");
    }
    let mut answered = BTreeMap::new();
    let mut replied_to = None;
    for text in stdout.lines().take(lines_seen) {
        let text = text.expect("it writes text");
        if let Some((_, id)) = text.split_once("reply incident.opened ") {
            replied_to = Some(id.to_owned());
        } else if let Some(id) = replied_to.take() {
            let title = text.rsplit(": ").next().unwrap_or_default().to_owned();
            answered.insert(id, title);
        }
    }
    child.kill().expect("it can be killed");
    child.wait().expect("it is gone");
    answered
}

/// Runs to the end on an empty script: what waits leaves.
fn finish(data: &Path) {
    let mut child = start(data);
    drop(child.stdin.take());
    let out = child.wait_with_output().expect("it ends");
    assert!(out.status.success(), "{out:?}");
}

/// The titles of all incidents, by number, from the log.
fn opened(data: &Path) -> BTreeMap<String, String> {
    let out = baton(data).arg("export").output().expect("it exports");
    assert!(out.status.success(), "{out:?}");
    let events = String::from_utf8(out.stdout).expect("JSON lines");
    let titles = events.lines().filter_map(|line| {
        let event: serde_json::Value = serde_json::from_str(line).expect("a line is an event");
        let title = event.pointer("/body/json/event/incident/opened/title")?.as_str()?.to_owned();
        Some((event["record"].as_str()?.to_owned(), title))
    });
    titles.collect()
}

/// The pings of openings in the journal of the console: what people saw, by incident.
fn pinged(data: &Path) -> BTreeMap<String, usize> {
    let journal = std::fs::read_to_string(data.join("console/journal.jsonl")).expect("a journal");
    let mut names = BTreeSet::new();
    let mut pings = BTreeMap::new();
    for line in journal.lines() {
        let entry: serde_json::Value = serde_json::from_str(line).expect("a line is a message");
        let name = entry["name"].as_str().expect("a name").to_owned();
        assert!(names.insert(name.clone()), "{name} was shown twice");
        if entry["act"] == "ping" && entry["reason"] == "incident.opened" {
            let about = entry["about"][0].as_str().expect("a record").to_owned();
            *pings.entry(about).or_default() += 1;
        }
    }
    pings
}

#[test]
fn a_killed_bot_forgets_nothing_it_answered_and_repeats_no_ping() {
    let dir = tempfile::tempdir().expect("a folder");
    let data = dir.path();
    let rounds =
        std::env::var("BATON_KILL_ROUNDS").ok().and_then(|n| n.parse().ok()).unwrap_or(ROUNDS);
    let mut answered = BTreeMap::new();
    for round in 0..rounds {
        // Other points every time, from the very first line on.
        answered.extend(killed_after(data, round, 1 + round * 17 % 61));
    }
    finish(data);
    let opened = opened(data);
    for (id, title) in &answered {
        assert_eq!(opened.get(id), Some(title), "{id} was answered");
    }
    assert!(answered.len() > rounds, "the rounds got somewhere: {}", answered.len());
    let once: BTreeMap<String, usize> = opened.keys().map(|id| (id.clone(), 1)).collect();
    assert_eq!(pinged(data), once, "every opening pings once");
    let verified = baton(data).arg("verify").output().expect("it verifies");
    assert!(verified.status.success(), "{verified:?}");
}
