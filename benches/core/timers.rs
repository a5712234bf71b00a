//! How late thresholds leave when many are due each second, on the real loop.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

use anyhow::Context as _;
use baton::chat::Drain;
use baton::engine::clock::{Clock as _, SystemClock};
use baton::engine::{Due, Seeding};
use baton::serve;
use chrono::{DateTime, Duration, Utc};

use crate::Args;
use crate::platform::Ears;
use crate::surroundings;
use crate::table::{self, Row};

const PER_SECOND: u32 = 200;
/// Seconds before the first, in which the loop starts.
const AHEAD: i64 = 5;
const MEASURED: u32 = 20;

pub async fn measure(dir: &Path, args: &Args) -> anyhow::Result<Vec<Row>> {
    let (mut engine, store) = surroundings::open(dir).await?;
    let begun = SystemClock.now();
    let old = engine.world().borrow().last_incident;
    let due = Due::PerSecond(PER_SECOND);
    let seeding = Seeding { incidents: PER_SECOND * MEASURED, rng: args.rng, due };
    engine.seed(seeding, begun + Duration::seconds(AHEAD)).await?;
    let due: BTreeMap<u32, DateTime<Utc>> = engine
        .world()
        .borrow()
        .incidents
        .range(old + 1..)
        .filter_map(|(number, incident)| Some((*number, incident.wakes_at?)))
        .collect();
    let until = begun + Duration::seconds(AHEAD + i64::from(MEASURED) + 1);
    let ears = Arc::new(Ears::default());
    let settings = surroundings::settings(dir)?;
    let (_inbox, letters) = serve::inbox();
    let listening = async move {
        let left = (until - SystemClock.now()).to_std().unwrap_or_default();
        tokio::time::sleep(left).await;
        Ok(())
    };
    let (_, drains) = Drain::new();
    let heard = vec![Arc::clone(&ears) as _];
    serve::run(&settings, engine, store, heard, letters, drains, listening).await?;
    let late = lateness(&ears.heard(), &due);
    let at = |per_mille: usize| late.get(late.len() * per_mille / 1_000).copied();
    let shown = |per_mille| at(per_mille).map(table::milliseconds).context("no threshold was told");
    let last = late.last().copied().map(table::milliseconds).context("no threshold was told")?;
    Ok(vec![
        Row::new("thresholds told", late.len().to_string())
            .aim(&format!("{PER_SECOND} a second for {MEASURED} s")),
        Row::new("due to delivered, p50", shown(500)?),
        Row::new("due to delivered, p99", shown(990)?).aim("50 ms"),
        Row::new("due to delivered, at most", last),
    ])
}

/// How late the first message about each record's threshold left, in order.
fn lateness(
    heard: &[(String, DateTime<Utc>)],
    due: &BTreeMap<u32, DateTime<Utc>>,
) -> Vec<Duration> {
    let mut first: BTreeMap<u32, DateTime<Utc>> = BTreeMap::new();
    for (name, at) in heard {
        let number = name.strip_prefix("INC-").and_then(|name| name.split('/').next());
        if let Some(number) = number.and_then(|number| number.parse().ok()) {
            let told = first.entry(number).or_insert(*at);
            *told = (*told).min(*at);
        }
    }
    let late = |(number, at): (u32, DateTime<Utc>)| Some(at - *due.get(&number)?);
    let mut late: Vec<Duration> = first.into_iter().filter_map(late).collect();
    late.sort();
    late
}
