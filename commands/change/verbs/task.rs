//! `/change task`: one more department's turn.

use clap::Args;

use crate::ask::Ask;
use crate::card::Card;
use crate::change::links::{self, TaskRef};
use crate::change::{
    Assessment, Change, Event, Join, Link, NewTask, Outcome, TASKS_MAX, TaskEvent, approval, clash,
    order, prepared,
};
use crate::decision::{Decision, Refusal};
use crate::directory_names as known;
use crate::grammar::{Moment, Text};
use crate::ids::{ChangeId, DeptId, Serial, TaskId};
use crate::say;
use crate::sla::Span;
use crate::verbs::Verb;
use crate::words::Arg;
use crate::world::World;

/// Adds a task for a department; it is told when what the task waits for is done
#[derive(Args, Debug)]
#[command(
    after_help = "/change task CHG-12 \"Open the firewall\" --dept network --after CHG-12.1 --estimate 2h"
)]
pub struct AddTask {
    #[arg(value_name = "ID")]
    id: ChangeId,
    /// What is to be done
    #[arg(value_name = "TITLE")]
    title: Text,
    /// Who does it
    #[arg(long, value_name = "DEPT", required = true)]
    dept: Option<DeptId>,
    /// Tasks it waits for, of this change or of others
    #[arg(long, value_name = "TASK", value_delimiter = ',')]
    after: Vec<TaskRef>,
    /// One of them is enough
    #[arg(long, conflicts_with = "at_least")]
    any: bool,
    /// So many of them are enough
    #[arg(long, value_name = "N")]
    at_least: Option<u32>,
    /// So long after them
    #[arg(long, value_name = "LAG")]
    lag: Option<Span>,
    /// The work it takes, on the department's calendar
    #[arg(long, value_name = "ESTIMATE")]
    estimate: Option<Span>,
    /// To be done by
    #[arg(long, value_name = "TIME")]
    due: Option<Moment>,
    /// The devices it touches
    #[arg(long, value_name = "SERIAL", value_delimiter = ',')]
    device: Vec<Serial>,
    /// The module of the product that it installs
    #[arg(long, value_name = "MODULE")]
    module: Option<String>,
    /// May be done before the window, once the change is approved
    #[arg(long)]
    early: bool,
}

impl Verb for AddTask {
    fn decide(&self, world: &World, ask: &Ask) -> Result<Decision, Refusal> {
        let change = super::live(world, self.id)?;
        let new = self.complete(world, change, ask)?;
        let task = change.task_id(new.number);
        let (title, department) = (new.title.as_str(), &new.department);
        let words = say!("task-add-done", id = task, title = title, department = department);
        let mut card = Card::line(words);
        let after: Vec<Arg> = new.after.iter().map(|link| link.to.into()).collect();
        if !after.is_empty() {
            card = card.and(say!("task-add-after", tasks = after));
        }
        // CHG-9: a vote binds to the devices that are touched.
        let touches = !new.devices.is_empty();
        let high = change.assessment.as_ref().is_some_and(Assessment::is_high);
        let anew = match touches {
            true => approval::asked_anew(world.directory(), change, high, change.window, ask)?,
            false => None,
        };
        if anew.is_some() {
            card = card.and(say!("change-asked-anew"));
        }
        let modules = new.module.as_deref();
        let clashes = clash::begun(world, change.product(), self.id, modules);
        card = clash::warned(&clashes).into_iter().fold(card, Card::and);
        let ordered = ordered(world, change, &new);
        let waiting: Vec<Arg> = ordered.iter().map(|(id, _)| (*id).into()).collect();
        if !waiting.is_empty() {
            card = card.and(say!("task-add-before", tasks = waiting));
        }
        let added = Event::TaskAdded(Box::new(new));
        let ordered = ordered.into_iter().map(|(_, event)| event);
        let events = std::iter::once(added).chain(ordered).chain(anew).chain(clashes);
        let events = events.map(|event| (self.id.into(), event));
        Ok(super::decided_all(task.into(), events.collect(), card))
    }
}

impl AddTask {
    fn complete(&self, world: &World, change: &Change, ask: &Ask) -> Result<NewTask, Refusal> {
        let directory = world.directory();
        if change.tasks.len() >= TASKS_MAX {
            return Err(Refusal::new(say!("change-is-full", id = self.id, max = TASKS_MAX)));
        }
        let Some(department) = &self.dept else {
            return Err(Refusal::new(say!("task-for-whom", id = self.id)));
        };
        known::department(directory, department)?;
        self.device.iter().try_for_each(|it| known::device(directory, Some(it)).map(|_| ()))?;
        let number = change.next_task();
        let (id, module) = (change.task_id(number), self.module.as_deref());
        let mut to: Vec<_> = self.after.iter().map(|it| it.within(self.id)).collect();
        let mut after = links::links(world, id, &to, self.lag)?;
        if let Some(module) = module {
            known::module(directory, change, module)?;
            let given = order::given(world, change, module).into_iter();
            let given: Vec<_> = given.filter(|it| !to.contains(it)).collect();
            after.extend(links::links(world, id, &given, None)?);
            to.extend(given);
        }
        let join = join(self.any, self.at_least, to.len())?.unwrap_or_default();
        order::agrees(world, order::Waiting { id, change, module }, &to, join)?;
        let due = self.due.as_ref().map(|due| due.resolve_by(ask.now, directory.company.zone));
        let mut new = NewTask {
            number,
            title: self.title.to_string(),
            department: department.clone(),
            estimate: self.estimate.unwrap_or(prepared::DEFAULT_ESTIMATE),
            instructions: None,
            devices: self.device.clone(),
            module: self.module.clone(),
            early: self.early,
            due: due.transpose()?,
            after,
            join,
        };
        if let Some(product) = change.product() {
            prepared::instruct(world, product, std::slice::from_mut(&mut new));
        }
        Ok(new)
    }
}

/// CHG-8: the tasks that have to wait for the new one by the vendor's order, with what happens to them.
fn ordered(world: &World, change: &Change, new: &NewTask) -> Vec<(TaskId, Event)> {
    let manifest = change.manifest.as_ref().and_then(|it| world.directory().manifests.get(it));
    let (Some(manifest), Some(module)) = (manifest, &new.module) else { return Vec::new() };
    let id = change.task_id(new.number);
    let linked = |waiting: TaskId| {
        let links = vec![Link::new(id, None, Outcome::Open)];
        let what = TaskEvent::Linked { links, join: None };
        (waiting, Event::task(waiting.number, what))
    };
    order::made_to_wait(manifest, change, module, id).into_iter().map(linked).collect()
}

/// CHG-5: all of them unless something else was said.
///
/// # Errors
/// None, or more of them than there are.
pub fn join(any: bool, at_least: Option<u32>, links: usize) -> Result<Option<Join>, Refusal> {
    match at_least {
        None => Ok(any.then_some(Join::Any)),
        Some(count) if count == 0 || count as usize > links => {
            Err(Refusal::new(say!("join-out-of-range", count = count, links = links)))
        }
        Some(count) => Ok(Some(Join::AtLeast(count))),
    }
}
