//! How what Baton says becomes sentences: in the reader's language, zone and platform.
//!
//! Rules make [`Words`] and [`Card`](crate::card::Card)s; a [`Voice`] turns them into text. What is
//! foreign in them is made harmless here, once, for every platform.

mod bundles;
mod card;
mod chart;
mod language;
mod style;
#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, Utc};
use chrono_tz::Tz;
use fluent_bundle::{FluentArgs, FluentValue};

use crate::ids::{Place, Recipient};
use crate::say;
use crate::words::{Arg, Words};

pub use language::Language;
pub use style::{Moment, PlainStyle, Style, tame};

/// For whom and where something is said. `Voice::new(…)`, then what differs.
#[derive(Clone, Copy)]
pub struct Voice<'a> {
    pub language: Language,
    /// The reader's zone, or the place's.
    pub zone: Tz,
    /// The company's zone: a time in another one carries its abbreviation.
    pub home: Tz,
    /// When it is said, which shortens times of the same day; None where the text stays longer.
    pub now: Option<DateTime<Utc>>,
    pub style: &'a dyn Style,
    /// Whom this message notifies; all others are named without a ping.
    pub live: &'a BTreeSet<Recipient>,
}

/// For texts that notify nobody.
static NOBODY: BTreeSet<Recipient> = BTreeSet::new();

impl<'a> Voice<'a> {
    /// A voice in the company's zone that pings nobody and writes times with their date.
    pub fn new(language: Language, home: Tz, style: &'a dyn Style) -> Self {
        Voice { language, zone: home, home, now: None, style, live: &NOBODY }
    }

    pub fn at(self, now: DateTime<Utc>) -> Self {
        Voice { now: Some(now), ..self }
    }

    pub fn in_zone(self, zone: Tz) -> Self {
        Voice { zone, ..self }
    }

    pub fn pinging(self, live: &'a BTreeSet<Recipient>) -> Self {
        Voice { live, ..self }
    }

