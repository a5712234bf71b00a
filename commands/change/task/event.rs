//! What can have happened to a task. Kept for ever: add variants, never change one.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::{Join, Link};
use crate::ids::{PersonId, TaskId};
use crate::sla::{Accept, PointReached, Span};

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum TaskEvent {
    /// CHG-1: its turn has come; the OLA `accept` runs from now (CHG-6).
    Readied {
        accept: Accept,
        due_by: Option<DateTime<Utc>>,
    },
    /// CHG-3: what it waited for is open again before it began.
    Reblocked,
    /// CHG-6: accepted, by its assignee or who begins it.
    Started {
        by: PersonId,
    },
    Done {
        #[serde(default, skip_serializing_if = "Option::is_none")]
        text: Option<String>,
    },
    Failed {
        because: String,
    },
    Skipped {
        because: String,
    },
    Cancelled {
        because: String,
    },
    /// It ended and is to be done again.
    Reopened {
        because: String,
    },
    /// CHG-6: what came with the hand-off was not enough; it waits again for the one it is sent back to.
    Returned {
        to: TaskId,
        because: String,
    },
    /// CHG-6: the next one sent it back.
    GotBack {
        from: TaskId,
        because: String,
    },
    Held {
        because: String,
    },
    Resumed,
    /// CHG-2: the TAM lets it go on although what it waited for was cancelled.
    Waived {
        of: TaskId,
    },
    Assigned {
        to: PersonId,
    },
    Estimated {
        estimate: Span,
        due_by: Option<DateTime<Utc>>,
    },
    DueSet {
        due: DateTime<Utc>,
    },
    Noted {
        text: String,
    },
    /// CHG-4: it waits for more.
    Linked {
        links: Vec<Link>,
        join: Option<Join>,
    },
    Unlinked {
        from: TaskId,
    },
    /// A point of its OLA came (SLA-9).
    Reached(PointReached),
    /// CHG-6: past due.
    FellOverdue {
        due_by: DateTime<Utc>,
    },
}
