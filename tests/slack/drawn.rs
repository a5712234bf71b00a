//! Each message as Slack gets it, and that whatever it says stays within Slack's limits.

use baton::chat::offers::Offers;
use baton::chat::slack::form::{Blank, Carried, filled};
use baton::chat::slack::home;
use baton::chat::slack::render::{self, Part, parts};
use baton::chat::slack::style::SlackStyle;
use baton::chat::{Act, Outgoing};
use baton_commands::card::{Block, Card};
use baton_commands::grammar::form;
use baton_commands::ids::PersonId;
use baton_commands::say;
use baton_commands::verbs::CATALOGUE;
use baton_commands::words::Arg;
use baton_commands::world::World;
use chrono_tz::Tz;
use expect_test::{ExpectFile, expect_file};
use serde_json::{Value, json};

use super::cards;
use super::people::Workspace;
use crate::support::recorded::record;
use crate::support::slack::kit::{Surface, faults, view_faults};

const HOME: Tz = Tz::Asia__Jakarta;

fn drawn(message: &Outgoing) -> Vec<Part> {
    let parts = parts(message, HOME, &Workspace);
    for part in &parts {
        assert_eq!(faults(&json!(part.blocks), Surface::Message), [""; 0], "{:#?}", part.blocks);
        assert!((1..=40_000).contains(&part.text.chars().count()), "{}", part.text);
    }
    parts
}

fn golden(file: ExpectFile, value: &Value) {
    let text = serde_json::to_string_pretty(value).expect("JSON");
    file.assert_eq(&format!("{text}\n"));
}

#[test]
fn every_kind_of_message_looks_as_it_did() {
    let goldens = [
        (expect_file!["golden/called.json"], cards::called()),
        (expect_file!["golden/updated.json"], cards::updated()),
        (expect_file!["golden/table.json"], cards::table()),
        (expect_file!["golden/picture.json"], cards::picture()),
        (expect_file!["golden/refused.json"], cards::refused()),
        (expect_file!["golden/direct.json"], cards::direct()),
        (expect_file!["golden/thread.json"], cards::thread()),
    ];
    for (file, message) in goldens {
        let drawn = drawn(&message);
        assert_eq!(drawn.len(), 1);
        golden(file, &json!({"text": drawn[0].text, "blocks": drawn[0].blocks}));
    }
}

/// The organisation of the demo, so that menus have something to offer.
fn world() -> World {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("config/demo");
    let directory = baton::settings::organisation::load_checked(&path).expect("the demo");
    let mut world = World::default();
    std::sync::Arc::make_mut(&mut world.company).directory = std::sync::Arc::new(directory);
    world
}

fn modal(noun: &str, name: &str, given: &[(String, String)]) -> Value {
    let world = world();
    let verb = CATALOGUE.verb(noun, name).expect("a verb");
    let (form, message) = (form(verb), cards::refused());
    let style = SlackStyle { book: &Workspace };
    let voice = render::voice(&message, HOME, &style);
    let offers = Offers { world, asker: Some(PersonId::new("tam-1")) };
    let carried = Carried {
        form: form.id.clone(),
        channel: "C0UNIX".to_owned(),
        name: "unix".to_owned(),
        thread: None,
    };
    let blank = Blank {
        form: &form,
        given,
        carried: &carried,
        voice: &voice,
        offers: &offers,
        book: &Workspace,
    };
    json!(blank.modal())
}

fn pairs(given: &[(&str, &str)]) -> Vec<(String, String)> {
    given.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
}

#[test]
fn a_form_looks_as_it_did() {
    let given = pairs(&[("title", "Web shop answers 502"), ("dept", "unix,network")]);
    golden(expect_file!["golden/form-open.json"], &modal("incident", "open", &given));
    let given = pairs(&[("id", "INC-7"), ("whom", "client")]);
    golden(expect_file!["golden/form-hold.json"], &modal("incident", "hold", &given));
}

#[test]
fn every_verb_has_a_form_that_slack_takes() {
    for verb in CATALOGUE.verbs() {
        let view = modal(verb.noun, verb.name, &[]);
        record("slack", "views.open", &json!({"view": view}));
        assert_eq!(view_faults(&view), [""; 0], "{}", verb.full_name());
    }
}

