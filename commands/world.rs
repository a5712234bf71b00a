//! The World: all live records of one company as a value, and what has happened to them.
//!
//! A clone costs nothing (persistent maps), so a decision is made on a copy and kept once it is committed.

use std::sync::Arc;

use chrono::{DateTime, Utc};
use imbl::{OrdMap, OrdSet};

use crate::change::{self, Change};
use crate::company::{self, Company};
use crate::decision::Decision;
use crate::directory::Directory;
pub use crate::document::{Document, DocumentChange};
pub use crate::fact::{By, Event, Fact, Stamp};
use crate::ids::{IncidentId, RecordId, RecordKind};
use crate::incident::{self, Incident};
use crate::notice::{Notice, Told};
use crate::recall::Recall;

/// So often the clock may have more to say of a record at one instant; no rule needs more than three.
const WOKEN_MAX: usize = 8;

/// All live records of one company.
#[derive(Debug, Clone, Default)]
pub struct World {
    pub company: Arc<Company>,
    pub incidents: OrdMap<u32, Arc<Incident>>,
    /// The highest number given to an incident; numbers are dense.
    pub last_incident: u32,
    pub changes: OrdMap<u32, Arc<Change>>,
    /// The same for changes.
    pub last_change: u32,
    /// When each record next has something to say.
    wakes: OrdSet<(DateTime<Utc>, RecordId)>,
    /// INC-7: what happened before, by service, device and words; outlives the records.
    pub recall: Recall,
    /// ITSM-2: what is remembered of changes that have left.
    pub past_changes: OrdMap<u32, Arc<change::gist::Gist>>,
    /// CHG-8: what changes that ended have left installed at clients.
    pub installed: OrdMap<change::installed::Key, Arc<change::installed::Installed>>,
}

impl World {
    pub fn directory(&self) -> &Directory {
        &self.company.directory
    }

    pub fn incident(&self, id: IncidentId) -> Option<&Arc<Incident>> {
        self.incidents.get(&id.0)
    }

    /// The number the next incident gets.
    pub fn next_incident(&self) -> IncidentId {
        IncidentId(self.last_incident + 1)
    }

    /// Applies what happened. Total: what happened cannot be refused (invariant 2).
    pub fn evolve(&mut self, fact: &Fact) {
        match &fact.event {
            Event::Company(event) => self.evolve_company(fact, event),
            Event::Incident(event) => self.evolve_incident(fact, event),
            Event::Change(event) => self.evolve_change(fact, event),
        }
    }

    pub(crate) fn move_wake(
        &mut self,
        record: RecordId,
        before: Option<DateTime<Utc>>,
        after: Option<DateTime<Utc>>,
    ) {
        if before == after {
            return;
        }
        if let Some(at) = before {
            self.wakes.remove(&(at, record));
        }
        if let Some(at) = after {
            self.wakes.insert((at, record));
        }
    }

    fn evolve_company(&mut self, fact: &Fact, event: &company::Event) {
        let company = Arc::make_mut(&mut self.company);
        company.evolve(fact, event);
        if matches!(event, company::Event::Organised { .. }) {
            self.recount();
            self.look_at_all(fact.at);
        }
    }

    /// After the organisation changed, every clock is counted anew (SLA-16).
    fn recount(&mut self) {
        let company = Arc::clone(&self.company);
        let recounted: Vec<Arc<Incident>> = self
            .incidents
            .values()
            .filter_map(|incident| {
                let mut fresh = Incident::clone(incident);
                fresh.recount(&company.directory, company.organised_at);
                (fresh != **incident).then(|| Arc::new(fresh))
            })
            .collect();
        for incident in recounted {
            self.put(incident);
        }
        self.recount_changes();
    }

    fn evolve_incident(&mut self, fact: &Fact, event: &incident::Event) {
        let number = fact.record.number;
        let was = self.incidents.get(&number).map(Arc::clone);
        let next = match &was {
            None => Incident::opened(fact, event, self.directory()),
            Some(incident) => {
                let mut incident = Incident::clone(incident);
                incident.evolve(fact, event, self.directory());
                Some(incident)
            }
        };
        let Some(incident) = next else { return };
        self.last_incident = self.last_incident.max(number);
        if matches!(event, incident::Event::Opened(_) | incident::Event::ProblemSuggested { .. }) {
            self.recall.remember(&incident);
        }
        if matches!(event, incident::Event::Archived) {
            self.take(number);
            self.forget_the_old(fact.at);
            return;
        }
        self.put(Arc::new(incident));
        self.look_for_those_taken(was.as_deref(), IncidentId(number), fact.at);
    }

    /// Puts a record in, with its place among the wakes.
    pub(crate) fn put(&mut self, incident: Arc<Incident>) {
        let (number, wakes_at) = (incident.id.0, incident.wakes_at);
        let before = self.incidents.insert(number, incident).and_then(|old| old.wakes_at);
        self.move_wake(RecordId::incident(number), before, wakes_at);
    }

    fn take(&mut self, number: u32) {
        let before = self.incidents.remove(&number).and_then(|old| old.wakes_at);
        self.move_wake(RecordId::incident(number), before, None);
    }

    /// INC-7 looks back a configured time; what was archived before that is forgotten.
    fn forget_the_old(&mut self, now: DateTime<Utc>) {
        let since = now - self.directory().company.incident.similar_window.delta();
        let before = self.recall.gists().take_while(|gist| gist.opened_at < since);
        let gone = |id: &IncidentId| !self.incidents.contains_key(&id.0);
        let old: Vec<IncidentId> = before.map(|gist| gist.id).filter(gone).collect();
        old.into_iter().for_each(|id| self.recall.forget(id));
    }

