//! A file as it was read, and where in it something stands.

use std::fs::File;
use std::io::{ErrorKind, Read};
use std::path::Path;

use super::fault::Fault;

/// The largest file that is read; a company's largest is a tenth of it.
const BYTES_MAX: u64 = 4 << 20;

/// The text of one file.
#[derive(Debug)]
pub(super) struct Source {
    /// Its path below the directory read, with `/`.
    pub name: String,
    pub text: String,
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
        Ok(Some(Source { name: name.to_owned(), text }))
    }

    /// A fault that stands at a byte of the text.
    pub fn fault_at(&self, offset: usize, what: String, mend: String) -> Fault {
        let before = self.text.get(..offset).unwrap_or(&self.text);
        let line = 1 + before.matches('\n').count();
        let column = 1 + before.rsplit('\n').next().map_or(0, |start| start.chars().count());
        Fault { file: self.name.clone(), line: Some(line), column: Some(column), what, mend }
    }
}
