//! Whole working days: is it one, the n-th from here, the n-th of a month, the end of today's.

use chrono::{DateTime, Datelike, Days, NaiveDate, Utc};
use chrono_tz::Tz;

use super::days::{first_instant, local};
use super::interval::Interval;
use super::version::Version;
use super::{Calendar, HORIZON};

impl Calendar {
    /// Whether any of a local date is worked.
    pub fn is_workday(&self, date: NaiveDate) -> bool {
        !self.hours(date).is_empty()
    }

    /// The hours of a local date, in order; none if it is not worked.
    pub fn hours(&self, date: NaiveDate) -> &[Interval] {
        self.version_on(date).hours(date)
    }

    /// The zone whose dates and hours are meant at an instant.
    pub fn zone_at(&self, at: DateTime<Utc>) -> Tz {
        self.version_at(at).zone()
    }

    /// The first instant at which the calendar's clocks show a second of a local date. When clocks
    /// go back the earlier of the two; when they are put forward over it, the first instant after
    /// the gap.
    pub fn instant(&self, date: NaiveDate, second_of_day: u32) -> DateTime<Utc> {
        let at = first_instant(self.version_on(date).zone(), date, second_of_day);
        DateTime::from_timestamp(at, 0).unwrap_or_default()
    }

    /// When the working day of `at` ends: its last closing or, if none is left today, that of the
    /// next working day (`eod`, SLA-3). `None`: not within ten years.
    pub fn end_of_day(&self, at: DateTime<Utc>) -> Option<DateTime<Utc>> {
        self.closings(self.next_open(at)?).next()
    }

    /// The same local time on the n-th following working day (`3bd`, SLA-3), kept within the hours
    /// of that day.
    ///
    /// Outside working time it counts from the next opening. Before a day's first opening that
    /// makes it the close of the n-th working day, counting that day as the first; in a break, the
    /// end of the break on the n-th following day. `None`: not within ten years.
    pub fn add_business_days(&self, at: DateTime<Utc>, days: u32) -> Option<DateTime<Utc>> {
        let Some(following) = days.checked_sub(1) else { return Some(at) };
        let opening = self.next_open(at)?;
        let (date, second) = local(self.zone_at(opening), opening.timestamp());
        let begins_the_day = self.hours(date).first().is_some_and(|hours| hours.from() == second);
        if opening > at && begins_the_day {
            return nth_in_time(self.closings(opening), following);
        }
        let days = self.workdays(date).skip_while(|day| *day == date);
        let reached = days.map(|day| self.instant(day, within(self.hours(day), second)));
        nth_in_time(reached, following)
    }

    /// The n-th working day of a month or, for a negative n, the n-th from its end. `None`: it has
    /// fewer, or n is 0.
    pub fn nth_workday_of_month(&self, year: i32, month: u32, n: i32) -> Option<NaiveDate> {
        let first = NaiveDate::from_ymd_opt(year, month, 1)?;
        let workdays: Vec<NaiveDate> = first
            .iter_days()
            .take_while(|date| date.month() == month)
            .filter(|date| self.is_workday(*date))
            .collect();
        let back = workdays.len().checked_sub(n.unsigned_abs() as usize)?;
        let index = if n > 0 { n as usize - 1 } else { back };
        workdays.get(index).copied()
    }

    /// A date itself if it is worked, or the next that is. `None`: not within ten years.
    pub fn workday_from(&self, date: NaiveDate) -> Option<NaiveDate> {
        self.workdays(date).next()
    }

    /// A date itself if it is worked, or the last before it that was. `None`: not within ten years.
    pub fn workday_until(&self, date: NaiveDate) -> Option<NaiveDate> {
        let days = (0..HORIZON_DAYS).map_while(|back| date.checked_sub_days(Days::new(back)));
        days.into_iter().find(|date| self.is_workday(*date))
    }

    /// The last closing of each working day that has one after `at`, in order.
    fn closings(&self, at: DateTime<Utc>) -> impl Iterator<Item = DateTime<Utc>> {
        let (date, _) = local(self.zone_at(at), at.timestamp());
        self.workdays(date)
            .filter_map(|date| Some(self.instant(date, self.hours(date).last()?.to())))
            .skip_while(move |close| *close <= at)
    }

    /// The working days from a date on, for ten years.
    fn workdays(&self, from: NaiveDate) -> impl Iterator<Item = NaiveDate> {
        from.iter_days().take(HORIZON_DAYS as usize).filter(|date| self.is_workday(*date))
    }

    /// The version in force when a local date begins.
    fn version_on(&self, date: NaiveDate) -> &Version {
        let begun = |version: &&Version| version.begins() <= first_instant(version.zone(), date, 0);
        self.later.iter().rev().find(begun).unwrap_or(&self.first)
    }
}

const HORIZON_DAYS: u64 = HORIZON as u64 / 86_400;

/// The n-th of them, or the latest of those before it: where an edit moves a calendar to another zone, a later date can
/// be over sooner.
fn nth_in_time(instants: impl Iterator<Item = DateTime<Utc>>, n: u32) -> Option<DateTime<Utc>> {
    let mut latest = None;
    let mut left = n;
    for instant in instants {
        latest = latest.max(Some(instant));
        left = match left.checked_sub(1) {
            Some(left) => left,
            None => return latest,
        };
    }
    None
}

/// A second of the day or, if it is not worked, the closing before it; before the first opening,
/// that opening.
fn within(hours: &[Interval], second: u32) -> u32 {
    let opening = hours.first().map_or(0, |hours| hours.from());
    let begun = hours.iter().rev().find(|hours| hours.from() <= second);
    begun.map_or(opening, |hours| second.min(hours.to()))
}
