//! What Bolt, Slack's own framework, makes of our Slack: the deeds of a day, the ends of a connection, every no.

use std::path::Path;
use std::process::Command;

use reqwest::{Client, StatusCode};
use serde_json::{Value, json};

use super::guest::{Guest, brought};
use crate::slack::office::{workspace, world};
use crate::support::slack::signed::{Request, SECRET, Signed};
use crate::support::slack::state::{APP_TOKEN, BOT_TOKEN, Fault};
use crate::support::slack::{FakeSlack, deeds};

/// A workspace in which the bot is in `#unix`.
async fn open() -> FakeSlack {
    let fake = workspace(&world()).await;
    let unix = fake.state().id("unix");
    fake.state().rooms.get_mut(&unix).expect("a channel").is_member = true;
    fake
}

/// The bot on Bolt, and where it listens: `socket`, or an address.
async fn started(way: &str, fake: &FakeSlack) -> (Guest, String) {
    let mut bot = Guest::start(
        Command::new(brought("python/bin/python"))
            .arg(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/judges/bolt.py"))
            .arg(way)
            .env("SLACK_API", format!("{}/", fake.api()))
            .env("BOT_TOKEN", BOT_TOKEN)
            .env("APP_TOKEN", APP_TOKEN)
            .env("SIGNING_SECRET", SECRET),
    );
    let line = bot.line().await;
    let ready = line["ready"].as_str().unwrap_or_else(|| panic!("{line:#}")).to_owned();
    (bot, ready)
}

/// By Socket Mode or by HTTP: brings an envelope, and answers what Bolt acknowledged it with.
enum Way<'f> {
    Socket(&'f FakeSlack),
    Http(Signed),
}

impl Way<'_> {
    async fn bring(&self, envelope: &Value) -> Value {
        match self {
            Way::Socket(fake) => {
                fake.sockets().send(envelope.clone());
                let id = envelope["envelope_id"].as_str().expect("an id");
                fake.acknowledged(id).await["payload"].take()
            }
            Way::Http(slack) => {
                let answer = slack.send(&Request::of(envelope)).await;
                assert_eq!(answer.status(), StatusCode::OK, "{envelope:#}");
                let text = answer.text().await.expect("a text");
                match text.is_empty() {
                    true => Value::Null,
                    false => serde_json::from_str(&text).unwrap_or(json!({"text": text})),
                }
            }
        }
    }
}

/// What Bolt yields of a deed of `UUNIX1`'s in `#unix`, but for what is said otherwise.
fn heard(fake: &FakeSlack, what: &str, more: Value) -> Value {
    let mut heard = json!({
        "heard": what, "team_id": "T1", "user_id": "UUNIX1", "channel_id": fake.state().id("unix"),
        "bot_id": "B1", "bot_user_id": "UBOT",
    });
    for (key, value) in more.as_object().expect("fields") {
        heard[key] = value.clone();
    }
    heard
}

/// Everything that is done, whichever way it comes.
async fn a_day(fake: &FakeSlack, bot: &mut Guest, way: &Way<'_>) {
    command_and_press(fake, bot, way).await;
    form(fake, bot, way).await;
    events(fake, bot, way).await;
    fake.nothing_wrong();
}

async fn command_and_press(fake: &FakeSlack, bot: &mut Guest, way: &Way<'_>) {
    let command = deeds::command(fake, "command", "UUNIX1", "unix", "/incident list open");
    assert_eq!(way.bring(&command).await, json!({"text": "Heard."}));
    let more = json!({"command": "/incident", "text": "list open", "name": "unix"});
    assert_eq!(bot.line().await, heard(fake, "command", more));
    let metadata = json!({"event_type": "baton_message", "event_payload": {"name": "INC-1/1/0"}});
    let did = json!({
        "did": "command", "answered": [200, "ok"],
        "posted": ["a card", "B1", "INC-1/1/0"], "below": true,
        "found": [["an edited card", metadata]],
        "thread": ["an edited card", "below it"], "whispered": true,
    });
    assert_eq!(bot.line().await, did);

    let press = deeds::press(fake, "press", "UUNIX1", "unix", "/incident ack INC-7");
    assert_eq!(way.bring(&press).await, Value::Null);
    let more = json!({"value": "/incident ack INC-7", "ts": "1900000001.000100", "trigger": true});
    assert_eq!(bot.line().await, heard(fake, "press", more));
    assert_eq!(bot.line().await, json!({"did": "press", "answered": "ok"}));
}

async fn form(fake: &FakeSlack, bot: &mut Guest, way: &Way<'_>) {
    let shortcut = deeds::shortcut(fake, "shortcut", "UUNIX1", "unix", "it is down");
    assert_eq!(way.bring(&shortcut).await, Value::Null);
    let more = json!({"text": "it is down", "ts": "1900000001.000100"});
    assert_eq!(bot.line().await, heard(fake, "shortcut", more));
    let did = bot.line().await;
    assert_eq!(did["again"], json!(["expired_trigger_id", 200, null]));
    let view = did["view"].clone();
    assert_eq!((&view["callback_id"], &view["team_id"]), (&json!("form"), &json!("T1")));

    for (title, answer) in [
        ("", json!({"response_action": "errors", "errors": {"title": "Say what it is."}})),
        ("it is down", Value::Null),
    ] {
        let values = json!({"title": {"value": {"type": "plain_text_input", "value": title}}});
        let id = format!("submission{}", title.len());
        let submission = deeds::submission(&id, "UUNIX1", &view, &values);
        assert_eq!(way.bring(&submission).await, answer);
        let more = json!({"title": title, "carried": "carried", "channel_id": null});
        assert_eq!(bot.line().await, heard(fake, "submission", more));
    }
}

