//! The dotted words that messages about incidents carry (DOMAIN section 9).

use super::Event;
use crate::notice::Reason;
use crate::sla::{Point, TargetKind};

/// `sla.response.at_75`, `ola.breached`, `incident.update_due` (DOMAIN section 9).
pub(super) fn reason_of(kind: &TargetKind, point: Point) -> Reason {
    if *kind == TargetKind::Update && point == Point::Breach {
        return "incident.update_due".into();
    }
    format!("{}.{}", kind.reason_stem(), point.name()).into()
}

/// The reason of what is shown but pings nobody.
pub(super) fn reason_of_event(event: &Event) -> Reason {
    match event {
        Event::Opened(_) => "incident.opened".into(),
        Event::Acknowledged { .. } | Event::VendorAnswered { .. } => "incident.acknowledged".into(),
        Event::Led { .. } | Event::Assigned { .. } => "incident.assigned".into(),
        Event::Engaged { .. } => "incident.engaged".into(),
        Event::Released { .. } | Event::VendorReleased { .. } => "incident.released".into(),
        Event::Noted { .. } => "incident.noted".into(),
        Event::SeveritySet { .. } => "incident.severity".into(),
        Event::Held { .. } => "incident.held".into(),
        Event::Resumed => "incident.resumed".into(),
        Event::Escalated { .. } => "incident.escalated".into(),
        Event::Mitigated { .. } => "incident.mitigated".into(),
        Event::Resolved { .. } => "incident.resolved".into(),
        Event::Reopened { .. } => "incident.reopened".into(),
        Event::Closed | Event::Archived => "incident.closed".into(),
        Event::MergedInto { .. } | Event::MergedFrom { .. } => "incident.merged".into(),
        Event::DebriefRecorded { .. } | Event::DebriefAmended { .. } => "debrief.recorded".into(),
        Event::DebriefFellDue { .. } => "debrief.due".into(),
        Event::ActionDone { .. } => "action.done".into(),
        Event::ActionFellDue { .. } => "action.due".into(),
        Event::Analysed { .. } => "sla.analysed".into(),
        Event::Reached(reached) => reason_of(&reached.target.kind, reached.reached.point),
        Event::ProblemSuggested { .. } => "problem.suggested".into(),
        Event::Refused { .. } => "access.refused".into(),
        Event::Overridden { .. } => "access.overridden".into(),
        Event::AskedFor { .. } => "access.asked".into(),
    }
}
