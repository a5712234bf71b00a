//! What is sent arrives where it should, once, whatever Slack does.

use baton::chat::slack::Slack;
use baton::chat::{Act, DeliveryError, Outgoing, Platform as _, Receipt, Scope};
use baton_commands::card::Card;
use baton_commands::ids::{PersonId, Place, Recipient};
use baton_commands::say;
use baton_commands::world::World;
use chrono::Duration;
use serde_json::json;

use super::cards;
use super::office::{slack, socket, workspace, world};
use crate::support::slack::FakeSlack;
use crate::support::slack::state::{BOT, Fault};

/// The bot and the workspace, which it has joined.
pub async fn bench() -> (FakeSlack, Slack, World) {
    let world = world();
    let fake = workspace(&world).await;
    fake.state().rooms.values_mut().for_each(|room| room.is_member = true);
    let slack = slack(&fake, &world, socket());
    (fake, slack, world)
}

pub fn line(act: Act, name: &str) -> Outgoing {
    let card = Card::line(say!("card-posted", id = cards::record()));
    Outgoing { name: name.to_owned(), ..cards::message(act, card) }
}

pub fn update(receipt: &Receipt, name: &str) -> Outgoing {
    Outgoing {
        root: Some(receipt.clone()),
        surface: Some(cards::record()),
        ..line(Act::Update, name)
    }
}

#[tokio::test]
async fn a_card_is_posted_edited_and_followed_up_in_its_thread() {
    let (fake, slack, _) = bench().await;
    let receipt = slack.deliver(&cards::called()).await.unwrap();
    let posted = fake.state().said("unix");
    assert_eq!(posted.len(), 1);
    let text = posted[0]["text"].as_str().unwrap();
    assert!(text.starts_with("<@UUNIX2> INC-7 needs <!subteam^S0UNIX>"), "{text}");
    assert_eq!(posted[0]["metadata"]["event_payload"]["surface"], "INC-7");

    let edited = slack.deliver(&update(&receipt, "INC-7/5/0@#unix")).await.unwrap();
    assert_eq!(edited, receipt);
    let thread = Outgoing { root: Some(receipt.clone()), ..line(Act::Thread, "INC-7/5/1@#unix") };
    slack.deliver(&thread).await.unwrap();
    let said = fake.state().said("unix");
    assert_eq!(said.len(), 2);
    assert_eq!((&said[0]["text"], &said[0]["edited"]["user"]), (&json!("INC-7"), &json!(BOT)));
    assert_eq!(said[1]["thread_ts"], said[0]["ts"]);
    fake.nothing_wrong();
}

#[tokio::test]
async fn a_direct_message_goes_to_its_person_alone() {
    let (fake, slack, _) = bench().await;
    slack.deliver(&cards::direct()).await.unwrap();
    slack.deliver(&Outgoing { name: "another".to_owned(), ..cards::direct() }).await.unwrap();
    let state = fake.state();
    let rooms = state.rooms.values().filter(|room| !room.messages.is_empty());
    let with: Vec<_> = rooms.map(|room| (room.with.clone(), room.messages.len())).collect();
    assert_eq!(with, [(Some("UUNIX1".to_owned()), 2)]);
    // The channel is asked for once.
    assert_eq!(state.count("conversations.open"), 1);
}

