//! What is promised: contracts with clients and their policies, contracts with vendors.

use std::collections::BTreeSet;
use std::fmt;
use std::str::FromStr;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::directory::{Client, Lapse, Tier};
use crate::ids::{BadName, CalendarId, ClientId, ContractId, ServiceId};
use crate::sla::{Ladder, Party, Span};

/// How bad it is: 1 is the worst, 4 the mildest.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "u8", into = "u8")]
pub struct Severity(u8);

impl Severity {
    pub const WORST: Severity = Severity(1);
    pub const MILDEST: Severity = Severity(4);

    /// All four, the worst first.
    pub fn all() -> impl Iterator<Item = Severity> {
        (1..=4).map(Severity)
    }

    /// The number, 1 to 4.
    pub fn number(self) -> u8 {
        self.0
    }

    /// PNG-4: severities 1 and 2 are not delayed by quiet hours.
    pub fn is_urgent(self) -> bool {
        self.0 <= 2
    }
}

impl TryFrom<u8> for Severity {
    type Error = BadName;

    fn try_from(number: u8) -> Result<Self, BadName> {
        match number {
            1..=4 => Ok(Severity(number)),
            _ => Err(BadName { typed: number.to_string(), wanted: Severity::WANTED }),
        }
    }
}

impl Severity {
    const WANTED: &str = "a severity from 1 (worst) to 4";
}

impl From<Severity> for u8 {
    fn from(severity: Severity) -> u8 {
        severity.0
    }
}

impl FromStr for Severity {
    type Err = BadName;

    /// Reads `2`, `sev2`, `SEV-2`, `s2`.
    fn from_str(typed: &str) -> Result<Self, BadName> {
        let digits = typed.trim().trim_start_matches(|c: char| c.is_alphabetic() || c == '-');
        let number = digits.parse::<u8>().ok().and_then(|number| Severity::try_from(number).ok());
        number.ok_or_else(|| BadName { typed: typed.to_owned(), wanted: Severity::WANTED })
    }
}

impl fmt::Display for Severity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.0)
    }
}

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

/// A promise, and the records it is made for. An empty or absent selector matches everything.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Policy {
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
        self.kind.is_none_or(|kind| kind == asked.kind)
            && (self.clients.is_empty() || self.clients.contains(asked.client))
            && self.tier.is_none_or(|tier| tier == asked.tier)
            && (self.services.is_empty() || asked.service.is_some_and(service))
            && (self.severities.is_empty() || self.severities.contains(&asked.severity))
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
        (self.kind.is_none() || self.kind == other.kind)
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
