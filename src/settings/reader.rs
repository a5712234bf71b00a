//! Reads tables of TOML key by key, noting every fault and going on.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::RangeInclusive;
use std::str::FromStr;

use baton_commands::grammar::nearest;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

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

/// A table being read. It remembers what was asked for, so that the rest are unknown keys.
pub(super) struct Table<'a> {
    pub desk: Desk<'a>,
    pub name: &'a str,
    pub head: usize,
    /// None: the table is absent, and has no keys.
    table: Option<&'a DeTable<'a>>,
    asked: BTreeSet<&'a str>,
}

impl<'a> Table<'a> {
    /// The whole of a file.
    pub fn file(desk: Desk<'a>, table: &'a DeTable<'a>) -> Table<'a> {
        Table::new(desk, &desk.source.name, 0, Some(table))
    }

    fn new(
        desk: Desk<'a>,
        name: &'a str,
        head: usize,
        table: Option<&'a DeTable<'a>>,
    ) -> Table<'a> {
        Table { desk, name, head, table, asked: BTreeSet::new() }
    }

    /// Makes a key one that may stand here.
    pub fn know(&mut self, key: &'a str) {
        self.asked.insert(key);
    }

    /// The value under a key, if there is one.
    pub fn field(&mut self, key: &'a str) -> Option<Field<'a>> {
        self.know(key);
        let (name, value) = self.table?.get_key_value(key)?;
        Some(Field { desk: self.desk, key, head: name.span().start, value })
    }

    /// None: the key is absent, or its fault is noted.
    pub fn optional<T: Read>(&mut self, key: &'static str) -> Option<T> {
        T::read(self.field(key)?)
    }

    /// What an absent key means. Where its fault is noted the value does not matter any more.
    pub fn or<T: Read>(&mut self, key: &'static str, absent: T) -> T {
        self.optional(key).unwrap_or(absent)
    }

    /// A key that must be there; `example` is how its value may be written.
    pub fn required<T: Read>(&mut self, key: &'static str, example: &str) -> Option<T> {
        let field = self.expect(key, example)?;
        T::read(field)
    }

    /// The value under a key that must be there.
    pub fn expect(&mut self, key: &'static str, example: &str) -> Option<Field<'a>> {
        let field = self.field(key);
        if field.is_none() {
            let what = format!("`{key}` is missing in `{}`", self.name);
            self.desk.fault(self.head, what, format!("add `{key} = {example}`"));
        }
        field
    }

    /// An array, or a single value for an array of one; absent is empty.
    pub fn list<T: Read>(&mut self, key: &'static str) -> Vec<T> {
        self.field(key).map_or_else(Vec::new, |field| field.list())
    }

    /// The same, in the order of the file, each at most once.
    pub fn distinct<T: Read + Ord + Clone>(&mut self, key: &'static str) -> Vec<T> {
        self.field(key).map_or_else(Vec::new, |field| field.distinct())
    }

    /// The same as a set.
    pub fn set<T: Read + Ord + Clone>(&mut self, key: &'static str) -> BTreeSet<T> {
        self.distinct(key).into_iter().collect()
    }

    /// One of a few words. None: absent, or its fault is noted.
    pub fn choice<T: Clone>(&mut self, key: &'static str, words: &[(&str, T)]) -> Option<T> {
        self.field(key)?.choice(words)
    }

    /// A whole number within bounds. None: absent, or its fault is noted.
    pub fn number(&mut self, key: &'static str, bounds: RangeInclusive<u32>) -> Option<u32> {
        self.field(key)?.number(bounds)
    }

    /// Reads the sub-table under a key; absent is an empty one, so that defaults stand in one place.
    pub fn section<T>(
        &mut self,
        key: &'static str,
        read: impl FnOnce(&mut Table<'a>) -> Option<T>,
    ) -> Option<T> {
        match self.field(key) {
            Some(field) => field.table(read),
            None => read(&mut Table::new(self.desk, key, self.head, None)),
        }
    }

    /// Every entry that was not asked for, whatever its key: a table of named things.
    pub fn entries(&mut self) -> Vec<Field<'a>> {
        let entries = self.rest();
        self.asked.extend(entries.iter().map(|field| field.key));
        entries
    }

    /// A table of named things: each name is checked as a slug, each thing read by `read`.
    pub fn things<K, T>(
        &mut self,
        mut read: impl FnMut(&mut Table<'a>) -> Option<T>,
    ) -> BTreeMap<K, T>
    where
        K: FromStr + Ord,
    {
        let mut things = BTreeMap::new();
        for field in self.entries() {
            let name = field.slug::<K>();
            let thing = field.table(&mut read);
            things.extend(name.zip(thing));
        }
        things
    }

    fn rest(&self) -> Vec<Field<'a>> {
        let field = |(key, value): (&'a Spanned<_>, &'a Spanned<_>)| -> Field<'a> {
            let name: &std::borrow::Cow<'a, str> = key.get_ref();
            Field { desk: self.desk, key: name, head: key.span().start, value }
        };
        let fields = self.table.into_iter().flatten().map(field);
        fields.filter(|field| !self.asked.contains(field.key)).collect()
    }

    /// Notes each key that nobody asked for.
    pub fn note_unknown_keys(&self) {
        let known: Vec<&str> = self.asked.iter().copied().collect();
        for field in self.rest() {
            let what = format!("unknown key `{}` in `{}`", field.key, self.name);
            self.desk.fault(field.head, what, mend(field.key, &known));
        }
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
