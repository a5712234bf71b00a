//! Connections end in every way there is, and nobody is left unheard.

use std::time::Duration;

use baton::chat::slack::ack::Deadlines;
use baton::chat::slack::socket::Pulse;
use baton::chat::slack::{Slack, SlackOptions, Way};
use baton::chat::{Inbox, Platform as _};
use baton::secret::Secret;
use serde_json::{Value, json};
use tokio::sync::watch;

use super::office::{CALL_WITHIN, Office, answer, slack, socket, workspace, world};
use crate::support::slack::state::{APP_TOKEN, BOT_TOKEN, Fault};

/// A command by one connection is heard and acknowledged on it.
async fn heard_by(office: &mut Office, number: u64, id: &str) {
    let command = office.command(id, "UTAM1", "unix", "/baton mine");
    office.fake.sockets().send_by(number, command);
    let (letter, to) = office.letter().await;
    assert_eq!(letter.text, "/baton mine");
    answer(to, Vec::new());
    office.fake.acknowledged(id).await;
}

/// Waits until two live, of which this one is none.
async fn replaced(office: &Office, number: u64) {
    let shared = |shared: &crate::support::slack::Shared| {
        let numbers = shared.sockets.numbers();
        (numbers.len() == 2 && !numbers.contains(&number)).then_some(())
    };
    office.fake.shared().until("another connection", shared).await;
}

#[tokio::test]
async fn two_connections_live_and_either_is_heard() {
    let mut office = Office::open(8).await;
    for number in office.fake.sockets().numbers() {
        heard_by(&mut office, number, &format!("e{number}")).await;
    }
    assert_eq!(office.fake.state().count("apps.connections.open"), 2);
}

/// Slack says so before it closes a connection: another stands before that one is left.
#[tokio::test]
async fn a_new_connection_stands_before_the_old_one_is_left() {
    for reason in ["warning", "refresh_requested"] {
        let mut office = Office::open(8).await;
        let old = office.fake.sockets().numbers()[0];
        // Until the new one is there, the old one is heard.
        office.fake.sockets().refuse(true);
        office.fake.sockets().disconnect(old, reason);
        let asked = |state: &crate::support::slack::state::State| {
            (state.count("apps.connections.open") >= 4).then_some(())
        };
        office.fake.until("tries to connect", asked).await;
        heard_by(&mut office, old, "while").await;
        office.fake.sockets().refuse(false);
        replaced(&office, old).await;
        assert_eq!(*office.fake.sockets().most.lock().unwrap(), 3, "{reason}");
        let newest = *office.fake.sockets().numbers().last().unwrap();
        heard_by(&mut office, newest, "after").await;
        assert_eq!(office.fake.sockets().ever(), 3, "{reason}");
    }
}

#[tokio::test]
async fn a_connection_that_is_closed_is_made_again() {
    let mut office = Office::open(8).await;
    for nth in 0..3 {
        let number = office.fake.sockets().numbers()[nth % 2];
        office.fake.sockets().close(number);
        replaced(&office, number).await;
    }
    let newest = *office.fake.sockets().numbers().last().unwrap();
    heard_by(&mut office, newest, "after").await;
}

/// It looks alive and is deaf. A round of pings is a tenth of a second here and ten seconds outside.
#[tokio::test]
async fn a_half_open_connection_is_found_within_three_rounds_of_pings() {
    let mut office = Office::open(8).await;
    let number = office.fake.sockets().numbers()[0];
    office.fake.sockets().freeze(number);
    replaced(&office, number).await;
    let newest = *office.fake.sockets().numbers().last().unwrap();
    heard_by(&mut office, newest, "after").await;
    // With a ping every ten seconds that is 30 s at most, and 35 are allowed.
    assert!(Pulse::default().ping_every * 3 <= Duration::from_secs(35));
}

/// A connection on which nobody speaks is not dead: pings are answered.
#[tokio::test]
async fn a_quiet_connection_lives_on() {
    let office = Office::open(8).await;
    // Ten rounds of pings, by another connection's clock: each is frozen in turn.
    let quiet = office.fake.sockets().numbers()[1];
    for _ in 0..3 {
        let other = office.fake.sockets().numbers().into_iter().find(|it| *it != quiet).unwrap();
        office.fake.sockets().freeze(other);
        replaced(&office, other).await;
    }
    assert!(office.fake.sockets().numbers().contains(&quiet));
}

