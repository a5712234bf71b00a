//! What goes wrong on the way: nothing is lost, nothing doubled, and nothing sent before it may be.

use std::time::Duration;

use baton::chat::{Act, DeliveryError, Outgoing, Platform as _, Scope};

use super::bench::{Bench, message, words};
use crate::support::discord::Trap;

/// The rest of a test with everything known that is asked for once.
async fn warm() -> Bench {
    let bench = Bench::new().await;
    bench.discord.deliver(&message(1, Act::Post, words("first"))).await.unwrap();
    bench
}

#[tokio::test]
async fn too_many_requests_are_not_waited_out_here() {
    for (global, scope) in [(false, Scope::Place), (true, Scope::Platform)] {
        let bench = warm().await;
        bench.fake.trap("POST /channels", Trap::Limited { after: 64.57, global });
        let sent = bench.discord.deliver(&message(2, Act::Post, words("second"))).await;
        let Err(DeliveryError::Later { after, scope: found, .. }) = sent else {
            panic!("{sent:?}")
        };
        assert_eq!((after.num_milliseconds(), found), (64_570, scope));
        assert_eq!(bench.said(bench.unix), ["first"]);
    }
}

#[tokio::test]
async fn a_place_that_is_full_is_not_asked_again_before_its_time() {
    let bench = warm().await;
    bench.fake.limit(1, Duration::from_secs(3_600));
    bench.discord.deliver(&message(2, Act::Post, words("second"))).await.unwrap();
    for number in 3..6 {
        let sent = bench.discord.deliver(&message(number, Act::Post, words("more"))).await;
        assert!(matches!(sent, Err(DeliveryError::Later { scope: Scope::Place, .. })), "{sent:?}");
    }
    let other = Outgoing {
        place: baton_commands::ids::Place::channel("incidents"),
        ..message(6, Act::Post, words("elsewhere"))
    };
    bench.discord.deliver(&other).await.unwrap();
    assert_eq!(bench.said(bench.incidents), ["elsewhere"]);
}

#[tokio::test]
async fn a_message_of_unknown_fate_stands_there_once() {
    for trap in [Trap::Silent, Trap::Reset, Trap::Lost, Trap::Failed(502)] {
        let bench = warm().await;
        bench.fake.trap("POST /channels", trap);
        let second = message(2, Act::Post, words("second"));
        let sent = bench.discord.deliver(&second).await;
        assert!(matches!(sent, Err(DeliveryError::Unknown { .. })), "{trap:?} {sent:?}");
        let arrived = matches!(trap, Trap::Silent | Trap::Reset);
        let found = bench.discord.find(&second).await.unwrap();
        assert_eq!(found.is_some(), arrived, "{trap:?}");
        // Though it was not looked for, it is not doubled: the nonce is known.
        let again = bench.discord.deliver(&second).await.unwrap();
        assert!(found.is_none_or(|found| found == again));
        assert_eq!(bench.said(bench.unix), ["first", "second"], "{trap:?}");
        assert_eq!(bench.fake.odd(), [""; 0]);
    }
}

#[tokio::test]
async fn after_a_long_outage_a_message_is_known_by_its_mark() {
    let bench = warm().await;
    let merged = Outgoing {
        also: vec!["INC-2/1/0@#unix".to_owned()],
        ..message(2, Act::Ping, baton_commands::card::Card::line(words("both")).and(words("more")))
    };
    let sent = bench.discord.deliver(&merged).await.unwrap();
    for number in 3..160 {
        bench.discord.deliver(&message(number, Act::Post, words("chatter"))).await.unwrap();
    }
    bench.fake.house().forget_nonces();
    let restarted = bench.restarted();
    let part =
        Outgoing { name: "INC-2/1/0@#unix".to_owned(), ..message(2, Act::Ping, words("more")) };
    assert_eq!(restarted.find(&merged).await.unwrap(), Some(sent.clone()));
    assert_eq!(restarted.find(&part).await.unwrap(), Some(sent));
    assert_eq!(restarted.find(&message(500, Act::Post, words("chatter"))).await.unwrap(), None);
}

#[tokio::test]
async fn a_line_of_a_thread_is_found_in_its_thread() {
    let bench = Bench::new().await;
    let root = bench.discord.deliver(&message(1, Act::Post, words("the card"))).await.unwrap();
    let line = Outgoing { root: Some(root), ..message(2, Act::Thread, words("a line")) };
    assert_eq!(bench.discord.find(&line).await.unwrap(), None);
    let sent = bench.discord.deliver(&line).await.unwrap();
    assert_eq!(bench.discord.find(&line).await.unwrap(), Some(sent));
}

#[tokio::test]
async fn a_refused_token_keeps_everything_for_later() {
    let bench = Bench::new().await;
    bench.fake.trap("GET /users/@me/guilds", Trap::Failed(401));
    let sent = bench.discord.deliver(&message(1, Act::Post, words("x"))).await;
    let Err(DeliveryError::Later { scope: Scope::Platform, why, .. }) = sent else {
        panic!("{sent:?}")
    };
    assert!(why.contains("discord.token"), "{why}");
}

#[tokio::test]
async fn nothing_is_asked_any_more_long_before_discord_would_ban_us() {
    let bench = warm().await;
    bench.fake.house().mute.insert(bench.unix);
    let before = bench.fake.asked("POST").len();
    let mut later = 0;
    for _ in 0..2_010 {
        let sent = bench.discord.deliver(&message(2, Act::Post, words("x"))).await;
        later +=
            u32::from(matches!(sent, Err(DeliveryError::Later { scope: Scope::Platform, .. })));
    }
    assert_eq!(bench.fake.asked("POST").len() - before, 2_000);
    assert_eq!(later, 10);
}
