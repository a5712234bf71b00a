//! `baton check`: every fault of the organisation's files, with file, line and the mend (DIR-1).

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::Args;

use crate::settings::{Settings, organisation};

#[derive(Args, Debug)]
pub struct CheckArgs {
    /// Directory of the organisation's files
    #[arg(value_name = "DIR")]
    dir: Option<PathBuf>,
}

/// Prints the faults and exits 1, or says what is there and exits 0.
pub fn run(
    args: &CheckArgs,
    flag: Option<&Path>,
    settings: impl FnOnce() -> anyhow::Result<Settings>,
) -> anyhow::Result<ExitCode> {
    let dir = match args.dir.as_deref().or(flag) {
        Some(dir) => dir.to_owned(),
        None => settings()?.company.organisation,
    };
    match organisation::load_checked(&dir) {
        Ok(found) => {
            println!(
                "{}: {} departments, {} people, {} clients, {} services, {} devices, {} calendars: no fault",
                dir.display(),
                found.departments.len(),
                found.people.len(),
                found.clients.len(),
                found.services.len(),
                found.devices.len(),
                found.calendars.len(),
            );
            Ok(ExitCode::SUCCESS)
        }
        Err(faults) => {
            let lines = faults.lines();
            for line in &lines {
                println!("{line}");
            }
            let count = lines.len();
            eprintln!("{}: {count} fault{}", dir.display(), if count == 1 { "" } else { "s" });
            Ok(ExitCode::FAILURE)
        }
    }
}
