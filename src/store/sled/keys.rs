//! Where each thing stands in the one tree: `<company>\0<kind><rest>`.
//!
//! Every key begins with the company's slug, so that one store can host several. Names hold no control
//! characters ([`Batch::fit`](crate::store::Batch::fit)), so a NUL ends one.

use crate::store::Seq;

/// What a key leads to. The letters are on disk: never reuse one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
#[repr(u8)]
pub enum Kind {
    /// `m` – the [`Head`](super::record::Head), rewritten by every commit.
    Head = b'm',
    /// `e<seq>` – an event.
    Event = b'e',
    /// `r<record>\0<seq>` – nothing; says that the event is about the record.
    History = b'r',
    /// `l<key>` – a live document.
    Live = b'l',
    /// `a<key>` – an archived document.
    Archived = b'a',
    /// `o<name>` – a row not settled yet.
    Waiting = b'o',
    /// `s<name>` – a settled row.
    Settled = b's',
    /// `w<record>\0<number>` – the name of a row about the record, where the name does not begin with it. Until format 3
    /// every row had one.
    About = b'w',
    /// `u<number>` – the name of a row that was given up.
    Undelivered = b'u',
    /// `d<delivery>` – a delivery and its answer.
    Seen = b'd',
    /// `n<name>` – until when all that has this name may not be sent.
    Shut = b'n',
    /// `c<length of a key><key><index>` – a piece of a value too large for one place.
    Piece = b'c',
}

const KINDS: [Kind; 12] = [
    Kind::Head,
    Kind::Event,
    Kind::History,
    Kind::Live,
    Kind::Archived,
    Kind::Waiting,
    Kind::Settled,
    Kind::About,
    Kind::Undelivered,
    Kind::Seen,
    Kind::Shut,
    Kind::Piece,
];

/// The keys of one company.
#[derive(Debug, Clone)]
pub struct Keys {
    /// The slug and a NUL.
    prefix: Vec<u8>,
}

impl Keys {
    pub fn of(company: &str) -> Self {
        let mut prefix = company.as_bytes().to_vec();
        prefix.push(0);
        Keys { prefix }
    }

    pub fn head(&self) -> Vec<u8> {
        self.all(Kind::Head)
    }

    pub fn event(&self, seq: Seq) -> Vec<u8> {
        self.join(Kind::Event, &[&seq.to_be_bytes()])
    }

    pub fn history(&self, record: &str, seq: Seq) -> Vec<u8> {
        self.join(Kind::History, &[record.as_bytes(), &[0], &seq.to_be_bytes()])
    }

    pub fn histories(&self, record: &str) -> Vec<u8> {
        self.join(Kind::History, &[record.as_bytes(), &[0]])
    }

    /// The key of what has a name: a document, a row, a delivery.
    pub fn named(&self, kind: Kind, name: &str) -> Vec<u8> {
        self.join(kind, &[name.as_bytes()])
    }

    pub fn about(&self, record: &str, number: u64) -> Vec<u8> {
        self.join(Kind::About, &[record.as_bytes(), &[0], &number.to_be_bytes()])
    }

    pub fn abouts(&self, record: &str) -> Vec<u8> {
        self.join(Kind::About, &[record.as_bytes(), &[0]])
    }

    /// What the rows begin with whose name is that of the record, a slash, and more.
    pub fn rows_of(&self, kind: Kind, record: &str) -> Vec<u8> {
        self.join(kind, &[record.as_bytes(), b"/"])
    }

    pub fn undelivered(&self, number: u64) -> Vec<u8> {
        self.join(Kind::Undelivered, &[&number.to_be_bytes()])
    }

    /// What all keys of a kind begin with.
    pub fn all(&self, kind: Kind) -> Vec<u8> {
        self.join(kind, &[])
    }

    /// What all keys of the company begin with.
    pub fn everything(&self) -> &[u8] {
        &self.prefix
    }

    /// The kind of a key and what follows it; None for a key that is not the company's or of no kind.
    pub fn parse<'a>(&self, key: &'a [u8]) -> Option<(Kind, &'a [u8])> {
        let (letter, rest) = key.strip_prefix(self.prefix.as_slice())?.split_first()?;
        let kind = KINDS.into_iter().find(|kind| *kind as u8 == *letter)?;
        Some((kind, rest))
    }

    fn join(&self, kind: Kind, parts: &[&[u8]]) -> Vec<u8> {
        let mut key = self.prefix.clone();
        key.push(kind as u8);
        parts.iter().for_each(|part| key.extend_from_slice(part));
        key
    }
}

/// Whether a name is that of a record, a slash, and more: such a row is found under the record by its name.
pub fn is_of(name: &str, record: &str) -> bool {
    name.strip_prefix(record).is_some_and(|rest| rest.starts_with('/'))
}

/// Splits `<record>\0<number>`, the rest of a history or about key.
pub fn split_numbered(rest: &[u8]) -> Option<(&str, u64)> {
    let (name, number) = rest.split_at_checked(rest.len().checked_sub(8)?)?;
    let name = std::str::from_utf8(name.strip_suffix(&[0])?).ok()?;
    Some((name, number_of(number)?))
}

/// Reads the number a key ends with.
pub fn number_of(rest: &[u8]) -> Option<u64> {
    Some(u64::from_be_bytes(rest.try_into().ok()?))
}

/// The key of a piece of the value at `key`.
pub fn piece(key: &[u8], index: u32) -> Vec<u8> {
    let (prefix, rest) = key.split_at(company_len(key));
    let length = u16::try_from(rest.len()).unwrap_or(u16::MAX).to_be_bytes();
    let mut piece = prefix.to_vec();
    piece.push(Kind::Piece as u8);
    for part in [&length[..], rest, &index.to_be_bytes()] {
        piece.extend_from_slice(part);
    }
    piece
}

/// The key whose value a piece belongs to, and the piece's index; from what follows the `c`.
pub fn owner_of_piece(prefix: &[u8], rest: &[u8]) -> Option<(Vec<u8>, u32)> {
    let (length, rest) = rest.split_at_checked(2)?;
    let length = usize::from(u16::from_be_bytes(length.try_into().ok()?));
    let (key, index) = rest.split_at_checked(length)?;
    Some(([prefix, key].concat(), u32::from_be_bytes(index.try_into().ok()?)))
}

/// The length of the company's slug in a key, with its NUL.
fn company_len(key: &[u8]) -> usize {
    key.iter().position(|byte| *byte == 0).map_or(0, |nul| nul + 1)
}

/// The first key after all those with this beginning. Ours begin with a slug, which is never all `0xff`.
pub fn end_of(prefix: &[u8]) -> Vec<u8> {
    let mut end = prefix.to_vec();
    while end.last() == Some(&u8::MAX) {
        end.pop();
    }
    if let Some(last) = end.last_mut() {
        *last += 1;
    }
    end
}
