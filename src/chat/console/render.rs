//! How a message looks at the console: a line that says when, where, who is pinged and why, then its text.

use anstyle::{AnsiColor, Style};
use baton_commands::voice::{PlainStyle, Voice};
use chrono::NaiveDate;
use chrono_tz::Tz;
use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

use super::journal::Entry;
use crate::chat::Outgoing;

/// Text is never squeezed into fewer columns than this.
const WIDTH_MIN: usize = 30;
/// Where a header goes on: under the place, after `09:30 `.
const HEADER_INDENT: usize = 6;

/// What the reader's terminal can do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Look {
    pub colour: bool,
    /// Where lines are broken, in columns. None: nowhere, as in a pipe.
    pub width: Option<usize>,
    /// Buttons are shown with the number that presses them.
    pub numbered: bool,
}

impl Look {
    /// Of the terminal that this process writes to, as wide as it is now. `NO_COLOR` is respected.
    pub fn of_terminal() -> Look {
        let colour = std::env::var_os("NO_COLOR").is_none_or(|value| value.is_empty());
        let width = terminal_size::terminal_size().map_or(80, |(width, _)| usize::from(width.0));
        Look { colour, width: Some(width.max(WIDTH_MIN)), numbered: true }
    }

    pub fn paint(&self, style: Style, text: &str) -> String {
        if self.colour && !text.is_empty() {
            format!("{style}{text}{style:#}")
        } else {
            text.to_owned()
        }
    }

    /// Lines that fit.
    pub fn broken(&self, text: &str) -> Vec<String> {
        text.lines().flat_map(|line| wrapped(line, 0, self.width)).collect()
    }

    /// The console's own remarks stand back behind what the bot says.
    pub fn dim(&self, text: &str) -> String {
        self.paint(Style::new().dimmed(), text)
    }
}

/// The message as it is written down, in the language and zone of those it is for.
pub fn entry(message: &Outgoing, home: Tz) -> Entry {
    let voice = Voice::new(message.language, home, &PlainStyle)
        .in_zone(message.zone)
        .at(message.at)
        .pinging(&message.pings);
    Entry {
        name: message.name.clone(),
        also: message.also.clone(),
        at: message.at,
        place: message.place.clone(),
        act: message.act.word().to_owned(),
        to: message.to.clone(),
        pings: message.pings.clone(),
        reason: message.reason.clone(),
        about: message.about.clone(),
        text: voice.prose(&message.card),
        buttons: message.card.buttons.iter().map(|button| voice.press(button)).collect(),
    }
}

/// A message as lines, without a last line break. Times in front are in `zone`; `numbers` are those of its buttons.
pub fn draw(entry: &Entry, numbers: &[usize], zone: Tz, look: Look) -> String {
    let mut lines = header(entry, zone, look);
    for line in entry.text.lines() {
        lines.extend(wrapped(line, 2, look.width));
    }
    if !entry.buttons.is_empty() {
        let buttons = wrapped(&buttons(entry, numbers, look), 2, look.width);
        lines.extend(buttons.iter().map(|line| look.paint(coloured(AnsiColor::Cyan), line)));
    }
    lines.join("\n")
}

/// `1 [Acknowledge INC-1]  2 [Hold INC-1]`, or the buttons alone in a pipe.
fn buttons(entry: &Entry, numbers: &[usize], look: Look) -> String {
    if !look.numbered {
        return entry.buttons.join(" ");
    }
    let numbered = numbers.iter().zip(&entry.buttons);
    let buttons =
        numbered.map(|(number, button)| format!("{number} {button}").replace(' ', "\u{a0}"));
    buttons.collect::<Vec<_>>().join("  ")
}

/// `09:30 #unix ping(dept:unix) sla.response.at_75 INC-1`, in several lines where it is too long for one.
fn header(entry: &Entry, zone: Tz, look: Look) -> Vec<String> {
    let bold = Style::new().bold();
    let reason = entry.reason.as_ref().map_or("", |reason| reason.as_str());
    let about: Vec<String> = entry.about.iter().map(ToString::to_string).collect();
    let parts = [
        (Style::new().dimmed(), entry.at.with_timezone(&zone).format("%H:%M").to_string()),
        (bold, entry.place.to_string()),
        (act_style(entry), act(entry)),
        (reason_style(reason), reason.to_owned()),
        (bold, about.join(", ")),
    ];
    let mut lines: Vec<String> = Vec::new();
    let mut room = 0;
    for (style, part) in &parts {
        for word in part.split_whitespace() {
            let painted = look.paint(*style, word);
            match lines.last_mut() {
                Some(line) if look.width.is_none() || room > word.width() => {
                    *line += &format!(" {painted}");
                    room = room.saturating_sub(word.width() + 1);
                }
                last => {
                    let indent = if last.is_none() { 0 } else { HEADER_INDENT };
                    lines.push(format!("{:indent$}{painted}", ""));
                    room = look.width.unwrap_or(0).saturating_sub(indent + word.width());
                }
            }
        }
    }
    lines
}

