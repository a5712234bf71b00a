//! A file as it was read, and where in it something stands.

use std::fs::File;
use std::io::{ErrorKind, Read};
use std::path::Path;

use toml::de::DeTable;

use super::fault::{Fault, Notes};

/// The largest file that is read; a company's largest is a tenth of it.
const BYTES_MAX: u64 = 4 << 20;

/// The text of one file.
#[derive(Debug)]
pub(super) struct Source {
    /// Its path below the directory read, with `/`.
    pub name: String,
    pub text: String,
    /// False for a variable or a flag, whose text was put together here and has no lines.
    has_lines: bool,
}

impl Source {
    /// Reads a file. None: there is no such file.
    pub fn read(dir: &Path, name: &str) -> Result<Option<Source>, Fault> {
        let fault = |what: String, mend: &str| Fault::of_file(name, what, mend);
        let mut bytes = Vec::new();
        let read = File::open(dir.join(name))
            .and_then(|file| file.take(BYTES_MAX + 1).read_to_end(&mut bytes));
        match read {
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
            Err(error) => {
                let what = format!("it cannot be read: {error}");
                return Err(fault(what, "make it a file that this user may read"));
            }
            Ok(_) if bytes.len() as u64 > BYTES_MAX => {
                return Err(fault("it is larger than 4 MiB".to_owned(), "make it smaller"));
            }
            Ok(_) => {}
        }
        let text = String::from_utf8(bytes).map_err(|error| {
            let line = 1 + error.as_bytes()[..error.utf8_error().valid_up_to()]
                .iter()
                .filter(|byte| **byte == b'\n')
                .count();
            let whole = fault("the text is not UTF-8".to_owned(), "save the file as UTF-8");
            Fault { line: Some(line), ..whole }
        })?;
        // Some editors begin a file with a mark that is no part of it.
        let text = text.strip_prefix('\u{feff}').map(str::to_owned).unwrap_or(text);
        Ok(Some(Source { name: name.to_owned(), text, has_lines: true }))
    }

    /// Text that is in no file: the value of a variable or a flag.
    pub fn of_words(name: &str, text: String) -> Source {
        Source { name: name.to_owned(), text, has_lines: false }
    }

    /// The tables of the text, and whether it is faultless TOML; what is wrong with it is noted.
    pub fn parse(&self, notes: &Notes) -> (DeTable<'_>, bool) {
        let (table, errors) = DeTable::parse_recoverable(&self.text);
        for error in &errors {
            let at = error.span().unwrap_or_default();
            let (what, mend) = Source::syntax(error.message(), self.text.get(at.clone()));
            notes.add(self.fault_at(at.start, what, mend.to_owned()));
        }
        (table.into_inner(), errors.is_empty())
    }

    /// What a fault of syntax is called, and its mend.
    fn syntax(message: &str, here: Option<&str>) -> (String, &'static str) {
        match here {
            Some(key) if message == "duplicate key" => {
                (format!("`{key}` stands twice"), "remove or rename one of the two")
            }
            _ => (message.replace('\n', " "), "write it as TOML; text stands in quotes"),
        }
    }

    /// A fault that stands at a byte of the text.
    pub fn fault_at(&self, offset: usize, what: String, mend: String) -> Fault {
        if !self.has_lines {
            return Fault::of_file(&self.name, what, mend);
        }
        let before = self.text.get(..offset).unwrap_or(&self.text);
        let line = 1 + before.matches('\n').count();
        let column = 1 + before.rsplit('\n').next().map_or(0, |start| start.chars().count());
        Fault { file: self.name.clone(), line: Some(line), column: Some(column), what, mend }
    }
}