async fn events(fake: &FakeSlack, bot: &mut Guest, way: &Way<'_>) {
    let unix = fake.state().id("unix");

    let direct = fake.state().direct("UUNIX1");
    let talk = fake.sockets().event("talk", deeds::talk(&direct, "UUNIX1", "baton mine"));
    assert_eq!(way.bring(&talk).await, Value::Null);
    let more = json!({
        "text": "baton mine", "kind": "im", "ts": "1900000009.000100", "channel_id": direct,
    });
    assert_eq!(bot.line().await, heard(fake, "talk", more));
    assert_eq!(bot.line().await, json!({"did": "talk", "said": "I heard you."}));

    let mention = fake.sockets().event("mention", deeds::mention(&unix, "UUNIX1", "ack"));
    assert_eq!(way.bring(&mention).await, Value::Null);
    assert_eq!(bot.line().await, heard(fake, "mention", json!({"text": "<@UBOT> ack"})));

    let home = fake.sockets().event("home", deeds::home_opened("UUNIX1", "home"));
    assert_eq!(way.bring(&home).await, Value::Null);
    assert_eq!(bot.line().await, heard(fake, "home", json!({"tab": "home", "channel_id": "D1"})));
    assert_eq!(bot.line().await, json!({"did": "home", "view": "home"}));
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs Bolt: tests/judges/run"]
async fn bolt_lives_a_day_by_socket_mode_over_every_kind_of_disconnect() {
    let fake = open().await;
    let (mut bot, _) = started("socket", &fake).await;
    fake.connected(1).await;
    a_day(&fake, &mut bot, &Way::Socket(&fake)).await;
    for (nth, end) in ["warning", "refresh_requested", "closed", "deaf"].into_iter().enumerate() {
        let ever = fake.sockets().ever();
        let number = *fake.sockets().numbers().last().expect("a connection");
        match end {
            "closed" => fake.sockets().close(number),
            "deaf" => fake.sockets().freeze(number),
            reason => fake.sockets().disconnect(number, reason),
        }
        let again = |shared: &crate::support::slack::Shared| {
            let numbers = shared.sockets.numbers();
            (numbers.len() == 1 && numbers[0] > ever).then_some(())
        };
        fake.shared().until(&format!("another connection after {end}"), again).await;
        let id = format!("again{nth}");
        let event = deeds::mention(&fake.state().id("unix"), "UUNIX1", &id);
        Way::Socket(&fake).bring(&fake.sockets().event(&id, event)).await;
        assert_eq!(bot.line().await["text"], format!("<@UBOT> {id}"));
    }
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs Bolt: tests/judges/run"]
async fn bolt_lives_a_day_by_http_and_hears_only_what_is_signed() {
    let fake = open().await;
    let (mut bot, address) = started("http", &fake).await;
    let signed = || Signed { address: address.clone(), client: Client::new() };
    let (slack, way) = (signed(), Way::Http(signed()));
    a_day(&fake, &mut bot, &way).await;

    let challenge = json!({"type": "url_verification", "token": "x", "challenge": "3eZbrw1a"});
    let answer = slack.send(&Request::event(&challenge)).await;
    let said: Value = serde_json::from_str(&answer.text().await.expect("a text")).expect("JSON");
    assert_eq!(said["challenge"], "3eZbrw1a");

    let good = Request::of(&deeds::command(&fake, "e", "UUNIX1", "unix", "/incident list"));
    let forged = Request { body: format!("{}x", good.body), ..good.clone() };
    let unsigned = Request { signature: String::new(), ..good.clone() };
    let old = Request::new(good.kind, good.body.clone(), 368);
    for (what, request) in [("forged", forged), ("unsigned", unsigned), ("old", old)] {
        assert_eq!(slack.send(&request).await.status(), StatusCode::UNAUTHORIZED, "{what}");
    }
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs Bolt: tests/judges/run"]
async fn slacks_kit_takes_what_our_slack_answers() {
    let fake = open().await;
    let (mut bot, _) = started("http", &fake).await;
    let around = bot.sent("look around").await;
    let me = json!({
        "user_id": "UBOT", "bot_id": "B1", "team_id": "T1", "team": "Demo", "user": "baton",
        "url": "https://demo.example/",
    });
    assert_eq!(around["me"], me);
    let open = |state: &crate::support::slack::state::State| {
        let named = state.rooms.values().filter(|room| room.with.is_none());
        named.map(|room| room.name.clone()).collect::<std::collections::BTreeSet<_>>()
    };
    assert_eq!(around["channels"], json!(open(&fake.state())));
    assert_eq!(around["groups"], json!(["unix-team"]));
    assert_eq!(around["direct"], "D");
    assert_eq!(bot.sent("upload").await, json!([["F", "A chart"]]));
    fake.nothing_wrong();
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs Bolt: tests/judges/run"]
async fn slacks_kit_understands_every_no() {
    let fake = open().await;
    let (mut bot, _) = started("http", &fake).await;
    let slow = [Fault::None, Fault::None, Fault::Slow("7"), Fault::Slow("3")];
    fake.fault("chat.postMessage", slow);
    let wanted = json!({
        "nowhere": ["channel_not_found", 200, null],
        "stranger": ["invalid_auth", 200, null],
        "argument": ["invalid_arguments", 200, null],
        "method": ["unknown_method", 200, null],
        "slowed": ["ratelimited", 429, "7"],
        "patient": {"waited": [3], "then": ["channel_not_found", 200, null]},
    });
    assert_eq!(bot.sent("be refused").await, wanted);
}
