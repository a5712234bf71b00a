//! One expected output line with its further text lines, and whether what was said is it.

use std::collections::BTreeSet;

use baton_commands::ids::{Place, Recipient};

use super::parse::Wrong;
use super::said::{Said, Stamp};
use crate::chat::Act;

/// Matches any rest of a line; at the end of a text also its further lines.
const ANY: char = '…';

/// `> [HH:MM[+Nd]] PLACE ACT[(pings)] [reason] [about]: text`
#[derive(Debug, Clone, PartialEq)]
pub struct Expected {
    /// Where it stands in the file, from 1.
    pub first_line: usize,
    pub last_line: usize,
    /// None: any time, as after `> …`; otherwise what stood in front.
    stamp: Option<Stamp>,
    /// What stands before the text; an item that the wildcard swallowed is not there.
    place: Option<PlaceWord>,
    act: Option<Act>,
    /// None: not compared.
    pings: Option<BTreeSet<Recipient>>,
    reason: Option<String>,
    about: Option<String>,
    /// None: the wildcard came before the text.
    text: Option<Vec<Pattern>>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum PlaceWord {
    /// Anybody's direct messages.
    Direct,
    Place(Place),
}

/// One line of text, perhaps with any rest.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Pattern {
    text: String,
    open: bool,
}

impl Pattern {
    fn of(line: &str) -> Pattern {
        let line = line.trim_end();
        match line.strip_suffix(ANY) {
            Some(text) => Pattern { text: text.to_owned(), open: true },
            None => Pattern { text: line.to_owned(), open: false },
        }
    }

    fn matches(&self, line: &str) -> bool {
        if self.open {
            // The blank before the sign may be one that ends the line.
            return line.starts_with(&self.text) || line == self.text.trim_end();
        }
        line == self.text
    }
}

const OUTPUT: &str = "write `> #unix ping(dept:unix, person:unix-3) incident.opened INC-1: text`, with \
                      `…` for any rest of the line";

impl Expected {
    /// Reads what stands behind the `>`.
    pub(super) fn parse(line_no: usize, output: &str) -> Result<Expected, Wrong> {
        let output = output.trim();
        let colon = output.find(": ").or_else(|| output.strip_suffix(':').map(str::len));
        let (head, text) = match (colon, output.strip_suffix(ANY)) {
            (Some(colon), _) if !output[..colon].contains(ANY) => {
                (&output[..colon], Some(output[colon + 1..].trim_start()))
            }
            (_, Some(head)) => (head, None),
            _ => return Err(Wrong::new("there is no `: text` in this output line", OUTPUT)),
        };
        let head = Head::read(head.trim(), text.is_none())?;
        Ok(Expected {
            first_line: line_no,
            last_line: line_no,
            stamp: head.stamp,
            place: head.place,
            act: head.act,
            pings: head.pings,
            reason: head.reason,
            about: head.about,
            text: text.map(|text| vec![Pattern::of(text)]),
        })
    }

    /// Adds a further line of text, as it stands behind the `|`.
    pub(super) fn go_on(&mut self, line: &str) {
        self.last_line += 1;
        let line = line.strip_prefix(' ').unwrap_or(line);
        if let Some(text) = &mut self.text {
            text.push(Pattern::of(line));
        }
    }

    /// Whether this was expected.
    pub fn matches(&self, said: &Said) -> bool {
        self.time_matches(said)
            && self.place.as_ref().is_none_or(|place| place.matches(&said.place))
            && self.act.is_none_or(|act| act == said.act)
            && self.pings.as_ref().is_none_or(|pings| *pings == said.pings)
            && self.reason.as_ref().is_none_or(|reason| Some(reason) == said.reason.as_ref())
            && self.about.as_ref().is_none_or(|about| *about == about_word(said))
            && self.text.as_ref().is_none_or(|text| text_matches(text, said))
    }

    /// A time in front is compared with whatever was said; without one, only an answer to the line will do.
    fn time_matches(&self, said: &Said) -> bool {
        match self.stamp {
            Some(stamp) => stamp == said.stamp,
            None => !said.timed || self.place.is_none(),
        }
    }
}

fn about_word(said: &Said) -> String {
    said.about.iter().map(ToString::to_string).collect::<Vec<_>>().join(",")
}

