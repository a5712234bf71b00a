//! Reads `calendars.toml`: zones, weeks, holidays, make-up days, and their later editions (SLA-16).

use std::collections::BTreeMap;

use baton_commands::calendar::{Calendar, Interval, Version};
use baton_commands::ids::CalendarId;
use chrono::{DateTime, NaiveDate, Utc, Weekday};
use chrono_tz::Tz;
use toml::de::DeValue;

use crate::settings::reader::{Field, Read, Table};
use crate::settings::values::twofold;

/// The hours of each weekday, Monday first.
type Week = [Vec<Interval>; 7];

/// The most days that one range of dates may span.
const RANGE_MAX: i64 = 366;

/// Reads the file. An edition below `[[office.version]]` is whole: it repeats what stays as it was.
pub(super) fn calendars(table: &mut Table<'_>) -> BTreeMap<CalendarId, Calendar> {
    table.things(|table| {
        let first = version(table);
        let editions = table.field("version").map_or_else(Vec::new, |field| field.elements());
        let editions: Vec<Option<Version>> =
            editions.iter().map(|edition| edition.table(edition_of)).collect();
        let mut calendar = Calendar::new(CalendarId::new(table.name), first?);
        for edition in editions {
            calendar.revise(edition?);
        }
        Some(calendar)
    })
}

/// A later edition, in force from its own instant.
fn edition_of(table: &mut Table<'_>) -> Option<Version> {
    let since: Option<DateTime<Utc>> = table.required("since", "\"2026-04-01T00:00+07:00\"");
    let version = version(table)?;
    Some(version.starting(since?))
}

fn version(table: &mut Table<'_>) -> Option<Version> {
    let zone: Option<Tz> = table.required("zone", "\"Asia/Jakarta\"");
    let hours = table.expect("week", "{ mon-fri = [\"09:00-17:00\"] }");
    let week = hours.and_then(|hours| hours.table(week));
    let holidays = dates(table, "holidays");
    let makeup = dates(table, "makeup");
    let version = Version::new(zone?, week?).inspect_err(|error| {
        let said = error.to_string();
        let (what, mend) = twofold(&said);
        let at = hours.map_or(table.head, |hours| hours.head);
        table.desk.fault(at, format!("calendar `{}`: {what}", table.name), mend);
    });
    Some(version.ok()?.with_holidays(holidays).with_makeup(makeup))
}

/// Working hours by `mon-fri`, `sat` or `daily`. None: a fault is noted.
fn week(table: &mut Table<'_>) -> Option<Week> {
    let mut week = Week::default();
    let mut faultless = true;
    for field in table.entries() {
        let hours: Vec<Interval> = field.list();
        faultless &= hours.len() == field.elements().len();
        match days(field.key) {
            Some(days) => days.for_each(|day| week[day].extend(&hours)),
            None => {
                let what = format!("`{}` is no weekday", field.key);
                field.desk.fault(field.head, what, "write `mon`, `mon-fri` or `daily`");
                faultless = false;
            }
        }
    }
    faultless.then_some(week)
}

/// The weekdays, Monday 0, that `mon`, `mon-fri`, `sun-thu` or `daily` means.
pub(super) fn days(typed: &str) -> Option<impl Iterator<Item = usize> + use<>> {
    let (first, last) = match typed.split_once('-') {
        _ if typed == "daily" => ("mon", "sun"),
        Some((first, last)) => (first, last),
        None => (typed, typed),
    };
    let number = |day: &str| day.parse::<Weekday>().ok().map(|day| day.num_days_from_monday());
    let (first, last) = (number(first)? as usize, number(last)? as usize);
    let length = (7 + last - first) % 7 + 1;
    Some((0..length).map(move |day| (first + day) % 7))
}

/// Dates and ranges of dates `2026-02-16..2026-02-23`, both ends included.
fn dates(table: &mut Table<'_>, key: &'static str) -> Vec<NaiveDate> {
    let elements = table.field(key).map_or_else(Vec::new, |field| field.elements());
    elements.into_iter().flat_map(|element| range(element).unwrap_or_default()).collect()
}

fn range(field: Field<'_>) -> Option<Vec<NaiveDate>> {
    let DeValue::String(text) = field.value() else { return Some(vec![Read::read(field)?]) };
    let Some((first, last)) = text.split_once("..") else { return Some(vec![Read::read(field)?]) };
    let ends = first.trim().parse::<NaiveDate>().ok().zip(last.trim().parse::<NaiveDate>().ok());
    let length = ends.map_or(-1, |(first, last)| (last - first).num_days());
    if !(0..RANGE_MAX).contains(&length) {
        let what = format!("`{text}` is not a range of dates");
        field.fault(what, "write the first and the last day: `2026-02-16..2026-02-23`");
        return None;
    }
    let (first, last) = ends?;
    Some(first.iter_days().take_while(|day| *day <= last).collect())
}
