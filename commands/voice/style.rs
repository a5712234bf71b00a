//! How one platform writes a person, a time, a foreign text: what differs between chats.

use chrono::{DateTime, Utc};
use chrono_tz::Tz;

use crate::ids::{DeptId, PersonId, RoleId};

/// What a platform decides about the look of arguments. `live` means: written so that it notifies.
///
/// All markup is made here: every other text, from a file or foreign, comes through
/// [`Style::escape`], [`Style::code`] or [`Style::preformatted`]. What is foreign has been
/// through [`tame`] before; what is left to make harmless is the platform's own markup.
pub trait Style: Send + Sync {
    fn person(&self, person: &PersonId, live: bool) -> String;
    fn dept(&self, dept: &DeptId, live: bool) -> String;
    fn role(&self, role: &RoleId, live: bool) -> String;

    /// A channel, named with its `#`.
    fn channel(&self, name: &str) -> String {
        name.to_owned()
    }

    /// An instant for the reader. Platforms with times of their own use [`Moment::plain`] as the
    /// text for those who cannot show them.
    fn time(&self, moment: &Moment) -> String {
        moment.plain()
    }

    /// A text such that it can neither mention anybody nor change how the rest looks. It may be
    /// part of a line.
    fn escape(&self, text: &str) -> String;

    /// What can be typed or copied: one line, no backticks in it, not escaped yet.
    fn code(&self, line: &str) -> String {
        format!("`{line}`")
    }

    /// A text that is escaped already.
    fn bold(&self, escaped: &str) -> String;

    /// Lines that stay as they are, in type of equal width: a table, generated help. They are plain
    /// text: not escaped yet.
    fn preformatted(&self, lines: &str) -> String;
}

/// An instant, and all that is needed to show it to somebody.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Moment {
    pub at: DateTime<Utc>,
    /// The reader's zone.
    pub zone: Tz,
    /// The company's zone: only another one is named.
    pub home: Tz,
    /// When it is said; None where the text stays longer than a day.
    pub now: Option<DateTime<Utc>>,
}

impl Moment {
    /// `2026-03-02 09:15` in the reader's zone; `09:15` if it is said on that same local day;
    /// `09:15 WIB` if the reader's zone is not the company's.
    pub fn plain(&self) -> String {
        let local = self.at.with_timezone(&self.zone);
        let said_on = self.now.map(|now| now.with_timezone(&self.zone).date_naive());
        let day = if said_on == Some(local.date_naive()) { "" } else { "%Y-%m-%d " };
        let zone = if self.zone == self.home { "" } else { " %Z" };
        local.format(&format!("{day}%H:%M{zone}")).to_string()
    }
}

/// Without any markup: the console and transcripts.
#[derive(Debug, Clone, Copy, Default)]
pub struct PlainStyle;

impl Style for PlainStyle {
    fn person(&self, person: &PersonId, _live: bool) -> String {
        format!("@{person}")
    }
    fn dept(&self, dept: &DeptId, _live: bool) -> String {
        dept.to_string()
    }
    fn role(&self, role: &RoleId, _live: bool) -> String {
        role.to_string()
    }
    fn escape(&self, text: &str) -> String {
        text.to_owned()
    }
    fn bold(&self, escaped: &str) -> String {
        escaped.to_owned()
    }
    fn preformatted(&self, lines: &str) -> String {
        lines.to_owned()
    }
}

/// A foreign text as one harmless line: ` ⏎ ` for what breaks lines, `'` for backticks, and without
/// control characters and the marks that turn the direction of text or hide parts of it.
pub fn tame(foreign: &str) -> String {
    let mut tamed = String::with_capacity(foreign.len());
    for (nth, line) in
        foreign.split(breaks_line).map(str::trim).filter(|l| !l.is_empty()).enumerate()
    {
        tamed.push_str(if nth == 0 { "" } else { " ⏎ " });
        tamed.extend(line.chars().filter(|c| !is_hidden(*c)).map(tamed_char));
    }
    tamed
}

fn tamed_char(c: char) -> char {
    match c {
        '`' => '\'',
        '\t' => ' ',
        c => c,
    }
}

fn breaks_line(c: char) -> bool {
    matches!(c, '\n' | '\r' | '\u{b}' | '\u{c}' | '\u{85}' | '\u{2028}' | '\u{2029}')
}

/// Controls, marks of direction, and signs without width; joiners stay, for scripts and emoji.
fn is_hidden(c: char) -> bool {
    let unseen = matches!(c, '\u{ad}' | '\u{61c}' | '\u{200b}' | '\u{200e}' | '\u{200f}'
        | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}' | '\u{e0000}'..='\u{e007f}');
    unseen || (c.is_control() && c != '\t')
}
