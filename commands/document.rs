//! Records as the store keeps them, to start without replay: a cache, made anew from events when its format is old.

use std::collections::BTreeSet;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::company::Company;
use crate::fact::{Event, Fact};
use crate::ids::{IncidentId, RecordId, RecordKind};
use crate::incident::{Incident, Known};
use crate::world::World;

/// A record as the store keeps it to start without replay. A cache, rebuilt from events when its format is old.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Document {
    Company(Box<Company>),
    Incident(Arc<Incident>),
    /// What INC-7 still needs of an incident that left the World.
    Gist(Box<crate::recall::Gist>),
}

impl Document {
    /// The format of all documents; a change of any struct that breaks reading raises it.
    pub const FORMAT: u32 = 2;

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

/// A World that is being put together from documents, at start.
#[derive(Debug, Default)]
pub struct Restoration {
    world: World,
    known: Known,
}

impl Restoration {
    /// Puts back a document.
    pub fn put(&mut self, document: Document) {
        let world = &mut self.world;
        match document {
            Document::Company(company) => {
                world.last_incident = world.last_incident.max(company.last_incident);
                world.company = Arc::new(*company);
            }
            Document::Incident(mut incident) => {
                Arc::make_mut(&mut incident).tighten(&mut self.known);
                world.last_incident = world.last_incident.max(incident.id.0);
                world.recall.remember(&incident);
                world.put(incident);
            }
            Document::Gist(gist) => {
                world.last_incident = world.last_incident.max(gist.id.0);
                world.recall.keep(*gist);
            }
        }
    }

    pub fn world(self) -> World {
        self.world
    }
}

impl World {
    /// The documents of the records these facts touched, as they are now.
    pub fn documents(&self, before: &World, facts: &[Fact]) -> Vec<DocumentChange> {
        let touched: BTreeSet<RecordId> = facts.iter().map(|fact| fact.record).collect();
        let gone = |record: &&RecordId| {
            record.kind == RecordKind::Incident && !self.incidents.contains_key(&record.number)
        };
        let mut changes: Vec<DocumentChange> = Vec::new();
        let someone_left = touched.iter().any(|record| gone(&record));
        for record in touched.iter().filter(|record| record.kind == RecordKind::Incident) {
            changes.extend(self.incident_document(before, record.number, facts));
        }
        if facts.iter().any(Fact::is_organisation) {
            changes.extend(self.recounted(before, &touched));
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

    /// Another organisation moves the clocks of records to which nothing else happened (SLA-16).
    fn recounted(&self, before: &World, touched: &BTreeSet<RecordId>) -> Vec<DocumentChange> {
        let moved = |number: &u32, incident: &Arc<Incident>| {
            let same = before.incidents.get(number).is_some_and(|old| Arc::ptr_eq(old, incident));
            !same && !touched.contains(&RecordId::incident(*number))
        };
        let moved = self.incidents.iter().filter(|(number, incident)| moved(number, incident));
        let put = |incident: &Arc<Incident>| {
            DocumentChange::Put(Document::Incident(Arc::clone(incident)))
        };
        moved.map(|(_, incident)| put(incident)).collect()
    }

    fn incident_document(
        &self,
        before: &World,
        number: u32,
        facts: &[Fact],
    ) -> Vec<DocumentChange> {
        if let Some(incident) = self.incidents.get(&number) {
            return vec![DocumentChange::Put(Document::Incident(Arc::clone(incident)))];
        }
        let Some(last) = before.incidents.get(&number) else { return Vec::new() };
        let mut last = Incident::clone(last);
        for fact in facts.iter().filter(|fact| fact.record == RecordId::incident(number)) {
            if let Event::Incident(event) = &fact.event {
                last.evolve(fact, event, self.directory());
            }
        }
        last.wakes_at = None;
        let gist = self.recall.gist(last.id).map(|gist| Document::Gist(Box::new((**gist).clone())));
        let archive = DocumentChange::Archive(Document::Incident(Arc::new(last)));
        std::iter::once(archive).chain(gist.map(DocumentChange::Put)).collect()
    }

    /// Every document of this World: what the store must hold for it.
    pub fn all_documents(&self) -> Vec<Document> {
        let last_incident = self.last_incident;
        let company = Company { last_incident, ..Company::clone(&self.company) };
        let incidents = self.incidents.values();
        let incidents = incidents.map(|incident| Document::Incident(Arc::clone(incident)));
        let archived = self.recall.gists().filter(|g| !self.incidents.contains_key(&g.id.0));
        let archived = archived.map(|gist| Document::Gist(Box::new((**gist).clone())));
        std::iter::once(Document::Company(Box::new(company)))
            .chain(incidents)
            .chain(archived)
            .collect()
    }
}
