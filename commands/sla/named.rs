//! A clock by its name, what is written down when it comes to a point, and the promise that starts at a hand-off.

use std::fmt;
use std::sync::Arc;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::{Ladder, Reached, Span, Target, TargetKind};
use crate::ids::CalendarId;

/// One clock of a record: which, and which cycle of it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct TargetName {
    pub kind: TargetKind,
    pub cycle: u32,
}

impl fmt::Display for TargetName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}#{}", self.kind, self.cycle)
    }
}

impl Target {
    /// How it is named in events and analyses.
    pub fn name(&self) -> TargetName {
        TargetName { kind: self.kind().clone(), cycle: self.cycle() }
    }
}

/// The highest point a clock has come to, and those it left behind unannounced.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PointReached {
    pub target: TargetName,
    /// The whole seconds of the target.
    pub of: i64,
    /// The deadline as it stood then, pauses included; for a breach, the instant of the breach.
    pub due_by: DateTime<Utc>,
    #[serde(flatten)]
    pub reached: Reached,
}

/// The OLA from hand-off to acceptance.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Accept {
    pub calendar: CalendarId,
    pub within: Span,
    pub ladder: Arc<Ladder>,
}
