//! The World: all live records of one company as a value, and what has happened to them.
//!
//! A clone costs nothing (persistent maps), so a decision is made on a copy and kept once it is committed.

use std::collections::BTreeSet;
use std::sync::Arc;

use chrono::{DateTime, Utc};
use imbl::{OrdMap, OrdSet};
use serde::{Deserialize, Serialize};

use crate::company::{self, Company};
use crate::decision::Decision;
use crate::directory::Directory;
use crate::ids::{IncidentId, PersonId, Place, RecordId, RecordKind};
use crate::incident::{self, Incident};
use crate::notice::{Notice, Told};
use crate::recall::Recall;

/// Something that happened, to one kind of record.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Event {
    Company(company::Event),
    Incident(incident::Event),
}

impl From<incident::Event> for Event {
    fn from(event: incident::Event) -> Event {
        Event::Incident(event)
    }
}

impl From<company::Event> for Event {
    fn from(event: company::Event) -> Event {
        Event::Company(event)
    }
}

/// An event with all the history says of it: which record, when, by whom, where, by which line.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Fact {
    pub record: RecordId,
    /// Dense from 1 within the record; `INC-7/4` is the fact's name.
    pub n: u32,
    pub at: DateTime<Utc>,
    pub by: By,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub place: Option<Place>,
    /// The command line that asked for it; none for the clock (invariant 8).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub line: Option<String>,
    pub event: Event,
}

impl Fact {
    /// `INC-7/4`: unique, sortable, the same in every replay (invariant 7).
    pub fn name(&self) -> String {
        format!("{}/{}", self.record, self.n)
    }
}

/// Who or what asked for a change.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum By {
    Person(PersonId),
    Clock,
    /// The operator, who starts the process and reloads the files.
    Operator,
}

impl By {
    pub fn person(&self) -> Option<&PersonId> {
        match self {
            By::Person(person) => Some(person),
            By::Clock | By::Operator => None,
        }
    }
}

