//! The same through real sockets and the program's own loop, in real time: what a strict chat counts of what it allows.
//!
//! `BATON_SATURATION_SECONDS=30 cargo test saturation::sockets -- --nocapture` prints the table of docs/performance.md.

use std::sync::Arc;

use baton::chat::discord::Discord;
use baton::chat::{Inbound, Inbox, Who};
use baton_commands::grammar::Slash;
use baton_commands::ids::{DeliveryId, PersonId, Place};
use baton_commands::world::World;
use chrono::Duration;
use tokio::sync::watch;
use tokio::time::timeout;

use crate::discord::bench;
use crate::slack::office;
use crate::support::discord::FakeDiscord;
use crate::support::meter::{Meter, Rule};
use crate::support::whole::served;

/// How long it is measured, in seconds; `BATON_SATURATION_SECONDS` asks for longer.
const SECONDS: i64 = 15;

fn lasting() -> Duration {
    let seconds = std::env::var("BATON_SATURATION_SECONDS").ok().and_then(|it| it.parse().ok());
    Duration::seconds(seconds.unwrap_or(SECONDS))
}

/// Floods the bot for so long, with twice what is allowed in that time.
async fn flood(inbox: Inbox, lasting: Duration) -> anyhow::Result<()> {
    for number in 0..2 * lasting.num_seconds() + 20 {
        say(&inbox, number).await;
    }
    // Nothing else ends it.
    let _ = timeout(lasting.to_std()?, std::future::pending::<()>()).await;
    Ok(())
}

async fn say(inbox: &Inbox, number: i64) {
    let letter = Inbound {
        delivery: DeliveryId(format!("flood:{number}")),
        who: Who::Person(PersonId::new("vm-1")),
        place: Place::channel("unix"),
        thread: None,
        text: format!("/incident open \"Case {number}\" --dept unix --severity 4"),
        slash: Slash::Required,
    };
    inbox.say(letter).await.expect("it is heard");
}

/// What was used of what was allowed, by the chat's own count, in the place that was flooded.
fn judge(name: &str, meter: &Meter, rule: Rule, place: &str, lasting: Duration) {
    let log = meter.log();
    let taken = log.taken.iter().find(|(name, _)| name.contains(place)).expect("a flood").1;
    let used = taken.iter().filter(|at| **at < taken[0] + lasting).count();
    let allowed = rule.allowed(lasting);
    let percent = used as f64 * 100.0 / allowed;
    let (early, refused) = (log.early, log.refused);
    println!("| {name} | {used} | {allowed} | {percent:.1} % | {refused} | {early} |");
    assert!(percent >= 95.0, "{used} of {allowed} were used");
    assert_eq!(early, 0, "nothing comes before it was said");
}

#[tokio::test(flavor = "multi_thread")]
async fn slack_is_sent_what_it_allows() {
    let rule = Rule::Bucket { burst: 3, every: Duration::seconds(1) };
    let world = office::world();
    let fake = office::workspace(&world).await;
    fake.shared().meter.keep(rule);
    let directory = world.directory().clone();
    let platform =
        |world: watch::Receiver<World>| Arc::new(office::connected(&fake, world, office::socket()));
    served("slack", directory, None, platform, |_, inbox| flood(inbox, lasting())).await;
    let place = fake.state().id("unix");
    judge("Slack", &fake.shared().meter, rule, &place, lasting());
}

#[tokio::test(flavor = "multi_thread")]
async fn discord_is_sent_what_it_allows() {
    let rule = Rule::Window { count: 5, length: Duration::seconds(5) };
    let fake = FakeDiscord::open().await;
    let (unix, role) = {
        let mut house = fake.house();
        house.add_channel("incidents");
        (house.add_channel("unix"), house.add_role("Unix group"))
    };
    fake.meter().keep(rule);
    let platform = |world: watch::Receiver<World>| Discord::new(bench::options(&fake), world);
    let directory = bench::directory(role);
    served("discord", directory, None, platform, |_, inbox| flood(inbox, lasting())).await;
    judge("Discord", fake.meter(), rule, &format!("/{unix}/"), lasting());
}