    /// The same reader without markup and pings: for what stands in type of equal width.
    fn without_markup(self) -> Voice<'static> {
        let Voice { language, zone, home, now, .. } = self;
        Voice { language, zone, home, now, style: &PlainStyle, live: &NOBODY }
    }

    /// The sentence for these words. An unknown id is shown as `{id}` (a test keeps it from happening).
    ///
    /// Fluent sees numbers, by which a sentence can choose its plural, and for all else a [`hole`]:
    /// so what is written in the files and what is filled in are never taken for each other.
    pub fn sentence(&self, words: &Words) -> String {
        let mut args = FluentArgs::with_capacity(words.args.len());
        let mut fillings = Vec::new();
        for (name, arg) in &words.args {
            let value = match arg {
                Arg::Number(number) => FluentValue::from(*number),
                other => {
                    fillings.push(other);
                    FluentValue::from(hole(fillings.len() - 1).to_string())
                }
            };
            args.set(name.as_ref(), value);
        }
        let unknown = || format!("{{{}}}", words.id);
        let sentence = bundles::format(self.language, &words.id, &args).unwrap_or_else(unknown);
        self.styled(&sentence, &fillings)
    }

    /// What stands between backticks can be typed, so it carries no other markup and no mention.
    fn styled(&self, sentence: &str, fillings: &[&Arg]) -> String {
        let mut styled = String::with_capacity(sentence.len());
        for (nth, part) in sentence.split('`').enumerate() {
            if nth % 2 == 0 {
                styled += &filled(part, fillings, |own| self.style.escape(own), self);
            } else {
                let typed = filled(part, fillings, str::to_owned, &self.without_markup());
                styled += &self.style.code(&typed.replace('`', ""));
            }
        }
        styled
    }

    /// One argument as it stands in a sentence or a field; foreign text is harmless.
    pub fn argument(&self, arg: &Arg) -> String {
        match arg {
            Arg::Text(foreign) => self.style.escape(&tame(foreign)),
            Arg::Number(number) => number.to_string(),
            Arg::Person(person) => self.recipient(&Recipient::Person(person.clone())),
            Arg::Dept(dept) => self.recipient(&Recipient::Dept(dept.clone())),
            Arg::Role(role) => self.recipient(&Recipient::Role(role.clone())),
            Arg::Recipient(recipient) => self.recipient(recipient),
            Arg::Record(id) => id.to_string(),
            Arg::Place(place) => self.place(place),
            Arg::Time(at) => self.time(*at),
            Arg::Seconds(seconds) => self.span(*seconds),
            Arg::Line(line) => self.style.code(&tame(line)),
            Arg::Words(words) => self.sentence(words),
            Arg::List(items) => self.list(items),
        }
    }

    fn recipient(&self, recipient: &Recipient) -> String {
        let live = self.live.contains(recipient);
        match recipient {
            Recipient::Person(person) => self.style.person(person, live),
            Recipient::Dept(dept) => self.style.dept(dept, live),
            Recipient::Role(role) => self.style.role(role, live),
        }
    }

    fn place(&self, place: &Place) -> String {
        match place {
            Place::Channel(name) => self.style.channel(name),
            Place::Direct(person) => self.sentence(&say!("place-direct", person = person)),
        }
    }

    /// An instant for the reader; see [`Moment::plain`].
    pub fn time(&self, at: DateTime<Utc>) -> String {
        let Voice { zone, home, now, .. } = *self;
        self.style.time(&Moment { at, zone, home, now })
    }

    /// Whole seconds as `2h 05m`, `2h`, `5m` or `30s`: cut, never rounded up, since a limit that
    /// has a second left has not passed.
    pub fn span(&self, seconds: i64) -> String {
        let left = seconds.unsigned_abs();
        let (hours, minutes) = ((left / 3600) as i64, (left / 60 % 60) as i64);
        let words = match (hours, minutes) {
            (0, 0) => say!("span-seconds", seconds = left as i64),
            (0, _) => say!("span-minutes", minutes = minutes),
            (_, 0) => say!("span-hours", hours = hours),
            _ => say!("span-hours-minutes", hours = hours, minutes = format!("{minutes:02}")),
        };
        let sign = if seconds < 0 { "-" } else { "" };
        format!("{sign}{}", self.sentence(&words))
    }

    fn list(&self, items: &[Arg]) -> String {
        let items: Vec<String> = items.iter().map(|item| self.argument(item)).collect();
        items.join(&self.sentence(&say!("list-comma")))
    }
}

/// What stands for an argument until the sentence is chosen: a sign that no file contains.
fn hole(nth: usize) -> char {
    u32::try_from(nth).ok().and_then(|nth| char::from_u32(HOLES + nth)).unwrap_or('\u{fffd}')
}

/// The first sign of a plane for private use.
const HOLES: u32 = 0xf_0000;

/// A part of a sentence with its holes filled in one voice, and its own text written by `own`.
fn filled(part: &str, fillings: &[&Arg], own: impl Fn(&str) -> String, voice: &Voice) -> String {
    let mut filled = String::new();
    let mut rest = part;
    while let Some((at, sign)) = rest.char_indices().find(|(_, c)| u32::from(*c) >= HOLES) {
        filled += &own(&rest[..at]);
        let filling = fillings.get((u32::from(sign) - HOLES) as usize);
        filled += &filling.map(|arg| voice.argument(arg)).unwrap_or_default();
        rest = &rest[at + sign.len_utf8()..];
    }
    filled + &own(rest)
}

/// Whether the language has sentences of its own; otherwise its readers get English.
pub fn has_words(language: Language) -> bool {
    bundles::has_words(language)
}

/// The labels of buttons in a language, and in English, each with its English label: a press of
/// `[Tangani INC-7]` means `[Acknowledge INC-7]`.
pub fn labels(language: Language) -> BTreeMap<String, String> {
    let said = |language, id| bundles::format(language, id, &FluentArgs::new());
    let mut labels = BTreeMap::new();
    for id in bundles::ids(Language::English, "button-") {
        let Some(english) = said(Language::English, id) else { continue };
        labels.extend(said(language, id).map(|label| (label, english.clone())));
        labels.insert(english.clone(), english);
    }
    labels
}
