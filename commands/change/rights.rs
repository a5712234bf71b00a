//! Who takes part in a change, and in which capacity (ACC-2).

use std::collections::BTreeSet;

use super::{Change, Task};
use crate::directory::Directory;
use crate::ids::{DeptId, PersonId, Place};

impl Change {
    /// The technical account manager who leads it: the client's, or whoever opened it where the client has none.
    pub fn tam(&self, directory: &Directory) -> Option<PersonId> {
        let of_client = || directory.client(self.client.as_ref()?)?.tam.clone();
        of_client().or_else(|| Some(self.opened_by.clone()))
    }

    pub fn service_manager(&self, directory: &Directory) -> Option<PersonId> {
        directory.client(self.client.as_ref()?)?.service_manager.clone()
    }

    /// The place of its card: the client's project channel, else the company's for changes.
    pub fn home(&self, directory: &Directory) -> Place {
        let client = self.client.as_ref().and_then(|client| directory.client(client));
        let place = client.and_then(|client| client.place.clone());
        let company = || directory.company_place("changes").cloned();
        place.or_else(company).unwrap_or_else(|| Place::channel("changes"))
    }

    /// The departments with work in it, in the order of their first task.
    pub fn departments(&self) -> Vec<DeptId> {
        let mut seen = BTreeSet::new();
        let all = self.tasks.values().map(|task| &task.department);
        all.filter(|department| seen.insert(*department)).cloned().collect()
    }

    /// The tasks of one department, by number.
    pub fn tasks_of<'a>(&'a self, department: &'a DeptId) -> impl Iterator<Item = &'a Task> {
        self.tasks.values().map(|task| &**task).filter(move |task| task.department == *department)
    }
}
