//! Watches a run from outside: reads the log, the outbox and the chat, and holds them against the rules.

use std::collections::BTreeMap;
use std::fmt;

use baton::engine::verify::verify;
use baton::store::{MemoryStore, Seq, Store};
use baton_commands::change;
use baton_commands::ids::RecordId;
use baton_commands::invariants::Log;
use baton_commands::world::{Event, Fact, World};
use chrono::{DateTime, Utc};

use super::clocks::Clocks;
use super::outside::{Note, Outside, Seen};
use super::post::Post;

/// A rule that did not hold.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Broken {
    pub(crate) rule: &'static str,
    pub(crate) what: String,
}

pub(crate) type Verdict<T = ()> = Result<T, Broken>;

pub(crate) fn broken(rule: &'static str, what: impl fmt::Display) -> Broken {
    Broken { rule, what: what.to_string() }
}

/// How much a run had in it.
#[derive(Debug, Clone, Default)]
pub(crate) struct Tally {
    pub(crate) events: u64,
    pub(crate) incidents: u32,
    pub(crate) changes: u32,
    /// Tasks released.
    pub(crate) released: u32,
    /// Messages by reason.
    pub(crate) reasons: BTreeMap<String, usize>,
}

impl Tally {
    pub(crate) fn add(&mut self, other: Tally) {
        self.events += other.events;
        self.incidents += other.incidents;
        self.changes += other.changes;
        self.released += other.released;
        for (reason, count) in other.reasons {
            *self.reasons.entry(reason).or_default() += count;
        }
    }
}

/// What was seen so far.
#[derive(Default)]
pub(crate) struct Judge {
    pub(crate) head: Seq,
    /// The World as the log makes it.
    pub(crate) world: World,
    log: Log,
    last_name: String,
    /// When the bot was down or did not look at its clock.
    absent: Vec<(DateTime<Utc>, DateTime<Utc>)>,
    clocks: Clocks,
    post: Post,
    /// Tasks whose turn came.
    released: u32,
    /// How many commits and notes were read.
    read: (usize, usize),
}

fn is_release(fact: &Fact) -> bool {
    let Event::Change(change::Event::Task { what, .. }) = &fact.event else { return false };
    matches!(what, change::TaskEvent::Readied { .. })
}

impl Judge {
    /// The bot does not look at the clock between these instants.
    pub(crate) fn absent(&mut self, from: DateTime<Utc>, to: DateTime<Utc>) {
        self.absent.push((from, to));
    }

    pub(crate) fn last_name(&self) -> &str {
        &self.last_name
    }

    /// What was committed and not looked at yet.
    pub(crate) async fn unread(&self, store: &MemoryStore) -> Verdict<Vec<Fact>> {
        let mut facts = Vec::new();
        for stored in store.read(self.head, usize::MAX).await? {
            let fact: Fact = serde_json::from_slice(&stored.event.body)
                .map_err(|error| broken("every event can be read", error))?;
            if stored.event.name != fact.name() {
                return Err(broken("an event goes by its name", stored.event.name));
            }
            facts.push(fact);
        }
        Ok(facts)
    }

    /// Takes note of all that happened since, one event after the other.
    pub(crate) async fn look(&mut self, store: &MemoryStore, outside: &Outside) -> Verdict {
        let mut facts = self.unread(store).await?.into_iter();
        let seen = outside.seen();
        for commit in &seen.commits[self.read.0..] {
            let before = self.world.clone();
            let facts: Vec<Fact> = facts.by_ref().take(commit.events).collect();
            facts.iter().try_for_each(|fact| self.happened(fact))?;
            self.nobody_overlooked(&before, &facts)?;
            self.post.queued(&commit.rows, &self.world)?;
        }
        self.read.0 = seen.commits.len();
        self.read_post(&seen)
    }

