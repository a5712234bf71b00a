//! Calendars and instants for tests: the demo company's and those of the worked vectors.

use chrono::{DateTime, NaiveDate, Utc};
use chrono_tz::Tz;

use super::{Calendar, Interval, Version, Week};
use crate::ids::CalendarId;

/// A week from days and their hours: `week("mon-fri 09:00-12:00 13:00-18:00; sat 09:00-12:00")`.
pub(crate) fn week(text: &str) -> Week {
    let mut week = Week::default();
    for line in text.split(';') {
        let mut words = line.split_whitespace();
        let days = match words.next().expect("days") {
            "daily" => 0..=6,
            "mon-fri" => 0..=4,
            "sat" => 5..=5,
            "sun" => 6..=6,
            other => panic!("no such days: {other}"),
        };
        let hours: Vec<Interval> = words.map(interval).collect();
        week[days].fill(hours);
    }
    week
}

fn interval(text: &str) -> Interval {
    text.parse().expect("hours")
}

/// A date, or every date of a range `2026-10-01..2026-10-07`.
pub(crate) fn dates(text: &str) -> Vec<NaiveDate> {
    text.split_whitespace()
        .flat_map(|one| {
            let (first, last) = one.split_once("..").unwrap_or((one, one));
            let last = date(last);
            date(first).iter_days().take_while(move |date| *date <= last)
        })
        .collect()
}

pub(crate) fn date(text: &str) -> NaiveDate {
    text.parse().expect("a date")
}

pub(crate) fn version(zone: Tz, hours: &str) -> Version {
    Version::new(zone, week(hours)).expect("working time")
}

pub(crate) fn calendar(name: &str, zone: Tz, hours: &str) -> Calendar {
    Calendar::new(CalendarId::new(name), version(zone, hours))
}

/// Mon–Fri 09–17, UTC: the calendar of most worked vectors.
pub(crate) fn nine_to_five() -> Calendar {
    calendar("nine-to-five", Tz::UTC, "mon-fri 09:00-17:00")
}

/// The demo company's `office`, with its lunch break.
pub(crate) fn office() -> Calendar {
    let holidays = dates("2026-01-01 2026-03-20 2026-03-23 2026-05-01 2026-08-17 2026-12-25");
    let hours = version(Tz::Asia__Jakarta, "mon-fri 09:00-12:00 13:00-18:00");
    Calendar::new(CalendarId::new("office"), hours.with_holidays(holidays))
}

/// The demo company's `shanghai`, with its make-up days.
pub(crate) fn shanghai() -> Calendar {
    let hours = version(Tz::Asia__Shanghai, "mon-fri 09:00-18:00")
        .with_holidays(dates("2026-01-01 2026-01-02 2026-02-16..2026-02-23 2026-10-01..2026-10-07"))
        .with_makeup(dates("2026-01-04 2026-02-14 2026-02-28 2026-10-10"));
    Calendar::new(CalendarId::new("shanghai"), hours)
}

/// Every second of Berlin, where clocks change.
pub(crate) fn berlin_always() -> Calendar {
    calendar("berlin-always", Tz::Europe__Berlin, "daily 00:00-24:00")
}

/// An instant, from what the clocks of a zone show: `2026-03-02 09:00`, seconds if they matter.
pub(crate) fn at_in(zone: Tz, shown: &str) -> DateTime<Utc> {
    let shown = if shown.len() == 16 { format!("{shown}:00") } else { shown.to_owned() };
    let local = chrono::NaiveDateTime::parse_from_str(&shown, "%Y-%m-%d %H:%M:%S").expect("a time");
    local.and_local_timezone(zone).earliest().expect("a time that exists").with_timezone(&Utc)
}

/// An instant in UTC.
pub(crate) fn at(shown: &str) -> DateTime<Utc> {
    at_in(Tz::UTC, shown)
}