/// How the outbox is told to go on, for everything that Slack does.
#[tokio::test]
async fn every_failure_is_told_apart() {
    use DeliveryError::{Later, Never, Unknown};
    // Who has to wait because Slack said so waits after a restart too; who needs another token does not.
    let later = |millis: i64, scope| Later {
        after: Duration::milliseconds(millis),
        scope,
        why: String::new(),
        said: scope == Scope::Place,
    };
    let never = || Never { why: String::new() };
    let unknown = || Unknown { why: String::new() };
    let minute = 60_000;
    let cases = [
        (Fault::Slow("1.5"), later(1_500, Scope::Place), "1.5"),
        (Fault::Slow("30"), later(30_000, Scope::Place), "30"),
        (Fault::Slow("soon"), later(1_000, Scope::Place), "1s"),
        (Fault::Status(500), unknown(), "500"),
        (Fault::Status(503), unknown(), "503"),
        (Fault::Silence, unknown(), "timed out"),
        (Fault::Reset, unknown(), ""),
        (Fault::ResetAfter, unknown(), ""),
        (Fault::Code("fatal_error"), unknown(), "fatal_error"),
        (Fault::Code("internal_error"), unknown(), "internal_error"),
        (Fault::Code("ratelimited"), later(1_000, Scope::Place), "1s"),
        (Fault::Code("invalid_auth"), later(minute, Scope::Platform), "slack.bot_token"),
        (Fault::Code("token_revoked"), later(minute, Scope::Platform), "slack.bot_token"),
        (Fault::Code("channel_not_found"), never(), "/invite"),
        (Fault::Code("is_archived"), never(), "unarchive"),
        (Fault::Code("not_in_channel"), never(), "/invite"),
        (Fault::Code("account_inactive"), never(), "removed"),
        (Fault::Code("missing_scope"), never(), "baton manifest slack"),
        (Fault::Code("restricted_action"), never(), "post there"),
        (Fault::Code("msg_blocks_too_long"), never(), "defect"),
        (Fault::Code("something_new"), never(), "something_new"),
    ];
    let (fake, slack, _) = bench().await;
    for (nth, (fault, wanted, words)) in cases.into_iter().enumerate() {
        fake.fault("chat.postMessage", [fault.clone()]);
        let name = format!("m{nth}");
        let got = slack.deliver(&line(Act::Post, &name)).await.expect_err("a fault");
        let why = got.to_string();
        assert!(why.contains(words), "{fault:?}: {why}");
        let bare = match got {
            Later { after, scope, said, .. } => Later { after, scope, why: String::new(), said },
            Never { .. } => never(),
            Unknown { .. } => unknown(),
        };
        assert_eq!(bare, wanted, "{fault:?}");
    }
}

#[tokio::test]
async fn a_slack_that_is_not_there_has_taken_nothing() {
    let (fake, slack, _) = bench().await;
    // The channel is known from before.
    slack.deliver(&line(Act::Post, "before")).await.unwrap();
    drop(fake);
    let nobody = workspace(&world()).await;
    let away = super::office::slack(&nobody, &world(), socket());
    let address = nobody.api();
    drop(nobody);
    let error = away.deliver(&line(Act::Post, "after")).await.expect_err("nobody is there");
    assert!(
        matches!(error, DeliveryError::Later { scope: Scope::Platform, .. }),
        "{error} {address}"
    );
}

/// What is unknown is looked for before it is repeated.
#[tokio::test]
async fn an_unknown_message_is_found_if_it_arrived() {
    let cases = [
        (Fault::ResetAfter, true),
        (Fault::Silence, true),
        (Fault::Reset, false),
        (Fault::Status(502), false),
    ];
    let (fake, slack, _) = bench().await;
    let root = slack.deliver(&cards::called()).await.unwrap();
    for (nth, (fault, arrived)) in cases.into_iter().enumerate() {
        let name = |kind: &str| format!("{kind}/{nth}");
        let person = PersonId::new("unix-1");
        let direct = Place::Direct(person.clone());
        let messages = [
            line(Act::Post, &name("post")),
            Outgoing { root: Some(root.clone()), ..line(Act::Thread, &name("thread")) },
            Outgoing { place: direct, to: Some(person), ..line(Act::Direct, &name("dm")) },
            Outgoing { also: vec![name("other")], ..line(Act::Ping, &name("ping")) },
        ];
        for message in &messages {
            fake.fault("chat.postMessage", [fault.clone()]);
            let error = slack.deliver(message).await.expect_err("a fault");
            assert!(matches!(error, DeliveryError::Unknown { .. }), "{error}");
            let found = slack.find(message).await.unwrap();
            assert_eq!(found.is_some(), arrived, "{fault:?} {}", message.name);
            for other in &message.also {
                let part = Outgoing { name: other.clone(), also: Vec::new(), ..message.clone() };
                assert_eq!(slack.find(&part).await.unwrap(), found);
            }
        }
    }
    fake.nothing_wrong();
}

