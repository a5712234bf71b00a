//! Changes: a client's request walks through departments as tasks, and each is told when it is its turn.
//!
//! [`Change`] is the record with all its [`Task`]s, [`Event`] what can happen to it; `evolve.rs` applies one, `wake.rs` says
//! what the clock makes true, readiness included, `announce/` who is told, `card.rs` how it looks. Each verb has its file.

mod announce;
mod announce_approval;
mod announce_clock;
mod announce_conflict;
mod announce_task;
pub mod approval;
mod aside;
mod ballot;
pub mod card;
pub mod clash;
mod clocks;
mod collision;
pub mod conflicts;
mod customised;
mod event;
mod evolve;
pub mod freeze;
pub mod gist;
pub mod history;
pub mod installed;
pub mod invariants;
mod judged;
pub mod links;
mod live;
pub mod maintenance;
pub mod mine;
pub mod order;
pub mod planning;
mod prepared;
mod reason;
mod replan;
mod rights;
mod ripple;
mod slip;
pub mod task;
#[cfg(test)]
mod tests;
pub mod verbs;
mod visit;
mod wake;
mod window;

use std::sync::Arc;

use chrono::{DateTime, Utc};
use imbl::{OrdMap, OrdSet};
use serde::{Deserialize, Serialize};

pub use announce::announce;
pub use aside::asides;
pub use ballot::{Ballot, Vote};
pub use card::phase_words;
pub use collision::{Collision, Obstacle, Opposite};
pub use customised::Customised;
pub use event::{Event, NewTask, Opened};
pub use judged::{Assessment, Refused, Review, ReviewResult};
pub use slip::{Slip, Threshold};
pub use task::{Join, Link, Outcome, State as TaskState, Task, TaskEvent};
pub use visit::Visit;
pub use window::Window;

use crate::directory::{ChangeKind, Promise};
use crate::ids::{
    ChangeId, ClientId, IncidentId, ManifestId, PersonId, ProjectId, TaskId, TemplateId,
};
use crate::sla::Target;

/// The most tasks a change can have.
pub const TASKS_MAX: usize = 500;

/// One change with its tasks. Closed ones leave the World after a configured time.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Change {
    pub id: ChangeId,
    /// How many events it has, those of its tasks included: the next is `CHG-12/{events + 1}`.
    pub events: u32,
    pub title: String,
    pub kind: ChangeKind,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub client: Option<ClientId>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub project: Option<ProjectId>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub template: Option<TemplateId>,
    /// The product whose modules its tasks install (CHG-8).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub manifest: Option<ManifestId>,
    /// The version of the product as it was when the change was opened.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub baseline: Option<String>,
    pub opened_at: DateTime<Utc>,
    pub opened_by: PersonId,
    pub phase: Phase,
    /// Stands over the phase it interrupts (CHG-7).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hold: Option<Hold>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub window: Option<Window>,
    /// What the client was told: done by then.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub promised_by: Option<DateTime<Utc>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub assessment: Option<Assessment>,
    /// The latest round of approval (CHG-9).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ballot: Option<Ballot>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub review: Option<Review>,
    /// Incidents that it is held to have caused (CHG-14).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub caused: Vec<IncidentId>,
    /// For which beginning of its window the departments were told that it is near.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub start_announced_for: Option<DateTime<Utc>>,
    /// What its plan was found to miss (CHG-11, SLA-15).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub slips: Vec<Slip>,
    /// What was changed in modules for the client, with who and why (CHG-8).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub customisations: Vec<Customised>,
    /// Changes that touch one of its modules too, of which the programmers were told (CHG-8).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub clashed: Vec<ChangeId>,
    /// What the client was promised for it; none where no policy speaks of changes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub promise: Option<Promise>,
    /// The client's clocks (SLA-1).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub targets: Vec<Target>,
    /// What it was found to collide with (CHG-10).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub collisions: Vec<Collision>,
    /// The latest refusal of each person, so that he can ask one who may (ACC-3).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub refusals: Vec<Refused>,
    /// By number. Each is a document of its own, beside this one.
    #[serde(skip)]
    pub tasks: OrdMap<u32, Arc<Task>>,
    /// When each task next has something to say.
    #[serde(skip)]
    wakes: OrdSet<(DateTime<Utc>, u32)>,
    /// When the change itself next has something to say; the tasks have theirs.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    own_wake: Option<DateTime<Utc>>,
}

