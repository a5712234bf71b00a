//! What waits to be sent, and what was answered: both are read again after a restart, perhaps by a newer version.

use baton_commands::card::{Block, Button, Card};
use baton_commands::chart::{Arrow, Bar, Chart, State};
use baton_commands::decision::Answer;
use baton_commands::ids::{ChangeId, IncidentId, Recipient, RecordId, RoleId};
use baton_commands::incident::TargetName;
use baton_commands::lookup::Lookup;
use baton_commands::notice::{Notice, Say, Shape, Told, Useful};
use baton_commands::say;
use baton_commands::sla::TargetKind;
use baton_commands::words::{Arg, Words};

use super::golden::{goldens, hold};
use super::{at, channel, dept, person};

#[test]
fn every_message_that_waits_is_read_as_it_was_written() {
    let notices = goldens!(Notice {
        "say": Say = Notice::Say(Box::new(full())),
        "refresh": Refresh = Notice::Refresh {
            reason: "incident.noted".into(),
            about: record(),
            place: channel("unix"),
        },
        also {
            "say-bare": Notice::Say(Box::new(bare())),
            "say-by-somebody": Notice::Say(Box::new(Say { by: Some(person("unix-2")), ..bare() })),
            "say-in-thread": Notice::Say(Box::new(Say { shape: Shape::Thread, ..bare() })),
        }
    });
    let named = |notice| Told { name: "INC-7/4/0".into(), notice };
    hold("told", notices.into_iter().map(|(name, notice)| (name, named(notice))).collect());
}

#[test]
fn every_reason_to_send_it_still_is_read_as_it_was_written() {
    let target = TargetName { kind: TargetKind::Response, cycle: 2 };
    let useful = goldens!(Useful {
        "always": Always = Useful::Always,
        "while-requested": WhileRequested = Useful::WhileRequested(dept("unix")),
        "while-running": WhileRunning = Useful::WhileRunning { target },
        "while-unresolved": WhileUnresolved = Useful::WhileUnresolved,
        "while-no-debrief": WhileNoDebrief = Useful::WhileNoDebrief,
        "while-turn": WhileTurn = Useful::WhileTurn,
        "while-undecided": WhileUndecided = Useful::WhileUndecided,
    });
    hold("useful", useful);
}

#[test]
fn every_argument_of_a_sentence_is_read_as_it_was_written() {
    let args = goldens!(Arg {
        "text": Text = "Web shop is slow".into(),
        "number": Number = Arg::Number(3),
        "person": Person = person("unix-1").into(),
        "dept": Dept = dept("unix").into(),
        "role": Role = RoleId::new("incident-manager").into(),
        "recipient": Recipient = Recipient::Dept(dept("unix")).into(),
        "record": Record = record().into(),
        "place": Place = channel("unix").into(),
        "time": Time = at("09:30").into(),
        "seconds": Seconds = Arg::Seconds(7_500),
        "line": Line = Arg::Line("/incident ack INC-7".into()),
        "words": Words = sentence().into(),
        "list": List = vec![record().into(), Arg::Number(3)].into(),
    });
    hold("arg", args);
}

#[test]
fn every_part_of_a_card_is_read_as_it_was_written() {
    let blocks = goldens!(Block {
        "line": Line = Block::Line(sentence()),
        "field": Field = Block::Field { name: sentence(), value: Arg::Number(3) },
        "table": Table = Block::Table {
            columns: vec![sentence()],
            rows: vec![vec![Arg::Number(3)]],
        },
        "picture": Picture = Block::Picture(Box::new(chart())),
        "verbatim": Verbatim = Block::Verbatim("/incident open TITLE".into()),
    });
    hold("block", blocks);
}

/// INC-8: the second delivery gets the answer of the first.
#[test]
fn every_answer_is_read_as_it_was_written() {
    let (reason, about) = (Some("incident.noted".into()), Some(record()));
    let answers = goldens!(Answer {
        "reply": Reply = Answer::Reply { card: card(), reason, about },
        "refused": Refused = Answer::Refused {
            card: sentence().into(),
            reason: Some("command.refused".into()),
            about: None,
        },
        "look": Look = Answer::Look(Lookup::Timeline(record())),
        "form": Form = Answer::Form {
            form: "incident.open".into(),
            given: vec![("severity".into(), "2".into())],
            card: sentence().into(),
        },
    });
    hold("answer", answers);
}

#[test]
fn every_question_to_the_store_is_read_as_it_was_written() {
    let lookups = goldens!(Lookup {
        "timeline": Timeline = Lookup::Timeline(record()),
        "archived": Archived = Lookup::Archived(IncidentId(7)),
        "past-change": PastChange = Lookup::PastChange(ChangeId(12)),
        "sent": Sent = Lookup::Sent(record()),
        "undelivered": Undelivered = Lookup::Undelivered,
        "status": Status = Lookup::Status,
    });
    hold("lookup", lookups);
}

fn chart() -> Chart {
    let bar = |id: &str, from: &str, to: &str, state| Bar {
        id: id.into(),
        title: "Open the firewall".into(),
        lane: 0,
        from: at(from),
        to: at(to),
        state,
        critical: state == State::InProgress,
        late: state == State::InProgress,
    };
    Chart {
        name: "CHG-12".into(),
        title: sentence(),
        now: at("09:30"),
        window: Some((at("08:00"), at("18:00"))),
        lanes: vec![dept("unix").into()],
        bars: vec![
            bar("CHG-12.1", "09:00", "10:00", State::InProgress),
            bar("CHG-12.2", "10:00", "12:00", State::OnHold),
        ],
        arrows: vec![Arrow { from: 0, to: 1, critical: true }],
    }
}

fn full() -> Say {
    Say {
        shape: Shape::Card,
        pings: [
            Recipient::Dept(dept("unix")),
            Recipient::Person(person("unix-1")),
            Recipient::Role(RoleId::new("incident-manager")),
        ]
        .into(),
        card: card(),
        not_before: Some(at("18:00")),
        useful: Useful::WhileRequested(dept("unix")),
        ..bare()
    }
}

fn bare() -> Say {
    Say {
        reason: "sla.response.at_75".to_owned().into(),
        about: record(),
        rule: "SLA-9".into(),
        place: channel("unix"),
        shape: Shape::Message,
        pings: Default::default(),
        by: None,
        card: sentence().into(),
        at: at("09:30"),
        not_before: None,
        rank: 2,
        useful: Useful::Always,
    }
}

fn card() -> Card {
    let button = Button {
        label: say!("button-acknowledge"),
        about: Some(record()),
        line: "/incident ack INC-7".into(),
    };
    Card { head: sentence(), body: vec![Block::Line(sentence())], buttons: vec![button] }
}

fn sentence() -> Words {
    say!("test-sentence", id = record(), by = person("unix-1"))
}

fn record() -> RecordId {
    RecordId::incident(7)
}
