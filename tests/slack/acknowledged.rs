//! What Slack is told while the disk is slow: never that something was done before it is on disk, and nothing that was
//! promised is lost.

use std::time::Duration;

use baton::chat::slack::ack::Deadlines;
use baton::chat::slack::{Way, http};
use baton::secret::Secret;
use reqwest::{Client, StatusCode};
use serde_json::{Value, json};

use super::listening::{answers, reply};
use super::office::{Office, answer, hurried, workspace, world};
use crate::support::slack::deeds;
use crate::support::slack::signed::{Request, SECRET, Signed};
use crate::support::slack::state::State;

/// Long enough to take a letter on a machine with much to do, and short enough to be waited for.
const HURRY: Deadlines = Deadlines { acts: Duration::from_secs(1), words: Duration::from_secs(1) };
/// Words that are waited for longer than acts.
const UNEQUAL: Deadlines =
    Deadlines { acts: Duration::from_millis(60), words: Duration::from_secs(15) };

const LATE: &str = "I did not get to this in time. Nothing was done; say it again.";
const WRITING: &str = "This is being written down";

fn text(message: &Value) -> &str {
    message["text"].as_str().unwrap_or_default()
}

fn said(office: &Office, id: &str, nth: u32) -> Value {
    let channel = office.fake.state().direct("UUNIX1");
    let event = deeds::talk(&channel, "UUNIX1", "incident ack INC-7");
    let mut envelope = office.fake.sockets().event(id, event);
    envelope["retry_attempt"] = json!(nth);
    envelope
}

fn direct(state: &State) -> Vec<Value> {
    let rooms = state.rooms.values().filter(|room| room.with.as_deref() == Some("UUNIX1"));
    rooms.flat_map(|room| room.messages.clone()).collect()
}

/// Waits for a sign that all that was sent before by the same connection was taken in.
async fn afterwards(office: &Office, id: &str) {
    office.fake.sockets().send(json!({"envelope_id": id, "type": "surprise", "payload": 7}));
    office.fake.acknowledged(id).await;
}

#[tokio::test]
async fn a_command_that_nobody_began_with_is_taken_back_and_says_so() {
    let mut office = Office::hurried(8, HURRY).await;
    office.fake.sockets().send(office.command("e1", "UTAM1", "unix", "/incident ack INC-7"));
    let ack = office.fake.acknowledged("e1").await;
    assert_eq!(ack["payload"], json!({"response_type": "ephemeral", "text": LATE}));
    assert!(office.letters.try_recv().is_err(), "it would be done after all");
    office.fake.nothing_wrong();
}

#[tokio::test]
async fn a_command_that_is_being_written_down_says_that_and_then_how_it_went() {
    let mut office = Office::hurried(8, HURRY).await;
    office.fake.sockets().send(office.command("e1", "UTAM1", "unix", "/incident ack INC-7"));
    let (_, to) = office.letter().await;
    let ack = office.fake.acknowledged("e1").await;
    assert!(text(&ack["payload"]).starts_with(WRITING), "{ack}");
    assert_eq!(office.fake.state().answers("UTAM1"), [Value::Null; 0]);
    answer(to, vec![reply("x")]);
    let answers = answers(&office, "UTAM1", 1).await;
    assert_eq!(text(&answers[0]), "1 thing waits for you");
    office.fake.nothing_wrong();
}

/// The disk failed while it was written: what is said is that nobody knows.
#[tokio::test]
async fn what_was_being_written_down_when_the_bot_stopped_is_not_called_done() {
    let mut office = Office::hurried(8, HURRY).await;
    office.fake.sockets().send(office.command("e1", "UTAM1", "unix", "/incident ack INC-7"));
    let (_, to) = office.letter().await;
    office.fake.acknowledged("e1").await;
    drop(to);
    let answers = answers(&office, "UTAM1", 1).await;
    assert!(text(&answers[0]).starts_with("I could not finish this in time"), "{answers:?}");
}

/// A press has no acknowledgement that could say anything: its address does.
#[tokio::test]
async fn a_press_is_answered_at_its_address_in_both_cases() {
    let mut office = Office::hurried(8, HURRY).await;
    office.fake.sockets().send(office.press("e1", "UUNIX1", "unix", "/incident ack INC-7"));
    assert_eq!(office.fake.acknowledged("e1").await, json!({"envelope_id": "e1"}));
    let first = answers(&office, "UUNIX1", 1).await;
    assert_eq!(text(&first[0]), LATE);
    assert!(office.letters.try_recv().is_err());

    office.fake.sockets().send(office.press("e2", "UDC1", "unix", "/incident ack INC-7"));
    let (_, to) = office.letter().await;
    office.fake.acknowledged("e2").await;
    assert!(text(&answers(&office, "UDC1", 1).await[0]).starts_with(WRITING));
    answer(to, vec![reply("x")]);
    assert_eq!(text(&answers(&office, "UDC1", 2).await[1]), "1 thing waits for you");
    office.fake.nothing_wrong();
}

