//! At which points of a target somebody is told, and who.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::str::FromStr;
use std::sync::Arc;

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

use super::span::{Span, compact};
use crate::short::Short;

/// A point on a target (SLA-9). All are points in *used* time, so pauses move them as they move the deadline.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Point {
    /// So many percent of the time are used, 1 to 99.
    Percent(u8),
    /// So many seconds on the calendar before the deadline, at least one.
    Before(i64),
    /// The time is used up.
    Breach,
}

/// Why something is not a point of a target, and what to write instead.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is not a point of a target; write for example `75%`, `before_30m` or `breach`")]
pub struct BadPoint(pub String);

impl Point {
    /// After how many used seconds of a target of that length it is reached: for a percentage the
    /// first whole second at or after it. `None`: the target is too short to have it.
    pub fn used_of(self, seconds: i64) -> Option<i64> {
        let used = match self {
            Point::Percent(percent) => (seconds.saturating_mul(percent.into()) + 99) / 100,
            Point::Before(before) => seconds - before,
            Point::Breach => return Some(seconds),
        };
        (used > 0).then_some(used)
    }

    /// Its word in reasons and on timelines: `at_75`, `before_30m`, `breached`.
    pub fn name(self) -> String {
        self.written().as_str().to_owned()
    }

    fn written(self) -> Short {
        match self {
            Point::Percent(percent) => Short::new("at_").number(percent),
            Point::Before(seconds) => compact(Short::new("before_"), seconds),
            Point::Breach => Short::new("breached"),
        }
    }
}

impl FromStr for Point {
    type Err = BadPoint;

    /// Reads the keys of files (`75%`, `before_1h`, `breach`; `100%` is the breach) and the names ([`Point::name`]).
    fn from_str(typed: &str) -> Result<Self, BadPoint> {
        let bad = || BadPoint(typed.to_owned());
        let written = typed.trim().to_lowercase();
        if matches!(written.as_str(), "breach" | "breached" | "100%" | "at_100") {
            return Ok(Point::Breach);
        }
        if let Some(span) = written.strip_prefix("before_") {
            return match span.parse() {
                Ok(Span::Seconds(seconds)) => Ok(Point::Before(seconds)),
                _ => Err(bad()),
            };
        }
        let percent = written.strip_suffix('%').or_else(|| written.strip_prefix("at_"));
        match percent.and_then(|percent| percent.trim().parse().ok()) {
            Some(percent @ 1..=99) => Ok(Point::Percent(percent)),
            _ => Err(bad()),
        }
    }
}

impl fmt::Display for Point {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.written().as_str())
    }
}

impl Serialize for Point {
    fn serialize<S: Serializer>(&self, out: S) -> Result<S::Ok, S::Error> {
        out.serialize_str(self.written().as_str())
    }
}

impl<'de> Deserialize<'de> for Point {
    fn deserialize<D: Deserializer<'de>>(input: D) -> Result<Self, D::Error> {
        let text = std::borrow::Cow::<str>::deserialize(input)?;
        text.parse().map_err(de::Error::custom)
    }
}

/// Somebody who is told, by his part in the record. Who that is, is looked up when it is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum AudienceWord {
    Department,
    Lead,
    Tam,
    Head,
    ServiceManager,
    IncidentManager,
    Management,
}

/// Why something is not an audience, and what to write instead.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "`{0}` is nobody to tell; write `department`, `lead`, `tam`, `head`, `service-manager`, \
     `incident-manager` or `management`"
)]
pub struct BadAudience(pub String);

impl AudienceWord {
    const ALL: [AudienceWord; 7] = [
        AudienceWord::Department,
        AudienceWord::Lead,
        AudienceWord::Tam,
        AudienceWord::Head,
        AudienceWord::ServiceManager,
        AudienceWord::IncidentManager,
        AudienceWord::Management,
    ];

    pub fn as_str(self) -> &'static str {
        match self {
            AudienceWord::Department => "department",
            AudienceWord::Lead => "lead",
            AudienceWord::Tam => "tam",
            AudienceWord::Head => "head",
            AudienceWord::ServiceManager => "service-manager",
            AudienceWord::IncidentManager => "incident-manager",
            AudienceWord::Management => "management",
        }
    }
}

impl FromStr for AudienceWord {
    type Err = BadAudience;

    fn from_str(typed: &str) -> Result<Self, BadAudience> {
        let written = typed.trim().to_lowercase();
        let word = AudienceWord::ALL.into_iter().find(|word| word.as_str() == written);
        word.ok_or_else(|| BadAudience(typed.to_owned()))
    }
}

impl fmt::Display for AudienceWord {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// The points of a target and who is told at each (SLA-9).
///
/// The breach is always among them, if need be without an audience: it is a fact whoever is told.
/// It is ordered so that equal ladders can be one `Arc`; a clone is the same one.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(from = "BTreeMap<Point, BTreeSet<AudienceWord>>")]
pub struct Ladder(Arc<BTreeMap<Point, BTreeSet<AudienceWord>>>);

impl Ladder {
    pub fn new(steps: impl IntoIterator<Item = (Point, BTreeSet<AudienceWord>)>) -> Ladder {
        Ladder::from(BTreeMap::from_iter(steps))
    }

