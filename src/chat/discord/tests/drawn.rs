//! One of each kind of message, as it is sent; and what is too long for one.

use baton_commands::card::{Block, Card};
use baton_commands::chart::{Bar, Chart, State};
use baton_commands::ids::{DeptId, PersonId, RecordId};
use baton_commands::say;
use baton_commands::words::Arg;
use expect_test::expect_file;
use serde_json::{Value, json};

use super::super::cut::length;
use super::super::message::Message;
use super::super::render::{Part, Pictures, render};
use super::{Server, at, dept, outgoing, person};
use crate::chat::{Act, Outgoing};

/// Of a message in one part.
fn drawn(outgoing: &Outgoing) -> Value {
    let mut parts = render(outgoing, &Server, &pictures());
    assert_eq!(parts.len(), 1);
    serde_json::to_value(parts.remove(0).message).unwrap()
}

fn pictures() -> Pictures {
    Pictures::from([("CHG-12".to_owned(), vec![1, 2, 3])])
}

fn golden(drawn: &Value) -> String {
    serde_json::to_string_pretty(drawn).unwrap() + "\n"
}

fn incident() -> Card {
    let id = RecordId::incident(1);
    let title = "Web shop *answers* 502";
    let head =
        say!("incident-card", id = id, severity = 1_i64, state = say!("state-open"), title = title);
    let department = say!("engagement-requested", department = &DeptId::new("unix"));
    let due = say!("clock-due", due = at("10:00"));
    let card = Card::line(head)
        .with(Block::Field { name: say!("field-departments"), value: department.into() })
        .with(Block::Field { name: say!("target-response"), value: due.into() })
        .with(Block::Field { name: say!("field-lead"), value: Arg::List(Vec::new()) });
    let line = |verb: &str| format!("/incident {verb} INC-1");
    card.button(say!("button-acknowledge"), Some(id), line("ack"))
        .button(say!("button-take-lead"), Some(id), line("lead"))
        .button(say!("button-resolve"), Some(id), line("resolve"))
}

fn list() -> Card {
    let row = |id: u32, title: &str| vec![RecordId::incident(id).into(), Arg::from(title)];
    Card::line(say!("help-head"))
        .with(Block::Table {
            columns: vec![say!("column-id"), say!("column-title")],
            rows: vec![row(1, "Web shop"), row(2, "Mail `is` late")],
        })
        .with(Block::Verbatim("/incident show INC-1".to_owned()))
}

fn plan() -> Card {
    let chart = Chart {
        name: "CHG-12".to_owned(),
        title: say!("help-head"),
        now: at("09:00"),
        window: None,
        lanes: vec![DeptId::new("unix").into()],
        bars: vec![Bar {
            id: "CHG-12.1".to_owned(),
            title: "Racks".to_owned(),
            lane: 0,
            from: at("09:00"),
            to: at("10:00"),
            state: State::Ready,
            critical: false,
            late: false,
        }],
        arrows: Vec::new(),
    };
    Card::line(say!("help-head")).with(Block::Picture(Box::new(chart)))
}

fn refusal() -> Card {
    let line = Arg::Line("/incident ack INC-1".to_owned());
    Card::line(say!("person-unknown")).and(say!("link-code", line = line, until = at("09:40")))
}

#[test]
fn one_of_each_kind_is_drawn_like_this() {
    let ping = Outgoing {
        pings: [dept("unix"), person("unix-1")].into(),
        rank: 1,
        ..outgoing(Act::Ping, incident())
    };
    let merged = Outgoing {
        also: vec!["INC-2/1/0@#unix".to_owned()],
        about: vec![RecordId::incident(1), RecordId::incident(2)],
        reason: Some("sla.response.breached".into()),
        ..ping.clone()
    };
    let cases = [
        ("ping", drawn(&ping)),
        ("merged", drawn(&merged)),
        ("post", drawn(&outgoing(Act::Post, incident()))),
        (
            "update",
            drawn(&Outgoing { pings: ping.pings.clone(), ..outgoing(Act::Update, incident()) }),
        ),
        ("thread", drawn(&outgoing(Act::Thread, Card::line(say!("person-unknown"))))),
        (
            "direct",
            drawn(&Outgoing { pings: ping.pings.clone(), ..outgoing(Act::Direct, incident()) }),
        ),
        ("list", drawn(&outgoing(Act::Reply, list()))),
        ("picture", drawn(&outgoing(Act::Reply, plan()))),
        ("refused", drawn(&outgoing(Act::Refused, refusal()))),
    ];
    for (name, drawn) in cases {
        let file = format!("golden/{name}.json");
        expect_file![file].assert_eq(&golden(&drawn));
    }
}

#[test]
fn a_chart_without_its_picture_is_a_table() {
    let parts = render(&outgoing(Act::Post, plan()), &Server, &Pictures::new());
    let text = &parts[0].message.embeds[0].description;
    assert!(text.contains("```\nstate") && text.contains("CHG-12.1"), "{text}");
    assert!(parts[0].pictures.is_empty() && parts[0].message.attachments.is_empty());
}

