//! The bridge's lines, in and out.

use std::sync::Arc;

use baton_commands::card::Card;
use baton_commands::ids::Place;
use baton_commands::say;
use baton_commands::world::World;
use serde_json::{Value, json};
use tokio::io::{
    AsyncBufReadExt as _, AsyncWriteExt as _, BufReader, DuplexStream, Lines, ReadHalf, WriteHalf,
};
use tokio::sync::watch;

use super::{Bridge, Shared};
use crate::chat::inbound::Letters;
use crate::chat::{Act, DeliveryError, Inbox, Outgoing, Platform, Receipt, Scope, Who};

/// The other side of a bridge.
struct Other {
    lines: Lines<BufReader<ReadHalf<DuplexStream>>>,
    writing: WriteHalf<DuplexStream>,
}

impl Other {
    async fn says(&mut self, line: Value) {
        self.writes(&line.to_string()).await;
    }

    async fn writes(&mut self, line: &str) {
        self.writing.write_all(format!("{line}\n").as_bytes()).await.unwrap();
    }

    async fn hears(&mut self) -> Value {
        let line = self.lines.next_line().await.unwrap().expect("a line");
        serde_json::from_str(&line).unwrap()
    }
}

/// A bridge that is listened at, its other side, and the letters that come over it.
fn bridge(room: usize) -> (Arc<Shared>, Other, Letters) {
    patient(room, super::ANSWER_WITHIN)
}

/// A bridge that waits so long for its answers.
fn patient(room: usize, answer_within: std::time::Duration) -> (Arc<Shared>, Other, Letters) {
    let (ours, theirs) = tokio::io::duplex(1 << 16);
    let (reading, writing) = tokio::io::split(ours);
    let (_, world) = watch::channel(World::default());
    let (mut bridge, write) = Bridge::new(reading, writing, world);
    bridge.answer_within = answer_within;
    tokio::spawn(write);
    let shared = Arc::new(Shared(Arc::new(bridge)));
    let (inbox, letters) = Inbox::new(room);
    let listening = Arc::clone(&shared);
    tokio::spawn(async move { listening.listen(inbox).await });
    let (reading, writing) = tokio::io::split(theirs);
    (shared, Other { lines: BufReader::new(reading).lines(), writing }, letters)
}

fn message() -> Outgoing {
    Outgoing {
        name: "INC-7/4/0@#unix".to_owned(),
        also: Vec::new(),
        at: chrono::DateTime::UNIX_EPOCH,
        act: Act::Post,
        place: Place::channel("unix"),
        to: None,
        pings: Default::default(),
        spared: Default::default(),
        reason: Some("incident.opened".into()),
        about: vec!["INC-7".parse().unwrap()],
        rank: 3,
        card: Card::line(say!("person-unknown")),
        form: None,
        given: Vec::new(),
        surface: None,
        root: Some(Receipt("m41".to_owned())),
        language: Default::default(),
        zone: chrono_tz::UTC,
    }
}

#[tokio::test]
async fn what_somebody_says_is_answered_under_its_id() {
    let (_bridge, mut other, mut letters) = bridge(8);
    other.says(json!({"type": "say", "id": "9", "account": "u1", "channel": "unix", "text": "/incident list"})).await;
    let (letter, answer) = letters.recv().await.unwrap();
    assert_eq!((letter.delivery.0.as_str(), letter.text.as_str()), ("bridge:9", "/incident list"));
    assert_eq!(
        (letter.who, letter.place),
        (Who::Stranger("bridge:u1".to_owned()), Place::channel("unix"))
    );
    answer.send(vec![Outgoing { act: Act::Reply, ..message() }]).unwrap();
    let told = other.hears().await;
    assert_eq!(
        (&told["type"], &told["id"], &told["message"]["act"]),
        (&json!("answer"), &json!("9"), &json!("reply"))
    );
}

#[tokio::test]
async fn a_message_is_delivered_when_the_other_side_says_so() {
    let (bridge, mut other, _letters) = bridge(8);
    for (answer, expected) in [
        (json!({"type": "done", "receipt": "m42"}), Ok(Receipt("m42".to_owned()))),
        (
            json!({"type": "never", "why": "no such room"}),
            Err(DeliveryError::Never { why: "no such room".to_owned() }),
        ),
        (
            json!({"type": "later", "after": 1.5, "everywhere": true}),
            Err(DeliveryError::Later {
                after: chrono::Duration::milliseconds(1_500),
                scope: Scope::Platform,
                why: "the other side asks to wait".to_owned(),
                said: true,
            }),
        ),
    ] {
        let message = message();
        let other_side = async {
            let told = other.hears().await;
            assert_eq!(
                (&told["type"], &told["message"]["root"]),
                (&json!("deliver"), &json!("m41"))
            );
            let mut answer = answer.clone();
            answer["name"] = told["name"].clone();
            other.says(answer).await;
        };
        let (delivered, ()) = tokio::join!(bridge.deliver(&message), other_side);
        assert_eq!(delivered, expected);
    }
}

#[tokio::test]
async fn a_message_without_an_answer_may_have_arrived_and_is_asked_for() {
    let (hasty, mut other, _letters) = patient(8, std::time::Duration::ZERO);
    let lost = hasty.deliver(&message()).await;
    assert!(matches!(lost, Err(DeliveryError::Unknown { .. })), "{lost:?}");
    assert_eq!(other.hears().await["type"], json!("deliver"), "it was told nevertheless");
    let (bridge, mut other, _letters) = bridge(8);
    let message = message();
    let other_side = async {
        let told = other.hears().await;
        assert_eq!(told, json!({"type": "find", "name": "INC-7/4/0@#unix"}));
        other.says(json!({"type": "found", "name": "INC-7/4/0@#unix", "receipt": "m42"})).await;
    };
    let (found, ()) = tokio::join!(bridge.find(&message), other_side);
    assert_eq!(found.unwrap(), Some(Receipt("m42".to_owned())));
}

#[tokio::test]
async fn a_line_that_is_not_understood_is_named_and_the_next_is_heard() {
    let (_bridge, mut other, mut letters) = bridge(8);
    other.writes("not JSON").await;
    other
        .says(json!({"type": "say", "id": "1", "account": "u1", "text": "help", "colour": "red"}))
        .await;
    other.says(json!({"type": "done", "name": "INC-1/0/0@#unix", "receipt": "m1"})).await;
    for line in 1..=3 {
        let told = other.hears().await;
        assert_eq!((&told["type"], &told["line"]), (&json!("error"), &json!(line)));
    }
    other.says(json!({"type": "say", "id": "1", "account": "u1", "text": "help"})).await;
    assert_eq!(letters.recv().await.unwrap().0.text, "help");
}

#[tokio::test]
async fn more_than_can_be_heard_is_answered_and_not_kept() {
    let (_bridge, mut other, mut letters) = bridge(1);
    for id in ["1", "2"] {
        other.says(json!({"type": "say", "id": id, "account": "u1", "text": "help"})).await;
    }
    let told = other.hears().await;
    assert_eq!((&told["id"], &told["message"]["act"]), (&json!("2"), &json!("refused")));
    assert_eq!(letters.recv().await.unwrap().0.delivery.0, "bridge:1");
}

#[tokio::test]
async fn nothing_is_sent_over_a_bridge_that_was_closed() {
    let (bridge, other, mut letters) = bridge(1);
    drop(other);
    assert!(letters.recv().await.is_none(), "it has stopped listening");
    let closed = bridge.deliver(&message()).await;
    assert!(matches!(closed, Err(DeliveryError::Later { .. })), "{closed:?}");
}
