//! Clients with their sites and projects, the services run for them, and the devices that carry those.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, Utc};
use chrono_tz::Tz;
use serde::{Deserialize, Serialize};

use crate::calendar::Interval;
use crate::directory::Lapse;
use crate::ids::{
    CalendarId, ClientId, ContractId, DeptId, PersonId, Place, ProjectId, Serial, ServiceId,
    SiteId, VendorId,
};

/// Whose requests we serve.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Client {
    pub name: String,
    pub tier: Tier,
    /// None: nothing is promised to this client, so no clock runs.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub contract: Option<ContractId>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tam: Option<PersonId>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub service_manager: Option<PersonId>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub key_account_manager: Option<PersonId>,
    /// The client's project channel.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub place: Option<Place>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub contacts: Vec<Contact>,
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub sites: BTreeMap<SiteId, Site>,
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub projects: BTreeMap<ProjectId, Project>,
}

/// How a client is served: a core client is met, a standard client is written to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Tier {
    Core,
    Standard,
}

impl Tier {
    /// The words of the file.
    pub const WORDS: [(&str, Tier); 2] = [("core", Tier::Core), ("standard", Tier::Standard)];
}

/// Somebody at the client, reached by mail or telephone.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Contact {
    pub name: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mail: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub phone: Option<String>,
}

/// A place of the client's where devices stand.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Site {
    pub name: String,
    /// Visits are planned in this zone (FLD-1).
    pub zone: Tz,
    /// When people are let in, by weekday from Monday, in the site's zone. None: at any time.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub access: Option<[Vec<Interval>; 7]>,
    /// Whom to ask for at the door.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub contact: Option<String>,
}

/// A project of a client, with its documents.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Project {
    pub name: String,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub documents: Vec<Document>,
}

/// A document that somebody keeps current (REM-2).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Document {
    pub title: String,
    pub owner: PersonId,
    pub review_every: Lapse,
}

/// Something that works for a client, and who answers for it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Service {
    pub name: String,
    /// None: shared by several clients.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub client: Option<ClientId>,
    pub owner: DeptId,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub depends_on: Vec<ServiceId>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub vendor: Option<VendorId>,
}

/// A machine with a serial number, as the configuration management office lists it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Device {
    pub client: ClientId,
    pub site: SiteId,
    /// FLD-3: None is missing, and is listed before a visit is confirmed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub location: Option<String>,
    /// The system of the client's business that it carries; often a service's slug.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub business_system: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub criticality: Option<Criticality>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub model: Option<String>,
    /// `active` unless the list says otherwise.
    pub state: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Criticality {
    Low,
    Medium,
    High,
}

impl Criticality {
    /// The words of the file.
    pub const WORDS: [(&str, Criticality); 3] =
        [("high", Criticality::High), ("medium", Criticality::Medium), ("low", Criticality::Low)];
}

/// A time in which nothing is changed (CHG-10). Half-open: a change may begin as it ends.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Freeze {
    pub from: DateTime<Utc>,
    pub to: DateTime<Utc>,
    pub kind: FreezeKind,
    /// Empty: it holds for every client.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub clients: BTreeSet<ClientId>,
}

/// When changes may be worked on, week by week (CHG-10). It concerns the devices, services and clients that it names.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Maintenance {
    /// Its hours, holidays and later editions.
    pub calendar: CalendarId,
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub clients: BTreeSet<ClientId>,
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub services: BTreeSet<ServiceId>,
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub devices: BTreeSet<Serial>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum FreezeKind {
    /// Emergencies only, with two approvers.
    Hard,
    /// A reason is enough.
    Soft,
}

impl FreezeKind {
    /// The words of the file.
    pub const WORDS: [(&str, FreezeKind); 2] =
        [("hard", FreezeKind::Hard), ("soft", FreezeKind::Soft)];
}
