//! Reminders that the organisation's files bring along (REM-1).

use std::str::FromStr;

use chrono::{NaiveDateTime, NaiveTime};
use chrono_tz::Tz;
use serde::{Deserialize, Serialize};

use crate::ids::{BadName, CalendarId, DeptId, PersonId, Place, RoleId};
use crate::sla::Span;

/// Something that is said again and again to an audience.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ReminderRule {
    /// Foreign text with `{names}` filled in when it is sent. None: the bot's own sentence for the reason.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
    /// The dotted word that every message carries; `reminder.due` unless the file says otherwise.
    pub reason: String,
    pub when: When,
    /// None: the company's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub zone: Option<Tz>,
    /// Whose working days count. None: the company's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub calendar: Option<CalendarId>,
    pub to: Vec<ReminderTo>,
    /// Where it is said. None: to each one directly.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub place: Option<Place>,
    /// Unacknowledged for so long, it escalates. None: it asks for no acknowledgement.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ack_within: Option<Span>,
}

/// The occurrence rule of a reminder, in its zone.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum When {
    /// A day of every month; the 31st means the last one.
    Day {
        day: u8,
        at: NaiveTime,
        shift: Move,
    },
    /// The n-th working day of every month, from the end when negative; never 0.
    Workday {
        number: i8,
        at: NaiveTime,
    },
    Cron(Cron),
    Once(NaiveDateTime),
}

/// What a holiday does to a day of the month.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Move {
    /// To the working day before.
    Before,
    /// To the working day after.
    After,
    #[default]
    None,
}

impl Move {
    /// The words of the file.
    pub const WORDS: [(&str, Move); 3] =
        [("before", Move::Before), ("after", Move::After), ("none", Move::None)];
}

/// A cron expression of six or seven fields, seconds first, that fires at some time. Weekdays are
/// named, because their numbers mean different days in different tools.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Cron(String);

impl Cron {
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for Cron {
    type Err = BadName;

    fn from_str(typed: &str) -> Result<Self, BadName> {
        let bad = |wanted| BadName { typed: typed.to_owned(), wanted };
        let weekday = typed.split_whitespace().nth(5).unwrap_or_default();
        if weekday.chars().any(|c| c.is_ascii_digit()) {
            return Err(bad("a cron expression with a named weekday, such as `0 0 9 * * Mon *`"));
        }
        match typed.parse::<cron::Schedule>() {
            Ok(_) => Ok(Cron(typed.to_owned())),
            Err(_) => Err(bad("a cron expression with seconds first, such as `0 0 9 * * Mon *`")),
        }
    }
}

impl TryFrom<String> for Cron {
    type Error = BadName;

    fn try_from(typed: String) -> Result<Self, BadName> {
        typed.parse()
    }
}

impl From<Cron> for String {
    fn from(cron: Cron) -> String {
        cron.0
    }
}

/// Whom a reminder tells.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ReminderTo {
    Person(PersonId),
    Role(RoleId),
    Department(DeptId),
    /// The heads of all departments.
    Heads,
    /// Everybody who is some client's technical account manager.
    Tams,
    /// Every department.
    Departments,
    /// The departments with an inspection in the month spoken of.
    Inspecting,
    Place(Place),
}

impl ReminderTo {
    /// The words that name a group; a person, `dept:unix`, `role:pmo` and `#place` are spelled out.
    pub const GROUPS: [(&str, ReminderTo); 4] = [
        ("departments", ReminderTo::Departments),
        ("departments:inspecting", ReminderTo::Inspecting),
        ("heads", ReminderTo::Heads),
        ("tams", ReminderTo::Tams),
    ];
}
