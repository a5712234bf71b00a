//! The journal: what was committed and is not in sled yet, a frame for each sync, in files of bounded size.
//!
//! A frame is begun when the one before it is on disk. So only the last one can be torn, and whoever waited for that was not
//! answered; a frame that cannot be read with a good one behind it is damage.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use super::durability::{Durability, Files};
use super::home::sync_dir;
use crate::store::{Fault, Result};

/// Number of the frame, length and CRC-32 of what it holds, CRC-32 of these with the number of the file.
const HEADER: usize = 20;
/// What removes a key has no value.
const NO_VALUE: u32 = u32::MAX;

/// The file that is being written.
pub struct Journal {
    dir: PathBuf,
    number: u64,
    file: File,
    frames: u64,
    /// Bytes in the file.
    length: u64,
}

/// What is to be written with one sync: room for the header, then keys and values.
pub struct Frame(Vec<u8>);

/// A key, and what is to be there from now on.
pub type Write = (::sled::IVec, Option<::sled::IVec>);

impl Default for Frame {
    fn default() -> Self {
        Frame(vec![0; HEADER])
    }
}

impl Frame {
    pub fn put(&mut self, key: &[u8], value: Option<&[u8]>) {
        let length =
            |bytes: &[u8]| u32::try_from(bytes.len()).expect("keys and values are limited");
        self.0.extend_from_slice(&length(key).to_le_bytes());
        self.0.extend_from_slice(&value.map_or(NO_VALUE, length).to_le_bytes());
        self.0.extend_from_slice(key);
        self.0.extend_from_slice(value.unwrap_or_default());
    }

    pub fn is_empty(&self) -> bool {
        self.0.len() == HEADER
    }

    fn clear(&mut self) {
        self.0.truncate(HEADER);
    }

    /// Its bytes, as they stand in a file at a place.
    fn sealed(&mut self, file: u64, frame: u64) -> io::Result<&[u8]> {
        let (header, payload) = self.0.split_at_mut(HEADER);
        let length = u32::try_from(payload.len()).map_err(io::Error::other)?;
        header
            .copy_from_slice(&Header { frame, length, crc: crc32fast::hash(payload) }.encode(file));
        Ok(&self.0)
    }
}

impl Journal {
    /// Opens the journal in `dir`, hands on what is in it after the file `carried`, and is ready to go on.
    ///
    /// What a power cut tore off the end is cut off. Files that are in sled already are removed.
    ///
    /// # Errors
    /// [`Fault::Damaged`] when a file is missing, or unreadable anywhere else than at the end.
    pub fn open(dir: &Path, carried: u64, mut take: impl FnMut(Write)) -> Result<Journal> {
        let fail = |error| Fault::from_io("reading", dir, error);
        fs::create_dir_all(dir).map_err(fail)?;
        remove_until(dir, carried).map_err(fail)?;
        let numbers = numbers_in(dir).map_err(fail)?;
        let mut next = carried + 1;
        let last = numbers.last().copied();
        for number in numbers {
            if number != next {
                let why = format!("a part of it is gone, {}", name_of(next));
                return Err(Fault::damaged(format!("the journal in {}", dir.display()), why));
            }
            let is_last = Some(number) == last;
            let is_empty = recover(dir, number, is_last, &mut take)? == 0;
            // The last one is empty after every orderly end, and is used again.
            next += u64::from(!(is_last && is_empty));
        }
        Self::begin(dir, next)
    }

    /// Begins a file, or an empty one again; its name is on disk when this returns.
    fn begin(dir: &Path, number: u64) -> Result<Journal> {
        let path = path_of(dir, number);
        let begin = || {
            let file = OpenOptions::new().create(true).append(true).open(&path)?;
            file.sync_all()?;
            sync_dir(dir)?;
            Ok(file)
        };
        let file = begin().map_err(|error| Fault::from_io("beginning", &path, error))?;
        Ok(Journal { dir: dir.to_owned(), number, file, frames: 0, length: 0 })
    }

    /// Puts a frame at the end and waits for the disk; the frame is empty again.
    ///
    /// # Errors
    /// Whatever the disk says. What is written after it would be lost, so nothing may be.
    pub fn write(&mut self, frame: &mut Frame, durability: &dyn Durability) -> Result<()> {
        let mut write = || {
            let bytes = frame.sealed(self.number, self.frames)?;
            self.file.write_all(bytes)?;
            self.length += bytes.len() as u64;
            durability.sync(&Files::journal(&self.file, &self.dir, &name_of(self.number)))
        };
        write().map_err(|error| Fault::from_io("syncing", &self.dir, error))?;
        self.frames += 1;
        frame.clear();
        Ok(())
    }

    /// Ends this file and begins the next; answers with the number of the one that is ended.
    pub fn turn(&mut self) -> Result<u64> {
        let ended = self.number;
        *self = Journal::begin(&self.dir, ended + 1)?;
        Ok(ended)
    }

    pub fn dir(&self) -> &Path {
        &self.dir
    }

    pub fn length(&self) -> u64 {
        self.length
    }
}

/// Hands on what is in a file and answers with its length; what a power cut tore off the end of the last one is cut off.
fn recover(dir: &Path, number: u64, is_last: bool, take: &mut impl FnMut(Write)) -> Result<usize> {
    let path = path_of(dir, number);
    let bytes = fs::read(&path).map_err(|error| Fault::from_io("reading", &path, error))?;
    let good = read(&bytes, number, take);
    if good == bytes.len() {
        return Ok(good);
    }
    if !is_last || has_frame(&bytes[good..], number) {
        let why = format!("it cannot be read at byte {good}, and goes on after that");
        return Err(Fault::damaged(path.display().to_string(), why));
    }
    cut(&path, good as u64).map_err(|error| Fault::from_io("mending", &path, error))?;
    Ok(good)
}

