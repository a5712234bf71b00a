//! Reads tables of TOML key by key; what nobody asked for is an unknown key.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::RangeInclusive;
use std::str::FromStr;

use toml::Spanned;
use toml::de::DeTable;

use super::{Desk, Field, Read, mend};

/// A table being read. It remembers what was asked for, so that the rest are unknown keys.
pub struct Table<'a> {
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

    pub fn new(
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

    /// Every entry that was not asked for, whatever its key, in the order of the file.
    pub fn entries(&mut self) -> Vec<Field<'a>> {
        let entries = self.rest();
        self.asked.extend(entries.iter().map(|field| field.key));
        entries
    }

    /// A table of named things, in the order of the file: each name is checked as a slug, each thing read by `read`.
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
        let mut rest: Vec<Field<'a>> =
            fields.filter(|field| !self.asked.contains(field.key)).collect();
        rest.sort_by_key(|field| field.head);
        rest
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
