//! Forms are opened, filled, refused in place; my work stands in the Home.

use baton::chat::{Act, Outgoing};
use baton_commands::card::Card;
use baton_commands::grammar::form;
use baton_commands::ids::{PersonId, Place};
use baton_commands::say;
use baton_commands::verbs::CATALOGUE;
use serde_json::json;

use super::cards;
use super::listening::{answers, reply};
use super::office::{Office, answer};
use crate::support::slack::deeds;

fn form_of(noun: &str, name: &str, given: &[(&str, &str)]) -> Outgoing {
    let verb = CATALOGUE.verb(noun, name).expect("a verb");
    let given = given.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
    Outgoing {
        form: Some(form(verb)),
        given: given.collect(),
        ..cards::message(Act::Form, Card::line(say!("mine-nothing")))
    }
}

#[tokio::test]
async fn words_that_are_missing_are_asked_for_in_a_form() {
    let mut office = Office::open(8).await;
    office.fake.sockets().send(office.command("e1", "UTAM1", "unix", "/incident hold INC-7"));
    let (_, to) = office.letter().await;
    answer(to, vec![form_of("incident", "hold", &[("id", "INC-7")])]);
    let modal = office.fake.until("a modal", |state| state.modals.first().cloned()).await;
    assert_eq!(modal["blocks"][1]["element"]["initial_value"], "INC-7");
    assert_eq!(modal["callback_id"], "form");

    // Refused, it stays open and says why; then it is accepted and answered where it was asked for.
    let values = json!({
        "id": {"value": {"type": "plain_text_input", "value": "INC-7"}},
        "text": {"value": {"type": "plain_text_input", "value": "their window"}},
    });
    let submit = |id: &str| deeds::submission(id, "UTAM1", &modal, &values);
    office.fake.sockets().send(submit("e2"));
    let (letter, to) = office.letter().await;
    assert_eq!(letter.text, "/incident hold INC-7 \"their window\"");
    assert_eq!(letter.place, Place::channel("unix"));
    answer(to, vec![cards::message(Act::Refused, Card::line(say!("person-unknown")))]);
    let errors = json!({"id": "This account belongs to nobody here yet."});
    let refused = json!({"response_action": "errors", "errors": errors});
    assert_eq!(office.fake.acknowledged("e2").await["payload"], refused);

    office.fake.sockets().send(submit("e3"));
    let (again, to) = office.letter().await;
    assert_ne!(again.delivery, letter.delivery);
    answer(to, vec![reply("x")]);
    assert_eq!(office.fake.acknowledged("e3").await, json!({"envelope_id": "e3"}));
    let whispered = |state: &crate::support::slack::state::State| state.ephemeral.first().cloned();
    let (_, user, message) = office.fake.until("a whisper", whispered).await;
    assert_eq!((user.as_str(), &message["text"]), ("UTAM1", &json!("1 thing waits for you")));
    office.fake.nothing_wrong();
}

/// The trigger's three seconds are over: the same is said in words.
#[tokio::test]
async fn a_form_that_comes_too_late_is_a_sentence() {
    let mut office = Office::open(8).await;
    office.fake.sockets().send(office.command("e1", "UTAM1", "unix", "/incident hold INC-7"));
    let (_, to) = office.letter().await;
    office.fake.state().triggers.clear();
    answer(to, vec![form_of("incident", "hold", &[])]);
    let answers = answers(&office, "UTAM1", 1).await;
    assert_eq!(answers[0]["text"], "Nothing waits for you.");
    assert_eq!(office.fake.state().modals.len(), 0);
}

#[tokio::test]
async fn a_message_becomes_an_incident_by_its_shortcut() {
    let mut office = Office::open(8).await;
    let text = "\nshop &lt;b&gt; is <http://down.example|down.example>\nsince noon";
    office.fake.sockets().send(deeds::shortcut(&office.fake, "e1", "UTAM1", "unix", text));
    let (letter, to) = office.letter().await;
    assert_eq!(letter.text, "/incident open");
    answer(to, vec![form_of("incident", "open", &[])]);
    let modal = office.fake.until("a modal", |state| state.modals.first().cloned()).await;
    assert_eq!(modal["blocks"][1]["element"]["initial_value"], "shop <b> is down.example");
    office.fake.nothing_wrong();
}

#[tokio::test]
async fn my_work_stands_in_the_home_when_it_is_opened() {
    let mut office = Office::open(8).await;
    let event = deeds::home_opened("UUNIX1", "home");
    office.fake.sockets().send(office.fake.sockets().event("e1", event));
    let (letter, to) = office.letter().await;
    assert_eq!(letter.text, "/baton mine");
    assert_eq!(letter.place, Place::Direct(PersonId::new("unix-1")));
    answer(to, vec![reply("xx")]);
    let home = office.fake.until("a home", |state| state.homes.get("UUNIX1").cloned()).await;
    assert_eq!(home["blocks"][0]["text"]["text"], "My work");
    assert_eq!(home["blocks"][1]["text"]["text"], "2 things wait for you");
    office.fake.nothing_wrong();
}
