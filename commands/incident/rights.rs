//! Who takes part in an incident, and in which capacity (INC-9, ACC-2).

use std::collections::BTreeSet;

use super::{Incident, Reached};
use crate::directory::Directory;
use crate::ids::{DeptId, PersonId, RoleId};
use crate::sla::{AudienceWord, Point, TargetKind};

impl Incident {
    /// Everybody who takes part: opener, lead, members and heads of the standing departments, those told by an
    /// escalation, the client's TAM and the incident manager.
    pub fn participants(&self, directory: &Directory) -> BTreeSet<PersonId> {
        let mut people: BTreeSet<PersonId> = BTreeSet::new();
        people.extend(self.opened_by.iter().cloned());
        people.extend(self.lead.iter().cloned());
        people.extend(self.involved.iter().cloned());
        people.extend(self.tam(directory));
        people.extend(directory.role_members(&RoleId::new("incident-manager")).iter().cloned());
        for engagement in self.standing() {
            people.extend(engagement.assignee.iter().cloned());
            people.extend(directory.staff_of(&engagement.department).into_iter().cloned());
        }
        people
    }

    /// The technical account manager of the client.
    pub fn tam(&self, directory: &Directory) -> Option<PersonId> {
        directory.client(self.client.as_ref()?)?.tam.clone()
    }

    /// The audience of a point that a clock came to, and the department it means (SLA-9).
    pub(super) fn audience_of(&self, reached: &Reached) -> (Vec<AudienceWord>, Option<DeptId>) {
        let point = reached.reached.point;
        let department = match &reached.target.kind {
            TargetKind::Ola(department) => Some(department.clone()),
            _ => self.owner().cloned(),
        };
        let is_update_due = reached.target.kind == TargetKind::Update && point == Point::Breach;
        let words = match self.target(&reached.target) {
            // The lead says how it stands; while there is none, the department does.
            Some(_) if is_update_due && self.lead.is_none() => vec![AudienceWord::Department],
            Some(_) if is_update_due => vec![AudienceWord::Lead],
            Some(target) => target.ladder().audience(point).collect(),
            None => Vec::new(),
        };
        (words, department)
    }

    /// Whether anybody of a point's audience exists now; who does not is left out (SLA-9).
    pub(super) fn is_heard(&self, reached: &Reached, directory: &Directory) -> bool {
        let (words, department) = self.audience_of(reached);
        let role = |role: &str| !directory.role_members(&RoleId::new(role)).is_empty();
        words.iter().any(|word| match word {
            AudienceWord::Department => department.is_some(),
            AudienceWord::Head => {
                department.as_ref().is_some_and(|slug| directory.department(slug).is_some())
            }
            AudienceWord::Lead => self.lead.is_some(),
            AudienceWord::Tam => self.tam(directory).is_some(),
            AudienceWord::ServiceManager => self.service_manager(directory).is_some(),
            AudienceWord::IncidentManager => role("incident-manager"),
            AudienceWord::Management => role("management"),
        })
    }

    pub fn service_manager(&self, directory: &Directory) -> Option<PersonId> {
        directory.client(self.client.as_ref()?)?.service_manager.clone()
    }
}
