//! `/report load`: how much open work each TAM leads and each department has, against the time they have (TAM-4).

use std::collections::BTreeMap;

use chrono::{DateTime, Duration, Utc};
use clap::Args;

use super::figures::percent;
use super::scope::Whose;
use crate::ask::Ask;
use crate::calendar::Calendar;
use crate::card::{Block, Card};
use crate::change::{Task, TaskState};
use crate::decision::{Decision, Refusal};
use crate::directory::Directory;
use crate::ids::{DeptId, PersonId};
use crate::say;
use crate::verbs::Verb;
use crate::words::{Arg, Words};
use crate::world::World;

/// More rows do not fit a message.
const ROWS_MAX: usize = 20;
/// Open work is held against what can be done in so long …
const WEEK: Duration = Duration::days(7);
/// … by one person, who works no more than this in it, in seconds, be the calendar as long as it may.
const PERSON_WEEK_MAX: i64 = 40 * 3_600;

/// Shows who has how much to do: open changes and tasks, the work left in them, what is late
///
/// The last column holds the work left against a week: of a TAM his share of time for it, of a department that of its
/// people.
#[derive(Args, Debug)]
#[command(after_help = "/report load --client acme")]
pub struct Load {
    #[command(flatten)]
    whose: Whose,
}

/// Open work, counted.
#[derive(Debug, Clone, Copy, Default)]
struct Open {
    changes: u32,
    turn: u32,
    waiting: u32,
    late: u32,
    /// Seconds of estimates on the calendars of those who do it.
    left: i64,
    incidents: u32,
}

impl Verb for Load {
    fn decide(&self, world: &World, ask: &Ask) -> Result<Decision, Refusal> {
        self.whose.check(world)?;
        let mut tams: BTreeMap<PersonId, Open> = BTreeMap::new();
        let mut departments: BTreeMap<DeptId, Open> = BTreeMap::new();
        self.count_changes(world, ask.now, &mut tams, &mut departments);
        self.count_incidents(world, ask, &mut departments);
        if tams.is_empty() && departments.is_empty() {
            return Ok(Decision::question(say!("report-load-nothing", of = self.whose.named())));
        }
        let card = Card::line(say!("report-load-head", of = self.whose.named()));
        let directory = world.directory();
        let card = of_tams(card, directory, &tams, ask.now);
        Ok(Decision::question(of_departments(card, directory, &departments, ask.now)))
    }
}

impl Load {
    fn count_changes(
        &self,
        world: &World,
        now: DateTime<Utc>,
        tams: &mut BTreeMap<PersonId, Open>,
        departments: &mut BTreeMap<DeptId, Open>,
    ) {
        let directory = world.directory();
        let changes = world.changes.values().filter(|it| it.is_live());
        for change in changes.filter(|it| self.whose.is_of_client(it.client.as_ref())) {
            let mut led = Open { changes: 1, ..Open::default() };
            let tasks =
                change.open_tasks().filter(|it| self.whose.is_of_department(&it.department));
            for task in tasks {
                let calendar = directory.clock(directory.calendar_of(&task.department));
                let own = departments.entry(task.department.clone()).or_default();
                [own, &mut led].into_iter().for_each(|open| open.count(task, calendar, now));
            }
            let concerns = self.whose.dept.is_none() || led.turn + led.waiting > 0;
            if let Some(tam) = change.tam(directory).filter(|_| concerns) {
                tams.entry(tam).or_default().add(&led);
            }
        }
    }

    /// INC-9: those that the asker may see.
    fn count_incidents(&self, world: &World, ask: &Ask, departments: &mut BTreeMap<DeptId, Open>) {
        let open = world.incidents.values().filter(|it| {
            it.is_live()
                && self.whose.is_of_client(it.client.as_ref())
                && it.visible_to(&ask.actor, world.directory())
        });
        let engaged = open.flat_map(|it| it.standing()).map(|it| &it.department);
        for department in engaged.filter(|it| self.whose.is_of_department(it)) {
            departments.entry(department.clone()).or_default().incidents += 1;
        }
    }
}

