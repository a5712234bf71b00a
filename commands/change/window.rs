//! When a change is done, as it was agreed (CHG-10).

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

/// When it is done, half-open: two that touch do not overlap (CHG-10).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Window {
    pub from: DateTime<Utc>,
    pub to: DateTime<Utc>,
}

impl Window {
    pub fn contains(&self, at: DateTime<Utc>) -> bool {
        self.from <= at && at < self.to
    }

    pub fn overlaps(&self, other: &Window) -> bool {
        self.from < other.to && other.from < self.to
    }
}
