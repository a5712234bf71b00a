//! The one way out to whoever reads: whole messages, one after the other, never one inside the other.

use std::io::{self, Write};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::mpsc::{SyncSender, TrySendError};
use std::sync::{Arc, Mutex};

use crate::chat::lock::lock;

/// Where messages are printed. Clones print to the same place.
#[derive(Clone)]
pub struct Screen(Arc<Inner>);

struct Inner {
    out: Mutex<Out>,
    /// Nobody reads any more: `| head` has seen enough.
    closed: AtomicBool,
    /// Messages that could not be shown because the terminal stood still.
    hidden: AtomicUsize,
}

enum Out {
    /// The line editor prints above what is being typed.
    AbovePrompt(SyncSender<String>),
    Stream(Box<dyn Write + Send>),
}

impl Screen {
    pub fn on(stream: Box<dyn Write + Send>) -> Screen {
        Screen::new(Out::Stream(stream))
    }

    /// Above the prompt of the editor that takes what is sent; on stdout once it has gone.
    pub fn above_prompt(printer: SyncSender<String>) -> Screen {
        Screen::new(Out::AbovePrompt(printer))
    }

    fn new(out: Out) -> Screen {
        let (closed, hidden) = (AtomicBool::new(false), AtomicUsize::new(0));
        Screen(Arc::new(Inner { out: Mutex::new(out), closed, hidden }))
    }

    /// Whether nobody reads any more.
    pub fn is_closed(&self) -> bool {
        self.0.closed.load(Ordering::Relaxed)
    }

    /// Prints lines, whole. Never waits for a terminal that stands still.
    pub fn print(&self, lines: &str) {
        let mut out = lock(&self.0.out);
        if let Out::AbovePrompt(printer) = &*out {
            match printer.try_send(self.with_hidden(lines)) {
                Ok(()) => return,
                Err(TrySendError::Full(_)) => {
                    self.0.hidden.fetch_add(1, Ordering::Relaxed);
                    return;
                }
                Err(TrySendError::Disconnected(_)) => *out = Out::Stream(Box::new(io::stdout())),
            }
        }
        let Out::Stream(stream) = &mut *out else { return };
        let written = stream.write_all(format!("{lines}\n").as_bytes());
        if written.and_then(|()| stream.flush()).is_err() {
            self.0.closed.store(true, Ordering::Relaxed);
        }
    }

    fn with_hidden(&self, lines: &str) -> String {
        match self.0.hidden.swap(0, Ordering::Relaxed) {
            0 => lines.to_owned(),
            count => format!("({count} messages not shown; `:history all` has them)\n{lines}"),
        }
    }
}
