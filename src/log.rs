//! Where the log is written: to standard error and, while somebody types at that terminal, above what he types.

use std::io::{self, Write};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// Prints a line of the log, without its end.
type Print = Box<dyn Fn(&str) + Send>;

/// Where lines of the log go. Clones write to the same place.
#[derive(Clone, Default)]
pub struct Log(Arc<Mutex<Option<Print>>>);

/// While it is kept, the log goes elsewhere than to standard error.
pub struct Elsewhere(Log);

impl Log {
    /// Lines go there from now on, until what is returned is dropped.
    pub fn to(&self, print: impl Fn(&str) + Send + 'static) -> Elsewhere {
        *self.lock() = Some(Box::new(print));
        Elsewhere(self.clone())
    }

    fn lock(&self) -> MutexGuard<'_, Option<Print>> {
        // It is replaced in one step: whoever panicked holding it left it whole.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Elsewhere {
    fn drop(&mut self) {
        *self.0.lock() = None;
    }
}

/// One line is one write.
impl Write for Log {
    fn write(&mut self, line: &[u8]) -> io::Result<usize> {
        let print = self.lock();
        let Some(print) = &*print else { return io::stderr().write(line) };
        print(String::from_utf8_lossy(line).trim_end());
        Ok(line.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        io::stderr().flush()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_go_elsewhere_while_somebody_types() {
        let printed: Arc<Mutex<Vec<String>>> = Arc::default();
        let mut log = Log::default();
        let paper = Arc::clone(&printed);
        let typing = log.clone().to(move |line| paper.lock().unwrap().push(line.to_owned()));
        log.write_all(b"INFO a place is missing\n").unwrap();
        drop(typing);
        log.write_all(b"").unwrap();
        assert_eq!(*printed.lock().unwrap(), ["INFO a place is missing"]);
        assert!(log.lock().is_none());
    }
}
