//! How times and lengths of time are written in a transcript.

use baton_commands::grammar::{Moment, instant};
use chrono::{DateTime, NaiveDate, NaiveTime, Utc};
use chrono_tz::Tz;

/// `2026-03-02 09:00 Asia/Jakarta`
pub(super) fn clock(words: &str) -> Option<(DateTime<Utc>, Tz)> {
    let mut words = words.split_whitespace();
    let date: NaiveDate = words.next()?.parse().ok()?;
    let time = NaiveTime::parse_from_str(words.next()?, "%H:%M").ok()?;
    let zone = Tz::from_str_insensitive(words.next()?).ok()?;
    let at = instant(date.and_time(time), zone)?;
    words.next().is_none().then_some((at, zone))
}

/// `3d`, `2h30m`; wall time, a day is 24 hours.
pub(super) fn length(typed: &str) -> Option<Moment> {
    let starts_well = typed.starts_with(|c: char| c.is_ascii_digit());
    starts_well.then(|| format!("+{typed}").parse().ok()).flatten()
}

/// `[DATE] HH:MM`
pub(super) fn until(typed: &str) -> Option<Moment> {
    let moment: Moment = typed.parse().ok()?;
    (!moment.is_day() && !typed.starts_with('+')).then_some(moment)
}

pub(super) fn line_time(word: &str) -> Option<Moment> {
    let is_time = word.starts_with('+') || word.contains(':');
    let moment: Moment = is_time.then(|| word.parse().ok()).flatten()?;
    (!moment.is_day()).then_some(moment)
}
