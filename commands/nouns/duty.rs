//! `/duty`: who is woken for a department, and swapping it (DIR-4).

use chrono::{DateTime, Utc};
use clap::Args;

use crate::access::{self, Right};
use crate::ask::Ask;
use crate::card::{Block, Card};
use crate::company::Event;
use crate::decision::{Decision, Refusal};
use crate::directory::{Department, Duty, Swap};
use crate::directory_names as known;
use crate::grammar::{Stretch, Who};
use crate::ids::{DeptId, PersonId, RecordId, RoleId};
use crate::say;
use crate::verbs::{Entry, Verb, verb};
use crate::words::{Arg, Words};
use crate::world::World;

/// The verbs of `/duty`, in the order of the help.
pub const VERBS: &[Entry] = &[
    verb!("duty", "who", AskWho, None, false, Right::Anyone, []),
    verb!("duty", "swap", SwapDuty, None, true, Right::Own, []),
];

/// Shows who is on duty now, for one department or all
#[derive(Args, Debug)]
#[command(after_help = "/duty who unix")]
pub struct AskWho {
    #[arg(value_name = "DEPT")]
    dept: Option<DeptId>,
}

impl Verb for AskWho {
    fn decide(&self, world: &World, ask: &Ask) -> Result<Decision, Refusal> {
        let directory = world.directory();
        let here = directory.department_at(&ask.place);
        match self.dept.as_ref().or(here) {
            Some(slug) => {
                let department = known::department(directory, slug)?;
                let words = on_duty(world, slug, department, ask.now);
                let mut card = Card::line(words);
                card.body.extend(coming_swaps(world, slug, ask.now));
                Ok(Decision::question(card))
            }
            None => Ok(Decision::question(everybody(world, ask.now))),
        }
    }
}

fn on_duty(world: &World, slug: &DeptId, department: &Department, now: DateTime<Utc>) -> Words {
    let until = until(world, slug, department, now);
    match (world.on_duty(slug, now), until) {
        (Duty::Person(who), Some(until)) => {
            say!("duty-is", department = slug, who = who, until = until)
        }
        (Duty::Person(who), None) => say!("duty-is-open-end", department = slug, who = who),
        (Duty::Gap, _) => say!("duty-gap", department = slug, head = &department.head),
        (Duty::NoRotation, _) => say!("duty-none", department = slug),
    }
}

fn until(
    world: &World,
    slug: &DeptId,
    department: &Department,
    now: DateTime<Utc>,
) -> Option<DateTime<Utc>> {
    let zone = world.directory().zone_of(slug);
    department.duty_until(now, zone, world.swaps(slug))
}

fn everybody(world: &World, now: DateTime<Utc>) -> Card {
    let row = |(slug, department): (&DeptId, &Department)| -> Vec<Arg> {
        let who: Arg = match world.on_duty(slug, now) {
            Duty::Person(who) => who.into(),
            Duty::Gap => say!("duty-cell-gap", head = &department.head).into(),
            Duty::NoRotation => say!("duty-cell-none").into(),
        };
        let until = until(world, slug, department, now).map_or("".into(), Arg::from);
        vec![slug.into(), who, until]
    };
    let rows = world.directory().departments.iter().map(row).collect();
    let columns = vec![say!("column-department"), say!("column-on-duty"), say!("column-until")];
    Card::line(say!("duty-head")).with(Block::Table { columns, rows })
}

fn coming_swaps(world: &World, slug: &DeptId, now: DateTime<Utc>) -> Vec<Block> {
    let coming = world.swaps(slug).iter().filter(|swap| swap.to > now);
    let line = |swap: &Swap| {
        let (who, from, to) = (&swap.person, swap.from, swap.to);
        Block::Line(say!("duty-swap-line", who = who, from = from, to = to))
    };
    coming.map(line).collect()
}

/// Gives a stretch of a department's duty to somebody
#[derive(Args, Debug)]
#[command(after_help = "/duty swap unix @unix-2 \"2026-03-06 18:00..2026-03-08 09:00\"")]
pub struct SwapDuty {
    #[arg(value_name = "DEPT")]
    dept: DeptId,
    #[arg(value_name = "@WHO")]
    who: Who,
    #[arg(value_name = "START..END")]
    stretch: Stretch,
}

impl Verb for SwapDuty {
    fn decide(&self, world: &World, ask: &Ask) -> Result<Decision, Refusal> {
        let directory = world.directory();
        let department = known::department(directory, &self.dept)?;
        let person = known::person(directory, &self.who)?;
        self.permit(world, ask, department)?;
        let slug = &self.dept;
        if !directory.works_in(&person, slug) {
            return Err(Refusal::new(say!(
                "duty-not-of-department",
                department = slug,
                who = person
            )));
        }
        let zone = directory.zone_of(slug);
        let stretch = self.stretch.resolve(ask.now, zone)?;
        let (from, to) = (stretch.start, stretch.end);
        if to <= ask.now {
            return Err(Refusal::new(say!("duty-swap-past", to = to)));
        }
        let swap = Swap { from, to, person: person.clone() };
        let words = say!("duty-swapped", department = slug, who = person, from = from, to = to);
        if world.swaps(slug).last() == Some(&swap) {
            return Ok(Decision::already(RecordId::COMPANY, "duty.swapped", words));
        }
        let event = Event::DutySwapped { department: slug.clone(), swap };
        Ok(Decision::change(RecordId::COMPANY, "duty.swapped", vec![event.into()], words))
    }
}

impl SwapDuty {
    /// The department's own people, the incident manager, and whom the files name.
    fn permit(&self, world: &World, ask: &Ask, department: &Department) -> Result<(), Refusal> {
        let directory = world.directory();
        let manager = directory.role_members(&RoleId::new("incident-manager"));
        let own = directory.works_in(&ask.actor, &self.dept) || manager.contains(&ask.actor);
        let let_in =
            ask.override_because.is_some() || access::files_let(world, "duty", "swap", ask, None);
        if own || let_in {
            return Ok(());
        }
        let head: &PersonId = &department.head;
        let words = say!("duty-swap-not-yours", department = &self.dept, head = head);
        let staff = directory.staff_of(&self.dept).into_iter().chain(manager);
        Err(Refusal::new(words).right_of(staff.cloned()))
    }
}
