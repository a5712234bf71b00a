//! `baton seed`: a store full of made-up incidents, to measure with.

use std::process::ExitCode;
use std::sync::Arc;

use clap::Args;

use crate::engine::clock::{Clock as _, SystemClock};
use crate::engine::{Due, Seeding};
use crate::serve::{open_engine, open_store};
use crate::settings::Settings;

#[derive(Args, Debug)]
pub struct SeedArgs {
    /// How many live incidents
    #[arg(long, value_name = "N")]
    incidents: u32,
    /// The same number makes the same incidents
    #[arg(long, value_name = "N", default_value_t = 1)]
    rng: u64,
}

/// Opens so many incidents with three clocks each; nobody is pinged.
pub fn run(args: &SeedArgs, settings: &Settings) -> anyhow::Result<ExitCode> {
    let store = open_store(settings)?;
    let now = SystemClock.now();
    super::runtime()?.block_on(async {
        let mut engine = open_engine(settings, Arc::clone(&store) as _, &["none"], now).await?;
        engine.seed(Seeding { incidents: args.incidents, rng: args.rng, due: Due::Days }, now).await
    })?;
    println!("{} incidents", args.incidents);
    Ok(ExitCode::SUCCESS)
}
