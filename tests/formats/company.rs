//! Every event of the company, and what is said of an event: which record, when, by whom, where, by which line.

use std::fs;
use std::sync::Arc;

use baton::settings::organisation::load;
use baton_commands::company::Event;
use baton_commands::directory::{Directory, Swap};
use baton_commands::ids::RecordId;
use baton_commands::incident;
use baton_commands::voice::Language;
use baton_commands::world::{By, Event as Happened, Fact};

use super::golden::{goldens, hold, hold_written};
use super::{at, channel, dept, person};
use crate::organisation::small::Small;

#[test]
fn every_event_of_the_company_is_read_as_it_was_written() {
    let events = goldens!(Event {
        "organised": Organised = Event::Organised {
            directory: Arc::new(Directory::nobody()),
            calendars_from: at("00:00"),
        },
        "person-language-set": PersonLanguageSet = Event::PersonLanguageSet {
            person: person("unix-1"),
            language: Language::Indonesian,
        },
        "place-language-set": PlaceLanguageSet = Event::PlaceLanguageSet {
            place: channel("unix"),
            language: Language::TraditionalChinese,
        },
        "duty-swapped": DutySwapped = Event::DutySwapped {
            department: dept("unix"),
            swap: Swap { from: at("18:00"), to: at("23:00"), person: person("unix-2") },
        },
        "code-offered": CodeOffered = Event::CodeOffered {
            person: person("unix-1"),
            hash: "3f2a".into(),
            until: at("09:10"),
        },
        "linked": Linked = Event::Linked {
            account: "slack:U01".into(),
            person: person("unix-1"),
            hash: "3f2a".into(),
        },
        "refused": Refused = Event::Refused { verb: "baton.reload".into(), who: person("dba-1") },
        "overridden": Overridden = Event::Overridden {
            verb: "baton.reload".into(),
            because: "Nobody answers".into(),
        },
    });
    hold("company", events);
}

/// A small company that has one of everything the files can say.
#[test]
fn a_whole_organisation_is_read_as_it_was_written() {
    hold_written("organisation", vec![("small", organised())]);
}

pub(super) fn organised() -> Event {
    let directory = Arc::new(load(full().path()).expect("a good organisation"));
    Event::Organised { directory, calendars_from: at("00:00") }
}

fn full() -> Small {
    let demo = |file: &str| {
        let path = format!("{}/config/demo/{file}", env!("CARGO_MANIFEST_DIR"));
        fs::read_to_string(path).expect("a file of the demo")
    };
    let checklist = demo("checklists/server-room.toml");
    Small::new()
        .write("checklists/server-room.toml", checklist)
        .write("templates/landscape.toml", TEMPLATE)
        .write("manifests/suite.toml", MANIFEST)
}

const TEMPLATE: &str = r#"
title = "Landscape for {project}"
type = "standard"
parameters = ["project"]
[[task]]
key = "os"
title = "Install the OS"
department = "unix"
estimate = "4h"
[[task]]
key = "db"
title = "Database for {project}"
department = "dba"
estimate = "2h"
after = ["os"]
"#;

const MANIFEST: &str = r#"
product = "Retail Suite"
baseline = "7.2"
programmers = "dba"
[[module]]
key = "core"
title = "Core services"
department = "unix"
estimate = "4h"
customisations = [{ id = "C-014", text = "Tax rounding", by = "unix-1" }]
"#;

#[test]
fn what_is_said_of_an_event_is_read_as_it_was_written() {
    let resumed = Happened::Incident(incident::Event::Resumed);
    let bare = Fact {
        record: RecordId::incident(7),
        n: 4,
        at: at("09:30"),
        by: By::Clock,
        place: None,
        line: None,
        event: resumed.clone(),
    };
    let by_operator = Fact {
        record: RecordId::COMPANY,
        n: 1,
        by: By::Operator,
        event: Happened::Company(Event::Overridden {
            verb: "baton.reload".into(),
            because: "Nobody answers".into(),
        }),
        ..bare.clone()
    };
    let by_person = Fact {
        by: By::Person(person("unix-1")),
        place: Some(channel("unix")),
        line: Some("/incident resume INC-7".into()),
        ..bare.clone()
    };
    let in_direct =
        Fact { place: Some("dm:unix-1".parse().expect("a place")), ..by_person.clone() };
    hold(
        "fact",
        vec![
            ("by-clock", bare),
            ("by-operator", by_operator),
            ("by-person", by_person),
            ("in-direct-messages", in_direct),
        ],
    );
    // A variant that is new here needs a golden above.
    for by in [By::Clock, By::Operator, By::Person(person("unix-1"))] {
        match by {
            By::Clock | By::Operator | By::Person(_) => {}
        }
    }
    match resumed {
        Happened::Incident(_) | Happened::Company(_) | Happened::Change(_) => {}
    }
}