/// Where a change stands. Each phase owns its times.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Phase {
    Draft,
    /// Its risk is known; approval may have been asked for.
    Assessed {
        at: DateTime<Utc>,
    },
    Rejected {
        at: DateTime<Utc>,
        by: PersonId,
        because: String,
    },
    Approved {
        at: DateTime<Utc>,
    },
    /// Approved, with a window.
    Scheduled {
        at: DateTime<Utc>,
    },
    InProgress {
        at: DateTime<Utc>,
    },
    /// All work is done; what it came to is to be said.
    Review {
        at: DateTime<Utc>,
        started_at: DateTime<Utc>,
    },
    Closed {
        at: DateTime<Utc>,
    },
    Cancelled {
        at: DateTime<Utc>,
        because: String,
    },
    RolledBack {
        at: DateTime<Utc>,
        because: String,
    },
}

/// Why nothing goes on.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Hold {
    pub since: DateTime<Utc>,
    pub by: PersonId,
    pub because: String,
}

impl Change {
    pub fn task(&self, number: u32) -> Option<&Arc<Task>> {
        self.tasks.get(&number)
    }

    /// As its own document holds it: the tasks have theirs.
    pub fn without_tasks(&self) -> Change {
        Change { tasks: OrdMap::new(), wakes: OrdSet::new(), ..self.clone() }
    }

    pub fn task_id(&self, number: u32) -> TaskId {
        self.id.task(number)
    }

    /// The number the next task gets.
    pub fn next_task(&self) -> u32 {
        self.tasks.get_max().map_or(1, |(number, _)| number + 1)
    }

    /// Neither closed nor cancelled nor rolled back.
    pub fn is_live(&self) -> bool {
        use Phase::{Cancelled, Closed, RolledBack};
        !matches!(self.phase, Closed { .. } | Cancelled { .. } | RolledBack { .. })
    }

    /// Work goes on, or would but for a hold.
    pub fn is_in_progress(&self) -> bool {
        matches!(self.phase, Phase::InProgress { .. })
    }

    pub fn is_approved(&self) -> bool {
        use Phase::{Approved, InProgress, Review, Scheduled};
        matches!(self.phase, Approved { .. } | Scheduled { .. } | InProgress { .. } | Review { .. })
            || self.kind == ChangeKind::Standard
    }

    /// CHG-9: what was begun before its approval is approved by now.
    pub fn is_approved_in_time(&self) -> bool {
        self.ballot.as_ref().is_none_or(Ballot::is_carried)
    }

    /// Whether work on a task may begin as far as the change goes: it is in progress, or approved and the task is
    /// allowed before the window (CHG-1); and it is not held (CHG-7).
    pub fn lets_begin(&self, task: &Task) -> bool {
        let approved = matches!(self.phase, Phase::Approved { .. } | Phase::Scheduled { .. });
        self.hold.is_none() && (self.is_in_progress() || (approved && task.early))
    }

    /// Tasks that still have to end.
    pub fn open_tasks(&self) -> impl Iterator<Item = &Arc<Task>> {
        self.tasks.values().filter(|task| !task.has_ended())
    }

    /// Whether anybody knows of it beside those who plan it: the departments see what is coming.
    pub fn is_announced(&self) -> bool {
        !matches!(self.phase, Phase::Draft | Phase::Assessed { .. } | Phase::Rejected { .. })
    }

    /// When the clock next has something to say of it or of one of its tasks.
    pub fn wakes_at(&self) -> Option<DateTime<Utc>> {
        let first = self.wakes.get_min().map(|(at, _)| *at);
        [self.own_wake, first].into_iter().flatten().min()
    }
}
