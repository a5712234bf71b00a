//! Reads values of TOML one by one, noting every fault and going on.

mod table;

use std::collections::BTreeSet;
use std::ops::RangeInclusive;
use std::str::FromStr;

use baton_commands::grammar::nearest;
use toml::Spanned;
use toml::de::DeValue;

pub(super) use self::table::Table;
use super::fault::Notes;
use super::names::Names;
use super::source::Source;

/// What is at hand while one file is read.
#[derive(Clone, Copy)]
pub(super) struct Desk<'a> {
    pub source: &'a Source,
    pub names: &'a Names,
    pub notes: &'a Notes,
}

impl Desk<'_> {
    /// Notes a fault at a byte of the file.
    pub fn fault(&self, offset: usize, what: impl Into<String>, mend: impl Into<String>) {
        self.notes.add(self.source.fault_at(offset, what.into(), mend.into()));
    }
}

/// A value and the key it stands under. An element of an array has the key of the array.
#[derive(Clone, Copy)]
pub(super) struct Field<'a> {
    pub desk: Desk<'a>,
    pub key: &'a str,
    /// Where its table is named, for what is missing in it.
    pub head: usize,
    value: &'a Spanned<DeValue<'a>>,
}

/// Something that a value of TOML can be read as. None: it cannot, and the fault is noted.
pub(super) trait Read: Sized {
    fn read(field: Field<'_>) -> Option<Self>;
}

impl<'a> Field<'a> {
    /// Notes a fault where the value stands.
    pub fn fault(&self, what: impl Into<String>, mend: impl Into<String>) {
        self.desk.fault(self.value.span().start, what, mend);
    }

    pub fn value(&self) -> &'a DeValue<'a> {
        self.value.get_ref()
    }

    /// Notes that the value is of another type.
    pub fn wants<T>(&self, wanted: &str) -> Option<T> {
        let is = self.value().type_str();
        self.fault(format!("`{}` is of type {is}", self.key), format!("write {wanted}"));
        None
    }

    pub fn text(&self) -> Option<&'a str> {
        match self.value() {
            DeValue::String(text) => Some(text),
            _ => self.wants(&format!("text in quotes: `{} = \"…\"`", self.key)),
        }
    }

    /// The elements of an array; a single value is an array of one.
    pub fn elements(&self) -> Vec<Field<'a>> {
        match self.value() {
            DeValue::Array(array) => {
                let head = |value: &Spanned<_>| value.span().start;
                array.iter().map(|value| Field { value, head: head(value), ..*self }).collect()
            }
            _ => vec![*self],
        }
    }

    /// Reads the elements of an array; a single value is an array of one.
    pub fn list<T: Read>(&self) -> Vec<T> {
        self.elements().into_iter().filter_map(T::read).collect()
    }

    /// The same, each at most once.
    pub fn distinct<T: Read + Ord + Clone>(&self) -> Vec<T> {
        let mut seen = BTreeSet::new();
        let mut list = Vec::new();
        for element in self.elements() {
            let Some(value) = T::read(element) else { continue };
            if seen.insert(value.clone()) {
                list.push(value);
            } else {
                let twice = element.shown();
                let what = format!("`{twice}` stands twice in `{}`", self.key);
                element.fault(what, "remove one of the two");
            }
        }
        list
    }

    /// The value as it stands in the file.
    fn shown(&self) -> &'a str {
        let text = self.desk.source.text.get(self.value.span()).unwrap_or_default();
        text.trim_matches('"')
    }

    /// Reads the value as a table, and notes the keys that `read` did not ask for.
    pub fn table<T>(&self, read: impl FnOnce(&mut Table<'a>) -> Option<T>) -> Option<T> {
        let DeValue::Table(table) = self.value() else {
            return self.wants(&format!("a table: `{} = {{ … }}` or `[{}]`", self.key, self.key));
        };
        let mut table = Table::new(self.desk, self.key, self.head, Some(table));
        let done = read(&mut table);
        table.note_unknown_keys();
        done
    }

    /// The key itself as a name that people type.
    pub fn slug<K: FromStr>(&self) -> Option<K> {
        let odd = |c: char| c.is_whitespace() || c.is_control() || c.is_uppercase();
        let odd = |c: char| odd(c) || "@#,:\"'`/*".contains(c);
        if self.key.is_empty() || self.key.chars().any(odd) {
            let what = format!("`{}` is not a name that can be typed", self.key);
            let mend = "write small letters, digits and `-`";
            self.desk.fault(self.head, what, mend);
            return None;
        }
        self.key.parse().ok()
    }

    /// One of a few words.
    pub fn choice<T: Clone>(&self, words: &[(&str, T)]) -> Option<T> {
        let text = self.text()?;
        if let Some((_, meant)) = words.iter().find(|(word, _)| *word == text) {
            return Some(meant.clone());
        }
        let known: Vec<&str> = words.iter().map(|(word, _)| *word).collect();
        self.fault(format!("unknown word `{text}` in `{}`", self.key), mend(text, &known));
        None
    }

    /// A whole number within bounds.
    pub fn number(&self, bounds: RangeInclusive<u32>) -> Option<u32> {
        let (from, to) = (bounds.start(), bounds.end());
        let wanted = format!("a whole number from {from} to {to}");
        let DeValue::Integer(integer) = self.value() else { return self.wants(&wanted) };
        let number = u32::from_str_radix(integer.as_str(), integer.radix()).ok();
        let fits = number.filter(|number| bounds.contains(number));
        if fits.is_none() {
            self.fault(format!("`{}` is {integer}", self.key), format!("write {wanted}"));
        }
        fits
    }
}

/// What to write instead of a word that is not known: the nearest, or one of all.
pub(super) fn mend(typed: &str, known: &[&str]) -> String {
    let all = || known.iter().map(|word| format!("`{word}`")).collect::<Vec<_>>().join(", ");
    match nearest(typed, known.iter().copied()) {
        Some(near) => format!("did you mean `{near}`?"),
        None if known.is_empty() => "remove it".to_owned(),
        None => format!("write one of {}", all()),
    }
}
