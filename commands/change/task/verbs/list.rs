//! `/task list`: whose turn it is, of mine, of a department.

use clap::Args;

use crate::ask::Ask;
use crate::change::Task;
use crate::change::card::state_words;
use crate::decision::{Decision, Refusal};
use crate::directory_names as known;
use crate::ids::DeptId;
use crate::say;
use crate::shortlist::listed;
use crate::verbs::Verb;
use crate::words::Arg;
use crate::world::World;

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
        let rank = |task: &Task| (!task.is_turn(), task.due_by, task.id);
        let columns = vec![
            say!("column-id"),
            say!("column-state"),
            say!("column-department"),
            say!("column-due"),
            say!("column-title"),
        ];
        let head = say!("task-list-found", count = found.len());
        let order = |a: &&Task, b: &&Task| rank(a).cmp(&rank(b));
        Ok(Decision::question(listed(head, columns, found, order, |it| row(it))))
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
