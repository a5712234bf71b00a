//! Letters to words: full-width letters, long dashes, mentions, blanks of every keyboard.

use std::borrow::Cow;

use super::quote::{is_any_quote, is_open_quote, is_single_quote, quotation};

/// A line being read from left to right.
#[derive(Debug, Clone)]
pub(super) struct Scanner<'a> {
    line: &'a str,
    /// Where the next letter stands, in bytes.
    at: usize,
}

/// One word of a line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Word<'a> {
    /// Without quotes, full-width letters as plain ones.
    pub text: Cow<'a, str>,
    /// As it stands in the line.
    pub raw: &'a str,
    /// Where it begins in the line, in bytes.
    pub at: usize,
    /// Whether one pair of quotes holds all of it.
    pub quoted: bool,
}

/// A quote that is never closed, from the quote on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Unclosed<'a>(pub &'a str);

/// A flag as it was typed: its name, in lower case without dashes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct TypedFlag {
    pub name: String,
    pub dash: Dash,
    /// Where its name ends in the line, in bytes.
    pub end: usize,
    /// Whether `=` and a value follow.
    pub has_value: bool,
}

/// How a flag began. People write `—` in prose too, so it decides less than `--`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Dash {
    Double,
    Long,
    Single,
}

impl<'a> Scanner<'a> {
    pub(super) fn new(line: &'a str) -> Self {
        Scanner { line, at: 0 }
    }

    pub(super) fn line(&self) -> &'a str {
        self.line
    }

    pub(super) fn at(&self) -> usize {
        self.at
    }

    pub(super) fn rest(&self) -> &'a str {
        &self.line[self.at..]
    }

    pub(super) fn jump(&mut self, at: usize) {
        self.at = at;
    }

    pub(super) fn skip_blanks(&mut self) {
        self.at = self.line.len() - self.rest().trim_start_matches(is_blank).len();
    }

    /// Skips blanks; whether nothing is left.
    pub(super) fn is_done(&mut self) -> bool {
        self.skip_blanks();
        self.rest().is_empty()
    }

    /// The next word; None at the end of the line.
    pub(super) fn word(&mut self) -> Result<Option<Word<'a>>, Unclosed<'a>> {
        if self.is_done() {
            return Ok(None);
        }
        let (at, mut text, mut quoted) = (self.at, String::new(), false);
        let mut before = None;
        while let Some(c) = self.rest().chars().next().filter(|c| !is_blank(*c)) {
            let opens = matches!(before, None | Some('=' | ',' | '，' | '＝')) && is_open_quote(c);
            if opens && let Some((inside, length)) = quotation(self.rest()) {
                text.push_str(&inside);
                self.at += length;
                quoted = before.is_none() && self.rest().chars().next().is_none_or(is_blank);
            } else if opens && !is_single_quote(c) {
                return Err(Unclosed(self.rest()));
            } else if before.is_none()
                && let Some(length) = mention(self.rest())
            {
                text.push_str(&self.rest()[..length]);
                self.at += length;
            } else {
                self.at += self.letter(&mut text);
            }
            before = self.line[..self.at].chars().next_back();
        }
        let raw = &self.line[at..self.at];
        let text = if text == raw { Cow::Borrowed(raw) } else { Cow::Owned(text) };
        Ok(Some(Word { text, raw, at, quoted }))
    }

    /// Adds the next letter, folded, to `text`; how many bytes it took.
    fn letter(&self, text: &mut String) -> usize {
        let mut letters = self.rest().chars();
        let Some(first) = letters.next() else { return 0 };
        let escaped = letters.next().filter(|second| first == '\\' && is_any_quote(*second));
        if let Some(quote) = escaped {
            text.push(quote);
            return first.len_utf8() + quote.len_utf8();
        }
        text.extend(fold(first));
        first.len_utf8()
    }

    /// The flag that begins here, if one does: `--name`, `—name`, `－－name` or `-name`.
    pub(super) fn flag(&self) -> Option<TypedFlag> {
        let rest = self.rest();
        let mut letters = rest.char_indices().filter(|(_, c)| fold(*c).is_some()).peekable();
        let (_, first) = letters.next()?;
        let dash = match fold(first)? {
            '-' => match letters.next_if(|(_, c)| fold(*c) == Some('-')) {
                Some(_) => Dash::Double,
                None => Dash::Single,
            },
            long if is_long_dash(long) => {
                while letters.next_if(|(_, c)| is_long_dash(*c)).is_some() {}
                Dash::Long
            }
            _ => return None,
        };
        let (mut name, mut end) = (String::new(), rest.len());
        for (at, letter) in letters {
            match fold(letter) {
                Some(c) if c.is_ascii_alphanumeric() || "-_".contains(c) => name.push(c),
                // `—severity` may itself contain what a phone made of a hyphen.
                Some(c) if is_long_dash(c) => name.push('-'),
                _ => {
                    end = at;
                    break;
                }
            }
        }
        let after = rest[end..].chars().next();
        let has_value = matches!(after, Some('=' | '＝'));
        let ends_well = has_value || after.is_none_or(is_blank);
        let is_name = name.starts_with(|c: char| c.is_ascii_alphabetic());
        (is_name && ends_well).then(|| TypedFlag {
            name: name.to_ascii_lowercase().replace('_', "-"),
            dash,
            end: self.at + end,
            has_value,
        })
    }

    /// Passes one word of free text, or one quotation in it.
    pub(super) fn skip_text_word(&mut self) {
        let rest = self.rest();
        let opens = rest.chars().next().is_some_and(is_open_quote);
        let quotation = if opens { quotation(rest) } else { None }.map_or(0, |(_, length)| length);
        let after = &rest[quotation..];
        self.at += quotation + after.find(is_blank).unwrap_or(after.len());
    }
}

/// All of `text` with full-width letters as plain ones.
pub(super) fn folded(text: &str) -> String {
    text.chars().filter_map(fold).collect()
}

/// A full-width letter as the plain one; None for what is not seen.
fn fold(c: char) -> Option<char> {
    match c {
        '\u{FF01}'..='\u{FF5E}' => char::from_u32(c as u32 - 0xFF01 + 0x21),
        '\u{200B}' | '\u{200E}' | '\u{200F}' | '\u{2060}' | '\u{FEFF}' => None,
        '\u{2010}' | '\u{2011}' | '\u{2212}' => Some('-'),
        _ => Some(c),
    }
}

pub(super) fn is_blank(c: char) -> bool {
    c.is_whitespace() || c == '\u{200B}'
}

pub(super) fn is_long_dash(c: char) -> bool {
    matches!(c, '—' | '–' | '―' | '‒' | '⸺' | '﹘')
}

/// The length of the platform mention or link `text` begins with: `<@U024>`, `<#C1|general>`, `<https://…>`.
fn mention(text: &str) -> Option<usize> {
    let inside = text.strip_prefix('<')?;
    let is_one = inside.starts_with(['@', '#', '!', ':']) || inside.starts_with("http");
    let end = inside.find(['>', '\n']).filter(|end| is_one && inside[*end..].starts_with('>'))?;
    Some(end + 2)
}
