//! Requests that Slack signs: only those are heard, and each once.

use baton::chat::slack::manifest::manifest;
use baton::chat::slack::{Way, http};
use baton::chat::{Act, Inbound, Outgoing, Who};
use baton::secret::Secret;
use baton_commands::card::Card;
use baton_commands::ids::PersonId;
use baton_commands::say;
use reqwest::{Client, StatusCode};
use serde_json::{Value, json};
use tokio::net::TcpListener;

use super::cards;
use super::office::{Office, answer, slack, workspace, world};
use crate::support::slack::deeds;
use crate::support::slack::signed::{Request, SECRET, Signed};

/// The bot behind an address; and Slack's way to it.
async fn open() -> (Office, Signed) {
    let world = world();
    let fake = workspace(&world).await;
    // A free port, by asking for one and giving it back.
    let free = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let listen = free.local_addr().expect("an address");
    drop(free);
    let slack = slack(&fake, &world, Way::Http { signing_secret: Secret::new(SECRET), listen });
    let office = Office::on(fake, slack, 4);
    // It listens before it speaks.
    let spoken =
        |state: &crate::support::slack::state::State| (state.count("auth.test") > 0).then_some(());
    office.fake.until("a first word", spoken).await;
    let signed =
        Signed { address: format!("http://{listen}{}", http::PATH), client: Client::new() };
    (office, signed)
}

/// Sends a request, which is heard, answered and then acknowledged; the letter it became.
async fn heard(
    office: &mut Office,
    slack: &Signed,
    request: &Request,
    messages: Vec<Outgoing>,
) -> Inbound {
    let answered = async {
        let (letter, to) = office.letter().await;
        answer(to, messages);
        letter
    };
    let (sent, letter) = tokio::join!(slack.send(request), answered);
    assert_eq!(sent.status(), StatusCode::OK);
    letter
}

fn command(office: &Office, line: &str) -> Request {
    Request::of(&office.command("e", "UTAM1", "unix", line))
}

#[tokio::test]
async fn slack_is_told_that_the_address_is_ours() {
    let (_office, slack) = open().await;
    let challenge = json!({"type": "url_verification", "token": "x", "challenge": "3eZbrw1a"});
    let answer = slack.send(&Request::event(&challenge)).await;
    assert_eq!(answer.status(), StatusCode::OK);
    let said: Value = serde_json::from_str(&answer.text().await.unwrap()).unwrap();
    assert_eq!(said, json!({"challenge": "3eZbrw1a"}));
}

#[tokio::test]
async fn a_signed_command_is_heard_and_answered() {
    let (mut office, slack) = open().await;
    let line = "/incident open \"Shop down & out\" --severity 2";
    let request = command(&office, line);
    let letter = heard(&mut office, &slack, &request, vec![cards::refused()]).await;
    assert_eq!(letter.text, line);
    assert_eq!(letter.who, Who::Person(PersonId::new("tam-1")));
    let answered = |state: &crate::support::slack::state::State| {
        (!state.answers("UTAM1").is_empty()).then_some(())
    };
    office.fake.until("an answer", answered).await;
    office.fake.nothing_wrong();
}

#[tokio::test]
async fn only_what_slack_signed_within_five_minutes_is_heard_and_once() {
    let (mut office, slack) = open().await;
    let good = command(&office, "/baton mine");
    let at = |ago: i64| Request::new(good.kind, good.body.clone(), ago);
    let changed = Request { body: format!("{}x", good.body), ..good.clone() };
    let mut other = good.clone();
    other.signature = other.signature.replace("v0=", "v0=0").chars().take(67).collect();
    let unsigned = Request { signature: String::new(), ..good.clone() };
    let moved =
        Request { stamp: (good.stamp.parse::<i64>().unwrap() - 1).to_string(), ..good.clone() };
    let cases = [
        ("changed", changed, StatusCode::UNAUTHORIZED),
        ("signed otherwise", other, StatusCode::UNAUTHORIZED),
        ("unsigned", unsigned, StatusCode::UNAUTHORIZED),
        ("moved in time", moved, StatusCode::UNAUTHORIZED),
        ("six minutes old", at(368), StatusCode::UNAUTHORIZED),
        ("of the future", at(-368), StatusCode::UNAUTHORIZED),
    ];
    for (what, request, wanted) in cases {
        assert_eq!(slack.send(&request).await.status(), wanted, "{what}");
    }
    heard(&mut office, &slack, &at(240), Vec::new()).await;
    // The very same request again, signature and all, is heard once.
    heard(&mut office, &slack, &good, Vec::new()).await;
    for _ in 0..2 {
        assert_eq!(slack.send(&good).await.status(), StatusCode::OK);
    }
    assert!(office.letters.try_recv().is_err());
}

