//! How fast the core is with many live incidents: `cargo bench --bench core`, or with `-- --incidents 10000`.
//!
//! Each part runs in a process of its own, so that memory is that part's alone, and compares itself with a raw limit
//! measured in the same run: the machine is as noisy for the one as for the other.

mod commands;
mod platform;
mod raw;
mod start;
mod surroundings;
mod table;
mod timers;
mod weighed;

use std::path::PathBuf;
use std::process::Command;

use anyhow::Context as _;
use baton::engine::clock::{Clock as _, SystemClock};
use baton::engine::{Due, Seeding};
use chrono::{DateTime, Utc};
use clap::{Parser, ValueEnum};

use table::Row;

/// What is measured, and on what.
#[derive(Parser, Debug, Clone)]
pub struct Args {
    /// Live incidents, with three clocks each
    #[arg(long, value_name = "N", default_value_t = 100_000)]
    pub incidents: u32,
    /// The same number makes the same incidents
    #[arg(long, value_name = "N", default_value_t = 1)]
    pub rng: u64,
    /// How long each throughput and the timers are measured
    #[arg(long, value_name = "SECONDS", default_value_t = 6)]
    pub seconds: u32,
    /// How many commands are under way at once
    #[arg(long, value_name = "N", value_delimiter = ',', default_value = "1,16,64")]
    pub in_flight: Vec<usize>,
    /// Measure this alone
    #[arg(long, value_name = "PART")]
    pub only: Option<Part>,
    /// Where stores are made; a folder on the disk to be measured
    #[arg(long, value_name = "DIR", default_value = "target")]
    pub scratch: PathBuf,
    /// Be a part's own process, on this folder
    #[arg(long, value_name = "DIR", hide = true)]
    part_in: Option<PathBuf>,
    /// When the part's own process was started
    #[arg(long, hide = true)]
    started_at: Option<DateTime<Utc>>,
    /// What `cargo bench` says to every benchmark
    #[arg(long, hide = true)]
    bench: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Part {
    /// Fill the store the other parts work on
    Seed,
    /// Memory, restart, questions
    Start,
    /// Durable commands per second
    Commands,
    /// How late thresholds are
    Timers,
}

fn main() -> anyhow::Result<()> {
    let args = Args::parse();
    if let (Some(dir), Some(part)) = (&args.part_in, args.only) {
        let rows = perform(part, dir, &args)?;
        println!("{}", serde_json::to_string(&rows)?);
        return Ok(());
    }
    std::fs::create_dir_all(&args.scratch)?;
    let dir = tempfile::tempdir_in(&args.scratch)?;
    let mut rows = apart(Part::Seed, dir.path(), &args)?;
    for part in [Part::Start, Part::Commands, Part::Timers] {
        if args.only.is_none_or(|only| only == part) {
            rows.extend(apart(part, dir.path(), &args)?);
        }
    }
    print!("{}", table::drawn(&rows));
    Ok(())
}

/// Runs a part in a process of its own.
fn apart(part: Part, dir: &std::path::Path, args: &Args) -> anyhow::Result<Vec<Row>> {
    let name = part.to_possible_value().context("a part without a name")?;
    eprintln!("{} …", name.get_name());
    let mut command = Command::new(std::env::current_exe()?);
    command.arg("--only").arg(name.get_name()).arg("--part-in").arg(dir);
    command.args(["--incidents", &args.incidents.to_string(), "--rng", &args.rng.to_string()]);
    let in_flight: Vec<String> = args.in_flight.iter().map(usize::to_string).collect();
    command.args(["--in-flight", &in_flight.join(",")]);
    command.args(["--seconds", &args.seconds.to_string()]);
    command.args(["--started-at", &SystemClock.now().to_rfc3339()]);
    let output = command.stderr(std::process::Stdio::inherit()).output()?;
    anyhow::ensure!(output.status.success(), "{} failed", name.get_name());
    serde_json::from_slice(&output.stdout).context("reading what a part measured")
}

fn perform(part: Part, dir: &std::path::Path, args: &Args) -> anyhow::Result<Vec<Row>> {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    runtime.block_on(async {
        match part {
            Part::Seed => seed(dir, args).await,
            Part::Start => start::measure(dir, args.started_at.context("started when?")?).await,
            Part::Commands => commands::measure(dir, args).await,
            Part::Timers => timers::measure(dir, args).await,
        }
    })
}

async fn seed(dir: &std::path::Path, args: &Args) -> anyhow::Result<Vec<Row>> {
    let begun = SystemClock.now();
    let (mut engine, store) = surroundings::open(dir).await?;
    let seeding = Seeding { incidents: args.incidents, rng: args.rng, due: Due::Days };
    engine.seed(seeding, begun).await?;
    let took = SystemClock.now() - begun;
    let counts = baton::store::Store::counts(&*store).await?;
    Ok(vec![
        Row::new("live incidents, three clocks each", args.incidents.to_string()),
        Row::new("made up in", table::seconds(took)),
        Row::new("on disk", table::mib(counts.bytes_on_disk)),
    ])
}
