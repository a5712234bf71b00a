//! The log as lines of JSON, one event each: to read with other tools, and to carry to another store.

use std::io::{self, BufRead, Write};
use std::path::Path;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

use super::{AppendError, Batch, Fault, NewEvent, Result, Seq, Store, Stored};

/// How many events are read at once.
const STRIDE: usize = 512;
/// How much is written in one commit where there is very much, in bytes.
const PORTION: usize = 64 << 10;

/// An event as a line.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct EventLine {
    pub seq: Seq,
    pub name: String,
    pub record: String,
    pub at: DateTime<Utc>,
    pub body: Body,
}

/// Bytes as they fit a line best, and come back exactly: JSON stays readable.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Body {
    /// The bytes are JSON without line breaks.
    Json(Box<RawValue>),
    Text(String),
    Hex(String),
}

impl Body {
    pub(crate) fn new(bytes: Vec<u8>) -> Self {
        let text = match String::from_utf8(bytes) {
            Ok(text) => text,
            Err(error) => return Self::Hex(hex(error.as_bytes())),
        };
        let one_line = !text.contains(['\n', '\r']);
        match serde_json::from_str::<Box<RawValue>>(&text) {
            Ok(json) if one_line && json.get() == text => Self::Json(json),
            _ => Self::Text(text),
        }
    }

    pub(crate) fn into_bytes(self) -> Result<Vec<u8>, String> {
        match self {
            Self::Json(json) => Ok(Box::<str>::from(json).into_string().into_bytes()),
            Self::Text(text) => Ok(text.into_bytes()),
            Self::Hex(digits) => unhex(&digits).ok_or_else(|| "not hexadecimal".to_owned()),
        }
    }
}

impl EventLine {
    pub(crate) fn new(stored: Stored) -> Self {
        let NewEvent { name, record, at, body } = stored.event;
        EventLine { seq: stored.seq, name, record, at, body: Body::new(body) }
    }

    pub(crate) fn into_stored(self) -> Result<Stored, String> {
        let body = self.body.into_bytes()?;
        let event = NewEvent { name: self.name, record: self.record, at: self.at, body };
        Ok(Stored { seq: self.seq, event })
    }
}

/// Writes every event as a line; answers how many. What is appended meanwhile may be in it or not.
///
/// # Errors
/// When the store cannot be read or the writer fails.
pub async fn export(store: &dyn Store, out: &mut (dyn Write + Send)) -> Result<u64> {
    let mut written = 0;
    loop {
        let events = store.read(written, STRIDE).await?;
        if events.is_empty() {
            out.flush().map_err(unwritten)?;
            return Ok(written);
        }
        for stored in events {
            written = stored.seq;
            write_line(out, &EventLine::new(stored)).map_err(unwritten)?;
        }
    }
}

/// Appends the events of an export to an empty store; answers how many. The documents are left forgotten:
/// whoever opens the store replays the log and makes them anew.
///
/// # Errors
/// [`Fault::LogNotEmpty`] when the store holds events; [`Fault::BadLine`] for a line that is none of ours
/// or out of order, with all lines before it appended.
pub async fn import(store: &dyn Store, lines: &mut (dyn BufRead + Send)) -> Result<u64> {
    let head = store.head().await?;
    if head != 0 {
        return Err(Fault::LogNotEmpty { head });
    }
    store.forget_documents().await?;
    let mut head = 0;
    loop {
        let events = read_events(lines, head)?;
        if events.is_empty() {
            return Ok(head);
        }
        let batch = Batch { events, ..Batch::default() };
        head = store.append(head, batch).await.map_err(|error| match error {
            AppendError::Moved { head } => Fault::LogNotEmpty { head },
            AppendError::Fault(fault) => fault,
        })?;
    }
}

/// Reads the events of some lines, the first of which is to stand at `head + 1`.
fn read_events(lines: &mut dyn BufRead, head: Seq) -> Result<Vec<NewEvent>> {
    let mut events = Vec::new();
    let mut weight = 0;
    while weight < PORTION {
        let seq = head + 1 + events.len() as Seq;
        let Some(line) = next_line(lines, seq)? else { break };
        let bad = |why: String| Fault::BadLine { line: seq, why };
        let line: EventLine =
            serde_json::from_str(&line).map_err(|error| bad(error.to_string()))?;
        if line.seq != seq {
            return Err(bad(format!("it holds event {}, expected was event {seq}", line.seq)));
        }
        let event = line.into_stored().map_err(bad)?.event;
        weight += PORTION / 512 + event.body.len();
        events.push(event);
    }
    Ok(events)
}

/// Cuts a long list into what fits a commit.
pub(crate) fn portions<T>(
    all: Vec<T>,
    weigh: impl Fn(&T) -> usize,
) -> impl Iterator<Item = Vec<T>> {
    let mut all = all.into_iter().peekable();
    std::iter::from_fn(move || {
        all.peek()?;
        let mut weight = 0;
        let mut portion = Vec::new();
        while weight < PORTION
            && let Some(next) = all.next()
        {
            weight += PORTION / 512 + weigh(&next);
            portion.push(next);
        }
        Some(portion)
    })
}

/// The next line, None at the end.
pub(crate) fn next_line(lines: &mut dyn BufRead, number: u64) -> Result<Option<String>> {
    let mut line = String::new();
    let bad = |error: io::Error| Fault::BadLine { line: number, why: error.to_string() };
    Ok((lines.read_line(&mut line).map_err(bad)? > 0).then_some(line))
}

pub(crate) fn write_line(out: &mut dyn Write, line: &impl Serialize) -> io::Result<()> {
    serde_json::to_writer(&mut *out, line)?;
    out.write_all(b"\n")
}

fn unwritten(error: io::Error) -> Fault {
    Fault::from_io("writing", Path::new("the export"), error)
}

pub(crate) fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

pub(crate) fn unhex(digits: &str) -> Option<Vec<u8>> {
    if !digits.len().is_multiple_of(2) || !digits.is_ascii() {
        return None;
    }
    let byte = |at| u8::from_str_radix(digits.get(at..at + 2)?, 16).ok();
    (0..digits.len()).step_by(2).map(byte).collect()
}