    /// The first instant at which the clock makes something true.
    pub fn next_wake(&self) -> Option<DateTime<Utc>> {
        self.wakes.get_min().map(|(at, _)| *at)
    }

    /// What has become true by `now`, at most `limit` records' worth. Idempotent once applied (invariant 3).
    pub fn wake(&self, now: DateTime<Utc>, limit: usize) -> Vec<(RecordId, Event)> {
        let due = self.wakes.iter().take_while(|(at, _)| *at <= now).take(limit);
        due.flat_map(|(_, record)| self.wake_record(*record, now)).collect()
    }

    fn wake_record(&self, record: RecordId, now: DateTime<Utc>) -> Vec<(RecordId, Event)> {
        match record.kind {
            RecordKind::Company | RecordKind::Task => Vec::new(),
            RecordKind::Incident => {
                let Some(incident) = self.incidents.get(&record.number) else { return Vec::new() };
                incident.wake(self, now).into_iter().map(|event| (record, event.into())).collect()
            }
            RecordKind::Change => {
                let Some(change) = self.changes.get(&record.number) else { return Vec::new() };
                let events = change.wake(self.directory(), now);
                events.into_iter().map(|event| (record, event.into())).collect()
            }
        }
    }

    /// The records on which the clock has something to say by `now`.
    pub fn due(&self, now: DateTime<Utc>) -> impl Iterator<Item = RecordId> {
        self.wakes.iter().take_while(move |(at, _)| *at <= now).map(|(_, record)| *record)
    }

    /// How many events a record has.
    pub fn count(&self, record: RecordId) -> u32 {
        match record.kind {
            RecordKind::Company => self.company.events,
            RecordKind::Incident => self.incidents.get(&record.number).map_or(0, |i| i.events),
            RecordKind::Change | RecordKind::Task => {
                self.changes.get(&record.number).map_or(0, |change| change.events)
            }
        }
    }

    /// Applies events one after the other, naming each and saying what follows from it.
    pub fn advance(
        &mut self,
        events: Vec<(RecordId, Event)>,
        stamp: &Stamp,
    ) -> (Vec<Fact>, Vec<Told>) {
        let mut facts = Vec::with_capacity(events.len());
        let mut notices = Vec::new();
        for (record, event) in events {
            let fact = Fact {
                record,
                n: self.count(record) + 1,
                at: stamp.at,
                by: stamp.by.clone(),
                place: stamp.place.clone(),
                line: stamp.line.clone(),
                event,
            };
            notices.extend(named(&fact, self.told_of(&fact)));
            facts.push(fact);
        }
        (facts, notices)
    }

    /// Applies what happened, and says what follows from it, for those who must or want to know. Pure, like all rules
    /// (docs/ARCHITECTURE.md).
    fn told_of(&mut self, fact: &Fact) -> Vec<Notice> {
        match &fact.event {
            Event::Company(event) => {
                self.evolve(fact);
                crate::access::announce(self, fact, event)
            }
            // The record before is all that is asked for: with a whole World kept, what the event touches were copied.
            Event::Incident(event) => {
                let was = self.incidents.get(&fact.record.number).cloned();
                self.evolve(fact);
                incident::announce(was.as_deref(), self, fact, event)
            }
            Event::Change(event) => {
                let before = self.clone();
                self.evolve(fact);
                change::announce(&before, self, fact, event)
            }
        }
    }

    /// What the clock makes of these records at this very instant, and what follows from that, in one decision (SLA-7).
    pub fn advance_woken(
        &mut self,
        records: &[RecordId],
        now: DateTime<Utc>,
    ) -> (Vec<Fact>, Vec<Told>) {
        let stamp = Stamp::clock(now);
        let mut all = (Vec::new(), Vec::new());
        for record in records {
            let mut times = 0..WOKEN_MAX;
            while self.is_due(*record, now) && times.next().is_some() {
                let woken = self.wake_record(*record, now);
                let (facts, notices) = self.advance(woken, &stamp);
                all.0.extend(facts);
                all.1.extend(notices);
            }
        }
        all
    }

    /// Whether the clock has something to say of a record by `now`.
    pub fn is_due(&self, record: RecordId, now: DateTime<Utc>) -> bool {
        self.wakes_at(record).is_some_and(|at| at <= now)
    }

    fn wakes_at(&self, record: RecordId) -> Option<DateTime<Utc>> {
        match record.kind {
            RecordKind::Company => None,
            RecordKind::Incident => self.incidents.get(&record.number)?.wakes_at,
            RecordKind::Change | RecordKind::Task => self.changes.get(&record.number)?.wakes_at(),
        }
    }
}

fn named(fact: &Fact, notices: Vec<Notice>) -> impl Iterator<Item = Told> {
    let cause = fact.name();
    let named = move |(n, notice)| Told { name: format!("{cause}/{n}"), notice };
    notices.into_iter().enumerate().map(named)
}

/// What one decision leads to: the World after it, and all that is to be committed.
#[derive(Debug, Clone)]
pub struct Outcome {
    pub after: World,
    pub facts: Vec<Fact>,
    pub notices: Vec<Told>,
}

/// Applies a decision to a copy of the World.
pub fn conclude(world: &World, decision: &Decision, stamp: &Stamp) -> Outcome {
    let mut after = world.clone();
    let (facts, notices) = after.advance(decision.events.clone(), stamp);
    Outcome { after, facts, notices }
}
