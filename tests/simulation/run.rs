//! One run: the real engine, outbox and store on a clock that is moved by hand, dying and coming back.

use std::sync::Arc;

use baton::chat::Inbound;
use baton::engine::{Engine, Organisation as _, Terms};
use baton::rows::Homes;
use baton::stage::{Stage, Until};
use baton::store::{MemoryStore, Store};
use baton_commands::world::World;
use chrono::{DateTime, Duration, Utc};

use super::judge::{Broken, Judge, Tally, Verdict, broken};
use super::mortal::Mortal;
use super::office::{FixedLots, Office};
use super::oracle::{Answers, Batch};
use super::outside::Outside;
use super::step::{Letter, Step};

/// How long a run goes on without faults at its end.
pub(crate) const ENDED_AFTER: Duration = Duration::days(10);

/// A bot and all that surrounds it.
pub(crate) struct Run {
    office: Arc<Office>,
    outside: Arc<Outside>,
    memory: MemoryStore,
    stage: Stage,
    judge: Judge,
    /// What was answered to each delivery, and whether it changed anything.
    answered: Answers,
}

impl Run {
    pub(crate) async fn start(office: Office, at: DateTime<Utc>) -> Verdict<Run> {
        let (office, outside) = (Arc::new(office), Arc::new(Outside::default()));
        let memory = MemoryStore::new();
        let stage = open(&office, &outside, &memory, at).await?;
        let judge = Judge::default();
        let mut run = Run { office, outside, memory, stage, judge, answered: Answers::new() };
        run.look().await?;
        Ok(run)
    }

    /// The World as the engine has it, for whoever decides what happens next.
    pub(crate) fn world(&self) -> World {
        self.stage.engine().world().borrow().clone()
    }

    /// Lets one thing happen, and all that follows from it now.
    pub(crate) async fn take(&mut self, step: &Step) -> Verdict {
        let now = self.stage.now();
        match step {
            Step::Say(letter) => self.hear(std::slice::from_ref(letter)).await?,
            Step::Together(letters) => self.hear(letters).await?,
            Step::Wait(seconds) => self.advance(now + Duration::seconds(*seconds)).await?,
            Step::Leap(seconds) => {
                let to = now + Duration::seconds(*seconds);
                self.judge.absent(now, to);
                self.stage.set_clock(to);
                // Whoever speaks first now speaks before the bot has looked at the clock.
                return Ok(());
            }
            Step::Back(seconds) => self.stage.set_clock(now - Duration::seconds(*seconds)),
            Step::Crash => self.reopen(now).await?,
            Step::Down(seconds) => {
                let to = now + Duration::seconds(*seconds);
                self.judge.absent(now, to);
                self.reopen(to).await?;
            }
            Step::Trap(trap) => self.outside.seen().set(*trap),
            Step::Edit(edition) => self.office.edit(*edition),
            Step::Reload => self.reload().await?,
        }
        self.settle().await
    }

    /// Lets all faults be over and time pass until nothing waits any more; then holds everything against the rules.
    pub(crate) async fn end(mut self) -> Verdict<Tally> {
        self.outside.seen().calm();
        self.settle().await?;
        self.advance(self.stage.now() + ENDED_AFTER).await?;
        self.settle().await?;
        self.judge.compare(&self.memory, &self.world()).await?;
        self.judge.finish()
    }

    /// Holds the store against its events.
    pub(crate) async fn verify(&mut self) -> Verdict {
        self.look().await?;
        self.judge.compare(&self.memory, &self.world()).await
    }

    async fn hear(&mut self, letters: &[Letter]) -> Verdict {
        let inbound: Vec<Inbound> = letters.iter().map(Letter::inbound).collect();
        self.look().await?;
        let now = self.stage.now();
        let mut committed = false;
        let answers = loop {
            let heard = self.stage.hear_together(&inbound).await;
            let facts = self.facts().await?;
            let offered = self.office.read();
            let (world, before) = (&self.judge.world, &self.answered);
            let expected = Batch { letters, before, now };
            committed |= expected.committed(world, &facts, committed, heard.is_ok(), &offered)?;
            self.look().await?;
            match heard {
                Ok(answers) => break answers,
                // Nobody was answered: the platform delivers all of it once more.
                Err(fault) => self.revive(&fault).await?,
            }
        };
        Batch { letters, before: &self.answered, now }.answered(&answers)?;
        for (letter, answer) in letters.iter().zip(answers) {
            let acted = self.acted(letter).await?;
            // What it was told while it changed nothing does not bind once it has.
            let known = self.answered.get(&letter.delivery);
            if known.is_none_or(|(had_acted, _)| !had_acted && acted) {
                self.answered.insert(letter.delivery, (acted, answer));
            }
        }
        Ok(())
    }

