//! How long a target allows, as it is written: `90m`, `8h`, `3bd`, `eod`.

use std::fmt;
use std::str::FromStr;

use chrono::{DateTime, TimeDelta, Utc};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

use crate::calendar::{Calendar, HORIZON};
use crate::short::Short;

/// A length of time on a calendar that says which time it means (SLA-3).
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Span {
    /// Seconds on the calendar, at least one.
    Seconds(i64),
    /// To the same local time that many working days on, at least one.
    BusinessDays(u32),
    /// To the end of the working day.
    EndOfDay,
}

/// Why something is not a span, and what to write instead.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum BadSpan {
    #[error(
        "`{0}` does not say which time counts; \
         write `{1}` for working days or `{2}` for hours on the calendar"
    )]
    BareDays(String, String, String),
    #[error("`{0}` has no unit; write `{0}m`, `{0}h` or `{0}bd`")]
    NoUnit(String),
    #[error("`{0}` leaves no time; write at least `1m`")]
    Zero(String),
    #[error("`{0}` is longer than a year on the calendar; write at most `8784h` or `260bd`")]
    TooLong(String),
    #[error(
        "`{0}` is not a length of time; write for example `90m`, `1h30m`, `8h`, `3bd` or `eod`"
    )]
    Unreadable(String),
}

/// A leap year, in seconds.
const SECONDS_MAX: i64 = 366 * 86_400;
/// A year of five-day weeks.
const BUSINESS_DAYS_MAX: u32 = 260;

impl Span {
    /// The seconds on the calendar that it allows from a start (SLA-2): business days and the end
    /// of the day depend on where one stands.
    pub fn resolve(self, calendar: &Calendar, start: DateTime<Utc>) -> i64 {
        let end = match self {
            Span::Seconds(seconds) => return seconds,
            Span::BusinessDays(days) => calendar.add_business_days(start, days),
            Span::EndOfDay => calendar.end_of_day(start),
        };
        let horizon = start + TimeDelta::seconds(HORIZON);
        calendar.working_between(start, end.unwrap_or(horizon))
    }
}

impl Span {
    fn written(self) -> Short {
        match self {
            Span::Seconds(seconds) => compact(Short::default(), seconds),
            Span::BusinessDays(days) => Short::default().number(days).text("bd"),
            Span::EndOfDay => Short::new("eod"),
        }
    }
}

impl FromStr for Span {
    type Err = BadSpan;

    /// Reads hours, minutes and seconds in this order, or business days, or `eod`; capitals and
    /// spaces are forgiven.
    fn from_str(typed: &str) -> Result<Self, BadSpan> {
        let written = typed.trim().to_lowercase();
        if written == "eod" {
            return Ok(Span::EndOfDay);
        }
        let unreadable = || BadSpan::Unreadable(typed.to_owned());
        let parts = parts(&written).ok_or_else(unreadable)?;
        if !parts.is_empty() && parts.iter().all(|(count, _)| *count == 0) {
            return Err(BadSpan::Zero(typed.to_owned()));
        }
        match parts[..] {
            [(_, "")] => Err(BadSpan::NoUnit(written.clone())),
            [(days, "d" | "day" | "days")] => Err(bare_days(typed, days, days)),
            [(weeks, "w" | "week" | "weeks")] => {
                Err(bare_days(typed, weeks.saturating_mul(7), weeks.saturating_mul(5)))
            }
            [(days, "bd")] => match u32::try_from(days) {
                Ok(days) if days <= BUSINESS_DAYS_MAX => Ok(Span::BusinessDays(days)),
                _ => Err(BadSpan::TooLong(typed.to_owned())),
            },
            _ => match seconds(&parts).ok_or_else(unreadable)? {
                seconds if seconds <= SECONDS_MAX => Ok(Span::Seconds(seconds)),
                _ => Err(BadSpan::TooLong(typed.to_owned())),
            },
        }
    }
}

