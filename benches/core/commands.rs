//! Durable commands per second through the real loop: heard, decided, on disk, answered; its messages sent meanwhile.

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::Ordering;

use anyhow::Context as _;
use baton::chat::{Act, Drain, Inbox};
use baton::engine::clock::{Clock as _, SystemClock};
use baton::engine::{Due, Engine, Seeding};
use baton::serve::{self, Folder, OsLots};
use chrono::Duration;

use crate::platform::Ears;
use crate::surroundings::{self, Counted, Talk};
use crate::table::Row;
use crate::weighed::Weighed;
use crate::{Args, raw};

/// How commands went through the loop.
struct Measured {
    /// Commands a second.
    rate: f64,
    /// Processor seconds each took in all threads.
    busy: f64,
    /// Commands for each sync of the journal. What was sent shares these syncs, or has its own.
    per_sync: f64,
}

pub async fn measure(dir: &Path, args: &Args) -> anyhow::Result<Vec<Row>> {
    let lasting = Duration::seconds(args.seconds.into());
    let bytes = bytes_per_command(dir, args.rng).await?;
    let mut rows = vec![Row::new("bytes per command", bytes.to_string())];
    for &in_flight in &args.in_flight {
        let before = raw::rate(dir, bytes, in_flight, lasting / 3)?;
        let measured = through_the_loop(dir, in_flight, lasting).await?;
        let after = raw::rate(dir, bytes, in_flight, lasting / 3)?;
        let what = format!("durable commands, {in_flight} in flight");
        rows.push(Row::rates(what, measured.rate, f64::midpoint(before, after)));
        rows.push(Row::new("processor time of each", format!("{:.0} µs", measured.busy * 1e6)));
        rows.push(Row::new("commands for each sync", format!("{:.1}", measured.per_sync)));
    }
    Ok(rows)
}

/// What one command makes the store keep on average: event, document, messages, answer.
async fn bytes_per_command(dir: &Path, rng: u64) -> anyhow::Result<usize> {
    const SAMPLE: u32 = 512;
    let settings = surroundings::settings(dir)?;
    let store = Weighed::default();
    let scales = store.bytes();
    let organisation = Arc::new(Folder(settings.company.organisation.clone()));
    let terms = serve::terms(&settings, &["bench"], "memory");
    let now = SystemClock.now();
    let mut engine =
        Engine::open(Arc::new(store), organisation, Arc::new(OsLots), terms, now).await?;
    engine.seed(Seeding { incidents: 1_000, rng, due: Due::Days }, now).await?;
    let talk = Talk::about(&engine.world().borrow())?;
    let before = scales.load(Ordering::Relaxed);
    for turn in 0..SAMPLE {
        engine.hear(&[talk.letter("sample", turn)], SystemClock.now()).await?;
    }
    Ok((scales.load(Ordering::Relaxed) - before) / SAMPLE as usize)
}

async fn through_the_loop(
    dir: &Path,
    in_flight: usize,
    lasting: Duration,
) -> anyhow::Result<Measured> {
    let disk = Arc::new(Counted::default());
    let (engine, store) = surroundings::open_on(dir, Arc::clone(&disk) as _).await?;
    let settings = surroundings::settings(dir)?;
    let talk = Arc::new(Talk::about(&engine.world().borrow())?);
    let (inbox, letters) = serve::inbox();
    let (tell, told) = tokio::sync::oneshot::channel();
    let talking = async move {
        // Nobody listens any more when the loop has failed, and that is told below.
        let _ = tell.send(all_talk(&talk, &inbox, &disk, in_flight, lasting).await);
        Ok(())
    };
    let (_, drains) = Drain::new();
    let ears = Arc::new(Ears::default());
    serve::run(&settings, engine, store, vec![ears], letters, drains, talking).await?;
    told.await?
}

/// So many speakers, each waiting for his answer before he goes on.
async fn all_talk(
    talk: &Arc<Talk>,
    inbox: &Inbox,
    disk: &Counted,
    in_flight: usize,
    lasting: Duration,
) -> anyhow::Result<Measured> {
    let (begun, idle, syncs) = (SystemClock.now(), processor_seconds()?, disk.syncs());
    let until = begun + lasting;
    let mut speakers = tokio::task::JoinSet::new();
    for speaker in 0..in_flight {
        let (talk, inbox) = (Arc::clone(talk), inbox.clone());
        let name = format!("{}-{speaker}", begun.timestamp_micros());
        speakers.spawn(async move {
            let mut said = 0_u32;
            while SystemClock.now() < until {
                let Some(answers) = inbox.say(talk.letter(&name, said)).await else { break };
                let good = answers.iter().all(|answer| answer.act == Act::Reply);
                anyhow::ensure!(good && !answers.is_empty(), "a command was refused: {answers:?}");
                said += 1;
            }
            anyhow::Ok(said)
        });
    }
    let mut said = 0;
    while let Some(spoken) = speakers.join_next().await {
        said += spoken??;
    }
    let busy = processor_seconds()? - idle;
    let took = (SystemClock.now() - begun).as_seconds_f64();
    let (said, syncs) = (f64::from(said), (disk.syncs() - syncs).max(1));
    Ok(Measured { rate: said / took, busy: busy / said, per_sync: said / syncs as f64 })
}

/// What this process has used so far, in user mode and in the kernel.
fn processor_seconds() -> anyhow::Result<f64> {
    const TICKS_PER_SECOND: f64 = 100.0;
    let stat = std::fs::read_to_string("/proc/self/stat")?;
    let after_name = stat.rsplit(')').next().context("an empty stat")?;
    let ticks = after_name.split_whitespace().skip(11).take(2).map(str::parse::<f64>);
    Ok(ticks.sum::<Result<f64, _>>()? / TICKS_PER_SECOND)
}
