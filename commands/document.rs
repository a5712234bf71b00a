//! Records as the store keeps them, to start without replay: a cache, made anew from events when its format is old.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use imbl::ordmap::DiffItem;
use serde::{Deserialize, Serialize};

use crate::change::installed::Installed;
use crate::change::{self, Change, Task};
use crate::company::Company;
use crate::directory::Directory;
use crate::fact::{Event, Fact};
use crate::ids::{IncidentId, RecordId, RecordKind};
use crate::incident::{Incident, Known};
use crate::world::World;

/// A record as the store keeps it to start without replay. A cache, rebuilt from events when its format is old.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Document {
    /// Without the organisation's files.
    Company(Box<Company>),
    /// The organisation in force.
    Directory(Arc<Directory>),
    Incident(Arc<Incident>),
    /// A change without its tasks: each of them is a document of its own.
    Change(Arc<Change>),
    Task(Arc<Task>),
    /// A change that left the World, with its tasks.
    PastChange {
        change: Arc<Change>,
        tasks: Vec<Arc<Task>>,
    },
    /// What reports and search still need of a change that left the World.
    ChangeGist(Arc<change::gist::Gist>),
    /// CHG-8: what is installed of one product at one client.
    Installed(Arc<Installed>),
    /// What INC-7 still needs of an incident that left the World.
    Gist(Box<crate::recall::Gist>),
}

/// No record is called like this.
const DIRECTORY: &str = "DIRECTORY";

impl Document {
    /// The format of all documents; a change of any struct that breaks reading raises it.
    pub const FORMAT: u32 = 4;