fn form(id: &str) -> Value {
    let carried = json!({"form": "incident.hold", "channel": "", "name": "", "thread": null});
    let view = json!({
        "id": format!("V{id}"), "callback_id": "form", "type": "modal",
        "private_metadata": carried.to_string(),
        "blocks": [{"type": "input", "block_id": "id"}],
    });
    let values = json!({"id": {"value": {"type": "plain_text_input", "value": "INC-7"}}});
    deeds::submission(id, "UTAM1", &view, &values)
}

/// It stays open with what was written in it, or it closes and the answer comes.
#[tokio::test]
async fn a_form_stays_open_when_nobody_began_with_it() {
    let mut office = Office::hurried(8, HURRY).await;
    office.fake.sockets().send(form("e1"));
    let ack = office.fake.acknowledged("e1").await;
    assert_eq!(ack["payload"]["response_action"], "errors", "{ack}");
    assert_eq!(ack["payload"]["errors"], json!({"id": LATE}));
    assert!(office.letters.try_recv().is_err());

    office.fake.sockets().send(form("e2"));
    let (_, to) = office.letter().await;
    assert_eq!(office.fake.acknowledged("e2").await, json!({"envelope_id": "e2"}));
    answer(to, vec![reply("x")]);
    let told = |state: &State| {
        let rooms = state.rooms.values().filter(|room| room.with.as_deref() == Some("UTAM1"));
        let told: Vec<Value> = rooms.flat_map(|room| room.messages.clone()).collect();
        (told.len() == 2).then_some(told)
    };
    let told = office.fake.until("both sentences", told).await;
    assert!(text(&told[0]).starts_with(WRITING), "{told:?}");
    assert_eq!(text(&told[1]), "1 thing waits for you");
}

/// Slack says again what was not acknowledged, and it is the same act with one answer.
#[tokio::test]
async fn words_are_acknowledged_when_they_are_on_disk_and_not_before() {
    let mut office = Office::hurried(8, HURRY).await;
    office.fake.sockets().send(said(&office, "e1", 0));
    let (first, to_first) = office.letter().await;
    office.fake.sockets().send(said(&office, "e2", 1));
    let (second, to_second) = office.letter().await;
    assert_eq!(first.delivery, second.delivery);
    // Its deadline passes while that of an act does, which was said later.
    office.fake.sockets().send(office.command("later", "UTAM1", "unix", "/baton mine"));
    office.fake.acknowledged("later").await;
    afterwards(&office, "marker").await;
    assert_eq!(office.fake.sockets().ack("e1"), None, "a crash now would lose it");
    // It reaches the disk, and the last delivery is told.
    office.fake.sockets().send(said(&office, "e3", 2));
    let (_, to_third) = office.letter().await;
    for to in [to_first, to_second, to_third] {
        answer(to, vec![reply("x")]);
    }
    assert_eq!(office.fake.acknowledged("e3").await, json!({"envelope_id": "e3"}));
    assert_eq!(office.fake.sockets().ack("e1"), None);
    office.fake.until("an answer", |state| (!direct(state).is_empty()).then_some(())).await;
    afterwards(&office, "marker-2").await;
    assert_eq!(direct(&office.fake.state()).len(), 1, "it is answered once");
    office.fake.nothing_wrong();
}

/// The bot stopped before it was on disk: whoever starts next is told by Slack.
#[tokio::test]
async fn words_that_were_not_kept_are_not_acknowledged() {
    let mut office = Office::hurried(8, UNEQUAL).await;
    office.fake.sockets().send(said(&office, "e1", 0));
    let (_, to) = office.letter().await;
    drop(to);
    office.fake.sockets().send(office.command("later", "UTAM1", "unix", "/baton mine"));
    office.fake.acknowledged("later").await;
    assert_eq!(office.fake.sockets().ack("e1"), None);
    assert_eq!(direct(&office.fake.state()), [Value::Null; 0], "nothing is said that is not so");
}

/// The same by signed requests: they are refused, and may come again with the same signature.
#[tokio::test]
async fn words_by_request_are_refused_until_they_are_on_disk() {
    let world = world();
    let fake = workspace(&world).await;
    let free = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let listen = free.local_addr().expect("an address");
    drop(free);
    let way = Way::Http { signing_secret: Secret::new(SECRET), listen };
    let slack = hurried(&fake, &world, way, HURRY);
    let mut office = Office::on(fake, slack, 8);
    office.fake.until("a start", |state| (state.count("auth.test") > 0).then_some(())).await;
    let signed =
        Signed { address: format!("http://{listen}{}", http::PATH), client: Client::new() };
    let request = Request::event(&said(&office, "e1", 0)["payload"]);
    assert_eq!(signed.send(&request).await.status(), StatusCode::SERVICE_UNAVAILABLE);
    let (first, _to) = office.letter().await;
    let again = tokio::spawn(async move { signed.send(&request).await.status() });
    let (second, to) = office.letter().await;
    assert_eq!(first.delivery, second.delivery);
    answer(to, vec![reply("x")]);
    assert_eq!(again.await.unwrap(), StatusCode::OK);
}