    /// For what is promised to a client.
    pub fn defaults_sla() -> Ladder {
        use AudienceWord::{Department, Head, Lead, ServiceManager, Tam};
        Ladder::new([
            (Point::Percent(50), [Department].into()),
            (Point::Percent(75), [Department, Lead].into()),
            (Point::Percent(90), [Department, Lead, Tam, Head].into()),
            (Point::Breach, [Department, Lead, Tam, Head, ServiceManager].into()),
        ])
    }

    /// For what one department promises to another.
    pub fn defaults_ola() -> Ladder {
        use AudienceWord::{Department, Head, Lead, Tam};
        Ladder::new([
            (Point::Percent(75), [Department].into()),
            (Point::Breach, [Department, Head, Lead, Tam].into()),
        ])
    }

    /// For what a vendor promises to us.
    pub fn defaults_uc() -> Ladder {
        use AudienceWord::{Lead, ServiceManager};
        Ladder::new([
            (Point::Percent(75), [Lead].into()),
            (Point::Breach, [Lead, ServiceManager].into()),
        ])
    }

    pub fn points(&self) -> impl Iterator<Item = Point> {
        self.0.keys().copied()
    }

    /// Who is told at a point; nobody if it is none of this ladder's.
    pub fn audience(&self, point: Point) -> impl Iterator<Item = AudienceWord> {
        self.0.get(&point).into_iter().flatten().copied()
    }
}

impl From<BTreeMap<Point, BTreeSet<AudienceWord>>> for Ladder {
    fn from(mut steps: BTreeMap<Point, BTreeSet<AudienceWord>>) -> Ladder {
        steps.entry(Point::Breach).or_default();
        Ladder(Arc::new(steps))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sla_9_points_are_read_from_files_and_have_names() {
        let cases = [
            ("75%", Point::Percent(75), "at_75"),
            ("at_75", Point::Percent(75), "at_75"),
            ("before_1h", Point::Before(3600), "before_1h"),
            ("before_90m", Point::Before(5400), "before_1h30m"),
            ("breach", Point::Breach, "breached"),
            ("breached", Point::Breach, "breached"),
            ("100%", Point::Breach, "breached"),
        ];
        for (typed, point, name) in cases {
            assert_eq!(typed.parse(), Ok(point), "{typed}");
            assert_eq!(point.name(), name);
            assert_eq!(name.parse(), Ok(point), "{name}");
        }
        for typed in ["0%", "101%", "75", "before_eod", "before_3bd", "before_1d", "-5%", ""] {
            assert_eq!(typed.parse::<Point>(), Err(BadPoint(typed.to_owned())));
        }
    }

    #[test]
    fn sla_9_points_stand_for_whole_used_seconds() {
        let cases = [
            (Point::Percent(75), 14_400, Some(10_800)),
            (Point::Percent(50), 3, Some(2)), // the first second at or after the half
            (Point::Percent(1), 1, Some(1)),
            (Point::Before(1800), 3600, Some(1800)),
            (Point::Before(3600), 3600, None), // would be told at the start
            (Point::Before(7200), 3600, None),
            (Point::Breach, 3600, Some(3600)),
        ];
        for (point, seconds, used) in cases {
            assert_eq!(point.used_of(seconds), used, "{point} of {seconds}");
        }
    }

    #[test]
    fn sla_9_the_defaults_tell_more_people_the_later_it_is() {
        let drawn = |ladder: Ladder| serde_json::to_string(&ladder).unwrap();
        assert_eq!(
            drawn(Ladder::defaults_sla()),
            concat!(
                r#"{"at_50":["department"],"at_75":["department","lead"],"#,
                r#""at_90":["department","lead","tam","head"],"#,
                r#""breached":["department","lead","tam","head","service-manager"]}"#
            )
        );
        assert_eq!(
            drawn(Ladder::defaults_ola()),
            r#"{"at_75":["department"],"breached":["department","lead","tam","head"]}"#
        );
        assert_eq!(
            drawn(Ladder::defaults_uc()),
            r#"{"at_75":["lead"],"breached":["lead","service-manager"]}"#
        );
    }

    #[test]
    fn sla_9_a_ladder_is_read_as_contracts_write_it_and_always_ends_with_the_breach() {
        let written = r#"{"50%":["department"],"before_1h":["lead","department"]}"#;
        let ladder: Ladder = serde_json::from_str(written).unwrap();
        let points: Vec<Point> = ladder.points().collect();
        assert_eq!(points, [Point::Percent(50), Point::Before(3600), Point::Breach]);
        let told: Vec<_> = ladder.audience(Point::Before(3600)).collect();
        assert_eq!(told, [AudienceWord::Department, AudienceWord::Lead]);
        assert_eq!(ladder.audience(Point::Breach).count(), 0);
    }

    #[test]
    fn an_audience_is_one_of_the_parts_people_have_in_a_record() {
        for word in AudienceWord::ALL {
            assert_eq!(word.as_str().parse(), Ok(word));
            assert_eq!(serde_json::to_string(&word).unwrap(), format!("\"{word}\""));
        }
        let refused = "boss".parse::<AudienceWord>().unwrap_err().to_string();
        assert!(refused.starts_with("`boss` is nobody to tell; write `department`"), "{refused}");
    }
}
