//! Messages are posted, edited, hung into threads, and told to one person alone.

use baton::chat::{Act, DeliveryError, Outgoing, Platform as _, Receipt};
use baton_commands::card::{Block, Card};
use baton_commands::chart::{Bar, Chart, State};
use baton_commands::ids::{PersonId, Place};

use super::bench::{Bench, UNIX_1, at, dept, message, words};

/// The message of a receipt.
pub fn id_of(receipt: &Receipt) -> u64 {
    receipt.0.split_once(':').and_then(|(_, id)| id.parse().ok()).expect("a receipt")
}

#[tokio::test]
async fn a_message_is_posted_edited_and_has_a_thread() {
    let bench = Bench::new().await;
    let card = message(1, Act::Post, words("the card"));
    let root = bench.discord.deliver(&card).await.unwrap();
    let newer =
        Outgoing { root: Some(root.clone()), ..message(2, Act::Update, words("the newer card")) };
    assert_eq!(bench.discord.deliver(&newer).await.unwrap(), root);
    for (number, text) in [(3, "first line"), (4, "second line")] {
        let line =
            Outgoing { root: Some(root.clone()), ..message(number, Act::Thread, words(text)) };
        bench.discord.deliver(&line).await.unwrap();
    }
    assert_eq!(bench.said(bench.unix), ["the newer card"]);
    assert_eq!(bench.said(id_of(&root)), ["first line", "second line"]);
    let thread = bench.fake.house().channels[&id_of(&root)]["name"].clone();
    assert_eq!(thread, "INC-1");
    assert_eq!(bench.fake.asked("POST /channels").len(), 5, "a thread is made once");
    assert_eq!(bench.fake.odd(), [""; 0]);
}

#[tokio::test]
async fn a_card_that_is_gone_is_posted_anew_and_a_line_without_one_stands_alone() {
    let bench = Bench::new().await;
    let root = bench.discord.deliver(&message(1, Act::Post, words("the card"))).await.unwrap();
    bench.fake.house().delete(bench.unix, id_of(&root));
    let newer =
        Outgoing { root: Some(root.clone()), ..message(2, Act::Update, words("the newer card")) };
    let anew = bench.discord.deliver(&newer).await.unwrap();
    assert_ne!(anew, root);
    let line = Outgoing { root: Some(root), ..message(3, Act::Thread, words("a line")) };
    bench.discord.deliver(&line).await.unwrap();
    bench.discord.deliver(&message(4, Act::Thread, words("another"))).await.unwrap();
    assert_eq!(bench.said(bench.unix), ["the newer card", "a line", "another"]);
    assert_eq!(bench.fake.odd(), [""; 0]);
}

#[tokio::test]
async fn one_person_alone_is_told_in_direct_messages() {
    let bench = Bench::new().await;
    let who = PersonId::new("unix-1");
    for (number, act) in [(1, Act::Direct), (2, Act::Direct), (3, Act::Refused)] {
        let place = match act {
            Act::Direct => Place::Direct(who.clone()),
            _ => Place::channel("unix"),
        };
        let told =
            Outgoing { place, to: Some(who.clone()), ..message(number, act, words("for you")) };
        let sent = bench.discord.deliver(&told).await;
        // An answer has no nonce: it never comes through here, and if it did nobody else would read it.
        assert!(sent.is_ok() || act == Act::Refused, "{sent:?}");
    }
    let direct = bench.fake.house().open_direct(UNIX_1)["id"].as_str().unwrap().parse().unwrap();
    assert_eq!(bench.said(direct), ["for you", "for you"]);
    assert_eq!(bench.said(bench.unix), [""; 0]);
    assert_eq!(bench.fake.asked("POST /users/@me/channels").len(), 1, "the channel is remembered");
}

#[tokio::test]
async fn a_role_is_called_by_the_message_that_is_for_it() {
    let bench = Bench::new().await;
    let ping =
        Outgoing { pings: [dept("unix")].into(), ..message(1, Act::Ping, words("needs you")) };
    bench.discord.deliver(&ping).await.unwrap();
    let house = bench.fake.house();
    let said = house.all_messages().next().unwrap();
    let role = house.roles.keys().next().unwrap().to_string();
    assert_eq!(said["allowed_mentions"]["roles"][0], role.as_str());
    assert!(
        said["content"].as_str().unwrap().starts_with(&format!("<@&{role}> needs you")),
        "{said}"
    );
}

#[tokio::test]
async fn a_picture_goes_with_its_message() {
    let bench = Bench::new().await;
    let bar = Bar {
        id: "CHG-1.1".to_owned(),
        title: "Racks".to_owned(),
        lane: 0,
        from: at("09:00"),
        to: at("11:00"),
        state: State::Ready,
        critical: true,
        late: false,
    };
    let chart = Chart {
        name: "CHG-1".to_owned(),
        title: words("The way of CHG-1"),
        now: at("09:30"),
        window: None,
        lanes: vec!["unix".into()],
        bars: vec![bar],
        arrows: Vec::new(),
    };
    let card = Card::line(words("head")).with(Block::Picture(Box::new(chart)));
    let posted = bench.discord.deliver(&message(1, Act::Post, card)).await.unwrap();
    let sent = bench.fake.asked("POST /channels").pop().unwrap();
    assert_eq!(sent.files, ["CHG-1.png"]);
    assert_eq!(sent.body["attachments"][0]["id"], "0");
    let bare = Outgoing { root: Some(posted), ..message(2, Act::Update, words("without")) };
    bench.discord.deliver(&bare).await.unwrap();
    assert_eq!(bench.fake.asked("PATCH").pop().unwrap().body["attachments"], serde_json::json!([]));
    assert_eq!(bench.fake.odd(), [""; 0]);
}

#[tokio::test]
async fn what_can_never_arrive_says_what_an_admin_can_do() {
    let nowhere =
        Outgoing { place: Place::channel("nowhere"), ..message(1, Act::Post, words("x")) };
    let stranger = PersonId::new("net-1");
    let unknown = Outgoing {
        place: Place::Direct(stranger.clone()),
        to: Some(stranger),
        ..message(2, Act::Direct, words("x"))
    };
    let known = PersonId::new("unix-1");
    let deaf = Outgoing {
        place: Place::Direct(known.clone()),
        to: Some(known),
        ..message(3, Act::Direct, words("x"))
    };
    let plain = message(4, Act::Post, words("x"));
    let cases = [
        (nowhere, "no channel is called #nowhere"),
        (unknown, "net-1 has no account"),
        (deaf, "takes no direct messages"),
        (plain, "cannot see the channel"),
    ];
    let bench = Bench::new().await;
    bench.fake.house().deaf.insert(UNIX_1.to_owned());
    bench.fake.house().hidden.insert(bench.unix);
    for (message, wanted) in cases {
        let Err(DeliveryError::Never { why }) = bench.discord.deliver(&message).await else {
            panic!("{wanted}");
        };
        assert!(why.contains(wanted), "{why}");
    }
    bench.fake.house().hidden.clear();
    bench.fake.house().mute.insert(bench.unix);
    let refused = bench.discord.deliver(&message(5, Act::Post, words("x"))).await;
    assert!(format!("{refused:?}").contains("may not write there"), "{refused:?}");
}