/// What is written into a form is the line that would have been typed.
#[test]
fn a_filled_form_is_a_command_line() {
    let option =
        |value: &str| json!({"type": "static_select", "selected_option": {"value": value}});
    let mut view = modal("incident", "open", &[]);
    view["state"] = json!({"values": {
        "title": {"value": {"type": "plain_text_input", "value": "Shop \"down\" --severity 1"}},
        "severity": {"value": option("2")},
        "client": {"value": {"type": "static_select", "selected_option": null}},
        "dept": {"value": {"type": "multi_static_select", "selected_options": [{"value": "unix"}, {"value": "dba"}]}},
        "restricted": {"value": {"type": "checkboxes", "selected_options": [{"value": "yes"}]}},
        "device": {"value": {"type": "plain_text_input", "value": null}},
    }});
    let sent = filled(&view, |_| None).expect("a form");
    let wanted = "/incident open \"Shop \\\"down\\\" --severity 1\" --severity 2 --dept unix,dba --restricted";
    assert_eq!(sent.line, wanted);
    assert_eq!((sent.first.as_deref(), sent.carried.channel.as_str()), (Some("title"), "C0UNIX"));

    let mut view = modal("incident", "assign", &[]);
    view["state"] = json!({"values": {
        "id": {"value": {"type": "plain_text_input", "value": "INC-7"}},
        "who": {"value": {"type": "users_select", "selected_user": "UUNIX1"}},
    }});
    let person = |account: &str| (account == "UUNIX1").then(|| PersonId::new("unix-1"));
    let sent = filled(&view, person).expect("a form");
    assert_eq!(sent.line, "/incident assign INC-7 @unix-1");
}

#[test]
fn a_view_that_is_not_ours_is_no_form() {
    for carried in [json!(null), json!("x"), json!("{\"form\":\"incident.nothing\"}")] {
        let view = json!({"private_metadata": carried, "state": {"values": {}}});
        assert_eq!(filled(&view, |_| None), None);
    }
}

#[test]
fn my_work_is_the_home() {
    let card = Card::line(say!("mine-head", count = 1_usize)).and(say!(
        "mine-debrief",
        id = cards::record(),
        due = cards::at("16:00")
    ));
    let view = json!(home::view(&[cards::message(Act::Reply, card)], HOME, &Workspace));
    assert_eq!(view_faults(&view), [""; 0]);
    golden(expect_file!["golden/my-work.json"], &view);
}

/// However much there is to say, Slack takes it, and all of it is said.
#[test]
fn what_is_too_long_goes_on_in_the_thread() {
    let words = |count: usize| "wördy & <b> 文字 ".repeat(count);
    for count in [10, 100, 1_000, 4_000] {
        let foreign = words(count);
        let line = say!(
            "mine-called",
            id = cards::record(),
            severity = 2_i64,
            department = "x",
            title = foreign.as_str()
        );
        let rows = (0..count).map(|nth| vec![Arg::Text(format!("row {nth} <!here>"))]).collect();
        let card = Card::line(line)
            .with(Block::Verbatim(foreign.clone()))
            .with(Block::Table { columns: vec![say!("column-what")], rows })
            .button(say!("button-done"), None, "/x".to_owned());
        let message = Outgoing { card, surface: None, ..cards::called() };
        let drawn = drawn(&message);
        let all: String = drawn.iter().map(|part| json!(part.blocks).to_string()).collect();
        assert_eq!(all.matches("文字").count(), 2 * count, "{count} words");
        assert_eq!(all.matches("row ").count(), count);
        assert_eq!(all.matches("\"button\"").count(), 1);
        assert!(!all.contains("<!here>"));
    }
}

/// A home of any length is one view.
#[test]
fn a_long_home_stays_a_home() {
    let mut card = Card::line(say!("mine-head", count = 1_usize));
    for _ in 0..400 {
        card = card.with(Block::Verbatim("line".repeat(500)));
    }
    let view = json!(home::view(&[cards::message(Act::Reply, card)], HOME, &Workspace));
    assert_eq!(view_faults(&view), [""; 0]);
}

/// Whoever is pinged is called, though no sentence names him.
#[test]
fn a_ping_calls_whom_no_sentence_names() {
    let message = Outgoing {
        card: Card::line(say!("card-posted", id = cards::record())),
        pings: cards::called().pings,
        ..cards::called()
    };
    assert!(drawn(&message)[0].text.starts_with("<!subteam^S1> <@UUNIX2> INC-7"));
}
