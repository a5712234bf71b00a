//! What the program can be told when it is started: `baton`, `baton check`, `baton transcript` …

mod check;
mod discord;
mod keep;
mod manifest;
mod seed;
mod serve;
mod slack;

use std::io::{IsTerminal as _, Write as _};
use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::Context as _;
use clap::{Args, Parser, Subcommand};

use crate::log::Log;
use crate::settings::{LogFormat, Settings};

/// The bot that passes the baton between departments.
///
/// Without a command it serves: on a terminal as a console to try it with.
#[derive(Parser, Debug)]
#[command(name = "baton", version, max_term_width = 100)]
pub struct Cli {
    #[command(flatten)]
    places: Places,
    #[command(flatten)]
    serve: serve::ServeArgs,
    #[command(subcommand)]
    command: Option<Command>,
}

/// Where things are; each beats the environment, which beats the file.
#[derive(Args, Debug, Clone)]
pub struct Places {
    /// Settings file; config/baton.toml shows every key
    #[arg(long, value_name = "FILE", env = "BATON_CONFIG", global = true)]
    config: Option<PathBuf>,
    /// Directory in which everything is kept [default: data]
    #[arg(long, value_name = "DIR", global = true)]
    data: Option<PathBuf>,
    /// Directory of the organisation's files [default: config/demo]
    #[arg(long, value_name = "DIR", global = true)]
    organisation: Option<PathBuf>,
}

#[derive(Subcommand, Debug)]
enum Command {
    /// Run the bot (what happens without a command)
    Serve(serve::ServeArgs),
    /// Serve over JSON lines on standard input and output, for any other chat system
    Bridge,
    /// Check the organisation's files: every fault with file, line and the mend
    Check(check::CheckArgs),
    /// Run transcripts: conversations with the bot in virtual time
    Transcript(crate::transcript::TranscriptArgs),
    /// Check the store: replay equals documents, indexes hold, nothing is missing
    Verify(keep::VerifyArgs),
    /// Write all events as JSON lines
    Export(keep::ExportArgs),
    /// Read events into a new store
    Import(keep::ImportArgs),
    /// Write a backup, also while the bot runs; or restore one
    Backup(keep::BackupArgs),
    /// Print what a platform has to know of Baton: Slack's app manifest, Discord's commands and invitation
    Manifest(manifest::ManifestArgs),
    /// Fill a new store with made-up incidents, to measure with
    Seed(seed::SeedArgs),
}

/// Runs the program; the exit code is 0, 1 for a found fault or difference, 2 for what cannot start.
pub fn main() -> ExitCode {
    let cli = Cli::parse();
    match run(cli) {
        Ok(code) => code,
        Err(error) if is_closed_pipe(&error) => ExitCode::SUCCESS,
        Err(error) => {
            // Nobody reads it where the terminal was closed.
            let _ = writeln!(std::io::stderr(), "baton: {error:#}");
            ExitCode::from(2)
        }
    }
}

fn run(cli: Cli) -> anyhow::Result<ExitCode> {
    let places = cli.places;
    match cli.command.unwrap_or(Command::Serve(cli.serve)) {
        Command::Transcript(args) => crate::transcript::run(&args),
        Command::Check(args) => {
            check::run(&args, places.organisation.as_deref(), || settings(&places))
        }
        Command::Serve(args) => {
            let settings = settings(&places)?;
            serve::run(&args, &settings, log(&settings)?)
        }
        Command::Bridge => {
            let mut settings = settings(&places)?;
            serve::onto_bridge(&mut settings);
            serve::run(&serve::ServeArgs::default(), &settings, log(&settings)?)
        }
        Command::Verify(args) => keep::verify(&args, &started(&places)?),
        Command::Export(args) => keep::export(&args, &started(&places)?),
        Command::Import(args) => keep::import(&args, &started(&places)?),
        Command::Backup(args) => keep::backup(&args, &started(&places)?),
        Command::Manifest(args) => manifest::run(&args, &settings(&places)?),
        Command::Seed(args) => seed::run(&args, &started(&places)?),
    }
}

/// Reads the settings and begins to log.
fn started(places: &Places) -> anyhow::Result<Settings> {
    let settings = settings(places)?;
    log(&settings)?;
    Ok(settings)
}

fn settings(places: &Places) -> anyhow::Result<Settings> {
    let mut flags = Vec::new();
    if let Some(data) = &places.data {
        flags.push(("store.dir", data.display().to_string()));
    }
    if let Some(organisation) = &places.organisation {
        flags.push(("company.organisation", organisation.display().to_string()));
    }
    let settings = Settings::read(places.config.as_deref(), std::env::vars(), &flags);
    settings.map_err(|faults| {
        anyhow::anyhow!("the settings have faults:\n{}", faults.lines().join("\n"))
    })
}

/// Logs go to standard error, so that a pipe carries the conversation alone; a console on the same terminal takes them
/// from what is returned.
fn log(settings: &Settings) -> anyhow::Result<Log> {
    let log = Log::default();
    let lines = log.clone();
    let level = &settings.log.level;
    let filter = tracing_subscriber::EnvFilter::try_new(level)
        .with_context(|| format!("log.level is `{level}`; try `info` or `warn`"))?;
    let logger = tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_ansi(std::io::stderr().is_terminal())
        .with_writer(move || lines.clone());
    // Somebody who embeds Baton may have begun to log already: his log is as good.
    let _ = match settings.log.format {
        LogFormat::Text => logger.with_target(false).try_init(),
        LogFormat::Json => logger.json().try_init(),
    };
    Ok(log)
}

/// `baton … | head` ends when head does, without a word.
fn is_closed_pipe(error: &anyhow::Error) -> bool {
    error.chain().any(|cause| {
        let io = cause.downcast_ref::<std::io::Error>();
        let shared = cause.downcast_ref::<std::sync::Arc<std::io::Error>>();
        let io = io.or(shared.map(|shared| &**shared));
        io.is_some_and(|io| io.kind() == std::io::ErrorKind::BrokenPipe)
    })
}

/// The runtime that commands do their waiting on.
fn runtime() -> anyhow::Result<tokio::runtime::Runtime> {
    tokio::runtime::Builder::new_multi_thread().enable_all().build().context("starting the runtime")
}
