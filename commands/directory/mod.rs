//! The organisation: departments, people, duty, clients, services, vendors, sites, devices, contracts.
//!
//! A [`Directory`] comes whole from the organisation's files, checked (DIR-1); it is stored as one
//! event and never changed in part. Names in it refer to each other and are known to exist.

mod client;
mod company;
mod contract;
mod duty;
mod handover;
mod lapse;
mod manifest;
mod ola;
mod people;
mod promise;
mod quiet;
mod reminder;
mod severity;
mod template;
mod versions;

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, Utc};
use chrono_tz::Tz;
use serde::{Deserialize, Serialize};

pub use self::client::{
    Client, Contact, Criticality, Device, Document, Freeze, FreezeKind, Maintenance, Project,
    Service, Site, Tier,
};
pub use self::company::{
    AccessWord, ApprovalTerms, Company, IncidentTerms, OlaTerms, WorkorderTerms,
};
pub use self::contract::{Contract, Policy, PolicyKind, PolicyRef, Reopen, Selection, Vendor};
pub use self::duty::{Duty, Rota, Swap};
pub use self::handover::{Gap, Handover};
pub use self::lapse::Lapse;
pub use self::manifest::{Customisation, Manifest, Module};
pub use self::ola::accept_of;
pub use self::people::{Department, Person};
pub use self::promise::{Promise, promise_of, promise_of_change};
pub use self::quiet::Quiet;
pub use self::reminder::{Cron, Move, ReminderRule, ReminderTo, When};
pub use self::severity::Severity;
pub use self::template::{
    ChangeKind, Checklist, ChecklistItem, Reading, Template, TemplateTask, VisitPhase,
};
use crate::calendar::Calendar;
use crate::ids::{
    CalendarId, ChecklistId, ClientId, ContractId, DeptId, FreezeId, MaintenanceId, ManifestId,
    PersonId, Place, Recipient, ReminderSlug, RoleId, Serial, ServiceId, SiteId, TemplateId,
    VendorId,
};
use crate::voice::Language;

/// All that the organisation's files say.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Directory {
    pub company: Company,
    pub people: BTreeMap<PersonId, Person>,
    pub departments: BTreeMap<DeptId, Department>,
    pub calendars: BTreeMap<CalendarId, Calendar>,
    #[serde(default)]
    pub clients: BTreeMap<ClientId, Client>,
    #[serde(default)]
    pub services: BTreeMap<ServiceId, Service>,
    #[serde(default)]
    pub vendors: BTreeMap<VendorId, Vendor>,
    #[serde(default)]
    pub contracts: BTreeMap<ContractId, Contract>,
    #[serde(default)]
    pub devices: BTreeMap<Serial, Device>,
    #[serde(default)]
    pub freezes: BTreeMap<FreezeId, Freeze>,
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub maintenance: BTreeMap<MaintenanceId, Maintenance>,
    #[serde(default)]
    pub reminders: BTreeMap<ReminderSlug, ReminderRule>,
    #[serde(default)]
    pub templates: BTreeMap<TemplateId, Template>,
    #[serde(default)]
    pub manifests: BTreeMap<ManifestId, Manifest>,
    #[serde(default)]
    pub checklists: BTreeMap<ChecklistId, Checklist>,
    /// DIR-3: what a place is called on a platform (`slack`, `discord`), by the platform's name.
    /// A place that is missing here goes by its own name.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub channels: BTreeMap<Place, BTreeMap<String, String>>,
}

/// People and departments.
impl Directory {
    pub fn person(&self, handle: &PersonId) -> Option<&Person> {
        self.people.get(handle)
    }

    pub fn department(&self, slug: &DeptId) -> Option<&Department> {
        self.departments.get(slug)
    }

    /// Whom an account of a platform belongs to (DIR-2). None: nobody, and he acts as nobody.
    pub fn person_on(&self, platform: &str, account: &str) -> Option<&PersonId> {
        let owns = |person: &Person| person.accounts.get(platform).is_some_and(|id| id == account);
        self.people.iter().find(|(_, person)| owns(person)).map(|(handle, _)| handle)
    }

    /// The departments he works in: as head, as member, or `also`.
    pub fn departments_of(&self, person: &PersonId) -> BTreeSet<&DeptId> {
        self.departments.keys().filter(|dept| self.works_in(person, dept)).collect()
    }

    /// Whether he is the department's head, a member, or works there `also`.
    pub fn works_in(&self, person: &PersonId, dept: &DeptId) -> bool {
        let named = self
            .department(dept)
            .is_some_and(|it| it.head == *person || it.members.contains(person));
        named || self.person(person).is_some_and(|it| it.also.contains(dept))
    }

    pub fn is_head_of(&self, person: &PersonId, dept: &DeptId) -> bool {
        self.department(dept).is_some_and(|it| it.head == *person)
    }

    /// Whether he leads any department (ACC-3).
    pub fn is_head(&self, person: &PersonId) -> bool {
        self.departments.values().any(|dept| dept.head == *person)
    }

    /// Everybody who works in the department: its head first, then the members, then those who `also` do.
    pub fn staff_of(&self, dept: &DeptId) -> Vec<&PersonId> {
        let Some(department) = self.department(dept) else { return Vec::new() };
        let also = self.people.iter().filter(|(_, person)| person.also.contains(dept));
        let named = std::iter::once(&department.head).chain(&department.members);
        let mut seen = BTreeSet::new();
        named.chain(also.map(|(handle, _)| handle)).filter(|it| seen.insert(*it)).collect()
    }

