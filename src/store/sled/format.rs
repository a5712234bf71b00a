//! Which format a folder says its store has.

use std::fs::{self, File};
use std::io::Write as _;
use std::path::Path;

use super::home::sync_dir;
use crate::store::{Fault, Result};

/// The format this program writes, and the newest it can read.
pub const FORMAT: u32 = 3;
const FORMAT_LINE: &str = "baton store ";

/// The format of the store in a folder, one that this program knows; None when there is no store.
pub fn of(dir: &Path) -> Result<Option<u32>> {
    let path = dir.join("FORMAT");
    let text = match fs::read_to_string(&path) {
        Ok(text) => text,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(Fault::from_io("reading", &path, error)),
    };
    let number = text.trim().strip_prefix(FORMAT_LINE).and_then(|number| number.parse().ok());
    match number {
        None => Err(Fault::damaged(path.display().to_string(), "it does not name a format")),
        Some(found) if found > FORMAT => {
            Err(Fault::Newer { dir: dir.to_owned(), found, known: FORMAT })
        }
        Some(found) => Ok(Some(found)),
    }
}

/// Marks an empty folder as a store; a folder of something else is left alone.
pub fn begin(dir: &Path) -> Result<()> {
    let fail = |error| Fault::from_io("beginning a store in", dir, error);
    for entry in fs::read_dir(dir).map_err(fail)? {
        let name = entry.map_err(fail)?.file_name();
        if name != "LOCK" && name != "FORMAT.new" {
            return Err(Fault::NotEmpty { dir: dir.to_owned() });
        }
    }
    write(dir)
}

/// Says which format the store in a folder has, from now on and for good.
pub fn write(dir: &Path) -> Result<()> {
    let make = || {
        let mut file = File::create(dir.join("FORMAT.new"))?;
        writeln!(file, "{FORMAT_LINE}{FORMAT}")?;
        file.sync_all()?;
        fs::rename(dir.join("FORMAT.new"), dir.join("FORMAT"))?;
        sync_dir(dir)
    };
    make().map_err(|error| Fault::from_io("writing the format of the store in", dir, error))
}
