//! What has been said in the console's places: a journal, one JSON line a message.
//!
//! A message is in here before anybody sees it, so one that was sent just before a crash is known
//! afterwards and not sent again. It is also what `:history` reads.

use std::collections::{BTreeSet, VecDeque};
use std::fs::{self, File, OpenOptions};
use std::io::{self, BufRead, BufReader, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

use anyhow::Context;
use baton_commands::ids::{PersonId, Place, Recipient, RecordId};
use baton_commands::notice::Reason;
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

/// At this size the journal begins a new file; the one before is kept, older ones are not.
pub const BYTES_MAX: u64 = 16 << 20;

const NOW: &str = "journal.jsonl";
const BEFORE: &str = "journal.before.jsonl";

/// One message as it was shown.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Entry {
    pub name: String,
    /// The names of the messages that were merged into it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub also: Vec<String>,
    pub at: DateTime<Utc>,
    pub place: Place,
    /// The word of [`crate::chat::Act`].
    pub act: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to: Option<PersonId>,
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub pings: BTreeSet<Recipient>,
    /// None only for answers to questions.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<Reason>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub about: Vec<RecordId>,
    pub text: String,
    /// As they are pressed in text: `[Acknowledge INC-7]`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub buttons: Vec<String>,
}

impl Entry {
    /// The first line alone: a card that was edited says what is new in its head.
    pub fn head_only(&self) -> Entry {
        let text = self.text.lines().next().unwrap_or_default().to_owned();
        Entry { text, buttons: Vec::new(), ..self.clone() }
    }
}

/// The journal of one data directory. One process at a time writes it: the store's lock sees to that.
#[derive(Debug)]
pub struct Journal {
    dir: PathBuf,
    file: File,
    bytes: u64,
    bytes_max: u64,
    /// The names in the current file, and in the one before.
    names: BTreeSet<String>,
    names_before: BTreeSet<String>,
}

impl Journal {
    /// Opens or begins the journal in `dir`; a last line that was torn by a crash is cut off.
    ///
    /// # Errors
    /// The folder or its files cannot be made, read or cut.
    pub fn open(dir: &Path, bytes_max: u64) -> anyhow::Result<Journal> {
        fs::create_dir_all(dir).with_context(|| format!("making {}", dir.display()))?;
        let path = dir.join(NOW);
        let reading = || format!("reading {}", path.display());
        let (file, bytes) = open_whole(&path).with_context(reading)?;
        let names = names(&path).with_context(reading)?;
        let names_before = names_if_there(&dir.join(BEFORE)).with_context(reading)?;
        Ok(Journal { dir: dir.to_owned(), file, bytes, bytes_max, names, names_before })
    }

    /// Whether a message of this name has been shown.
    pub fn holds(&self, name: &str) -> bool {
        self.names.contains(name) || self.names_before.contains(name)
    }

    /// Writes a message down, whole or not at all.
    ///
    /// # Errors
    /// The disk is full or gone.
    pub fn append(&mut self, entry: &Entry) -> io::Result<()> {
        if self.bytes >= self.bytes_max {
            self.turn_the_page()?;
        }
        let mut line = serde_json::to_vec(entry)?;
        line.push(b'\n');
        if let Err(fault) = self.file.write_all(&line) {
            self.file.set_len(self.bytes)?;
            return Err(fault);
        }
        self.bytes += line.len() as u64;
        self.names.insert(entry.name.clone());
        self.names.extend(entry.also.iter().cloned());
        Ok(())
    }

    fn turn_the_page(&mut self) -> io::Result<()> {
        let path = self.dir.join(NOW);
        fs::rename(&path, self.dir.join(BEFORE))?;
        (self.file, self.bytes) = open_whole(&path)?;
        self.names_before = std::mem::take(&mut self.names);
        Ok(())
    }

    /// The last `count` messages of a place, oldest first; of all places without one.
    ///
    /// # Errors
    /// The files cannot be read.
    pub fn last(&self, place: Option<&Place>, count: usize) -> io::Result<Vec<Entry>> {
        let mut last = VecDeque::with_capacity(count);
        for path in [self.dir.join(BEFORE), self.dir.join(NOW)] {
            let Ok(file) = File::open(path) else { continue };
            for line in BufReader::new(file).split(b'\n') {
                let Ok(entry) = serde_json::from_slice::<Entry>(&line?) else { continue };
                if place.is_some_and(|place| *place != entry.place) {
                    continue;
                }
                if last.len() == count {
                    last.pop_front();
                }
                last.push_back(entry);
            }
        }
        Ok(last.into())
    }
}

/// Opens a file to append to, without what stands after its last line break.
fn open_whole(path: &Path) -> io::Result<(File, u64)> {
    let mut file = OpenOptions::new().read(true).append(true).create(true).open(path)?;
    let length = file.metadata()?.len();
    let whole = end_of_last_line(&mut file, length)?;
    if whole < length {
        file.set_len(whole)?;
    }
    Ok((file, whole))
}

