//! A place with more to tell than its chat takes: what is allowed is used, what the chat says is kept, a breach goes next.
//!
//! The real engine, store and outbox in virtual time, with answers that take their time and a chat that counts.

mod sockets;
mod street;
mod strict;

use baton::chat::{Outgoing, Platform as _, Scope, discord, slack};
use chrono::{DateTime, Duration, Utc};

use crate::support::meter::Rule;
use street::Street;
use strict::Strict;

/// How long a place is watched.
const WATCHED: Duration = Duration::minutes(10);
/// Incidents in a flood: each is told in three places.
const FLOOD: usize = 700;

/// Slack takes a message a second and channel, and three after a rest.
fn on_slack() -> Strict {
    Strict::new("slack", slack::PACE, Rule::Bucket { burst: 3, every: Duration::seconds(1) })
}

/// Discord takes five in five seconds, reckoned from the first of them.
fn on_discord() -> Strict {
    Strict::new("discord", discord::PACE, Rule::Window { count: 5, length: Duration::seconds(5) })
}

fn began() -> DateTime<Utc> {
    "2026-03-02T03:00:00Z".parse().expect("an instant")
}

/// How much of what a place was allowed was used, in percent.
fn used(street: &Street, place: &str, from: DateTime<Utc>, shut: Duration) -> f64 {
    let arrived = street.strict.arrived_at(place);
    let used = arrived.iter().filter(|(at, _)| *at >= from && *at < from + WATCHED).count();
    used as f64 * 100.0 / street.strict.rule().allowed(WATCHED - shut)
}

#[tokio::test]
async fn what_is_allowed_is_used_in_every_saturated_place_at_once() {
    for strict in [on_slack(), on_discord()] {
        let name = strict.name();
        let mut street = Street::open(strict, began()).await;
        street.flood(FLOOD).await;
        let from = street.now();
        street.run(from + WATCHED).await;
        for place in ["#unix", "#network", "#incidents"] {
            let used = used(&street, place, from, Duration::zero());
            assert!(used >= 95.0, "{name}: {place} used {used:.1} % of what it was allowed");
            assert!(used <= 100.1, "{name}: {place} was sent more than is allowed: {used:.1} %");
            println!("{name} {place}: {used:.1} %, {} too early", street.strict.refused());
        }
        assert_eq!(street.strict.early(), [""; 0], "{name}");
    }
}

fn is_breach(message: &Outgoing) -> bool {
    message.reason.as_ref().is_some_and(|reason| reason.as_str() == "sla.response.breached")
}

/// It is due half an hour after the incident was opened, which is in the middle of the flood.
#[tokio::test]
async fn a_breach_goes_in_the_very_next_slot() {
    for (strict, slot) in [(on_slack(), 1_000), (on_discord(), 5_000)] {
        let name = strict.name();
        let mut street = Street::open(strict, began()).await;
        street.open_with_promise().await;
        street.pass_to(began() + Duration::minutes(27)).await;
        street.flood(FLOOD).await;
        street.run(street.now() + WATCHED).await;
        let breached = began() + Duration::minutes(30);
        let arrived = street.strict.arrived_at("#unix");
        // What had left by then is not called back.
        let left = breached + street::ON_ITS_WAY_MAX;
        let next = arrived.iter().find(|(at, message)| *at >= left || is_breach(message));
        let (at, message) = next.expect("the flood goes on");
        assert!(is_breach(message), "{name}: {} went before the breach", message.name);
        let late = *at - breached;
        let most = Duration::milliseconds(slot) + street::ON_ITS_WAY_MAX;
        assert!(late <= most, "{name}: the breach came {late} later");
        assert!(arrived.len() > 500, "{name}: there was no flood");
    }
}

/// Both what is said of a place and what is said of all of them, to the millisecond; then all goes on as fast as before.
#[tokio::test]
async fn nothing_goes_before_the_chat_said_and_then_all_that_is_allowed() {
    for strict in [on_slack(), on_discord()] {
        let name = strict.name();
        let mut street = Street::open(strict, began()).await;
        street.flood(FLOOD).await;
        let from = street.now();
        street.run(from + Duration::minutes(3)).await;
        street.strict.refuse("#unix", Scope::Place, Duration::milliseconds(7_350));
        street.run(from + Duration::minutes(6)).await;
        street.strict.refuse("#network", Scope::Platform, Duration::milliseconds(12_675));
        street.run(from + WATCHED).await;
        assert_eq!(street.strict.early(), [""; 0], "{name}");
        let shut = |seconds| Duration::milliseconds(seconds);
        for (place, shut) in
            [("#unix", shut(20_025)), ("#network", shut(12_675)), ("#incidents", shut(12_675))]
        {
            let used = used(&street, place, from, shut);
            assert!(used >= 95.0, "{name}: {place} used {used:.1} % of what it was allowed");
        }
        assert_eq!(street.strict.told(), 2, "{name}: both were said");
    }
}

/// A new process knows what the old one was told, of a place and of the whole chat.
#[tokio::test]
async fn nothing_goes_before_the_chat_said_after_a_crash_either() {
    for scope in [Scope::Place, Scope::Platform] {
        let mut street = Street::open(on_slack(), began()).await;
        street.flood(60).await;
        let from = street.now();
        street.run(from + Duration::seconds(5)).await;
        street.strict.refuse("#unix", scope, Duration::milliseconds(29_500));
        street.run(from + Duration::seconds(9)).await;
        let before = street.strict.arrived_at("#unix").len();
        street.crash().await;
        street.run(from + Duration::seconds(30)).await;
        assert_eq!(street.strict.told(), 1, "{scope:?}");
        assert_eq!(street.strict.early(), [""; 0], "{scope:?}");
        assert_eq!(street.strict.arrived_at("#unix").len(), before, "{scope:?}");
        street.run(from + Duration::seconds(60)).await;
        assert!(street.strict.arrived_at("#unix").len() > before + 15, "{scope:?}: it goes on");
    }
}

/// Whoever asks whether a message arrived may be told to wait as well.
#[tokio::test]
async fn nothing_is_asked_before_the_chat_said_either() {
    let mut street = Street::open(on_slack(), began()).await;
    street.flood(60).await;
    let from = street.now();
    street.run(from + Duration::seconds(5)).await;
    street.strict.refuse_to_find(Duration::milliseconds(29_500));
    // What waited may have been sent by the old process: all of it is asked for.
    street.crash().await;
    street.run(from + Duration::seconds(30)).await;
    let before = street.strict.arrived_at("#unix").len();
    street.crash().await;
    street.run(from + Duration::seconds(34)).await;
    assert_eq!(street.strict.told(), 1);
    assert_eq!(street.strict.early(), [""; 0]);
    assert_eq!(street.strict.arrived_at("#unix").len(), before);
    street.run(from + Duration::seconds(90)).await;
    assert!(street.strict.arrived_at("#unix").len() > before + 30, "it goes on");
}
