//! A message on its way to a place or a person, ready for a platform to draw.

use std::collections::BTreeSet;

use baton_commands::card::Card;
use baton_commands::grammar::Form;
use baton_commands::ids::{DeptId, PersonId, Place, Recipient, RecordId, RecordKind};
use baton_commands::notice::Reason;
use baton_commands::say;
use baton_commands::voice::Language;
use baton_commands::words::{Arg, Words};
use chrono::{DateTime, Utc};
use chrono_tz::Tz;

/// People of a department that one message calls one by one; the others read it in their channel all the same.
const CALLED_MAX: usize = 20;

/// How a message stands where it goes (TRANSCRIPTS.md).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Act {
    /// Seen by the asker alone.
    Reply,
    Post,
    /// The record's card in this place, edited.
    Update,
    Thread,
    Ping,
    Direct,
    Form,
    /// An error to the asker.
    Refused,
}

impl Act {
    pub const ALL: [Act; 8] = [
        Act::Reply,
        Act::Post,
        Act::Update,
        Act::Thread,
        Act::Ping,
        Act::Direct,
        Act::Form,
        Act::Refused,
    ];

    /// The word of transcripts.
    pub fn word(self) -> &'static str {
        match self {
            Act::Reply => "reply",
            Act::Post => "post",
            Act::Update => "update",
            Act::Thread => "thread",
            Act::Ping => "ping",
            Act::Direct => "dm",
            Act::Form => "form",
            Act::Refused => "refused",
        }
    }

    /// Whether one person alone sees it.
    pub fn is_private(self) -> bool {
        matches!(self, Act::Reply | Act::Form | Act::Direct | Act::Refused)
    }
}

/// One message. The platform makes text of the card in the language and zone given.
#[derive(Debug, Clone, PartialEq)]
pub struct Outgoing {
    /// Unique and the same at every try: `INC-7/4/0@#unix`.
    pub name: String,
    /// The names of the messages that became part of this one (PNG-5); `find` knows it by each of them.
    pub also: Vec<String>,
    pub at: DateTime<Utc>,
    pub act: Act,
    /// Where; for replies, the place where the asker spoke.
    pub place: Place,
    /// Whose eyes alone: replies, forms, refusals, direct messages.
    pub to: Option<PersonId>,
    pub pings: BTreeSet<Recipient>,
    /// Who acted: none of them is called with his department (PNG-4).
    pub spared: BTreeSet<PersonId>,
    pub reason: Option<Reason>,
    /// Sorted; several when messages became one (PNG-5).
    pub about: Vec<RecordId>,
    /// Breaches and severity 1 first, cards last; lower is sooner.
    pub rank: u8,
    pub card: Card,
    /// The fields of a form.
    pub form: Option<Form>,
    /// What of the form is filled in already: each field by its name.
    pub given: Vec<(String, String)>,
    /// The card of this record in this place: later updates edit the message it became.
    pub surface: Option<RecordId>,
    /// What the platform called the record's card in this place: an update edits it, a line of the thread hangs under
    /// it. None: there is none yet.
    pub root: Option<Receipt>,
    pub language: Language,
    pub zone: Tz,
}

impl Outgoing {
    /// Whom the message calls. A department without a group is called person by person, `one_by_one`, unless somebody of it
    /// is called by name, whose turn it is (PNG-1); nobody who acted is (PNG-4).
    pub fn called(
        &self,
        has_group: impl Fn(&DeptId) -> bool,
        one_by_one: impl Fn(&DeptId) -> Vec<PersonId>,
    ) -> BTreeSet<Recipient> {
        let is_named = |who: &PersonId| self.pings.contains(&Recipient::Person(who.clone()));
        let called = self.pings.iter().flat_map(|recipient| match recipient {
            Recipient::Dept(dept) if !has_group(dept) => {
                let mut people = one_by_one(dept);
                let is_for_another = people.iter().any(is_named);
                people.retain(|who| !is_for_another && !self.spared.contains(who));
                people.truncate(CALLED_MAX);
                people.into_iter().map(Recipient::Person).collect()
            }
            Recipient::Dept(_) | Recipient::Person(_) | Recipient::Role(_) => {
                vec![recipient.clone()]
            }
        });
        called.collect()
    }

    /// The names of all messages that became this one, its own first.
    pub fn names(&self) -> impl Iterator<Item = &String> {
        std::iter::once(&self.name).chain(&self.also)
    }

    /// What stands at the end of a card that is too long for one message: where the whole of it is. A card is edited in
    /// place, so it is cut, and its rest not hung into the thread anew at each edit. None: it is no card.
    pub fn more(&self) -> Option<Words> {
        let record = self.surface?;
        let noun = match record.kind {
            RecordKind::Company => return None,
            RecordKind::Incident => "incident",
            RecordKind::Change => "change",
            RecordKind::Task => "task",
        };
        Some(say!("card-more", line = Arg::Line(format!("/{noun} show {record}"))))
    }
}

/// What the platform calls the message it made, such as a channel and a time stamp.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Receipt(pub String);

/// Who has to wait when one message must.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Scope {
    /// What goes to the same place.
    Place,
    /// All that goes to the platform.
    Platform,
}

/// Why a message was not delivered.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum DeliveryError {
    /// It did not arrive; nothing of that scope is sent before so long has passed.
    #[error("later: {why}")]
    Later {
        after: chrono::Duration,
        scope: Scope,
        why: String,
        /// The platform said so itself, and so it holds for the next process too. False: a guess of ours, which an operator's
        /// restart ends.
        said: bool,
    },
    #[error("never: {why}")]
    Never { why: String },
    /// A timeout or reset: it may have arrived.
    #[error("unknown: {why}")]
    Unknown { why: String },
}
