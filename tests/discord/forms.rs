//! Forms that are opened where a word is missing, and words that are completed.

use baton::chat::{Act, Outgoing};
use baton_commands::grammar::form;
use baton_commands::verbs::CATALOGUE;
use serde_json::json;

use super::bench::{
    Bench, COMMAND, COMPONENT, FORM, TYPING, command, connected, interaction, listen, pressed,
    reply,
};
use crate::support::discord::deeds;

#[tokio::test]
async fn a_verb_without_its_words_opens_its_form() {
    let bench = Bench::new().await;
    let (listening, mut letters) = listen(&bench.discord, 8);
    connected(&bench).await;
    let press = interaction(&bench, 7, COMPONENT, pressed("/incident hold INC-7"));
    bench.fake.gateway().event("INTERACTION_CREATE", press);
    let (letter, asker) = letters.recv().await.unwrap();
    let hold = form(CATALOGUE.verb("incident", "hold").unwrap());
    let given =
        vec![("id".to_owned(), "INC-7".to_owned()), ("whom".to_owned(), "vendor".to_owned())];
    let answer = Outgoing {
        act: Act::Form,
        form: Some(hold),
        given,
        ..reply(&letter, "What is missing is the text")
    };
    asker.send(vec![answer]).unwrap();
    let answer = bench.fake.until(|fake| fake.begun("7").answer).await;
    assert_eq!(answer["type"], 9);
    assert_eq!(answer["data"]["custom_id"], "incident.hold\nid=INC-7");
    let fields = answer["data"]["components"].as_array().unwrap();
    let ids: Vec<&str> =
        fields.iter().filter_map(|it| it["component"]["custom_id"].as_str()).collect();
    assert_eq!(ids, ["whom", "text", "until"]);
    let options = fields[0]["component"]["options"].as_array().unwrap();
    assert_eq!(options.iter().filter(|it| it["default"] == true).count(), 1, "{options:?}");
    assert_eq!(bench.fake.odd(), [""; 0]);
    listening.abort();
}

#[tokio::test]
async fn every_form_fits_into_discords() {
    let bench = Bench::new().await;
    let (listening, mut letters) = listen(&bench.discord, 8);
    connected(&bench).await;
    let mut id = 100;
    for verb in CATALOGUE.verbs() {
        id += 1;
        let token = id.to_string();
        let press = interaction(&bench, id, COMPONENT, pressed("/x"));
        bench.fake.gateway().event("INTERACTION_CREATE", press);
        let (letter, asker) = letters.recv().await.unwrap();
        let answer =
            Outgoing { act: Act::Form, form: Some(form(verb)), ..reply(&letter, "missing") };
        asker.send(vec![answer]).unwrap();
        bench.fake.until(|fake| fake.begun(&token).answer).await;
    }
    assert_eq!(bench.fake.odd(), [""; 0]);
    listening.abort();
}

#[tokio::test]
async fn an_incident_is_opened_from_a_message() {
    let bench = Bench::new().await;
    let (listening, _letters) = listen(&bench.discord, 8);
    connected(&bench).await;
    let told = deeds::menu(bench.unix, "the shop\nis *down*");
    bench.fake.gateway().event("INTERACTION_CREATE", interaction(&bench, 7, COMMAND, told));
    let answer = bench.fake.until(|fake| fake.begun("7").answer).await;
    assert_eq!(answer["data"]["custom_id"], "incident.open");
    let first = &answer["data"]["components"][0]["component"];
    assert_eq!(
        (first["custom_id"].as_str(), first["value"].as_str()),
        (Some("title"), Some("the shop ⏎ is *down*"))
    );
    assert_eq!(bench.fake.odd(), [""; 0]);
    listening.abort();
}

#[tokio::test]
async fn what_is_typed_is_completed_with_what_there_is() {
    let bench = Bench::new().await;
    let (listening, _letters) = listen(&bench.discord, 8);
    connected(&bench).await;
    let cases = [
        ("open", "dept", "un", "unix"),
        ("open", "dept", "network,un", "network,unix"),
        ("open", "client", "acm", "acme"),
        ("lead", "who", "unix-", "@unix-1"),
        ("release", "dept", "un", "unix"),
    ];
    for (nth, (verb, field, typed, wanted)) in cases.into_iter().enumerate() {
        let mut told =
            command("incident", verb, &[("dry-run", json!(true)), (field, json!(typed))]);
        told["options"][0]["options"][1]["focused"] = json!(true);
        let id = 50 + nth as u64;
        bench.fake.gateway().event("INTERACTION_CREATE", interaction(&bench, id, TYPING, told));
        let answer = bench.fake.until(|fake| fake.begun(&id.to_string()).answer).await;
        assert_eq!(answer["data"]["choices"][0]["value"], wanted, "{answer}");
    }
    assert_eq!(bench.fake.odd(), [""; 0]);
    listening.abort();
}

#[tokio::test]
async fn what_a_form_left_out_is_asked_for_in_words() {
    let bench = Bench::new().await;
    let (listening, mut letters) = listen(&bench.discord, 8);
    connected(&bench).await;
    let filled = json!({"custom_id": "incident.hold\nid=INC-7", "components": []});
    bench.fake.gateway().event("INTERACTION_CREATE", interaction(&bench, 7, FORM, filled));
    let (letter, asker) = letters.recv().await.unwrap();
    let hold = form(CATALOGUE.verb("incident", "hold").unwrap());
    let answer =
        Outgoing { act: Act::Form, form: Some(hold), ..reply(&letter, "The text is missing") };
    asker.send(vec![answer]).unwrap();
    let answer = bench.fake.until(|fake| fake.begun("7").answer).await;
    assert_eq!(
        (&answer["type"], &answer["data"]["content"]),
        (&json!(4), &json!("The text is missing"))
    );
    assert_eq!(bench.fake.odd(), [""; 0]);
    listening.abort();
}