#[tokio::test]
async fn what_is_too_large_or_no_json_is_refused() {
    let (_office, slack) = open().await;
    let large = Request::new("application/json", "x".repeat(2 * 1024 * 1024), 0);
    assert_eq!(slack.send(&large).await.status(), StatusCode::PAYLOAD_TOO_LARGE);
    let odd = Request::new("application/json", "{".to_owned(), 0);
    assert_eq!(slack.send(&odd).await.status(), StatusCode::BAD_REQUEST);
}

#[tokio::test]
async fn presses_forms_and_events_come_by_the_same_door() {
    let (mut office, slack) = open().await;
    let press = Request::of(&office.press("e", "UUNIX1", "unix", "/incident ack INC-7"));
    assert_eq!(heard(&mut office, &slack, &press, Vec::new()).await.text, "/incident ack INC-7");

    let view = json!({
        "id": "V1", "callback_id": "form", "type": "modal",
        "private_metadata": json!({"form": "incident.hold", "channel": "", "name": ""}).to_string(),
        "blocks": [{"type": "input", "block_id": "id"}],
    });
    let values = json!({"id": {"value": {"type": "plain_text_input", "value": "INC-7"}}});
    let request = Request::of(&deeds::submission("t", "UUNIX1", &view, &values));
    let (sent, ()) = tokio::join!(slack.send(&request), async {
        let (letter, to) = office.letter().await;
        assert_eq!(letter.text, "/incident hold INC-7");
        answer(to, vec![cards::message(Act::Refused, Card::line(say!("person-unknown")))]);
    });
    let said: Value = serde_json::from_str(&sent.text().await.unwrap()).unwrap();
    assert_eq!(said["response_action"], "errors");

    let channel = office.fake.state().direct("UUNIX1");
    let event = office.fake.sockets().event("e", deeds::talk(&channel, "UUNIX1", "mine"));
    let event = Request::of(&event);
    assert_eq!(heard(&mut office, &slack, &event, Vec::new()).await.text, "mine");
}

/// The same request has the same name a signature holds for; older ones are forgotten.
#[test]
fn signatures_are_remembered_as_long_as_they_hold() {
    let mut seen = http::Seen::default();
    let cases = [
        (1_000, "a", true),
        (1_000, "a", false),
        (1_000, "b", true),
        (1_300, "a", true),
        (1_600, "c", true),
        (1_000, "a", false),
        (1_601, "d", true),
        // Nobody could use it any more.
        (1_000, "a", true),
    ];
    for (stamp, signature, wanted) in cases {
        assert_eq!(seen.is_new(stamp, signature), wanted, "{stamp} {signature}");
    }
}

/// What is installed speaks to the door it names.
#[test]
fn the_manifest_names_the_door() {
    let by_socket = manifest(None);
    assert_eq!(by_socket["settings"]["socket_mode_enabled"], true);
    assert!(!by_socket.to_string().contains("request_url"));
    let by_http = manifest(Some("https://baton.example/"));
    assert_eq!(by_http["settings"]["socket_mode_enabled"], false);
    let door = "https://baton.example/slack";
    assert_eq!(by_http["settings"]["interactivity"]["request_url"], door);
    assert_eq!(by_http["settings"]["event_subscriptions"]["request_url"], door);
    assert_eq!(by_http["features"]["slash_commands"][0]["url"], door);
}