/// Cuts `1h30m` into `(1, "h")` and `(30, "m")`. `None`: something else is between.
fn parts(written: &str) -> Option<Vec<(i64, &str)>> {
    let mut parts = Vec::new();
    let mut rest = written;
    while !rest.is_empty() {
        let unit = rest.find(|c: char| !c.is_ascii_digit()).unwrap_or(rest.len());
        let next = rest[unit..].find(|c: char| c.is_ascii_digit());
        let end = next.map_or(rest.len(), |next| unit + next);
        parts.push((rest[..unit].parse().ok()?, rest[unit..end].trim()));
        rest = &rest[end..];
    }
    Some(parts)
}

/// Adds up hours, minutes and seconds, each at most once and in this order.
fn seconds(parts: &[(i64, &str)]) -> Option<i64> {
    let mut sum = 0_i64;
    let mut smaller_than = i64::MAX;
    for (count, unit) in parts {
        let unit = match *unit {
            "h" => 3600,
            "m" | "min" => 60,
            "s" => 1,
            _ => return None,
        };
        if unit >= smaller_than {
            return None;
        }
        smaller_than = unit;
        sum = sum.checked_add(count.checked_mul(unit)?)?;
    }
    (!parts.is_empty()).then_some(sum)
}

fn bare_days(typed: &str, days: i64, business_days: i64) -> BadSpan {
    let hours = days.saturating_mul(24);
    BadSpan::BareDays(typed.to_owned(), format!("{business_days}bd"), format!("{hours}h"))
}

impl fmt::Display for Span {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.written().as_str())
    }
}

impl fmt::Debug for Span {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl Serialize for Span {
    fn serialize<S: Serializer>(&self, out: S) -> Result<S::Ok, S::Error> {
        out.serialize_str(self.written().as_str())
    }
}

impl<'de> Deserialize<'de> for Span {
    fn deserialize<D: Deserializer<'de>>(input: D) -> Result<Self, D::Error> {
        let text = std::borrow::Cow::<str>::deserialize(input)?;
        text.parse().map_err(de::Error::custom)
    }
}

/// Seconds as they are written in a file, such as `1h30m`, after a beginning: what [`Span`] reads back.
pub(super) fn compact(beginning: Short, seconds: i64) -> Short {
    let fields = [(seconds / 3600, "h"), (seconds / 60 % 60, "m"), (seconds % 60, "s")];
    let some = |(count, unit): (i64, _)| Some((u64::try_from(count).ok()?, unit));
    let mut fields = fields.into_iter().filter_map(some).filter(|(count, _)| *count > 0).peekable();
    if fields.peek().is_none() {
        return beginning.text("0s");
    }
    fields.fold(beginning, |written, (count, unit)| written.number(count).text(unit))
}

/// Seconds as people read them: `45s`, `15m`, `4h`, `2h 05m`. From a minute on, seconds are
/// dropped.
pub fn hours_minutes(seconds: i64) -> String {
    let minutes = seconds.abs() / 60 * 60;
    let shown = if minutes == 0 { seconds.abs() } else { minutes };
    exact(if seconds < 0 { -shown } else { shown })
}