fn text_matches(patterns: &[Pattern], said: &Said) -> bool {
    let lines: Vec<&str> = said.text_lines().collect();
    let ends_well = match patterns.last() {
        Some(Pattern { open: true, .. }) => lines.len() >= patterns.len(),
        _ => lines.len() == patterns.len(),
    };
    ends_well && patterns.iter().zip(lines).all(|(pattern, line)| pattern.matches(line))
}

impl PlaceWord {
    fn matches(&self, place: &Place) -> bool {
        match self {
            PlaceWord::Direct => place.is_direct(),
            PlaceWord::Place(own) => own == place,
        }
    }
}

/// What stands before the text.
#[derive(Default)]
struct Head {
    stamp: Option<Stamp>,
    place: Option<PlaceWord>,
    act: Option<Act>,
    pings: Option<BTreeSet<Recipient>>,
    reason: Option<String>,
    about: Option<String>,
}

impl Head {
    /// `open`: the wildcard ends it, so that anything may be missing at its end.
    fn read(words: &str, open: bool) -> Result<Head, Wrong> {
        let mut head = Head::default();
        let mut rest = words;
        if let Some((stamp, after)) = leading(rest, Stamp::read) {
            (head.stamp, rest) = (Some(stamp), after);
        }
        match leading(rest, place_word) {
            Some((place, after)) => (head.place, rest) = (Some(place), after),
            None if open && rest.is_empty() => return Ok(head),
            None => {
                return Err(Wrong::new(format!("`{rest}` does not begin with a place"), OUTPUT));
            }
        }
        if open && rest.is_empty() {
            return Ok(head);
        }
        rest = head.read_act(rest)?;
        head.read_cause(rest);
        Ok(head)
    }

    /// `ping(dept:unix, person:unix-3)`; what is left.
    fn read_act<'a>(&mut self, words: &'a str) -> Result<&'a str, Wrong> {
        let end = words.find(|c: char| c == '(' || c.is_whitespace()).unwrap_or(words.len());
        let (word, rest) = words.split_at(end);
        let act = Act::ALL.into_iter().find(|act| act.word() == word);
        self.act = Some(act.ok_or_else(|| {
            let what = format!("`{word}` is no act");
            let acts =
                "write one of `reply`, `post`, `update`, `thread`, `ping`, `dm`, `form`, `refused`";
            Wrong::new(what, acts)
        })?);
        let Some(inside) = rest.strip_prefix('(') else { return Ok(rest) };
        let (pings, rest) = inside
            .split_once(')')
            .ok_or_else(|| Wrong::new("the `(` of the pings is never closed", OUTPUT))?;
        let pings = pings.split(',').map(str::trim).filter(|ping| !ping.is_empty());
        let read = |ping: &str| ping.parse().map_err(|_| not_a_recipient(ping));
        self.pings = Some(pings.map(read).collect::<Result<_, _>>()?);
        Ok(rest)
    }

    /// `[reason] [about]`: a reason is a small dotted word, ids are capitals.
    fn read_cause(&mut self, words: &str) {
        let mut words: Vec<&str> = words.split_whitespace().collect();
        if words.first().is_some_and(|word| word.starts_with(|c: char| c.is_ascii_lowercase())) {
            self.reason = Some(words.remove(0).to_owned());
        }
        if !words.is_empty() {
            self.about = Some(words.concat());
        }
    }
}

fn not_a_recipient(ping: &str) -> Wrong {
    let what = format!("`{ping}` is nobody who can be pinged");
    Wrong::new(what, "write `dept:unix`, `person:unix-3` or `role:incident-manager`")
}

/// The first word read, and what follows it.
fn leading<T>(words: &str, read: impl Fn(&str) -> Option<T>) -> Option<(T, &str)> {
    let (word, rest) = words.split_once(char::is_whitespace).unwrap_or((words, ""));
    Some((read(word)?, rest.trim_start()))
}

fn place_word(word: &str) -> Option<PlaceWord> {
    if word == "dm" {
        return Some(PlaceWord::Direct);
    }
    let is_place = word.starts_with('#') || word.starts_with("dm:");
    is_place.then(|| word.parse().ok().map(PlaceWord::Place)).flatten()
}
