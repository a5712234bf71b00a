//! A clock as a list of consecutive pieces that add up to its total (SLA-14).

use std::collections::BTreeMap;

use chrono::{DateTime, SubsecRound, Utc};
use serde::{Deserialize, Serialize};

use super::clock::{Clock, Party};
use crate::calendar::{Calendar, State};

/// Where a piece of a clock's time went.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Spent {
    /// It counted.
    Running,
    /// It would have counted, had the clock not waited for a party (SLA-5).
    Paused(Party),
    /// Outside the hours of the calendar, paused or not.
    Outside,
    /// On a holiday of the calendar, paused or not.
    Holiday,
}

/// A piece of wall time, `[from, to)`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Piece {
    pub from: DateTime<Utc>,
    pub to: DateTime<Utc>,
    pub spent: Spent,
}

impl Piece {
    /// How long it is, in seconds.
    pub fn seconds(&self) -> i64 {
        self.to.timestamp() - self.from.timestamp()
    }
}

/// The pieces of a clock from its start to its stop or now, in order, without gap or overlap.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Explanation {
    pub pieces: Vec<Piece>,
    /// The seconds of each kind. What ran is what is used ([`Clock::used`]); all together are the
    /// wall time.
    pub sums: BTreeMap<Spent, i64>,
}

impl Explanation {
    /// The seconds of one kind.
    pub fn of(&self, spent: Spent) -> i64 {
        self.sums.get(&spent).copied().unwrap_or(0)
    }

    /// Wall time from the first piece to the last, in seconds.
    pub fn total(&self) -> i64 {
        self.sums.values().sum()
    }
}

/// Tells where a clock's time went, until its stop or now.
pub fn explain(clock: &Clock, calendar: &Calendar, now: DateTime<Utc>) -> Explanation {
    let now = now.trunc_subsecs(0);
    let end = clock.stopped_at().map_or(now, |stopped_at| stopped_at.min(now));
    let mut pieces = Vec::new();
    let mut from = clock.started_at();
    for pause in clock.pauses().iter().filter(|pause| pause.from < end) {
        let resumed_at = pause.to.map_or(end, |to| to.min(end));
        lay(&mut pieces, calendar, from, pause.from, Spent::Running);
        lay(&mut pieces, calendar, pause.from, resumed_at, Spent::Paused(pause.party));
        from = resumed_at;
    }
    lay(&mut pieces, calendar, from, end, Spent::Running);
    let mut sums = BTreeMap::new();
    for piece in &pieces {
        *sums.entry(piece.spent).or_insert(0) += piece.seconds();
    }
    Explanation { pieces, sums }
}

/// Lays the pieces of `[from, to)`; its working time goes to `spent`. A piece that goes on makes
/// the last one longer.
fn lay(
    pieces: &mut Vec<Piece>,
    calendar: &Calendar,
    from: DateTime<Utc>,
    to: DateTime<Utc>,
    spent: Spent,
) {
    for stretch in calendar.stretches(from, to) {
        let spent = match stretch.state {
            State::Working => spent,
            State::Outside => Spent::Outside,
            State::Holiday => Spent::Holiday,
        };
        match pieces.last_mut() {
            Some(last) if last.spent == spent => last.to = stretch.to,
            _ => pieces.push(Piece { from: stretch.from, to: stretch.to, spent }),
        }
    }
}