/// How many bytes lines with an end take, looked for from the back.
fn end_of_last_line(file: &mut File, length: u64) -> io::Result<u64> {
    const STEP: u64 = 4096;
    let mut end = length;
    while end > 0 {
        let start = end.saturating_sub(STEP);
        let mut chunk = Vec::new();
        file.seek(SeekFrom::Start(start))?;
        Read::by_ref(file).take(end - start).read_to_end(&mut chunk)?;
        if let Some(at) = chunk.iter().rposition(|byte| *byte == b'\n') {
            return Ok(start + at as u64 + 1);
        }
        end = start;
    }
    Ok(0)
}

fn names_if_there(path: &Path) -> io::Result<BTreeSet<String>> {
    match names(path) {
        Err(fault) if fault.kind() == io::ErrorKind::NotFound => Ok(BTreeSet::new()),
        names => names,
    }
}

/// The names in a file. A line that is no message was damaged from outside: it names nothing.
fn names(path: &Path) -> io::Result<BTreeSet<String>> {
    #[derive(Deserialize)]
    struct Named {
        name: String,
        #[serde(default)]
        also: Vec<String>,
    }
    let mut names = BTreeSet::new();
    for line in BufReader::new(File::open(path)?).split(b'\n') {
        if let Ok(Named { name, also }) = serde_json::from_slice(&line?) {
            names.insert(name);
            names.extend(also);
        }
    }
    Ok(names)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entry(name: &str) -> Entry {
        Entry {
            name: name.to_owned(),
            also: vec![format!("{name}/also")],
            at: DateTime::UNIX_EPOCH,
            place: Place::channel(if name.starts_with("INC-1") { "unix" } else { "network" }),
            act: "post".to_owned(),
            to: None,
            pings: BTreeSet::new(),
            reason: Some(Reason::from("incident.opened")),
            about: Vec::new(),
            text: "INC-1 Web shop down\nsecond line".to_owned(),
            buttons: vec!["[Acknowledge INC-1]".to_owned()],
        }
    }

    fn names_of(entries: &[Entry]) -> Vec<&str> {
        entries.iter().map(|entry| entry.name.as_str()).collect()
    }

    #[test]
    fn a_message_and_what_was_merged_into_it_are_known_after_a_restart() {
        let dir = tempfile::tempdir().unwrap();
        let mut journal = Journal::open(dir.path(), BYTES_MAX).unwrap();
        journal.append(&entry("INC-1/1/0")).unwrap();
        drop(journal);
        let journal = Journal::open(dir.path(), BYTES_MAX).unwrap();
        assert!(journal.holds("INC-1/1/0"));
        assert!(journal.holds("INC-1/1/0/also"));
        assert!(!journal.holds("INC-1/1/1"));
        assert_eq!(journal.last(None, 10).unwrap(), [entry("INC-1/1/0")]);
    }

    #[test]
    fn a_torn_last_line_is_cut_off_and_its_message_is_unknown() {
        for torn in ["{\"name\":\"INC-1/2/0\",\"at\":\"19", "{", &"x".repeat(10_000)] {
            let dir = tempfile::tempdir().unwrap();
            let mut journal = Journal::open(dir.path(), BYTES_MAX).unwrap();
            journal.append(&entry("INC-1/1/0")).unwrap();
            journal.file.write_all(torn.as_bytes()).unwrap();
            drop(journal);
            let mut journal = Journal::open(dir.path(), BYTES_MAX).unwrap();
            assert!(!journal.holds("INC-1/2/0"));
            journal.append(&entry("INC-1/2/0")).unwrap();
            let entries = journal.last(None, 10).unwrap();
            assert_eq!(names_of(&entries), ["INC-1/1/0", "INC-1/2/0"]);
        }
    }

    #[test]
    fn the_last_messages_of_a_place_come_oldest_first() {
        let dir = tempfile::tempdir().unwrap();
        let mut journal = Journal::open(dir.path(), BYTES_MAX).unwrap();
        for name in ["INC-1/1/0", "INC-2/1/0", "INC-1/2/0", "INC-1/3/0"] {
            journal.append(&entry(name)).unwrap();
        }
        let unix = journal.last(Some(&Place::channel("unix")), 2).unwrap();
        assert_eq!(names_of(&unix), ["INC-1/2/0", "INC-1/3/0"]);
        assert_eq!(journal.last(None, 10).unwrap().len(), 4);
    }

    #[test]
    fn a_full_journal_keeps_one_old_file_and_knows_both() {
        let dir = tempfile::tempdir().unwrap();
        let mut journal = Journal::open(dir.path(), 1).unwrap();
        for name in ["INC-1/1/0", "INC-1/2/0", "INC-1/3/0"] {
            journal.append(&entry(name)).unwrap();
        }
        let known = |journal: &Journal| {
            ["INC-1/1/0", "INC-1/2/0", "INC-1/3/0"].map(|name| journal.holds(name))
        };
        assert_eq!(known(&journal), [false, true, true]);
        assert_eq!(known(&Journal::open(dir.path(), 1).unwrap()), [false, true, true]);
        assert_eq!(names_of(&journal.last(None, 9).unwrap()), ["INC-1/2/0", "INC-1/3/0"]);
    }
}
