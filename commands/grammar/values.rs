//! One value of an argument: as many words as its shape takes.

use super::fill::Filler;
use super::record::{full_of, is_name_of};
use super::scan::{Scanner, Word};
use super::shape::{Shape, Slot};
use super::{Misread, Moment, Stretch};
use crate::ids::RecordKind;

/// The most words a time may have: `2026-03-02 09:00 Asia/Jakarta .. 2026-03-02 11:00 Asia/Jakarta`.
const TIME_WORDS_MAX: usize = 7;

impl<'a> Filler<'a> {
    /// The next value of an argument; None at the end of the line or before a flag.
    pub(super) fn value(&mut self, slot: &Slot<'a>) -> Result<Option<String>, Misread> {
        if self.scanner.is_done() || self.flag_ahead()?.is_some() {
            return Ok(None);
        }
        if slot.shape == Shape::Text {
            return self.text();
        }
        let Some(mut value) = self.element(slot)? else { return Ok(None) };
        while slot.list && self.list_goes_on(&value) {
            let Some(more) = self.element(slot)? else { break };
            value.push_str(&more);
        }
        let value = if slot.list { tidy_list(slot.shape, &value) } else { value };
        Ok(Some(value))
    }

    /// One word, or the several that a time or an id may have.
    fn element(&mut self, slot: &Slot<'a>) -> Result<Option<String>, Misread> {
        let joined = match slot.shape {
            Shape::Moment => self.longest(|typed| typed.parse::<Moment>().is_ok()),
            Shape::Stretch => self.longest(|typed| typed.parse::<Stretch>().is_ok()),
            Shape::Record(kind) => return self.record_element(kind),
            Shape::Switch | Shape::Text | Shape::Word => None,
        };
        match joined {
            Some(joined) => Ok(Some(joined)),
            None => Ok(self.word()?.map(|word| word.text.into_owned())),
        }
    }

    /// `8`, `inc 8`; in a list also `7,inc 8`.
    fn record_element(&mut self, kind: Option<RecordKind>) -> Result<Option<String>, Misread> {
        let Some(word) = self.word()? else { return Ok(None) };
        let mut typed = word.text.into_owned();
        let last = typed.rsplit(',').next().unwrap_or_default();
        if is_name_of(kind, last)
            && let Some(number) = self.word()?
        {
            typed.extend([" ", &number.text]);
        }
        let full = full_of(kind, &typed).filter(|_| !typed.ends_with(','));
        Ok(Some(full.unwrap_or(typed)))
    }

    fn list_goes_on(&mut self, value: &str) -> bool {
        if self.scanner.is_done() || matches!(self.flag_ahead(), Err(_) | Ok(Some(_))) {
            return false;
        }
        value.ends_with([',', '、']) || self.scanner.rest().starts_with([',', '，', '、'])
    }

    /// The longest run of plain words that `fits`, joined by blanks.
    fn longest(&mut self, fits: impl Fn(&str) -> bool) -> Option<String> {
        let mut scanner = self.scanner.clone();
        let (mut joined, mut best) = (String::new(), None);
        for _ in 0..TIME_WORDS_MAX {
            if scanner.is_done() || self.is_flag_at(&scanner) {
                break;
            }
            let Some(word) = scanner.word().ok().flatten().filter(|word| !word.quoted) else {
                break;
            };
            if !joined.is_empty() {
                joined.push(' ');
            }
            joined.push_str(&word.text);
            if fits(&joined) {
                best = Some((joined.clone(), scanner.at()));
            }
        }
        let (joined, end) = best?;
        self.scanner.jump(end);
        Some(joined)
    }

    fn is_flag_at(&self, scanner: &Scanner<'_>) -> bool {
        scanner.flag().is_some_and(|flag| self.signature.flag(&flag.name).is_some())
    }

    /// Free text up to the next flag, its spacing kept. Quotes around all of it are taken off.
    fn text(&mut self) -> Result<Option<String>, Misread> {
        let start = self.scanner.at();
        let rest = self.scanner.rest();
        if let Some(all) = rest.strip_prefix("-- ") {
            self.scanner.jump(self.scanner.line().len());
            return Ok(Some(all.trim().to_owned()));
        }
        let mut first = self.scanner.clone();
        let first = first.word().map_err(|open| self.unbalanced(&open))?;
        let mut end = start;
        let mut count = 0;
        while !self.scanner.is_done() && self.flag_ahead()?.is_none() {
            self.scanner.skip_text_word();
            (end, count) = (self.scanner.at(), count + 1);
        }
        let text = match first {
            Some(word) if count == 1 && word.quoted => word.text.into_owned(),
            _ => self.scanner.line()[start..end].to_owned(),
        };
        Ok(Some(text.trim().to_owned()))
    }

    pub(super) fn word(&mut self) -> Result<Option<Word<'a>>, Misread> {
        self.scanner.word().map_err(|open| self.unbalanced(&open))
    }
}

/// A list without blanks and empty places; ids in it are written in full.
fn tidy_list(shape: Shape, typed: &str) -> String {
    let parts = typed.split([',', '、']).map(str::trim).filter(|part| !part.is_empty());
    let parts = parts.map(|part| match shape {
        Shape::Record(kind) => full_of(kind, part).unwrap_or(part.to_owned()),
        _ => part.to_owned(),
    });
    parts.collect::<Vec<_>>().join(",")
}
