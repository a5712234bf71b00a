//! A task of a change: one department's turn.

mod event;
mod evolve;
mod ready;
pub mod verbs;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

pub use event::TaskEvent;
pub use ready::{Join, Link, Outcome};

use super::Hold;
use crate::ids::{DeptId, PersonId, Serial, TaskId};
use crate::sla::{Span, Target};

/// One department's turn in a change.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Task {
    pub id: TaskId,
    pub title: String,
    pub department: DeptId,
    /// Its work, on the department's calendar.
    pub estimate: Span,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub instructions: Option<String>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub devices: Vec<Serial>,
    /// The module of the change's product that it installs (CHG-8).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub module: Option<String>,
    /// May be done as soon as the change is approved, before its window (CHG-1).
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub early: bool,
    /// What it waits for.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub after: Vec<Link>,
    #[serde(default)]
    pub join: Join,
    /// When its links, or the calendar they count on, last became others: what was there by then does not take its turn
    /// back (CHG-3).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub linked_at: Option<DateTime<Utc>>,
    /// Who waits for it, in this change and in others.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub before: Vec<TaskId>,
    pub state: State,
    /// By hand, of this task alone; the change's own hold stands beside it (CHG-7).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hold: Option<Hold>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub assignee: Option<PersonId>,
    /// He got it while it was held, and is told when it goes on (CHG-7).
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub untold: bool,
    /// Set by somebody; else it follows from the estimate when the task is ready (CHG-6).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub set_due: Option<DateTime<Utc>>,
    /// From when it is ready.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub due_by: Option<DateTime<Utc>>,
    /// When the plan lets it begin, as its department was last shown; only while it waits (CHG-11).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expected_at: Option<DateTime<Utc>>,
    /// For which deadline somebody was told that it has passed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub overdue_told: Option<DateTime<Utc>>,
    /// The OLA from the latest hand-off to the start (CHG-6).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub accept: Option<Target>,
    /// How often it was done again, and how often the next one sent it back.
    #[serde(default, skip_serializing_if = "is_never")]
    pub reopened: u32,
    #[serde(default, skip_serializing_if = "is_never")]
    pub sent_back: u32,
    /// When the clock next has something to say.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub wakes_at: Option<DateTime<Utc>>,
}

fn is_never(times: &u32) -> bool {
    *times == 0
}

/// Where a task stands; a hold stands over it. Each state owns its times.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum State {
    Waiting,
    /// The department was told.
    Ready {
        since: DateTime<Utc>,
    },
    InProgress {
        since: DateTime<Utc>,
    },
    Done {
        at: DateTime<Utc>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        started_at: Option<DateTime<Utc>>,
        /// What the next one should know.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        text: Option<String>,
    },
    Failed {
        at: DateTime<Utc>,
        because: String,
    },
    Skipped {
        at: DateTime<Utc>,
    },
    Cancelled {
        at: DateTime<Utc>,
    },
}

impl Task {
    /// Nothing more is to be done: done, skipped or cancelled. A failed one waits for somebody to decide.
    pub fn has_ended(&self) -> bool {
        matches!(self.state, State::Done { .. } | State::Skipped { .. } | State::Cancelled { .. })
    }

    /// It was not needed, or given up.
    pub fn is_left_out(&self) -> bool {
        matches!(self.state, State::Skipped { .. } | State::Cancelled { .. })
    }

    pub fn is_ready(&self) -> bool {
        matches!(self.state, State::Ready { .. })
    }

    pub fn is_in_progress(&self) -> bool {
        matches!(self.state, State::InProgress { .. })
    }

    pub fn is_waiting(&self) -> bool {
        self.state == State::Waiting
    }

    /// Its department's turn: ready or being done.
    pub fn is_turn(&self) -> bool {
        self.is_ready() || self.is_in_progress()
    }

    pub fn started_at(&self) -> Option<DateTime<Utc>> {
        match self.state {
            State::InProgress { since } => Some(since),
            State::Done { started_at, .. } => started_at,
            _ => None,
        }
    }

    /// What the next one should know.
    pub fn handed_over(&self) -> Option<&str> {
        match &self.state {
            State::Done { text, .. } => text.as_deref(),
            _ => None,
        }
    }

    /// Since when its department has had it in hand.
    pub fn turn_since(&self) -> Option<DateTime<Utc>> {
        match self.state {
            State::Ready { since } | State::InProgress { since } => Some(since),
            _ => None,
        }
    }
}
