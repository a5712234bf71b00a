//! Record ids as people type them: `INC-7`, `inc 7`, `incident 7`, `#7`, `7`.

use super::scan::Scanner;
use crate::ids::{RecordId, RecordKind};

/// An id that was read at the head of some text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct TypedId {
    /// As it is written in full: `INC-7`.
    pub canonical: String,
    /// Only a number, which might as well be the first word of something else.
    pub bare: bool,
    /// Where it ends in the line, in bytes.
    pub end: usize,
}

/// The id of a `kind` of record that begins where `scanner` stands, in one word or two.
pub(super) fn id_ahead(kind: RecordKind, noun: &str, scanner: &Scanner<'_>) -> Option<TypedId> {
    let mut scanner = scanner.clone();
    let first = scanner.word().ok()??;
    let after_first = scanner.at();
    let second = scanner.word().ok().flatten().filter(|_| is_name(kind, noun, &first.text));
    let (typed, end) = match second {
        Some(second) => (format!("{} {}", first.text, second.text), scanner.at()),
        None => (first.text.into_owned(), after_first),
    };
    let (canonical, bare) = full(kind, noun, &typed)?;
    Some(TypedId { canonical, bare, end })
}

/// `typed` in full, such as `INC-7`, and whether it was only a number. None if it is not an id of that kind.
fn full(kind: RecordKind, noun: &str, typed: &str) -> Option<(String, bool)> {
    let typed = typed.trim().trim_end_matches([':', ',', ';', '.']);
    let number_at = typed.find(|c: char| c.is_ascii_digit())?;
    let (before, number) = typed.split_at(number_at);
    let name = before.trim_end_matches(['-', '_', ' ', '#']);
    let is_number = number.split('.').all(|part| part.parse::<u32>().is_ok());
    let is_part = number.contains('.');
    if !is_number
        || is_part != (kind == RecordKind::Task)
        || !(name.is_empty() || is_name(kind, noun, name))
        || before.starts_with('-')
    {
        return None;
    }
    let number = match number.parse::<u32>() {
        Ok(whole) => whole.to_string(),
        Err(_) => number.to_owned(),
    };
    Some((format!("{}-{number}", kind.prefix()), before.is_empty()))
}

/// `typed` in full: the id of a record of that kind, or with None of any.
pub(super) fn full_of(kind: Option<RecordKind>, typed: &str) -> Option<String> {
    match kind {
        Some(kind) => full(kind, "", typed).map(|(id, _)| id),
        None => typed.parse::<RecordId>().ok().map(|id| id.to_string()),
    }
}

/// Whether `word` is what stands before the number of a record of that kind, or with None of any.
pub(super) fn is_name_of(kind: Option<RecordKind>, word: &str) -> bool {
    match kind {
        Some(kind) => is_name(kind, "", word),
        None => !word.is_empty() && format!("{word}-1").parse::<RecordId>().is_ok(),
    }
}

/// Whether `word` is an id in full, of whatever kind.
pub(super) fn is_any_id(word: &str) -> bool {
    word.trim_end_matches([':', ',', ';', '.']).parse::<RecordId>().is_ok()
}

fn is_name(kind: RecordKind, noun: &str, word: &str) -> bool {
    let is = |name: &str| word.eq_ignore_ascii_case(name);
    !word.is_empty() && (is(kind.prefix()) || is(noun))
}
