//! The words after the verb, each put where it belongs.

use super::head::replaced;
use super::record::{id_ahead, is_any_id};
use super::scan::{Dash, Scanner, TypedFlag, Unclosed, Word};
use super::shape::{Shape, Signature, Slot};
use super::{Misread, Wanted, nearest};
use crate::ids::{RecordId, RecordKind};

/// Goes through the words once, from left to right.
#[derive(Debug)]
pub(super) struct Filler<'a> {
    pub(super) scanner: Scanner<'a>,
    pub(super) signature: &'a Signature<'a>,
    thread: Option<RecordId>,
    /// The positional whose turn it is.
    next: usize,
    said: Vec<Said<'a>>,
    /// The flag that still waits for its value.
    pending: Option<Slot<'a>>,
}

/// One argument that was said, once.
#[derive(Debug)]
struct Said<'a> {
    slot: Slot<'a>,
    values: Vec<String>,
}

/// All words in their places.
#[derive(Debug)]
pub(super) struct Filled {
    /// For clap: flags first, then `--`, then the positionals in order.
    pub words: Vec<String>,
    /// By argument id, in the order they were said.
    pub given: Vec<(String, String)>,
    pub canonical: String,
}

impl<'a> Filler<'a> {
    pub(super) fn new(
        scanner: Scanner<'a>,
        signature: &'a Signature<'a>,
        thread: Option<RecordId>,
    ) -> Self {
        let (next, said, pending) = (0, Vec::new(), None);
        Filler { scanner, signature, thread, next, said, pending }
    }

    /// Puts every word in its place. Errors: words that have none, flags that are unknown or lack their value.
    pub(super) fn run(&mut self) -> Result<(), Misread> {
        while !self.scanner.is_done() {
            match self.flag_ahead()?.or_else(|| self.single_dash_flag()) {
                Some((slot, typed)) => self.take_flag(slot, &typed)?,
                None => self.take_positional()?,
            }
        }
        self.take_record_from_thread();
        Ok(())
    }

