//! Every event of a change and of its tasks, with all its fields and, where some are optional, without them.

use std::collections::BTreeMap;
use std::sync::Arc;

use baton_commands::change::{
    Event, Join, Link, NewTask, Obstacle, Opened, Outcome, ReviewResult, TaskEvent, Threshold,
    Window,
};
use baton_commands::directory::ChangeKind;
use baton_commands::ids::{
    CalendarId, ChangeId, ClientId, FreezeId, IncidentId, MaintenanceId, ManifestId, ProjectId,
    RecordId, Serial, TaskId, TemplateId,
};
use baton_commands::sla::{
    self, Accept, AudienceWord, Ladder, Point, PointReached, Span, TargetKind, TargetName,
};

use super::golden::{goldens, hold};
use super::{at, dept, person};

#[test]
fn every_event_of_a_change_is_read_as_it_was_written() {
    hold("change", events());
}

#[test]
fn every_event_of_a_task_is_read_as_it_was_written() {
    hold("task", task_events());
}

/// Every event, by the name of its golden.
pub(super) fn events() -> Vec<(&'static str, Event)> {
    let mut events = goldens!(Event {
        "opened": Opened = Event::Opened(Box::new(opened())),
        "task-added": TaskAdded = Event::TaskAdded(Box::new(new_task(3))),
        "assessed": Assessed = assessed(),
        "submitted": Submitted = Event::Submitted {
            quorum: 2,
            approvers: vec![person("im-1"), person("director-1")],
            chase_at: Some(at("14:00")),
        },
        "voted": Voted = Event::Voted,
        "approval-fell-due": ApprovalFellDue = Event::ApprovalFellDue { next: Some(at("16:00")) },
        "rejected": Rejected = Event::Rejected { because: "No way back".into() },
        "approved": Approved = Event::Approved,
        "scheduled": Scheduled = Event::Scheduled {
            window: window(),
            because: Some("The freeze is soft".into()),
        },
        "conflict-found": ConflictFound = conflict_found(),
        "clashed": Clashed = clashed(),
        "customised": Customised = customised(),
        "obstructed": Obstructed = obstructed(bereft()),
        "start-announced": StartAnnounced = Event::StartAnnounced,
        "started": Started = Event::Started { text: "Bridge is open".into() },
        "task": Task = Event::task(1, TaskEvent::Started { by: person("net-1") }),
        "held": Held = held(),
        "resumed": Resumed = Event::Resumed,
        "work-ended": WorkEnded = Event::WorkEnded,
        "slipped": Slipped = slipped(),
        "reached": Reached = Event::Reached(reached()),
        "reviewed": Reviewed = reviewed(),
        "refused": Refused = Event::Refused {
            about: task(1).into(),
            verb: "task.done".into(),
            who: person("dba-1"),
            may: vec![person("net-1")],
        },
        "overridden": Overridden = Event::Overridden {
            about: RecordId::change(12),
            verb: "change.start".into(),
            because: "Nobody answers".into(),
        },
        "asked-for": AskedFor = Event::AskedFor {
            about: task(1).into(),
            verb: "task.done".into(),
            whom: person("net-1"),
        },
        "rolled-back": RolledBack = Event::RolledBack { because: "Packets are lost".into() },
        "cancelled": Cancelled = Event::Cancelled { because: "Order withdrawn".into() },
        "closed": Closed = Event::Closed,
        "archived": Archived = Event::Archived,
    });
    events.extend(variants());
    events
}

/// The same with other fields, or without those that are optional.
fn variants() -> Vec<(&'static str, Event)> {
    vec![
        ("opened-bare", Event::Opened(Box::new(bare()))),
        ("opened-with-a-promise", Event::Opened(Box::new(of_a_promise()))),
        ("opened-of-a-version", Event::Opened(Box::new(of_a_version()))),
        (
            "obstructed-by-a-freeze",
            obstructed(Obstacle::Freeze { id: FreezeId::new("year-end"), window: window() }),
        ),
        (
            "obstructed-by-maintenance",
            obstructed(Obstacle::Maintenance { windows: vec![MaintenanceId::new("shop-nights")] }),
        ),
        ("held-for-the-client", held_for(sla::Party::Client)),
        ("scheduled-bare", Event::Scheduled { window: window(), because: None }),
    ]
}

fn assessed() -> Event {
    let rollback = Some("Restore the snapshot".into());
    Event::Assessed { impact: 3, likelihood: 2, history: 1, rollback }
}

fn conflict_found() -> Event {
    let theirs = Window { from: at("11:00"), to: at("15:00") };
    Event::ConflictFound { with: ChangeId(9), window: window(), theirs }
}

fn clashed() -> Event {
    Event::Clashed { with: ChangeId(9), modules: vec!["core".into(), "pos".into()] }
}

fn customised() -> Event {
    Event::Customised {
        module: "core".into(),
        text: "Rounds tax half up".into(),
        because: "The tax office asks for it".into(),
    }
}

fn obstructed(by: Obstacle) -> Event {
    Event::Obstructed { by, window: Some(window()) }
}

fn bereft() -> Obstacle {
    Obstacle::Incident { id: IncidentId(7), who: person("net-1") }
}

fn held() -> Event {
    Event::Held { because: "Waits for the client".into(), party: None }
}