    async fn acted(&self, letter: &Letter) -> Verdict<bool> {
        let seen = self.memory.seen(&letter.inbound().delivery).await;
        Ok(seen.map_err(|fault| broken("the store", fault))?.is_some())
    }

    async fn advance(&mut self, to: DateTime<Utc>) -> Verdict {
        while let Err(fault) = self.stage.advance(to, Until::Before).await {
            self.revive(&fault).await?;
        }
        self.look().await
    }

    async fn reload(&mut self) -> Verdict {
        match self.stage.reload().await {
            Ok(()) => Ok(()),
            Err(fault) => self.revive(&fault).await,
        }
    }

    /// Does all that is due now; doing it again adds nothing (invariant 3).
    async fn settle(&mut self) -> Verdict {
        while let Err(fault) = self.stage.settle().await {
            self.revive(&fault).await?;
        }
        self.look().await?;
        let before = self.judge.head;
        while let Err(fault) = self.stage.settle().await {
            self.revive(&fault).await?;
        }
        self.look().await?;
        if self.judge.head != before {
            return Err(broken("waking twice at one instant adds nothing", self.judge.last_name()));
        }
        let next = self.stage.engine().next_wake();
        if let Some(at) = next.filter(|at| *at <= self.stage.now()) {
            return Err(broken("what is due is done", format!("{at} is past and still due")));
        }
        self.judge.settled(self.stage.now())
    }

    /// Goes on after a death that was planned; any other fault is the bot's own.
    async fn revive(&mut self, fault: &anyhow::Error) -> Verdict {
        if !self.outside.seen().is_dead() {
            return Err(broken("the bot does not fail by itself", format!("{fault:#}")));
        }
        self.reopen(self.stage.now()).await
    }

    async fn reopen(&mut self, at: DateTime<Utc>) -> Verdict {
        self.memory = self.memory.reopen();
        // What is read of the old one's messages comes before what the new one does.
        self.look().await?;
        self.stage = open(&self.office, &self.outside, &self.memory, at).await?;
        self.look().await
    }

    async fn facts(&self) -> Verdict<Vec<baton_commands::world::Fact>> {
        self.judge.unread(&self.memory).await
    }

    /// Shows the judge what happened since.
    async fn look(&mut self) -> Verdict {
        self.judge.look(&self.memory, &self.outside).await
    }
}

/// Starts the process on what the store holds; a death while starting is followed by another start.
async fn open(
    office: &Arc<Office>,
    outside: &Arc<Outside>,
    memory: &MemoryStore,
    at: DateTime<Utc>,
) -> Verdict<Stage> {
    let terms = Terms {
        version: "0".to_owned(),
        homes: Arc::new(Homes::new(["simulated"])),
        store: "memory".to_owned(),
        seen_for: Duration::days(1),
    };
    loop {
        outside.seen().live();
        let store = Mortal { inner: memory.clone(), outside: Arc::clone(outside) };
        let store: Arc<dyn Store> = Arc::new(store);
        let lots = Arc::new(FixedLots);
        let opened =
            Engine::open(Arc::clone(&store), office.clone(), lots, terms.clone(), at).await;
        match opened {
            Ok(engine) => return Ok(Stage::new(engine, store, vec![outside.clone()], at)),
            Err(_) if outside.seen().is_dead() => {}
            Err(fault) => return Err(broken("a store that was good opens", format!("{fault:#}"))),
        }
    }
}

impl From<baton::store::Fault> for Broken {
    fn from(fault: baton::store::Fault) -> Broken {
        broken("the store keeps working", fault)
    }
}
