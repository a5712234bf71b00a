//! What is wrong in a file, where, and what to write instead.

use std::cell::RefCell;
use std::fmt;

/// One fault of a configuration: shown as `departments.toml:12: unknown person `unix-9` → write …`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Fault {
    /// Relative to the directory read, or the name of a variable or flag.
    pub file: String,
    /// From 1. None: the fault is of the file as a whole.
    pub line: Option<usize>,
    /// In characters, from 1; known where the line is, except in a CSV file.
    pub column: Option<usize>,
    pub what: String,
    /// A sentence that begins with a verb.
    pub mend: String,
}

impl Fault {
    /// A fault of a whole file, or of something that is none.
    pub fn of_file(file: &str, what: impl Into<String>, mend: impl Into<String>) -> Fault {
        let (what, mend) = (what.into(), mend.into());
        Fault { file: file.to_owned(), line: None, column: None, what, mend }
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Fault { file, line, what, mend, .. } = self;
        match line {
            Some(line) => write!(f, "{file}:{line}: {what} → {mend}"),
            None => write!(f, "{file}: {what} → {mend}"),
        }
    }
}

/// All that is wrong, sorted by file and line; never empty, each once.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub struct Faults(Vec<Fault>);

impl Faults {
    /// None: there is nothing wrong.
    pub fn among(mut faults: Vec<Fault>) -> Option<Faults> {
        faults.sort();
        faults.dedup();
        (!faults.is_empty()).then_some(Faults(faults))
    }

    pub fn iter(&self) -> impl Iterator<Item = &Fault> {
        self.0.iter()
    }

    /// Each as a line of text.
    pub fn lines(&self) -> Vec<String> {
        self.0.iter().map(Fault::to_string).collect()
    }
}

impl From<Fault> for Faults {
    fn from(fault: Fault) -> Faults {
        Faults(vec![fault])
    }
}

impl fmt::Display for Faults {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.lines().join("\n"))
    }
}

/// Collects faults while files are read, so that reading goes on after the first.
#[derive(Debug, Default)]
pub(super) struct Notes(RefCell<Vec<Fault>>);

impl Notes {
    pub fn add(&self, fault: Fault) {
        self.0.borrow_mut().push(fault);
    }

    pub fn into_faults(self) -> Option<Faults> {
        Faults::among(self.0.into_inner())
    }
}
