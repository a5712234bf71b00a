//! `/task list`: whose turn it is, of mine, of a department.

use clap::Args;

use crate::ask::Ask;
use crate::card::{Block, Card};
use crate::change::Task;
use crate::change::card::state_words;
use crate::decision::{Decision, Refusal};
use crate::directory_names as known;
use crate::ids::DeptId;
use crate::say;
use crate::shortlist::shortlist;
use crate::verbs::Verb;
use crate::words::Arg;
use crate::world::World;

/// More rows than this do not fit a message.
const SHOWN_MAX: usize = 25;

/// Lists open tasks, those whose turn it is first
#[derive(Args, Debug)]
#[command(after_help = "/task list --dept unix")]
pub struct List {
    /// Those I have
    #[arg(long)]
    mine: bool,
    /// Those of a department
    #[arg(long, value_name = "DEPT")]
    dept: Option<DeptId>,
}

impl Verb for List {
    fn decide(&self, world: &World, ask: &Ask) -> Result<Decision, Refusal> {
        self.dept.iter().try_for_each(|d| known::department(world.directory(), d).map(|_| ()))?;
        let live = world.changes.values().filter(|change| change.is_live());
        let open = live.flat_map(|change| change.open_tasks());
        let found: Vec<&Task> =
            open.map(|task| &**task).filter(|task| self.chooses(task, ask)).collect();
        if found.is_empty() {
            return Ok(Decision::question(say!("task-list-empty")));
        }
        let count = found.len();
        let rank = |task: &Task| (!task.is_turn(), task.due_by, task.id);
        let shown = shortlist(found, SHOWN_MAX, |a, b| rank(a).cmp(&rank(b)));
        let rows = shown.iter().map(|task| row(task)).collect();
        let columns = vec![
            say!("column-id"),
            say!("column-state"),
            say!("column-department"),
            say!("column-due"),
            say!("column-title"),
        ];
        let mut card = Card::line(say!("task-list-found", count = count));
        card = card.with(Block::Table { columns, rows });
        if count > SHOWN_MAX {
            card = card.and(say!("list-more", more = count - SHOWN_MAX));
        }
        Ok(Decision::question(card))
    }
}

impl List {
    fn chooses(&self, task: &Task, ask: &Ask) -> bool {
        let dept = self.dept.as_ref().is_none_or(|dept| task.department == *dept);
        dept && (!self.mine || task.assignee.as_ref() == Some(&ask.actor))
    }
}

fn row(task: &Task) -> Vec<Arg> {
    let due: Arg = task.due_by.map_or_else(|| "–".into(), Arg::from);
    vec![
        task.id.into(),
        state_words(task).into(),
        (&task.department).into(),
        due,
        task.title.as_str().into(),
    ]
}
