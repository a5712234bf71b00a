//! The dotted words that messages about changes carry (DOMAIN section 9).

use super::Event;
use super::task::TaskEvent;
use crate::notice::Reason;
use crate::sla::PointReached;

/// The reason of what is shown, whether or not it pings.
pub(super) fn reason_of_event(event: &Event) -> Reason {
    match event {
        Event::Opened(_) => "change.opened".into(),
        Event::TaskAdded(_) => "task.added".into(),
        Event::Assessed { .. } => "change.assessed".into(),
        Event::Submitted { .. } => "change.approval_requested".into(),
        Event::Voted => "change.voted".into(),
        Event::Approved | Event::Rejected { .. } => "change.decided".into(),
        Event::ApprovalFellDue { .. } => "change.approval_overdue".into(),
        Event::Scheduled { .. } => "change.scheduled".into(),
        Event::ConflictFound { .. } | Event::Obstructed { .. } | Event::Clashed { .. } => {
            "change.conflict".into()
        }
        Event::Customised { .. } => "change.customised".into(),
        Event::StartAnnounced => "change.starting".into(),
        Event::Started { .. } => "change.started".into(),
        Event::Held { .. } => "change.held".into(),
        Event::Resumed => "change.resumed".into(),
        Event::RolledBack { .. } => "change.rolled_back".into(),
        Event::Cancelled { .. } => "change.cancelled".into(),
        Event::WorkEnded => "change.question".into(),
        Event::Slipped { .. } => "change.slipped".into(),
        Event::Reached(reached) => reason_of_point(reached),
        Event::Reviewed { .. } => "change.reviewed".into(),
        Event::Closed | Event::Archived => "change.closed".into(),
        Event::Task { what, .. } => reason_of_task(what),
        Event::Refused { .. } => "access.refused".into(),
        Event::Overridden { .. } => "access.overridden".into(),
        Event::AskedFor { .. } => "access.asked".into(),
    }
}

pub(super) fn reason_of_point(reached: &PointReached) -> Reason {
    format!("{}.{}", reached.target.kind.reason_stem(), reached.reached.point.name()).into()
}

fn reason_of_task(what: &TaskEvent) -> Reason {
    match what {
        TaskEvent::Readied { .. } => "task.ready".into(),
        TaskEvent::Reblocked => "task.reblocked".into(),
        TaskEvent::Started { .. } => "task.started".into(),
        TaskEvent::Done { .. } => "task.done".into(),
        TaskEvent::Failed { .. } => "task.failed".into(),
        TaskEvent::Skipped { .. } => "task.skipped".into(),
        TaskEvent::Cancelled { .. } => "task.cancelled".into(),
        TaskEvent::Reopened { .. } => "task.reopened".into(),
        TaskEvent::Returned { .. } | TaskEvent::GotBack { .. } => "task.returned".into(),
        TaskEvent::Held { .. } => "task.held".into(),
        TaskEvent::Resumed => "task.resumed".into(),
        TaskEvent::Waived { .. } => "task.proceeded".into(),
        TaskEvent::Assigned { .. } => "task.assigned".into(),
        TaskEvent::Estimated { .. } => "task.estimated".into(),
        TaskEvent::DueSet { .. } => "task.due_set".into(),
        TaskEvent::Noted { .. } => "task.noted".into(),
        TaskEvent::Linked { .. } => "task.linked".into(),
        TaskEvent::Unlinked { .. } => "task.unlinked".into(),
        TaskEvent::Reached(reached) => reason_of_point(reached),
        TaskEvent::FellOverdue { .. } => "task.overdue".into(),
    }
}
