//! A day of traffic in minutes: two platforms with every fault at once, and nothing is lost, doubled or shown to a bystander.

mod office;
mod storm;
mod tally;

use std::sync::Arc;

use baton::chat::{Inbound, Platform, Who};
use baton::engine::{Engine, Terms};
use baton::rows::Homes;
use baton::stage::{Stage, Until};
use baton::store::{MemoryStore, Store};
use baton_commands::grammar::Slash;
use baton_commands::ids::{DeliveryId, PersonId, Place};
use chrono::{DateTime, Duration, Utc};

use crate::simulation::dice::Dice;
use crate::simulation::office::FixedLots;
use office::Office;
use storm::Storm;

/// How long people work in one soak.
const LASTS: Duration = Duration::hours(12);
/// How long it takes until the last message has found its way.
const SETTLES: Duration = Duration::days(4);

/// Each seed is a day with its own faults.
#[test]
fn two_platforms_with_every_fault_lose_and_double_nothing() {
    let runtime = tokio::runtime::Builder::new_current_thread().build().expect("a runtime");
    for seed in 0..2 {
        let worst = runtime.block_on(soak(seed));
        println!("seed {seed}: {worst}");
    }
}

async fn soak(seed: u64) -> String {
    let began: DateTime<Utc> = "2026-03-02T01:00:00Z".parse().expect("an instant");
    let office = Arc::new(Office::new());
    let [slack, discord] = Storm::pair(seed);
    let memory = MemoryStore::new();
    let mut stage = open(&office, [&slack, &discord], memory.clone(), began).await;
    let mut store = memory;
    let mut dice = Dice::new(seed);
    let mut said = 0_u32;
    while stage.now() < began + LASTS {
        let at = stage.now() + Duration::milliseconds(dice.between(50, 40_000));
        stage.advance(at, Until::Before).await.expect("the store works");
        let letter = letter(&mut dice, &office, said);
        said += 1;
        stage.hear(letter.clone()).await.expect("the store works");
        if dice.chance(10) {
            // The same again, as chats do.
            stage.hear(letter).await.expect("the store works");
        }
        stage.settle().await.expect("the store works");
        if dice.chance(1) {
            let now = stage.now();
            drop(stage);
            store = store.reopen();
            [&slack, &discord].iter().for_each(|storm| storm.starts_anew());
            stage = open(&office, [&slack, &discord], store.clone(), now).await;
        }
    }
    [&slack, &discord].iter().for_each(|storm| storm.calm_from(stage.now()));
    let ends = stage.now() + SETTLES;
    stage.advance(ends, Until::Through).await.expect("the store works");
    tally::judge(&store, &office, [&slack, &discord]).await
}

async fn open(
    office: &Arc<Office>,
    storms: [&Arc<Storm>; 2],
    store: MemoryStore,
    at: DateTime<Utc>,
) -> Stage {
    let terms = Terms {
        version: "0".to_owned(),
        homes: Arc::new(Homes::new(storms.map(|storm| storm.name()))),
        store: "memory".to_owned(),
        seen_for: Duration::days(1),
    };
    let store: Arc<dyn Store> = Arc::new(store);
    let lots = Arc::new(FixedLots);
    let engine = Engine::open(Arc::clone(&store), office.clone(), lots, terms, at).await;
    let platforms = storms.map(|storm| Arc::clone(storm) as Arc<dyn Platform>);
    Stage::new(engine.expect("it opens"), store, platforms.to_vec(), at)
}

/// Something somebody says somewhere.
fn letter(dice: &mut Dice, office: &Office, number: u32) -> Inbound {
    let (dept, person) = office.somebody(dice);
    let incident = 1 + dice.below(usize::try_from(number / 4).unwrap_or(0).max(1));
    let other = office.somebody(dice).0;
    let severity = 1 + dice.below(4);
    let text = match dice.below(9) {
        0..=2 => {
            format!("/incident open \"Case {number}\" --dept {dept},{other} --severity {severity}")
        }
        3 => format!("/incident ack INC-{incident}"),
        4 => format!("/incident note INC-{incident} \"seen it\""),
        5 => format!("/incident engage INC-{incident} {other}"),
        6 => format!("/incident resolve INC-{incident} \"done\""),
        7 => format!("[Take lead INC-{incident}]"),
        _ => format!("/incident reopen INC-{incident} \"again\""),
    };
    Inbound {
        delivery: DeliveryId(format!("soak:{number}")),
        who: Who::Person(PersonId::new(&person)),
        place: Place::channel(&dept),
        thread: None,
        text,
        slash: Slash::Required,
    }
}
