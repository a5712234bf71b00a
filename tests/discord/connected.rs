//! The gateway: greeted, watched, resumed; never begun more often than Discord allows.

use std::time::Duration;

use baton::chat::discord::{Discord, DiscordOptions};
use baton::chat::{Inbox, Platform as _};
use baton::secret::Secret;
use serde_json::json;

use super::bench::{Bench, COMPONENT, interaction, listen, options, pressed};
use crate::support::discord::{Close, FakeDiscord};

async fn begun(fake: &FakeDiscord, count: usize) -> Vec<String> {
    fake.until(|fake| Some(fake.gateway().begun()).filter(|begun| begun.len() >= count)).await
}

/// After so many events the session is ready and heard all of them.
async fn ready(bench: &Bench) {
    bench.fake.until(|fake| (!fake.house().commands.is_empty()).then_some(())).await;
}

#[tokio::test]
async fn a_session_that_ends_is_resumed_and_tells_what_was_missed() {
    let bench = Bench::new().await;
    let (listening, mut letters) = listen(&bench.discord, 8);
    ready(&bench).await;
    let gateway = bench.fake.gateway();
    let ends = [Close::Broken, Close::Code(4000), Close::Code(4008), Close::Code(1000)];
    for (nth, end) in ends.into_iter().enumerate() {
        gateway.end(end);
        let press =
            interaction(&bench, 100 + nth as u64, COMPONENT, pressed("/incident show INC-1"));
        gateway.event("INTERACTION_CREATE", press);
        let (letter, _) = letters.recv().await.unwrap();
        assert_eq!(letter.delivery.to_string(), format!("discord:i:{}", 100 + nth));
    }
    let begun = begun(&bench.fake, 5).await;
    assert_eq!(begun, ["identify", "resume 1", "resume 3", "resume 5", "resume 7"]);
    gateway.say(json!({"op": 7, "d": null}));
    let again = self::begun(&bench.fake, 6).await;
    assert!(again[5].starts_with("resume"), "{again:?}");
    assert_eq!(gateway.closed(), [Some(4000)], "a plain goodbye would end the session");
    assert_eq!(bench.fake.odd(), [""; 0]);
    listening.abort();
}

#[tokio::test]
async fn a_session_that_is_forgotten_begins_anew() {
    let bench = Bench::new().await;
    let (listening, _letters) = listen(&bench.discord, 8);
    ready(&bench).await;
    let gateway = bench.fake.gateway();
    gateway.forget_sessions();
    gateway.end(Close::Broken);
    assert_eq!(begun(&bench.fake, 3).await, ["identify", "resume 1", "identify"]);
    gateway.say(json!({"op": 9, "d": false}));
    assert_eq!(begun(&bench.fake, 4).await[3], "identify");
    gateway.end(Close::Code(4009));
    assert_eq!(begun(&bench.fake, 5).await[4], "identify");
    assert_eq!(bench.fake.odd(), [""; 0]);
    listening.abort();
}

#[tokio::test]
async fn a_connection_that_is_open_and_deaf_is_left_and_its_session_resumed() {
    let bench = Bench::new().await;
    let gateway = bench.fake.gateway();
    gateway.beat_every(Duration::from_millis(20));
    gateway.be_deaf(true);
    let (listening, mut letters) = listen(&bench.discord, 8);
    let begun = begun(&bench.fake, 2).await;
    assert_eq!(begun[..2], ["identify", "resume 1"]);
    gateway.be_deaf(false);
    bench.fake.until(|fake| (fake.gateway().heartbeats() > 4).then_some(())).await;
    let press = interaction(&bench, 9, COMPONENT, pressed("/incident show INC-1"));
    gateway.event("INTERACTION_CREATE", press);
    letters.recv().await.unwrap();
    assert!(gateway.closed().iter().all(|code| *code == Some(4000)), "{:?}", gateway.closed());
    listening.abort();
}

#[tokio::test]
async fn the_gateway_is_told_at_once_that_we_live_when_it_asks() {
    let bench = Bench::new().await;
    let (listening, _letters) = listen(&bench.discord, 8);
    ready(&bench).await;
    bench.fake.gateway().say(json!({"op": 1, "d": null}));
    bench.fake.until(|fake| (fake.gateway().heartbeats() == 1).then_some(())).await;
    listening.abort();
}

#[tokio::test]
async fn what_only_an_admin_can_mend_ends_it_with_his_words() {
    for (code, wanted) in [(4004, "discord.token"), (4014, "intents"), (4011, "servers")] {
        let bench = Bench::new().await;
        let (listening, _letters) = listen(&bench.discord, 8);
        ready(&bench).await;
        bench.fake.gateway().end(Close::Code(code));
        let ended = listening.await.unwrap().unwrap_err();
        assert!(format!("{ended:#}").contains(wanted), "{ended:#}");
    }
}

#[tokio::test]
async fn the_last_beginnings_of_the_day_are_not_used_up() {
    let bench = Bench::new().await;
    let gateway = bench.fake.gateway();
    gateway.leave_identifies(51);
    let (listening, _letters) = listen(&bench.discord, 8);
    ready(&bench).await;
    gateway.forget_sessions();
    gateway.end(Close::Broken);
    let asked = |fake: &FakeDiscord| (fake.asked("GET /gateway/bot").len() >= 4).then_some(());
    bench.fake.until(asked).await;
    assert_eq!(gateway.begun(), ["identify", "resume 1"]);
    gateway.leave_identifies(1_000);
    assert_eq!(begun(&bench.fake, 3).await[2], "identify");
    listening.abort();
}

#[tokio::test]
async fn an_event_that_is_told_twice_has_one_name() {
    let bench = Bench::new().await;
    let (listening, mut letters) = listen(&bench.discord, 8);
    ready(&bench).await;
    let press = interaction(&bench, 9, COMPONENT, pressed("/incident ack INC-1"));
    bench.fake.gateway().event("INTERACTION_CREATE", press);
    let (first, _) = letters.recv().await.unwrap();
    bench.fake.gateway().event_again();
    let (second, _) = letters.recv().await.unwrap();
    assert_eq!(first.delivery, second.delivery);
    listening.abort();
}

#[tokio::test]
async fn a_gateway_whose_certificate_nobody_vouches_for_is_not_spoken_to() {
    let bench = Bench::new().await;
    bench.fake.gateway().be_at(&format!("wss://127.0.0.1:{}", bench.fake.port()));
    let (listening, _letters) = listen(&bench.discord, 8);
    let asked = |fake: &FakeDiscord| (fake.asked("GET /gateway/bot").len() >= 3).then_some(());
    bench.fake.until(asked).await;
    assert!(bench.fake.gateway().begun().is_empty() && !listening.is_finished());
    listening.abort();
}

#[tokio::test]
async fn a_token_that_is_refused_is_said_with_its_mend() {
    let bench = Bench::new().await;
    let wrong = DiscordOptions { token: Secret::new("another"), ..options(&bench.fake) };
    let (inbox, _letters) = Inbox::new(1);
    let discord = Discord::new(wrong, bench.world.subscribe());
    let refused = tokio::time::timeout(Duration::from_secs(10), discord.listen(inbox)).await;
    let refused = refused.expect("it gives up");
    let said = format!("{:#}", refused.expect_err("it is refused"));
    assert!(said.contains("as `discord.token`"), "{said}");
    assert_eq!(bench.fake.asked("GET /gateway").len(), 1, "it is not tried again and again");
}
