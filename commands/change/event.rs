//! What can have happened to a change. Kept for ever: add variants, never change one.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::task::{Join, Link, TaskEvent};
use super::{Obstacle, ReviewResult, Threshold, Window};
use crate::directory::{ChangeKind, Promise};
use crate::ids::{
    ChangeId, ClientId, DeptId, IncidentId, ManifestId, PersonId, ProjectId, RecordId, Serial,
    TemplateId,
};
use crate::sla::{Party, PointReached, Span};

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Event {
    Opened(Box<Opened>),
    TaskAdded(Box<NewTask>),
    Assessed {
        impact: u8,
        likelihood: u8,
        #[serde(default)]
        history: u8,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        rollback: Option<String>,
    },
    /// CHG-9: approval is asked for, for the first time or anew because what was voted on was edited.
    Submitted {
        quorum: u32,
        approvers: Vec<PersonId>,
        chase_at: Option<DateTime<Utc>>,
    },
    /// A yes.
    Voted,
    /// Enough of them.
    Approved,
    Rejected {
        because: String,
    },
    /// CHG-9: no answer is never a yes; the silent are reminded, then it goes over their heads.
    ApprovalFellDue {
        next: Option<DateTime<Utc>>,
    },
    Scheduled {
        window: Window,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        because: Option<String>,
    },
    /// CHG-10: it collides with another; both sides are told, once for this pair of windows.
    ConflictFound {
        with: ChangeId,
        window: Window,
        theirs: Window,
    },
    /// CHG-8: another open change touches modules of it too; the programmers are told, once for this pair of changes.
    Clashed {
        with: ChangeId,
        modules: Vec<String>,
    },
    /// CHG-8: something was changed in a module for this client.
    Customised {
        module: String,
        text: String,
        because: String,
    },
    /// CHG-10: something that is no change stands in its way; those concerned are told, once for this window.
    Obstructed {
        by: Obstacle,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        window: Option<Window>,
    },
    /// The departments are told that its window is near.
    StartAnnounced,
    Started {
        text: String,
    },
    Held {
        because: String,
        /// For whom it waits, if that is said (SLA-6).
        #[serde(default, skip_serializing_if = "Option::is_none")]
        party: Option<Party>,
    },
    Resumed,
    RolledBack {
        because: String,
    },
    Cancelled {
        because: String,
    },
    /// The last task has ended.
    WorkEnded,
    /// CHG-11, SLA-15: by its plan it ends after what was agreed.
    Slipped {
        past: Threshold,
        by: DateTime<Utc>,
        end: DateTime<Utc>,
    },
    /// SLA-9: a point of a clock of the client's came.
    Reached(PointReached),
    /// CHG-14: what it came to, and which incidents it caused.
    Reviewed {
        result: ReviewResult,
        text: String,
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        caused: Vec<IncidentId>,
    },
    Closed,
    /// What happened to one of its tasks.
    Task {
        task: u32,
        what: TaskEvent,
    },
    /// ACC-5: somebody was refused, and who may.
    Refused {
        about: RecordId,
        verb: String,
        who: PersonId,
        may: Vec<PersonId>,
    },
    /// ACC-3: done all the same by a head or duty engineer.
    Overridden {
        about: RecordId,
        verb: String,
        because: String,
    },
    /// ACC-3: the one refused asks somebody who may.
    AskedFor {
        about: RecordId,
        verb: String,
        whom: PersonId,
    },
    /// Closed long ago: the record leaves the World, its document stays in the store.
    Archived,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Opened {
    pub title: String,
    pub kind: ChangeKind,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub client: Option<ClientId>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub project: Option<ProjectId>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub template: Option<TemplateId>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub manifest: Option<ManifestId>,
    /// The version of the manifest's product.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub baseline: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub window: Option<Window>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub promised_by: Option<DateTime<Utc>>,
    /// What the client is promised for it (SLA-1).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub promise: Option<Promise>,
    /// Of the template or manifest, in its order; their numbers are 1, 2, …
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub tasks: Vec<NewTask>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct NewTask {
    pub number: u32,
    pub title: String,
    pub department: DeptId,
    pub estimate: Span,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub instructions: Option<String>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub devices: Vec<Serial>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub module: Option<String>,
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub early: bool,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub due: Option<DateTime<Utc>>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub after: Vec<Link>,
    #[serde(default)]
    pub join: Join,
}

impl Event {
    /// What happened to a task of it.
    pub fn task(task: u32, what: TaskEvent) -> Event {
        Event::Task { task, what }
    }
}
