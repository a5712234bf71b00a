//! Settings from several sources, one over the other; each fault names the source it stands in.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use toml::de::DeTable;

use super::fault::{Fault, Faults, Notes};
use super::names::Names;
use super::reader::{Desk, Field, Read, Table, mend};
use super::source::Source;
use super::{CONFIG_VARIABLE, DEFAULTS};
use crate::secret::Secret;

const PREFIX: &str = "BATON_";

/// The sources, the lowest first, each with faults of its own so far.
pub(super) struct Layers {
    sources: Vec<Source>,
    notes: Notes,
}

/// The sources, parsed.
pub(super) struct Parsed<'a> {
    tables: Vec<(Desk<'a>, DeTable<'a>)>,
}

/// One section, seen through all sources.
pub(super) struct Section<'a> {
    tables: Vec<(Desk<'a>, &'a DeTable<'a>)>,
}

impl Layers {
    pub fn gather(
        file: Option<&Path>,
        environment: impl IntoIterator<Item = (String, String)>,
        flags: &[(&str, String)],
    ) -> Layers {
        let defaults = Source::of_words("config/baton.toml", DEFAULTS.to_owned());
        let keys = Keys::of(DEFAULTS);
        let mut layers = Layers { sources: vec![defaults], notes: Notes::default() };
        if let Some(file) = file {
            layers.add_file(file);
        }
        let ours = |(name, _): &(String, String)| {
            name.starts_with(PREFIX) && name.as_str() != CONFIG_VARIABLE
        };
        for (name, value) in environment.into_iter().filter(ours) {
            let key = keys.0.iter().find(|key| key.variable() == name);
            layers.add_words(&name, key, &value, &keys.variables());
        }
        for (name, value) in flags {
            let key = keys.0.iter().find(|key| key.dotted() == *name);
            layers.add_words(name, key, value, &keys.dotted());
        }
        layers
    }

    fn add_file(&mut self, file: &Path) {
        let shown = file.display().to_string();
        match Source::read(Path::new(""), &shown) {
            Ok(Some(source)) => self.sources.push(source),
            Ok(None) => {
                let mend = "name another file with `--config`, or leave it out for the defaults";
                self.notes.add(Fault::of_file(&shown, "there is no such file", mend));
            }
            Err(fault) => self.notes.add(fault),
        }
    }

    /// Adds a single value, written as its default is.
    fn add_words(&mut self, name: &str, key: Option<&Key>, value: &str, known: &[String]) {
        let Some(key) = key else {
            let known: Vec<&str> = known.iter().map(String::as_str).collect();
            self.notes.add(Fault::of_file(name, "there is no such setting", mend(name, &known)));
            return;
        };
        let quoted = || toml::Value::from(value).to_string();
        let written = if key.is_text { quoted() } else { value.to_owned() };
        // What is no number, though the default is one, is refused as the text that it is.
        let whole = |written: &str| format!("[{}]\n{} = {written}", key.section, key.name);
        let parses = DeTable::parse(&whole(&written)).is_ok();
        let text = whole(&if parses { written } else { quoted() });
        self.sources.push(Source::of_words(name, text));
    }

    /// Reads all settings. Err: what was noted on the way.
    pub fn read<T>(self, read: impl FnOnce(&Parsed<'_>) -> Option<T>) -> Result<T, Faults> {
        let names = Names::default();
        let Layers { sources, notes } = self;
        let done = {
            let desk = |source| Desk { source, names: &names, notes: &notes };
            let parsed = sources.iter().map(|source| (desk(source), source.parse(&notes).0));
            let parsed = Parsed { tables: parsed.collect() };
            parsed.note_unknown_keys();
            read(&parsed)
        };
        match (done, notes.into_faults()) {
            (Some(done), None) => Ok(done),
            (_, Some(faults)) => Err(faults),
            (None, None) => {
                let what = "a default is missing";
                Err(Fault::of_file("config/baton.toml", what, "report this as a defect").into())
            }
        }
    }
}

impl<'a> Parsed<'a> {
    pub fn section(&'a self, name: &str) -> Section<'a> {
        let within = |(desk, table): &'a (Desk<'a>, DeTable<'a>)| {
            Some((*desk, table.get(name)?.get_ref().as_table()?))
        };
        Section { tables: self.tables.iter().filter_map(within).collect() }
    }

    /// Notes sections and keys that the defaults do not have.
    fn note_unknown_keys(&'a self) {
        let Some((_, defaults)) = self.tables.first() else { return };
        for (desk, table) in &self.tables[1..] {
            let mut table = Table::file(*desk, table);
            for (section, default) in defaults {
                let Some(field) = table.field(section.get_ref()) else { continue };
                let keys = default.get_ref().as_table().into_iter().flatten();
                field.table(|table| {
                    keys.for_each(|(key, _)| table.know(key.get_ref()));
                    Some(())
                });
            }
            table.note_unknown_keys();
        }
    }
}

impl<'a> Section<'a> {
    /// The value in the highest source that has one.
    pub fn field(&self, key: &'a str) -> Option<Field<'a>> {
        self.tables.iter().rev().find_map(|(desk, table)| Table::file(*desk, table).field(key))
    }

    pub fn get<T: Read>(&self, key: &'a str) -> Option<T> {
        T::read(self.field(key)?)
    }

    /// A secret, under `key` or in the file that `file` names; empty when neither does. A fault never shows it.
    pub fn secret(&self, key: &'a str, file: &'a str) -> Option<Secret> {
        let (given, path) = (self.field(key)?, self.field(file)?);
        let (words, place) = (given.text()?, path.text()?);
        if !words.trim().is_empty() || place.trim().is_empty() {
            return Some(Secret::new(words));
        }
        match std::fs::read_to_string(place) {
            Ok(words) => Some(Secret::new(&words)),
            Err(error) => {
                path.fault(
                    format!("`{place}` cannot be read: {error}"),
                    "name a file that this user may read",
                );
                None
            }
        }
    }

    pub fn path(&self, key: &'a str) -> Option<PathBuf> {
        self.get::<String>(key).map(PathBuf::from)
    }
}

/// A setting that there is.
struct Key {
    section: String,
    name: String,
    is_text: bool,
}

struct Keys(Vec<Key>);

impl Keys {
    fn of(defaults: &str) -> Keys {
        let sections: BTreeMap<String, BTreeMap<String, toml::Value>> =
            toml::from_str(defaults).unwrap_or_default();
        let keys = sections.into_iter().flat_map(|(section, keys)| {
            let key = move |(name, value): (String, toml::Value)| Key {
                section: section.clone(),
                name,
                is_text: value.is_str(),
            };
            keys.into_iter().map(key)
        });
        Keys(keys.collect())
    }

    fn variables(&self) -> Vec<String> {
        self.0.iter().map(Key::variable).collect()
    }

    fn dotted(&self) -> Vec<String> {
        self.0.iter().map(Key::dotted).collect()
    }
}

impl Key {
    fn variable(&self) -> String {
        format!("{PREFIX}{}_{}", self.section, self.name).to_uppercase().replace('-', "_")
    }

    fn dotted(&self) -> String {
        format!("{}.{}", self.section, self.name)
    }
}