/// Somebody switched Socket Mode off, and on again; somebody else connected too often.
#[tokio::test]
async fn a_link_that_was_not_wanted_is_tried_again() {
    for reason in ["link_disabled", "too_many_websockets"] {
        tried_again(reason).await;
    }
}

async fn tried_again(reason: &str) {
    let mut office = Office::open(8).await;
    let number = office.fake.sockets().numbers()[0];
    office
        .fake
        .fault("apps.connections.open", [Fault::Code("socket_mode_disabled"), Fault::Status(503)]);
    office.fake.sockets().disconnect(number, reason);
    replaced(&office, number).await;
    let newest = *office.fake.sockets().numbers().last().unwrap();
    heard_by(&mut office, newest, "after").await;
}

/// Whatever goes wrong on the way to a connection, it is made in the end.
#[tokio::test]
async fn connecting_is_tried_until_it_works() {
    let world = world();
    let fake = workspace(&world).await;
    let faults = [
        Fault::Status(500),
        Fault::Slow("0.01"),
        Fault::Silence,
        Fault::Reset,
        Fault::Code("internal_error"),
        Fault::ResetAfter,
    ];
    fake.fault("apps.connections.open", faults);
    let slack = slack(&fake, &world, socket());
    let office = Office::on(fake, slack, 8);
    office.fake.connected(2).await;
    assert_eq!(office.fake.state().count("apps.connections.open"), 8);
}

/// What Slack says that is nothing to us harms nothing.
#[tokio::test]
async fn what_is_not_understood_is_passed_over() {
    let mut office = Office::open(8).await;
    let number = office.fake.sockets().numbers()[0];
    for odd in [json!(7), json!({"type": "novelty"}), json!({"type": "hello"}), json!([])] {
        office.fake.sockets().send_by(number, odd);
    }
    heard_by(&mut office, number, "after").await;
    assert_eq!(office.fake.sockets().ever(), 2);
}

async fn ended(bot_token: &str, faults: Vec<Fault>) -> Result<(), String> {
    let world = world();
    let fake = workspace(&world).await;
    fake.fault("auth.test", faults);
    let options = SlackOptions {
        bot_token: Secret::new(bot_token),
        way: Way::Socket { app_token: Secret::new(APP_TOKEN), pulse: super::office::PULSE },
        api: fake.api(),
        call_within: CALL_WITHIN,
        deadlines: Deadlines::default(),
    };
    let slack = Slack::new(options, watch::channel(world.clone()).1).expect("a platform");
    let (inbox, _letters) = Inbox::new(1);
    let connected = fake.connected(2);
    tokio::select! {
        ended = slack.listen(inbox) => ended.map_err(|error| format!("{error:#}")),
        () = connected => Ok(()),
    }
}

/// A wrong token is a fault at the start; trouble on the way is not.
#[tokio::test]
async fn a_wrong_token_is_said_at_the_start() {
    let error = ended("xoxb-wrong", Vec::new()).await.unwrap_err();
    assert!(error.contains("slack.bot_token") && error.contains("invalid_auth"), "{error}");
    assert!(!error.contains("xoxb-wrong"), "{error}");
    assert_eq!(ended(BOT_TOKEN, vec![Fault::Slow("0.1"), Fault::Reset]).await, Ok(()));
}

/// At the start the public channels of the files are joined.
#[tokio::test]
async fn channels_are_joined_at_the_start() {
    let office = Office::open(8).await;
    let state = office.fake.state();
    let away: Vec<&str> = state
        .rooms
        .values()
        .filter(|room| !room.is_member)
        .map(|room| room.name.as_str())
        .collect();
    assert_eq!(away, [""; 0]);
    let joins: Vec<&Value> = state
        .calls
        .iter()
        .filter(|(name, _)| name == "conversations.join")
        .map(|(_, it)| it)
        .collect();
    assert!(!joins.is_empty());
    drop(state);
    office.fake.nothing_wrong();
}