#[tokio::test]
async fn what_people_say_hides_nothing_and_is_never_taken_for_ours() {
    let (fake, slack, _) = bench().await;
    let wanted = line(Act::Post, "wanted");
    {
        let mut state = fake.state();
        let unix = state.id("unix");
        let ts = state.say(&unix, "UUNIX1", "wanted");
        let foreign =
            json!({"event_type": "other", "event_payload": {"name": "wanted", "count": 7}});
        let room = state.rooms.get_mut(&unix).unwrap();
        room.messages.iter_mut().find(|said| said["ts"] == ts.as_str()).unwrap()["metadata"] =
            foreign;
    }
    assert_eq!(slack.find(&wanted).await.unwrap(), None);
    slack.deliver(&wanted).await.unwrap();
    for nth in 0..450 {
        let mut state = fake.state();
        let unix = state.id("unix");
        state.say(&unix, "UUNIX1", &format!("talk {nth}"));
    }
    assert!(slack.find(&wanted).await.unwrap().is_some());
    assert_eq!(fake.state().count("conversations.history"), 1 + 3);
}

#[tokio::test]
async fn a_card_that_is_gone_is_posted_anew() {
    let (fake, slack, _) = bench().await;
    let first = slack.deliver(&cards::called()).await.unwrap();
    let unix = fake.state().id("unix");
    fake.state().rooms.get_mut(&unix).unwrap().messages.clear();
    let second = slack.deliver(&update(&first, "INC-7/5/0@#unix")).await.unwrap();
    assert_ne!(first, second);
    assert_eq!(fake.state().texts("unix"), ["INC-7"]);
    assert!(slack.find(&update(&second, "INC-7/5/0@#unix")).await.unwrap().is_some());
    assert!(slack.find(&update(&second, "INC-7/6/0@#unix")).await.unwrap().is_none());
}

#[tokio::test]
async fn a_picture_hangs_below_its_message() {
    let (fake, slack, _) = bench().await;
    let message = Outgoing { act: Act::Post, ..cards::picture() };
    slack.deliver(&message).await.unwrap();
    let state = fake.state();
    let said = state.said("unix");
    assert_eq!(said.len(), 2);
    assert_eq!(said[1]["thread_ts"], said[0]["ts"]);
    let (bytes, shown) = state.files.values().next().expect("a file");
    assert_eq!((&bytes[1..4], shown.as_deref()), (&b"PNG"[..], Some(state.id("unix").as_str())));
    drop(state);
    fake.nothing_wrong();
}

/// The table says the same.
#[tokio::test]
async fn a_picture_that_is_lost_loses_no_message() {
    let (fake, slack, _) = bench().await;
    for method in ["files.getUploadURLExternal", "files.completeUploadExternal"] {
        fake.fault(method, [Fault::Status(500)]);
        let message = Outgoing { act: Act::Post, name: method.to_owned(), ..cards::picture() };
        slack.deliver(&message).await.unwrap();
    }
    assert_eq!(fake.state().said("unix").len(), 2);
}

#[tokio::test]
async fn a_channel_that_was_made_since_is_found_and_one_that_is_missing_is_said() {
    let (fake, slack, _) = bench().await;
    let message = Outgoing { place: Place::channel("new-room"), ..line(Act::Post, "new") };
    let error = slack.deliver(&message).await.expect_err("no such channel");
    assert!(matches!(&error, DeliveryError::Never { why } if why.contains("#new-room")), "{error}");
    let made = fake.state().room("new-room", true);
    let receipt = slack.deliver(&message).await.unwrap();
    assert!(receipt.0.starts_with(&made));
}

#[tokio::test]
async fn who_has_no_account_cannot_be_written_to() {
    let (_fake, slack, _) = bench().await;
    let person = PersonId::new("dba-1");
    let message = Outgoing {
        place: Place::Direct(person.clone()),
        pings: [Recipient::Person(person)].into(),
        ..line(Act::Direct, "dm")
    };
    let error = slack.deliver(&message).await.expect_err("no account");
    assert!(error.to_string().contains("/baton link"), "{error}");
}
