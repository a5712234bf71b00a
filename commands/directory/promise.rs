//! What the client is promised, as the policy stood when it was chosen.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::{ChangeKind, Directory, PolicyKind, PolicyRef, Reopen, Selection, Severity};
use crate::ids::{CalendarId, ClientId, ContractId, ServiceId};
use crate::sla::{Ladder, Party, Span};

/// What the client was promised, as the policy stood when it was chosen.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Promise {
    pub contract: ContractId,
    pub calendar: CalendarId,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub response: Option<Span>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub resolution: Option<Span>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub update: Option<Span>,
    pub ladder: Arc<Ladder>,
    /// Whose waiting stops the client's clock (SLA-6).
    pub pause_on: Vec<Party>,
    /// SLA-11: a reopened record starts a new cycle instead of continuing.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub new_cycle: bool,
}

impl Directory {
    /// What is promised for an incident: the first policy that matches in the client's contract, top
    /// down. None: nothing is.
    pub fn policy_for(
        &self,
        client: &ClientId,
        service: Option<&ServiceId>,
        severity: Severity,
    ) -> Option<PolicyRef<'_>> {
        self.policy_of_kind(PolicyKind::Incident, client, service, severity)
    }

    /// The same for another kind of record.
    pub fn policy_of_kind(
        &self,
        kind: PolicyKind,
        client: &ClientId,
        service: Option<&ServiceId>,
        severity: Severity,
    ) -> Option<PolicyRef<'_>> {
        let served = self.client(client)?;
        let (contract, terms) = self.contracts.get_key_value(served.contract.as_ref()?)?;
        let asked = Selection { kind, client, tier: served.tier, service, severity };
        let mut policies = terms.policies.iter().enumerate();
        let (index, policy) = policies.find(|(_, policy)| policy.matches(&asked))?;
        let calendar = policy.calendar.as_ref().unwrap_or(&terms.calendar);
        Some(PolicyRef { contract, terms, client: served, index, policy, calendar })
    }
}

/// The promise for an incident by the first policy that matches (SLA section head); none without a client or a policy.
pub fn promise_of(
    directory: &Directory,
    client: Option<&ClientId>,
    service: Option<&ServiceId>,
    severity: Severity,
) -> Option<Promise> {
    Some(promise(directory, directory.policy_for(client?, service, severity)?))
}

/// The same for a change. An emergency is as urgent as severity 2, anything else as severity 3.
pub fn promise_of_change(
    directory: &Directory,
    client: Option<&ClientId>,
    kind: ChangeKind,
) -> Option<Promise> {
    let severity = if kind == ChangeKind::Emergency { 2 } else { 3 };
    let severity = Severity::try_from(severity).ok()?;
    let found = directory.policy_of_kind(PolicyKind::Change, client?, None, severity)?;
    Some(promise(directory, found))
}

fn promise(directory: &Directory, found: PolicyRef<'_>) -> Promise {
    let policy = found.policy;
    let ladder = policy.thresholds.clone().unwrap_or_else(|| directory.company.thresholds.clone());
    Promise {
        contract: found.contract.clone(),
        calendar: found.calendar.clone(),
        response: policy.response,
        resolution: policy.resolution,
        update: policy.update,
        ladder: Arc::new(ladder),
        pause_on: found.terms.pause_on.iter().copied().collect(),
        new_cycle: found.reopen() == Reopen::NewCycle,
    }
}