/// Seconds as people read them where they must add up: `45s`, `15m 30s`, `2h 05m`, `2h 05m 09s`
/// (SLA-14).
pub fn exact(seconds: i64) -> String {
    let sign = if seconds < 0 { "-" } else { "" };
    let left = seconds.unsigned_abs();
    let (hours, minutes, seconds) = (left / 3600, left / 60 % 60, left % 60);
    let shown = match (hours, minutes, seconds) {
        (0, 0, seconds) => format!("{seconds}s"),
        (0, minutes, 0) => format!("{minutes}m"),
        (0, minutes, seconds) => format!("{minutes}m {seconds:02}s"),
        (hours, 0, 0) => format!("{hours}h"),
        (hours, minutes, 0) => format!("{hours}h {minutes:02}m"),
        (hours, minutes, seconds) => format!("{hours}h {minutes:02}m {seconds:02}s"),
    };
    format!("{sign}{shown}")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::calendar::samples::{at, nine_to_five};

    #[test]
    fn sla_3_spans_say_which_time_they_mean() {
        let cases = [
            ("90m", Span::Seconds(5400), "1h30m"),
            ("8h", Span::Seconds(28_800), "8h"),
            ("1h30m", Span::Seconds(5400), "1h30m"),
            ("1H 30M", Span::Seconds(5400), "1h30m"),
            ("45s", Span::Seconds(45), "45s"),
            ("1h5s", Span::Seconds(3605), "1h5s"),
            ("3bd", Span::BusinessDays(3), "3bd"),
            (" eod ", Span::EndOfDay, "eod"),
        ];
        for (typed, span, written) in cases {
            assert_eq!(typed.parse(), Ok(span), "{typed}");
            assert_eq!(span.to_string(), written);
            let stored = serde_json::to_string(&span).unwrap();
            assert_eq!(stored, format!("\"{written}\""));
            assert_eq!(serde_json::from_str::<Span>(&stored).unwrap(), span);
        }
    }

    #[test]
    fn sla_3_what_does_not_is_refused_with_what_to_write() {
        let days = "does not say which time counts; write";
        let not = "is not a length of time; write for example `90m`, `1h30m`, `8h`, `3bd` or `eod`";
        let long = "is longer than a year on the calendar; write at most `8784h` or `260bd`";
        let cases = [
            (
                "1d",
                format!("`1d` {days} `1bd` for working days or `24h` for hours on the calendar"),
            ),
            (
                "1w",
                format!("`1w` {days} `5bd` for working days or `168h` for hours on the calendar"),
            ),
            ("5", "`5` has no unit; write `5m`, `5h` or `5bd`".to_owned()),
            ("0", "`0` leaves no time; write at least `1m`".to_owned()),
            ("0h0m", "`0h0m` leaves no time; write at least `1m`".to_owned()),
            ("0bd", "`0bd` leaves no time; write at least `1m`".to_owned()),
            ("-5m", format!("`-5m` {not}")),
            ("30m1h", format!("`30m1h` {not}")),
            ("1h1h", format!("`1h1h` {not}")),
            ("1bd4h", format!("`1bd4h` {not}")),
            ("soon", format!("`soon` {not}")),
            ("", format!("`` {not}")),
            ("8785h", format!("`8785h` {long}")),
            ("261bd", format!("`261bd` {long}")),
            ("99999999999999999999h", format!("`99999999999999999999h` {not}")),
        ];
        for (typed, said) in cases {
            assert_eq!(typed.parse::<Span>().unwrap_err().to_string(), said);
        }
    }

    #[test]
    fn sla_3_business_days_and_the_end_of_the_day_become_seconds_where_one_stands() {
        let cases = [
            ("90m", "2026-03-02 16:30", 5400),
            ("eod", "2026-03-02 16:30", 1800),
            ("eod", "2026-03-02 17:00", 8 * 3600), // closed: tomorrow's end
            ("1bd", "2026-03-02 16:30", 8 * 3600),
            ("3bd", "2026-03-06 16:30", 24 * 3600),
            ("3bd", "2026-03-07 12:00", 24 * 3600), // a Saturday: all of Monday to Wednesday
        ];
        for (span, start, seconds) in cases {
            let span: Span = span.parse().unwrap();
            assert_eq!(span.resolve(&nine_to_five(), at(start)), seconds, "{span} from {start}");
        }
    }

    #[test]
    fn seconds_are_shown_as_people_read_them() {
        let cases = [
            (0, "0s", "0s"),
            (45, "45s", "45s"),
            (900, "15m", "15m"),
            (930, "15m", "15m 30s"),
            (14_400, "4h", "4h"),
            (7500, "2h 05m", "2h 05m"),
            (7509, "2h 05m", "2h 05m 09s"),
            (3605, "1h", "1h 00m 05s"),
            (360_000, "100h", "100h"),
            (-7500, "-2h 05m", "-2h 05m"),
        ];
        for (seconds, rounded, precise) in cases {
            assert_eq!(hours_minutes(seconds), rounded);
            assert_eq!(exact(seconds), precise);
        }
    }
}
