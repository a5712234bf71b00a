//! When duty passes on, and when nobody has it, as they are written: `mon 09:00`, `2026-12-24 18:00..2026-12-27`.

use std::fmt;
use std::str::FromStr;

use chrono::{NaiveDate, NaiveDateTime, NaiveTime, Weekday};
use serde::{Deserialize, Serialize};

use crate::ids::BadName;

/// The weekday and local time at which duty passes on: `mon 09:00`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Handover {
    pub weekday: Weekday,
    pub time: NaiveTime,
}

/// A stretch of local time without duty, half-open.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Gap {
    pub from: NaiveDateTime,
    pub to: NaiveDateTime,
}

impl FromStr for Handover {
    type Err = BadName;

    /// Reads `mon 09:00`, `Monday 9:00`.
    fn from_str(typed: &str) -> Result<Self, BadName> {
        let bad = || BadName {
            typed: typed.to_owned(),
            wanted: "a weekday and a time, such as `mon 09:00`",
        };
        let (day, time) = typed.trim().split_once(' ').ok_or_else(bad)?;
        let weekday = day.parse().map_err(|_| bad())?;
        let time = NaiveTime::parse_from_str(time.trim(), "%H:%M").map_err(|_| bad())?;
        Ok(Handover { weekday, time })
    }
}

impl TryFrom<String> for Handover {
    type Error = BadName;

    fn try_from(typed: String) -> Result<Self, BadName> {
        typed.parse()
    }
}

impl From<Handover> for String {
    fn from(handover: Handover) -> String {
        handover.to_string()
    }
}

impl fmt::Display for Handover {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let day = self.weekday.to_string().to_lowercase();
        write!(f, "{day} {}", self.time.format("%H:%M"))
    }
}

impl FromStr for Gap {
    type Err = BadName;

    /// Reads `2026-12-24 18:00..2026-12-27 08:00`; a date alone is its midnight.
    fn from_str(typed: &str) -> Result<Self, BadName> {
        let bad = || BadName {
            typed: typed.to_owned(),
            wanted: "a gap, such as `2026-12-24 18:00..2026-12-27 08:00`",
        };
        let (from, to) = typed.split_once("..").ok_or_else(bad)?;
        let from = local_time(from).ok_or_else(bad)?;
        let to = local_time(to).ok_or_else(bad)?;
        if from < to { Ok(Gap { from, to }) } else { Err(bad()) }
    }
}

/// `2026-12-24 18:00`, or a date alone for its midnight.
fn local_time(typed: &str) -> Option<NaiveDateTime> {
    let typed = typed.trim();
    let date = || typed.parse::<NaiveDate>().ok().map(|day| day.and_time(NaiveTime::MIN));
    let time = ["%Y-%m-%d %H:%M", "%Y-%m-%dT%H:%M"]
        .into_iter()
        .find_map(|form| NaiveDateTime::parse_from_str(typed, form).ok());
    time.or_else(date)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hand_overs_and_gaps_read_back_as_they_are_shown() {
        for typed in ["mon 09:00", "sun 23:59"] {
            assert_eq!(typed.parse::<Handover>().unwrap().to_string(), typed);
        }
        assert_eq!("Friday 7:30".parse::<Handover>().unwrap().to_string(), "fri 07:30");
        for typed in ["", "mon", "09:00", "mon 25:00", "moon 09:00", "mon 9"] {
            assert!(typed.parse::<Handover>().is_err(), "{typed}");
        }
        for typed in ["2026-01-05", "2026-01-05..2026-01-05", "2026-01-06..2026-01-05", "a..b"] {
            assert!(typed.parse::<Gap>().is_err(), "{typed}");
        }
    }
}
