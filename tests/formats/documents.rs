//! Every kind of document, in the folder of its format: what it holds is a cache, but one of another format is not read.

use std::sync::Arc;

use baton_commands::change::gist::{End, Gist, Work};
use baton_commands::change::installed::Installed;
use baton_commands::change::{Change, ReviewResult, Task, TaskState};
use baton_commands::company::Company;
use baton_commands::directory::{ChangeKind, Directory, Swap};
use baton_commands::ids::{ChangeId, ClientId, IncidentId, RecordId, Serial, ServiceId};
use baton_commands::recall;
use baton_commands::voice::Language;
use baton_commands::world::{By, Document, Event, Fact, World};
use chrono::Duration;

use super::company::organised;
use super::golden::{goldens, hold_written};
use super::incident::events;
use super::{at, channel, dept, person};

#[test]
fn every_document_is_read_as_it_was_written() {
    let documents = goldens!(Document {
        "company": Company = Document::Company(Box::new(company())),
        "directory": Directory = directory(),
        "incident": Incident = incident_until("held"),
        "gist": Gist = Document::Gist(Box::new(gist())),
        "change": Change = Document::Change(change_done().0),
        "task": Task = Document::Task(change_done().1),
        "past-change": PastChange = past_change(),
        "installed": Installed = installed(),
        "change-gist": ChangeGist = Document::ChangeGist(Arc::new(change_gist())),
        also {
            "incident-resolved": incident_until("resolved"),
            "incident-closed": incident_until("closed"),
            "incident-merged": incident_until("merged-into"),
        }
    });
    hold_written(&format!("document-{}", Document::FORMAT), documents);
}

fn company() -> Company {
    let swap = Swap { from: at("18:00"), to: at("23:00"), person: person("unix-2") };
    Company {
        events: 3,
        directory: Arc::new(Directory::nobody()),
        organised_at: at("00:00"),
        person_languages: [(person("unix-1"), Language::Dutch)].into(),
        place_languages: [(channel("unix"), Language::Vietnamese)].into(),
        swaps: [(dept("unix"), vec![swap])].into(),
        links: [("slack:U01".to_owned(), person("unix-1"))].into(),
        codes: [("3f2a".to_owned(), (person("unix-1"), at("09:10")))].into(),
        last_incident: 7,
        last_change: 0,
    }
}

/// The one that the golden of its event brings.
fn directory() -> Document {
    let mut world = World::default();
    world.evolve(&fact(RecordId::COMPANY, 1, organised().into()));
    Document::Directory(Arc::clone(&world.company.directory))
}

fn gist() -> recall::Gist {
    recall::Gist {
        id: IncidentId(7),
        title: "Web shop is slow".into(),
        client: Some(ClientId::new("acme")),
        service: Some(ServiceId::new("webshop")),
        device: Some(Serial::new("SRV-1")),
        opened_at: at("09:00"),
        restricted: true,
        suggested: true,
    }
}

/// An incident to which everything has happened that its record remembers, and then `last`.
fn incident_until(last: &str) -> Document {
    let mut world = World::default();
    world.evolve(&fact(RecordId::COMPANY, 1, organised().into()));
    let id = IncidentId(7);
    let ends = ["archived", "closed", "merged-into", "opened-bare"];
    let events = events().into_iter().filter(|(name, _)| *name == last || !ends.contains(name));
    let (before, at_last): (Vec<_>, Vec<_>) = events.partition(|(name, _)| *name != last);
    for (n, (_, event)) in before.into_iter().chain(at_last).enumerate() {
        let n = u32::try_from(n).expect("few") + 1;
        world.evolve(&fact(id.into(), n, event.into()));
    }
    let incident = world.incident(id).expect("it was opened");
    Document::Incident(std::sync::Arc::clone(incident))
}

/// A change to which everything has happened that its record remembers, and its first task.
fn change_done() -> (Arc<Change>, Arc<Task>) {
    let mut world = World::default();
    world.evolve(&fact(RecordId::COMPANY, 1, organised().into()));
    let id = ChangeId(12);
    let ends = ["archived", "closed", "cancelled", "rolled-back", "rejected", "task-cancelled"];
    let events = super::change::events().into_iter().filter(|(name, _)| !ends.contains(name));
    for (n, (_, event)) in events.enumerate() {
        let n = u32::try_from(n).expect("few") + 1;
        world.evolve(&fact(id.into(), n, event.into()));
    }
    let change = world.change(id).expect("it was opened");
    (Arc::clone(change), Arc::clone(change.task(1).expect("it was opened with one")))
}

fn past_change() -> Document {
    let (change, task) = change_done();
    Document::PastChange { change, tasks: vec![task] }
}

fn change_gist() -> Gist {
    let work =
        Work { done: 4, timed: 3, late: 1, skipped: 2, worked: 5, reopened: 1, sent_back: 1 };
    Gist {
        id: ChangeId(12),
        title: "New landscape".into(),
        kind: ChangeKind::Emergency,
        client: Some(ClientId::new("acme")),
        opened_at: at("09:00"),
        ended_at: at("17:00"),
        end: End::Closed(ReviewResult::Issues),
        work: [(dept("unix"), work)].into(),
    }
}

/// What the change leaves when its task on `core` is done and it is closed.
fn installed() -> Document {
    let mut change = Change::clone(&change_done().0);
    let mut task = Task::clone(change.task(1).expect("it was opened with one"));
    let text = Some("As in the sheet".to_owned());
    task.state = TaskState::Done { at: at("11:00"), started_at: Some(at("10:00")), text };
    task.assignee = Some(person("unix-2"));
    change.keep(Arc::new(task));
    change.baseline = Some("7.2".to_owned());
    let product = change.product().expect("it installs one");
    let mut installed = Installed::new(product);
    installed.add(&change, &Directory::nobody());
    Document::Installed(Arc::new(installed))
}

fn fact(record: RecordId, n: u32, event: Event) -> Fact {
    let at = at("09:00") + Duration::minutes(n.into());
    Fact { record, n, at, by: By::Person(person("unix-1")), place: None, line: None, event }
}
