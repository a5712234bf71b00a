//! What was measured, drawn as a Markdown table.

use chrono::Duration;

/// One line of the table.
pub struct Row([String; 4]);

impl Row {
    /// A time beside that of something known, taken in the same run.
    pub fn against(what: &str, took: Duration, beside: &str, anchor: Duration) -> Row {
        let ratio = took.as_seconds_f64() / anchor.as_seconds_f64();
        let anchor = format!("{beside} {}", shown(anchor));
        Row([what.to_owned(), shown(took), anchor, format!("{ratio:.1}")])
    }

    pub fn alone(what: &str, took: Duration) -> Row {
        Row([what.to_owned(), shown(took), String::new(), String::new()])
    }
}

fn shown(took: Duration) -> String {
    match took.as_seconds_f64() {
        long if long >= 1e-3 => format!("{:.2} ms", long * 1e3),
        short => format!("{:.1} µs", short * 1e6),
    }
}

/// The table, its columns as wide as they need to be.
pub fn drawn(rows: &[Row]) -> String {
    let head = Row(["What", "Measured", "Against petgraph", "Ratio"].map(str::to_owned));
    let all: Vec<&[String; 4]> = std::iter::once(&head).chain(rows).map(|row| &row.0).collect();
    let width = |column: usize| all.iter().map(|row| row[column].chars().count()).max();
    let widths: Vec<usize> = (0..4).filter_map(width).collect();
    let line = |row: &[String; 4]| {
        let cells = row.iter().zip(&widths).map(|(cell, width)| format!("| {cell:width$} "));
        cells.collect::<String>() + "|\n"
    };
    let rule: String = widths.iter().map(|width| format!("|{}", "-".repeat(width + 2))).collect();
    let mut lines = all.iter().map(|row| line(row));
    let head = lines.next().unwrap_or_default();
    format!("{head}{rule}|\n{}", lines.collect::<String>())
}
