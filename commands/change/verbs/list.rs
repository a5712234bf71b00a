//! `/change list`: which are open, of a client, of a department, mine.

use std::sync::Arc;

use clap::Args;

use crate::ask::Ask;
use crate::change::{Change, phase_words};
use crate::decision::{Decision, Refusal};
use crate::directory_names as known;
use crate::ids::{ClientId, DeptId};
use crate::say;
use crate::shortlist::listed;
use crate::verbs::Verb;
use crate::words::Arg;
use crate::world::World;

/// Lists changes: without flags, those that have not ended
#[derive(Args, Debug)]
#[command(after_help = "/change list --client acme")]
pub struct List {
    /// Those I lead or opened, or have a task in
    #[arg(long)]
    mine: bool,
    /// Those in which a department has open work
    #[arg(long, value_name = "DEPT")]
    dept: Option<DeptId>,
    /// Those of a client
    #[arg(long, value_name = "CLIENT")]
    client: Option<ClientId>,
    /// Closed and cancelled ones too
    #[arg(long)]
    all: bool,
}

impl Verb for List {
    fn decide(&self, world: &World, ask: &Ask) -> Result<Decision, Refusal> {
        known::client(world.directory(), self.client.as_ref())?;
        self.dept.iter().try_for_each(|d| known::department(world.directory(), d).map(|_| ()))?;
        let chosen = |change: &&Arc<Change>| self.chooses(change, world, ask);
        let found: Vec<&Arc<Change>> = world.changes.values().filter(chosen).collect();
        if found.is_empty() {
            return Ok(Decision::question(say!("change-list-empty")));
        }
        let rank = |change: &Change| (!change.is_live(), change.id);
        let columns = vec![
            say!("column-id"),
            say!("column-state"),
            say!("column-client"),
            say!("column-progress"),
            say!("column-turn"),
            say!("column-title"),
        ];
        let head = say!("change-list-found", count = found.len());
        let order = |a: &&Arc<Change>, b: &&Arc<Change>| rank(a).cmp(&rank(b));
        Ok(Decision::question(listed(head, columns, found, order, |it| row(it))))
    }
}

impl List {
    fn chooses(&self, change: &Change, world: &World, ask: &Ask) -> bool {
        let client = self.client.is_none() || change.client == self.client;
        let dept =
            self.dept.as_ref().is_none_or(|d| change.open_tasks().any(|it| it.department == *d));
        let mine = !self.mine || concerns(change, world, ask);
        (self.all || change.is_live()) && client && dept && mine
    }
}

fn concerns(change: &Change, world: &World, ask: &Ask) -> bool {
    let me = Some(&ask.actor);
    change.tam(world.directory()).as_ref() == me
        || change.opened_by == ask.actor
        || change.open_tasks().any(|task| task.assignee.as_ref() == me)
}

fn row(change: &Change) -> Vec<Arg> {
    let ended = change.tasks.values().filter(|task| task.has_ended()).count();
    let turns = change.tasks.values().filter(|task| task.is_turn());
    let turns: Vec<Arg> = turns
        .map(|task| say!("task-of", id = task.id, department = &task.department).into())
        .collect();
    let client = change.client.as_ref().map_or("–", |client| client.as_str());
    vec![
        change.id.into(),
        phase_words(change).into(),
        client.into(),
        say!("ended-of", ended = ended, total = change.tasks.len()).into(),
        turns.into(),
        change.title.as_str().into(),
    ]
}
