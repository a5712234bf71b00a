//! Writes and reads numbers, times and texts; whatever does not read back exactly is None, never a panic.

use chrono::{DateTime, Utc};

use super::record::Hash;

/// Writes a payload. Numbers are little-endian, texts come after their length.
pub struct Pen(Vec<u8>);

impl Pen {
    pub fn new(format: u8) -> Self {
        Pen(vec![format])
    }

    pub fn u8(&mut self, number: u8) -> &mut Self {
        self.raw(&[number])
    }

    pub fn u32(&mut self, number: u32) -> &mut Self {
        self.raw(&number.to_le_bytes())
    }

    pub fn u64(&mut self, number: u64) -> &mut Self {
        self.raw(&number.to_le_bytes())
    }

    /// Seconds since 1970 and nanoseconds, so that any instant comes back exactly.
    pub fn time(&mut self, at: DateTime<Utc>) -> &mut Self {
        self.raw(&at.timestamp().to_le_bytes()).u32(at.timestamp_subsec_nanos())
    }

    pub fn text(&mut self, text: &str) -> &mut Self {
        self.u32(u32::try_from(text.len()).expect("texts are limited")).raw(text.as_bytes())
    }

    pub fn maybe(&mut self, text: Option<&str>) -> &mut Self {
        match text {
            Some(text) => self.u8(1).text(text),
            None => self.u8(0),
        }
    }

    pub fn raw(&mut self, bytes: &[u8]) -> &mut Self {
        self.0.extend_from_slice(bytes);
        self
    }

    /// Ends the payload with a body, which needs no length.
    pub fn rest(&mut self, body: &[u8]) -> Vec<u8> {
        self.raw(body).finish()
    }

    pub fn finish(&mut self) -> Vec<u8> {
        std::mem::take(&mut self.0)
    }
}

/// Reads a payload from the front.
pub struct Lens<'a>(&'a [u8]);

impl<'a> Lens<'a> {
    /// None when the payload is of another format.
    pub fn new(payload: &'a [u8], format: u8) -> Option<Self> {
        payload.strip_prefix(&[format]).map(Lens)
    }

    pub fn u8(&mut self) -> Option<u8> {
        Some(self.take::<1>()?[0])
    }

    pub fn u32(&mut self) -> Option<u32> {
        self.take().map(u32::from_le_bytes)
    }

    pub fn u64(&mut self) -> Option<u64> {
        self.take().map(u64::from_le_bytes)
    }

    pub fn hash(&mut self) -> Option<Hash> {
        self.take()
    }

    pub fn time(&mut self) -> Option<DateTime<Utc>> {
        let seconds = self.take().map(i64::from_le_bytes)?;
        DateTime::from_timestamp(seconds, self.u32()?)
    }

    pub fn text(&mut self) -> Option<String> {
        let length = usize::try_from(self.u32()?).ok()?;
        let (text, rest) = self.0.split_at_checked(length)?;
        self.0 = rest;
        String::from_utf8(text.to_vec()).ok()
    }

    /// The outer None is damage, the inner one an absent text.
    pub fn maybe(&mut self) -> Option<Option<String>> {
        match self.u8()? {
            0 => Some(None),
            1 => self.text().map(Some),
            _ => None,
        }
    }

    pub fn rest(&mut self) -> Vec<u8> {
        std::mem::take(&mut self.0).to_vec()
    }

    /// What was read, if nothing is left over.
    pub fn end<T>(self, read: T) -> Option<T> {
        self.0.is_empty().then_some(read)
    }

    fn take<const N: usize>(&mut self) -> Option<[u8; N]> {
        let (taken, rest) = self.0.split_first_chunk::<N>()?;
        self.0 = rest;
        Some(*taken)
    }
}
