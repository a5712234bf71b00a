//! Forms that are opened where a word is missing, and words that are completed.

use baton::chat::{Act, Outgoing};
use baton_commands::grammar::form;
use baton_commands::verbs::CATALOGUE;
use serde_json::{Value, json};

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
    assert_eq!(answer["data"]["custom_id"], "incident.open\n+4,5,6");
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

/// What the bot answers to something that happens; the interaction's id is its token.
async fn answered(bench: &Bench, id: u64, kind: u8, told: Value, message: Option<&Value>) -> Value {
    let mut interaction = interaction(bench, id, kind, told);
    if let Some(message) = message {
        interaction["message"] = deeds::standing(bench.unix, message);
    }
    bench.fake.gateway().event("INTERACTION_CREATE", interaction);
    bench.fake.until(|fake| fake.begun(&id.to_string()).answer).await["data"].clone()
}

/// The fields of a form; the place for whether it goes on is none.
fn fields(form: &Value) -> Vec<String> {
    let parts = form["components"].as_array().unwrap().iter();
    let ids = parts.map(|it| it["component"]["custom_id"].as_str().unwrap().to_owned());
    ids.filter(|id| id != "then").collect()
}

#[tokio::test]
async fn what_has_no_room_in_a_form_is_filled_in_after_it() {
    let bench = Bench::new().await;
    let (listening, mut letters) = listen(&bench.discord, 8);
    connected(&bench).await;
    let told = deeds::menu(bench.unix, "the shop is down");
    let first = answered(&bench, 7, COMMAND, told, None).await;
    assert_eq!(fields(&first), ["title", "severity", "client", "service"]);
    let then = &first["components"][4]["component"]["options"];
    assert_eq!(then[0]["default"], true);
    assert_eq!(then[1]["label"], "Fill in more: Device, Dept, Restricted");

    let form = first["custom_id"].as_str().unwrap();
    let texts = [("title", "It's \"down\" for <@1100000000000000101>"), ("severity", "2")];
    let filled = deeds::filled(form, ("then", "go-on"), &texts);
    let between = answered(&bench, 8, FORM, filled, None).await;
    assert_eq!(between["flags"], 64);
    let shown = between["embeds"][0]["description"].as_str().unwrap();
    assert!(shown.contains("--severity 2"), "{shown}");
    let button = between["components"][0]["components"][0]["custom_id"].as_str().unwrap();
    let second = answered(&bench, 9, COMPONENT, pressed(button), Some(&between)).await;
    assert_eq!(fields(&second), ["device", "dept", "restricted"]);

    let form = second["custom_id"].as_str().unwrap();
    let filled = deeds::filled(form, ("restricted", "yes"), &[("dept", "unix"), ("device", "")]);
    let mut filled = interaction(&bench, 10, FORM, filled);
    filled["message"] = deeds::standing(bench.unix, &between);
    bench.fake.gateway().event("INTERACTION_CREATE", filled);
    let (letter, _) = letters.recv().await.unwrap();
    let line =
        r#"/incident open "It's \"down\" for @unix-1" --severity 2 --dept unix --restricted"#;
    assert_eq!(letter.text, line);
    assert_eq!(bench.fake.odd(), [""; 0]);
    listening.abort();
}

#[tokio::test]
async fn a_form_with_room_for_more_is_sent_unless_more_is_wanted_or_needed() {
    let bench = Bench::new().await;
    let (listening, mut letters) = listen(&bench.discord, 8);
    connected(&bench).await;
    let sent = deeds::filled("incident.open\n+4,5,6", ("then", "send"), &[("title", "x")]);
    bench.fake.gateway().event("INTERACTION_CREATE", interaction(&bench, 7, FORM, sent));
    assert_eq!(letters.recv().await.unwrap().0.text, "/incident open \"x\"");
    // The title had no room: nobody is asked whether he wants to give it.
    let without = deeds::filled("incident.open\n+0,5", ("severity", "2"), &[]);
    let between = answered(&bench, 8, FORM, without, None).await;
    let button = between["components"][0]["components"][0]["custom_id"].as_str().unwrap();
    assert_eq!(button, "go-on incident.open 0,5");
    assert_eq!(bench.fake.odd(), [""; 0]);
    listening.abort();
}

#[tokio::test]
async fn every_word_of_every_verb_has_its_field() {
    let bench = Bench::new().await;
    let (listening, mut letters) = listen(&bench.discord, 8);
    connected(&bench).await;
    let mut id = 100;
    for verb in CATALOGUE.verbs().filter(|verb| !form(verb).fields.is_empty()) {
        id += 10;
        let press = interaction(&bench, id, COMPONENT, pressed("/x"));
        bench.fake.gateway().event("INTERACTION_CREATE", press);
        let (letter, asker) = letters.recv().await.unwrap();
        let missing = reply(&letter, "missing");
        asker.send(vec![Outgoing { act: Act::Form, form: Some(form(verb)), ..missing }]).unwrap();
        let token = id.to_string();
        let mut sheet = bench.fake.until(|fake| fake.begun(&token).answer).await["data"].clone();
        let mut shown = fields(&sheet);
        let mut between: Option<Value> = None;
        while sheet["custom_id"].as_str().unwrap().contains('+') {
            let name = sheet["custom_id"].as_str().unwrap();
            let filled = deeds::filled(name, ("then", "go-on"), &[]);
            id += 1;
            let said = answered(&bench, id, FORM, filled, between.as_ref()).await;
            let button = said["components"][0]["components"][0]["custom_id"].as_str().unwrap();
            id += 1;
            sheet = answered(&bench, id, COMPONENT, pressed(button), Some(&said)).await;
            shown.extend(fields(&sheet));
            between = Some(said);
        }
        shown.sort();
        let mut wanted: Vec<String> = form(verb).fields.into_iter().map(|it| it.name).collect();
        wanted.sort();
        assert_eq!(shown, wanted, "{}", verb.full_name());
    }
    assert_eq!(bench.fake.odd(), [""; 0]);
    listening.abort();
}
