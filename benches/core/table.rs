//! What was measured, drawn as a Markdown table.

use chrono::Duration;
use serde::{Deserialize, Serialize};

/// One line of the table.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Row {
    what: String,
    measured: String,
    /// The raw limit measured in the same run, or the aim.
    against: String,
    ratio: String,
}

impl Row {
    pub fn new(what: impl Into<String>, measured: impl Into<String>) -> Row {
        Row {
            what: what.into(),
            measured: measured.into(),
            against: String::new(),
            ratio: String::new(),
        }
    }

    pub fn aim(self, aim: &str) -> Row {
        Row { against: format!("aim: {aim}"), ..self }
    }

    /// Rates of the same thing, the second one raw.
    pub fn rates(what: impl Into<String>, measured: f64, raw: f64) -> Row {
        Row {
            against: format!("raw {raw:.0}/s"),
            ratio: format!("{:.2}", measured / raw),
            ..Row::new(what, format!("{measured:.0}/s"))
        }
    }
}

/// The table, its columns as wide as they need to be.
pub fn drawn(rows: &[Row]) -> String {
    let head = Row {
        what: "What".to_owned(),
        measured: "Measured".to_owned(),
        against: "Against".to_owned(),
        ratio: "Ratio".to_owned(),
    };
    let all: Vec<[&str; 4]> = std::iter::once(&head).chain(rows).map(cells).collect();
    let width = |column: usize| all.iter().map(|cells| cells[column].chars().count()).max();
    let widths: Vec<usize> = (0..4).map(|column| width(column).unwrap_or_default()).collect();
    let mut drawn = String::new();
    for (index, cells) in all.iter().enumerate() {
        for (cell, width) in cells.iter().zip(&widths) {
            drawn += &format!("| {cell:width$} ");
        }
        drawn += "|\n";
        if index == 0 {
            widths.iter().for_each(|width| drawn += &format!("|{}", "-".repeat(width + 2)));
            drawn += "|\n";
        }
    }
    drawn
}

fn cells(row: &Row) -> [&str; 4] {
    [&row.what, &row.measured, &row.against, &row.ratio]
}

pub fn seconds(took: Duration) -> String {
    format!("{:.2} s", took.as_seconds_f64())
}

pub fn milliseconds(took: Duration) -> String {
    format!("{:.1} ms", took.as_seconds_f64() * 1e3)
}

pub fn mib(bytes: u64) -> String {
    format!("{} MiB", bytes >> 20)
}
