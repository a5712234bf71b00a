//! What `/task done` costs in a large change, and among a million tasks in chains.

use std::fs;
use std::sync::Arc;

use baton_commands::ask::Ask;
use baton_commands::calendar::Calendar;
use baton_commands::change::{Event, Join, Link, NewTask, Opened, Outcome};
use baton_commands::company;
use baton_commands::directory::{ChangeKind, Directory};
use baton_commands::grammar::Slash;
use baton_commands::hear::hear;
use baton_commands::ids::{ChangeId, DeliveryId, DeptId, PersonId, Place, RecordId, TaskId};
use baton_commands::sla::Span;
use baton_commands::world::{By, Stamp, World};
use chrono::Duration;

use crate::chain::{Chain, now};

/// The tasks of one change when there are many: half of the most that it may have, so that a thousand are four in a row.
const A_CHANGE: usize = 250;
/// So many changes wait for each other in a row.
const LINKED: u32 = 4;
const DEPARTMENTS: [&str; 3] = ["unix", "dba", "network"];

/// A World whose changes are at work.
pub struct AtWork {
    world: World,
    tasks: usize,
}

impl AtWork {
    /// One change, as large as nobody may make it by hand.
    pub fn one(chain: &Chain) -> AtWork {
        let mut at_work = AtWork::company();
        let id = ChangeId(1);
        let link = |step: &usize| Link::new(task(id, *step), None, Outcome::Open);
        let after = chain.before.iter().map(|before| before.iter().map(link).collect());
        at_work.begin(id, after.collect());
        at_work
    }

    /// Many changes, each a chain, four of them in a row.
    pub fn many(tasks: usize) -> AtWork {
        let mut at_work = AtWork::company();
        let changes = u32::try_from(tasks / A_CHANGE).expect("so many changes have numbers");
        for number in 1..=changes {
            let id = ChangeId(number);
            let link = |to| vec![Link::new(to, None, Outcome::Open)];
            let is_later = (number - 1) % LINKED > 0;
            let first = is_later.then(|| link(task(ChangeId(number - 1), A_CHANGE - 1)));
            let rest = (1..A_CHANGE).map(|step| link(task(id, step - 1)));
            at_work.begin(id, std::iter::once(first.unwrap_or_default()).chain(rest).collect());
        }
        at_work
    }

    fn company() -> AtWork {
        let files = include_str!("../../commands/desk/company.json");
        let mut files: serde_json::Value = serde_json::from_str(files).expect("JSON");
        let always = serde_json::to_value(Calendar::always()).expect("a calendar");
        files["calendars"] = serde_json::json!({ "always": always });
        let directory: Directory = serde_json::from_value(files).expect("an organisation");
        let (directory, calendars_from) = (Arc::new(directory), now());
        let event = company::Event::Organised { directory, calendars_from };
        let mut world = World::default();
        world.advance(vec![(RecordId::COMPANY, event.into())], &Stamp::clock(now()));
        AtWork { world, tasks: 0 }
    }

    /// Opens a change with these links and starts it.
    fn begin(&mut self, id: ChangeId, after: Vec<Vec<Link>>) {
        self.tasks += after.len();
        let tasks = after.into_iter().enumerate().map(|(step, after)| new_task(step, after));
        let opened = Opened {
            title: "Much work".to_owned(),
            kind: ChangeKind::Emergency,
            client: None,
            project: None,
            template: None,
            manifest: None,
            baseline: None,
            window: None,
            promised_by: None,
            promise: None,
            tasks: tasks.collect(),
        };
        let stamp = Stamp { by: By::Person(PersonId::new("im-1")), ..Stamp::clock(now()) };
        let started = Event::Started { text: String::new() };
        let events = [Event::Opened(Box::new(opened)), started];
        let events = events.into_iter().map(|event| (id.into(), event.into())).collect();
        self.world.advance(events, &stamp);
        let woken = self.world.wake(now(), usize::MAX);
        self.world.advance(woken, &Stamp::clock(now()));
    }

    /// A task whose turn it is and for which others wait, in the last row of changes.
    pub fn turn(&self) -> TaskId {
        let (_, last) = self.world.changes.get_max().expect("a change");
        let first = ChangeId(last.id.0 - (last.id.0 - 1) % LINKED);
        let tasks = self.world.change(first).into_iter().flat_map(|change| change.tasks.values());
        let frees = |id: &TaskId| self.world.task(*id).is_some_and(|next| next.after.len() == 1);
        let mut turns = tasks.filter(|task| task.is_ready() && task.before.iter().any(frees));
        turns.next().expect("somebody's turn").id
    }

    /// The whole decision: line, rights, events, readiness, messages. How many messages it led to.
    pub fn done(&self, task: TaskId) -> usize {
        let line = format!("/task done {task}");
        let ask = Ask {
            actor: PersonId::new("im-1"),
            place: Place::channel("#unix"),
            now: now() + Duration::minutes(1),
            delivery: DeliveryId("bench".to_owned()),
            thread: None,
            slash: Slash::Required,
            line: line.clone(),
            override_because: None,
            secret: None,
            offered: None,
        };
        let outcome = hear(&self.world, &ask, &line).outcome.expect("it is decided");
        assert!(outcome.facts.len() > 1, "it frees somebody");
        outcome.notices.len()
    }

    pub fn tasks(&self) -> usize {
        self.tasks
    }
}

fn task(change: ChangeId, step: usize) -> TaskId {
    change.task(u32::try_from(step + 1).expect("a step has a number"))
}

fn new_task(step: usize, after: Vec<Link>) -> NewTask {
    NewTask {
        number: u32::try_from(step + 1).expect("a step has a number"),
        title: format!("Step {}", step + 1),
        department: DeptId::new(DEPARTMENTS[step % DEPARTMENTS.len()]),
        estimate: Span::Seconds(7_200),
        instructions: None,
        devices: Vec::new(),
        module: None,
        early: false,
        due: None,
        after,
        join: Join::All,
    }
}

/// MiB that the process holds now; none where the system does not say.
pub fn resident_mib() -> Option<u64> {
    let status = fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find(|line| line.starts_with("VmRSS:"))?;
    let kib: u64 = line.split_whitespace().nth(1)?.parse().ok()?;
    Some(kib / 1024)
}
