//! Texts that are too long for Slack are cut where a reader would pause, and never inside of markup.

use super::style::FENCE;

/// How long Slack takes a text to be: what lies beyond the basic plane counts twice.
pub fn length(text: &str) -> usize {
    text.encode_utf16().count()
}

/// A stretch of prose, or of lines between fences.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Stretch {
    Prose(String),
    /// Without its fences.
    Fenced(String),
}

impl Stretch {
    /// As Slack reads it.
    pub fn text(&self) -> String {
        match self {
            Stretch::Prose(text) => text.clone(),
            Stretch::Fenced(lines) => format!("{FENCE}\n{lines}\n{FENCE}"),
        }
    }

    /// The same in pieces of at most `max`, each whole in itself.
    pub fn pieces(self, max: usize) -> Vec<Stretch> {
        let (text, fenced) = match self {
            Stretch::Prose(text) => (text, false),
            Stretch::Fenced(lines) => (lines, true),
        };
        let room = if fenced { max - 2 * (FENCE.len() + 1) } else { max };
        let again = |piece: String| match fenced {
            true => Stretch::Fenced(piece),
            false => Stretch::Prose(piece),
        };
        pieces(&text, room).into_iter().map(again).collect()
    }
}

/// The stretches of a text, in order; empty prose is left out.
pub fn stretches(text: &str) -> Vec<Stretch> {
    let mut stretches = Vec::new();
    for (nth, part) in text.split(FENCE).enumerate() {
        let part = part.trim_matches('\n');
        match nth % 2 {
            _ if part.is_empty() => {}
            0 => stretches.push(Stretch::Prose(part.to_owned())),
            _ => stretches.push(Stretch::Fenced(part.to_owned())),
        }
    }
    stretches
}

/// A text in pieces of at most `max`; the blanks at the cuts are gone.
pub fn pieces(text: &str, max: usize) -> Vec<String> {
    let mut pieces = Vec::new();
    let mut rest = text;
    while length(rest) > max {
        let (now, later) = rest.split_at(cut_at(rest, max));
        pieces.push(now.trim_end().to_owned());
        rest = later.trim_start_matches([' ', '\n']);
    }
    if !rest.is_empty() || pieces.is_empty() {
        pieces.push(rest.to_owned());
    }
    pieces
}

/// At most `max` of a text, ending in `…` where something was left out.
pub fn shortened(text: &str, max: usize) -> String {
    if length(text) <= max {
        return text.to_owned();
    }
    let kept = &text[..cut_at(text, max - 1)];
    format!("{}…", kept.trim_end())
}

/// Where to cut so that at most `max` stand before it: after a line, else after a word, else anywhere, and never inside
/// of `<…>`, `&…;` or what stands between two backticks. In bytes, and more than nothing.
fn cut_at(text: &str, max: usize) -> usize {
    let (mut line, mut word, mut any, mut full) = (0, 0, 0, 0);
    let mut used = 0;
    let mut open: Option<char> = None;
    for (at, sign) in text.char_indices() {
        used += sign.len_utf16();
        if used > max {
            break;
        }
        open = opened(open, sign, &text[at..]);
        let after = at + sign.len_utf8();
        full = after;
        if open.is_none() {
            any = after;
            match sign {
                '\n' => line = after,
                ' ' => word = after,
                _ => {}
            }
        }
    }
    // A short line is no reason to leave most of the room empty.
    let worth = |at: usize| (at * 3 > any).then_some(at);
    match worth(line).or(worth(word)).unwrap_or(any) {
        // Markup that is longer than the room is broken: it is then no markup any more.
        0 => full.max(text.chars().next().map_or(0, char::len_utf8)),
        at => at,
    }
}

/// What closes the markup that stands open behind this sign; an `&` that is no entity opens nothing.
fn opened(open: Option<char>, sign: char, from: &str) -> Option<char> {
    match (open, sign) {
        (Some(close), sign) => (sign != close).then_some(close),
        (None, '<') => Some('>'),
        (None, '`') => Some('`'),
        (None, '&') => {
            ["&amp;", "&lt;", "&gt;"].iter().any(|it| from.starts_with(it)).then_some(';')
        }
        (None, _) => None,
    }
}
