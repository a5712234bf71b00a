//! Who is on duty: a weekly rotation with hand-over time, gaps and swaps (DIR-4).

use chrono::{DateTime, Datelike, Days, NaiveDate, NaiveDateTime, TimeDelta, Utc};
use chrono_tz::Tz;
use serde::{Deserialize, Serialize};

use crate::directory::{Department, Gap, Handover};
use crate::grammar::instant;
use crate::ids::PersonId;

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
        local.and_then(|local| instant(local, zone)).unwrap_or(DateTime::<Utc>::MAX_UTC)
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
        handovers.chain(gaps.filter_map(|local| instant(local, zone))).collect()
    }
}

impl Swap {
    fn holds(&self, at: DateTime<Utc>) -> bool {
        self.from <= at && at < self.to
    }
}

#[cfg(test)]
mod tests {
    use chrono_tz::{America, Asia, Europe};

    use super::*;

    fn at(local: &str, zone: Tz) -> DateTime<Utc> {
        instant(NaiveDateTime::parse_from_str(local, "%Y-%m-%d %H:%M").unwrap(), zone).unwrap()
    }

    /// A department with that rotation, by names with spaces between, since the Monday 2026-01-05.
    fn department(rotation: &str, handover: &str) -> Department {
        let turn = |name: &str| (name != "-").then(|| PersonId::new(name));
        Department {
            name: "Network group".to_owned(),
            place: "#network".parse().unwrap(),
            head: PersonId::new("net-head"),
            members: Vec::new(),
            groups: Default::default(),
            calendar: None,
            duty: Some(Rota {
                rotation: rotation.split(' ').map(turn).collect(),
                handover: handover.parse().unwrap(),
                since: "2026-01-05".parse().unwrap(),
                zone: None,
                gaps: Vec::new(),
            }),
            zone: None,
            language: None,
        }
    }

    fn shown(duty: &Duty) -> &str {
        match duty {
            Duty::NoRotation => "no rotation",
            Duty::Gap => "gap",
            Duty::Person(person) => person.as_str(),
        }
    }

    #[test]
    fn dir_4_duty_passes_on_weekly_at_the_hand_over() {
        let network = department("net-1 net-2 net-3", "mon 09:00");
        for (local, expected) in [
            ("2026-01-05 08:59", "gap"),
            ("2026-01-05 09:00", "net-1"),
            ("2026-01-11 23:59", "net-1"),
            ("2026-01-12 08:59", "net-1"),
            ("2026-01-12 09:00", "net-2"),
            ("2026-01-19 09:00", "net-3"),
            ("2026-01-26 09:00", "net-1"),
            ("2026-03-02 08:59", "net-2"),
            ("2026-03-02 09:00", "net-3"),
            ("2027-01-04 09:00", "net-2"),
        ] {
            let duty = network.on_duty(at(local, Asia::Jakarta), Asia::Jakarta, &[]);
            assert_eq!(shown(&duty), expected, "{local}");
        }
    }

    #[test]
    fn dir_4_the_rotation_begins_at_the_first_hand_over_on_or_after_its_date() {
        for (handover, first) in [
            ("mon 00:00", "2026-01-05 00:00"),
            ("mon 18:00", "2026-01-05 18:00"),
            ("wed 08:00", "2026-01-07 08:00"),
            ("sun 09:00", "2026-01-11 09:00"),
        ] {
            let unix = department("unix-1 unix-2", handover);
            let first = at(first, Asia::Jakarta);
            let before = first - TimeDelta::seconds(1);
            assert_eq!(unix.on_duty(before, Asia::Jakarta, &[]), Duty::Gap, "{handover}");
            assert_eq!(shown(&unix.on_duty(first, Asia::Jakarta, &[])), "unix-1", "{handover}");
            assert_eq!(unix.next_handover(before, Asia::Jakarta), Some(first), "{handover}");
        }
    }

