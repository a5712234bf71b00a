//! Working time: which hours count, how much of it lies between two instants, when so much has
//! passed.
//!
//! Instants are UTC; dates and hours are those of the calendar's zone. Everything is counted in
//! whole seconds, and the fraction of an instant is dropped (SLA-2). What looks ahead gives up
//! after ten years.

mod almanac;
mod days;
mod interval;
mod ruler;
mod stretches;
mod version;
mod workdays;

#[cfg(test)]
pub(crate) mod properties;
#[cfg(test)]
pub(crate) mod samples;
#[cfg(test)]
mod tests;

use chrono::{DateTime, Utc};
use chrono_tz::Tz;
use serde::{Deserialize, Serialize};

use crate::ids::CalendarId;
use almanac::Almanac;
use days::Days;
pub use interval::{BadInterval, DAY, Interval};
pub use ruler::Ruler;
pub use stretches::{State, Stretch};
pub use version::{BadHours, Version, Week};

/// How far ahead an opening or a deadline is looked for, in seconds: ten years.
pub const HORIZON: i64 = 10 * 366 * 86_400;

/// A named calendar with all its versions; each counts from its own instant to the next (SLA-16).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Calendar {
    id: CalendarId,
    /// Also holds for all the time before it.
    first: Version,
    /// In the order of the instants from which they count, all different.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    later: Vec<Version>,
    /// What was worked out of all versions so far.
    #[serde(skip)]
    almanac: Almanac,
}

impl Calendar {
    pub fn new(id: CalendarId, first: Version) -> Calendar {
        Calendar { id, first, later: Vec::new(), almanac: Almanac::default() }
    }

    /// Every second counts; its days are those of UTC.
    pub fn always() -> Calendar {
        let week = std::array::from_fn(|_| vec![Interval::whole_day()]);
        let version = Version::new(Tz::UTC, week).expect("a week of whole days has working time");
        Calendar::new(CalendarId::new("always"), version)
    }

    /// The next version, counting from its `since`; versions that would have begun then or later
    /// give way to it (SLA-16). Without a `since` it replaces everything.
    pub fn revise(&mut self, next: Version) {
        self.almanac = Almanac::default();
        self.later.retain(|version| version.begins() < next.begins());
        match next.since() {
            None => self.first = next,
            Some(_) => self.later.push(next),
        }
    }

    pub fn id(&self) -> &CalendarId {
        &self.id
    }

    /// All versions, the oldest first.
    pub fn versions(&self) -> impl Iterator<Item = &Version> {
        std::iter::once(&self.first).chain(&self.later)
    }

    /// The version in force at an instant.
    pub fn version_at(&self, at: DateTime<Utc>) -> &Version {
        self.version(self.version_index(at.timestamp()))
    }

    /// Whether an instant counts.
    pub fn is_working(&self, at: DateTime<Utc>) -> bool {
        let at = at.timestamp();
        self.openings(at, at + 1).next().is_some()
    }

    /// Working seconds in `[from, to)`; none if `to` is not after `from`.
    pub fn working_between(&self, from: DateTime<Utc>, to: DateTime<Utc>) -> i64 {
        self.almanac.working_between(self, from.timestamp(), to.timestamp())
    }

    /// The earliest instant by which that many working seconds have passed since `from`.
    ///
    /// So eight hours from the opening of an eight-hour day are over when it closes, not when the
    /// next one opens. Nothing or less has passed at once. `None`: it takes more than ten years.
    pub fn add(&self, from: DateTime<Utc>, seconds: i64) -> Option<DateTime<Utc>> {
        let from = from.timestamp();
        if seconds <= 0 {
            return DateTime::from_timestamp(from, 0);
        }
        DateTime::from_timestamp(self.almanac.add(self, from, seconds)?, 0)
    }

    /// The latest instant from which that many working seconds pass until `to`: [`Calendar::add`] backwards.
    ///
    /// So what takes eight hours and must be over by Monday 09:00 begins on Friday at 09:00. `None`:
    /// it takes more than ten years.
    pub fn back(&self, to: DateTime<Utc>, seconds: i64) -> Option<DateTime<Utc>> {
        Ruler::new(self, to).back(to, seconds)
    }

    /// The first working instant at or after `at`. `None`: not within ten years.
    pub fn next_open(&self, at: DateTime<Utc>) -> Option<DateTime<Utc>> {
        let at = at.timestamp();
        let (open, _) = self.openings(at, at + HORIZON).next()?;
        DateTime::from_timestamp(open, 0)
    }

    /// Stretches of working time in `[from, to)`, in Unix seconds, in order; a day's last may touch
    /// the next day's first.
    fn openings(&self, from: i64, to: i64) -> impl Iterator<Item = (i64, i64)> {
        Days::new(self, from)
            .take_while(move |day| day.from < to)
            .flat_map(|day| day.openings())
            .map(move |(open, close)| (open.max(from), close.min(to)))
            .filter(|(open, close)| open < close)
    }

    fn version(&self, index: usize) -> &Version {
        index.checked_sub(1).map_or(&self.first, |later| &self.later[later])
    }

    /// The number of the version in force at a Unix second.
    fn version_index(&self, at: i64) -> usize {
        self.later.iter().rposition(|version| version.begins() <= at).map_or(0, |later| later + 1)
    }

    /// The Unix second from which the version after this one counts.
    fn version_end(&self, index: usize) -> i64 {
        self.later.get(index).map_or(i64::MAX, Version::begins)
    }
}
