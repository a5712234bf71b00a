//! A transcript as it is written: what is said when, where and by whom, and what is expected to follow.

use std::path::PathBuf;

use baton_commands::grammar::Moment;
use baton_commands::ids::{PersonId, Place, RecordId};
use chrono::{DateTime, Utc};
use chrono_tz::Tz;

use super::expected::Expected;
use super::fault::FaultLine;

/// One transcript, read and not yet played.
#[derive(Debug, Clone, PartialEq)]
pub struct Script {
    /// As it was named; stands before every complaint.
    pub file: String,
    /// The whole file, which blessing rewrites.
    pub source: String,
    /// Where the virtual clock starts.
    pub clock: DateTime<Utc>,
    /// In which times are read and shown.
    pub zone: Tz,
    /// The line of `@clock`, from 1.
    pub clock_line: usize,
    /// The lines of `@clock` and of the first `@config`, as they stand in the file.
    pub header: Vec<String>,
    /// The organisation it starts with, relative to the directory the program runs in.
    pub config: PathBuf,
    pub steps: Vec<Step>,
}

/// One input line, and what is expected to be said because of it.
#[derive(Debug, Clone, PartialEq)]
pub struct Step {
    /// From 1.
    pub line_no: usize,
    /// As it stands in the file.
    pub line: String,
    pub input: Input,
    pub expected: Vec<Expected>,
}

/// What an input line does.
#[derive(Debug, Clone, PartialEq)]
pub enum Input {
    /// `10:30 #network net-1: [Done CHG-1.1]`
    Line { when: Moment, spoken: Spoken },
    /// `@wait 3d` and `@until 10:30`: the clock moves, and what falls due on the way happens.
    Move(Moment),
    /// The process stops cleanly and starts again.
    Restart,
    /// The process stops with nothing more written than was committed, and starts again.
    Crash,
    /// `@down 2h`: the clock moves without the process.
    Down(Moment),
    /// `@fault slack 429 30s`: deliveries go wrong.
    Fault(FaultLine),
    /// A later `@config`: the organisation's files are now these; `/baton reload` brings them into force.
    Config(PathBuf),
}

/// Somebody says something.
#[derive(Debug, Clone, PartialEq)]
pub struct Spoken {
    pub place: Place,
    /// In the thread of this record's card: `#network/INC-7` (an id may be left out there).
    pub thread: Option<RecordId>,
    /// A handle of the organisation, or a stranger.
    pub who: PersonId,
    pub text: String,
}

impl Script {
    /// Whether anything at all is expected; a script without is one to be blessed or read by a program.
    pub fn expects_nothing(&self) -> bool {
        self.steps.iter().all(|step| step.expected.is_empty())
    }
}