    #[test]
    fn dir_4_hand_overs_are_local_across_clock_changes() {
        // Berlin: clocks forward on Sunday 29 March at 02:00, back on Sunday 25 October at 03:00.
        let cases: [(&str, &str, &str); 9] = [
            ("mon 09:00", "2026-03-30T06:59:59Z", "b"),
            ("mon 09:00", "2026-03-30T07:00:00Z", "a"),
            ("mon 09:00", "2026-10-26T07:59:59Z", "b"),
            ("mon 09:00", "2026-10-26T08:00:00Z", "a"),
            // 02:30 is skipped on 29 March: duty passes on when clocks show 03:00.
            ("sun 02:30", "2026-03-29T00:59:59Z", "a"),
            ("sun 02:30", "2026-03-29T01:00:00Z", "b"),
            // 02:30 comes twice on 25 October: the first counts, and the second changes nothing.
            ("sun 02:30", "2026-10-25T00:29:59Z", "a"),
            ("sun 02:30", "2026-10-25T00:30:00Z", "b"),
            ("sun 02:30", "2026-10-25T01:15:00Z", "b"),
        ];
        for (handover, at, expected) in cases {
            let duty =
                department("a b", handover).on_duty(at.parse().unwrap(), Europe::Berlin, &[]);
            assert_eq!(shown(&duty), expected, "{handover} at {at}");
        }
    }

    #[test]
    fn dir_4_the_rotation_has_a_zone_of_its_own_or_that_of_its_department() {
        let mut security = department("sec-1 sec-2", "mon 09:00");
        let monday = "2026-01-12T02:00:00Z".parse().unwrap();
        assert_eq!(shown(&security.on_duty(monday, Asia::Jakarta, &[])), "sec-2");
        assert_eq!(shown(&security.on_duty(monday, America::New_York, &[])), "sec-1");
        security.duty.as_mut().unwrap().zone = Some(Asia::Jakarta);
        assert_eq!(shown(&security.on_duty(monday, America::New_York, &[])), "sec-2");
    }

    #[test]
    fn dir_4_in_a_gap_nobody_is_on_duty() {
        let mut unix = department("unix-1 - unix-3", "mon 09:00");
        unix.duty.as_mut().unwrap().gaps =
            vec!["2026-01-23 18:00..2026-01-25 08:00".parse().unwrap()];
        for (local, expected) in [
            ("2026-01-05 12:00", "unix-1"),
            ("2026-01-12 12:00", "gap"),
            ("2026-01-23 17:59", "unix-3"),
            ("2026-01-23 18:00", "gap"),
            ("2026-01-25 08:00", "unix-3"),
        ] {
            let duty = unix.on_duty(at(local, Asia::Jakarta), Asia::Jakarta, &[]);
            assert_eq!(shown(&duty), expected, "{local}");
        }
        let none = Department { duty: None, ..unix };
        assert_eq!(none.on_duty(DateTime::<Utc>::UNIX_EPOCH, Asia::Jakarta, &[]), Duty::NoRotation);
    }

    #[test]
    fn dir_4_a_swap_stands_over_rotation_and_gap_and_the_later_one_over_the_earlier() {
        let unix = department("unix-1 - unix-3", "mon 09:00");
        let swap = |from, to, person: &str| Swap {
            from: at(from, Asia::Jakarta),
            to: at(to, Asia::Jakarta),
            person: PersonId::new(person),
        };
        let swaps = [
            swap("2026-01-06 00:00", "2026-01-13 00:00", "unix-2"),
            swap("2026-01-07 00:00", "2026-01-08 00:00", "unix-3"),
        ];
        for (local, expected, until) in [
            ("2026-01-05 10:00", "unix-1", Some("2026-01-06 00:00")),
            ("2026-01-06 00:00", "unix-2", Some("2026-01-07 00:00")),
            ("2026-01-07 12:00", "unix-3", Some("2026-01-08 00:00")),
            ("2026-01-12 10:00", "unix-2", Some("2026-01-13 00:00")),
            ("2026-01-13 00:00", "gap", Some("2026-01-19 09:00")),
        ] {
            let now = at(local, Asia::Jakarta);
            assert_eq!(shown(&unix.on_duty(now, Asia::Jakarta, &swaps)), expected, "{local}");
            let until = until.map(|until| at(until, Asia::Jakarta));
            assert_eq!(unix.duty_until(now, Asia::Jakarta, &swaps), until, "{local}");
        }
    }

    #[test]
    fn dir_4_one_person_alone_is_on_duty_without_end() {
        let alone = department("unix-1", "mon 09:00");
        let now = at("2026-03-02 12:00", Asia::Jakarta);
        assert_eq!(alone.duty_until(now, Asia::Jakarta, &[]), None);
        let next = at("2026-03-09 09:00", Asia::Jakarta);
        assert_eq!(alone.next_handover(now, Asia::Jakarta), Some(next));
    }
}
