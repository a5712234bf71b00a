//! The bot and one chat in virtual time: several messages under way at once, each as long as it takes.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

use baton::chat::{Act, Inbound, Platform, Who};
use baton::engine::{Engine, Organisation, Terms};
use baton::outbox::{Outbox, Sent};
use baton::rows::Homes;
use baton::store::{MemoryStore, Store};
use baton_commands::ask::Offered;
use baton_commands::directory::Directory;
use baton_commands::grammar::Slash;
use baton_commands::ids::{DeliveryId, PersonId, Place};
use chrono::{DateTime, Duration, Utc};

use super::strict::Strict;
use crate::simulation::dice::Dice;
use crate::simulation::office::FixedLots;

/// The longest that a request and its answer take.
pub(super) const ON_ITS_WAY_MAX: Duration = Duration::milliseconds(180);

struct Demo(Directory);

impl Organisation for Demo {
    fn read(&self) -> Offered {
        Offered::Good(Box::new(self.0.clone()))
    }
}

pub(super) struct Street {
    pub(super) strict: Arc<Strict>,
    store: MemoryStore,
    engine: Engine,
    outbox: Outbox,
    /// What is under way, by when its answer comes.
    under_way: BTreeMap<(DateTime<Utc>, u64), Sent>,
    now: DateTime<Utc>,
    dice: Dice,
    number: u64,
}

impl Street {
    pub(super) async fn open(strict: Strict, now: DateTime<Utc>) -> Street {
        let (store, strict) = (MemoryStore::new(), Arc::new(strict));
        let (engine, outbox) = begun(&store, &strict, now).await;
        let (under_way, dice) = (BTreeMap::new(), Dice::new(7));
        Street { strict, store, engine, outbox, under_way, now, dice, number: 0 }
    }

    pub(super) fn now(&self) -> DateTime<Utc> {
        self.now
    }

    /// The process dies, with what was under way, and starts anew.
    pub(super) async fn crash(&mut self) {
        self.under_way.clear();
        self.store = self.store.reopen();
        (self.engine, self.outbox) = begun(&self.store, &self.strict, self.now).await;
    }

    /// Opens so many incidents at once, a millisecond after each other: each is told by itself.
    pub(super) async fn flood(&mut self, count: usize) {
        for number in 0..count {
            self.now += Duration::milliseconds(1);
            let line = format!("/incident open \"Case {number}\" --dept unix,network --severity 4");
            self.say("vmware", "vm-1", &line).await;
        }
    }

    /// Opens an incident that somebody has to respond to within half an hour.
    pub(super) async fn open_with_promise(&mut self) {
        let line = "/incident open \"Shop is slow\" --dept unix --severity 2";
        self.say("project-acme", "tam-1", line).await;
    }

    async fn say(&mut self, place: &str, person: &str, line: &str) {
        self.number += 1;
        let letter = Inbound {
            delivery: DeliveryId(format!("flood:{}", self.number)),
            who: Who::Person(PersonId::new(person)),
            place: Place::channel(place),
            thread: None,
            text: line.to_owned(),
            slash: Slash::Required,
        };
        let answers = self.engine.hear(&[letter], self.now).await.expect("the store works");
        assert_ne!(answers[0][0].act, Act::Refused, "{line}: {answers:?}");
    }

    pub(super) async fn pass_to(&mut self, to: DateTime<Utc>) {
        self.run(to).await;
    }

    /// Lets everything happen that is due before an instant, as the program's own loop does.
    pub(super) async fn run(&mut self, to: DateTime<Utc>) {
        loop {
            self.engine.wake(self.now).await.expect("the store works");
            self.start().await;
            let next = self.next().await.filter(|next| *next < to);
            let Some(next) = next else { break };
            assert!(next > self.now, "nothing stays due");
            // A timer is never early, and on a busy machine it is late.
            self.now = next + Duration::milliseconds(self.dice.between(0, 12));
            while let Some(first) = self.under_way.first_entry()
                && first.key().0 <= self.now
            {
                let sent = first.remove();
                self.outbox.land(sent, self.now).await.expect("the store works");
            }
            self.outbox.write_down().await.expect("the store works");
        }
        self.now = self.now.max(to);
    }

    async fn start(&mut self) {
        self.outbox.gather(self.now).await.expect("the store works");
        while self.under_way.len() < self.strict.pace().at_once
            && let Some(parcel) = self.outbox.next(self.now).await.expect("the store works")
        {
            let there = Duration::milliseconds(self.dice.between(20, 100));
            let back = Duration::milliseconds(self.dice.between(20, 80));
            self.strict.takes(there, back);
            self.number += 1;
            let sent = parcel.send().await;
            self.under_way.insert((self.now + there + back, self.number), sent);
        }
        self.outbox.write_down().await.expect("the store works");
    }

    async fn next(&self) -> Option<DateTime<Utc>> {
        let has_room = self.under_way.len() < self.strict.pace().at_once;
        let due = self.outbox.next_due().await.expect("the store works").filter(|_| has_room);
        let answer = self.under_way.keys().next().map(|(at, _)| *at);
        [due, answer, self.engine.next_wake()].into_iter().flatten().min()
    }
}

async fn begun(store: &MemoryStore, strict: &Arc<Strict>, now: DateTime<Utc>) -> (Engine, Outbox) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("config/demo");
    let demo = baton::settings::organisation::load_checked(&folder);
    let demo = Demo(demo.unwrap_or_else(|faults| panic!("the demo has faults: {faults:?}")));
    let terms = Terms {
        version: "0".to_owned(),
        homes: Arc::new(Homes::new([strict.name()])),
        store: "memory".to_owned(),
        seen_for: Duration::days(1),
    };
    let store: Arc<dyn Store> = Arc::new(store.clone());
    let (demo, lots) = (Arc::new(demo), Arc::new(FixedLots));
    let engine = Engine::open(Arc::clone(&store), demo, lots, terms, now).await;
    let engine = engine.expect("it opens");
    let platforms: Vec<Arc<dyn Platform>> = vec![Arc::clone(strict) as Arc<dyn Platform>];
    let outbox = Outbox::new(store, platforms, engine.world(), Duration::seconds(30));
    (engine, outbox)
}
