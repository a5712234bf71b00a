//! Reads `devices.csv`: the devices at the clients' sites, a line each.

use std::collections::BTreeMap;

use baton_commands::directory::{Criticality, Device};
use baton_commands::ids::{ClientId, Serial, SiteId};

use crate::settings::fault::{Fault, Notes};
use crate::settings::names::Names;
use crate::settings::reader::mend;
use crate::settings::source::Source;

/// The columns, in any order; the first three must be there and filled.
const COLUMNS: [&str; 8] =
    ["serial", "client", "site", "location", "business_system", "criticality", "model", "state"];
const FILLED: [&str; 3] = ["serial", "client", "site"];

/// One line of the file, by column.
struct Row<'a> {
    source: &'a Source,
    notes: &'a Notes,
    line: usize,
    cells: BTreeMap<&'a str, &'a str>,
}

/// Reads the file. A serial number stands in it once.
pub(super) fn devices(source: &Source, names: &Names, notes: &Notes) -> BTreeMap<Serial, Device> {
    let mut devices = BTreeMap::new();
    let mut lines = BTreeMap::new();
    let mut reader = csv::ReaderBuilder::new()
        .trim(csv::Trim::All)
        .comment(Some(b'#'))
        .from_reader(source.text.as_bytes());
    let columns = reader.headers().cloned().unwrap_or_default();
    if !note_columns(&columns, source, notes) {
        return devices;
    }
    for record in reader.records() {
        let record = match record {
            Ok(record) => record,
            Err(error) => {
                notes.add(unreadable(&error, source, columns.len()));
                continue;
            }
        };
        let line = record.position().map_or(0, |at| at.line());
        let cells = columns.iter().zip(&record).filter(|(_, cell)| !cell.is_empty()).collect();
        let row = Row { source, notes, line: usize::try_from(line).unwrap_or(0), cells };
        let Some((serial, device)) = row.device(names) else { continue };
        if let Some(first) = lines.insert(serial.clone(), row.line) {
            let what = format!("serial number `{serial}` stands on line {first} already");
            row.fault(what, "remove one of the two lines");
        }
        devices.insert(serial, device);
    }
    devices
}

/// Whether the columns are all known and none is missing; what is wrong is noted.
fn note_columns(columns: &csv::StringRecord, source: &Source, notes: &Notes) -> bool {
    let fault = |what: String, mend: String| Fault {
        line: Some(1),
        ..Fault::of_file(&source.name, what, mend)
    };
    let missing = FILLED.iter().filter(|name| !columns.iter().any(|it| it == **name));
    let unknown = columns.iter().filter(|name| !COLUMNS.contains(name));
    let mut faults: Vec<Fault> = missing
        .map(|name| {
            fault(format!("column `{name}` is missing"), format!("add it: `{}`", COLUMNS.join(",")))
        })
        .collect();
    faults.extend(
        unknown.map(|name| fault(format!("unknown column `{name}`"), mend(name, &COLUMNS))),
    );
    let good = faults.is_empty();
    faults.into_iter().for_each(|fault| notes.add(fault));
    good
}

fn unreadable(error: &csv::Error, source: &Source, columns: usize) -> Fault {
    let line = error.position().and_then(|at| usize::try_from(at.line()).ok());
    let what = match error.kind() {
        csv::ErrorKind::UnequalLengths { len, .. } => {
            format!("the line has {len} cells, but there are {columns} columns")
        }
        _ => format!("the line cannot be read: {error}"),
    };
    let mend =
        "write a cell for each column, empty ones as well; a cell with commas stands in quotes";
    Fault { line, ..Fault::of_file(&source.name, what, mend) }
}

impl Row<'_> {
    fn fault(&self, what: impl Into<String>, mend: impl Into<String>) {
        let fault = Fault::of_file(&self.source.name, what, mend);
        self.notes.add(Fault { line: Some(self.line), ..fault });
    }

    fn text(&self, column: &str) -> Option<String> {
        self.cells.get(column).map(|cell| (*cell).to_owned())
    }

    fn filled(&self, column: &str) -> Option<&str> {
        let cell = self.cells.get(column).copied();
        if cell.is_none() {
            self.fault(format!("`{column}` is empty"), format!("write the {column} of the device"));
        }
        cell
    }

    fn device(&self, names: &Names) -> Option<(Serial, Device)> {
        let serial = self.filled("serial").and_then(|it| self.serial(it));
        let client = self.filled("client");
        let site = self.filled("site");
        let criticality = self.cells.get("criticality").map(|word| self.criticality(word));
        let (client, site) = (client?, site?);
        self.check_site(names, client, site);
        let device = Device {
            client: ClientId::new(client),
            site: SiteId::new(site),
            location: self.text("location"),
            business_system: self.text("business_system"),
            criticality: criticality.flatten(),
            model: self.text("model"),
            state: self.text("state").unwrap_or_else(|| "active".to_owned()),
        };
        Some((serial?, device))
    }

    fn serial(&self, cell: &str) -> Option<Serial> {
        let serial = cell.parse().ok();
        if serial.is_none() {
            let what = format!("`{cell}` is not a serial number");
            self.fault(what, "write it without spaces: `SRV-A1001`");
        }
        serial
    }

    fn criticality(&self, word: &str) -> Option<Criticality> {
        let known = Criticality::WORDS.iter().find(|(known, _)| *known == word);
        if known.is_none() {
            let what = format!("unknown word `{word}` in `criticality`");
            self.fault(what, mend(word, &Criticality::WORDS.map(|(known, _)| known)));
        }
        known.map(|(_, criticality)| *criticality)
    }

    fn check_site(&self, names: &Names, client: &str, site: &str) {
        let unknown = if !names.clients.holds(client) {
            names.clients.unknown(client)
        } else {
            match names.sites.get(client) {
                Some(sites) if !sites.holds(site) => sites.unknown(site),
                _ => return,
            }
        };
        self.fault(unknown.0, unknown.1);
    }
}