    fn happened(&mut self, fact: &Fact) -> Verdict {
        self.head += 1;
        self.last_name = fact.name();
        self.post.before(fact, &self.world);
        let before = self.world.clone();
        self.world.evolve(fact);
        if let Some(it) = self.log.read(&before, &self.world, fact).first() {
            return Err(broken(it.wrong, format!("{fact:?}")));
        }
        self.counted(fact)?;
        self.released += u32::from(is_release(fact));
        self.post.happened(fact, &before, &self.world);
        Ok(())
    }

    /// CHG-1: whose turn somebody's line brought is released by the commit that holds the line.
    fn nobody_overlooked(&self, before: &World, facts: &[Fact]) -> Verdict {
        let Some(said) = facts.iter().find(|fact| fact.by.person().is_some()) else {
            return Ok(());
        };
        match change::invariants::overlooked(before, &self.world, said.at) {
            None => Ok(()),
            Some(task) => {
                let what = format!("{task} after {}", said.name());
                Err(broken("a release is in the commit of its cause (CHG-1)", what))
            }
        }
    }

    /// What became of the messages, as far as it was not read yet.
    fn read_post(&mut self, seen: &Seen) -> Verdict {
        let absent = |due: DateTime<Utc>, at: DateTime<Utc>| {
            self.absent.iter().any(|(from, to)| *from <= at && due <= *to)
        };
        for note in &seen.notes[self.read.1..] {
            match note {
                Note::Arrived(message) => self.post.arrived(message, &self.world, absent)?,
                Note::Settled(name, outcome) => self.post.settled(name, outcome, &self.world)?,
            }
        }
        self.read.1 = seen.notes.len();
        Ok(())
    }

    /// Each clock stands as it does when counted by hand.
    fn counted(&mut self, fact: &Fact) -> Verdict {
        let Event::Incident(event) = &fact.event else {
            if fact.is_organisation() {
                self.clocks.organised(self.world.directory(), fact.at.timestamp());
                let ids: Vec<RecordId> = self.clocks.records.keys().copied().collect();
                ids.iter().try_for_each(|id| self.clocks.compare(*id, &self.world))?;
            }
            return Ok(());
        };
        let absent = |at: i64| {
            self.absent.iter().any(|(from, to)| from.timestamp() <= at && at <= to.timestamp())
        };
        self.clocks.happened(fact, event, self.world.directory(), absent)?;
        self.clocks.compare(fact.record, &self.world)
    }

    /// Everything is done that was due by now.
    pub(crate) fn settled(&mut self, now: DateTime<Utc>) -> Verdict {
        self.clocks.nothing_owed(now.timestamp())?;
        let world = &self.world;
        let changes = world.changes.values();
        let mut tasks =
            changes.flat_map(|change| change.tasks.values().map(move |it| (change, it)));
        let due = tasks.find(|(change, task)| change::invariants::is_due(world, change, task, now));
        match due {
            None => Ok(()),
            Some((_, task)) => Err(broken("nobody's turn is missed (CHG-1)", task.id)),
        }
    }

    /// Replay equals documents, and the World of the engine.
    pub(crate) async fn compare(&self, store: &MemoryStore, live: &World) -> Verdict {
        let findings = verify(store)
            .await
            .map_err(|fault| broken("a store can be verified", format!("{fault:#}")))?;
        if let Some(finding) = findings.first() {
            return Err(broken("replay equals documents", finding));
        }
        if live.all_documents() != self.world.all_documents() {
            return Err(broken("replay equals the World", "the engine's World is another"));
        }
        match live.next_wake() == self.world.next_wake() {
            true => Ok(()),
            false => Err(broken("replay equals the World", "it wakes at another time")),
        }
    }

    /// The last look, when nothing waits any more.
    pub(crate) fn finish(&self) -> Verdict<Tally> {
        self.post.finish()?;
        let (events, incidents) = (self.head, self.world.last_incident);
        let (changes, released) = (self.world.last_change, self.released);
        Ok(Tally { events, incidents, changes, released, reasons: self.post.reasons.clone() })
    }
}