    /// The flag whose value is still to come, else the positional whose turn it is.
    pub(super) fn awaited(&self) -> Option<Slot<'a>> {
        self.pending.or_else(|| self.signature.positionals.get(self.next).copied())
    }

    /// The argument said last, if it takes a list that may go on.
    pub(super) fn last_list(&self) -> Option<Slot<'a>> {
        self.said.last().map(|said| said.slot).filter(|slot| slot.list)
    }

    /// Whether the line stops after a flag that takes a value.
    pub(super) fn is_pending(&self) -> bool {
        self.pending.is_some()
    }

    /// Whether an argument was said already.
    pub(super) fn has(&self, slot: &Slot<'_>) -> bool {
        self.said.iter().any(|said| said.slot.arg.get_id() == slot.arg.get_id())
    }

    pub(super) fn filled(self) -> Filled {
        let mut words = Vec::new();
        let mut canonical = self.signature.name.to_string();
        for said in self.said.iter().filter(|said| said.slot.arg.is_positional()) {
            said.values.iter().for_each(|value| canonical.extend([" ", &said.slot.written(value)]));
        }
        for Said { slot, values } in &self.said {
            let Some(long) = slot.arg.get_long() else { continue };
            canonical.extend([" --", long]);
            values.iter().for_each(|value| canonical.extend([" ", &slot.written(value)]));
            match values.is_empty() {
                true => words.push(format!("--{long}")),
                false => words.extend(values.iter().map(|value| format!("--{long}={value}"))),
            }
        }
        words.push("--".to_owned());
        let positionals = self.said.iter().filter(|said| said.slot.arg.is_positional());
        words.extend(positionals.flat_map(|said| said.values.iter().cloned()));
        Filled { words, given: self.given(), canonical }
    }

    fn given(&self) -> Vec<(String, String)> {
        let field = |said: &Said<'_>| {
            let value = if said.values.is_empty() { "yes".into() } else { said.values.join(" ") };
            (said.slot.arg.get_id().to_string(), value)
        };
        self.said.iter().map(field).collect()
    }

    // Flags.

    /// The flag that stands here. Errors: `--severty`, which the verb doesn't have.
    pub(super) fn flag_ahead(&self) -> Result<Option<(Slot<'a>, TypedFlag)>, Misread> {
        let Some(typed) = self.scanner.flag().filter(|flag| flag.dash != Dash::Single) else {
            return Ok(None);
        };
        if let Some(slot) = self.signature.flag(&typed.name) {
            return Ok(Some((*slot, typed)));
        }
        if typed.name == "help" {
            let name = self.signature.name;
            return Err(Misread::HelpAsked { noun: Some(name.noun), verb: Some(name.verb) });
        }
        let near = nearest(&typed.name, self.signature.flag_names());
        // In prose a long dash may stand right before a word; only a slip of a flag is taken for one.
        match (typed.dash, near) {
            (Dash::Long, None) => Ok(None),
            _ => Err(self.unknown_flag(&typed, near)),
        }
    }

    /// `-severity`, where no free text is expected.
    fn single_dash_flag(&self) -> Option<(Slot<'a>, TypedFlag)> {
        let in_prose = self.awaited().is_some_and(|slot| slot.shape == Shape::Text);
        let typed = self.scanner.flag().filter(|flag| flag.dash == Dash::Single && !in_prose)?;
        Some((*self.signature.flag(&typed.name)?, typed))
    }

    fn take_flag(&mut self, slot: Slot<'a>, typed: &TypedFlag) -> Result<(), Misread> {
        self.scanner.jump(typed.end);
        if typed.has_value {
            let equals = self.scanner.rest().chars().next().map_or(0, char::len_utf8);
            self.scanner.jump(typed.end + equals);
        }
        if slot.shape == Shape::Switch {
            return self.take_switch(slot, typed);
        }
        let mut values = Vec::new();
        while values.len() < slot.words_max
            && let Some(value) = self.value(&slot)?
        {
            values.push(value);
        }
        if values.is_empty() {
            self.pending = Some(slot);
            return Err(self.missing(vec![slot.label()]));
        }
        self.said.push(Said { slot, values });
        Ok(())
    }

    fn take_switch(&mut self, slot: Slot<'a>, typed: &TypedFlag) -> Result<(), Misread> {
        if typed.has_value {
            let value = self.word()?.map_or(String::new(), |word| word.text.into_owned());
            let wanted = Wanted::A("no value".to_owned());
            return Err(self.bad_value(slot.label(), value, wanted));
        }
        // A switch said twice is as much on as said once.
        if !self.has(&slot) {
            self.said.push(Said { slot, values: Vec::new() });
        }
        Ok(())
    }

    // Words in their order.

    fn take_positional(&mut self) -> Result<(), Misread> {
        if let (0, Some(kind)) = (self.next, self.signature.record) {
            return self.take_record(kind);
        }
        let Some(slot) = self.signature.positionals.get(self.next).copied() else {
            return Err(self.extra());
        };
        self.next += 1;
        let mut values = Vec::new();
        while values.len() < slot.words_max
            && let Some(value) = self.value(&slot)?
        {
            values.push(value);
        }
        self.said.push(Said { slot, values });
        Ok(())
    }

    /// The verb's own record comes first; in its thread it may be left out.
    fn take_record(&mut self, kind: RecordKind) -> Result<(), Misread> {
        let id = id_ahead(kind, self.signature.name.noun, &self.scanner);
        let in_thread = self.thread.is_some_and(|record| record.kind == kind);
        if let Some(id) = id.filter(|id| !in_thread || !id.bare || self.is_id_not_value(id.end)) {
            self.scanner.jump(id.end);
            self.said_first(id.canonical);
        } else if in_thread && self.fits_after_record() {
            self.take_record_from_thread();
        } else if let Some(word) = self.word()? {
            self.said_first(word.text.into_owned());
        }
        Ok(())
    }

    fn said_first(&mut self, value: String) {
        if let Some(slot) = self.signature.positionals.first() {
            self.said.push(Said { slot: *slot, values: vec![value] });
        }
        self.next = 1;
    }

    fn take_record_from_thread(&mut self) {
        let own = self.thread.filter(|record| Some(record.kind) == self.signature.record);
        if let (0, Some(record)) = (self.next, own) {
            self.said_first(record.to_string());
        }
    }

    /// Whether a bare number that ends at `end` is the id and not the word after it: `/incident severity 2` in a
    /// thread sets the thread's severity, `/incident severity 7 2` that of INC-7; `2 disks failed` is a text.
    fn is_id_not_value(&self, end: usize) -> bool {
        let others = &self.signature.positionals[1..];
        let has_text = others.iter().any(|slot| slot.shape == Shape::Text);
        let needed = |slot: &&Slot<'_>| slot.arg.is_required_set() && slot.shape != Shape::Text;
        let needed = others.iter().filter(needed).count();
        let left = self.words_after(end);
        if has_text { left == 0 && needed == 0 } else { left >= needed }
    }

    /// How many words stand before the next flag.
    fn words_after(&self, at: usize) -> usize {
        let mut scanner = self.scanner.clone();
        scanner.jump(at);
        let mut count = 0;
        while !scanner.is_done() && scanner.flag().is_none() {
            scanner.skip_text_word();
            count += 1;
        }
        count
    }

    /// Whether the words here can be what follows the record. Another record's id can only begin a text, or be asked for.
    fn fits_after_record(&self) -> bool {
        let Some(after) = self.signature.positionals.get(1) else { return false };
        let takes_ids = matches!(after.shape, Shape::Text | Shape::Record(_));
        let word = self.scanner.clone().word().ok().flatten();
        takes_ids || !word.is_some_and(|word| is_any_id(&word.text))
    }

    // What can be wrong.

    fn missing(&self, what: Vec<String>) -> Misread {
        let given = self.given();
        let hint = self.signature.example_about(&given);
        Misread::Missing { verb: self.signature.name, what, given, hint }
    }

    fn bad_value(&self, word: String, typed: String, wanted: Wanted) -> Misread {
        let (wanted, hint) = (Box::new(wanted), self.signature.example_about(&self.given()));
        Misread::BadValue { verb: self.signature.name, word, typed, wanted, hint }
    }

    fn extra(&self) -> Misread {
        let typed = self.scanner.rest().trim_end().to_owned();
        let hint = self.signature.example_about(&self.given());
        Misread::Extra { verb: self.signature.name, typed, hint }
    }

    pub(super) fn unbalanced(&self, open: &Unclosed<'_>) -> Misread {
        let rest = open.0.trim_end();
        let hint = format!("{}\"", self.scanner.line().trim_end());
        Misread::Unbalanced { rest: rest.to_owned(), hint }
    }

    fn unknown_flag(&self, typed: &TypedFlag, near: Option<&str>) -> Misread {
        let at = self.scanner.at();
        let raw = &self.scanner.line()[at..typed.end];
        let word = Word { text: raw.into(), raw, at, quoted: false };
        let near = near.map(|near| format!("--{near}"));
        let hint = match &near {
            Some(near) => replaced(self.scanner.line(), &word, near),
            None => self.signature.example_about(&self.given()),
        };
        let flags = self.signature.flag_names().map(|name| format!("--{name}")).collect();
        let typed = format!("--{}", typed.name);
        Misread::UnknownFlag { verb: self.signature.name, typed, nearest: near, flags, hint }
    }
}
