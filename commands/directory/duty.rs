//! Who is on duty: a weekly rotation with hand-over time, gaps and swaps (DIR-4).

use std::fmt;
use std::str::FromStr;

use chrono::{
    DateTime, Datelike, Days, NaiveDate, NaiveDateTime, NaiveTime, TimeDelta, TimeZone, Utc,
    Weekday,
};
use chrono_tz::{GapInfo, Tz};
use serde::{Deserialize, Serialize};

use crate::directory::Department;
use crate::ids::{BadName, PersonId};

/// A weekly rotation. Its first member takes over at the first hand-over on or after `since`; before
/// that nobody is on duty.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Rota {
    /// In turn, a week each. A person may be named twice; None: nobody that week. Never empty.
    pub rotation: Vec<Option<PersonId>>,
    pub handover: Handover,
    pub since: NaiveDate,
    /// None: the department's zone, then the company's. Hand-overs and gaps are local to it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub zone: Option<Tz>,
    /// Times in which nobody is on duty.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub gaps: Vec<Gap>,
}

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

/// Somebody stands in: half-open, and stronger than rotation and gap. The later of two in a list wins.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Swap {
    pub from: DateTime<Utc>,
    pub to: DateTime<Utc>,
    pub person: PersonId,
}

/// Who is on duty at an instant.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Duty {
    /// The department has no rotation: it is pinged as a department (PNG-1).
    NoRotation,
    /// It has one, and nobody is on duty now: the channel and the head are told so (DIR-4).
    Gap,
    Person(PersonId),
}

impl Duty {
    pub fn person(&self) -> Option<&PersonId> {
        match self {
            Duty::Person(person) => Some(person),
            Duty::NoRotation | Duty::Gap => None,
        }
    }
}

impl Department {
    /// Who is on duty at `at`. `zone` is meant where the rotation names none; `swaps` are this
    /// department's own.
    pub fn on_duty(&self, at: DateTime<Utc>, zone: Tz, swaps: &[Swap]) -> Duty {
        if let Some(swap) = swaps.iter().rev().find(|swap| swap.holds(at)) {
            return Duty::Person(swap.person.clone());
        }
        let Some(rota) = &self.duty else { return Duty::NoRotation };
        rota.person_at(at, zone).map_or(Duty::Gap, |person| Duty::Person(person.clone()))
    }

    /// The next weekly hand-over after `at`. None: no rotation.
    pub fn next_handover(&self, at: DateTime<Utc>, zone: Tz) -> Option<DateTime<Utc>> {
        self.duty.as_ref().map(|rota| rota.next_handover(at, zone))
    }

    /// Until when the answer of [`Department::on_duty`] stays as it is: the next hand-over to another
    /// person, edge of a gap or edge of a swap. None: it never changes.
    pub fn duty_until(&self, at: DateTime<Utc>, zone: Tz, swaps: &[Swap]) -> Option<DateTime<Utc>> {
        let now = self.on_duty(at, zone, swaps);
        let edges = swaps.iter().flat_map(|swap| [swap.from, swap.to]);
        let mut edges: Vec<_> = match &self.duty {
            Some(rota) => edges.chain(rota.edges(at, zone)).collect(),
            None => edges.collect(),
        };
        edges.sort();
        edges.into_iter().find(|edge| *edge > at && self.on_duty(*edge, zone, swaps) != now)
    }
}

impl Rota {
    /// Whose turn it is. None: nobody's, by the rotation or by a gap.
    fn person_at(&self, at: DateTime<Utc>, zone: Tz) -> Option<&PersonId> {
        let zone = self.zone.unwrap_or(zone);
        let local = at.with_timezone(&zone).naive_local();
        if self.gaps.iter().any(|gap| gap.from <= local && local < gap.to) {
            return None;
        }
        let turn = usize::try_from(self.turn_at(at, zone)).ok()?;
        self.rotation.get(turn.checked_rem(self.rotation.len())?)?.as_ref()
    }

    /// How many hand-overs lie between the first one and `at`; negative before the first.
    fn turn_at(&self, at: DateTime<Utc>, zone: Tz) -> i64 {
        let elapsed = at.with_timezone(&zone).naive_local() - self.first_handover();
        let turn = elapsed.num_seconds().div_euclid(7 * 86_400);
        // Where clocks are put back across the hand-over, local time passes it twice: the first counts.
        if self.handover_of(turn + 1, zone) <= at { turn + 1 } else { turn }
    }

    fn next_handover(&self, at: DateTime<Utc>, zone: Tz) -> DateTime<Utc> {
        let zone = self.zone.unwrap_or(zone);
        self.handover_of((self.turn_at(at, zone) + 1).max(0), zone)
    }

    /// The instant at which the turn begins.
    fn handover_of(&self, turn: i64, zone: Tz) -> DateTime<Utc> {
        let local = self.first_handover().checked_add_signed(TimeDelta::days(7 * turn));
        local.map_or(DateTime::<Utc>::MAX_UTC, |local| first_instant(local, zone))
    }

    /// The first hand-over on or after `since`, in local time.
    fn first_handover(&self) -> NaiveDateTime {
        let wait = (7 + self.handover.weekday.num_days_from_monday()
            - self.since.weekday().num_days_from_monday())
            % 7;
        let day = self.since.checked_add_days(Days::new(wait.into())).unwrap_or(self.since);
        day.and_time(self.handover.time)
    }

    /// The instants at which the answer may change: the hand-overs of the next round, the gaps.
    fn edges(&self, at: DateTime<Utc>, zone: Tz) -> Vec<DateTime<Utc>> {
        let zone = self.zone.unwrap_or(zone);
        let turn = (self.turn_at(at, zone) + 1).max(0);
        let round = i64::try_from(self.rotation.len()).unwrap_or(0);
        let handovers = (turn..turn + round).map(|turn| self.handover_of(turn, zone));
        let gaps = self.gaps.iter().flat_map(|gap| [gap.from, gap.to]);
        handovers.chain(gaps.map(|local| first_instant(local, zone))).collect()
    }
}

impl Swap {
    fn holds(&self, at: DateTime<Utc>) -> bool {
        self.from <= at && at < self.to
    }
}

/// The instant that a local time means: the first of two where clocks are put back, the first valid
/// one where they are put forward over it.
pub(super) fn first_instant(local: NaiveDateTime, zone: Tz) -> DateTime<Utc> {
    let there = zone.from_local_datetime(&local).earliest();
    let after_gap = || GapInfo::new(&local, &zone).and_then(|gap| gap.end);
    there.or_else(after_gap).map_or_else(|| local.and_utc(), |at| at.to_utc())
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
