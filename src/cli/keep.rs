//! Keeping what happened: `baton verify`, `export`, `import`, `backup`.

use std::fs::File;
use std::io::{BufReader, BufWriter, Write as _};
use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::Context as _;
use clap::{Args, Subcommand};

use crate::engine;
use crate::serve::{open_store, store_dir};
use crate::settings::Settings;
use crate::store::{self, SledStore, Store};

#[derive(Args, Debug)]
pub struct VerifyArgs {}

#[derive(Args, Debug)]
pub struct ExportArgs {
    /// Where to; without it, standard output
    #[arg(value_name = "FILE")]
    file: Option<PathBuf>,
}

#[derive(Args, Debug)]
pub struct ImportArgs {
    /// What `baton export` wrote; without it, standard input
    #[arg(value_name = "FILE")]
    file: Option<PathBuf>,
}

#[derive(Args, Debug)]
#[command(args_conflicts_with_subcommands = true)]
pub struct BackupArgs {
    /// A new directory for the backup
    #[arg(value_name = "DIR", required = true)]
    dir: Option<PathBuf>,
    #[command(subcommand)]
    restore: Option<BackupCommand>,
}

#[derive(Subcommand, Debug)]
enum BackupCommand {
    /// Put a backup back into a new, empty data directory
    Restore {
        /// The backup
        #[arg(value_name = "DIR")]
        from: PathBuf,
    },
}

/// Checks a copy of the store, so that what is damaged is left as it is. Exit code 1 with findings.
pub fn verify(_args: &VerifyArgs, settings: &Settings) -> anyhow::Result<ExitCode> {
    let scratch = settings.store.dir.join(format!("verify-{}", std::process::id()));
    let dir = store_dir(settings);
    let store = SledStore::open_copy(&dir, &settings.company.slug, &scratch)?;
    let findings = super::runtime()?.block_on(engine::verify::verify(&store))?;
    for finding in &findings {
        println!("{finding}");
    }
    match findings.len() {
        0 => {
            println!("{}: good", dir.display());
            Ok(ExitCode::SUCCESS)
        }
        count => {
            eprintln!(
                "{}: {count} finding(s); restore with `baton backup restore DIR` into a new data directory",
                dir.display()
            );
            Ok(ExitCode::FAILURE)
        }
    }
}

/// Writes the events, the oldest first.
pub fn export(args: &ExportArgs, settings: &Settings) -> anyhow::Result<ExitCode> {
    let store = open_store(settings)?;
    let mut out: Box<dyn std::io::Write + Send> = match &args.file {
        Some(path) => Box::new(BufWriter::new(
            File::create_new(path).with_context(|| format!("making {}", path.display()))?,
        )),
        None => Box::new(BufWriter::new(std::io::stdout())),
    };
    let count = super::runtime()?.block_on(store::export(&*store, &mut *out))?;
    out.flush()?;
    eprintln!("{count} events");
    Ok(ExitCode::SUCCESS)
}

/// Reads events into a store without any, and makes the documents from them.
pub fn import(args: &ImportArgs, settings: &Settings) -> anyhow::Result<ExitCode> {
    let store = open_store(settings)?;
    let mut lines: Box<dyn std::io::BufRead + Send> = match &args.file {
        Some(path) => Box::new(BufReader::new(
            File::open(path).with_context(|| format!("opening {}", path.display()))?,
        )),
        None => Box::new(BufReader::new(std::io::stdin())),
    };
    let count = super::runtime()?.block_on(async {
        let count = store::import(&*store, &mut *lines).await?;
        store.forget_documents().await?;
        engine::rebuild(&*store).await?;
        anyhow::Ok(count)
    })?;
    println!("{count} events");
    Ok(ExitCode::SUCCESS)
}

/// Takes a backup, by the running process if there is one; or restores one.
pub fn backup(args: &BackupArgs, settings: &Settings) -> anyhow::Result<ExitCode> {
    if let Some(BackupCommand::Restore { from }) = &args.restore {
        let to = store_dir(settings);
        let manifest = super::runtime()?.block_on(store::sled::restore(from, &to))?;
        println!("restored {manifest} into {}", to.display());
        return Ok(ExitCode::SUCCESS);
    }
    let dir = args.dir.as_deref().context("name a new directory for the backup")?;
    let said = match crate::control::ask_backup(&settings.store.dir, dir)? {
        Some(said) => said,
        None => {
            let store = open_store(settings)?;
            super::runtime()?.block_on(store.backup(dir))?.to_string()
        }
    };
    println!("{said}, in {}", dir.display());
    Ok(ExitCode::SUCCESS)
}
