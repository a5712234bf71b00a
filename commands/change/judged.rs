//! What people say of a change: its risk, their votes, its review, and whom it refused (CHG-9, CHG-14).

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::{Ballot, Change, Event, Phase, Vote};
use crate::ids::{PersonId, RecordId};
use crate::world::Fact;

/// What could go wrong and how it is undone (CHG-9).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Assessment {
    pub at: DateTime<Utc>,
    pub by: PersonId,
    /// 1 (few notice) to 3 (the client's business stands still).
    pub impact: u8,
    /// 1 (unlikely to fail) to 3.
    pub likelihood: u8,
    /// Added for departments whose changes failed often lately.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub history: u8,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rollback: Option<String>,
}

fn is_zero(points: &u8) -> bool {
    *points == 0
}

impl Assessment {
    /// Impact × likelihood, with what history adds to the likelihood: 1 to 9.
    pub fn risk(&self) -> u8 {
        self.impact * (self.likelihood + self.history).min(3)
    }

    /// From 6 on it needs several approvers.
    pub fn is_high(&self) -> bool {
        self.risk() >= 6
    }
}

/// What it came to (CHG-14).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Review {
    pub at: DateTime<Utc>,
    pub by: PersonId,
    pub result: ReviewResult,
    pub text: String,
}

#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, clap::ValueEnum,
)]
#[serde(rename_all = "kebab-case")]
pub enum ReviewResult {
    Success,
    Issues,
    Failed,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Refused {
    pub who: PersonId,
    /// What he was refused on: the change or one of its tasks.
    pub about: RecordId,
    pub verb: String,
    pub may: Vec<PersonId>,
}

impl Change {
    /// What people say of it: risk, votes, refusals, the review.
    pub(super) fn judged(&mut self, fact: &Fact, event: &Event) {
        let at = fact.at;
        let by = fact.by.person().cloned();
        match (event, by) {
            (Event::Assessed { impact, likelihood, history, rollback }, Some(by)) => {
                let (impact, likelihood, history) = (*impact, *likelihood, *history);
                let rollback = rollback.clone();
                self.assessment =
                    Some(Assessment { at, by, impact, likelihood, history, rollback });
                // A rejected one stays so until it is submitted anew: what was voted on before does not count again.
                if matches!(self.phase, Phase::Draft) {
                    self.phase = Phase::Assessed { at };
                }
            }
            (Event::Submitted { quorum, approvers, chase_at }, Some(asked_by)) => {
                self.submitted(at, asked_by, *quorum, approvers, *chase_at);
            }
            (Event::Voted, Some(who)) => {
                if let Some(ballot) = self.ballot.as_mut().filter(|b| !b.has_voted(&who)) {
                    ballot.votes.push(Vote { who, at });
                }
            }
            (Event::Approved, _) => {
                self.decided();
                if !self.is_in_progress() && !matches!(self.phase, Phase::Review { .. }) {
                    self.phase = match self.window {
                        Some(_) => Phase::Scheduled { at },
                        None => Phase::Approved { at },
                    };
                }
            }
            (Event::Rejected { because }, Some(by)) => {
                self.decided();
                self.phase = Phase::Rejected { at, by, because: because.clone() };
            }
            (Event::ApprovalFellDue { next }, _) => {
                if let Some(ballot) = &mut self.ballot {
                    ballot.chased += 1;
                    ballot.chase_at = *next;
                }
            }
            (Event::Reviewed { result, text, caused }, Some(by)) => {
                let (result, text) = (*result, text.clone());
                let new = caused.iter().filter(|id| !self.caused.contains(id));
                let new: Vec<_> = new.copied().collect();
                self.caused.extend(new);
                self.review = Some(Review { at, by, result, text });
            }
            (Event::Refused { about, verb, who, may }, _) => {
                self.refusals.retain(|refused| &refused.who != who);
                let (about, who, verb, may) = (*about, who.clone(), verb.clone(), may.clone());
                self.refusals.push(Refused { who, about, verb, may });
            }
            _ => {}
        }
    }

    pub(super) fn decided(&mut self) {
        if let Some(ballot) = &mut self.ballot {
            ballot.chase_at = None;
        }
    }

    /// A round of approval begins.
    fn submitted(
        &mut self,
        at: DateTime<Utc>,
        asked_by: PersonId,
        quorum: u32,
        approvers: &[PersonId],
        chase_at: Option<DateTime<Utc>>,
    ) {
        let round = self.ballot.as_ref().map_or(1, |ballot| ballot.round + 1);
        let approvers = approvers.to_vec();
        let votes = Vec::new();
        self.ballot = Some(Ballot {
            round,
            asked_at: at,
            asked_by,
            quorum,
            approvers,
            votes,
            chase_at,
            chased: 0,
        });
        if !self.is_in_progress() && !matches!(self.phase, Phase::Review { .. }) {
            self.phase = Phase::Assessed { at };
        }
    }
}
