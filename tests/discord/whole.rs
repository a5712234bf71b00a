//! From a command on Discord to the call in a channel, the press below it, and a restart in between.

use std::sync::Arc;

use baton::chat::Platform;
use baton::chat::discord::{Discord, NAME};
use baton::chat::inbound::Letters;
use baton::engine::{Engine, Organisation, Terms};
use baton::rows::Homes;
use baton::stage::{Stage, Until};
use baton::store::{MemoryStore, Store};
use baton_commands::ask::Offered;
use baton_commands::directory::Directory;
use chrono::{DateTime, Duration, Utc};
use serde_json::{Value, json};
use tokio::task::JoinHandle;

use super::bench::Bench;
use super::bench::{
    TAM_1, at, command, connected, directory, interaction, listen, options, pressed,
};
use crate::simulation::office::FixedLots;
use crate::support::discord::Trap;

struct Files(Directory);

impl Organisation for Files {
    fn read(&self) -> Offered {
        Offered::Good(Box::new(self.0.clone()))
    }
}

/// The whole program on a clock moved by hand.
struct Whole {
    stage: Stage,
    letters: Letters,
    listening: JoinHandle<anyhow::Result<()>>,
}

impl Whole {
    async fn start(bench: &Bench, store: &MemoryStore, now: DateTime<Utc>) -> Whole {
        let role = *bench.fake.house().roles.keys().next().expect("a role");
        let terms = Terms {
            version: "0".to_owned(),
            homes: Arc::new(Homes::new([NAME])),
            store: "memory".to_owned(),
            seen_for: Duration::hours(24),
        };
        let store: Arc<dyn Store> = Arc::new(store.reopen());
        let files = Arc::new(Files(directory(role)));
        let engine = Engine::open(Arc::clone(&store), files, Arc::new(FixedLots), terms, now).await;
        let engine = engine.expect("it opens");
        let discord: Arc<Discord> = Discord::new(options(&bench.fake), engine.world());
        let (listening, letters) = listen(&discord, 8);
        let platform: Arc<dyn Platform> = discord;
        Whole { stage: Stage::new(engine, store, vec![platform], now), letters, listening }
    }

    /// Hears the next letter, answers it, and lets what follows leave within a minute.
    async fn hear(&mut self) {
        let (letter, asker) = self.letters.recv().await.expect("a letter");
        let answers = self.stage.hear(letter).await.expect("it is committed");
        let _ = asker.send(answers);
        self.minute().await;
    }

    async fn minute(&mut self) {
        self.stage.settle().await.expect("it is sent");
        let until = self.stage.now() + Duration::minutes(1);
        self.stage.advance(until, Until::Through).await.expect("time passes");
    }

    fn stop(self) -> DateTime<Utc> {
        self.listening.abort();
        self.stage.now()
    }
}

/// `tam-1` opens an incident for `unix` in `#incidents`.
fn opening(bench: &Bench, id: u64) -> Value {
    let words = [("title", json!("Shop *down*")), ("severity", json!(2)), ("dept", json!("unix"))];
    let mut opening = interaction(bench, id, 2, command("incident", "open", &words));
    opening["member"]["user"]["id"] = json!(TAM_1);
    opening["channel"]["id"] = json!(bench.incidents.to_string());
    opening["channel"]["name"] = json!("incidents");
    opening
}

fn all(bench: &Bench, channel: u64) -> Vec<Value> {
    bench.fake.house().messages.get(&channel).cloned().unwrap_or_default()
}

#[tokio::test]
async fn an_incident_goes_from_command_to_call_to_press_over_a_restart() {
    let bench = Bench::new().await;
    let store = MemoryStore::new();
    let mut whole = Whole::start(&bench, &store, at("09:30").to_utc()).await;
    connected(&bench).await;
    bench.fake.gateway().event("INTERACTION_CREATE", opening(&bench, 1));
    whole.hear().await;
    let answer = bench.fake.until(|fake| fake.begun("1").answer).await;
    assert!(answer["data"]["content"].as_str().unwrap().starts_with("INC-1"), "{answer}");

    let called = all(&bench, bench.unix);
    assert_eq!(called.len(), 1, "{called:#?}");
    assert_eq!(called[0]["allowed_mentions"]["roles"].as_array().unwrap().len(), 1);
    assert!(called[0]["content"].as_str().unwrap().contains("Shop \\*down\\*"));
    assert_eq!(all(&bench, bench.incidents).len(), 1, "the card in its home");

    let button = &called[0]["components"][0]["components"][0];
    let line = button["custom_id"].as_str().unwrap();
    bench.fake.gateway().event("INTERACTION_CREATE", interaction(&bench, 2, 3, pressed(line)));
    whole.hear().await;
    let card = all(&bench, bench.unix);
    assert_eq!(card.len(), 1, "it is edited, not said again: {card:#?}");
    assert!(card[0]["edited"].as_u64() >= Some(1));
    assert_eq!(card[0]["allowed_mentions"], json!({"parse": [], "users": [], "roles": []}));

    let before = bench.fake.house().all_messages().count();
    let now = whole.stop();
    let mut whole = Whole::start(&bench, &store, now).await;
    bench.fake.until(|fake| (fake.gateway().begun().len() == 2).then_some(())).await;
    // Discord tells of the same press once more.
    let again = || interaction(&bench, 2, 3, pressed(line));
    bench.fake.until(|fake| (fake.asked("GET /guilds").len() >= 4).then_some(())).await;
    bench.fake.gateway().event("INTERACTION_CREATE", again());
    whole.hear().await;
    assert_eq!(bench.fake.house().all_messages().count(), before, "nothing is said twice");
    let world = whole.stage.engine().world();
    assert_eq!(world.borrow().incidents.len(), 1);
    // The same interaction is answered alike, and Discord knows that it was.
    let odd = bench.fake.odd();
    assert!(odd.iter().all(|it| it.contains("answered twice")), "{odd:?}");
    whole.stop();
}

#[tokio::test]
async fn a_call_of_unknown_fate_is_there_once_after_a_restart() {
    let bench = Bench::new().await;
    let store = MemoryStore::new();
    let mut whole = Whole::start(&bench, &store, at("09:30").to_utc()).await;
    connected(&bench).await;
    for trap in [Trap::Reset, Trap::Silent, Trap::Failed(503), Trap::Lost] {
        bench.fake.trap("POST /channels", trap);
    }
    bench.fake.gateway().event("INTERACTION_CREATE", opening(&bench, 1));
    let (letter, asker) = whole.letters.recv().await.unwrap();
    let answers = whole.stage.hear(letter).await.unwrap();
    asker.send(answers).unwrap();
    whole.stage.settle().await.unwrap();
    let now = whole.stop();
    bench.fake.house().forget_nonces();
    let mut whole = Whole::start(&bench, &store, now).await;
    for _ in 0..3 {
        whole.minute().await;
    }
    assert_eq!(all(&bench, bench.unix).len(), 1);
    assert_eq!(all(&bench, bench.incidents).len(), 1);
    assert_eq!(bench.fake.odd(), [""; 0]);
    whole.stop();
}
