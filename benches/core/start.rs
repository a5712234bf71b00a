//! From nothing to the first wake that is on disk; what that takes in memory; how long questions take then.

use std::path::Path;

use anyhow::Context as _;
use baton::chat::{Inbound, Who};
use baton::engine::Engine;
use baton::engine::clock::{Clock as _, SystemClock};
use baton_commands::grammar::Slash;
use baton_commands::ids::{DeliveryId, PersonId, Place};
use chrono::{DateTime, Duration, Utc};

use crate::surroundings;
use crate::table::{self, Row};

/// Each question is asked so often; the middle one counts.
const ASKED: usize = 9;

pub async fn measure(dir: &Path, started_at: DateTime<Utc>) -> anyhow::Result<Vec<Row>> {
    let (mut engine, _store) = surroundings::open(dir).await?;
    let opened = SystemClock.now() - started_at;
    let first = engine.next_wake().context("nothing is due")?;
    engine.wake(first).await?;
    let woken = SystemClock.now() - started_at;
    anyhow::ensure!(engine.next_wake() > Some(first), "the first wake did nothing");
    let mut rows = vec![
        Row::new("process start to an open engine", table::seconds(opened)),
        Row::new("process start to first wake on disk", table::seconds(woken)).aim("3 s"),
        Row::new("memory after the start", table::mib(resident("VmRSS")?)).aim("400 MiB"),
        Row::new("memory at the highest", table::mib(resident("VmHWM")?)),
    ];
    let questions = [
        "/incident list",
        "/incident list --mine",
        "/baton search web shop",
        "/sla next",
        "/baton mine",
        "/incident similar INC-7",
        "/incident open \"web shop is slow again\" --service webshop --dry-run",
    ];
    for question in questions {
        let took = asked(&mut engine, question).await?;
        rows.push(Row::new(format!("`{question}`"), table::milliseconds(took)));
    }
    rows.push(Row::new("memory after the questions", table::mib(resident("VmRSS")?)));
    Ok(rows)
}

/// How long a question takes that changes nothing, drawn answer included.
async fn asked(engine: &mut Engine, line: &str) -> anyhow::Result<Duration> {
    let mut all = Vec::with_capacity(ASKED);
    for turn in 0..ASKED {
        let letter = Inbound {
            delivery: DeliveryId(format!("{line}-{turn}")),
            who: Who::Person(PersonId::new("unix-1")),
            place: Place::channel("unix"),
            thread: None,
            text: line.to_owned(),
            slash: Slash::Required,
        };
        let begun = SystemClock.now();
        let answers = engine.hear(&[letter], begun).await?;
        all.push(SystemClock.now() - begun);
        anyhow::ensure!(answers.iter().flatten().count() == 1, "`{line}` has no answer");
    }
    all.sort();
    Ok(all[ASKED / 2])
}

/// A size the kernel knows of this process, in bytes.
fn resident(name: &str) -> anyhow::Result<u64> {
    let status = std::fs::read_to_string("/proc/self/status")?;
    let line = status.lines().find(|line| line.starts_with(name)).context("no such size")?;
    let kib = line.split_whitespace().nth(1).context("an empty size")?;
    Ok(kib.parse::<u64>()? << 10)
}