/// Removes the files up to this number, for good.
pub fn remove_until(dir: &Path, number: u64) -> io::Result<()> {
    let old: Vec<u64> = numbers_in(dir)?.into_iter().filter(|old| *old <= number).collect();
    if old.is_empty() {
        return Ok(());
    }
    old.into_iter().try_for_each(|old| fs::remove_file(path_of(dir, old)))?;
    sync_dir(dir)
}

/// The size of all files of the journal in `dir`, in bytes; one that is removed meanwhile counts nothing.
pub fn size_of(dir: &Path) -> io::Result<u64> {
    let size = |number| fs::metadata(path_of(dir, number)).map_or(0, |it| it.len());
    Ok(numbers_in(dir)?.into_iter().map(size).sum())
}

/// The numbers of the files, in order; what else lies there is passed over.
fn numbers_in(dir: &Path) -> io::Result<Vec<u64>> {
    let mut numbers = Vec::new();
    for entry in fs::read_dir(dir)? {
        let name = entry?.file_name();
        let number = name.to_str().and_then(|name| name.strip_suffix(".log"));
        numbers.extend(number.and_then(|number| number.parse::<u64>().ok()));
    }
    numbers.sort_unstable();
    Ok(numbers)
}

fn name_of(number: u64) -> String {
    format!("{number:016}.log")
}

fn path_of(dir: &Path, number: u64) -> PathBuf {
    dir.join(name_of(number))
}

fn cut(path: &Path, length: u64) -> io::Result<()> {
    let file = OpenOptions::new().write(true).open(path)?;
    file.set_len(length)?;
    file.sync_all()
}

/// Hands on what the good frames at the front hold; answers where they end.
fn read(bytes: &[u8], file: u64, take: &mut impl FnMut(Write)) -> usize {
    let mut at = 0;
    for frame in 0.. {
        let Some((payload, length)) = frame_at(&bytes[at..], file, Some(frame)) else { break };
        let Some(writes) = writes_of(payload) else { break };
        writes.into_iter().for_each(&mut *take);
        at += length;
    }
    at
}

/// Whether there is a whole frame anywhere in these bytes.
fn has_frame(bytes: &[u8], file: u64) -> bool {
    (0..bytes.len()).any(|at| frame_at(&bytes[at..], file, None).is_some())
}

/// What the frame at the front holds, and its length with the header; None when there is no whole frame.
fn frame_at(bytes: &[u8], file: u64, expected: Option<u64>) -> Option<(&[u8], usize)> {
    let (header, rest) = bytes.split_first_chunk::<HEADER>()?;
    let header = Header::decode(header, file)?;
    let payload = rest.get(..usize::try_from(header.length).ok()?)?;
    let is_right = expected.is_none_or(|frame| frame == header.frame);
    (is_right && crc32fast::hash(payload) == header.crc)
        .then_some((payload, HEADER + payload.len()))
}

fn writes_of(mut payload: &[u8]) -> Option<Vec<Write>> {
    let mut writes = Vec::new();
    while !payload.is_empty() {
        let (key_length, rest) = payload.split_first_chunk::<4>()?;
        let (value_length, rest) = rest.split_first_chunk::<4>()?;
        let (key, rest) =
            rest.split_at_checked(usize::try_from(u32::from_le_bytes(*key_length)).ok()?)?;
        let (value, rest) = match u32::from_le_bytes(*value_length) {
            NO_VALUE => (None, rest),
            length => {
                let (value, rest) = rest.split_at_checked(usize::try_from(length).ok()?)?;
                (Some(::sled::IVec::from(value)), rest)
            }
        };
        writes.push((::sled::IVec::from(key), value));
        payload = rest;
    }
    Some(writes)
}

struct Header {
    frame: u64,
    length: u32,
    crc: u32,
}

impl Header {
    fn encode(&self, file: u64) -> [u8; HEADER] {
        let mut bytes = [0; HEADER];
        bytes[..8].copy_from_slice(&self.frame.to_le_bytes());
        bytes[8..12].copy_from_slice(&self.length.to_le_bytes());
        bytes[12..16].copy_from_slice(&self.crc.to_le_bytes());
        let seal = seal(&bytes[..16], file);
        bytes[16..].copy_from_slice(&seal.to_le_bytes());
        bytes
    }

    fn decode(bytes: &[u8; HEADER], file: u64) -> Option<Header> {
        let (said, sealed) = bytes.split_at(16);
        if seal(said, file).to_le_bytes() != sealed {
            return None;
        }
        let (frame, rest) = said.split_first_chunk::<8>()?;
        let (length, crc) = rest.split_first_chunk::<4>()?;
        let (length, crc) = (u32::from_le_bytes(*length), crc.try_into().ok()?);
        Some(Header { frame: u64::from_le_bytes(*frame), length, crc: u32::from_le_bytes(crc) })
    }
}

/// A header belongs to one file: nothing left over from another one is taken for it.
fn seal(said: &[u8], file: u64) -> u32 {
    let mut hasher = crc32fast::Hasher::new();
    hasher.update(&file.to_le_bytes());
    hasher.update(said);
    hasher.finalize()
}
