//! Reads a company's whole store and says what is wrong with it: `baton verify`, at the level of bytes.
//!
//! One pass over all keys: the log is dense, every checksum and the chain of hashes hold, every index entry
//! points at its event or row and every event and row has its entries, nothing is left over.

mod tally;

use super::company::Memory;
use super::keys::{Kind, is_of, number_of, owner_of_piece, split_numbered};
use super::record::{Hash, Head, LogRecord, StoredAnswer, StoredRow, decode_document, decode_shut};
use super::snapshot::Snapshot;
use super::value::{piece_count, show};
use crate::store::{Fault, Finding, Outcome, Result, Seq};
use tally::Tally;

/// After so many findings the rest would not be read either.
const FINDINGS_MAX: usize = 1000;

/// Everything that is wrong, at most a thousand findings; empty for a good store.
///
/// # Errors
/// When the disk cannot be read at all.
pub fn check(snapshot: &Snapshot, memory: Memory) -> Result<Vec<Finding>> {
    let mut check = Check::new(snapshot, memory);
    snapshot.each_raw(snapshot.keys.everything(), |key, root| check.key(key, root))?;
    check.finish();
    Ok(check.findings)
}

struct Check<'a> {
    snapshot: &'a Snapshot,
    /// What the committer kept in memory when the snapshot was taken.
    memory: Memory,
    findings: Vec<Finding>,
    /// The last event read.
    seq: Seq,
    /// Its hash, None when it could not be read.
    hash: Option<Hash>,
    tally: Tally,
}

impl<'a> Check<'a> {
    fn new(snapshot: &'a Snapshot, memory: Memory) -> Self {
        Check {
            snapshot,
            memory,
            findings: Vec::new(),
            seq: 0,
            hash: Some(Hash::default()),
            tally: Tally::default(),
        }
    }

    fn key(&mut self, key: &[u8], root: &[u8]) -> Result<()> {
        let Some((kind, rest)) = self.snapshot.keys.parse(key) else {
            self.find(show(key), "belongs to nothing");
            return Ok(());
        };
        match kind {
            Kind::Head => self.head(key, root),
            Kind::Event => self.event(key, rest, root),
            Kind::History => self.history(key, rest),
            Kind::Live | Kind::Archived => self.document(kind, key, rest, root),
            Kind::Waiting | Kind::Settled => self.row(kind, key, rest, root),
            Kind::About => self.about(key, rest, root),
            Kind::Undelivered => self.given_up(key, rest, root),
            Kind::Seen => self.delivery(key, rest, root),
            Kind::Shut => self.payload(key, root, decode_shut).map(drop),
            Kind::Piece => self.piece(key, rest),
        }
    }

    fn head(&mut self, key: &[u8], root: &[u8]) -> Result<()> {
        if let Some(head) = self.payload(key, root, Head::decode)?
            && head != self.snapshot.head
        {
            self.find("the head", "is not the one that was written last");
        }
        Ok(())
    }

    fn event(&mut self, key: &[u8], rest: &[u8], root: &[u8]) -> Result<()> {
        let Some(seq) = number_of(rest) else {
            self.find(show(key), "has no position");
            return Ok(());
        };
        if seq != self.seq + 1 {
            self.find_missing(self.seq + 1, seq - 1);
            self.hash = None;
        }
        self.seq = seq;
        let before = self.hash.take();
        let Some(payload) = self.payload(key, root, |payload| Some(payload.to_vec()))? else {
            return Ok(());
        };
        self.hash = Some(LogRecord::hash(&payload));
        let Some(record) = LogRecord::decode(&payload) else {
            self.find(format!("event {seq}"), "cannot be read");
            return Ok(());
        };
        if before.is_some_and(|before| before != record.before) {
            self.find(
                format!("event {seq}"),
                "does not follow from the one before: one of them was changed",
            );
        }
        if self.snapshot.get_raw(&self.snapshot.keys.history(&record.event.record, seq))?.is_none()
        {
            self.find(format!("event {seq}"), "is not in the history of its record");
        }
        Ok(())
    }

    fn history(&mut self, key: &[u8], rest: &[u8]) -> Result<()> {
        let event = match split_numbered(rest) {
            Some((record, seq)) => {
                self.snapshot.get(&self.snapshot.keys.event(seq)).map(|payload| {
                    let event = payload.and_then(|payload| LogRecord::decode(&payload));
                    event.filter(|found| found.event.record == record)
                })
            }
            None => Ok(None),
        };
        // A damaged event is reported once, where it stands.
        if matches!(event, Ok(None)) {
            self.find(show(key), "points at no event of its record");
        }
        Ok(())
    }

    fn document(&mut self, kind: Kind, key: &[u8], rest: &[u8], root: &[u8]) -> Result<()> {
        self.payload(key, root, decode_document)?;
        let name = String::from_utf8_lossy(rest);
        if kind == Kind::Live {
            self.tally.live += 1;
            if !self.memory.roster.agrees(&name, piece_count(root)) {
                self.find(format!("the document {name}"), "is live, and memory says otherwise");
            }
            return Ok(());
        }
        self.tally.archived += 1;
        if self.snapshot.get_raw(&self.snapshot.keys.named(Kind::Live, &name))?.is_some() {
            self.find(format!("the document {name}"), "is both live and archived");
        }
        Ok(())
    }

    fn delivery(&mut self, key: &[u8], rest: &[u8], root: &[u8]) -> Result<()> {
        if !self.memory.deliveries.may_hold(rest) {
            self.find(show(key), "is a delivery that memory does not know");
        }
        self.payload(key, root, StoredAnswer::decode).map(drop)
    }

