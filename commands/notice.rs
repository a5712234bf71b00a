//! What leaves: say something to somebody once, or show the latest state of a card.

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::fmt;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::card::Card;
use crate::ids::{DeptId, PersonId, Place, Recipient, RecordId};
use crate::short::{instant, instant_if};
use crate::sla::TargetName;
use crate::world::World;

/// The dotted word that every outbound message carries (DOMAIN section 9), such as `sla.response.at_75`.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Reason(pub Cow<'static, str>);

impl Reason {
    /// Breaches and severity 1 leave first, chatter last. Lower is sooner.
    pub fn rank(&self, severity: Option<u8>) -> u8 {
        let breach = self.0.ends_with(".breached");
        match (breach, severity) {
            (true, _) => 0,
            (false, Some(1)) => 1,
            (false, Some(2)) => 2,
            (false, _) => 3,
        }
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl From<&'static str> for Reason {
    fn from(word: &'static str) -> Reason {
        Reason(Cow::Borrowed(word))
    }
}

impl From<String> for Reason {
    fn from(word: String) -> Reason {
        Reason(Cow::Owned(word))
    }
}

impl fmt::Display for Reason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Debug for Reason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Something that leaves. Its name is made from the event that caused it (invariant 7).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Notice {
    Say(Box<Say>),
    /// Post the record's card in this place, or edit it there: only the newest state is worth sending.
    Refresh {
        reason: Reason,
        about: RecordId,
        place: Place,
    },
}

impl Notice {
    /// Where it goes.
    pub fn place(&self) -> &Place {
        match self {
            Notice::Say(say) => &say.place,
            Notice::Refresh { place, .. } => place,
        }
    }
}

/// A notice with the name of its cause: `INC-7/4/0` is the first of the fourth event of INC-7 (invariant 7).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Told {
    pub name: String,
    pub notice: Notice,
}

/// The end of the name of a message that takes the place of another.
const INSTEAD: &str = "/instead";

impl Told {
    /// The name of what is told in its place, when it can never be delivered.
    pub fn name_instead(&self) -> String {
        format!("{}{INSTEAD}", self.name)
    }

    /// Whether it takes the place of another.
    pub fn is_instead(&self) -> bool {
        self.name.ends_with(INSTEAD)
    }

    /// The event that caused it: `INC-7/4` of `INC-7/4/0`. Empty: the name is not one of ours.
    pub fn cause(&self) -> &str {
        let name = self.name.strip_suffix(INSTEAD).unwrap_or(&self.name);
        name.rsplit_once('/').map_or("", |(cause, _)| cause)
    }
}

/// A message that is said once.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Say {
    pub reason: Reason,
    pub about: RecordId,
    /// The rule that sends it, such as `SLA-9`; `/baton why` names it (PNG-6).
    pub rule: Cow<'static, str>,
    pub place: Place,
    pub shape: Shape,
    /// Who is notified; empty for a post.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub pings: BTreeSet<Recipient>,
    /// Who acted, where somebody did: he is not called with his department either (PNG-4).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub by: Option<PersonId>,
    pub card: Card,
    /// The instant it is about; messages of one instant, place and record become one (PNG-5).
    #[serde(serialize_with = "instant")]
    pub at: DateTime<Utc>,
    /// PNG-4: quiet hours delay it to this instant.
    #[serde(default, skip_serializing_if = "Option::is_none", serialize_with = "instant_if")]
    pub not_before: Option<DateTime<Utc>>,
    pub rank: u8,
    /// Asked again at send: a ping is only for somebody who must still act.
    #[serde(default)]
    pub useful: Useful,
}

impl Say {
    /// PNG-4 at the moment of sending: a ping that comes late does not come at night instead. None: it may go now.
    pub fn quiet_until(&self, world: &World, now: DateTime<Utc>) -> Option<DateTime<Utc>> {
        let directory = world.directory();
        let record = world.record(self.about);
        if self.pings.is_empty() || record.is_some_and(|record| record.is_urgent(now)) {
            return None;
        }
        let called = self.pings.iter().find_map(|recipient| match recipient {
            Recipient::Dept(department) => Some(department),
            Recipient::Person(_) | Recipient::Role(_) => None,
        });
        let department = called.or_else(|| directory.department_at(&self.place));
        let calendar =
            department.map_or(&directory.company.calendar, |it| directory.calendar_of(it));
        directory.quiet_until(now, calendar)
    }
}

/// How a message stands in its place.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Shape {
    /// A message of its own.
    Message,
    /// The record's card in that place: later states are edited into it.
    Card,
    /// A line in the thread of the record's card.
    Thread,
}

/// While what holds is a ping still worth sending.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Useful {
    #[default]
    Always,
    /// The department was asked and has not answered.
    WhileRequested(DeptId),
    /// The clock is still running against this deadline.
    WhileRunning { target: TargetName },
    /// The record is not resolved yet.
    WhileUnresolved,
    /// The debrief is not recorded yet.
    WhileNoDebrief,
    /// The task is ready or being done.
    WhileTurn,
    /// The change's approval is neither given nor refused.
    WhileUndecided,
}
