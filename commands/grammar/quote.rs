//! Quotes of every keyboard: straight, curly, angled, full-width; what opens one, what closes it.

use std::borrow::Cow;

use super::scan::Scanner;

/// `word` in double quotes, so that it is read back as it is.
pub fn quoted(word: &str) -> String {
    let mut line = String::with_capacity(word.len() + 2);
    line.push('"');
    let mut backslashes = 0;
    for c in word.chars() {
        if matches!(c, '"' | '＂') {
            line.extend(std::iter::repeat_n('\\', backslashes + 1));
        }
        backslashes = if c == '\\' { backslashes + 1 } else { 0 };
        line.push(c);
    }
    line.extend(std::iter::repeat_n('\\', backslashes));
    line.push('"');
    line
}

/// `word` as it is if it is read back so, else in quotes.
pub(super) fn quoted_if_needed(word: &str) -> Cow<'_, str> {
    let mut scanner = Scanner::new(word);
    let plain = scanner.flag().is_none()
        && !word.starts_with('-')
        && !word.starts_with(',')
        && !word.ends_with(',')
        && matches!(scanner.word(), Ok(Some(read)) if read.text == word && !read.quoted)
        && scanner.rest().is_empty();
    if plain { Cow::Borrowed(word) } else { Cow::Owned(quoted(word)) }
}

pub(super) fn is_single_quote(c: char) -> bool {
    matches!(c, '\'' | '＇' | '‘')
}

/// `’` opens nothing: it is the apostrophe of phones, as in `’tis`.
pub(super) fn is_open_quote(c: char) -> bool {
    is_single_quote(c) || matches!(c, '"' | '＂' | '“' | '”' | '„' | '«' | '「' | '『')
}

pub(super) fn is_any_quote(c: char) -> bool {
    is_open_quote(c) || matches!(c, '’' | '»' | '」' | '』')
}

/// What may close a quote: the best match first, then what keyboards mix it up with.
fn closers(open: char) -> [&'static [char]; 2] {
    match open {
        '"' | '＂' => [&['"', '＂'], &['”', '“']],
        '“' | '”' | '„' => [&['”'], &['“', '"', '＂']],
        '«' => [&['»'], &[]],
        '「' => [&['」'], &[]],
        '『' => [&['』'], &[]],
        '‘' => [&['’'], &['\'', '＇']],
        _ => [&['\'', '＇'], &['’']],
    }
}

/// The quotation `text` begins with: what is inside, and its whole length in bytes. None if it is not closed.
pub(super) fn quotation(text: &str) -> Option<(String, usize)> {
    let open = text.chars().next()?;
    let inside = &text[open.len_utf8()..];
    closers(open).into_iter().find_map(|closers| {
        let end = closing_quote(inside, closers, is_single_quote(open))?;
        let close = inside[end..].chars().next()?;
        let length = open.len_utf8() + end + close.len_utf8();
        let inside = &inside[..end];
        let single = is_single_quote(open);
        Some((if single { inside.to_owned() } else { unescaped(inside, closers) }, length))
    })
}

/// Where the quotation ends: at a quote before a blank or a mark, so that `"a 19" rack"` may end late; for double
/// quotes else at the first one. A single quote before a letter is an apostrophe.
fn closing_quote(inside: &str, closers: &[char], single: bool) -> Option<usize> {
    let mut first = None;
    let mut backslashes = 0;
    for (at, c) in inside.char_indices() {
        let is_close = closers.contains(&c) && (single || backslashes % 2 == 0);
        backslashes = if c == '\\' { backslashes + 1 } else { 0 };
        if !is_close {
            continue;
        }
        first = first.or(Some(at));
        let after = inside[at + c.len_utf8()..].chars().next();
        if !after.is_some_and(char::is_alphanumeric) {
            return Some(at);
        }
    }
    first.filter(|_| !single)
}

/// Backslashes count only before a quote (and at the end): `\\server\share` needs no doubling.
fn unescaped(inside: &str, closers: &[char]) -> String {
    let mut text = String::with_capacity(inside.len());
    let mut backslashes = 0;
    for c in inside.chars() {
        if c == '\\' {
            backslashes += 1;
            continue;
        }
        let kept = if closers.contains(&c) { backslashes / 2 } else { backslashes };
        text.extend(std::iter::repeat_n('\\', kept));
        backslashes = 0;
        text.push(c);
    }
    text.extend(std::iter::repeat_n('\\', backslashes / 2));
    text
}
