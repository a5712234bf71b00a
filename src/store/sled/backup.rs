//! A company's store as lines of JSON in a folder, taken while it runs: `baton backup`.
//!
//! Never copy the folder of a running store instead: its files change while they are copied.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::path::Path;

use baton_commands::ids::DeliveryId;
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::home::sync_dir;
use super::keys::{Kind, number_of};
use super::reader::{answer, document, row};
use super::record::{LogRecord, StoredRow};
use super::snapshot::Snapshot;
use super::value::show;
use crate::store::export::{Body, EventLine, hex, write_line};
use crate::store::{Fault, NewRow, Outcome, Result, Seq, Settled, Stored};

/// The format of a backup; a newer one is not restored by an older program.
pub const FORMAT: u32 = 1;
pub(super) const MANIFEST: &str = "manifest.json";

/// What a backup holds. It is written last: a folder without it is no backup.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Manifest {
    pub format: u32,
    pub company: String,
    /// The position of the last event.
    pub events: Seq,
    /// The SHA-256 of the last event's record, in hexadecimal; it vouches for all before it.
    pub head_hash: String,
    /// The documents are not in it, because they were waiting to be rebuilt.
    pub documents_forgotten: bool,
    pub files: BTreeMap<String, Sum>,
}

impl std::fmt::Display for Manifest {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let bytes: u64 = self.files.values().map(|sum| sum.bytes).sum();
        let (company, events) = (&self.company, self.events);
        write!(f, "{events} events of {company}, {bytes} bytes in {} files", self.files.len())
    }
}

/// What a file of a backup is to be like.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sum {
    pub lines: u64,
    pub bytes: u64,
    pub sha256: String,
}

#[derive(Serialize, Deserialize)]
pub(super) struct DocumentLine {
    pub key: String,
    pub archived: bool,
    pub body: Body,
}

#[derive(Serialize, Deserialize)]
pub(super) struct RowLine {
    number: u64,
    name: String,
    about: Vec<String>,
    lane: String,
    rank: u8,
    due_at: DateTime<Utc>,
    slot: Option<String>,
    attempts: u32,
    outcome: Option<Outcome>,
    trouble: Option<String>,
    body: Body,
}

#[derive(Serialize, Deserialize)]
pub(super) struct SeenLine {
    pub delivery: DeliveryId,
    pub at: DateTime<Utc>,
    pub answer: Body,
}

impl RowLine {
    fn new(stored: StoredRow) -> Self {
        let StoredRow { number, attempts, settled: Settled { row, outcome, trouble } } = stored;
        let NewRow { name, about, lane, rank, due_at, slot, body } = row;
        let body = Body::new(body);
        RowLine { number, name, about, lane, rank, due_at, slot, attempts, outcome, trouble, body }
    }

    pub(super) fn into_stored(self) -> Result<StoredRow, String> {
        let RowLine {
            number,
            name,
            about,
            lane,
            rank,
            due_at,
            slot,
            attempts,
            outcome,
            trouble,
            body,
        } = self;
        let row = NewRow { name, about, lane, rank, due_at, slot, body: body.into_bytes()? };
        Ok(StoredRow { number, attempts, settled: Settled { row, outcome, trouble } })
    }
}

/// Writes the snapshot into an empty or new folder; on disk when this returns.
pub(super) fn write(snapshot: &Snapshot, company: &str, to: &Path) -> Result<Manifest> {
    begin(to)?;
    let mut files = BTreeMap::new();
    let mut keep = |name: &str, sum: Sum| files.insert(name.to_owned(), sum);
    keep("events.jsonl", write_events(snapshot, to)?);
    keep("documents.jsonl", write_documents(snapshot, to)?);
    keep("rows.jsonl", write_rows(snapshot, to)?);
    keep("seen.jsonl", write_seen(snapshot, to)?);
    let manifest = Manifest {
        format: FORMAT,
        company: company.to_owned(),
        events: snapshot.head.seq,
        head_hash: hex(&snapshot.head.hash),
        documents_forgotten: snapshot.head.forgotten,
        files,
    };
    let mut lines = Lines::create(to, MANIFEST)?;
    lines.write(&manifest)?;
    lines.finish()?;
    sync_dir(to).map_err(|error| Fault::from_io("syncing", to, error))?;
    Ok(manifest)
}

