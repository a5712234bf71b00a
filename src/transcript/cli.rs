//! `baton transcript FILE…`: plays conversations, prints them, and says where one went another way.

use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::Context as _;
use clap::Args;

use super::bless::blessed;
use super::compare::{Difference, difference};
use super::ground::{Backend, Play};
use super::parse;
use super::player::play;
use super::preview::Preview;
use super::said::Said;
use super::script::Script;

/// Plays transcripts in virtual time and exits 1 at the first difference
#[derive(Args, Debug, Clone)]
pub struct TranscriptArgs {
    /// Markdown files with `chat` blocks
    #[arg(value_name = "FILE", required = true)]
    pub files: Vec<PathBuf>,
    /// Rewrites the expected lines that differ; prose and input lines stay
    #[arg(long, conflicts_with = "json")]
    pub bless: bool,
    /// Prints one JSON object for each outbound act instead of the conversation
    #[arg(long)]
    pub json: bool,
    /// The store to play on
    #[arg(long, value_name = "STORE", default_value = "memory")]
    pub store: Backend,
    /// Kills and restarts the process after every input line, which must change nothing
    #[arg(long)]
    pub crash: bool,
    /// Prints what would be sent to this platform, one JSON object a line for each call
    #[arg(long, value_name = "PLATFORM", conflicts_with_all = ["json", "bless"])]
    pub platform: Option<Preview>,
}

/// Plays each file. The conversation goes to stdout, a difference to stderr.
///
/// With `--json` every file is played to its end, and a file that expects nothing differs from nothing.
///
/// # Errors
/// A file cannot be read or played; the message says where and what to try.
pub fn run(args: &TranscriptArgs) -> anyhow::Result<ExitCode> {
    let how =
        Play { backend: args.store, crash_after_every_line: args.crash, preview: args.platform };
    let mut code = ExitCode::SUCCESS;
    for file in &args.files {
        let script = read(file)?;
        let said = play(&script, how)?;
        if args.bless {
            bless(file, &script, &said)?;
            continue;
        }
        if args.platform.is_some() {
            show_calls(&said).context("printing")?;
            continue;
        }
        let shown = if args.json { show_json(&script, &said) } else { show(&script, &said) };
        let Some(difference) = shown.context("printing")? else { continue };
        writeln!(io::stderr(), "{difference}").context("printing")?;
        code = ExitCode::from(1);
        if !args.json {
            break;
        }
    }
    Ok(code)
}

/// Reads one transcript.
///
/// # Errors
/// The file cannot be read, or has lines that are none of a transcript.
pub fn read(file: &Path) -> anyhow::Result<Script> {
    let name = file.display().to_string();
    let source = std::fs::read_to_string(file)
        .with_context(|| format!("reading {name}: is it the path of a transcript?"))?;
    Ok(parse(&name, &source)?)
}

/// The first difference of a whole conversation, with the number of its step.
pub fn first_difference(script: &Script, said: &[Vec<Said>]) -> Option<(usize, Difference)> {
    let steps = script.steps.iter().zip(said).enumerate();
    steps.into_iter().find_map(|(at, (step, said))| Some((at, difference(script, step, said)?)))
}

/// Writes the file only when something differs.
fn bless(file: &Path, script: &Script, said: &[Vec<Said>]) -> anyhow::Result<()> {
    let source = blessed(script, said);
    if source == script.source {
        return Ok(());
    }
    std::fs::write(file, source).with_context(|| format!("writing {}", file.display()))?;
    writeln!(io::stdout(), "{}: rewritten", file.display()).context("printing")
}

/// The conversation up to the step that differs.
fn show(script: &Script, said: &[Vec<Said>]) -> io::Result<Option<Difference>> {
    let difference = first_difference(script, said);
    let end = difference.as_ref().map_or(script.steps.len(), |(at, _)| at + 1);
    let mut out = io::stdout().lock();
    for line in &script.header {
        writeln!(out, "{line}")?;
    }
    for (step, said) in script.steps.iter().zip(said).take(end) {
        writeln!(out, "{}", step.line)?;
        for line in said.iter().flat_map(Said::lines) {
            writeln!(out, "{line}")?;
        }
    }
    Ok(difference.map(|(_, difference)| difference))
}

/// What would be sent, line by line.
fn show_calls(said: &[Vec<Said>]) -> io::Result<()> {
    let mut out = io::stdout().lock();
    for call in said.iter().flatten().flat_map(|said| &said.calls) {
        writeln!(out, "{call}")?;
    }
    Ok(())
}

fn show_json(script: &Script, said: &[Vec<Said>]) -> io::Result<Option<Difference>> {
    let mut out = io::stdout().lock();
    for said in said.iter().flatten() {
        writeln!(out, "{}", said.json(script.zone))?;
    }
    if script.expects_nothing() {
        return Ok(None);
    }
    Ok(first_difference(script, said).map(|(_, difference)| difference))
}
