//! What one commit writes: events, documents, rows to send and deliveries answered.

use baton_commands::ids::DeliveryId;
use chrono::{DateTime, Utc};

use super::Fault;

/// A position in the log: that of its first event is 1, that of an empty log 0.
pub type Seq = u64;

/// What is written together or not at all.
///
/// No event has the name of another one, and rows are named after what they tell: `INC-7/4/0@#unix` tells of the event
/// `INC-7/4`. Whoever appends sees to that; he knows all events up to the position he expects. A store therefore takes it
/// that no row was ever named after an event that comes in the same batch, and looks for all others.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Batch {
    pub events: Vec<NewEvent>,
    pub documents: Vec<DocumentChange>,
    pub rows: Vec<NewRow>,
    pub seen: Vec<Seen>,
}

/// Something that happened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewEvent {
    /// Its name, `INC-7/4`.
    pub name: String,
    /// The record it happened to, `INC-7`.
    pub record: String,
    pub at: DateTime<Utc>,
    /// JSON, of no interest here.
    pub body: Vec<u8>,
}

/// An event with its place in the log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stored {
    pub seq: Seq,
    pub event: NewEvent,
}

/// The latest state of a record, made from its events and made again whenever in doubt.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Document {
    pub key: String,
    pub body: Vec<u8>,
}

/// What becomes of a document. A key is live, or archived, or nowhere; never two of them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DocumentChange {
    /// Live from now on, also when it was archived.
    Put { key: String, body: Vec<u8> },
    /// Out of the live ones, kept in the archive.
    Archive { key: String, body: Vec<u8> },
    /// Gone from both.
    Remove { key: String },
}

/// A message to send.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewRow {
    /// Its name, `INC-7/4/0@#unix`. A name that was stored before, sent or not, is not stored again:
    /// the same message is never queued twice.
    pub name: String,
    /// The records it is about, for their history.
    pub about: Vec<String>,
    /// Where it goes: rows of one lane are sent one after another.
    pub lane: String,
    /// Lower goes first.
    pub rank: u8,
    /// Not to be sent before.
    pub due_at: DateTime<Utc>,
    /// A row with a slot shows the latest state of something: it takes the place of an older one with the
    /// same slot that was not sent yet, and its due time when that is earlier, so that what changes every
    /// second is still shown. An older one that is being sent, or may have arrived, is left alone.
    pub slot: Option<String>,
    pub body: Vec<u8>,
}

/// A delivery that was acted on, and what was answered, so that the same delivery again acts once (INC-8).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Seen {
    pub delivery: DeliveryId,
    pub at: DateTime<Utc>,
    pub answer: Vec<u8>,
}

/// The longest name, key or delivery id, in bytes. Discord's and Slack's ids are under 100.
pub const NAME_MAX: usize = 512;
/// The longest body, in bytes: an organisation of some two hundred thousand devices. All others are far smaller.
pub const BODY_MAX: usize = 32 << 20;
/// The most that can be committed at once, in bytes.
pub const BATCH_MAX: usize = BODY_MAX + (1 << 20);

impl Batch {
    /// Refuses what no store should be asked to keep: names that are empty, very long or hold control
    /// characters, and bodies without measure. It is a fault of ours, not of whoever typed.
    ///
    /// # Errors
    /// [`Fault::Unfit`] with the name at fault.
    pub fn fit(&self) -> Result<(), Fault> {
        let size = self.size();
        if size > BATCH_MAX {
            let what = format!("{size} bytes at once, when {BATCH_MAX} is the most");
            return Err(Fault::Unfit { what });
        }
        self.events.iter().try_for_each(NewEvent::fit)?;
        self.documents.iter().try_for_each(DocumentChange::fit)?;
        self.rows.iter().try_for_each(NewRow::fit)?;
        self.seen.iter().try_for_each(Seen::fit)
    }

    pub fn is_empty(&self) -> bool {
        self.events.is_empty()
            && self.documents.is_empty()
            && self.rows.is_empty()
            && self.seen.is_empty()
    }

    /// The size of all names and bodies, in bytes.
    pub fn size(&self) -> usize {
        let documents = self.documents.iter().map(DocumentChange::size);
        let events = self.events.iter().map(|event| event.name.len() + event.body.len());
        let rows = self.rows.iter().map(|row| row.name.len() + row.lane.len() + row.body.len());
        let seen = self.seen.iter().map(|seen| seen.delivery.0.len() + seen.answer.len());
        events.chain(documents).chain(rows).chain(seen).sum()
    }
}

impl NewEvent {
    fn fit(&self) -> Result<(), Fault> {
        fit_name("event name", &self.name)?;
        fit_name("record id", &self.record)?;
        fit_body(&self.name, &self.body)
    }
}

impl DocumentChange {
    /// The key it is about.
    pub fn key(&self) -> &str {
        match self {
            Self::Put { key, .. } | Self::Archive { key, .. } | Self::Remove { key } => key,
        }
    }

    /// The size of its name and body, in bytes.
    pub fn size(&self) -> usize {
        match self {
            Self::Put { key, body } | Self::Archive { key, body } => key.len() + body.len(),
            Self::Remove { key } => key.len(),
        }
    }

    fn fit(&self) -> Result<(), Fault> {
        fit_name("document key", self.key())?;
        match self {
            Self::Put { key, body } | Self::Archive { key, body } => fit_body(key, body),
            Self::Remove { .. } => Ok(()),
        }
    }
}

impl NewRow {
    fn fit(&self) -> Result<(), Fault> {
        fit_name("row name", &self.name)?;
        fit_name("lane", &self.lane)?;
        self.about.iter().try_for_each(|record| fit_name("record id", record))?;
        self.slot.iter().try_for_each(|slot| fit_name("slot", slot))?;
        fit_body(&self.name, &self.body)
    }
}

impl Seen {
    fn fit(&self) -> Result<(), Fault> {
        fit_name("delivery id", &self.delivery.0)?;
        fit_body(&self.delivery.0, &self.answer)
    }
}

pub(super) fn fit_name(what: &'static str, name: &str) -> Result<(), Fault> {
    let wrong = if name.is_empty() {
        "is empty"
    } else if name.len() > NAME_MAX {
        "is longer than 512 bytes"
    } else if name.chars().any(char::is_control) {
        "has a control character in it"
    } else {
        return Ok(());
    };
    let start: String = name.chars().take(60).collect();
    Err(Fault::Unfit { what: format!("the {what} {start:?} {wrong}") })
}

fn fit_body(name: &str, body: &[u8]) -> Result<(), Fault> {
    if body.len() <= BODY_MAX {
        return Ok(());
    }
    Err(Fault::Unfit { what: format!("the body of {name:?} is {} bytes long", body.len()) })
}
