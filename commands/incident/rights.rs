//! Who takes part in an incident, and in which capacity (INC-9, ACC-2).

use std::collections::BTreeSet;

use super::Incident;
use crate::directory::Directory;
use crate::ids::{PersonId, RoleId};

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

    pub fn service_manager(&self, directory: &Directory) -> Option<PersonId> {
        directory.client(self.client.as_ref()?)?.service_manager.clone()
    }
}
