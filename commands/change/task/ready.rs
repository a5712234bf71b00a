//! When it is a task's turn: links to what it waits for, and how they are joined (CHG-1, CHG-2, CHG-5).

use std::fmt;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::{State, Task};
use crate::calendar::Calendar;
use crate::ids::TaskId;
use crate::sla::Span;

/// That a task waits for another, and what became of that one.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Link {
    pub to: TaskId,
    /// So long after it, on the calendar of the task that waits (CHG-5).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lag: Option<Span>,
    /// What became of it, as the task that waits was told.
    #[serde(default)]
    pub outcome: Outcome,
    /// The TAM let it go on although that one was cancelled (CHG-2).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub waived_at: Option<DateTime<Utc>>,
}

/// What became of a task, for those that wait for it (CHG-2).
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Outcome {
    #[default]
    Open,
    /// Done or skipped.
    Met(DateTime<Utc>),
    Failed,
    Cancelled,
}

/// How many of its links a task needs (CHG-5).
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Join {
    #[default]
    All,
    Any,
    AtLeast(u32),
}

impl fmt::Display for Join {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Join::All => f.write_str("all"),
            Join::Any => f.write_str("any"),
            Join::AtLeast(count) => write!(f, "{count} of them"),
        }
    }
}

impl Join {
    /// How many of so many links must be met.
    pub fn needed(self, links: usize) -> usize {
        match self {
            Join::All => links,
            Join::Any => links.min(1),
            Join::AtLeast(count) => links.min(count as usize),
        }
    }
}

impl Link {
    pub fn new(to: TaskId, lag: Option<Span>, outcome: Outcome) -> Link {
        Link { to, lag, outcome, waived_at: None }
    }

    /// When what it waits for was there. None: not yet.
    pub fn met_at(&self) -> Option<DateTime<Utc>> {
        match self.outcome {
            Outcome::Met(at) => Some(at),
            Outcome::Open | Outcome::Failed | Outcome::Cancelled => self.waived_at,
        }
    }

    /// It can't be met unless somebody decides so.
    pub fn is_dead(&self) -> bool {
        let lost = matches!(self.outcome, Outcome::Failed | Outcome::Cancelled);
        lost && self.waived_at.is_none()
    }

    /// When it lets the task begin, its lag included. None: not yet to be said.
    pub fn clears_at(&self, calendar: &Calendar) -> Option<DateTime<Utc>> {
        let met_at = self.met_at()?;
        match self.lag {
            Some(lag) => calendar.add(met_at, lag.resolve(calendar, met_at)),
            None => Some(met_at),
        }
    }
}

impl Task {
    pub fn link(&self, to: TaskId) -> Option<&Link> {
        self.after.iter().find(|link| link.to == to)
    }

    /// What it is to those that wait for it.
    pub fn outcome(&self) -> Outcome {
        match self.state {
            State::Done { at, .. } | State::Skipped { at } => Outcome::Met(at),
            State::Failed { .. } => Outcome::Failed,
            State::Cancelled { .. } => Outcome::Cancelled,
            State::Waiting | State::Ready { .. } | State::InProgress { .. } => Outcome::Open,
        }
    }

    /// When enough of its links have cleared (CHG-5); the beginning of time if it waits for none. None: not yet.
    pub fn clears_at(&self, calendar: &Calendar) -> Option<DateTime<Utc>> {
        let needed = self.join.needed(self.after.len());
        let Some(last) = needed.checked_sub(1) else { return Some(DateTime::UNIX_EPOCH) };
        let mut cleared: Vec<_> = self.after.iter().filter_map(|l| l.clears_at(calendar)).collect();
        cleared.sort_unstable();
        cleared.get(last).copied()
    }

    /// CHG-3: it is ready, and what it waited for is open again, or it waits for more by now.
    pub(in crate::change) fn is_reblocked(&self, calendar: &Calendar) -> bool {
        let State::Ready { since } = self.state else { return false };
        let since = self.linked_at.map_or(since, |linked_at| since.max(linked_at));
        self.clears_at(calendar).is_none_or(|at| at > since)
    }

    /// What it waits for can't come any more unless somebody decides: failed or cancelled, and not enough others.
    pub fn is_blocked(&self) -> bool {
        let alive = self.after.iter().filter(|link| !link.is_dead()).count();
        alive < self.join.needed(self.after.len())
    }

    /// The links that still stand in its way.
    pub fn waits_for(&self) -> impl Iterator<Item = &Link> {
        self.after.iter().filter(|link| link.met_at().is_none())
    }
}
