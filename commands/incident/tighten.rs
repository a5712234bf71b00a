//! A record takes no more memory than it needs: there may be a hundred thousand.

use std::collections::BTreeSet;

use super::Incident;
use crate::ids::{ClientId, ContractId, DeptId, PersonId, ServiceId};
use crate::sla::{Shared, share};

/// What the records read so far have in common, kept once.
#[derive(Debug, Default)]
pub struct Known {
    shared: Shared,
    clients: BTreeSet<ClientId>,
    services: BTreeSet<ServiceId>,
    people: BTreeSet<PersonId>,
    departments: BTreeSet<DeptId>,
    contracts: BTreeSet<ContractId>,
}

impl Incident {
    /// What was read from the store has names and ladders of its own, and lists with room to spare: after this it has
    /// those of the records before it, and lists that fit.
    pub fn tighten(&mut self, known: &mut Known) {
        self.engagements.shrink_to_fit();
        self.targets.shrink_to_fit();
        self.client.iter_mut().for_each(|client| share(&mut known.clients, client));
        self.service.iter_mut().for_each(|service| share(&mut known.services, service));
        let people = self.opened_by.iter_mut().chain(&mut self.lead);
        people.for_each(|person| share(&mut known.people, person));
        for engagement in &mut self.engagements {
            share(&mut known.departments, &mut engagement.department);
            engagement.assignee.iter_mut().for_each(|person| share(&mut known.people, person));
        }
        self.targets.iter_mut().for_each(|target| target.share(&mut known.shared));
        if let Some(promise) = &mut self.promise {
            share(&mut known.contracts, &mut promise.contract);
            known.shared.calendar(&mut promise.calendar);
            known.shared.ladder(&mut promise.ladder);
        }
    }
}
