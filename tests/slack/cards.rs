//! One of each message.

use std::collections::BTreeSet;

use baton::chat::{Act, Outgoing, Receipt};
use baton_commands::card::{Block, Card};
use baton_commands::chart::{Arrow, Bar, Chart, State};
use baton_commands::ids::{DeptId, PersonId, Place, Recipient, RecordId};
use baton_commands::say;
use baton_commands::voice::Language;
use baton_commands::words::Arg;
use chrono::{DateTime, Utc};
use chrono_tz::Tz;

pub fn at(time: &str) -> DateTime<Utc> {
    format!("2026-03-02T{time}:00+07:00").parse().expect("a time")
}

pub fn record() -> RecordId {
    "INC-7".parse().expect("a record")
}

pub fn message(act: Act, card: Card) -> Outgoing {
    Outgoing {
        name: "INC-7/4/0@#unix".to_owned(),
        also: Vec::new(),
        at: at("09:30"),
        act,
        place: Place::channel("unix"),
        to: None,
        pings: BTreeSet::new(),
        spared: Default::default(),
        reason: None,
        about: vec![record()],
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

/// A department is called, with the record's card and its buttons.
pub fn called() -> Outgoing {
    let head = say!(
        "mine-called",
        id = record(),
        severity = 2_i64,
        department = DeptId::new("unix"),
        title = "Web shop <!channel> answers *502*"
    );
    let card = Card::line(head)
        .with(Block::Field { name: say!("field-lead"), value: PersonId::new("tam-1").into() })
        .with(Block::Field { name: say!("column-due"), value: Arg::Time(at("10:00")) })
        .button(say!("button-acknowledge"), record(), "/incident ack INC-7".to_owned())
        .button(say!("button-take-lead"), record(), "/incident lead INC-7".to_owned());
    Outgoing {
        pings: [Recipient::Dept(DeptId::new("unix")), Recipient::Person(PersonId::new("unix-2"))]
            .into(),
        surface: Some(record()),
        ..message(Act::Ping, card)
    }
}

/// The same card later, edited in its place.
pub fn updated() -> Outgoing {
    Outgoing {
        act: Act::Update,
        pings: BTreeSet::new(),
        root: Some(Receipt("C0UNIX:1772418600.000100".to_owned())),
        ..called()
    }
}

pub fn table() -> Outgoing {
    let row = |id: &str, title: &str, left: i64| {
        vec![Arg::Text(id.to_owned()), Arg::Text(title.to_owned()), Arg::Number(left)]
    };
    let table = Block::Table {
        columns: vec![say!("column-id"), say!("column-title"), say!("column-left")],
        rows: vec![
            row("INC-7", "Web shop `answers` <502>", 12),
            row("INC-12", "Mail & calendar", 7),
        ],
    };
    message(Act::Reply, Card::line(say!("help-head")).with(table))
}

pub fn chart() -> Chart {
    let bar = |id: &str, title: &str, lane, from, to| Bar {
        id: id.to_owned(),
        title: title.to_owned(),
        lane,
        from: at(from),
        to: at(to),
        state: State::Done,
        critical: true,
        late: false,
    };
    Chart {
        name: "CHG-12".to_owned(),
        title: say!("card-posted", id = record()),
        now: at("12:00"),
        window: Some((at("10:00"), at("16:00"))),
        lanes: vec![DeptId::new("unix").into()],
        bars: vec![
            bar("1", "Stop the shop", 0, "09:00", "10:00"),
            bar("2", "Copy", 0, "10:00", "13:00"),
        ],
        arrows: vec![Arrow { from: 0, to: 1, critical: true }],
    }
}

pub fn picture() -> Outgoing {
    let picture = Block::Picture(Box::new(chart()));
    message(Act::Reply, Card::line(say!("card-posted", id = record())).with(picture))
}

pub fn refused() -> Outgoing {
    let card = Card::line(say!("person-unknown")).and(say!("link-how"));
    message(Act::Refused, card)
}

pub fn direct() -> Outgoing {
    let person = PersonId::new("unix-1");
    let card = Card::line(say!("mine-debrief", id = record(), due = at("16:00")));
    Outgoing {
        place: Place::Direct(person.clone()),
        to: Some(person.clone()),
        pings: [Recipient::Person(person)].into(),
        ..message(Act::Direct, card)
    }
}

pub fn thread() -> Outgoing {
    let line = say!("access-ask-hint", whom = PersonId::new("unix-1"));
    Outgoing {
        root: Some(Receipt("C0UNIX:1772418600.000100".to_owned())),
        ..message(Act::Thread, Card::line(line))
    }
}
