//! What can be said to a change: one file a verb. Those said to a task are in `task/verbs/`.

mod after;
mod approve;
mod ask;
mod assess;
mod cancel;
mod close;
pub(super) mod conflicts;
mod customise;
mod graph;
mod hold;
mod installed;
mod list;
mod open;
mod plan;
mod reject;
mod resume;
mod review;
mod rollback;
mod schedule;
mod show;
mod start;
mod submit;
mod task;
mod timeline;
mod unlink;
mod waiting;

use std::sync::Arc;

pub use show::shown;

use super::reason::reason_of_event;
use super::{Change, Event, phase_words};
use crate::access::Right;
use crate::card::Card;
use crate::decision::{Answer, Decision, Refusal};
use crate::ids::{ChangeId, RecordId, RecordKind};
use crate::say;
use crate::verbs::{Entry, verb};
use crate::words::{Arg, Words};
use crate::world::World;

const OF: Option<RecordKind> = Some(RecordKind::Change);
const TASK: Option<RecordKind> = Some(RecordKind::Task);

/// The verbs of `/change`, in the order of the help.
pub const VERBS: &[Entry] = &[
    verb!("change", "open", open::Open, None, true, Right::Anyone, []),
    verb!("change", "task", task::AddTask, OF, true, Right::Planning, []),
    verb!("change", "after", after::After, TASK, true, Right::Planning, []),
    verb!("change", "unlink", unlink::Unlink, TASK, true, Right::Planning, []),
    verb!("change", "assess", assess::Assess, OF, true, Right::Planning, []),
    verb!("change", "submit", submit::Submit, OF, true, Right::Planning, ["Ask for approval"]),
    verb!("change", "approve", approve::Approve, OF, true, Right::Approving, ["Approve"]),
    verb!("change", "reject", reject::Reject, OF, true, Right::Approving, ["Reject"]),
    verb!("change", "schedule", schedule::Schedule, OF, true, Right::Planning, []),
    verb!("change", "start", start::Start, OF, true, Right::Planning, ["Begin"]),
    verb!("change", "hold", hold::PutOnHold, OF, true, Right::Planning, ["Hold"]),
    verb!("change", "resume", resume::Resume, OF, true, Right::Planning, ["Resume"]),
    verb!("change", "rollback", rollback::Rollback, OF, true, Right::Planning, []),
    verb!("change", "cancel", cancel::Cancel, OF, true, Right::Planning, ["Cancel"]),
    verb!("change", "review", review::RecordReview, OF, true, Right::Planning, ["Review"]),
    verb!("change", "close", close::Close, OF, true, Right::Planning, ["Close"]),
    verb!("change", "customise", customise::Customise, OF, true, Right::Own, []),
    verb!("change", "ask", ask::AskFor, OF, true, Right::Anyone, ["Ask"]),
    verb!("change", "show", show::Show, OF, false, Right::Anyone, []),
    verb!("change", "waiting", waiting::Waiting, OF, false, Right::Anyone, ["Waiting"]),
    verb!("change", "plan", plan::ShowPlan, OF, false, Right::Anyone, ["Plan"]),
    verb!("change", "graph", graph::Graph, OF, false, Right::Anyone, []),
    verb!("change", "conflicts", conflicts::Conflicts, OF, false, Right::Anyone, []),
    verb!("change", "installed", installed::ShowInstalled, None, false, Right::Anyone, []),
    verb!("change", "timeline", timeline::Timeline, OF, false, Right::Anyone, []),
    verb!("change", "list", list::List, None, false, Right::Anyone, []),
];

/// The record of the World, or what to say when it is not there.
pub fn change(world: &World, id: ChangeId) -> Result<&Arc<Change>, Refusal> {
    world.change(id).ok_or_else(|| unknown(world, id))
}

pub fn unknown(world: &World, id: ChangeId) -> Refusal {
    let list = Arg::Line("/change list".to_owned());
    let refusal = match world.last_change {
        0 => Refusal::new(say!("change-none-yet", id = id)),
        last if id.0 <= last => {
            let line = Arg::Line(format!("/change show {id}"));
            let refusal = Refusal::new(say!("change-archived", id = id));
            return refusal.hint(say!("change-archived-hint", line = line));
        }
        _ => Refusal::new(say!("change-unknown", id = id)),
    };
    refusal.hint(say!("change-unknown-hint", list = list))
}

/// A change that has not ended; else a refusal that says how it stands now (a stale button lands here).
pub fn live(world: &World, id: ChangeId) -> Result<&Arc<Change>, Refusal> {
    let found = change(world, id)?;
    if found.is_live() { Ok(found) } else { Err(stands(found)) }
}

/// How it stands, which is why what was asked can't be done.
pub fn stands(change: &Change) -> Refusal {
    let state = phase_words(change);
    Refusal::new(say!("change-stands", id = change.id, state = state)).about(change.id)
}

/// What happens to one change, with the answer.
pub fn decided(id: ChangeId, events: Vec<Event>, card: impl Into<Card>) -> Decision {
    let all = events.into_iter().map(|event| (RecordId::from(id), event)).collect();
    decided_all(id.into(), all, card)
}

/// What happens to one or several changes, with the answer about one of them.
pub fn decided_all(
    about: RecordId,
    events: Vec<(RecordId, Event)>,
    card: impl Into<Card>,
) -> Decision {
    let reason = events.first().map(|(_, event)| reason_of_event(event));
    let events = events.into_iter().map(|(record, event)| (record, event.into())).collect();
    let answer = Answer::Reply { card: card.into(), reason, about: Some(about) };
    Decision { events, answer }
}

/// What was asked for is so already: answered like the first time, with nothing to commit (INC-8).
pub fn already(about: impl Into<RecordId>, event: &Event, words: Words) -> Decision {
    let (reason, about) = (Some(reason_of_event(event)), Some(about.into()));
    Decision { events: Vec::new(), answer: Answer::Reply { card: words.into(), reason, about } }
}