    fn row(&mut self, kind: Kind, key: &[u8], rest: &[u8], root: &[u8]) -> Result<()> {
        self.tally.rows += 1;
        let Some(stored) = self.payload(key, root, StoredRow::decode)? else { return Ok(()) };
        let row = &stored.settled.row;
        let subject = || format!("the row {}", row.name);
        if row.name.as_bytes() != rest {
            self.find(show(key), &format!("holds another row, {}", row.name));
        }
        if stored.number > self.snapshot.head.last_number {
            self.find(subject(), "has a number that was never given");
        }
        if stored.settled.outcome.is_some() != (kind == Kind::Settled) {
            self.find(subject(), "is where rows of another state are kept");
        }
        for record in row.about.iter().filter(|record| !is_of(&row.name, record)) {
            let entry = self.snapshot.get_raw(&self.snapshot.keys.about(record, stored.number))?;
            if entry.is_none_or(|name| *name != *row.name.as_bytes()) {
                self.find(subject(), &format!("is not in the history of {record}"));
            }
        }
        let waiting = self.snapshot.keys.named(Kind::Waiting, &row.name);
        if kind == Kind::Settled && self.snapshot.get_raw(&waiting)?.is_some() {
            self.find(subject(), "is both settled and waiting");
        }
        if matches!(stored.settled.outcome, Some(Outcome::Never { .. })) {
            self.tally.undelivered += 1;
            let entry = self.snapshot.get_raw(&self.snapshot.keys.undelivered(stored.number))?;
            if entry.is_none() {
                self.find(subject(), "was given up and is not in that list");
            }
        }
        Ok(())
    }

    fn about(&mut self, key: &[u8], rest: &[u8], name: &[u8]) -> Result<()> {
        let Some((record, number)) = split_numbered(rest) else {
            self.find(show(key), "is no index entry");
            return Ok(());
        };
        let is_its = |row: &StoredRow| {
            row.number == number && row.settled.row.about.iter().any(|about| about == record)
        };
        if matches!(self.row_named(name), Ok(row) if !row.as_ref().is_some_and(is_its)) {
            self.find(show(key), "points at no row about its record");
        }
        Ok(())
    }

    fn given_up(&mut self, key: &[u8], rest: &[u8], name: &[u8]) -> Result<()> {
        let is_its = |row: &StoredRow| {
            Some(row.number) == number_of(rest)
                && matches!(row.settled.outcome, Some(Outcome::Never { .. }))
        };
        if matches!(self.row_named(name), Ok(row) if !row.as_ref().is_some_and(is_its)) {
            self.find(show(key), "points at no row that was given up");
        }
        Ok(())
    }

    fn piece(&mut self, key: &[u8], rest: &[u8]) -> Result<()> {
        let Some((owner, index)) = owner_of_piece(self.snapshot.keys.everything(), rest) else {
            self.find(show(key), "is no piece of a value");
            return Ok(());
        };
        let count = self.snapshot.get_raw(&owner)?.map_or(0, |root| piece_count(&root));
        if index >= count {
            self.find(show(key), "is a piece of no value");
        }
        Ok(())
    }

    fn finish(&mut self) {
        let head = &self.snapshot.head;
        if self.seq < head.seq {
            self.find_missing(self.seq + 1, head.seq);
        } else if self.seq > head.seq {
            self.find(format!("event {}", self.seq), "stands after the end of the log");
        } else if self.hash.is_some_and(|hash| hash != self.snapshot.head.hash) {
            self.find("the last event", "is not the one the head was written with");
        }
        for (subject, wrong) in self.tally.compare(head, &self.memory) {
            self.find(subject, &wrong);
        }
    }

    fn row_named(&self, name: &[u8]) -> Result<Option<StoredRow>> {
        let Ok(name) = std::str::from_utf8(name) else { return Ok(None) };
        let waiting = self.snapshot.get(&self.snapshot.keys.named(Kind::Waiting, name))?;
        let payload = match waiting {
            Some(payload) => Some(payload),
            None => self.snapshot.get(&self.snapshot.keys.named(Kind::Settled, name))?,
        };
        Ok(payload.and_then(|payload| StoredRow::decode(&payload)))
    }

    /// Reads a value, or notes that it cannot be read. Only a disk that fails ends the check.
    fn payload<T>(
        &mut self,
        key: &[u8],
        root: &[u8],
        decode: impl FnOnce(&[u8]) -> Option<T>,
    ) -> Result<Option<T>> {
        match self.snapshot.unpack(key, root) {
            Ok(payload) => {
                let read = decode(&payload);
                if read.is_none() {
                    self.find(show(key), "cannot be read");
                }
                Ok(read)
            }
            Err(Fault::Damaged { what, why }) => {
                self.find(what, &format!("is damaged: {why}"));
                Ok(None)
            }
            Err(fault) => Err(fault),
        }
    }

    fn find_missing(&mut self, first: Seq, last: Seq) {
        if first == last {
            self.find(format!("event {first}"), "is missing from the log");
        } else {
            self.find(format!("events {first} to {last}"), "are missing from the log");
        }
    }

    fn find(&mut self, subject: impl Into<String>, wrong: &str) {
        if self.findings.len() < FINDINGS_MAX {
            self.findings.push(Finding { subject: subject.into(), wrong: wrong.to_owned() });
        }
    }
}
