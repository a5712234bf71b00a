//! The departments of an incident: called, engaged, released, called again (INC-2).

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::{Accept, Incident};
use crate::directory::Directory;
use crate::ids::{DeptId, IncidentId, PersonId};
use crate::short::{instant, instant_if};
use crate::sla::{Party, Pause, TargetKind};

/// A department's part in an incident (INC-2).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Engagement {
    pub department: DeptId,
    #[serde(serialize_with = "instant")]
    pub requested_at: DateTime<Utc>,
    #[serde(default, skip_serializing_if = "Option::is_none", serialize_with = "instant_if")]
    pub engaged_at: Option<DateTime<Utc>>,
    #[serde(default, skip_serializing_if = "Option::is_none", serialize_with = "instant_if")]
    pub released_at: Option<DateTime<Utc>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub assignee: Option<PersonId>,
    /// Seconds for which it held the record before it was released and called again (SLA-14).
    #[serde(default, skip_serializing_if = "is_zero")]
    pub held_before: i64,
}

fn is_zero(seconds: &i64) -> bool {
    *seconds == 0
}

/// Who takes part.
impl Incident {
    /// The owning department (INC-2): the first that is not released.
    pub fn owner(&self) -> Option<&DeptId> {
        let first = self.standing().next().or(self.engagements.first());
        first.map(|engagement| &engagement.department)
    }

    pub fn engagement(&self, department: &DeptId) -> Option<&Engagement> {
        self.engagements.iter().find(|engagement| &engagement.department == department)
    }

    /// Departments that were asked or have taken part and are not released.
    pub fn standing(&self) -> impl Iterator<Item = &Engagement> {
        self.engagements.iter().filter(|engagement| engagement.released_at.is_none())
    }

    /// Departments of which the person is a member or the head, among those not released.
    pub fn departments_of<'a>(
        &'a self,
        person: &PersonId,
        directory: &Directory,
    ) -> Vec<&'a Engagement> {
        self.standing().filter(|it| directory.works_in(person, &it.department)).collect()
    }

    /// PNG-4: departments whose call still waits for the end of quiet hours or, where one has taken its part, whose
    /// assignee may.
    pub(super) fn uncalled(&self, directory: &Directory, now: DateTime<Utc>) -> Vec<DeptId> {
        let waits = |engagement: &&Engagement| {
            let said_at = match engagement.engaged_at {
                None => engagement.requested_at,
                Some(_) if engagement.assignee.is_some() => now,
                Some(_) => return false,
            };
            let until =
                directory.quiet_until(said_at, directory.calendar_of(&engagement.department));
            until.is_some_and(|until| now < until)
        };
        self.standing().filter(waits).map(|engagement| engagement.department.clone()).collect()
    }
}

/// Who comes and goes.
impl Incident {
    pub(super) fn engagement_mut(&mut self, department: &DeptId) -> Option<&mut Engagement> {
        self.engagements.iter_mut().find(|engagement| &engagement.department == department)
    }

    pub(super) fn engaged(
        &mut self,
        department: &DeptId,
        accept: Option<&Accept>,
        at: DateTime<Utc>,
        directory: &Directory,
    ) {
        self.engage_last(Engagement::requested(department.clone(), at));
        if let Some(accept) = accept {
            self.start_accept(department, accept, at, directory);
        }
    }

    /// One that comes back joins at the end: who owns the incident meanwhile goes on owning it (INC-2).
    fn engage_last(&mut self, mut engagement: Engagement) {
        let before = self.engagements.iter().position(|e| e.department == engagement.department);
        if let Some(before) = before.map(|index| self.engagements.remove(index)) {
            engagement.held_before = before.held_seconds(engagement.requested_at, &self.waits);
        }
        self.engagements.push(engagement);
    }

    pub(super) fn released(
        &mut self,
        department: &DeptId,
        at: DateTime<Utc>,
        directory: &Directory,
    ) {
        if let Some(engagement) = self.engagement_mut(department) {
            engagement.released_at = Some(at);
        }
        let kind = TargetKind::Ola(department.clone());
        if self.engagement(department).is_some_and(|e| e.engaged_at.is_some()) {
            self.stop(&kind, at, directory);
        } else {
            self.end_without_verdict(|target| *target.kind() == kind, at);
        }
    }

    pub(super) fn merged_from(
        &mut self,
        from: IncidentId,
        departments: &[(DeptId, bool)],
        at: DateTime<Utc>,
    ) {
        self.merged_from.push(from);
        for (department, engaged) in departments {
            if self.standing().any(|engagement| &engagement.department == department) {
                continue;
            }
            let mut engagement = Engagement::requested(department.clone(), at);
            engagement.engaged_at = engaged.then_some(at);
            self.engage_last(engagement);
        }
    }
}

impl Engagement {
    pub(super) fn requested(department: DeptId, at: DateTime<Utc>) -> Engagement {
        Engagement {
            department,
            requested_at: at,
            engaged_at: None,
            released_at: None,
            assignee: None,
            held_before: 0,
        }
    }

    /// SLA-14: how long the department has held the record by an instant, all its turns together, in seconds. Nobody
    /// holds it while it is resolved: `waits` are the record's.
    pub fn held_seconds(&self, by: DateTime<Utc>, waits: &[Pause]) -> i64 {
        let from = self.requested_at;
        let until = self.released_at.map_or(by, |released_at| released_at.min(by));
        let resolved = waits.iter().filter(|wait| wait.party == Party::Resolved);
        let within = |wait: &Pause| {
            let to = wait.to.map_or(until, |to| to.min(until));
            (to - wait.from.max(from)).num_seconds().max(0)
        };
        let turn = (until - from).num_seconds().max(0);
        self.held_before + turn - resolved.map(within).sum::<i64>()
    }
}