/// All live records of one company.
#[derive(Debug, Clone, Default)]
pub struct World {
    pub company: Arc<Company>,
    pub incidents: OrdMap<u32, Arc<Incident>>,
    /// The highest number given to an incident; numbers are dense.
    pub last_incident: u32,
    /// When each record next has something to say.
    wakes: OrdSet<(DateTime<Utc>, RecordId)>,
    /// INC-7: what happened before, by service, device and words; outlives the records.
    pub recall: Recall,
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
        }
    }

    fn evolve_company(&mut self, fact: &Fact, event: &company::Event) {
        let company = Arc::make_mut(&mut self.company);
        company.evolve(fact, event);
        if matches!(event, company::Event::Organised { .. }) {
            self.recount();
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
    }

    fn evolve_incident(&mut self, fact: &Fact, event: &incident::Event) {
        let number = fact.record.number;
        let next = match self.incidents.get(&number) {
            None => Incident::opened(fact, event, self.directory()),
            Some(incident) => {
                let mut incident = Incident::clone(incident);
                incident.evolve(fact, event, self.directory());
                Some(incident)
            }
        };
        let Some(incident) = next else { return };
        self.last_incident = self.last_incident.max(number);
        if matches!(event, incident::Event::Opened(_)) {
            self.recall.remember(&incident);
        }
        if matches!(event, incident::Event::Archived) {
            self.take(number);
            self.forget_the_old(fact.at);
            return;
        }
        self.put(Arc::new(incident));
    }

    /// Puts a record in, with its place among the wakes.
    fn put(&mut self, incident: Arc<Incident>) {
        let (number, wakes_at) = (incident.id.0, incident.wakes_at);
        let before = self.incidents.insert(number, incident).and_then(|old| old.wakes_at);
        if before == wakes_at {
            return;
        }
        let record = RecordId::incident(number);
        if let Some(at) = before {
            self.wakes.remove(&(at, record));
        }
        if let Some(at) = wakes_at {
            self.wakes.insert((at, record));
        }
    }

    fn take(&mut self, number: u32) {
        if let Some(at) = self.incidents.remove(&number).and_then(|old| old.wakes_at) {
            self.wakes.remove(&(at, RecordId::incident(number)));
        }
    }

    /// Lets records of one policy share its ladder in memory, as they do before they are written.
    pub fn share(&mut self) {
        let mut ladders = BTreeSet::new();
        let shared: Vec<Arc<Incident>> = self
            .incidents
            .values()
            .map(|incident| {
                let mut incident = Incident::clone(incident);
                incident.share_ladders(&mut ladders);
                Arc::new(incident)
            })
            .collect();
        for incident in shared {
            self.incidents.insert(incident.id.0, incident);
        }
    }

    /// INC-7 looks back a configured time; what was archived before that is forgotten.
    fn forget_the_old(&mut self, now: DateTime<Utc>) {
        let since = now - self.directory().company.incident.similar_window.delta();
        let old: Vec<IncidentId> = self
            .recall
            .gists()
            .take_while(|gist| gist.opened_at < since)
            .map(|gist| gist.id)
            .filter(|id| !self.incidents.contains_key(&id.0))
            .collect();
        old.into_iter().for_each(|id| self.recall.forget(id));
    }

    /// Puts back a document of the store, at start.
    pub fn restore(&mut self, document: Document) {
        match document {
            Document::Company(company) => {
                self.last_incident = self.last_incident.max(company.last_incident);
                self.company = Arc::new(*company);
            }
            Document::Incident(incident) => {
                self.last_incident = self.last_incident.max(incident.id.0);
                self.recall.remember(&incident);
                self.put(Arc::new(*incident));
            }
            Document::Gist(gist) => {
                self.last_incident = self.last_incident.max(gist.id.0);
                self.recall.keep(*gist);
            }
        }
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
        let RecordKind::Incident = record.kind else { return Vec::new() };
        let Some(incident) = self.incidents.get(&record.number) else { return Vec::new() };
        incident.wake(self, now).into_iter().map(|event| (record, event.into())).collect()
    }

    /// How many events a record has.
    pub fn count(&self, record: RecordId) -> u32 {
        match record.kind {
            RecordKind::Company => self.company.events,
            RecordKind::Incident => self.incidents.get(&record.number).map_or(0, |i| i.events),
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
            let before = self.clone();
            self.evolve(&fact);
            notices.extend(named(&fact, announce(&before, self, &fact)));
            facts.push(fact);
        }
        (facts, notices)
    }

    /// What the clock makes of these records at this very instant, in the same decision (SLA-7).
    pub fn advance_woken(
        &mut self,
        records: &[RecordId],
        now: DateTime<Utc>,
    ) -> (Vec<Fact>, Vec<Told>) {
        let stamp = Stamp::clock(now);
        let mut all = (Vec::new(), Vec::new());
        for record in records {
            let due = self.wakes_at(*record).is_some_and(|at| at <= now);
            let woken = if due { self.wake_record(*record, now) } else { Vec::new() };
            let (facts, notices) = self.advance(woken, &stamp);
            all.0.extend(facts);
            all.1.extend(notices);
        }
        all
    }

    fn wakes_at(&self, record: RecordId) -> Option<DateTime<Utc>> {
        match record.kind {
            RecordKind::Company => None,
            RecordKind::Incident => self.incidents.get(&record.number)?.wakes_at,
        }
    }

    /// The documents of the records these facts touched, as they are now.
    pub fn documents(&self, before: &World, facts: &[Fact]) -> Vec<DocumentChange> {
        let touched: BTreeSet<RecordId> = facts.iter().map(|fact| fact.record).collect();
        let gone = |record: &&RecordId| {
            record.kind == RecordKind::Incident && !self.incidents.contains_key(&record.number)
        };
        let mut changes: Vec<DocumentChange> = Vec::new();
        let someone_left = touched.iter().any(|record| gone(&record));
        for record in touched.iter().filter(|record| record.kind == RecordKind::Incident) {
            changes.extend(self.incident_document(before, record.number));
        }
        if someone_left || touched.contains(&RecordId::COMPANY) {
            let last_incident = self.last_incident;
            let company = Company { last_incident, ..Company::clone(&self.company) };
            changes.push(DocumentChange::Put(Document::Company(Box::new(company))));
        }
        if someone_left {
            let forgotten =
                before.recall.gists().filter(|gist| self.recall.gist(gist.id).is_none());
            changes.extend(forgotten.map(|gist| DocumentChange::Remove(gist_key(gist.id))));
        }
        changes
    }

    fn incident_document(&self, before: &World, number: u32) -> Vec<DocumentChange> {
        if let Some(incident) = self.incidents.get(&number) {
            let document = Document::Incident(Box::new(Incident::clone(incident)));
            return vec![DocumentChange::Put(document)];
        }
        let Some(last) = before.incidents.get(&number) else { return Vec::new() };
        let mut last = Incident::clone(last);
        last.events += 1;
        last.wakes_at = None;
        let gist = self.recall.gist(last.id).map(|gist| Document::Gist(Box::new((**gist).clone())));
        let archive = DocumentChange::Archive(Document::Incident(Box::new(last)));
        std::iter::once(archive).chain(gist.map(DocumentChange::Put)).collect()
    }

    /// Every document of this World: what the store must hold for it.
    pub fn all_documents(&self) -> Vec<Document> {
        let last_incident = self.last_incident;
        let company = Company { last_incident, ..Company::clone(&self.company) };
        let incidents = self.incidents.values();
        let incidents = incidents.map(|i| Document::Incident(Box::new(Incident::clone(i))));
        let archived = self.recall.gists().filter(|g| !self.incidents.contains_key(&g.id.0));
        let archived = archived.map(|gist| Document::Gist(Box::new((**gist).clone())));
        std::iter::once(Document::Company(Box::new(company)))
            .chain(incidents)
            .chain(archived)
            .collect()
    }
}

