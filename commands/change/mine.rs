//! What of changes and their tasks waits for one person, for `/baton mine`.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};

use super::{Change, Outcome, Phase, Task, TaskState, phase_words};
use crate::ids::{ClientId, DeptId, PersonId};
use crate::say;
use crate::shortlist::shortlist;
use crate::words::{Arg, Words};
use crate::world::World;

/// What waits for him, each with its rank among all that waits: 1 is most urgent.
pub fn waiting(
    world: &World,
    me: &PersonId,
    duties: &[DeptId],
    now: DateTime<Utc>,
) -> Vec<(u8, Words)> {
    let mut lines = Vec::new();
    for change in world.changes.values().filter(|change| change.is_live()) {
        lines.extend(vote(change, me));
        if change.tam(world.directory()).as_ref() == Some(me) {
            lines.extend(questions(world, change));
        }
        if change.hold.is_none() {
            let tasks = change.tasks.values().filter(|task| task.hold.is_none());
            lines.extend(tasks.filter_map(|task| turn(task, me, duties, now)));
        }
    }
    lines
}

/// CHG-9: he was asked for approval and has not answered.
fn vote(change: &Change, me: &PersonId) -> Option<(u8, Words)> {
    let ballot = change.ballot.as_ref().filter(|it| it.chase_at.is_some() && !it.is_carried())?;
    let rejected = matches!(change.phase, Phase::Rejected { .. });
    if rejected || !ballot.silent().any(|silent| silent == me) {
        return None;
    }
    let (title, since) = (change.title.as_str(), ballot.asked_at);
    Some((2, say!("mine-vote", id = change.id, title = title, since = since)))
}

/// What only the TAM can decide: failed tasks, cancelled ones that others wait for, what it came to (CHG-2, CHG-14).
fn questions(world: &World, change: &Change) -> Vec<(u8, Words)> {
    let mut lines = Vec::new();
    for task in change.tasks.values() {
        let (id, title) = (task.id, task.title.as_str());
        match task.outcome() {
            Outcome::Failed => lines.push((1, say!("mine-failed", id = id, title = title))),
            Outcome::Cancelled => {
                let stuck = stuck_behind(world, task);
                if !stuck.is_empty() {
                    lines.push((2, say!("mine-question", id = id, title = title, waiting = stuck)));
                }
            }
            Outcome::Open | Outcome::Met(_) => {}
        }
    }
    if matches!(change.phase, Phase::Review { .. }) {
        lines.push((4, say!("mine-review", id = change.id, title = change.title.as_str())));
    }
    lines
}

/// Those that wait for it and were not told to go on without it.
fn stuck_behind(world: &World, task: &Task) -> Vec<Arg> {
    let waiting = task.before.iter().filter_map(|id| world.task(*id));
    let stuck =
        waiting.filter(|it| !it.has_ended() && it.link(task.id).is_some_and(|l| l.is_dead()));
    stuck.map(|it| it.id.into()).collect()
}

/// It is with him, or nobody has it and he is on duty for its department.
fn turn(task: &Task, me: &PersonId, duties: &[DeptId], now: DateTime<Utc>) -> Option<(u8, Words)> {
    if !task.is_turn() {
        return None;
    }
    let (id, title) = (task.id, task.title.as_str());
    let rank = if task.due_by.is_some_and(|due| due < now) { 2 } else { 3 };
    let state = super::card::state_words(task);
    let words = match (&task.assignee, task.due_by) {
        (Some(who), _) if who != me => return None,
        (Some(_), Some(due)) => {
            say!("mine-task-due", id = id, state = state, due = due, title = title)
        }
        (Some(_), None) => say!("mine-task", id = id, state = state, title = title),
        (None, _) if !duties.contains(&task.department) => return None,
        (None, Some(due)) => {
            let department = &task.department;
            say!("mine-turn-due", id = id, department = department, due = due, title = title)
        }
        (None, None) => {
            say!("mine-turn", id = id, department = &task.department, title = title)
        }
    };
    Some((rank, words))
}

/// More changes than these do not fit below what waits for him.
const CHANGES_MAX: usize = 12;
/// Of each so many tasks are named.
const TASKS_MAX: usize = 3;

/// The changes that he leads, across all of his clients: how many for each, then a line a change, those with something
/// late first. Bounded, so that it fits one message.
pub fn overview(world: &World, me: &PersonId, now: DateTime<Utc>) -> Vec<Words> {
    let directory = world.directory();
    let live = world.changes.values().filter(|change| change.is_live());
    let led = live.filter(|change| change.tam(directory).as_ref() == Some(me));
    let led: Vec<&Change> = led.map(|change| &**change).collect();
    if led.is_empty() {
        return Vec::new();
    }
    let (count, clients) = (led.len(), by_client(&led));
    let mut lines = vec![match clients.len() {
        1 => say!("mine-changes", count = count),
        _ => say!("mine-changes-of", count = count, clients = clients),
    }];
    let more = led.len().saturating_sub(CHANGES_MAX);
    let rank = |change: &Change| (!is_late(change, now), !change.is_in_progress(), change.id);
    let shown = shortlist(led, CHANGES_MAX, |a, b| rank(a).cmp(&rank(b)));
    lines.extend(shown.into_iter().map(progress));
    lines.extend((more > 0).then(|| say!("list-more", more = more)));
    lines
}

/// `acme 12`, `globex 3`.
fn by_client(changes: &[&Change]) -> Vec<Arg> {
    let mut counts: BTreeMap<Option<&ClientId>, usize> = BTreeMap::new();
    for change in changes {
        *counts.entry(change.client.as_ref()).or_default() += 1;
    }
    let named = |(client, count): (Option<&ClientId>, usize)| {
        say!("mine-of-client", client = client_words(client), count = count).into()
    };
    counts.into_iter().map(named).collect()
}

fn client_words(client: Option<&ClientId>) -> Arg {
    client.map_or_else(|| say!("mine-no-client").into(), |client| client.as_str().into())
}

fn is_late(change: &Change, now: DateTime<Utc>) -> bool {
    let late = |task: &std::sync::Arc<Task>| task.due_by.is_some_and(|due| due < now);
    change.open_tasks().any(late)
}

fn progress(change: &Change) -> Words {
    let ended = change.tasks.values().filter(|task| task.has_ended()).count();
    let at_work = |task: &&std::sync::Arc<Task>| {
        task.is_turn() || matches!(task.state, TaskState::Failed { .. })
    };
    let at_work: Vec<_> = change.tasks.values().filter(at_work).collect();
    let named = at_work.iter().take(TASKS_MAX);
    let mut with: Vec<Arg> = named
        .map(|task| say!("task-of", id = task.id, department = &task.department).into())
        .collect();
    let more = at_work.len().saturating_sub(TASKS_MAX);
    with.extend((more > 0).then(|| say!("mine-and-more", more = more).into()));
    let (id, state, title) = (change.id, phase_words(change), change.title.as_str());
    let (client, total) = (client_words(change.client.as_ref()), change.tasks.len());
    if with.is_empty() {
        return say!(
            "mine-change",
            id = id,
            client = client,
            state = state,
            ended = ended,
            total = total,
            title = title
        );
    }
    say!(
        "mine-change-at",
        id = id,
        client = client,
        state = state,
        ended = ended,
        total = total,
        title = title,
        with = with
    )
}
