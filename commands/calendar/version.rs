//! What a calendar says from one instant to its next edit: zone, hours, holidays, make-up days.

use std::collections::BTreeSet;

use chrono::{DateTime, Datelike, NaiveDate, Utc, Weekday};
use chrono_tz::Tz;
use serde::{Deserialize, Serialize};

use super::interval::Interval;

/// The working hours of each weekday, Monday first; an empty day is not worked.
pub type Week = [Vec<Interval>; 7];

/// One edition of a calendar. A calendar is edited by giving it the next one (SLA-16).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "Unchecked")]
pub struct Version {
    /// From when it counts. `None`: it always did.
    #[serde(skip_serializing_if = "Option::is_none")]
    since: Option<DateTime<Utc>>,
    zone: Tz,
    /// Sorted, without overlaps, with at least one interval.
    week: Week,
    #[serde(skip_serializing_if = "BTreeSet::is_empty")]
    holidays: BTreeSet<NaiveDate>,
    #[serde(skip_serializing_if = "BTreeSet::is_empty")]
    makeup: BTreeSet<NaiveDate>,
}

/// Why these hours are no calendar, in words for whoever wrote them (DIR-1).
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum BadHours {
    #[error("no working time in the week; write for example `mon-fri = [\"09:00-17:00\"]`")]
    NoWorkingTime,
    #[error("`{0}` and `{1}` on {2} overlap; write them as one interval")]
    Overlap(Interval, Interval, Weekday),
}

impl Version {
    /// Hours that have always counted, without holidays. Intervals may come in any order.
    pub fn new(zone: Tz, mut week: Week) -> Result<Version, BadHours> {
        if week.iter().all(Vec::is_empty) {
            return Err(BadHours::NoWorkingTime);
        }
        for (day, hours) in WEEKDAYS.into_iter().zip(&mut week) {
            hours.sort();
            if let Some(pair) = hours.windows(2).find(|pair| pair[0].overlaps(pair[1])) {
                return Err(BadHours::Overlap(pair[0], pair[1], day));
            }
        }
        Ok(Version { since: None, zone, week, holidays: BTreeSet::new(), makeup: BTreeSet::new() })
    }

    /// The same hours, but nobody works on these local dates.
    pub fn with_holidays(mut self, dates: impl IntoIterator<Item = NaiveDate>) -> Version {
        self.holidays.extend(dates);
        self
    }

    /// The same hours, but these local dates are worked too, with the hours of the first weekday
    /// that has any. A date that is both is worked: a make-up day is stated singly, a holiday often
    /// as a range.
    pub fn with_makeup(mut self, dates: impl IntoIterator<Item = NaiveDate>) -> Version {
        self.makeup.extend(dates);
        self
    }

    /// The same hours, counting from an instant (SLA-16).
    pub fn starting(mut self, since: DateTime<Utc>) -> Version {
        self.since = Some(since);
        self
    }

    /// From when it counts. `None`: it always did.
    pub fn since(&self) -> Option<DateTime<Utc>> {
        self.since
    }

    pub fn zone(&self) -> Tz {
        self.zone
    }

    pub fn week(&self) -> &Week {
        &self.week
    }

    pub fn holidays(&self) -> &BTreeSet<NaiveDate> {
        &self.holidays
    }

    pub fn makeup(&self) -> &BTreeSet<NaiveDate> {
        &self.makeup
    }

    /// The hours of a local date, in order; none if it is not worked.
    pub fn hours(&self, date: NaiveDate) -> &[Interval] {
        if self.makeup.contains(&date) {
            return self.week.iter().find(|hours| !hours.is_empty()).map_or(&[], Vec::as_slice);
        }
        if self.holidays.contains(&date) {
            return &[];
        }
        &self.week[date.weekday().num_days_from_monday() as usize]
    }

    /// Whether a local date is a holiday on which nobody works.
    pub(super) fn is_holiday(&self, date: NaiveDate) -> bool {
        self.holidays.contains(&date) && !self.makeup.contains(&date)
    }

    /// Unix seconds from which it counts.
    pub(super) fn begins(&self) -> i64 {
        self.since.map_or(i64::MIN, |since| since.timestamp())
    }
}

const WEEKDAYS: [Weekday; 7] = [
    Weekday::Mon,
    Weekday::Tue,
    Weekday::Wed,
    Weekday::Thu,
    Weekday::Fri,
    Weekday::Sat,
    Weekday::Sun,
];

/// A version as it is stored, before its hours have been looked at.
#[derive(Deserialize)]
struct Unchecked {
    since: Option<DateTime<Utc>>,
    zone: Tz,
    week: Week,
    #[serde(default)]
    holidays: BTreeSet<NaiveDate>,
    #[serde(default)]
    makeup: BTreeSet<NaiveDate>,
}

impl TryFrom<Unchecked> for Version {
    type Error = BadHours;

    fn try_from(stored: Unchecked) -> Result<Version, BadHours> {
        let hours = Version::new(stored.zone, stored.week)?;
        Ok(Version {
            since: stored.since,
            holidays: stored.holidays,
            makeup: stored.makeup,
            ..hours
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hours(text: &str) -> Vec<Interval> {
        text.split_whitespace().map(|one| one.parse().unwrap()).collect()
    }

    #[test]
    fn dir_1_a_week_without_working_time_is_refused() {
        let refused = Version::new(Tz::UTC, Week::default()).unwrap_err();
        assert_eq!(
            refused.to_string(),
            "no working time in the week; write for example `mon-fri = [\"09:00-17:00\"]`"
        );
    }

    #[test]
    fn dir_1_overlapping_hours_are_refused_and_touching_ones_are_not() {
        let mut week = Week::default();
        week[2] = hours("13:00-18:00 09:00-13:30");
        let refused = Version::new(Tz::UTC, week.clone()).unwrap_err();
        assert_eq!(
            refused.to_string(),
            "`09:00-13:30` and `13:00-18:00` on Wed overlap; write them as one interval"
        );
        week[2] = hours("13:00-18:00 09:00-13:00");
        let sorted = Version::new(Tz::UTC, week).unwrap();
        assert_eq!(sorted.week()[2], hours("09:00-13:00 13:00-18:00"));
    }

    #[test]
    fn a_version_is_stored_as_it_would_be_written_and_read_back_with_its_checks() {
        let mut week = Week::default();
        week[0] = hours("09:00-17:00");
        let version = Version::new(Tz::Europe__Berlin, week)
            .unwrap()
            .with_holidays(NaiveDate::from_ymd_opt(2026, 4, 6))
            .starting(DateTime::UNIX_EPOCH);
        let stored = serde_json::to_string(&version).unwrap();
        assert_eq!(
            stored,
            r#"{"since":"1970-01-01T00:00:00Z","zone":"Europe/Berlin","week":[["09:00-17:00"],[],[],[],[],[],[]],"holidays":["2026-04-06"]}"#
        );
        assert_eq!(serde_json::from_str::<Version>(&stored).unwrap(), version);
        let emptied = stored.replace("\"09:00-17:00\"", "");
        assert!(serde_json::from_str::<Version>(&emptied).is_err());
    }
}
