//! The files of an organisation: which there are, which must be, and their tables.

use std::collections::BTreeMap;
use std::path::Path;

use baton_commands::grammar::nearest;
use toml::de::DeTable;

use crate::settings::fault::{Fault, Faults, Notes};
use crate::settings::source::Source;

/// Files without which there is no organisation.
const REQUIRED: [&str; 4] = ["calendars.toml", "company.toml", "departments.toml", "people.toml"];
const OPTIONAL: [&str; 7] = [
    "clients.toml",
    "contracts.toml",
    "devices.csv",
    "freezes.toml",
    "maintenance.toml",
    "reminders.toml",
    "services.toml",
];
/// Folders with a file for each template, manifest or checklist.
const FOLDERS: [&str; 3] = ["checklists", "manifests", "templates"];
/// How many files a folder may hold.
const FILES_MAX: usize = 1_000;

/// The texts of all files, by name.
pub(super) struct Files(BTreeMap<String, Source>);

/// One TOML file and what stands in it.
pub(super) struct Sheet<'a> {
    pub source: &'a Source,
    pub table: DeTable<'a>,
    /// Its text could be read without a fault, so that nothing is missing in the table.
    pub whole: bool,
}

impl Files {
    /// Reads all of them. Err: there is no such directory.
    pub fn read(dir: &Path, notes: &Notes) -> Result<Files, Faults> {
        let mut names: Vec<String> = list(dir, "")?;
        note_slips(&names, notes);
        names.retain(|name| REQUIRED.contains(&name.as_str()) || OPTIONAL.contains(&name.as_str()));
        for folder in FOLDERS.into_iter().filter(|folder| dir.join(folder).is_dir()) {
            let files = list(dir, folder)?;
            names.extend(files.into_iter().filter(|name| name.ends_with(".toml")));
        }
        for name in REQUIRED.into_iter().filter(|name| !names.iter().any(|it| it == name)) {
            let mend = "add the file; `config/demo` has one to begin with";
            notes.add(Fault::of_file(name, "the file is missing", mend));
        }
        let mut files = BTreeMap::new();
        for name in names {
            match Source::read(dir, &name) {
                Ok(source) => files.extend(source.map(|source| (name, source))),
                Err(fault) => notes.add(fault),
            }
        }
        Ok(Files(files))
    }

    pub fn get(&self, name: &str) -> Option<&Source> {
        self.0.get(name)
    }

    /// Parses every TOML file; what is wrong with its syntax is noted.
    pub fn sheets(&self, notes: &Notes) -> BTreeMap<&str, Sheet<'_>> {
        let toml = self.0.iter().filter(|(name, _)| name.ends_with(".toml"));
        toml.map(|(name, source)| (name.as_str(), Sheet::parse(source, notes))).collect()
    }
}

impl<'a> Sheet<'a> {
    fn parse(source: &'a Source, notes: &Notes) -> Sheet<'a> {
        let (table, whole) = source.parse(notes);
        Sheet { source, table, whole }
    }
}

/// The names of the files in a folder, sorted, as paths below `dir`.
fn list(dir: &Path, folder: &str) -> Result<Vec<String>, Faults> {
    let path = if folder.is_empty() { dir.to_owned() } else { dir.join(folder) };
    let shown = path.display().to_string();
    let entries = std::fs::read_dir(&path).map_err(|error| {
        let what = format!("the directory cannot be read: {error}");
        let mend = "name a directory with `company.toml`, such as `config/demo`";
        Faults::from(Fault::of_file(&shown, what, mend))
    })?;
    let mut names: Vec<String> = entries
        .filter_map(Result::ok)
        .filter_map(|entry| entry.file_name().into_string().ok())
        .map(|name| if folder.is_empty() { name } else { format!("{folder}/{name}") })
        .take(FILES_MAX + 1)
        .collect();
    if names.len() > FILES_MAX {
        let what = format!("more than {FILES_MAX} files stand here");
        return Err(Fault::of_file(&shown, what, "name the directory of the organisation").into());
    }
    names.sort();
    Ok(names)
}

/// Notes a file whose name is nearly that of one which is read.
fn note_slips(names: &[String], notes: &Notes) {
    let known = || REQUIRED.into_iter().chain(OPTIONAL);
    let missing = |name: &&str| !names.iter().any(|it| it == name);
    for name in names.iter().filter(|name| !known().any(|it| it == name.as_str())) {
        let Some((stem, "toml" | "csv")) = name.rsplit_once('.') else { continue };
        let stem_of = |file: &'static str| file.split('.').next().unwrap_or(file);
        let near = nearest(stem, known().filter(missing).map(stem_of));
        let Some(near) = near.and_then(|near| known().find(|file| stem_of(file) == near)) else {
            continue;
        };
        let what = "a file of this name is not read";
        notes.add(Fault::of_file(name, what, format!("did you mean `{near}`?")));
    }
}