    /// Who holds one of the company's own roles. Empty: nobody, or no such role.
    pub fn role_members(&self, role: &RoleId) -> &[PersonId] {
        self.company.roles.get(role).map_or(&[], Vec::as_slice)
    }

    /// The persons meant by name or by role; those of a department are not.
    pub fn persons_of(&self, recipients: &BTreeSet<Recipient>) -> BTreeSet<PersonId> {
        let of = |recipient: &Recipient| match recipient {
            Recipient::Person(person) => vec![person.clone()],
            Recipient::Role(role) => self.role_members(role).to_vec(),
            Recipient::Dept(_) => Vec::new(),
        };
        recipients.iter().flat_map(of).collect()
    }

    pub fn has_role(&self, person: &PersonId, role: &RoleId) -> bool {
        self.role_members(role).contains(person)
    }

    /// The clients whose technical account manager he is.
    pub fn clients_of_tam(&self, person: &PersonId) -> impl Iterator<Item = &ClientId> {
        let his = move |client: &Client| client.tam.as_ref() == Some(person);
        self.clients.iter().filter(move |(_, client)| his(client)).map(|(slug, _)| slug)
    }

    /// The language he is spoken to in: his own, his department's, the company's.
    pub fn language_of(&self, person: &PersonId) -> Language {
        let own = self.person(person).and_then(|it| it.language);
        let mut departments = self.departments.iter();
        let theirs =
            || departments.find_map(|(id, it)| it.language.filter(|_| self.works_in(person, id)));
        own.or_else(theirs).unwrap_or_else(|| self.language())
    }

    /// The company's own language.
    pub fn language(&self) -> Language {
        self.company.languages.first().copied().unwrap_or_default()
    }
}

/// Places.
impl Directory {
    /// The department that lives in this channel.
    pub fn department_at(&self, place: &Place) -> Option<&DeptId> {
        self.departments.iter().find(|(_, dept)| dept.place == *place).map(|(slug, _)| slug)
    }

    /// The client whose project channel this is.
    pub fn client_at(&self, place: &Place) -> Option<&ClientId> {
        let there = |client: &Client| client.place.as_ref() == Some(place);
        self.clients.iter().find(|(_, client)| there(client)).map(|(slug, _)| slug)
    }

    pub fn place_of(&self, dept: &DeptId) -> Option<&Place> {
        self.department(dept).map(|it| &it.place)
    }

    /// Where the company or one of its roles is told: `pmo`, `incidents`, `changes`.
    pub fn company_place(&self, name: &str) -> Option<&Place> {
        self.company.places.get(name)
    }

    /// What a place is called on a platform. None: it has no name of its own there (DIR-3).
    pub fn channel(&self, place: &Place, platform: &str) -> Option<&str> {
        self.channels.get(place)?.get(platform).map(String::as_str)
    }

    /// The place that a platform's channel is.
    pub fn place_on(&self, platform: &str, channel: &str) -> Option<&Place> {
        let is =
            |names: &BTreeMap<String, String>| names.get(platform).is_some_and(|it| it == channel);
        self.channels.iter().find(|(_, names)| is(names)).map(|(place, _)| place)
    }
}

/// Clients, what runs for them, and what is promised.
impl Directory {
    pub fn client(&self, slug: &ClientId) -> Option<&Client> {
        self.clients.get(slug)
    }

    pub fn site(&self, client: &ClientId, site: &SiteId) -> Option<&Site> {
        self.client(client)?.sites.get(site)
    }

    pub fn service(&self, slug: &ServiceId) -> Option<&Service> {
        self.services.get(slug)
    }

    pub fn vendor(&self, slug: &VendorId) -> Option<&Vendor> {
        self.vendors.get(slug)
    }

    pub fn device(&self, serial: &Serial) -> Option<&Device> {
        self.devices.get(serial)
    }

    pub fn contract(&self, slug: &ContractId) -> Option<&Contract> {
        self.contracts.get(slug)
    }

    pub fn calendar(&self, slug: &CalendarId) -> Option<&Calendar> {
        self.calendars.get(slug)
    }

    /// The service that a device carries, where its business system is one.
    pub fn service_of(&self, serial: &Serial) -> Option<&ServiceId> {
        let system = self.device(serial)?.business_system.as_deref()?;
        self.services.get_key_value(system).map(|(slug, _)| slug)
    }
}

/// Time.
impl Directory {
    /// The department's zone, or the company's.
    pub fn zone_of(&self, dept: &DeptId) -> Tz {
        self.department(dept).and_then(|it| it.zone).unwrap_or(self.company.zone)
    }

    /// The name of the department's calendar, or of the company's.
    pub fn calendar_of(&self, dept: &DeptId) -> &CalendarId {
        let own = self.department(dept).and_then(|it| it.calendar.as_ref());
        own.unwrap_or(&self.company.calendar)
    }

    /// Who is on duty in the department (DIR-4). `swaps` are its own.
    pub fn on_duty(&self, dept: &DeptId, at: DateTime<Utc>, swaps: &[Swap]) -> Duty {
        let zone = self.zone_of(dept);
        self.department(dept).map_or(Duty::NoRotation, |it| it.on_duty(at, zone, swaps))
    }

    /// When a message for a recipient who works on `calendar` may be sent (PNG-4). None: at once.
    pub fn quiet_until(&self, at: DateTime<Utc>, calendar: &CalendarId) -> Option<DateTime<Utc>> {
        let quiet = self.company.quiet?;
        quiet.until(at, self.company.zone, self.calendar(calendar)?)
    }
}
