//! What can be said to a task of a change: one file a verb.

mod assign;
mod cancel;
mod done;
mod due;
mod estimate;
mod fail;
mod hold;
mod list;
mod note;
mod proceed;
mod reopen;
mod resume;
mod send_back;
mod show;
mod skip;
mod start;

use super::{State, Task, TaskEvent};
use crate::access::Right;
use crate::card::Card;
use crate::change::card::state_words;
use crate::change::verbs::{already, decided_all, stands};
use crate::change::{Change, Event, Phase, links};
use crate::decision::{Decision, Refusal};
use crate::ids::{RecordKind, TaskId};
use crate::say;
use crate::verbs::{Entry, verb};
use crate::words::{Arg, Words};
use crate::world::World;

const OF: Option<RecordKind> = Some(RecordKind::Task);

/// The verbs of `/task`, in the order of the help.
pub const VERBS: &[Entry] = &[
    verb!("task", "start", start::Start, OF, true, Right::Working, ["Start"]),
    verb!("task", "done", done::Finish, OF, true, Right::Working, ["Done"]),
    verb!("task", "fail", fail::Fail, OF, true, Right::Working, ["Fail"]),
    verb!("task", "skip", skip::Skip, OF, true, Right::Working, []),
    verb!("task", "reopen", reopen::Reopen, OF, true, Right::Working, []),
    verb!("task", "return", send_back::Return, OF, true, Right::Working, ["Return"]),
    verb!("task", "hold", hold::PutOnHold, OF, true, Right::Working, []),
    verb!("task", "resume", resume::Resume, OF, true, Right::Working, []),
    verb!("task", "cancel", cancel::Cancel, OF, true, Right::Planning, []),
    verb!("task", "proceed", proceed::Proceed, OF, true, Right::Planning, ["Proceed"]),
    verb!("task", "assign", assign::Assign, OF, true, Right::Working, []),
    verb!("task", "estimate", estimate::SetEstimate, OF, true, Right::Working, []),
    verb!("task", "due", due::SetDue, OF, true, Right::Working, []),
    verb!("task", "note", note::Note, OF, true, Right::Anyone, []),
    verb!("task", "show", show::Show, OF, false, Right::Anyone, []),
    verb!("task", "list", list::List, None, false, Right::Anyone, []),
];

/// A task of a change that has not ended.
fn open(world: &World, id: TaskId) -> Result<(&Change, &Task), Refusal> {
    let (change, task) = links::task(world, id)?;
    if change.is_live() { Ok((change, task)) } else { Err(stands(change)) }
}

/// A task whose turn it is, and that nothing holds; else why not (a stale button lands here).
fn in_turn(world: &World, id: TaskId) -> Result<(&Change, &Task), Refusal> {
    let (change, task) = open(world, id)?;
    if matches!(change.phase, Phase::Rejected { .. }) {
        return Err(stands(change));
    }
    if !task.is_turn() {
        return Err(not_its_turn(change, task));
    }
    not_held(change, task)?;
    Ok((change, task))
}

/// CHG-7: of what is held nothing goes on.
fn not_held(change: &Change, task: &Task) -> Result<(), Refusal> {
    let Some(hold) = task.hold.as_ref().or(change.hold.as_ref()) else { return Ok(()) };
    let (id, because) = (task.id, hold.because.as_str());
    let refusal = Refusal::new(say!("task-is-held", id = id, by = &hold.by, because = because));
    let line = Arg::Line(match task.hold {
        Some(_) => format!("/task resume {id}"),
        None => format!("/change resume {}", id.change),
    });
    Err(refusal.about(id).hint(say!("task-is-held-hint", line = line)))
}

fn not_its_turn(change: &Change, task: &Task) -> Refusal {
    let id = task.id;
    let waits: Vec<Arg> = task.waits_for().map(|link| link.to.into()).collect();
    match &task.state {
        State::Waiting if !waits.is_empty() => {
            Refusal::new(say!("task-waits", id = id, waits = waits))
        }
        State::Waiting if !change.is_in_progress() => {
            let state = crate::change::phase_words(change);
            Refusal::new(say!("task-waits-for-change", id = id, change = change.id, state = state))
        }
        State::Waiting => {
            let lag = Refusal::new(say!("task-waits-for-lag", id = id));
            return not_held(change, task).err().unwrap_or(lag.about(id));
        }
        _ => stands_at(task),
    }
    .about(id)
}

/// How the task stands, which is why what was asked can't be done.
fn stands_at(task: &Task) -> Refusal {
    let line = Arg::Line(format!("/task reopen {} …", task.id));
    let refusal = Refusal::new(say!("task-stands", id = task.id, state = state_words(task)));
    let ended = task.has_ended() || matches!(task.state, State::Failed { .. });
    let refusal = refusal.about(task.id);
    if ended { refusal.hint(say!("task-stands-hint", line = line)) } else { refusal }
}

/// One event of one task, with the answer.
fn decided(id: TaskId, what: TaskEvent, card: impl Into<Card>) -> Decision {
    decided_all(id.into(), vec![(id.change.into(), Event::task(id.number, what))], card)
}

/// It is so already (INC-8).
fn same(id: TaskId, what: TaskEvent, words: Words) -> Decision {
    already(id, &Event::task(id.number, what), words)
}

/// The answer to what ends a task, with whose turn it is then.
fn with_next(world: &World, task: &Task, words: Words) -> Card {
    let waiting = task.before.iter().filter_map(|id| world.task(*id));
    let waiting = waiting.filter(|next| next.is_waiting());
    let next: Vec<Arg> = waiting
        .map(|next| say!("task-of", id = next.id, department = &next.department).into())
        .collect();
    let card = Card::line(words);
    if next.is_empty() { card } else { card.and(say!("task-next", tasks = next)) }
}

/// Tasks can be taken up again only while the change goes on.
fn while_in_progress(change: &Change) -> Result<(), Refusal> {
    let goes_on = change.is_in_progress() || matches!(change.phase, Phase::Review { .. });
    if goes_on || change.is_approved() { Ok(()) } else { Err(stands(change)) }
}
