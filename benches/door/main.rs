//! Commands through Slack's signed HTTP door: `cargo bench --bench door`.
//!
//! The real bot, listening on loopback and storing in sled, against a bare handler that checks the same signature and
//! appends the request to a file with one `fdatasync` for all that wait. The client is the same for both, in this process, and a
//! command counts when its answer has come, which is after it is on disk.

mod bare;
mod client;
mod slack;

use std::path::PathBuf;

use anyhow::Context as _;
use baton::settings::Settings;
use chrono::Duration;
use clap::Parser;

/// What is measured.
#[derive(Parser, Debug, Clone)]
pub struct Args {
    /// How many commands are under way at once
    #[arg(long, value_name = "N", default_value_t = 64)]
    in_flight: usize,
    /// How long each side is measured, twice
    #[arg(long, value_name = "SECONDS", default_value_t = 4)]
    seconds: u32,
    /// Where the store is made; a folder on the disk to be measured
    #[arg(long, value_name = "DIR", default_value = "target")]
    scratch: PathBuf,
    /// What `cargo bench` says to every benchmark
    #[arg(long, hide = true)]
    bench: bool,
}

fn main() -> anyhow::Result<()> {
    let args = Args::parse();
    std::fs::create_dir_all(&args.scratch)?;
    let dir = tempfile::tempdir_in(&args.scratch)?;
    let lasting = Duration::seconds(args.seconds.into());
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    let (bare, bot) = runtime.block_on(async {
        // One before and one after: the machine is as noisy for the one as for the other.
        let before =
            bare::rate(dir.path(), args.in_flight, lasting).await.context("the bare handler")?;
        let bot = slack::rate(settings(dir.path())?, args.in_flight, lasting * 2)
            .await
            .context("the bot")?;
        let after =
            bare::rate(dir.path(), args.in_flight, lasting).await.context("the bare handler")?;
        anyhow::Ok((f64::midpoint(before, after), bot))
    })?;
    println!("| {} commands in flight | a second |\n|---|---|", args.in_flight);
    println!("| bare handler: signature and fdatasync | {bare:.0} |");
    println!("| Baton: heard, decided, durable, answered | {bot:.0} |");
    println!("| ratio | {:.2} |", bot / bare);
    Ok(())
}

fn settings(dir: &std::path::Path) -> anyhow::Result<Settings> {
    let company = concat!(env!("CARGO_MANIFEST_DIR"), "/config/demo");
    let flags =
        [("store.dir", dir.display().to_string()), ("company.organisation", company.to_owned())];
    Settings::read(None, [], &flags).map_err(|faults| anyhow::anyhow!(faults.lines().join("\n")))
}
