//! The timeline of a change: each event as one line, for the thread of its card.

use chrono::{DateTime, Utc};

use super::task::{Join, Task, TaskEvent};
use super::{Event, Obstacle, ReviewResult, Window};
use crate::ids::ChangeId;
use crate::incident;
use crate::say;
use crate::sla::{Party, Point, PointReached};
use crate::words::{Arg, Words};
use crate::world::{self, Fact};

/// What happened, as a sentence with who did it; none for what nobody reads again.
pub fn of_fact(fact: &Fact) -> Option<Words> {
    let world::Event::Change(event) = &fact.event else { return None };
    let by = fact.by.named();
    Some(match event {
        Event::Opened(opened) => {
            say!("change-was-opened", by = by, title = opened.title.as_str())
        }
        Event::TaskAdded(new) => {
            let task = ChangeId(fact.record.number).task(new.number);
            let (title, department) = (new.title.as_str(), &new.department);
            say!("task-was-added", by = by, id = task, title = title, department = department)
        }
        Event::Assessed { impact, likelihood, .. } => {
            let (impact, likelihood) = (i64::from(*impact), i64::from(*likelihood));
            say!("change-was-assessed", by = by, impact = impact, likelihood = likelihood)
        }
        Event::Submitted { quorum, approvers, .. } => {
            let who: Vec<Arg> = approvers.iter().map(Arg::from).collect();
            say!("change-was-submitted", by = by, who = who, quorum = *quorum)
        }
        Event::Voted => say!("change-was-voted", by = by),
        Event::Approved => say!("change-was-approved"),
        Event::Rejected { because } => {
            say!("change-was-rejected", by = by, because = because.as_str())
        }
        Event::ApprovalFellDue { .. } => say!("change-approval-was-chased"),
        Event::Scheduled { window, because } => scheduled(by, *window, because.as_deref()),
        Event::ConflictFound { with, .. } => say!("change-was-conflicting", with = *with),
        Event::Clashed { with, modules } => super::clash::history(*with, modules),
        Event::Customised { module, text, because } => {
            super::customised::history(by, module, text, because)
        }
        Event::Obstructed { by, .. } => obstructed(by),
        Event::Started { text } => started(by, text),
        Event::Held { because, party } => held(by, *party, because),
        Event::Resumed => say!("change-was-resumed", by = by),
        Event::RolledBack { because } => {
            say!("change-was-rolled-back", by = by, because = because.as_str())
        }
        Event::Cancelled { because } => {
            say!("change-was-cancelled", by = by, because = because.as_str())
        }
        Event::WorkEnded => say!("change-work-was-ended"),
        Event::Slipped { past, by, end } => super::slip::history(*past, *by, *end),
        Event::Reached(reached) => incident::history::came(reached),
        Event::Reviewed { result, text, .. } => {
            let result = result_words(*result);
            say!("change-was-reviewed", by = by, result = result, text = text.as_str())
        }
        Event::Closed => say!("change-was-closed", by = by),
        Event::Task { task, what } => {
            return of_task(ChangeId(fact.record.number).task(*task).into(), by, what);
        }
        Event::Refused { .. } | Event::Overridden { .. } | Event::AskedFor { .. } => {
            return of_right(by, event);
        }
        Event::StartAnnounced | Event::Archived => return None,
    })
}

/// Who may, and who did all the same (ACC-5).
fn of_right(by: Arg, event: &Event) -> Option<Words> {
    Some(match event {
        Event::Refused { about, verb, who, .. } => {
            say!("change-was-refused", id = *about, who = who, line = Arg::verb(verb))
        }
        Event::Overridden { verb, because, .. } => {
            say!("history-overridden", by = by, line = Arg::verb(verb), because = because.as_str())
        }
        Event::AskedFor { verb, whom, .. } => {
            say!("history-asked", by = by, line = Arg::verb(verb), whom = whom)
        }
        _ => return None,
    })
}

fn held(by: Arg, party: Option<Party>, because: &str) -> Words {
    match party.map(incident::history::party_words) {
        Some(party) => say!("change-was-held-for", by = by, party = party, because = because),
        None => say!("change-was-held", by = by, because = because),
    }
}

fn obstructed(by: &Obstacle) -> Words {
    match by {
        Obstacle::Freeze { id, .. } => say!("change-was-frozen", freeze = id.as_str()),
        Obstacle::Maintenance { windows } => {
            let windows: Vec<Arg> = windows.iter().map(|id| id.as_str().into()).collect();
            say!("change-was-outside", windows = windows)
        }
        Obstacle::Incident { id, who } => say!("change-was-bereft", id = *id, who = who),
    }
}

fn started(by: Arg, text: &str) -> Words {
    match text {
        "" => say!("change-was-started", by = by),
        _ => say!("change-was-started-saying", by = by, text = text),
    }
}

