//! Reads `clients.toml`, `services.toml` and `freezes.toml`.

use std::collections::BTreeMap;

use baton_commands::calendar::Interval;
use baton_commands::directory::{
    Client, Contact, Document, Freeze, FreezeKind, Project, Service, Site, Tier,
};
use baton_commands::ids::{ClientId, FreezeId, PersonId, Place, ServiceId};
use chrono::{DateTime, Utc};
use chrono_tz::Tz;

use super::calendars::days;
use super::channels::Channels;
use super::circles;
use crate::settings::reader::{Field, Read, Table};

/// Reads `clients.toml`. A channel is one client's.
pub(super) fn clients(
    table: &mut Table<'_>,
    channels: &mut Channels,
) -> BTreeMap<ClientId, Client> {
    let mut taken: BTreeMap<Place, String> = BTreeMap::new();
    table.things(|table| {
        let name = table.required("name", "\"Acme Retail\"");
        let tier = table.expect("tier", "\"core\"").and_then(|field| field.choice(&Tier::WORDS));
        let lives = table.field("place");
        let place = lives.and_then(Place::read);
        if let (Some(lives), Some(place)) = (lives, &place) {
            if let Some(other) = taken.insert(place.clone(), table.name.to_owned()) {
                let what = format!("`{place}` is the place of client `{other}` already");
                lives.fault(what, "give each client a channel of its own");
            }
            channels.name(table, place);
        }
        let contacts = table.field("contacts").map_or_else(Vec::new, |field| field.elements());
        Some(Client {
            contract: table.optional("contract"),
            tam: table.optional("tam"),
            service_manager: table.optional("service-manager"),
            key_account_manager: table.optional("key-account-manager"),
            contacts: contacts.iter().filter_map(|it| it.table(contact)).collect(),
            sites: table.section("sites", |table| Some(table.things(site)))?,
            projects: table.section("projects", |table| Some(table.things(project)))?,
            name: name?,
            tier: tier?,
            place,
        })
    })
}

fn contact(table: &mut Table<'_>) -> Option<Contact> {
    let name = table.required("name", "\"Acme NOC\"");
    let (mail, phone) = (table.optional("mail"), table.optional("phone"));
    Some(Contact { name: name?, mail, phone })
}

fn site(table: &mut Table<'_>) -> Option<Site> {
    let name = table.required("name", "\"Jakarta DC, hall 2\"");
    let zone: Option<Tz> = table.required("zone", "\"Asia/Jakarta\"");
    let access = table.field("access").map(access);
    let contact = table.optional("contact");
    Some(Site { name: name?, zone: zone?, access: access.flatten(), contact })
}

/// When people are let in: `mon-sat 08:00-20:00`, or an array of such lines.
fn access(field: Field<'_>) -> Option<[Vec<Interval>; 7]> {
    let mut week: [Vec<Interval>; 7] = Default::default();
    for line in field.elements() {
        let text = line.text()?;
        let read = || {
            let (weekdays, hours) = text.trim().split_once(' ')?;
            let hours = hours.split(',').map(|it| it.trim().parse::<Interval>().ok());
            Some((days(weekdays)?, hours.collect::<Option<Vec<_>>>()?))
        };
        let Some((weekdays, hours)) = read() else {
            let what = format!("`{text}` does not say when people are let in");
            line.fault(what, "write `mon-sat 08:00-20:00`");
            continue;
        };
        weekdays.for_each(|day| week[day].extend(&hours));
    }
    week.iter_mut().for_each(|day| day.sort());
    Some(week)
}

fn project(table: &mut Table<'_>) -> Option<Project> {
    let name = table.required("name", "\"Web shop\"");
    let documents = table.field("documents").map_or_else(Vec::new, |field| field.elements());
    let documents = documents.iter().filter_map(|it| it.table(document)).collect();
    Some(Project { name: name?, documents })
}

fn document(table: &mut Table<'_>) -> Option<Document> {
    let title = table.required("title", "\"Runbook\"");
    let owner: Option<PersonId> = table.required("owner", "\"unix-1\"");
    let review_every = table.required("review_every", "\"90d\"");
    Some(Document { title: title?, owner: owner?, review_every: review_every? })
}

/// Reads `services.toml`. What depends on itself in the end is a fault.
pub(super) fn services(table: &mut Table<'_>) -> BTreeMap<ServiceId, Service> {
    let mut heads = BTreeMap::new();
    let services: BTreeMap<ServiceId, Service> = table.things(|table| {
        let name = table.required("name", "\"Web shop\"");
        let owner = table.required("owner", "\"unix\"");
        if let Some(field) = table.field("depends_on") {
            heads.insert(ServiceId::new(table.name), field.head);
        }
        Some(Service {
            client: table.optional("client"),
            depends_on: table.distinct("depends_on"),
            vendor: table.optional("vendor"),
            name: name?,
            owner: owner?,
        })
    });
    let needs = services.iter().map(|(slug, service)| {
        let needs = service.depends_on.iter().map(ServiceId::as_str).collect();
        (slug.as_str(), needs)
    });
    for circle in circles::circles(&needs.collect()) {
        let what =
            format!("services depend on each other in a circle: {}", circles::shown(&circle));
        let at = circle.first().and_then(|first| heads.get(*first)).copied().unwrap_or(table.head);
        table.desk.fault(at, what, "remove one of the links from `depends_on`");
    }
    services
}

/// Reads `freezes.toml` (CHG-10).
pub(super) fn freezes(table: &mut Table<'_>) -> BTreeMap<FreezeId, Freeze> {
    table.things(|table| {
        let from: Option<DateTime<Utc>> = table.required("from", "\"2026-12-20T00:00+07:00\"");
        let ends = table.expect("to", "\"2027-01-05T00:00+07:00\"");
        let to = ends.and_then(DateTime::<Utc>::read);
        let kind = table.expect("kind", "\"hard\"").and_then(|it| it.choice(&FreezeKind::WORDS));
        let clients = table.set("clients");
        if let (Some(from), Some(to), Some(ends)) = (from, to, ends)
            && to <= from
        {
            ends.fault("the freeze ends before it begins", "write a later `to`");
        }
        Some(Freeze { from: from?, to: to?, kind: kind?, clients })
    })
}
