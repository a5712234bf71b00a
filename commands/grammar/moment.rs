//! Times as people type them: `14:30`, `tomorrow 09:00`, `mon 09:00`, `2026-03-02`, `+2h`.

use std::fmt;
use std::str::FromStr;

use chrono::{DateTime, Datelike, Days, NaiveDate, NaiveDateTime, NaiveTime, TimeDelta, TimeZone};
use chrono::{Utc, Weekday};
use chrono_tz::{GapInfo, Tz};

use crate::ids::BadName;

const WANTED: &str =
    "a time, such as `14:30`, `tomorrow 09:00`, `mon 09:00`, `2026-03-02 09:00` or `+2h`";

/// A time that was typed and not yet tied to a clock and a zone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Moment {
    typed: String,
    when: When,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum When {
    /// `+2h`: elapsed time; a day is 24 hours, a week seven days.
    After(TimeDelta),
    /// RFC 3339, with its own offset.
    Instant(DateTime<Utc>),
    /// On a clock on some wall. `zone` is None when none was typed.
    Wall { day: Option<Day>, time: Option<NaiveTime>, zone: Option<Tz> },
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Day {
    Today,
    Tomorrow,
    Next(Weekday),
    Date(NaiveDate),
}

impl Moment {
    /// The instant meant, for somebody whose clock shows `now` in `zone`.
    ///
    /// A bare time that is past today is tomorrow's; a weekday is its next occurrence; a day without a time is its
    /// first instant. A time skipped by summer time is the first instant after the gap, a doubled one is the first.
    pub fn resolve(&self, now: DateTime<Utc>, zone: Tz) -> Result<DateTime<Utc>, BadName> {
        self.instant(now, zone).ok_or_else(|| self.bad())
    }

    /// As a deadline: a day without a time is met until it ends.
    pub fn resolve_by(&self, now: DateTime<Utc>, zone: Tz) -> Result<DateTime<Utc>, BadName> {
        if !self.is_day() {
            return self.resolve(now, zone);
        }
        let next = self.day(now, zone)?.checked_add_days(Days::new(1));
        next.and_then(|day| instant(day.and_time(NaiveTime::MIN), self.zone().unwrap_or(zone)))
            .ok_or_else(|| self.bad())
    }

    /// The local date meant, in the zone typed or else in `zone`.
    pub fn day(&self, now: DateTime<Utc>, zone: Tz) -> Result<NaiveDate, BadName> {
        let zone_read = self.zone().unwrap_or(zone);
        Ok(self.resolve(now, zone)?.with_timezone(&zone_read).date_naive())
    }

    /// Whether only a day was typed, no time.
    pub fn is_day(&self) -> bool {
        matches!(self.when, When::Wall { time: None, .. })
    }

    /// The zone typed, if one was.
    pub(super) fn zone(&self) -> Option<Tz> {
        match self.when {
            When::Wall { zone, .. } => zone,
            When::After(_) | When::Instant(_) => None,
        }
    }

    /// Whether `today` or `tomorrow` ties it to the clock of the asker.
    pub(super) fn counts_from_now(&self) -> bool {
        matches!(self.when, When::Wall { day: Some(Day::Today | Day::Tomorrow), .. })
    }

    fn instant(&self, now: DateTime<Utc>, zone: Tz) -> Option<DateTime<Utc>> {
        let (day, time, zone) = match self.when {
            When::After(wait) => return now.checked_add_signed(wait),
            When::Instant(at) => return Some(at),
            When::Wall { day, time, zone: typed } => (day, time, typed.unwrap_or(zone)),
        };
        let today = now.with_timezone(&zone).date_naive();
        let at =
            |date: Option<NaiveDate>| instant(date?.and_time(time.unwrap_or(NaiveTime::MIN)), zone);
        let in_days = |count: u64| today.checked_add_days(Days::new(count));
        match day {
            None => not_past(now, at(Some(today)), at(in_days(1))),
            Some(Day::Today) => at(Some(today)),
            Some(Day::Tomorrow) => at(in_days(1)),
            Some(Day::Date(date)) => at(Some(date)),
            Some(Day::Next(weekday)) => {
                let ahead = u64::from(weekday.days_since(today.weekday()));
                not_past(now, at(in_days(ahead)), at(in_days(ahead + 7)))
            }
        }
    }

    fn bad(&self) -> BadName {
        BadName { typed: self.typed.clone(), wanted: WANTED }
    }
}

fn not_past(
    now: DateTime<Utc>,
    first: Option<DateTime<Utc>>,
    second: Option<DateTime<Utc>>,
) -> Option<DateTime<Utc>> {
    first.filter(|at| *at >= now).or(second)
}

/// The instant at which clocks in `zone` show `local`: the first of two in an overlap, the end of the gap in a gap.
///
/// None only at the ends of the calendar.
pub fn instant(local: NaiveDateTime, zone: Tz) -> Option<DateTime<Utc>> {
    let there = zone.from_local_datetime(&local).earliest();
    there.or_else(|| GapInfo::new(&local, &zone)?.end).map(|at| at.to_utc())
}

impl FromStr for Moment {
    type Err = BadName;

    fn from_str(typed: &str) -> Result<Self, BadName> {
        let typed = typed.trim();
        when(typed)
            .map(|when| Moment { typed: typed.to_owned(), when })
            .ok_or_else(|| BadName { typed: typed.to_owned(), wanted: WANTED })
    }
}

impl fmt::Display for Moment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.typed)
    }
}

