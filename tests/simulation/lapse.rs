//! Which messages may end unsent.

use baton_commands::ids::{IncidentId, Recipient};
use baton_commands::incident::Incident;
use baton_commands::notice::{Say, Useful};
use baton_commands::world::World;

/// PNG-4: nobody has to act on it any more.
pub(crate) fn may_lapse(say: &Say, world: &World) -> bool {
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
