//! `/sla next`: what breaches next.

use chrono::{DateTime, Utc};
use clap::Args;

use crate::ask::Ask;
use crate::card::{Block, Card};
use crate::change::{Change, Task};
use crate::decision::{Decision, Refusal};
use crate::directory::Directory;
use crate::directory_names as known;
use crate::ids::{ClientId, DeptId, RecordId};
use crate::incident::{Incident, history};
use crate::record::Record;
use crate::say;
use crate::shortlist::shortlist;
use crate::sla::{Target, TargetKind};
use crate::verbs::Verb;
use crate::words::Arg;
use crate::world::World;

const SHOWN_MAX: usize = 15;

/// Shows which deadlines come next, the nearest first
#[derive(Args, Debug)]
#[command(after_help = "/sla next --client acme")]
pub struct Next {
    /// Of one client
    #[arg(long, value_name = "CLIENT")]
    client: Option<ClientId>,
    /// Of incidents that a department is engaged in, and of its tasks
    #[arg(long, value_name = "DEPT")]
    dept: Option<DeptId>,
}

impl Verb for Next {
    fn decide(&self, world: &World, ask: &Ask) -> Result<Decision, Refusal> {
        let directory = world.directory();
        known::client(directory, self.client.as_ref())?;
        self.dept.iter().try_for_each(|dept| known::department(directory, dept).map(|_| ()))?;
        let incidents = world.incidents.values().filter(|i| self.chooses(i, world, ask));
        let mut due: Vec<Deadline> = incidents.flat_map(|it| of_incident(it, directory)).collect();
        let changes = world.changes.values().filter(|it| it.is_live() && it.hold.is_none());
        for change in changes.filter(|it| self.client.is_none() || it.client == self.client) {
            if self.dept.as_ref().is_none_or(|dept| change.tasks_of(dept).next().is_some()) {
                due.extend(of_change(change, directory));
            }
            let tasks = change.tasks.values().filter(|task| self.chooses_task(task));
            due.extend(tasks.flat_map(|task| of_task(task, directory)));
        }
        if due.is_empty() {
            return Ok(Decision::question(say!("next-none")));
        }
        let count = due.len();
        let shown = shortlist(due, SHOWN_MAX, |a, b| {
            (a.by, a.record, a.clock).cmp(&(b.by, b.record, b.clock))
        });
        let rows = shown.into_iter().map(|it| it.row(ask.now)).collect();
        let columns = vec![
            say!("column-id"),
            say!("column-target"),
            say!("column-due"),
            say!("column-left"),
            say!("column-departments"),
            say!("column-title"),
        ];
        let card = Card::line(say!("next-head", count = count));
        let mut card = card.with(Block::Table { columns, rows });
        if count > SHOWN_MAX {
            card = card.and(say!("list-more", more = count - SHOWN_MAX));
        }
        Ok(Decision::question(card))
    }
}

impl Next {
    fn chooses(&self, incident: &Incident, world: &World, ask: &Ask) -> bool {
        let client = self.client.is_none() || incident.client == self.client;
        let dept =
            self.dept.as_ref().is_none_or(|d| incident.standing().any(|e| &e.department == d));
        client && dept && incident.visible_to(&ask.actor, world.directory())
    }

    /// A task in its department's hands that nobody put on hold.
    fn chooses_task(&self, task: &Task) -> bool {
        let dept = self.dept.as_ref().is_none_or(|dept| task.department == *dept);
        dept && task.is_turn() && task.hold.is_none()
    }
}

/// A time by which something is to be done.
struct Deadline<'a> {
    by: DateTime<Utc>,
    record: RecordId,
    /// None: a task's own due time (CHG-6).
    clock: Option<&'a TargetKind>,
    departments: Vec<&'a DeptId>,
    title: &'a str,
}

fn of_incident<'a>(
    incident: &'a Incident,
    directory: &'a Directory,
) -> impl Iterator<Item = Deadline<'a>> {
    incident.targets.iter().filter_map(|target| {
        Some(Deadline {
            by: running(target, directory)?,
            record: incident.id.into(),
            clock: Some(target.kind()),
            departments: incident.standing().map(|e| &e.department).collect(),
            title: &incident.title,
        })
    })
}

/// The client's clocks of a change.
fn of_change<'a>(
    change: &'a Change,
    directory: &'a Directory,
) -> impl Iterator<Item = Deadline<'a>> {
    change.targets.iter().filter_map(|target| {
        let departments = Record::Change(change).departments();
        let (record, title) = (change.id.into(), change.title.as_str());
        let by = running(target, directory)?;
        Some(Deadline { by, record, clock: Some(target.kind()), departments, title })
    })
}

/// The OLA of a task that nobody has accepted, and when it is to be done.
fn of_task<'a>(task: &'a Task, directory: &Directory) -> Vec<Deadline<'a>> {
    let of = |by, clock| Deadline {
        by,
        record: task.id.into(),
        clock,
        departments: vec![&task.department],
        title: &task.title,
    };
    let accept = task.accept.as_ref().filter(|_| task.is_ready());
    let accept = accept.and_then(|it| Some(of(running(it, directory)?, Some(it.kind()))));
    accept.into_iter().chain(task.due_by.map(|by| of(by, None))).collect()
}

/// When a clock that has not come to its end is to stop.
fn running(target: &Target, directory: &Directory) -> Option<DateTime<Utc>> {
    let open = target.outcome().is_none();
    open.then(|| target.due_by(directory.clock(target.clock().calendar()))).flatten()
}

impl Deadline<'_> {
    fn row(&self, now: DateTime<Utc>) -> Vec<Arg> {
        let left = (self.by - now).num_seconds();
        let left = match left {
            0.. => say!("left-in", time = Arg::Seconds(left)),
            _ => say!("left-over", time = Arg::Seconds(-left)),
        };
        let target = self.clock.map_or_else(|| say!("target-task"), history::target_words);
        let departments: Vec<Arg> = self.departments.iter().map(|it| Arg::from(*it)).collect();
        vec![
            self.record.into(),
            target.into(),
            self.by.into(),
            left.into(),
            departments.into(),
            self.title.into(),
        ]
    }
}
