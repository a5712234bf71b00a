//! What Discord is sent: drawn within its limits, and harmless whatever people write.

mod drawn;
mod harmless;

use std::collections::BTreeSet;

use baton_commands::card::Card;
use baton_commands::ids::{DeptId, PersonId, Place, Recipient, RecordId, RoleId};
use baton_commands::voice::Language;
use chrono::{DateTime, Utc};
use chrono_tz::Tz;

use super::snowflake::Snowflake;
use super::style::Book;
use crate::chat::{Act, Outgoing};

/// A server on which `unix` has a role and its people accounts, and `network` people alone.
pub(super) struct Server;

pub(super) fn id(number: u64) -> Snowflake {
    Snowflake::new(1_184_405_311_681_986_560 + number).unwrap()
}

impl Book for Server {
    fn role(&self, dept: &DeptId) -> Option<Snowflake> {
        (dept.as_str() == "unix").then(|| id(100))
    }

    fn accounts(&self, recipient: &Recipient) -> Vec<Snowflake> {
        match recipient {
            Recipient::Person(person) if person.as_str() == "unix-1" => vec![id(1)],
            Recipient::Person(person) if person.as_str() == "net-head" => vec![id(11)],
            Recipient::Person(person) if person.as_str() == "net-1" => vec![id(12)],
            Recipient::Role(_) => vec![id(21)],
            _ => Vec::new(),
        }
    }

    fn one_by_one(&self, dept: &DeptId, _: &BTreeSet<Recipient>) -> Vec<PersonId> {
        let people = ["net-head", "net-1"].map(PersonId::new);
        if dept.as_str() == "network" { people.into() } else { Vec::new() }
    }

    fn channel(&self, place: &Place) -> Option<Snowflake> {
        (*place == Place::channel("unix")).then(|| id(200))
    }
}

fn at(time: &str) -> DateTime<Utc> {
    format!("2026-03-02T{time}:00+07:00").parse().unwrap()
}

pub(super) fn dept(name: &str) -> Recipient {
    Recipient::Dept(DeptId::new(name))
}

pub(super) fn person(name: &str) -> Recipient {
    Recipient::Person(PersonId::new(name))
}

pub(super) fn role(name: &str) -> Recipient {
    Recipient::Role(RoleId::new(name))
}

/// A message about INC-1 in `#unix`.
pub(super) fn outgoing(act: Act, card: Card) -> Outgoing {
    Outgoing {
        name: "INC-1/1/0@#unix".to_owned(),
        also: Vec::new(),
        at: at("09:30"),
        act,
        place: Place::channel("unix"),
        to: None,
        pings: Default::default(),
        spared: Default::default(),
        reason: Some("incident.opened".into()),
        about: vec![RecordId::incident(1)],
        rank: 3,
        card,
        form: None,
        given: Vec::new(),
        surface: None,
        root: None,
        language: Language::English,
        zone: Tz::Asia__Jakarta,
    }
}
