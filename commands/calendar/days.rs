//! The local days of a calendar as instants, clock changes included.

use chrono::{DateTime, NaiveDate, Offset, TimeDelta, TimeZone};
use chrono_tz::{GapInfo, Tz};

use super::Calendar;
use super::interval::DAY;
use super::version::Version;

/// The first instant, in Unix seconds, at which a zone's clocks show a second of a date.
///
/// When clocks go back the earlier of the two; when they are put forward over it, the first instant
/// after the gap.
pub(super) fn first_instant(zone: Tz, date: NaiveDate, second: u32) -> i64 {
    let local = date.and_hms_opt(0, 0, 0).expect("every date has a midnight")
        + TimeDelta::seconds(second.into());
    if let Some(at) = zone.from_local_datetime(&local).earliest() {
        return at.timestamp();
    }
    let after_gap = GapInfo::new(&local, &zone).and_then(|gap| gap.end);
    after_gap.map_or_else(|| local.and_utc().timestamp(), |at| at.timestamp())
}

/// What a zone's clocks show at a Unix second: date and second of the day.
pub(super) fn local(zone: Tz, at: i64) -> (NaiveDate, u32) {
    let shown = at + offset(zone, at);
    let date = DateTime::from_timestamp(shown, 0).unwrap_or_default().date_naive();
    (date, shown.rem_euclid(DAY.into()) as u32)
}

/// Seconds that a zone is ahead of UTC at a Unix second.
fn offset(zone: Tz, at: i64) -> i64 {
    let utc = DateTime::from_timestamp(at, 0).unwrap_or_default().naive_utc();
    zone.offset_from_utc_datetime(&utc).fix().local_minus_utc().into()
}

/// One local day under one version of a calendar.
pub(super) struct Day<'a> {
    pub(super) version: &'a Version,
    pub(super) date: NaiveDate,
    /// From its first instant to the first of the next day, in Unix seconds: 24 hours, but for
    /// clock changes.
    midnight: i64,
    next_midnight: i64,
    /// The part of it that belongs to this version, in Unix seconds.
    pub(super) from: i64,
    pub(super) to: i64,
}

impl<'a> Day<'a> {
    /// The stretches of working time in it, in Unix seconds, in order.
    pub(super) fn openings(&self) -> impl Iterator<Item = (i64, i64)> + use<'a> {
        let (zone, date, midnight) = (self.version.zone(), self.date, self.midnight);
        let even = self.next_midnight - midnight == i64::from(DAY);
        let (first, last) = (self.from, self.to);
        let instant = move |second: u32| {
            let at =
                if even { midnight + i64::from(second) } else { first_instant(zone, date, second) };
            at.clamp(first, last)
        };
        self.version
            .hours(date)
            .iter()
            .map(move |hours| (instant(hours.from()), instant(hours.to())))
            .filter(|(open, close)| open < close)
    }
}

/// Walks the days of a calendar through all its versions, from the one that holds an instant.
pub(super) struct Days<'a> {
    calendar: &'a Calendar,
    version: usize,
    date: NaiveDate,
    midnight: i64,
    /// Where the day before ended, so that the days tile time.
    from: i64,
}

impl<'a> Days<'a> {
    pub(super) fn new(calendar: &'a Calendar, from: i64) -> Days<'a> {
        let version = calendar.version_index(from);
        let zone = calendar.version(version).zone();
        let (date, _) = local(zone, from);
        Days { calendar, version, date, midnight: first_instant(zone, date, 0), from }
    }
}

impl<'a> Iterator for Days<'a> {
    type Item = Day<'a>;

    fn next(&mut self) -> Option<Day<'a>> {
        let version = self.calendar.version(self.version);
        let tomorrow = self.date.succ_opt()?;
        let next_midnight = midnight_after(version.zone(), self.midnight, tomorrow);
        let to = next_midnight.min(self.calendar.version_end(self.version)).max(self.from);
        let (date, midnight, from) = (self.date, self.midnight, self.from);
        if to < next_midnight {
            *self = Days::new(self.calendar, to);
        } else {
            (self.date, self.midnight, self.from) = (tomorrow, next_midnight, to);
        }
        Some(Day { version, date, midnight, next_midnight, from, to })
    }
}

/// The first instant of `tomorrow`, without a search of the zone's rules where no clock changes.
fn midnight_after(zone: Tz, midnight: i64, tomorrow: NaiveDate) -> i64 {
    let usual = midnight + i64::from(DAY);
    if local(zone, usual) == (tomorrow, 0) { usual } else { first_instant(zone, tomorrow, 0) }
}
