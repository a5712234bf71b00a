//! What is promised: contracts with clients and their policies, contracts with vendors.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::directory::{Client, Lapse, Severity, Tier};
use crate::ids::{CalendarId, ClientId, ContractId, ServiceId};
use crate::sla::{Ladder, Party, Span};

/// A contract with clients: which clock counts, what stops it, what is promised.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Contract {
    /// SLA-2: only this calendar counts time, unless a policy names another.
    pub calendar: CalendarId,
    /// SLA-6: waiting for whom pauses the client's clock.
    pub pause_on: BTreeSet<Party>,
    #[serde(default)]
    pub reopen: Reopen,
    /// The first that matches wins, top down.
    pub policies: Vec<Policy>,
}

/// SLA-11: what a reopened record does to its clocks.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Reopen {
    /// The clock goes on, without the time spent resolved.
    #[default]
    Continue,
    /// A new cycle starts from zero.
    NewCycle,
}

impl Reopen {
    /// The words of the file.
    pub const WORDS: [(&str, Reopen); 2] =
        [("continue", Reopen::Continue), ("new-cycle", Reopen::NewCycle)];
}

/// What a policy speaks of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum PolicyKind {
    Incident,
    Change,
    Workorder,
}

impl PolicyKind {
    /// The words of the file.
    pub const WORDS: [(&str, PolicyKind); 3] = [
        ("incident", PolicyKind::Incident),
        ("change", PolicyKind::Change),
        ("workorder", PolicyKind::Workorder),
    ];
}

/// A promise, and the records it is made for. An empty or absent selector matches everything,
/// an absent kind incidents.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Policy {
    /// None: incidents.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub kind: Option<PolicyKind>,
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub clients: BTreeSet<ClientId>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tier: Option<Tier>,
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub services: BTreeSet<ServiceId>,
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub severities: BTreeSet<Severity>,
    /// None: the contract's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub calendar: Option<CalendarId>,
    /// None: not promised.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub response: Option<Span>,
    /// None: not promised.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub resolution: Option<Span>,
    /// How often the client hears from us. None: not promised.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub update: Option<Span>,
    /// None: the company's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub thresholds: Option<Ladder>,
    /// None: the contract's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reopen: Option<Reopen>,
}

impl Policy {
    /// Whether the promise is made for such a record.
    pub fn matches(&self, asked: &Selection<'_>) -> bool {
        let service = |slug: &ServiceId| self.services.contains(slug);
        self.own_kind() == asked.kind
            && (self.clients.is_empty() || self.clients.contains(asked.client))
            && self.tier.is_none_or(|tier| tier == asked.tier)
            && (self.services.is_empty() || asked.service.is_some_and(service))
            && (self.severities.is_empty() || self.severities.contains(&asked.severity))
    }

    /// What it speaks of: incidents, unless it says otherwise. Who promises times for changes says so.
    pub fn own_kind(&self) -> PolicyKind {
        self.kind.unwrap_or(PolicyKind::Incident)
    }

    /// The severities it speaks of: those it names, or all.
    pub fn own_severities(&self) -> BTreeSet<Severity> {
        if self.severities.is_empty() { Severity::all().collect() } else { self.severities.clone() }
    }

    /// Whether it speaks of every record of that severity which `other` speaks of, so that standing
    /// above leaves nothing of it.
    pub fn covers(&self, other: &Policy, severity: Severity) -> bool {
        fn wider<T: Ord>(mine: &BTreeSet<T>, theirs: &BTreeSet<T>) -> bool {
            mine.is_empty() || (!theirs.is_empty() && theirs.is_subset(mine))
        }
        self.own_kind() == other.own_kind()
            && (self.tier.is_none() || self.tier == other.tier)
            && wider(&self.clients, &other.clients)
            && wider(&self.services, &other.services)
            && self.own_severities().contains(&severity)
    }
}

/// The record a promise is looked up for.
#[derive(Debug, Clone, Copy)]
pub struct Selection<'a> {
    pub kind: PolicyKind,
    pub client: &'a ClientId,
    pub tier: Tier,
    pub service: Option<&'a ServiceId>,
    pub severity: Severity,
}

