//! Texts that are too long for Discord are cut where a reader would pause, and never inside of markup.

use super::style::FENCE;

/// How long a text is, counted so that Discord never counts more: what lies beyond the basic plane counts twice.
pub fn length(text: &str) -> usize {
    text.encode_utf16().count()
}

/// A text in pieces of at most `max`, each whole in itself: lines between fences stay between fences.
pub fn pieces(text: &str, max: usize) -> Vec<String> {
    let mut pieces: Vec<String> = Vec::new();
    for stretch in stretches(text) {
        for piece in stretch.cut(max) {
            match pieces.last_mut() {
                Some(last) if length(last) + 1 + length(&piece) <= max => {
                    *last += "\n";
                    *last += &piece;
                }
                _ => pieces.push(piece),
            }
        }
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

/// Prose, or lines between fences without them.
enum Stretch<'t> {
    Prose(&'t str),
    Fenced(&'t str),
}

/// The stretches of a text, in order; empty ones are left out.
fn stretches(text: &str) -> Vec<Stretch<'_>> {
    let parts = text.split(FENCE).enumerate();
    let parts = parts.map(|(nth, part)| (nth % 2 == 1, part.trim_matches('\n')));
    let parts = parts.filter(|(_, part)| !part.is_empty());
    parts
        .map(|(fenced, part)| if fenced { Stretch::Fenced(part) } else { Stretch::Prose(part) })
        .collect()
}

impl Stretch<'_> {
    fn cut(&self, max: usize) -> Vec<String> {
        match self {
            Stretch::Prose(text) => cut(text, max),
            Stretch::Fenced(lines) => {
                let room = max - 2 * (FENCE.len() + 1);
                let fenced = |piece: String| format!("{FENCE}\n{piece}\n{FENCE}");
                cut(lines, room).into_iter().map(fenced).collect()
            }
        }
    }
}

/// A text in pieces of at most `max`; the blanks at the cuts are gone.
fn cut(text: &str, max: usize) -> Vec<String> {
    let mut pieces = Vec::new();
    let mut rest = text;
    while length(rest) > max {
        let (now, later) = rest.split_at(cut_at(rest, max));
        pieces.push(now.trim_end().to_owned());
        rest = later.trim_start_matches('\n');
    }
    if !rest.trim().is_empty() || pieces.is_empty() {
        pieces.push(rest.to_owned());
    }
    pieces
}

/// Where to cut so that at most `max` stand before it: after a line, else after a word, else anywhere, and never inside
/// of `<…>`, between a backslash and what it escapes, or between two backticks. In bytes, and more than nothing.
fn cut_at(text: &str, max: usize) -> usize {
    let (mut line, mut word, mut any) = (0, 0, 0);
    let (mut used, mut open) = (0, Open::Nothing);
    for (at, sign) in text.char_indices() {
        used += sign.len_utf16();
        if used > max {
            break;
        }
        open = open.after(sign);
        if open == Open::Nothing {
            any = at + sign.len_utf8();
            match sign {
                '\n' => line = any,
                ' ' => word = any,
                _ => {}
            }
        }
    }
    // A short line is no reason to leave most of the room empty.
    let worth = |at: usize| (at * 3 > any).then_some(at);
    let first = text.chars().next().map_or(0, char::len_utf8);
    worth(line).or(worth(word)).unwrap_or(any).max(first)
}

/// What stands open at a place of a text.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Open {
    Nothing,
    /// Until the sign.
    Until(char),
    /// The next sign belongs to the backslash before it.
    Escape,
}

impl Open {
    fn after(self, sign: char) -> Open {
        match (self, sign) {
            (Open::Until(close), sign) if sign != close => Open::Until(close),
            (Open::Nothing, '<') => Open::Until('>'),
            (Open::Nothing, '`') => Open::Until('`'),
            (Open::Nothing, '\\') => Open::Escape,
            _ => Open::Nothing,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_cut_where_a_reader_would_pause() {
        let cases: [(&str, usize, &[&str]); 7] = [
            ("short", 20, &["short"]),
            ("one line\nanother line", 15, &["one line", "another line"]),
            ("words of one single line", 12, &["words of", "one single", "line"]),
            ("no-blank-to-be-found", 8, &["no-blank", "-to-be-f", "ound"]),
            ("see <@&1184405311681986560> now", 25, &["see", "<@&1184405311681986560>", "now"]),
            (r"ab\*cd", 3, &["ab", r"\*c", "d"]),
            ("😀😀😀", 4, &["😀😀", "😀"]),
        ];
        for (text, max, wanted) in cases {
            assert_eq!(pieces(text, max), wanted, "{text}");
        }
    }

    #[test]
    fn each_piece_of_a_table_stands_between_its_own_fences() {
        let text = "Before\n```\nfirst row\nsecond row\nthird row\n```\nAfter";
        let wanted =
            ["Before\n```\nfirst row\n```", "```\nsecond row\n```", "```\nthird row\n```\nAfter"];
        assert_eq!(pieces(text, 25), wanted);
        assert_eq!(pieces(text, 200), [text]);
    }

    #[test]
    fn what_is_left_out_is_marked() {
        assert_eq!(shortened("a title of some length", 12), "a title of…");
        assert_eq!(shortened("a title", 12), "a title");
    }
}
