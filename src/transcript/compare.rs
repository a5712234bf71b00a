//! What was expected against what was said: strict and in order, message by message.

use super::said::Said;
use super::script::{Script, Step};

/// At most so many lines of either side are shown.
const SHOWN_MAX: usize = 12;

/// The first place where a conversation went another way than its transcript says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Difference {
    pub file: String,
    /// From 1: of the line expected, or of the input line after which something unexpected was said.
    pub line: usize,
    what: &'static str,
    /// From the difference to the end of the step, as they stand in the file.
    expected: Vec<String>,
    got: Vec<String>,
}

impl std::fmt::Display for Difference {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}:{}: {}", self.file, self.line, self.what)?;
        shown(f, "- ", &self.expected)?;
        shown(f, "+ ", &self.got)
    }
}

fn shown(f: &mut std::fmt::Formatter<'_>, sign: &str, lines: &[String]) -> std::fmt::Result {
    for line in lines.iter().take(SHOWN_MAX) {
        write!(f, "\n{sign}{line}")?;
    }
    let hidden = lines.len().saturating_sub(SHOWN_MAX);
    if hidden > 0 { write!(f, "\n{sign}  … and {hidden} more lines") } else { Ok(()) }
}

/// The first difference of one step; none if all that was said was expected, and nothing more.
pub fn difference(script: &Script, step: &Step, said: &[Said]) -> Option<Difference> {
    let pairs = step.expected.iter().zip(said);
    let alike = pairs.take_while(|(expected, said)| expected.matches(said)).count();
    let (expected, got) = (&step.expected[alike..], &said[alike..]);
    let what = match (expected.is_empty(), got.is_empty()) {
        (true, true) => return None,
        (true, false) => "this was said and not expected",
        (false, true) => "this was expected and not said",
        (false, false) => "something else was expected",
    };
    let source: Vec<&str> = script.source.lines().collect();
    let lines = expected.iter().flat_map(|it| it.first_line..=it.last_line);
    let lines = lines.filter_map(|line| source.get(line - 1));
    Some(Difference {
        file: script.file.clone(),
        line: expected.first().map_or(step.line_no, |expected| expected.first_line),
        what,
        expected: lines.map(|line| (*line).to_owned()).collect(),
        got: got.iter().flat_map(Said::lines).collect(),
    })
}