/// `ping(dept:unix, person:unix-1)`
fn act(entry: &Entry) -> String {
    if entry.pings.is_empty() {
        return entry.act.clone();
    }
    let pings: Vec<String> = entry.pings.iter().map(ToString::to_string).collect();
    format!("{}({})", entry.act, pings.join(", "))
}

fn coloured(colour: AnsiColor) -> Style {
    Style::new().fg_color(Some(colour.into()))
}

fn act_style(entry: &Entry) -> Style {
    match entry.act.as_str() {
        "refused" => coloured(AnsiColor::Red),
        "reply" => coloured(AnsiColor::Green),
        "form" => coloured(AnsiColor::Cyan),
        _ if !entry.pings.is_empty() => coloured(AnsiColor::Yellow).bold(),
        "update" | "thread" => Style::new().dimmed(),
        _ => coloured(AnsiColor::Blue),
    }
}

fn reason_style(reason: &str) -> Style {
    match reason.ends_with(".breached") {
        true => coloured(AnsiColor::Red).bold(),
        false => Style::new().dimmed(),
    }
}

/// `-- Tue 2026-03-03`, to stand between the messages of two days.
pub fn day(day: NaiveDate) -> String {
    day.format("-- %a %Y-%m-%d").to_string()
}

/// A line indented by `indent`, broken at blanks so that it fits; what follows stands further in.
///
/// A no-break space holds what belongs together and is written as a blank.
pub fn wrapped(line: &str, indent: usize, width: Option<usize>) -> Vec<String> {
    let Some(width) = width else { return vec![whole(line, indent)] };
    let lead = indent + line.len() - line.trim_start_matches(' ').len();
    let mut lines = Vec::new();
    let mut rest = line.trim_start_matches(' ');
    let hang = before_second_cell(rest).map_or(if lead > indent { 2 } else { 0 }, str::width);
    let hang = (lead + hang).min(width / 2);
    let mut margin = lead.min(width / 2);
    loop {
        let (now, later) = split_at_width(rest, width.saturating_sub(margin + 1).max(10));
        lines.push(whole(now, margin));
        if later.is_empty() {
            return lines;
        }
        (rest, margin) = (later, hang);
    }
}

/// What stands before the second cell of a row.
fn before_second_cell(row: &str) -> Option<&str> {
    let gap = row.find("  ")?;
    Some(&row[..gap + row[gap..].len() - row[gap..].trim_start_matches(' ').len()])
}

fn whole(line: &str, indent: usize) -> String {
    let line = line.trim_end();
    if line.is_empty() {
        return String::new();
    }
    format!("{:indent$}{}", "", line.replace('\u{a0}', " "))
}

/// What fits in `room` columns, up to a blank if there is one, and the rest without leading blanks.
fn split_at_width(line: &str, room: usize) -> (&str, &str) {
    if line.width() <= room {
        return (line, "");
    }
    let mut used = 0;
    let mut cut = line.len();
    let mut blank = None;
    for (at, c) in line.char_indices() {
        used += c.width().unwrap_or(0);
        if c == ' ' {
            blank = Some(at).filter(|at| *at > 0).or(blank);
        }
        if used > room {
            cut = at;
            break;
        }
    }
    let at = blank.unwrap_or(cut);
    (&line[..at], line[at..].trim_start_matches(' '))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_broken_at_blanks_and_go_on_where_they_are_read() {
        let cases: [(&str, &[&str]); 6] = [
            ("", &[""]),
            ("short", &["  short"]),
            (
                "a line of several words that goes on",
                &["  a line of several words", "  that goes on"],
            ),
            (
                "  /inc  what it is, in so many words",
                &["    /inc  what it is, in so", "          many words"],
            ),
            (
                "aword-that-is-longer-than-the-line-is",
                &["  aword-that-is-longer-than-t", "  he-line-is"],
            ),
            (
                "网站无法访问网站无法访问网站无法访问",
                &["  网站无法访问网站无法访问网", "  站无法访问"],
            ),
        ];
        for (line, wanted) in cases {
            assert_eq!(wrapped(line, 2, Some(30)), wanted, "{line}");
            assert!(wrapped(line, 2, Some(30)).iter().all(|line| line.width() < 30), "{line}");
        }
        assert_eq!(wrapped("a line of several words that goes on", 2, None).len(), 1);
    }
}
