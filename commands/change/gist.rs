//! What reports and search still need of a change after its record has left the World (ITSM-2).

use std::collections::BTreeMap;
use std::sync::Arc;

use chrono::{DateTime, Duration, Utc};
use serde::{Deserialize, Serialize};

use super::{Change, Phase, ReviewResult, Task, TaskState};
use crate::directory::ChangeKind;
use crate::ids::{ChangeId, ClientId, DeptId};
use crate::world::World;

/// So long after its end a change is remembered: a year can be held against the one before.
const REMEMBERED: Duration = Duration::days(2 * 366);

/// What a change came to.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Gist {
    pub id: ChangeId,
    pub title: String,
    pub kind: ChangeKind,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub client: Option<ClientId>,
    pub opened_at: DateTime<Utc>,
    pub ended_at: DateTime<Utc>,
    pub end: End,
    /// What each department had to do with it.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub work: BTreeMap<DeptId, Work>,
}

/// How it ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum End {
    /// With what its review said. One that needs no review, and has none, went well.
    Closed(ReviewResult),
    RolledBack,
    Cancelled,
}

/// The tasks of one department, counted.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Work {
    pub done: u32,
    /// Of those done, how many had a deadline, and how many of these missed it.
    pub timed: u32,
    pub late: u32,
    /// Not needed: they count nowhere else.
    pub skipped: u32,
    /// Done at least once, whatever became of it then …
    pub worked: u32,
    /// … and of those, how many were done again, and how many the next one sent back.
    pub reopened: u32,
    pub sent_back: u32,
}

impl Work {
    fn count(&mut self, task: &Task) {
        match task.state {
            TaskState::Done { at, .. } => {
                self.done += 1;
                // SLA-8: what was late once was late, whatever deadline it got when it came back.
                let late = task.due_by.is_some_and(|due| at > due) || task.overdue_told.is_some();
                self.timed += u32::from(late || task.due_by.is_some());
                self.late += u32::from(late);
            }
            TaskState::Skipped { .. } => self.skipped += 1,
            _ => {}
        }
        let again = task.reopened > 0 || task.sent_back > 0;
        self.worked += u32::from(again || matches!(task.state, TaskState::Done { .. }));
        self.reopened += u32::from(task.reopened > 0);
        self.sent_back += u32::from(task.sent_back > 0);
    }

    pub fn add(&mut self, other: &Work) {
        self.done += other.done;
        self.timed += other.timed;
        self.late += other.late;
        self.skipped += other.skipped;
        self.worked += other.worked;
        self.reopened += other.reopened;
        self.sent_back += other.sent_back;
    }
}

impl Gist {
    /// Of a change that has ended. None: it goes on.
    pub fn of(change: &Change) -> Option<Gist> {
        let (end, ended_at) = match &change.phase {
            Phase::Closed { at } => {
                let review = change.review.as_ref();
                (End::Closed(review.map_or(ReviewResult::Success, |it| it.result)), *at)
            }
            Phase::RolledBack { at, .. } => (End::RolledBack, *at),
            Phase::Cancelled { at, .. } => (End::Cancelled, *at),
            _ => return None,
        };
        let mut work: BTreeMap<DeptId, Work> = BTreeMap::new();
        for task in change.tasks.values() {
            work.entry(task.department.clone()).or_default().count(task);
        }
        let (id, title, kind) = (change.id, change.title.clone(), change.kind);
        let (client, opened_at) = (change.client.clone(), change.opened_at);
        Some(Gist { id, title, kind, client, opened_at, ended_at, end, work })
    }

    /// The key of its document.
    pub fn key(&self) -> String {
        format!("GIST-{}", self.id)
    }
}

impl World {
    /// Keeps what is needed of a change that leaves, and forgets what nobody asks for any more.
    pub(super) fn remember_change(&mut self, change: &Change, now: DateTime<Utc>) {
        if let Some(gist) = Gist::of(change) {
            self.past_changes.insert(gist.id.0, Arc::new(gist));
        }
        let is_old = |gist: &Arc<Gist>| gist.ended_at + REMEMBERED < now;
        while let Some((number, _)) = self.past_changes.get_min().filter(|(_, it)| is_old(it)) {
            let number = *number;
            self.past_changes.remove(&number);
        }
    }

    /// All changes that have ended and are remembered, those that are still in the World included.
    pub fn ended_changes(&self) -> impl Iterator<Item = Arc<Gist>> {
        let live = self.changes.values().filter_map(|change| Gist::of(change)).map(Arc::new);
        self.past_changes.values().cloned().chain(live)
    }
}
