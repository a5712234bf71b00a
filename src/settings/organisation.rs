//! Reads the organisation's files and checks them as a whole (DIR-1).

mod access;
mod calendars;
mod channels;
mod circles;
mod clients;
mod company;
mod contracts;
mod devices;
mod files;
mod maintenance;
mod order;
mod people;
mod reminders;
mod templates;

use std::collections::BTreeMap;
use std::path::Path;
use std::str::FromStr;

use baton_commands::directory::{Directory, Severity};

use self::channels::Channels;
use self::files::{Files, Sheet};
use super::fault::{Fault, Faults, Notes};
use super::names::{Known, Names};
use super::reader::{Desk, Table};

/// Reads the organisation in `dir`. Err: every fault that there is, with file, line and the mend.
pub fn load(dir: &Path) -> Result<Directory, Faults> {
    load_for(dir, None)
}

/// The largest organisation that can be kept, in bytes of JSON. The store keeps a little more in one place, which calendars
/// of before may take.
pub const ORGANISATION_MAX: usize = 30 << 20;

/// Verbs that files may name already though they come later.
const LATER: [&str; 8] = [
    "change.approve",
    "change.cancel",
    "change.open",
    "device.set",
    "inspection.demand",
    "inspection.plan",
    "task.done",
    "workorder.new",
];

/// Reads the organisation in `dir` and holds `[access]` against all verbs there are.
///
/// # Errors
/// As [`load`].
pub fn load_checked(dir: &Path) -> Result<Directory, Faults> {
    let names: Vec<String> = baton_commands::verbs::CATALOGUE
        .verbs()
        .map(|verb| format!("{}.{}", verb.noun, verb.name))
        .collect();
    let verbs: Vec<&str> = names.iter().map(String::as_str).chain(LATER).collect();
    load_for(dir, Some(&verbs))
}

/// The same, and `[access]` may speak of these verbs alone (`change.approve`) or of groups of them
/// (`change.*`): any other is a fault (ACC-2). None: they are not looked at.
pub fn load_for(dir: &Path, verbs: Option<&[&str]>) -> Result<Directory, Faults> {
    let notes = Notes::default();
    let files = Files::read(dir, &notes)?;
    let sheets = files.sheets(&notes);
    let names = names(&sheets);
    let directory =
        Pages { files: &files, sheets: &sheets, names: &names, notes: &notes }.read(verbs);
    let faults = notes.into_faults();
    match (directory, faults) {
        (Some(directory), None) => match too_large(dir, &directory, ORGANISATION_MAX) {
            Some(fault) => Err(fault.into()),
            None => Ok(directory),
        },
        (_, Some(faults)) => Err(faults),
        (None, None) => {
            let shown = dir.display().to_string();
            Err(Fault::of_file(&shown, "it could not be read whole", "report this as a defect")
                .into())
        }
    }
}

/// What is wrong with an organisation of more than `most` bytes.
fn too_large(dir: &Path, directory: &Directory, most: usize) -> Option<Fault> {
    let size = serde_json::to_vec(directory).map_or(0, |json| json.len());
    let what = format!("all together are {size} bytes as they are kept, when {most} is the most");
    let mend = "leave devices out of `devices.csv` that nobody asks for";
    (size > most).then(|| Fault::of_file(&dir.display().to_string(), what, mend))
}

/// All files, parsed, with the names that they give.
struct Pages<'a> {
    files: &'a Files,
    sheets: &'a BTreeMap<&'a str, Sheet<'a>>,
    names: &'a Names,
    notes: &'a Notes,
}

