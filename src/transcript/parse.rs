//! Reads a transcript from its Markdown file. Only blocks fenced as `chat` count; they continue one conversation.

use std::path::PathBuf;

use baton_commands::ids::{PersonId, Place, RecordId};
use chrono::{DateTime, Utc};
use chrono_tz::Tz;

use super::expected::Expected;
use super::fault::fault;
use super::script::{Input, Script, Spoken, Step};
use super::times::{clock, length, line_time, until};
use crate::settings::{Fault, Faults};

/// The organisation of a transcript that names none.
const DEFAULT_CONFIG: &str = "config/demo";

/// What is wrong with a line, and what to write instead.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Wrong {
    pub what: String,
    pub mend: &'static str,
}

impl Wrong {
    pub(super) fn new(what: impl Into<String>, mend: &'static str) -> Wrong {
        Wrong { what: what.into(), mend }
    }
}

/// Reads a transcript; `file` is its name in complaints.
///
/// # Errors
/// Every line that can't be read, with the mend.
pub fn parse(file: &str, source: &str) -> Result<Script, Faults> {
    let mut reader = Reader::default();
    let mut faults = Vec::new();
    let fault = |line: usize, wrong: Wrong| Fault {
        file: file.to_owned(),
        line: Some(line),
        column: None,
        what: wrong.what,
        mend: wrong.mend.to_owned(),
    };
    for (line_no, line) in chat_lines(source) {
        if let Err(wrong) = reader.line(line_no, line) {
            faults.push(fault(line_no, wrong));
        }
    }
    if let Some(faults) = Faults::among(faults) {
        return Err(faults);
    }
    let Some((clock, zone, clock_line)) = reader.clock else {
        return Err(fault(1, Wrong::new("there is no `@clock` in a `chat` block", CLOCK)).into());
    };
    Ok(Script {
        file: file.to_owned(),
        source: source.to_owned(),
        clock,
        zone,
        clock_line,
        header: reader.header,
        config: reader.config.unwrap_or_else(|| DEFAULT_CONFIG.into()),
        steps: reader.steps,
    })
}

const CLOCK: &str = "begin with a line such as `@clock 2026-03-02 09:00 Asia/Jakarta`";

/// The lines inside blocks fenced as `chat`, numbered from 1 in the file. A block inside another fence is only shown.
fn chat_lines(source: &str) -> impl Iterator<Item = (usize, &str)> {
    let mut open: Option<(Fence, bool)> = None;
    source.lines().enumerate().filter_map(move |(at, line)| {
        let fence = Fence::of(line);
        match (open, fence) {
            (None, Some((fence, word))) => {
                open = Some((fence, word == "chat"));
                None
            }
            (Some((opening, _)), Some((fence, ""))) if fence.closes(opening) => {
                open = None;
                None
            }
            (Some((_, true)), _) => Some((at + 1, line)),
            _ => None,
        }
    })
}

/// A line of three or more backticks or tildes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Fence {
    sign: char,
    length: usize,
}

impl Fence {
    /// The fence a line begins with, and the word behind it.
    fn of(line: &str) -> Option<(Fence, &str)> {
        let line = line.trim();
        let sign = line.chars().next().filter(|sign| matches!(sign, '`' | '~'))?;
        let word = line.trim_start_matches(sign);
        let length = line.len() - word.len();
        (length >= 3).then_some((Fence { sign, length }, word.trim()))
    }

    fn closes(self, opening: Fence) -> bool {
        self.sign == opening.sign && self.length >= opening.length
    }
}

#[derive(Default)]
struct Reader {
    clock: Option<(DateTime<Utc>, Tz, usize)>,
    config: Option<PathBuf>,
    header: Vec<String>,
    steps: Vec<Step>,
}

impl Reader {
    fn line(&mut self, line_no: usize, line: &str) -> Result<(), Wrong> {
        let trimmed = line.trim();
        if trimmed.is_empty() {
            return Ok(());
        }
        if let Some(output) = trimmed.strip_prefix('>') {
            return self.output(Expected::parse(line_no, output)?);
        }
        if trimmed.starts_with('|') {
            return self.text(line_no, line.trim_start());
        }
        if let Some(clock) = directive(trimmed, "@clock") {
            self.header.push(trimmed.to_owned());
            return self.set_clock(line_no, clock);
        }
        if self.clock.is_none() {
            return Err(Wrong::new("`@clock` comes first", CLOCK));
        }
        let input = if trimmed.starts_with('@') { command(trimmed)? } else { spoken(trimmed)? };
        match input {
            Input::Config(dir) if self.steps.is_empty() => {
                self.header.push(trimmed.to_owned());
                self.config = Some(dir);
            }
            input => self.steps.push(Step {
                line_no,
                line: line.trim_end().to_owned(),
                input,
                expected: Vec::new(),
            }),
        }
        Ok(())
    }

    fn output(&mut self, expected: Expected) -> Result<(), Wrong> {
        let step = self.steps.last_mut().ok_or_else(|| {
            Wrong::new("nothing was said yet that this could follow", "put an input line before it")
        })?;
        step.expected.push(expected);
        Ok(())
    }

