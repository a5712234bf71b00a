//! A round of approval: who was asked, on what, and how they voted (CHG-9).

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::{Change, Phase};
use crate::ids::PersonId;

/// A round of approval. An edit of what was voted on begins the next.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Ballot {
    /// From 1.
    pub round: u32,
    pub asked_at: DateTime<Utc>,
    pub asked_by: PersonId,
    /// How many of the approvers must say yes.
    pub quorum: u32,
    pub approvers: Vec<PersonId>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub votes: Vec<Vote>,
    /// When those who are silent are next reminded or passed over the head of; none when it is decided.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub chase_at: Option<DateTime<Utc>>,
    /// How often they were.
    #[serde(default)]
    pub chased: u32,
}

/// A yes. A no ends the round and is the change's own phase.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Vote {
    pub who: PersonId,
    pub at: DateTime<Utc>,
}

impl Ballot {
    pub fn is_carried(&self) -> bool {
        self.votes.len() >= self.quorum as usize
    }

    pub fn has_voted(&self, person: &PersonId) -> bool {
        self.votes.iter().any(|vote| vote.who == *person)
    }

    /// Those who were asked and have not answered.
    pub fn silent(&self) -> impl Iterator<Item = &PersonId> {
        self.approvers.iter().filter(|person| !self.has_voted(person))
    }
}

impl Change {
    /// The round of approval that is not decided yet.
    pub fn open_ballot(&self) -> Option<&Ballot> {
        let rejected = matches!(self.phase, Phase::Rejected { .. });
        self.ballot.as_ref().filter(|ballot| !ballot.is_carried() && !rejected)
    }
}
