//! Where each log was last seen to end, in a small file of its own.
//!
//! A file that lost its end still opens: sled takes what it can read for the whole. This file is the
//! second opinion. It is written after the log is on disk and not synced itself, so it is never ahead of
//! the log, and costs nothing; after a power cut it may be a little behind, which proves less but is true.

use std::collections::BTreeMap;
use std::fs::{File, OpenOptions};
use std::io::{Read, Seek, SeekFrom, Write};
use std::path::Path;

use super::record::{Hash, Head};
use crate::store::export::{hex, unhex};
use crate::store::{Fault, Result, Seq};

pub struct Witness {
    file: File,
    seen: BTreeMap<String, (Seq, Hash)>,
}

impl Witness {
    /// Reads what was noted; lines a power cut has spoiled are passed over.
    pub fn open(path: &Path) -> Result<Self> {
        let fail = |error| Fault::from_io("opening", path, error);
        let mut options = OpenOptions::new();
        let options = options.create(true).truncate(false).read(true).write(true);
        let mut file = options.open(path).map_err(fail)?;
        let mut bytes = Vec::new();
        file.read_to_end(&mut bytes).map_err(fail)?;
        let seen = String::from_utf8_lossy(&bytes).lines().filter_map(read_line).collect();
        Ok(Witness { file, seen })
    }

    /// Where a company's log was seen to end.
    pub fn of(&self, company: &str) -> Option<(Seq, Hash)> {
        self.seen.get(company).copied()
    }

    /// Whether no log was ever seen.
    pub fn is_empty(&self) -> bool {
        self.seen.is_empty()
    }

    /// Notes where the logs end. Failing to is no failure: the log itself is on disk.
    pub fn note<'a>(&mut self, heads: impl Iterator<Item = (&'a str, &'a Head)>) {
        for (company, head) in heads {
            self.seen.insert(company.to_owned(), (head.seq, head.hash));
        }
        let lines: String =
            self.seen.iter().map(|(company, (seq, hash))| line(company, *seq, hash)).collect();
        // In place and of constant length, so that no line is ever cut.
        let _ =
            self.file.seek(SeekFrom::Start(0)).and_then(|_| self.file.write_all(lines.as_bytes()));
    }
}

fn line(company: &str, seq: Seq, hash: &Hash) -> String {
    let said = format!("{company} {seq:020} {}", hex(hash));
    format!("{said} {:08x}\n", crc32fast::hash(said.as_bytes()))
}

fn read_line(line: &str) -> Option<(String, (Seq, Hash))> {
    let (said, crc) = line.rsplit_once(' ')?;
    if u32::from_str_radix(crc, 16).ok()? != crc32fast::hash(said.as_bytes()) {
        return None;
    }
    let (rest, hash) = said.rsplit_once(' ')?;
    let (company, seq) = rest.rsplit_once(' ')?;
    let hash = unhex(hash)?.try_into().ok()?;
    Some((company.to_owned(), (seq.parse().ok()?, hash)))
}