fn when(typed: &str) -> Option<When> {
    if let Some(wait) = typed.strip_prefix('+') {
        return wait_of(wait).map(When::After);
    }
    if let Ok(at) = DateTime::parse_from_rfc3339(typed) {
        return Some(When::Instant(at.to_utc()));
    }
    let mut words: Vec<&str> = typed.split_whitespace().collect();
    let zone = words.last().copied().and_then(zone_of);
    if zone.is_some() {
        words.pop();
    }
    let (day, time) = match words[..] {
        [one] => match (day_of(one), time_of(one)) {
            (None, None) => return date_t_time(one, zone),
            found => found,
        },
        [day, time] => (Some(day_of(day)?), Some(time_of(time)?)),
        _ => return None,
    };
    Some(When::Wall { day, time, zone })
}

/// `2026-03-02T09:00`, without a zone.
fn date_t_time(word: &str, zone: Option<Tz>) -> Option<When> {
    let (day, time) = word.split_once(['T', 't'])?;
    Some(When::Wall { day: Some(Day::Date(date_of(day)?)), time: Some(time_of(time)?), zone })
}

/// `2h`, `90m`, `1h30m`, `2d`, `1w`; at most ten years.
fn wait_of(typed: &str) -> Option<TimeDelta> {
    let mut seconds: i64 = 0;
    let mut rest = typed.trim();
    while !rest.is_empty() {
        let unit_at = rest.find(|c: char| !c.is_ascii_digit())?;
        let count: i64 = rest[..unit_at].parse().ok()?;
        let unit = rest[unit_at..].chars().next()?;
        let length = match unit.to_ascii_lowercase() {
            's' => 1,
            'm' => 60,
            'h' => 3_600,
            'd' => 86_400,
            'w' => 7 * 86_400,
            _ => return None,
        };
        seconds = seconds.checked_add(count.checked_mul(length)?)?;
        rest = rest[unit_at + unit.len_utf8()..].trim_start();
    }
    let wait = TimeDelta::try_seconds(seconds)?;
    (seconds > 0 && wait <= TimeDelta::days(3_660)).then_some(wait)
}

fn day_of(word: &str) -> Option<Day> {
    match word.to_ascii_lowercase().as_str() {
        "today" => Some(Day::Today),
        "tomorrow" => Some(Day::Tomorrow),
        lower => weekday_of(lower).map(Day::Next).or_else(|| date_of(lower).map(Day::Date)),
    }
}

fn weekday_of(lower: &str) -> Option<Weekday> {
    // chrono reads `mon` and `monday`; people also write `tues` and `thurs`.
    match lower {
        "tues" => Some(Weekday::Tue),
        "thur" | "thurs" => Some(Weekday::Thu),
        _ => lower.parse().ok(),
    }
}

/// `2026-03-02` and nothing looser: day and month are swapped too easily.
fn date_of(word: &str) -> Option<NaiveDate> {
    let four_digit_year = word.len() == 10 && word.is_ascii() && word.as_bytes()[4] == b'-';
    four_digit_year.then(|| NaiveDate::parse_from_str(word, "%Y-%m-%d").ok()).flatten()
}

/// `9:00`, `09:00`, `09:00:30`, and `14.30` as it is written in Indonesia and the Netherlands.
fn time_of(word: &str) -> Option<NaiveTime> {
    let parts: Vec<&str> = word.split([':', '.']).collect();
    let fits = |part: &str, min: usize| {
        (min..=2).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_digit())
    };
    match parts[..] {
        [h, m] if fits(h, 1) && fits(m, 2) => {
            NaiveTime::from_hms_opt(h.parse().ok()?, m.parse().ok()?, 0)
        }
        [h, m, s] if fits(h, 1) && fits(m, 2) && fits(s, 2) => {
            NaiveTime::from_hms_opt(h.parse().ok()?, m.parse().ok()?, s.parse().ok()?)
        }
        _ => None,
    }
}

fn zone_of(word: &str) -> Option<Tz> {
    let looks_like_one = word.contains('/') || word.eq_ignore_ascii_case("utc");
    looks_like_one.then(|| Tz::from_str_insensitive(word).ok()).flatten()
}
