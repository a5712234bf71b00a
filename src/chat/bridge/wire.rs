//! The lines of the bridge: one JSON object each, both ways. `docs/bridge.md` is their reference.

use std::collections::BTreeMap;

use baton_commands::card::Block;
use baton_commands::grammar::{FieldKind, Form};
use baton_commands::ids::{Recipient, RecordId};
use baton_commands::voice::{PlainStyle, Voice};
use chrono::{DateTime, Utc};
use chrono_tz::Tz;
use serde::{Deserialize, Serialize};

use crate::chat::{Names, Outgoing};
use crate::picture;

/// What the other side says.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(tag = "type", rename_all = "kebab-case", deny_unknown_fields)]
pub enum Told {
    /// Somebody said something.
    Say {
        /// The same for the same words, however often they are delivered; remembered for 24 h.
        id: String,
        /// Who, as the other side knows him.
        account: String,
        /// The channel's id or name there. Missing: he wrote to the bot alone.
        #[serde(default)]
        channel: Option<String>,
        /// The record in whose thread it was said.
        #[serde(default)]
        thread: Option<RecordId>,
        text: String,
    },
    /// A message was delivered; the receipt is its name there.
    Done { name: String, receipt: String },
    /// It was not, and may be tried again after so many seconds.
    Later {
        name: String,
        after: f64,
        /// Nothing at all may be sent before, not only to that place.
        #[serde(default)]
        everywhere: bool,
    },
    /// It never can be.
    Never { name: String, why: String },
    /// Whether a message was delivered before: its receipt, or null.
    Found { name: String, receipt: Option<String> },
}

/// What Baton says.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(tag = "type", rename_all = "kebab-case")]
pub enum Telling {
    /// To whoever said the words with this id, for his eyes alone.
    Answer { id: String, message: Message },
    /// To be delivered, and answered by `done`, `later` or `never` with its name.
    Deliver { name: String, also: Vec<String>, message: Message },
    /// To be answered by `found`.
    Find { name: String },
    /// A line that cannot be understood; nothing came of it.
    Error { line: u64, why: String },
}

/// A message, ready to be shown as text.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Message {
    /// `post`, `update`, `thread`, `ping`, `dm`; of answers `reply`, `refused`, `form`.
    pub act: &'static str,
    pub at: DateTime<Utc>,
    /// The channel's id or name there; null for a person's eyes alone.
    pub channel: Option<String>,
    /// The account it is for alone.
    pub account: Option<String>,
    /// Whom it notifies: `person:unix-3`, `dept:unix`, each with the account or group there.
    pub pings: BTreeMap<String, Option<String>>,
    pub reason: Option<String>,
    pub about: Vec<String>,
    pub text: String,
    pub buttons: Vec<Press>,
    /// The receipt of the message that an update edits, or under which a line of a thread hangs.
    pub root: Option<String>,
    /// An SVG.
    pub picture: Option<String>,
    pub form: Option<Vec<Ask>>,
}

/// A button; pressing it says `press`.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Press {
    pub label: String,
    pub press: String,
}

/// A field of a form; a filled one is said as `[Submit incident.open title="…" severity=2]`.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Ask {
    pub name: String,
    pub label: String,
    pub help: String,
    pub required: bool,
    pub many: bool,
    /// `line`, `paragraph`, `switch`, `choice`, `time`, `stretch` or what can be looked up.
    pub kind: String,
    pub choices: Vec<String>,
    pub given: Vec<String>,
}

impl Message {
    /// The message as the other side gets it.
    pub fn of(outgoing: &Outgoing, names: &Names, home: Tz) -> Message {
        let voice = Voice::new(outgoing.language, home, &PlainStyle)
            .in_zone(outgoing.zone)
            .at(outgoing.at)
            .pinging(&outgoing.pings);
        let charts = outgoing.card.body.iter().filter_map(|block| match block {
            Block::Picture(chart) => Some(chart),
            _ => None,
        });
        let button = |button| {
            let press = voice.press(button);
            Press { label: press.trim_matches(['[', ']']).to_owned(), press }
        };
        let called = |it: &Recipient| {
            let there = match it {
                Recipient::Person(person) => names.account(person),
                Recipient::Dept(dept) => names.group(dept).map(str::to_owned),
                Recipient::Role(_) => None,
            };
            (it.to_string(), there)
        };
        Message {
            act: outgoing.act.word(),
            at: outgoing.at,
            channel: names.channel(&outgoing.place),
            account: outgoing.to.as_ref().map(|to| names.account(to).unwrap_or(to.to_string())),
            pings: outgoing.pings.iter().map(called).collect(),
            reason: outgoing.reason.as_ref().map(ToString::to_string),
            about: outgoing.about.iter().map(ToString::to_string).collect(),
            text: voice.prose(&outgoing.card),
            buttons: outgoing.card.buttons.iter().map(button).collect(),
            root: outgoing.root.as_ref().map(|root| root.0.clone()),
            picture: charts.map(|chart| picture::svg(chart, &voice)).next(),
            form: outgoing.form.as_ref().map(|form| fields(form, &outgoing.given)),
        }
    }
}

fn fields(form: &Form, given: &[(String, String)]) -> Vec<Ask> {
    let ask = |field: &baton_commands::grammar::Field| Ask {
        name: field.name.clone(),
        label: field.label.clone(),
        help: field.help.clone(),
        required: field.required,
        many: field.many,
        kind: match &field.kind {
            FieldKind::Line => "line".to_owned(),
            FieldKind::Paragraph => "paragraph".to_owned(),
            FieldKind::Switch => "switch".to_owned(),
            FieldKind::Choice => "choice".to_owned(),
            FieldKind::Time => "time".to_owned(),
            FieldKind::Stretch => "stretch".to_owned(),
            FieldKind::Lookup(what) => what.clone(),
        },
        choices: field.choices.clone(),
        given: given
            .iter()
            .filter(|(name, _)| *name == field.name)
            .map(|(_, it)| it.clone())
            .collect(),
    };
    form.fields.iter().map(ask).collect()
}