impl Open {
    fn count(&mut self, task: &Task, calendar: &Calendar, now: DateTime<Utc>) {
        match task.is_turn() {
            true => self.turn += 1,
            false => self.waiting += 1,
        }
        self.late += u32::from(task.due_by.is_some_and(|due| due < now));
        self.left += match task.state {
            TaskState::InProgress { since } => {
                let spent = calendar.working_between(since, now);
                (task.estimate.resolve(calendar, since) - spent).max(0)
            }
            _ => task.estimate.resolve(calendar, now),
        };
    }

    fn add(&mut self, other: &Open) {
        self.changes += other.changes;
        self.turn += other.turn;
        self.waiting += other.waiting;
        self.late += other.late;
        self.left += other.left;
    }
}

/// What one person can do in the week ahead, in seconds.
fn person_week(calendar: &Calendar, now: DateTime<Utc>) -> i64 {
    calendar.working_between(now, now + WEEK).min(PERSON_WEEK_MAX)
}

fn of_week(left: i64, week: i64) -> Arg {
    match percent(left, week) {
        Some(percent) => say!("percent", percent = percent).into(),
        None => "–".into(),
    }
}

fn of_tams(
    card: Card,
    directory: &Directory,
    tams: &BTreeMap<PersonId, Open>,
    now: DateTime<Utc>,
) -> Card {
    let share = i64::from(directory.company.tam_share);
    let week = person_week(directory.clock(&directory.company.calendar), now) * share / 100;
    let row = |(tam, open): (&PersonId, &Open)| -> Vec<Arg> {
        let tasks = open.turn + open.waiting;
        let of = of_week(open.left, week);
        vec![
            tam.into(),
            open.changes.into(),
            tasks.into(),
            open.late.into(),
            Arg::Seconds(open.left),
            of,
        ]
    };
    let columns = vec![
        say!("column-tam"),
        say!("column-changes"),
        say!("column-tasks"),
        say!("column-late"),
        say!("column-work-left"),
        say!("column-of-share"),
    ];
    busiest(card, columns, tams, row)
}

fn of_departments(
    card: Card,
    directory: &Directory,
    departments: &BTreeMap<DeptId, Open>,
    now: DateTime<Utc>,
) -> Card {
    let row = |(department, open): (&DeptId, &Open)| -> Vec<Arg> {
        let people = i64::try_from(directory.staff_of(department).len()).unwrap_or(i64::MAX);
        let calendar = directory.clock(directory.calendar_of(department));
        let week = person_week(calendar, now).saturating_mul(people);
        vec![
            department.into(),
            open.incidents.into(),
            open.turn.into(),
            open.waiting.into(),
            open.late.into(),
            Arg::Seconds(open.left),
            of_week(open.left, week),
        ]
    };
    let columns = vec![
        say!("column-department"),
        say!("column-incidents"),
        say!("column-in-turn"),
        say!("column-waiting"),
        say!("column-late"),
        say!("column-work-left"),
        say!("column-of-week"),
    ];
    busiest(card, columns, departments, row)
}

/// A table with those who have most to do first.
fn busiest<K: Ord>(
    card: Card,
    columns: Vec<Words>,
    all: &BTreeMap<K, Open>,
    row: impl Fn((&K, &Open)) -> Vec<Arg>,
) -> Card {
    let mut busy: Vec<(&K, &Open)> = all.iter().collect();
    busy.sort_by_key(|(_, open)| std::cmp::Reverse((open.left, open.incidents)));
    let more = busy.len().saturating_sub(ROWS_MAX);
    let rows: Vec<Vec<Arg>> = busy.into_iter().take(ROWS_MAX).map(row).collect();
    if rows.is_empty() {
        return card;
    }
    let card = card.with(Block::Table { columns, rows });
    if more > 0 { card.and(say!("list-more", more = more)) } else { card }
}
