//! Plain wall-clock durations of the organisation's files: `90d`, `24h`, `2w`.

use std::fmt;
use std::str::FromStr;

use chrono::TimeDelta;
use serde::{Deserialize, Serialize};

use crate::ids::BadName;

/// A length of wall time that no calendar counts: a review period, a window, an age. Whole seconds,
/// more than zero, at most ten years. A day is 24 hours.
///
/// Targets are not lapses: what they count is said by `8h` and `3bd` (SLA-3), and a bare `1d` is refused there.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Lapse(i64);

const UNITS: [(&str, i64); 5] =
    [("w", 7 * 86_400), ("d", 86_400), ("h", 3_600), ("m", 60), ("s", 1)];
const LONGEST: i64 = 3_653 * 86_400;

impl Lapse {
    pub const fn days(days: u16) -> Lapse {
        Lapse(days as i64 * 86_400)
    }

    pub fn seconds(self) -> i64 {
        self.0
    }

    pub fn delta(self) -> TimeDelta {
        TimeDelta::seconds(self.0)
    }
}

impl FromStr for Lapse {
    type Err = BadName;

    fn from_str(typed: &str) -> Result<Self, BadName> {
        let bad = || BadName {
            typed: typed.to_owned(),
            wanted: "a length of time, such as `90d`, `24h` or `30m`",
        };
        let digits = typed.find(|c: char| !c.is_ascii_digit()).ok_or_else(bad)?;
        let (count, unit) = typed.split_at(digits);
        let count: i64 = count.parse().map_err(|_| bad())?;
        let (_, seconds) = UNITS.iter().find(|(name, _)| *name == unit).ok_or_else(bad)?;
        let total = count.checked_mul(*seconds).ok_or_else(bad)?;
        if (1..=LONGEST).contains(&total) { Ok(Lapse(total)) } else { Err(bad()) }
    }
}

impl TryFrom<String> for Lapse {
    type Error = BadName;

    fn try_from(typed: String) -> Result<Self, BadName> {
        typed.parse()
    }
}

impl From<Lapse> for String {
    fn from(lapse: Lapse) -> String {
        lapse.to_string()
    }
}

impl fmt::Display for Lapse {
    /// In the largest unit that divides it, weeks apart: people say `90d` and `14d`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let whole = |(_, seconds): &&(&str, i64)| self.0 % seconds == 0;
        let (name, seconds) = UNITS[1..].iter().find(whole).unwrap_or(&("s", 1));
        write!(f, "{}{name}", self.0 / seconds)
    }
}

impl fmt::Debug for Lapse {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_lapse_reads_back_as_it_is_shown() {
        for (typed, seconds, shown) in [
            ("90d", 7_776_000, "90d"),
            ("2w", 1_209_600, "14d"),
            ("24h", 86_400, "1d"),
            ("90m", 5_400, "90m"),
            ("45s", 45, "45s"),
        ] {
            let lapse: Lapse = typed.parse().unwrap();
            assert_eq!((lapse.seconds(), lapse.to_string().as_str()), (seconds, shown), "{typed}");
            assert_eq!(lapse.to_string().parse(), Ok(lapse));
        }
    }

    #[test]
    fn a_lapse_has_a_unit_and_is_neither_zero_nor_endless() {
        for typed in ["", "90", "d", "0d", "-3d", "3bd", "1.5h", "99999999999999999w", "4000d"] {
            assert!(typed.parse::<Lapse>().is_err(), "{typed}");
        }
    }
}