    /// The key it stands under.
    pub fn key(&self) -> String {
        match self {
            Document::Company(_) => RecordId::COMPANY.to_string(),
            Document::Directory(_) => DIRECTORY.to_owned(),
            Document::Incident(incident) => incident.id.to_string(),
            Document::Change(change) | Document::PastChange { change, .. } => change.id.to_string(),
            Document::Task(task) => task.id.to_string(),
            Document::ChangeGist(gist) => gist.key(),
            Document::Installed(installed) => installed.key(),
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

/// The change's own document, and those of its tasks that are new or different.
fn change_puts(old: Option<&Arc<Change>>, new: &Arc<Change>) -> Vec<DocumentChange> {
    let mut puts = vec![DocumentChange::Put(Document::Change(Arc::new(new.without_tasks())))];
    let put = |task: &Arc<Task>| DocumentChange::Put(Document::Task(Arc::clone(task)));
    match old {
        None => puts.extend(new.tasks.values().map(put)),
        Some(old) => {
            for item in old.tasks.diff(&new.tasks) {
                match item {
                    DiffItem::Add(_, task) => puts.push(put(task)),
                    DiffItem::Update { new, .. } => puts.push(put(new.1)),
                    DiffItem::Remove(..) => {}
                }
            }
        }
    }
    puts
}

fn gist_key(id: IncidentId) -> String {
    format!("GIST-{}", id.0)
}

/// A World that is being put together from documents, at start.
#[derive(Debug, Default)]
pub struct Restoration {
    world: World,
    known: Known,
    directory: Option<Arc<Directory>>,
    /// Tasks that came before their change.
    tasks: BTreeMap<u32, Vec<Arc<Task>>>,
}

impl Restoration {
    /// Puts back a document.
    pub fn put(&mut self, document: Document) {
        let world = &mut self.world;
        match document {
            Document::Company(company) => {
                world.last_incident = world.last_incident.max(company.last_incident);
                world.last_change = world.last_change.max(company.last_change);
                world.company = Arc::new(*company);
            }
            Document::Directory(directory) => self.directory = Some(directory),
            Document::Incident(mut incident) => {
                Arc::make_mut(&mut incident).tighten(&mut self.known);
                world.last_incident = world.last_incident.max(incident.id.0);
                world.recall.remember(&incident);
                world.put(incident);
            }
            Document::Change(mut change) => {
                world.last_change = world.last_change.max(change.id.0);
                let tasks = self.tasks.remove(&change.id.0).unwrap_or_default();
                tasks.into_iter().for_each(|task| Arc::make_mut(&mut change).keep(task));
                world.put_change(change);
            }
            Document::Task(task) => match world.change(task.id.change) {
                None => self.tasks.entry(task.id.change.0).or_default().push(task),
                Some(change) => {
                    let mut change = Arc::clone(change);
                    Arc::make_mut(&mut change).keep(task);
                    world.put_change(change);
                }
            },
            // It is not among the live ones.
            Document::PastChange { .. } => {}
            Document::ChangeGist(gist) => {
                world.last_change = world.last_change.max(gist.id.0);
                world.past_changes.insert(gist.id.0, gist);
            }
            Document::Installed(installed) => {
                let key = (installed.client.clone(), installed.manifest.clone());
                world.installed.insert(key, installed);
            }
            Document::Gist(gist) => {
                world.last_incident = world.last_incident.max(gist.id.0);
                world.recall.keep(*gist);
            }
        }
    }

    pub fn world(mut self) -> World {
        if let Some(directory) = self.directory {
            Arc::make_mut(&mut self.world.company).directory = directory;
        }
        self.world
    }
}

impl World {
    /// The documents of the records these facts touched, as they are now.
    pub fn documents(&self, before: &World, facts: &[Fact]) -> Vec<DocumentChange> {
        let touched: BTreeSet<RecordId> = facts.iter().map(|fact| fact.record).collect();
        let gone = |record: &&RecordId| match record.kind {
            RecordKind::Company | RecordKind::Task => false,
            RecordKind::Incident => !self.incidents.contains_key(&record.number),
            RecordKind::Change => !self.changes.contains_key(&record.number),
        };
        let mut changes: Vec<DocumentChange> = Vec::new();
        let someone_left = touched.iter().any(|record| gone(&record));
        for record in touched.iter().filter(|record| record.kind == RecordKind::Incident) {
            changes.extend(self.incident_document(before, record.number, facts));
        }
        changes.extend(self.change_documents(before, facts));
        for item in before.installed.diff(&self.installed) {
            if let DiffItem::Add(_, new) | DiffItem::Update { new: (_, new), .. } = item {
                changes.push(DocumentChange::Put(Document::Installed(Arc::clone(new))));
            }
        }
        for item in before.past_changes.diff(&self.past_changes) {
            changes.push(match item {
                DiffItem::Add(_, gist) | DiffItem::Update { new: (_, gist), .. } => {
                    DocumentChange::Put(Document::ChangeGist(Arc::clone(gist)))
                }
                DiffItem::Remove(_, gist) => DocumentChange::Remove(gist.key()),
            });
        }
        if facts.iter().any(Fact::is_organisation) {
            changes.push(DocumentChange::Put(self.directory_document()));
            changes.extend(self.recounted(before, &touched));
        }
        if someone_left || touched.contains(&RecordId::COMPANY) {
            changes.push(DocumentChange::Put(self.company_document()));
        }
        if someone_left {
            let forgotten =
                before.recall.gists().filter(|gist| self.recall.gist(gist.id).is_none());
            changes.extend(forgotten.map(|gist| DocumentChange::Remove(gist_key(gist.id))));
        }
        changes
    }

    fn company_document(&self) -> Document {
        let (last_incident, last_change) = (self.last_incident, self.last_change);
        let company = Company::clone(&self.company);
        Document::Company(Box::new(Company { last_incident, last_change, ..company }))
    }

    fn directory_document(&self) -> Document {
        Document::Directory(Arc::clone(&self.company.directory))
    }

    /// Changes and tasks that are different now: what happens to one task can reach those of other changes.
    fn change_documents(&self, before: &World, facts: &[Fact]) -> Vec<DocumentChange> {
        let mut changes = Vec::new();
        for item in before.changes.diff(&self.changes) {
            match item {
                DiffItem::Add(_, new) => changes.extend(change_puts(None, new)),
                DiffItem::Update { old, new } => changes.extend(change_puts(Some(old.1), new.1)),
                DiffItem::Remove(_, old) => changes.extend(self.past_change(old, facts)),
            }
        }
        changes
    }

    /// It goes to the archive whole, and its tasks with it.
    fn past_change(&self, last: &Arc<Change>, facts: &[Fact]) -> Vec<DocumentChange> {
        let mut last = Change::clone(last);
        let record = RecordId::from(last.id);
        for fact in facts.iter().filter(|fact| fact.record == record) {
            if let Event::Change(event) = &fact.event {
                last.evolve(fact, event, self.directory());
            }
        }
        let tasks: Vec<Arc<Task>> = last.tasks.values().cloned().collect();
        let gone: Vec<_> =
            tasks.iter().map(|task| DocumentChange::Remove(task.id.to_string())).collect();
        let past = Document::PastChange { change: Arc::new(last.without_tasks()), tasks };
        std::iter::once(DocumentChange::Archive(past)).chain(gone).collect()
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
        let incidents = self.incidents.values();
        let incidents = incidents.map(|incident| Document::Incident(Arc::clone(incident)));
        let archived = self.recall.gists().filter(|g| !self.incidents.contains_key(&g.id.0));
        let archived = archived.map(|gist| Document::Gist(Box::new((**gist).clone())));
        let changes = self.changes.values().flat_map(|change| {
            let tasks = change.tasks.values().map(|task| Document::Task(Arc::clone(task)));
            let own = Document::Change(Arc::new(change.without_tasks()));
            std::iter::once(own).chain(tasks)
        });
        [self.company_document(), self.directory_document()]
            .into_iter()
            .chain(incidents)
            .chain(changes)
            .chain(archived)
            .chain(self.past_changes.values().map(|it| Document::ChangeGist(Arc::clone(it))))
            .chain(self.installed.values().map(|it| Document::Installed(Arc::clone(it))))
            .collect()
    }
}