fn held_for(party: sla::Party) -> Event {
    Event::Held { because: "Waits for the client".into(), party: Some(party) }
}

fn slipped() -> Event {
    Event::Slipped { past: Threshold::Promised, by: at("17:00"), end: at("18:30") }
}

fn reviewed() -> Event {
    Event::Reviewed {
        result: ReviewResult::Issues,
        text: "Ports were mislabelled".into(),
        caused: vec![IncidentId(7)],
    }
}

fn task_events() -> Vec<(&'static str, TaskEvent)> {
    let because = || "The image does not boot".to_owned();
    goldens!(TaskEvent {
        "readied": Readied = TaskEvent::Readied { accept: accept(), due_by: Some(at("17:00")) },
        "reblocked": Reblocked = TaskEvent::Reblocked,
        "started": Started = TaskEvent::Started { by: person("net-1") },
        "done": Done = TaskEvent::Done { text: Some("Addresses are in the sheet".into()) },
        "failed": Failed = TaskEvent::Failed { because: because() },
        "skipped": Skipped = TaskEvent::Skipped { because: because() },
        "cancelled": Cancelled = TaskEvent::Cancelled { because: because() },
        "reopened": Reopened = TaskEvent::Reopened { because: because() },
        "returned": Returned = TaskEvent::Returned { to: task(1), because: because() },
        "got-back": GotBack = TaskEvent::GotBack { from: task(2), because: because() },
        "held": Held = TaskEvent::Held { because: because() },
        "resumed": Resumed = TaskEvent::Resumed,
        "waived": Waived = TaskEvent::Waived { of: task(1) },
        "assigned": Assigned = TaskEvent::Assigned { to: person("net-2") },
        "estimated": Estimated = TaskEvent::Estimated {
            estimate: Span::Seconds(21_600),
            due_by: Some(at("18:00")),
        },
        "due-set": DueSet = TaskEvent::DueSet { due: at("20:00") },
        "noted": Noted = TaskEvent::Noted { text: "Ports 12 to 16 are reserved".into() },
        "linked": Linked = TaskEvent::Linked { links: vec![link(1)], join: Some(Join::AtLeast(1)) },
        "unlinked": Unlinked = TaskEvent::Unlinked { from: task(1) },
        "reached": Reached = TaskEvent::Reached(reached()),
        "fell-overdue": FellOverdue = TaskEvent::FellOverdue { due_by: at("17:00") },
        also {
            "done-silently": TaskEvent::Done { text: None },
        }
    })
}

fn task(number: u32) -> TaskId {
    ChangeId(12).task(number)
}

fn window() -> Window {
    Window { from: at("12:00"), to: at("15:00") }
}

fn link(to: u32) -> Link {
    let mut link = Link::new(task(to), Some(Span::Seconds(7_200)), Outcome::Cancelled);
    link.waived_at = Some(at("09:30"));
    link
}

fn opened() -> Opened {
    let first = NewTask { after: Vec::new(), join: Join::All, ..new_task(1) };
    Opened {
        title: "New landscape".into(),
        kind: ChangeKind::Normal,
        client: Some(ClientId::new("acme")),
        project: Some(ProjectId::new("webshop")),
        template: Some(TemplateId::new("landscape")),
        manifest: Some(ManifestId::new("retail-suite")),
        baseline: None,
        window: Some(window()),
        promised_by: Some(at("20:00")),
        promise: None,
        tasks: vec![first, new_task(2)],
    }
}

fn of_a_promise() -> Opened {
    Opened { promise: Some(super::incident::promise()), ..bare() }
}

fn of_a_version() -> Opened {
    Opened { baseline: Some("7.2".into()), ..opened() }
}

fn bare() -> Opened {
    Opened {
        title: "New landscape".into(),
        kind: ChangeKind::Emergency,
        client: None,
        project: None,
        template: None,
        manifest: None,
        baseline: None,
        window: None,
        promised_by: None,
        promise: None,
        tasks: Vec::new(),
    }
}

fn new_task(number: u32) -> NewTask {
    NewTask {
        number,
        title: "Open the firewall".into(),
        department: dept("unix"),
        estimate: Span::Seconds(14_400),
        instructions: Some("As in the sheet".into()),
        devices: vec![Serial::new("SRV-1")],
        module: Some("core".into()),
        early: true,
        due: Some(at("17:00")),
        after: vec![link(1)],
        join: Join::Any,
    }
}

fn accept() -> Accept {
    Accept { calendar: CalendarId::new("office"), within: Span::Seconds(1_800), ladder: ladder() }
}

fn ladder() -> Arc<Ladder> {
    let audience = [AudienceWord::Department, AudienceWord::Head].into();
    let steps: BTreeMap<_, _> = [(Point::Breach, audience)].into();
    Arc::new(Ladder::from(steps))
}

fn reached() -> PointReached {
    PointReached {
        target: TargetName { kind: TargetKind::Ola(dept("unix")), cycle: 1 },
        of: 1_800,
        due_by: at("09:30"),
        reached: sla::Reached {
            point: Point::Breach,
            promised_by: at("09:30"),
            true_at: at("09:30"),
            late_by: 0,
            used_seconds: 1_800,
            superseded: vec![(Point::Percent(75), at("09:22"))],
        },
    }
}
