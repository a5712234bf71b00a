//! Ten times what the bot can do, through its real doors: everything is acknowledged within three seconds, what is too much is
//! told so, and what was said to be done is done.
//!
//! `BATON_LOAD_SECONDS=20 cargo test load:: -- --nocapture --test-threads 1` prints the table of docs/performance.md.

mod request;
mod socket;

use std::collections::BTreeMap;

use baton::store::{SledStore, Store as _};
use chrono::Duration;
use serde_json::Value;

use crate::support::slack::FakeSlack;
use crate::support::slack::state::State;

/// How long it lasts, in seconds; `BATON_LOAD_SECONDS` asks for longer.
const SECONDS: i64 = 3;
/// Commands under way at once while it is measured how many can be done.
const IN_FLIGHT: usize = 64;
/// How much more comes than can be done.
const TIMES: f64 = 10.0;
/// A round of sending.
const ROUND: std::time::Duration = std::time::Duration::from_millis(5);
/// How long it is measured what can be done.
const MEASURED: Duration = Duration::seconds(1);
/// How long a command keeps the engine in these tests: the machine has other things to do, and those who talk to the bot
/// share it.
const SLOW: std::time::Duration = std::time::Duration::from_millis(5);
/// Slack gives up after this.
const GIVEN: Duration = Duration::seconds(3);

/// What became of a command, as its person saw it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Told {
    Done,
    /// It is being written; the answer followed.
    Writing,
    Busy,
    Late,
}

/// An acknowledgement and how long it took.
type Ack = (Value, Duration);

fn told(said: &Value) -> Told {
    let text = said["text"].as_str().unwrap_or_default();
    match text {
        "" => Told::Done,
        _ if text.starts_with("This is being written") => Told::Writing,
        _ if text.starts_with("More is being said") => Told::Busy,
        _ if text.starts_with("I did not get to this") => Told::Late,
        other => panic!("somebody was told {other}"),
    }
}

fn lasting() -> Duration {
    let seconds = std::env::var("BATON_LOAD_SECONDS").ok().and_then(|it| it.parse().ok());
    Duration::seconds(seconds.unwrap_or(SECONDS))
}

fn line(number: usize) -> String {
    format!("/incident open \"Case {number}\" --dept unix")
}

/// Holds what was told to people against what they were promised.
fn judge(name: &str, rate: f64, offered: f64, acks: &[Ack]) -> BTreeMap<Told, usize> {
    let mut took: Vec<Duration> = acks.iter().map(|(_, took)| *took).collect();
    took.sort();
    let (half, most) = (took[took.len() / 2], took[took.len() - 1]);
    let of_100 = took[took.len() * 99 / 100];
    let mut counts = BTreeMap::new();
    acks.iter().for_each(|(said, _)| *counts.entry(told(said)).or_default() += 1);
    let count = |what| counts.get(&what).copied().unwrap_or_default();
    let millis = [half, of_100, most].map(|it: Duration| it.num_milliseconds());
    let (done, writing) = (count(Told::Done), count(Told::Writing));
    let (busy, late) = (count(Told::Busy), count(Told::Late));
    println!(
        "| {name} | {rate:.0} | {offered:.0} | {} | {} | {} | {done} | {writing} | {busy} | {late} | {} MiB |",
        millis[0],
        millis[1],
        millis[2],
        memory()
    );
    assert!(most < GIVEN, "{name}: somebody waited {most}");
    assert!(busy > 0, "{name}: it was not too much");
    assert!(late * 100 < busy, "{name}: {late} were kept waiting for a refusal");
    counts
}

/// The most that this program and those who talk to it ever held, in MiB; 0 where nobody says.
fn memory() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let peak = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    let kib = peak.and_then(|peak| peak.split_whitespace().next()?.parse::<u64>().ok());
    kib.unwrap_or_default() / 1024
}

/// Everything that is done is answered too; how much that is.
async fn answered(fake: &FakeSlack, counts: &BTreeMap<Told, usize>) -> usize {
    let count = |what| counts.get(what).copied().unwrap_or_default();
    let done = count(&Told::Done) + count(&Told::Writing);
    let all = |state: &State| {
        let answers: usize = state.answering.values().map(|it| it.answers.len()).sum();
        (answers >= done).then_some(answers)
    };
    assert_eq!(fake.until("all answers", all).await, done, "what was not done has no answer");
    done
}

/// What was called done is done, and nothing else is.
async fn is_kept(store: &SledStore, done: usize) {
    let live = store.counts().await.expect("the store works").live;
    // The company and its organisation are documents too.
    assert_eq!(live, done as u64 + 2);
}
