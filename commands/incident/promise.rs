//! What the client is promised, and what one department promises another.

use std::sync::Arc;

use super::{Accept, Promise};
use crate::directory::{Directory, Reopen, Severity};

use crate::ids::{ClientId, DeptId, ServiceId};

/// The promise of the first policy that matches (SLA section head); none without a client or a policy.
pub fn promise_of(
    directory: &Directory,
    client: Option<&ClientId>,
    service: Option<&ServiceId>,
    severity: Severity,
) -> Option<Promise> {
    let found = directory.policy_for(client?, service, severity)?;
    let policy = found.policy;
    let ladder = policy.thresholds.clone().unwrap_or_else(|| directory.company.thresholds.clone());
    Some(Promise {
        contract: found.contract.clone(),
        calendar: found.calendar.clone(),
        response: policy.response,
        resolution: policy.resolution,
        update: policy.update,
        ladder: Arc::new(ladder),
        pause_on: found.terms.pause_on.iter().copied().collect(),
        new_cycle: found.reopen() == Reopen::NewCycle,
    })
}

/// The OLA `accept` of a department: from hand-off, on its own calendar (SLA-9).
pub fn accept_of(directory: &Directory, department: &DeptId) -> Accept {
    let ola = &directory.company.ola;
    Accept {
        calendar: directory.calendar_of(department).clone(),
        within: ola.accept,
        ladder: Arc::new(ola.thresholds.clone()),
    }
}
