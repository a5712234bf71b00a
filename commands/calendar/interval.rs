//! The hours of a working day, such as `09:00-12:00` and `13:00-18:00`.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

/// The seconds in a local day that no clock change touches; also the second written `24:00`.
pub const DAY: u32 = 86_400;

/// A half-open part of a local day, `[from, to)`: its last second is the one before `to` (SLA-2).
///
/// Hours that run past midnight are two intervals, on two days: `22:00-24:00` and `00:00-06:00`.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Interval {
    from: u32,
    to: u32,
}

/// Why something is not the hours of a day, and what to write instead.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum BadInterval {
    #[error("`{0}` is not hours of a day; write them as `09:00-17:00`")]
    Unreadable(String),
    #[error(
        "`{0}` ends before it begins; hours over midnight are two intervals, \
         such as `22:00-24:00` and, on the next day, `00:00-06:00`"
    )]
    Backwards(String),
}

impl Interval {
    /// From one second of the local day to another, at most [`DAY`]. `None` unless some time lies
    /// between.
    pub fn new(from: u32, to: u32) -> Option<Interval> {
        (from < to && to <= DAY).then_some(Interval { from, to })
    }

    /// The whole day, `00:00-24:00`.
    pub fn whole_day() -> Interval {
        Interval { from: 0, to: DAY }
    }

    /// The first second that counts, from local midnight.
    pub fn from(self) -> u32 {
        self.from
    }

    /// The first second that no longer counts, from local midnight; [`DAY`] is `24:00`.
    pub fn to(self) -> u32 {
        self.to
    }

    /// Whether a second of the local day counts.
    pub fn contains(self, second: u32) -> bool {
        self.from <= second && second < self.to
    }

    pub(super) fn overlaps(self, other: Interval) -> bool {
        self.from < other.to && other.from < self.to
    }
}

/// Reads `9:00`, `09:00` or `09:00:30` as a second of the day; `24:00` is its end.
fn second_of_day(typed: &str) -> Option<u32> {
    let mut fields = typed.trim().splitn(3, ':').map(digits);
    let (hours, minutes) = (fields.next()??, fields.next()??);
    let seconds = fields.next().unwrap_or(Some(0))?;
    let second = hours * 3600 + minutes * 60 + seconds;
    (hours <= 24 && minutes < 60 && seconds < 60 && second <= DAY).then_some(second)
}

/// One or two digits and nothing else.
fn digits(field: &str) -> Option<u32> {
    let plain = matches!(field.len(), 1..=2) && field.bytes().all(|b| b.is_ascii_digit());
    plain.then(|| field.parse().ok())?
}

impl FromStr for Interval {
    type Err = BadInterval;

    /// Reads `09:00-17:00`; long dashes and spaces around them are forgiven.
    fn from_str(typed: &str) -> Result<Self, BadInterval> {
        let unreadable = || BadInterval::Unreadable(typed.to_owned());
        let (from, to) = typed.split_once(['-', '–', '—']).ok_or_else(unreadable)?;
        let from = second_of_day(from).ok_or_else(unreadable)?;
        let to = second_of_day(to).ok_or_else(unreadable)?;
        Interval::new(from, to).ok_or_else(|| BadInterval::Backwards(typed.to_owned()))
    }
}

impl fmt::Display for Interval {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let clock = |second: u32| {
            let (hours, minutes) = (second / 3600, second / 60 % 60);
            match second % 60 {
                0 => format!("{hours:02}:{minutes:02}"),
                seconds => format!("{hours:02}:{minutes:02}:{seconds:02}"),
            }
        };
        write!(f, "{}-{}", clock(self.from), clock(self.to))
    }
}

impl fmt::Debug for Interval {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl Serialize for Interval {
    fn serialize<S: Serializer>(&self, out: S) -> Result<S::Ok, S::Error> {
        out.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Interval {
    fn deserialize<D: Deserializer<'de>>(input: D) -> Result<Self, D::Error> {
        let text = std::borrow::Cow::<str>::deserialize(input)?;
        text.parse().map_err(de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sla_2_hours_are_read_as_people_write_them() {
        let cases = [
            ("09:00-17:00", 32_400, 61_200),
            ("9:00 – 17:00", 32_400, 61_200),
            ("00:00-24:00", 0, DAY),
            ("22:00-24:00", 79_200, DAY),
            ("09:00:30-09:00:31", 32_430, 32_431),
        ];
        for (typed, from, to) in cases {
            assert_eq!(typed.parse(), Ok(Interval { from, to }), "{typed}");
        }
    }

    #[test]
    fn hours_that_cannot_be_are_refused_with_what_to_write() {
        let cases = [
            ("9-17", "`9-17` is not hours of a day; write them as `09:00-17:00`"),
            ("09:00", "`09:00` is not hours of a day; write them as `09:00-17:00`"),
            ("24:01-24:02", "`24:01-24:02` is not hours of a day; write them as `09:00-17:00`"),
            ("09:60-17:00", "`09:60-17:00` is not hours of a day; write them as `09:00-17:00`"),
            ("09:+1-17:00", "`09:+1-17:00` is not hours of a day; write them as `09:00-17:00`"),
            (
                "22:00-06:00",
                "`22:00-06:00` ends before it begins; hours over midnight are two intervals, \
                 such as `22:00-24:00` and, on the next day, `00:00-06:00`",
            ),
        ];
        for (typed, said) in cases {
            assert_eq!(typed.parse::<Interval>().unwrap_err().to_string(), said);
        }
    }

    #[test]
    fn hours_are_stored_as_they_are_written() {
        let hours: Interval = "9:00-24:00".parse().unwrap();
        assert_eq!(serde_json::to_string(&hours).unwrap(), r#""09:00-24:00""#);
        assert_eq!(serde_json::from_str::<Interval>(r#""09:00-24:00""#).unwrap(), hours);
    }
}