/// Who, where and when, for all events of one decision.
#[derive(Debug, Clone)]
pub struct Stamp {
    pub at: DateTime<Utc>,
    pub by: By,
    pub place: Option<Place>,
    pub line: Option<String>,
}

impl Stamp {
    pub fn clock(at: DateTime<Utc>) -> Stamp {
        Stamp { at, by: By::Clock, place: None, line: None }
    }
}

/// A record as the store keeps it to start without replay. A cache, rebuilt from events when its format is old.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Document {
    Company(Box<Company>),
    Incident(Box<Incident>),
    /// What INC-7 still needs of an incident that left the World.
    Gist(Box<crate::recall::Gist>),
}

impl Document {
    /// The format of all documents; a change of any struct that breaks reading raises it.
    pub const FORMAT: u32 = 1;

    /// The key it stands under.
    pub fn key(&self) -> String {
        match self {
            Document::Company(_) => RecordId::COMPANY.to_string(),
            Document::Incident(incident) => incident.id.to_string(),
            Document::Gist(gist) => gist_key(gist.id),
        }
    }
}

#[derive(Debug, Clone, PartialEq)]
pub enum DocumentChange {
    Put(Document),
    /// The record left the World; its document is read on demand.
    Archive(Document),
    Remove(String),
}

fn gist_key(id: IncidentId) -> String {
    format!("GIST-{}", id.0)
}

/// What follows from an event, for those who must or want to know. Pure (DESIGN section 1).
pub fn announce(before: &World, after: &World, fact: &Fact) -> Vec<Notice> {
    match &fact.event {
        Event::Company(_) => Vec::new(),
        Event::Incident(event) => incident::announce(before, after, fact, event),
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

impl World {
    /// Who is on duty for a department at an instant, swaps included (DIR-4).
    pub fn on_duty(
        &self,
        department: &crate::ids::DeptId,
        at: DateTime<Utc>,
    ) -> crate::directory::Duty {
        self.directory().on_duty(department, at, self.swaps(department))
    }

    /// The duty swaps of a department, oldest first.
    pub fn swaps(&self, department: &crate::ids::DeptId) -> &[crate::directory::Swap] {
        self.company.swaps.get(department).map_or(&[], Vec::as_slice)
    }
}
