//! The debrief of an incident: what was learned, and the actions that are followed to done (INC-6).

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::{Action, Event, Incident};
use crate::ids::PersonId;
use crate::world::Fact;

/// What was learned (INC-6).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Debrief {
    pub at: DateTime<Utc>,
    pub by: PersonId,
    pub cause: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub well: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub badly: Option<String>,
    /// What was added later, in order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub amended: Vec<Amendment>,
    pub actions: Vec<Tracked>,
}

/// What was added to a debrief.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Amendment {
    pub at: DateTime<Utc>,
    pub by: PersonId,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cause: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub well: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub badly: Option<String>,
}

/// An action of a debrief, followed to done.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Tracked {
    pub action: Action,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub done_at: Option<DateTime<Utc>>,
    /// When its owner is next reminded.
    pub remind_at: DateTime<Utc>,
}

impl From<Action> for Tracked {
    fn from(action: Action) -> Tracked {
        let remind_at = action.due;
        Tracked { action, done_at: None, remind_at }
    }
}

impl Incident {
    /// What is recorded first stands; what comes later is added to it. An event of old that records it once more takes its
    /// place, as it did then.
    pub(super) fn debriefed(&mut self, fact: &Fact, event: &Event) {
        let Some(by) = fact.by.person().cloned() else { return };
        let at = fact.at;
        match event {
            Event::DebriefRecorded { cause, well, badly, actions } => {
                let actions = actions.iter().cloned().map(Tracked::from).collect();
                let (cause, well, badly) = (cause.clone(), well.clone(), badly.clone());
                let amended = Vec::new();
                self.debrief = Some(Debrief { at, by, cause, well, badly, amended, actions });
                self.debrief_by = None;
            }
            Event::DebriefAmended { cause, well, badly, actions } => {
                let Some(debrief) = &mut self.debrief else { return };
                let (cause, well, badly) = (cause.clone(), well.clone(), badly.clone());
                if cause.is_some() || well.is_some() || badly.is_some() {
                    debrief.amended.push(Amendment { at, by, cause, well, badly });
                }
                debrief.actions.extend(actions.iter().cloned().map(Tracked::from));
            }
            _ => {}
        }
    }

    /// An action by its number, from 1.
    pub(super) fn action_mut(&mut self, number: usize) -> Option<&mut Tracked> {
        self.debrief.as_mut()?.actions.get_mut(number.checked_sub(1)?)
    }
}
