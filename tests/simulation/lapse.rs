//! Which messages may end unsent.

use baton_commands::change::Phase;
use baton_commands::ids::{ChangeId, IncidentId, Recipient, RecordKind};
use baton_commands::incident::Incident;
use baton_commands::notice::{Say, Useful};
use baton_commands::world::World;

/// PNG-4: nobody has to act on it any more.
pub(crate) fn may_lapse(say: &Say, world: &World) -> bool {
    if matches!(say.about.kind, RecordKind::Change | RecordKind::Task) {
        return may_lapse_of_change(say, world);
    }
    let Some(incident) = world.incident(IncidentId(say.about.number)) else { return true };
    let ended = !incident.is_live();
    match say.reason.as_str() {
        "debrief.due" => incident.debrief.is_some(),
        "problem.suggested" | "access.overridden" | "action.due" => false,
        "incident.opened" | "incident.engaged" => {
            // Who was to be called in the morning was called at once when it became urgent.
            ended || answered(say, incident) || incident.severity.is_urgent()
        }
        reason if is_of_clock(reason) => match &say.useful {
            Useful::WhileRunning { target } => {
                incident.target(target).is_none_or(|target| target.outcome().is_some())
            }
            _ => false,
        },
        _ => ended,
    }
}

fn is_of_clock(reason: &str) -> bool {
    ["sla.", "ola.", "uc."].iter().any(|stem| reason.starts_with(stem))
        || reason == "incident.update_due"
}

/// The same for what is about a change or a task: its turn is over, it has ended, the vote is taken.
fn may_lapse_of_change(say: &Say, world: &World) -> bool {
    let always = matches!(say.useful, Useful::Always);
    let Some(change) = world.change(ChangeId(say.about.number)) else { return !always };
    let task = change.task(say.about.part).filter(|_| say.about.kind == RecordKind::Task);
    let ended = !change.is_live() || task.is_some_and(|task| task.has_ended());
    match say.reason.as_str() {
        "task.ready" | "task.returned" | "task.assigned" | "task.overdue" => {
            ended || task.is_some_and(|task| !task.is_ready() && !task.is_in_progress())
        }
        "change.approval_requested" | "change.approval_overdue" => {
            let decided = change
                .ballot
                .as_ref()
                .is_none_or(|ballot| ballot.votes.len() >= ballot.quorum as usize);
            ended || decided || matches!(change.phase, Phase::Rejected { .. })
        }
        reason if reason.starts_with("ola.") => {
            // Handed off anew, it has another clock.
            let Useful::WhileRunning { target: told } = &say.useful else { return false };
            let target = task.and_then(|task| task.accept.as_ref());
            target.is_none_or(|it| it.name() != *told || it.outcome().is_some())
        }
        _ => ended && !always,
    }
}

/// The department that was called has taken its part, or is gone.
fn answered(say: &Say, incident: &Incident) -> bool {
    say.pings.iter().all(|ping| match ping {
        Recipient::Dept(dept) => incident
            .standing()
            .find(|it| it.department == *dept)
            .is_none_or(|it| it.engaged_at.is_some()),
        _ => true,
    })
}