fn scheduled(by: Arg, window: Window, because: Option<&str>) -> Words {
    let (from, to) = (window.from, window.to);
    match because {
        Some(because) => {
            say!("change-was-scheduled-because", by = by, from = from, to = to, because = because)
        }
        None => say!("change-was-scheduled", by = by, from = from, to = to),
    }
}

fn of_task(id: Arg, by: Arg, what: &TaskEvent) -> Option<Words> {
    Some(match what {
        TaskEvent::Readied { .. } => say!("task-was-readied", id = id),
        TaskEvent::Reblocked => say!("task-was-reblocked", id = id),
        TaskEvent::Started { .. } => say!("task-was-started", id = id, by = by),
        TaskEvent::Done { text: None } => say!("task-was-done", id = id, by = by),
        TaskEvent::Done { text: Some(text) } => {
            say!("task-was-done-saying", id = id, by = by, text = text.as_str())
        }
        TaskEvent::Failed { because } => {
            say!("task-was-failed", id = id, by = by, because = because.as_str())
        }
        TaskEvent::Skipped { because } => {
            say!("task-was-skipped", id = id, by = by, because = because.as_str())
        }
        TaskEvent::Cancelled { because } => {
            say!("task-was-cancelled", id = id, by = by, because = because.as_str())
        }
        TaskEvent::Reopened { because } => {
            say!("task-was-reopened", id = id, by = by, because = because.as_str())
        }
        TaskEvent::Returned { to, because } => {
            say!("task-was-returned", id = id, by = by, to = *to, because = because.as_str())
        }
        TaskEvent::Held { because } => {
            say!("task-was-held", id = id, by = by, because = because.as_str())
        }
        TaskEvent::Resumed => say!("task-was-resumed", id = id, by = by),
        TaskEvent::Waived { of } => say!("task-was-waived", id = id, by = by, of = *of),
        TaskEvent::Assigned { to } => say!("task-was-assigned", id = id, by = by, to = to),
        TaskEvent::Estimated { estimate, .. } => {
            say!("task-was-estimated", id = id, by = by, estimate = estimate.to_string())
        }
        TaskEvent::DueSet { due } => say!("task-was-due-set", id = id, by = by, due = *due),
        TaskEvent::Noted { text } => say!("task-was-noted", id = id, by = by, text = text.as_str()),
        TaskEvent::Linked { links, .. } => {
            let to: Vec<Arg> = links.iter().map(|link| link.to.into()).collect();
            say!("task-was-linked", id = id, by = by, to = to)
        }
        TaskEvent::Unlinked { from } => say!("task-was-unlinked", id = id, by = by, from = *from),
        TaskEvent::Reached(reached) if reached.reached.point == Point::Breach => {
            say!("task-accept-was-missed", id = id, due = reached.due_by)
        }
        TaskEvent::FellOverdue { due_by } => say!("task-was-overdue", id = id, due = *due_by),
        TaskEvent::GotBack { .. } | TaskEvent::Reached(_) => return None,
    })
}

/// Whether it goes into the thread: what the card or a ping shows at the same instant does not.
pub(super) fn is_kept(event: &Event) -> bool {
    match event {
        Event::Opened(_) | Event::Refused { .. } | Event::AskedFor { .. } => false,
        Event::ApprovalFellDue { .. } | Event::WorkEnded => false,
        Event::Reached(reached) => reached.reached.point == Point::Breach,
        Event::Task { what, .. } => {
            !matches!(what, TaskEvent::Readied { .. } | TaskEvent::FellOverdue { .. })
        }
        _ => true,
    }
}

pub fn result_words(result: ReviewResult) -> Words {
    match result {
        ReviewResult::Success => say!("result-success"),
        ReviewResult::Issues => say!("result-issues"),
        ReviewResult::Failed => say!("result-failed"),
    }
}

/// What it waited for and is there now, for the one whose turn it is.
pub(super) fn came_after(task: &Task) -> Option<Words> {
    let there = task.after.iter().filter(|link| link.met_at().is_some());
    let there: Vec<Arg> = there.map(|link| link.to.into()).collect();
    (!there.is_empty()).then(|| say!("task-came-after", tasks = there))
}

/// SLA-10: a message that comes late says how late.
pub(super) fn late(words: Words, reached: &PointReached, now: DateTime<Utc>) -> Words {
    let late = (now - reached.reached.true_at).num_seconds();
    match late {
        ..60 => words,
        _ => say!("said-late", what = words, late = Arg::Seconds(late)),
    }
}

/// How a task's links are joined, where it is not all of them.
pub fn join_words(join: Join) -> Option<Words> {
    match join {
        Join::All => None,
        Join::Any => Some(say!("join-any")),
        Join::AtLeast(count) => Some(say!("join-at-least", count = count)),
    }
}
