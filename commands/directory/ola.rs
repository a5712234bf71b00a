//! What one department promises another from the hand-off on.

use std::sync::Arc;

use super::Directory;
use crate::ids::DeptId;
use crate::sla::Accept;

/// The OLA `accept` of a department: from hand-off, on its own calendar (SLA-9).
pub fn accept_of(directory: &Directory, department: &DeptId) -> Accept {
    let ola = &directory.company.ola;
    Accept {
        calendar: directory.calendar_of(department).clone(),
        within: ola.accept,
        ladder: Arc::new(ola.thresholds.clone()),
    }
}