    /// A further line of the text of the output line above.
    fn text(&mut self, line_no: usize, line: &str) -> Result<(), Wrong> {
        let above = self.steps.last_mut().and_then(|step| step.expected.last_mut());
        let above = above.filter(|expected| expected.last_line + 1 == line_no);
        let above = above.ok_or_else(|| {
            Wrong::new(
                "`|` goes on with no text",
                "put it right below an output line, which starts with `>`",
            )
        })?;
        above.go_on(&line[1..]);
        Ok(())
    }

    fn set_clock(&mut self, line_no: usize, words: &str) -> Result<(), Wrong> {
        if self.clock.is_some() {
            return Err(Wrong::new(
                "the clock is set already",
                "move it with `@wait 2h` or `@until 2026-03-05 09:00`",
            ));
        }
        let (clock, zone) = clock(words).ok_or_else(|| {
            Wrong::new(format!("`{words}` is not a date, a time and a zone"), CLOCK)
        })?;
        self.clock = Some((clock, zone, line_no));
        Ok(())
    }
}

/// What follows this word, if the line begins with it.
fn directive<'a>(line: &'a str, word: &str) -> Option<&'a str> {
    let rest = line.strip_prefix(word)?;
    (rest.is_empty() || rest.starts_with(char::is_whitespace)).then(|| rest.trim())
}

/// A line that begins with `@`, all but `@clock`.
fn command(line: &str) -> Result<Input, Wrong> {
    let (word, rest) = line.split_once(char::is_whitespace).unwrap_or((line, ""));
    let rest = rest.trim();
    match word {
        "@config" if rest.is_empty() => {
            Err(Wrong::new("`@config` names no directory", "write `@config config/demo`"))
        }
        "@config" => Ok(Input::Config(rest.into())),
        "@wait" => length(rest).map(Input::Move).ok_or_else(|| not_a_length(word, rest)),
        "@down" => length(rest).map(Input::Down).ok_or_else(|| not_a_length(word, rest)),
        "@until" => until(rest).map(Input::Move).ok_or_else(|| {
            Wrong::new(
                format!("`{rest}` is not a time"),
                "write `@until 10:30` or `@until 2026-03-05 10:30`",
            )
        }),
        "@restart" if rest.is_empty() => Ok(Input::Restart),
        "@crash" if rest.is_empty() => Ok(Input::Crash),
        "@restart" | "@crash" => {
            Err(Wrong::new(format!("`{word}` takes no words"), "write it alone on its line"))
        }
        "@fault" => fault(rest).map(Input::Fault),
        "@alert" => Err(Wrong::new(
            format!("`{word}` is not understood yet: it comes later"),
            "leave it out",
        )),
        _ => Err(Wrong::new(
            format!("`{word}` is no command of transcripts"),
            "write one of `@clock`, `@config`, `@wait`, `@until`, `@restart`, `@crash`, `@down`, \
             `@fault`",
        )),
    }
}

fn not_a_length(word: &str, rest: &str) -> Wrong {
    let what = format!("`{rest}` is not a length of time for `{word}`");
    Wrong::new(what, "write `90m`, `2h30m` or `3d`; a day is 24 hours")
}

const LINE: &str = "write `09:00 #channel who: text`, with `+2h` for a time that counts from the line \
                    before and `dm` for direct messages";

/// `HH:MM PLACE WHO: TEXT` or `+2h30m PLACE WHO: TEXT`
fn spoken(line: &str) -> Result<Input, Wrong> {
    let (time, rest) = first_word(line);
    let when = line_time(time)
        .ok_or_else(|| Wrong::new(format!("`{time}` is neither a time nor a command"), LINE))?;
    let (place, rest) = first_word(rest);
    let colon = rest.find([':', '：']).ok_or_else(|| Wrong::new("nobody says it", LINE))?;
    let (who, text) = rest.split_at(colon);
    let text = text.trim_start_matches([':', '：']).trim();
    let who: PersonId = who
        .trim()
        .trim_start_matches(['@', '＠'])
        .parse()
        .map_err(|_| Wrong::new(format!("`{}` is not one person", who.trim()), LINE))?;
    if text.is_empty() {
        return Err(Wrong::new(format!("{who} says nothing"), LINE));
    }
    let (place, thread) = place_of(place, &who)?;
    Ok(Input::Line { when, spoken: Spoken { place, thread, who, text: text.to_owned() } })
}

fn first_word(line: &str) -> (&str, &str) {
    let (word, rest) = line.split_once(char::is_whitespace).unwrap_or((line, ""));
    (word, rest.trim_start())
}

/// `#channel`, `dm`, or `#channel/INC-7` for the thread of that record's card.
fn place_of(word: &str, who: &PersonId) -> Result<(Place, Option<RecordId>), Wrong> {
    let wrong = || {
        let what = format!("`{word}` is not a place");
        Wrong::new(what, "write a channel with its `#`, or `dm`")
    };
    if word == "dm" {
        return Ok((Place::Direct(who.clone()), None));
    }
    let name = word.strip_prefix('#').filter(|name| !name.is_empty()).ok_or_else(wrong)?;
    match name.split_once('/') {
        Some((name, record)) => {
            let record = record.parse().map_err(|_| wrong())?;
            Ok((Place::channel(name), Some(record)))
        }
        None => Ok((Place::channel(name), None)),
    }
}
