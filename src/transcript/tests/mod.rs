//! The player held to its format: what it takes, what it refuses, and where it puts a difference.

mod matching;
mod playing;
mod reading;

use super::{Script, parse};

/// A transcript of these lines, which begin on the third line of the file.
fn script(lines: &str) -> Script {
    read(lines).unwrap_or_else(|faults| panic!("{faults}"))
}

/// The same, or its faults.
fn read(lines: &str) -> Result<Script, String> {
    let source = format!("```chat\n@clock 2026-03-02 09:00 Asia/Jakarta\n{lines}\n```\n");
    parse("t.md", &source).map_err(|faults| faults.to_string())
}
