//! Working time once more, counted another way: hour by hour of UTC, as what the clocks on the wall show then.
//!
//! It takes from the rules only what a calendar says (zone, hours of a date), none of their arithmetic.

use std::sync::Arc;

use baton_commands::calendar::{Calendar, Version};
use baton_commands::sla::Span;
use chrono::{DateTime, NaiveDate, Offset, TimeZone, Utc};

/// The working seconds of a calendar from the end of February to the end of a year later, in Unix seconds.
pub(crate) struct Hours {
    calendar: Calendar,
    /// Half-open, in order, apart.
    open: Vec<(i64, i64)>,
    /// How much was worked before each.
    before: Vec<i64>,
}

const HOUR: i64 = 3_600;
/// 2026-02-20T00:00Z
const FIRST: i64 = 1_771_545_600;
const LAST: i64 = FIRST + 300 * 24 * HOUR;

impl Hours {
    pub(crate) fn of(calendar: &Calendar) -> Hours {
        let mut open: Vec<(i64, i64)> = Vec::new();
        let versions: Vec<&Version> = calendar.versions().collect();
        for (index, version) in versions.iter().enumerate() {
            let begin = |version: &&Version| version.since().map_or(FIRST, |at| at.timestamp());
            let from = begin(version).max(FIRST);
            let to = versions.get(index + 1).map_or(LAST, begin);
            let mut at = from;
            while at < to {
                let end = ((at / HOUR + 1) * HOUR).min(to);
                for (from, to) in worked(version, at, end) {
                    match open.last_mut().filter(|last| last.1 == from) {
                        Some(last) => last.1 = to,
                        None => open.push((from, to)),
                    }
                }
                at = end;
            }
        }
        let mut sum = 0;
        let mut before = Vec::with_capacity(open.len());
        for (from, to) in &open {
            before.push(sum);
            sum += to - from;
        }
        Hours { calendar: calendar.clone(), open, before }
    }

    /// Worked seconds from the beginning of the count to an instant.
    fn until(&self, at: i64) -> i64 {
        let index = self.open.partition_point(|(from, _)| *from < at);
        index.checked_sub(1).map_or(0, |last| {
            let (from, to) = self.open[last];
            self.before[last] + (at.min(to) - from)
        })
    }

    pub(crate) fn between(&self, from: i64, to: i64) -> i64 {
        if to > from { self.until(to) - self.until(from) } else { 0 }
    }

    /// The seconds that a promise means when it starts at an instant.
    pub(crate) fn allowed(&self, span: Span, from: i64) -> i64 {
        let end = match span {
            Span::Seconds(seconds) => return seconds,
            Span::EndOfDay => self.closing(self.opening(from), 0),
            Span::BusinessDays(days) => self.business_days(from, days as usize),
        };
        self.between(from, end)
    }

    /// The first working instant at or after this one.
    fn opening(&self, at: i64) -> i64 {
        let index = self.open.partition_point(|(_, to)| *to <= at);
        self.open[index].0.max(at)
    }

    /// Before a day's first opening: the close of the n-th day, that one counted. Else the same local time of the n-th
    /// day after it, kept within that day's hours (SLA-3).
    fn business_days(&self, at: i64, days: usize) -> i64 {
        let opening = self.opening(at);
        let (date, second) = self.wall(opening);
        let first = self.day(date).first().map(|(from, _)| *from);
        if opening > at && first == Some(opening) {
            return self.closing(opening, days - 1);
        }
        let day = self.nth_day_after(date, days);
        let hours = self.day(day);
        let wanted = self.midnight(day) + second;
        let begun = hours.iter().rev().find(|(from, _)| *from <= wanted);
        begun.map_or(hours[0].0, |(_, to)| wanted.min(*to))
    }

    /// When the n-th working day from that of an opening closes.
    fn closing(&self, opening: i64, n: usize) -> i64 {
        let (date, _) = self.wall(opening);
        let day = if n == 0 { date } else { self.nth_day_after(date, n) };
        self.day(day).last().expect("a working day closes").1
    }

    fn nth_day_after(&self, date: NaiveDate, n: usize) -> NaiveDate {
        let mut days = date.iter_days().skip(1).filter(|day| !self.day(*day).is_empty());
        days.nth(n - 1).expect("there are working days to come")
    }

    /// What the clocks of the calendar's zone show: the date and the second of the day.
    fn wall(&self, at: i64) -> (NaiveDate, i64) {
        let zone = self.version(at).zone();
        let local = zone.from_utc_datetime(&utc(at).naive_utc()).naive_local();
        (local.date(), local.and_utc().timestamp().rem_euclid(24 * HOUR))
    }

    /// The instant at which a local day begins; no zone of the demo changes its clocks at midnight.
    fn midnight(&self, date: NaiveDate) -> i64 {
        let noon = date.and_hms_opt(0, 0, 0).expect("a midnight");
        let zone = self.version(noon.and_utc().timestamp()).zone();
        zone.from_local_datetime(&noon).earliest().expect("a midnight").timestamp()
    }

    /// The worked stretches of a local date, by the version in force when it begins.
    fn day(&self, date: NaiveDate) -> Vec<(i64, i64)> {
        let midnight = self.midnight(date);
        let hours = self.version(midnight).hours(date);
        let at = |second: u32| midnight + i64::from(second);
        hours.iter().map(|hours| (at(hours.from()), at(hours.to()))).collect()
    }

    fn version(&self, at: i64) -> &Version {
        self.calendar.version_at(utc(at))
    }
}

/// The worked parts of a stretch that lies within one hour of UTC, in which no clock changes.
fn worked(version: &Version, from: i64, to: i64) -> Vec<(i64, i64)> {
    let offset = version.zone().offset_from_utc_datetime(&utc(from).naive_utc()).fix();
    let ahead = i64::from(offset.local_minus_utc());
    let date = utc(from + ahead).date_naive();
    let midnight = (from + ahead).div_euclid(24 * HOUR) * 24 * HOUR - ahead;
    let hours = version.hours(date).iter();
    let parts = hours.map(|hours| {
        let (open, close) = (midnight + i64::from(hours.from()), midnight + i64::from(hours.to()));
        (open.max(from), close.min(to))
    });
    parts.filter(|(from, to)| from < to).collect()
}

fn utc(at: i64) -> DateTime<Utc> {
    DateTime::from_timestamp(at, 0).expect("an instant of these years")
}

/// The counts of all calendars, made anew only for those that changed.
#[derive(Default)]
pub(crate) struct AllHours(Vec<Arc<Hours>>);

impl AllHours {
    pub(crate) fn of(&mut self, calendar: &Calendar) -> Arc<Hours> {
        if let Some(known) = self.0.iter().find(|known| known.calendar == *calendar) {
            return Arc::clone(known);
        }
        let counted = Arc::new(Hours::of(calendar));
        self.0.push(Arc::clone(&counted));
        counted
    }
}
