//! The company itself: its zone, roles, places and the terms that hold for all its records.

use std::collections::{BTreeMap, BTreeSet};

use chrono_tz::Tz;
use serde::{Deserialize, Serialize};

use crate::directory::{Lapse, Quiet, Severity};
use crate::ids::{CalendarId, DeptId, PersonId, Place, RoleId};
use crate::sla::{Ladder, Span};
use crate::voice::Language;

/// What `company.toml` says.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Company {
    pub name: String,
    /// Where a time without a zone is meant.
    pub zone: Tz,
    /// For reminders, reviews and departments that name none.
    pub calendar: CalendarId,
    /// Languages people may choose, the first is the company's own.
    pub languages: Vec<Language>,
    #[serde(default)]
    pub roles: BTreeMap<RoleId, Vec<PersonId>>,
    /// Where a role or the whole company is told, by the name it has in the file (`pmo`, `changes`).
    #[serde(default)]
    pub places: BTreeMap<String, Place>,
    pub incident: IncidentTerms,
    /// SLA-9: who is told at which part of a target to a client.
    pub thresholds: Ladder,
    pub ola: OlaTerms,
    /// SLA-9 for a vendor's targets.
    pub uc: Ladder,
    pub approval: ApprovalTerms,
    pub workorder: WorkorderTerms,
    /// TAM-4: how much of his time a technical account manager has for it, in percent.
    #[serde(default = "usual_tam_share", skip_serializing_if = "is_usual_tam_share")]
    pub tam_share: u32,
    /// None: pings are never delayed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub quiet: Option<Quiet>,
    /// ACC-2: who may use a verb (`change.approve`) or a group of verbs (`inspection.*`). What is
    /// not named follows the defaults of the rule.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub access: BTreeMap<String, Vec<AccessWord>>,
}

pub(super) const USUAL_TAM_SHARE: u32 = 30;

fn usual_tam_share() -> u32 {
    USUAL_TAM_SHARE
}

fn is_usual_tam_share(share: &u32) -> bool {
    *share == USUAL_TAM_SHARE
}

/// `[incident]`: what holds for every incident.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct IncidentTerms {
    /// Where cards stand whose channel belongs to nobody. None: the channel they were opened in.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub home: Option<Place>,
    /// Who is called when nothing else says whom (INC-1).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub default_department: Option<DeptId>,
    pub default_severity: Severity,
    /// INC-7: repeats within this window …
    pub similar_window: Lapse,
    /// … and so many of them suggest a problem record.
    pub similar_count: u32,
    /// INC-6: which severities need a debrief.
    pub debrief_severities: BTreeSet<Severity>,
    /// INC-6: due so long after resolution, on the company's calendar.
    pub debrief_within: Span,
    /// A closed incident leaves the World after this.
    pub archive_after: Lapse,
}

/// `[ola]`: what one department promises another, from the hand-off.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct OlaTerms {
    /// A ready task or a later engagement is accepted within this, on the department's calendar.
    pub accept: Span,
    pub thresholds: Ladder,
}

/// `[approval]`: who approves a change, and how silence is treated (CHG-9).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ApprovalTerms {
    pub high_risk_quorum: u32,
    #[serde(default)]
    pub approvers: Vec<PersonId>,
    pub remind_after: Span,
    pub escalate_after: Span,
}

/// `[workorder]`: the clocks of a visit's hand-overs (FLD-2, FLD-8, FLD-9).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct WorkorderTerms {
    pub accept_within: Span,
    pub report_within: Span,
    pub review_within: Span,
    pub signoff_within: Span,
    /// A rating of so many points or fewer is low.
    pub low_rating: u8,
}

/// Somebody whom `[access]` lets use a verb (ACC-2).
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum AccessWord {
    /// Every person of the directory.
    Anyone,
    /// Members of the record's owning department.
    Member,
    /// Members of any department engaged in the record.
    Engaged,
    /// The head of a department engaged.
    Head,
    /// The duty engineer of a department engaged.
    Duty,
    Lead,
    Tam,
    ServiceManager,
    KeyAccountManager,
    ProjectManager,
    /// The people of `[approval] approvers`.
    Approvers,
    /// Members of that department.
    Department(DeptId),
    /// Holders of one of the company's own roles.
    Role(RoleId),
    Person(PersonId),
}

impl AccessWord {
    /// Whether it means nobody where there is no record (yet): before it is opened, nobody leads it.
    pub fn needs_a_record(&self) -> bool {
        use AccessWord::{Engaged, KeyAccountManager, Lead, ServiceManager, Tam};
        matches!(self, Engaged | KeyAccountManager | Lead | ServiceManager | Tam)
    }

    /// The words that mean somebody by his part in the record; in a file they stand as they are.
    pub const PARTS: [(&str, AccessWord); 11] = [
        ("anyone", AccessWord::Anyone),
        ("approvers", AccessWord::Approvers),
        ("duty", AccessWord::Duty),
        ("engaged", AccessWord::Engaged),
        ("head", AccessWord::Head),
        ("key-account-manager", AccessWord::KeyAccountManager),
        ("lead", AccessWord::Lead),
        ("member", AccessWord::Member),
        ("project-manager", AccessWord::ProjectManager),
        ("service-manager", AccessWord::ServiceManager),
        ("tam", AccessWord::Tam),
    ];
}

impl std::fmt::Display for AccessWord {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            AccessWord::Department(slug) => f.write_str(slug.as_str()),
            AccessWord::Role(role) => f.write_str(role.as_str()),
            AccessWord::Person(person) => write!(f, "@{person}"),
            part => {
                let named = AccessWord::PARTS.iter().find(|(_, word)| word == part);
                f.write_str(named.map_or("", |(name, _)| name))
            }
        }
    }
}