/// The policy that won, and the contract it stands in.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct PolicyRef<'a> {
    pub contract: &'a ContractId,
    pub terms: &'a Contract,
    pub client: &'a Client,
    /// Its place in the contract, from 0.
    pub index: usize,
    pub policy: &'a Policy,
    /// The calendar that counts its time.
    pub calendar: &'a CalendarId,
}

impl PolicyRef<'_> {
    /// SLA-6: whether waiting for that party stops the client's clock.
    pub fn pauses_for(&self, party: Party) -> bool {
        self.terms.pause_on.contains(&party)
    }

    /// SLA-11.
    pub fn reopen(&self) -> Reopen {
        self.policy.reopen.unwrap_or(self.terms.reopen)
    }
}

/// A supplier and what he promises us (underpinning contract).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Vendor {
    pub name: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub contact: Option<String>,
    pub calendar: CalendarId,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub response: Option<Span>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub resolution: Option<Span>,
    /// The last day of the contract.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expires: Option<NaiveDate>,
    /// ITSM-1: so long before the last day somebody is reminded.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub remind_before: Vec<Lapse>,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn severities(numbers: &[u8]) -> BTreeSet<Severity> {
        numbers.iter().map(|number| Severity::try_from(*number).unwrap()).collect()
    }

    fn services(slugs: &[&str]) -> BTreeSet<ServiceId> {
        slugs.iter().map(ServiceId::new).collect()
    }

    /// A policy for those services and severities; empty for all.
    fn policy(slugs: &[&str], numbers: &[u8]) -> Policy {
        let (services, severities) = (services(slugs), severities(numbers));
        Policy { services, severities, ..Policy::default() }
    }

    #[test]
    fn a_policy_speaks_of_what_its_selectors_name_and_an_absent_one_names_all() {
        let acme = ClientId::new("acme");
        let webshop = ServiceId::new("webshop");
        let asked = |service, number| Selection {
            kind: PolicyKind::Incident,
            client: &acme,
            tier: Tier::Core,
            service,
            severity: Severity::try_from(number).unwrap(),
        };
        let tier = |tier| Policy { tier: Some(tier), ..Policy::default() };
        let kind = |kind| Policy { kind: Some(kind), ..Policy::default() };
        let client = |slug| Policy { clients: [ClientId::new(slug)].into(), ..Policy::default() };
        for (policy, service, number, expected) in [
            (policy(&[], &[]), None, 4, true),
            (policy(&[], &[1, 2]), None, 2, true),
            (policy(&[], &[1, 2]), None, 3, false),
            (policy(&["webshop"], &[]), Some(&webshop), 1, true),
            (policy(&["webshop"], &[]), None, 1, false),
            (policy(&["erp"], &[]), Some(&webshop), 1, false),
            (tier(Tier::Core), None, 1, true),
            (tier(Tier::Standard), None, 1, false),
            (kind(PolicyKind::Incident), None, 1, true),
            (kind(PolicyKind::Change), None, 1, false),
            (client("acme"), None, 1, true),
            (client("globex"), None, 1, false),
        ] {
            assert_eq!(policy.matches(&asked(service, number)), expected, "{policy:?}");
        }
    }

    #[test]
    fn dir_1_a_policy_covers_another_that_speaks_of_no_more() {
        let severity = Severity::try_from(2).unwrap();
        for (earlier, later, expected) in [
            (policy(&[], &[]), policy(&["erp"], &[2]), true),
            (policy(&["erp"], &[2]), policy(&[], &[]), false),
            (policy(&[], &[1]), policy(&[], &[1, 2]), false),
            (policy(&[], &[2, 3]), policy(&[], &[1, 2]), true),
            (policy(&["erp"], &[]), policy(&["erp", "vdi"], &[]), false),
            (policy(&["erp", "vdi"], &[]), policy(&["erp"], &[]), true),
        ] {
            assert_eq!(earlier.covers(&later, severity), expected, "{earlier:?} {later:?}");
        }
    }
}
