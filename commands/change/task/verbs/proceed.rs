//! `/task proceed`: whether what waits for a cancelled task goes on without it (CHG-2).

use std::collections::BTreeSet;

use clap::Args;

use super::{State, Task, TaskEvent};
use crate::ask::Ask;
use crate::change::verbs::decided_all;
use crate::change::{Event, Link, links};
use crate::decision::{Decision, Refusal};
use crate::ids::{RecordId, TaskId};
use crate::say;
use crate::verbs::Verb;
use crate::words::Arg;
use crate::world::World;

/// Says whether those that wait for a cancelled task go on without it, or are cancelled too
#[derive(Args, Debug)]
#[command(after_help = "/task proceed CHG-12.4 yes")]
pub struct Proceed {
    /// The task that was cancelled
    #[arg(value_name = "ID")]
    id: TaskId,
    /// `yes`: they go on; `no`: they and what follows from them alone are cancelled
    #[arg(value_name = "YES|NO", value_parser = ["yes", "no"], default_value = "yes")]
    answer: String,
}

impl Verb for Proceed {
    fn decide(&self, world: &World, _ask: &Ask) -> Result<Decision, Refusal> {
        let (id, (_, task)) = (self.id, links::task(world, self.id)?);
        if !matches!(task.state, State::Cancelled { .. }) {
            return Err(Refusal::new(say!("proceed-not-cancelled", id = id)).about(id));
        }
        let asked = waiting(world, task);
        if asked.is_empty() {
            let what = TaskEvent::Waived { of: id };
            return Ok(super::same(id, what, say!("proceed-nothing", id = id)));
        }
        let names = |ids: &[TaskId]| -> Vec<Arg> { ids.iter().map(|id| (*id).into()).collect() };
        let event = |id: &TaskId, what: TaskEvent| -> (RecordId, Event) {
            (id.change.into(), Event::task(id.number, what))
        };
        if self.answer == "yes" {
            let events = asked.iter().map(|it| event(it, TaskEvent::Waived { of: id })).collect();
            let words = say!("proceed-yes-done", id = id, tasks = names(&asked));
            return Ok(decided_all(id.into(), events, words));
        }
        let all = with_what_follows(world, asked);
        let because = format!("{id} was cancelled");
        let cancelled = TaskEvent::Cancelled { because };
        let events = all.iter().map(|it| event(it, cancelled.clone())).collect();
        let words = say!("proceed-no-done", id = id, tasks = names(&all));
        Ok(decided_all(id.into(), events, words))
    }
}

/// Tasks that wait for it and are asked about.
fn waiting(world: &World, task: &Task) -> Vec<TaskId> {
    let asked =
        task.before.iter().filter_map(|id| world.task(*id)).filter(|waiting| {
            !waiting.has_ended() && waiting.link(task.id).is_some_and(Link::is_dead)
        });
    asked.map(|waiting| waiting.id).collect()
}

/// With what can't be ready any more without them: not begun, and too few other links left.
fn with_what_follows(world: &World, first: Vec<TaskId>) -> Vec<TaskId> {
    let mut all = first.clone();
    let mut gone: BTreeSet<TaskId> = first.into_iter().collect();
    let mut at = 0;
    while let Some(task) = all.get(at).and_then(|id| world.task(*id)) {
        at += 1;
        for next in task.before.iter().filter_map(|id| world.task(*id)) {
            let alive = next.after.iter().filter(|l| !l.is_dead() && !gone.contains(&l.to)).count();
            let lost = alive < next.join.needed(next.after.len());
            if next.is_waiting() && lost && gone.insert(next.id) {
                all.push(next.id);
            }
        }
    }
    all
}