#[test]
fn a_message_calls_those_it_is_for_and_nobody_else() {
    let card = Card::line(say!("person-unknown"));
    let ping = |pings: &[_]| Outgoing {
        pings: pings.iter().cloned().collect(),
        ..outgoing(Act::Ping, card.clone())
    };
    let cases = [
        (ping(&[dept("unix")]), json!({"parse": [], "users": [], "roles": [super::id(100)]})),
        (
            ping(&[dept("network")]),
            json!({"parse": [], "users": [super::id(11), super::id(12)], "roles": []}),
        ),
        // Whose turn it is, is called by name; the others of his department are not.
        (
            ping(&[dept("network"), person("net-1")]),
            json!({"parse": [], "users": [super::id(12)], "roles": []}),
        ),
        // Somebody of another department is no reason to call nobody of this one.
        (
            ping(&[dept("network"), person("unix-1")]),
            json!({"parse": [], "users": [super::id(1), super::id(11), super::id(12)], "roles": []}),
        ),
        // Who acted is not called with his department.
        (
            Outgoing { spared: [PersonId::new("net-1")].into(), ..ping(&[dept("network")]) },
            json!({"parse": [], "users": [super::id(11)], "roles": []}),
        ),
        (
            ping(&[super::role("incident-manager")]),
            json!({"parse": [], "users": [super::id(21)], "roles": []}),
        ),
        (ping(&[person("nobody-there")]), json!({"parse": [], "users": [], "roles": []})),
        (outgoing(Act::Post, card.clone()), json!({"parse": [], "users": [], "roles": []})),
    ];
    for (message, allowed) in cases {
        let drawn = drawn(&message);
        assert_eq!(drawn["allowed_mentions"], allowed, "{:?}", message.pings);
        let content = drawn["content"].as_str().unwrap();
        for id in allowed["users"].as_array().unwrap() {
            assert!(content.contains(&format!("<@{}>", id.as_str().unwrap())), "{content}");
        }
    }
}

/// Everything that Discord would refuse.
fn within_limits(part: &Part) {
    let Message { content, embeds, components, .. } = &part.message;
    assert!(length(content) <= 2_000 && embeds.len() <= 10);
    assert!(!content.is_empty() || !embeds.is_empty());
    assert!(embeds.iter().map(|embed| embed.length()).sum::<usize>() <= 6_000);
    for embed in embeds {
        assert!(
            !embed.is_empty() && length(&embed.description) <= 4_096 && embed.fields.len() <= 25
        );
        for field in &embed.fields {
            assert!((1..=256).contains(&length(&field.name)));
            assert!((1..=1_024).contains(&length(&field.value)));
        }
    }
    let rows = serde_json::to_value(components).unwrap();
    let rows = rows.as_array().unwrap();
    assert!(rows.len() <= 5);
    let mut ids = std::collections::BTreeSet::new();
    for part in rows.iter().flat_map(|row| row["components"].as_array().unwrap()) {
        assert!(ids.insert(part["custom_id"].to_string()), "twice: {part}");
        let choices = part["options"].as_array().cloned().unwrap_or_default();
        assert!(choices.len() <= 25);
        let texts = choices.iter().flat_map(|choice| [&choice["label"], &choice["value"]]);
        for text in texts.chain([&part["custom_id"], &part["label"]]).filter_map(Value::as_str) {
            assert!((1..=100).contains(&length(text)), "{text}");
        }
    }
}

#[test]
fn what_is_too_long_goes_on_in_the_thread_and_nothing_is_lost() {
    for (letter, lines) in [("x", 300), ("网", 300), ("😀", 150), ("**", 200)] {
        let mut card = Card::line(say!("reload-fault", fault = letter.repeat(3_000)));
        for nth in 0..lines {
            let text = format!("{nth}: {}", letter.repeat(40));
            card = card.and(say!("reload-fault", fault = text.clone()));
            if nth % 7 == 0 {
                let name = say!("reload-fault", fault = letter.repeat(300));
                card = card.with(Block::Field { name, value: Arg::Text(text.repeat(nth / 10)) });
            }
        }
        let rows = (0..200).map(|nth| vec![Arg::Number(nth), Arg::from("of a table")]).collect();
        card = card
            .with(Block::Table { columns: vec![say!("column-id"), say!("column-title")], rows });
        for nth in 0..60 {
            let line = format!("/incident note INC-1 {}", letter.repeat(nth * 2));
            card = card.button(say!("button-ask"), Some(RecordId::incident(nth as u32 + 1)), line);
        }
        let message = outgoing(Act::Post, card);
        let parts = render(&message, &Server, &Pictures::new());
        assert!(parts.len() > 1);
        parts.iter().for_each(within_limits);
        let all =
            serde_json::to_string(&parts.iter().map(|p| &p.message).collect::<Vec<_>>()).unwrap();
        for nth in 0..lines {
            assert!(all.contains(&format!("{nth}: ")), "line {nth} of {letter}");
        }
        let nonces: std::collections::BTreeSet<_> =
            parts.iter().map(|p| &p.message.nonce).collect();
        assert_eq!(nonces.len(), parts.len());
        assert!(nonces.iter().all(|nonce| nonce.as_ref().is_some_and(|it| it.len() <= 25)));
        assert_eq!(parts, render(&message, &Server, &Pictures::new()), "the same at every try");
    }
}

#[test]
fn a_line_too_long_for_a_button_is_shown_to_be_copied() {
    let line = format!("/incident note INC-1 {}", "long ".repeat(30));
    let card = Card::line(say!("person-unknown")).button(say!("button-ask"), None, line.clone());
    let drawn = drawn(&outgoing(Act::Reply, card));
    assert_eq!(drawn["components"], json!([]));
    assert!(drawn["embeds"][0]["description"].as_str().unwrap().contains(&format!("`{line}`")));
}

#[test]
fn the_head_names_a_person_who_is_called_only_once() {
    let who = PersonId::new("unix-1");
    let card = Card::line(say!("link-done", who = &who));
    let message = Outgoing { pings: [person("unix-1")].into(), ..outgoing(Act::Ping, card) };
    let drawn = drawn(&message);
    let content = drawn["content"].as_str().unwrap();
    assert_eq!(content.matches("<@").count(), 1, "{content}");
}
