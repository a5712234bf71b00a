//! What follows from a command: events to commit, an answer to give.

use serde::{Deserialize, Serialize};

use crate::card::Card;
use crate::ids::{PersonId, RecordId};
use crate::lookup::Lookup;
use crate::notice::Reason;
use crate::say;
use crate::words::Words;
use crate::world::Event;

/// What a verb decided. No events and an answer: a question.
#[derive(Debug, Clone)]
pub struct Decision {
    pub events: Vec<(RecordId, Event)>,
    pub answer: Answer,
}

/// What the asker alone sees.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Answer {
    /// `reason` and `about` are there for answers to commands that changed something.
    Reply { card: Card, reason: Option<Reason>, about: Option<RecordId> },
    /// The asker can mend it.
    Refused { card: Card, reason: Option<Reason>, about: Option<RecordId> },
    /// The store knows more than the World does: the engine looks it up and lets the question answer.
    Look(Lookup),
    /// Required words are missing: the verb's form (`incident.open`) with what was said already; where a platform has no
    /// forms the card says what is missing.
    Form { form: String, given: Vec<(String, String)>, card: Card },
}

impl Answer {
    /// Adds a line to what was done.
    pub fn and(self, words: Words) -> Answer {
        match self {
            Answer::Reply { card, reason, about } => {
                Answer::Reply { card: card.and(words), reason, about }
            }
            other => other,
        }
    }
}

/// Why a command was not done, in words the asker can act on.
#[derive(Debug, Clone, PartialEq)]
pub struct Refusal {
    pub message: Words,
    /// Lines to copy, or who may do it.
    pub hints: Vec<Words>,
    pub about: Option<RecordId>,
    /// Who may, the one to ask first in front, where the asker lacks the right. None: it is not a matter of rights.
    /// ACC-5: a refusal of a right is kept.
    pub may: Option<Vec<PersonId>>,
}

impl Refusal {
    pub fn new(message: Words) -> Refusal {
        Refusal { message, hints: Vec::new(), about: None, may: None }
    }

    /// ACC-3: the asker lacks the right, and these have it.
    pub fn right_of(mut self, may: impl IntoIterator<Item = PersonId>) -> Refusal {
        self.may = Some(may.into_iter().collect());
        self
    }

    pub fn hint(mut self, hint: Words) -> Refusal {
        self.hints.push(hint);
        self
    }

    pub fn about(mut self, record: impl Into<RecordId>) -> Refusal {
        self.about = Some(record.into());
        self
    }
}

impl From<crate::ids::BadName> for Refusal {
    fn from(bad: crate::ids::BadName) -> Refusal {
        Refusal::new(say!("misread-odd", why = bad.to_string()))
    }
}

impl Refusal {
    /// What the asker sees. `writes`: he had asked for a change, of a record or else of what belongs to the company.
    pub fn answer(self, writes: bool) -> Answer {
        let reason = writes.then(|| Reason::from("command.refused"));
        let about = writes.then(|| self.about.unwrap_or(RecordId::COMPANY));
        Answer::Refused { card: self.card(), reason, about }
    }

    pub fn card(self) -> Card {
        self.hints.into_iter().fold(Card::line(self.message), Card::and)
    }
}

impl From<Refusal> for Answer {
    fn from(refusal: Refusal) -> Answer {
        refusal.answer(false)
    }
}

impl Decision {
    /// An answer that changes nothing.
    pub fn question(card: impl Into<Card>) -> Decision {
        Decision {
            events: Vec::new(),
            answer: Answer::Reply { card: card.into(), reason: None, about: None },
        }
    }

    /// A question that only the store can answer.
    pub fn look(lookup: Lookup) -> Decision {
        Decision { events: Vec::new(), answer: Answer::Look(lookup) }
    }

    /// Something that is so already: nothing to commit, and both presses get the same answer (INC-8).
    pub fn already(
        about: impl Into<RecordId>,
        reason: &'static str,
        card: impl Into<Card>,
    ) -> Decision {
        Decision {
            events: Vec::new(),
            answer: Answer::Reply {
                card: card.into(),
                reason: Some(Reason::from(reason)),
                about: Some(about.into()),
            },
        }
    }

    /// A change of one record.
    pub fn change(
        about: impl Into<RecordId>,
        reason: &'static str,
        events: Vec<Event>,
        card: impl Into<Card>,
    ) -> Decision {
        let about = about.into();
        Decision {
            events: events.into_iter().map(|event| (about, event)).collect(),
            answer: Answer::Reply {
                card: card.into(),
                reason: Some(Reason::from(reason)),
                about: Some(about),
            },
        }
    }

    /// Adds what happens to another record by the same decision.
    pub fn also(mut self, record: impl Into<RecordId>, event: Event) -> Decision {
        self.events.push((record.into(), event));
        self
    }
}