fn begin(to: &Path) -> Result<()> {
    let fail = |error| Fault::from_io("making", to, error);
    fs::create_dir_all(to).map_err(fail)?;
    match fs::read_dir(to).map_err(fail)?.next() {
        None => Ok(()),
        Some(_) => Err(Fault::NotEmpty { dir: to.to_owned() }),
    }
}

fn write_events(snapshot: &Snapshot, to: &Path) -> Result<Sum> {
    let mut lines = Lines::create(to, "events.jsonl")?;
    snapshot.each(Kind::Event, |key, payload| {
        let seq = snapshot.keys.parse(key).and_then(|(_, rest)| number_of(rest));
        let (Some(seq), Some(record)) = (seq, LogRecord::decode(&payload)) else {
            return Err(Fault::damaged(show(key), "it is no event"));
        };
        lines.write(&EventLine::new(Stored { seq, event: record.event }))
    })?;
    lines.finish()
}

fn write_documents(snapshot: &Snapshot, to: &Path) -> Result<Sum> {
    let mut lines = Lines::create(to, "documents.jsonl")?;
    let kinds: &[(Kind, bool)] =
        if snapshot.head.forgotten { &[] } else { &[(Kind::Live, false), (Kind::Archived, true)] };
    for (kind, archived) in kinds {
        snapshot.each(*kind, |key, payload| {
            let found = document(snapshot, key, &payload)?;
            let body = Body::new(found.body);
            lines.write(&DocumentLine { key: found.key, archived: *archived, body })
        })?;
    }
    lines.finish()
}

fn write_rows(snapshot: &Snapshot, to: &Path) -> Result<Sum> {
    let mut lines = Lines::create(to, "rows.jsonl")?;
    for kind in [Kind::Settled, Kind::Waiting] {
        snapshot.each(kind, |key, payload| lines.write(&RowLine::new(row(key, &payload)?)))?;
    }
    lines.finish()
}

fn write_seen(snapshot: &Snapshot, to: &Path) -> Result<Sum> {
    let mut lines = Lines::create(to, "seen.jsonl")?;
    snapshot.each(Kind::Seen, |key, payload| {
        let stored = answer(key, &payload)?;
        let delivery =
            snapshot.keys.parse(key).and_then(|(_, rest)| std::str::from_utf8(rest).ok());
        let Some(delivery) = delivery else {
            return Err(Fault::damaged(show(key), "it has no name"));
        };
        let delivery = DeliveryId(delivery.to_owned());
        lines.write(&SeenLine { delivery, at: stored.at, answer: Body::new(stored.answer) })
    })?;
    lines.finish()
}

/// A file of lines that adds itself up.
struct Lines<'a> {
    to: &'a Path,
    out: BufWriter<File>,
    hasher: Sha256,
    lines: u64,
    bytes: u64,
}

impl<'a> Lines<'a> {
    fn create(to: &'a Path, name: &str) -> Result<Self> {
        let file = File::create_new(to.join(name)).map_err(|error| unwritten(to, error))?;
        Ok(Lines { to, out: BufWriter::new(file), hasher: Sha256::new(), lines: 0, bytes: 0 })
    }

    fn write(&mut self, line: &impl Serialize) -> Result<()> {
        let mut bytes = Vec::new();
        let written = write_line(&mut bytes, line).and_then(|()| self.out.write_all(&bytes));
        written.map_err(|error| unwritten(self.to, error))?;
        self.hasher.update(&bytes);
        self.lines += 1;
        self.bytes += bytes.len() as u64;
        Ok(())
    }

    fn finish(self) -> Result<Sum> {
        let (to, lines, bytes) = (self.to, self.lines, self.bytes);
        let synced =
            self.out.into_inner().map_err(io::Error::from).and_then(|file| file.sync_all());
        synced.map_err(|error| unwritten(to, error))?;
        Ok(Sum { lines, bytes, sha256: hex(&self.hasher.finalize()) })
    }
}

fn unwritten(to: &Path, error: io::Error) -> Fault {
    Fault::from_io("writing the backup in", to, error)
}
