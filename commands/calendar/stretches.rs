//! A span of time cut where a calendar opens and closes.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::Calendar;
use super::days::Days;

/// What a calendar says of an instant.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum State {
    Working,
    /// Before, between or after the hours of a day, or on a day that is never worked.
    Outside,
    /// The whole local day of a holiday, whatever its weekday.
    Holiday,
}

/// A part of time, `[from, to)`, over which a calendar says the same.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stretch {
    pub from: DateTime<Utc>,
    pub to: DateTime<Utc>,
    pub state: State,
}

impl Stretch {
    /// How long it is, in seconds.
    pub fn seconds(&self) -> i64 {
        self.to.timestamp() - self.from.timestamp()
    }
}

impl Calendar {
    /// The longest stretches of one state that tile `[from, to)`, in order, without gap or overlap.
    pub fn stretches(
        &self,
        from: DateTime<Utc>,
        to: DateTime<Utc>,
    ) -> impl Iterator<Item = Stretch> {
        let mut tiling = Tiling { reached: from.timestamp(), until: to.timestamp(), done: vec![] };
        for day in Days::new(self, from.timestamp()).take_while(|day| day.from < to.timestamp()) {
            let closed =
                if day.version.is_holiday(day.date) { State::Holiday } else { State::Outside };
            for (open, close) in day.openings() {
                tiling.fill(open, closed);
                tiling.fill(close, State::Working);
            }
            tiling.fill(day.to, closed);
        }
        tiling.done.into_iter().filter_map(|(from, to, state)| {
            let (from, to) = (DateTime::from_timestamp(from, 0)?, DateTime::from_timestamp(to, 0)?);
            Some(Stretch { from, to, state })
        })
    }
}

/// A tiling under way, in Unix seconds: `done` reaches from the beginning to `reached`.
struct Tiling {
    reached: i64,
    until: i64,
    done: Vec<(i64, i64, State)>,
}

impl Tiling {
    /// Goes on to an instant in one state; nothing if it is already past it.
    fn fill(&mut self, to: i64, state: State) {
        let (from, to) = (self.reached, to.min(self.until));
        if to <= from {
            return;
        }
        self.reached = to;
        match self.done.last_mut() {
            Some(last) if last.2 == state => last.1 = to,
            _ => self.done.push((from, to, state)),
        }
    }
}