impl<'a> Pages<'a> {
    /// None: something without which there is no directory has a fault.
    fn read(&self, verbs: Option<&[&str]>) -> Option<Directory> {
        let mut channels = Channels::default();
        let company =
            self.sheet("company.toml", |it| company::read(it, &mut channels, verbs)).flatten();
        let people = self.sheet("people.toml", people::people).unwrap_or_default();
        let departments =
            self.sheet("departments.toml", |it| people::departments(it, &people, &mut channels));
        let clients = self.sheet("clients.toml", |it| clients::clients(it, &mut channels));
        let clients = clients.unwrap_or_default();
        let default = company.as_ref().map_or(Severity::MILDEST, |it| it.incident.default_severity);
        let promises = self.sheet("contracts.toml", |it| contracts::read(it, &clients, default));
        let promises = promises.flatten().unwrap_or_default();
        let listed = self.files.get("devices.csv");
        let devices = listed.map(|it| devices::devices(it, self.names, self.notes));
        let devices = devices.unwrap_or_default();
        // A list that could not be read has its own faults.
        let known = (!devices.is_empty()).then_some(&devices);
        let maintenance = self.sheet("maintenance.toml", |it| maintenance::maintenance(it, known));
        let manifests = self.folder("manifests/", templates::manifest);
        Some(Directory {
            people,
            departments: departments.unwrap_or_default(),
            calendars: self.sheet("calendars.toml", calendars::calendars).unwrap_or_default(),
            clients,
            services: self.sheet("services.toml", clients::services).unwrap_or_default(),
            vendors: promises.vendors,
            contracts: promises.contracts,
            devices,
            freezes: self.sheet("freezes.toml", clients::freezes).unwrap_or_default(),
            maintenance: maintenance.unwrap_or_default(),
            reminders: self.sheet("reminders.toml", reminders::reminders).unwrap_or_default(),
            templates: self.folder("templates/", |it| templates::template(it, &manifests)),
            manifests,
            checklists: self.folder("checklists/", templates::checklist),
            channels: channels.places,
            company: company?,
        })
    }

    /// Reads one file and notes its unknown keys. None: there is no such file.
    fn sheet<T>(&self, name: &str, read: impl FnOnce(&mut Table<'a>) -> T) -> Option<T> {
        let sheet = self.sheets.get(name)?;
        let desk = Desk { source: sheet.source, names: self.names, notes: self.notes };
        let mut table = Table::file(desk, &sheet.table);
        let done = read(&mut table);
        table.note_unknown_keys();
        Some(done)
    }

    /// Reads each file of a folder; it goes by the name of its file.
    fn folder<K: FromStr + Ord, T>(
        &self,
        folder: &str,
        read: impl Fn(&mut Table<'a>) -> Option<T>,
    ) -> BTreeMap<K, T> {
        let files = self.sheets.keys().filter(|name| name.starts_with(folder));
        let named = files.filter_map(|name| {
            let stem = name.strip_prefix(folder)?.strip_suffix(".toml")?;
            Some((stem.parse().ok()?, self.sheet(name, &read)??))
        });
        named.collect()
    }
}

/// The names that the files give to things. Where a file could not be parsed, or is missing though it
/// must be there, that is its own fault, and no mention of its names is another.
fn names(sheets: &BTreeMap<&str, Sheet<'_>>) -> Names {
    let mut names = Names::default();
    let gather = |known: &mut Known, file: &str, path: &[&str]| match sheets.get(file) {
        Some(sheet) => known.gather(&sheet.table, path, sheet.whole),
        None => known.absent(),
    };
    for name in sheets.keys().filter_map(|name| name.strip_prefix("manifests/")) {
        names.manifests.extend(name.strip_suffix(".toml"));
    }
    gather(&mut names.people, "people.toml", &[]);
    gather(&mut names.departments, "departments.toml", &[]);
    gather(&mut names.calendars, "calendars.toml", &[]);
    gather(&mut names.roles, "company.toml", &["roles"]);
    gather(&mut names.clients, "clients.toml", &[]);
    gather(&mut names.services, "services.toml", &[]);
    gather(&mut names.contracts, "contracts.toml", &[]);
    gather(&mut names.vendors, "contracts.toml", &["vendors"]);
    names.contracts.remove("vendors");
    for client in names.clients.iter().map(str::to_owned).collect::<Vec<_>>() {
        let mut sites = Known::new("site", "the client's sites in clients.toml");
        gather(&mut sites, "clients.toml", &[&client, "sites"]);
        names.sites.insert(client, sites);
    }
    names
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_organisation_that_could_not_be_kept_is_a_fault_with_a_mend() {
        let directory = Directory::nobody();
        let size = serde_json::to_vec(&directory).expect("it is JSON").len();
        let dir = Path::new("config");
        assert!(too_large(dir, &directory, size).is_none());
        let fault = too_large(dir, &directory, size - 1).expect("it is one byte too large");
        let line = format!(
            "config: all together are {size} bytes as they are kept, when {} is the most → leave devices out of \
             `devices.csv` that nobody asks for",
            size - 1
        );
        assert_eq!(Faults::from(fault).lines(), [line]);
    }
}
