//! What the client is promised.

use std::sync::Arc;

use super::Promise;
use crate::directory::{Directory, Reopen, Severity};

use crate::ids::{ClientId, ServiceId};

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
