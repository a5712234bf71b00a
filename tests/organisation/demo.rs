//! The demo company, and what the directory answers about it.

use std::path::Path;
use std::sync::LazyLock;

use baton::settings::organisation::{load, load_for};
use baton_commands::directory::{AccessWord, Directory, Duty, Reopen, Severity};
use baton_commands::ids::{ClientId, DeptId, PersonId, Place, RoleId, Serial, ServiceId};
use baton_commands::sla::Party;
use chrono::{DateTime, Utc};

static DEMO: LazyLock<Directory> =
    LazyLock::new(|| load(Path::new("config/demo")).unwrap_or_else(|faults| panic!("{faults}")));

fn jakarta(local: &str) -> DateTime<Utc> {
    format!("{local}:00+07:00").parse().unwrap()
}

fn slugs<T: ToString>(ids: impl IntoIterator<Item = T>) -> String {
    ids.into_iter().map(|id| id.to_string()).collect::<Vec<_>>().join(" ")
}

#[test]
fn the_demo_is_stored_as_one_event_and_read_back_the_same() {
    let json = serde_json::to_string(&*DEMO).unwrap();
    assert!(json.len() < 50 * 1024, "{} bytes", json.len());
    assert_eq!(serde_json::from_str::<Directory>(&json).unwrap(), *DEMO);
}

#[test]
fn people_work_where_they_are_named() {
    for (person, departments) in
        [("unix-1", "unix"), ("unix-head", "unix"), ("tam-1", "unix"), ("pmo-1", "")]
    {
        assert_eq!(slugs(DEMO.departments_of(&PersonId::new(person))), departments, "{person}");
    }
    let unix = DeptId::new("unix");
    assert_eq!(slugs(DEMO.staff_of(&unix)), "unix-head unix-1 unix-2 unix-3 tam-1 tam-11");
    assert!(DEMO.is_head_of(&PersonId::new("unix-head"), &unix));
    assert!(!DEMO.is_head_of(&PersonId::new("unix-1"), &unix));
    assert_eq!(slugs(DEMO.role_members(&RoleId::new("pmo"))), "pmo-1 pmo-2");
    assert_eq!(slugs(DEMO.role_members(&RoleId::new("nobody"))), "");
    assert_eq!(slugs(DEMO.clients_of_tam(&PersonId::new("tam-1"))), "acme");
}

#[test]
fn places_belong_to_departments_and_clients() {
    let at = |name| Place::channel(name);
    assert_eq!(DEMO.department_at(&at("unix")), Some(&DeptId::new("unix")));
    assert_eq!(DEMO.department_at(&at("project-acme")), None);
    assert_eq!(DEMO.client_at(&at("project-acme")), Some(&ClientId::new("acme")));
    assert_eq!(DEMO.place_of(&DeptId::new("dba")), Some(&at("dba")));
    assert_eq!(DEMO.company_place("incidents"), Some(&at("incidents")));
}

#[test]
fn dir_4_on_2_march_the_third_of_three_is_on_duty() {
    for (dept, local, expected) in [
        ("network", "2026-03-02T08:59", Duty::Person(PersonId::new("net-2"))),
        ("network", "2026-03-02T09:00", Duty::Person(PersonId::new("net-3"))),
        ("unix", "2026-03-02T09:00", Duty::Person(PersonId::new("unix-3"))),
        ("vmware", "2026-03-02T09:00", Duty::Person(PersonId::new("vm-1"))),
        ("datacentre", "2026-03-02T09:00", Duty::Person(PersonId::new("dc-1"))),
        ("software", "2026-03-02T09:00", Duty::NoRotation),
    ] {
        assert_eq!(
            DEMO.on_duty(&DeptId::new(dept), jakarta(local), &[]),
            expected,
            "{dept} {local}"
        );
    }
}

#[test]
fn the_first_policy_that_matches_wins() {
    for (client, severity, contract, index, calendar, response) in [
        ("acme", 1, "gold", 0, "always", "15m"),
        ("acme", 3, "gold", 2, "extended", "2h"),
        ("globex", 2, "silver", 1, "extended", "1h"),
        ("huadong", 4, "silver", 2, "office", "4h"),
        ("rheinwerk", 2, "berlin-hours", 1, "berlin", "2h"),
    ] {
        let severity = Severity::try_from(severity).unwrap();
        let promise = DEMO.policy_for(&ClientId::new(client), None, severity).unwrap();
        let response_within = promise.policy.response.unwrap().to_string();
        assert_eq!(
            (
                promise.contract.as_str(),
                promise.index,
                promise.calendar.as_str(),
                &*response_within
            ),
            (contract, index, calendar, response),
            "{client} {severity}"
        );
        assert_eq!(promise.reopen(), Reopen::Continue);
        assert!(promise.pauses_for(Party::Client));
        assert_eq!(promise.pauses_for(Party::Vendor), contract == "silver");
    }
    let nobody = DEMO.policy_for(&ClientId::new("nobody"), None, Severity::WORST);
    assert_eq!(nobody, None);
}

#[test]
fn png_4_a_message_of_the_night_waits_for_the_recipients_hours() {
    for (dept, until) in [
        ("software", "2026-03-03T09:00"),
        ("network", "2026-03-03T08:00"),
        ("support", "2026-03-03T08:00"),
    ] {
        let calendar = DEMO.calendar_of(&DeptId::new(dept));
        let sent = DEMO.quiet_until(jakarta("2026-03-02T22:00"), calendar);
        assert_eq!(sent, Some(jakarta(until)), "{dept}");
    }
}

#[test]
fn a_device_carries_a_service() {
    let serial = Serial::new("STO-A2001");
    assert_eq!(DEMO.service_of(&serial), Some(&ServiceId::new("webshop-db")));
    assert_eq!(DEMO.device(&Serial::new("SRV-G1002")).unwrap().location, None);
}

#[test]
fn acc_2_access_names_verbs_and_groups_of_them() {
    let cancel = &DEMO.company.access["change.cancel"];
    assert_eq!(cancel[..], [AccessWord::Tam, AccessWord::Role(RoleId::new("incident-manager"))]);
    let known = ["change.approve", "change.cancel", "device.set", "inspection.submit"];
    assert_eq!(load_for(Path::new("config/demo"), Some(&known)).as_ref(), Ok(&*DEMO));
    let faults = load_for(Path::new("config/demo"), Some(&known[..3])).unwrap_err();
    let whats: Vec<&str> = faults.iter().map(|fault| fault.what.as_str()).collect();
    assert_eq!(whats, ["unknown verb `inspection.*`"]);
}
