//! `/department`: the departments, their people and channels.

use clap::Args;

use crate::access::Right;
use crate::ask::Ask;
use crate::card::{Block, Card};
use crate::decision::{Decision, Refusal};
use crate::directory::Duty;
use crate::directory_names as known;
use crate::ids::DeptId;
use crate::incident::Incident;
use crate::say;
use crate::verbs::{Entry, Verb, verb};
use crate::words::Arg;
use crate::world::World;

/// The verbs of `/department`, in the order of the help.
pub const VERBS: &[Entry] = &[
    verb!("department", "list", List, None, false, Right::Anyone, []),
    verb!("department", "show", Show, None, false, Right::Anyone, []),
];

/// Lists the departments with channel, head and duty engineer
#[derive(Args, Debug)]
pub struct List {}

impl Verb for List {
    fn decide(&self, world: &World, ask: &Ask) -> Result<Decision, Refusal> {
        let directory = world.directory();
        let rows = directory.departments.iter().map(|(slug, department)| {
            let duty = match world.on_duty(slug, ask.now) {
                Duty::Person(who) => who.into(),
                Duty::Gap => say!("duty-cell-gap", head = &department.head).into(),
                Duty::NoRotation => say!("duty-cell-none").into(),
            };
            let (name, place) = (department.name.as_str(), department.place.clone());
            vec![slug.into(), name.into(), place.into(), (&department.head).into(), duty]
        });
        let rows: Vec<Vec<Arg>> = rows.collect();
        let columns = vec![
            say!("column-department"),
            say!("column-name"),
            say!("column-place"),
            say!("column-head"),
            say!("column-on-duty"),
        ];
        let card = Card::line(say!("department-head", count = rows.len()));
        Ok(Decision::question(card.with(Block::Table { columns, rows })))
    }
}

/// Shows one department: people, channel, duty, services, open incidents
#[derive(Args, Debug)]
#[command(after_help = "/department show unix")]
pub struct Show {
    #[arg(value_name = "DEPT")]
    dept: DeptId,
}

impl Verb for Show {
    fn decide(&self, world: &World, ask: &Ask) -> Result<Decision, Refusal> {
        let directory = world.directory();
        let slug = &self.dept;
        let department = known::department(directory, slug)?;
        let field = |name, value: Arg| Block::Field { name, value };
        let people = directory.staff_of(slug).into_iter().map(Arg::from).collect::<Vec<_>>();
        let services = directory.services.iter().filter(|(_, service)| &service.owner == slug);
        let services: Vec<Arg> = services.map(|(name, _)| name.as_str().into()).collect();
        let open = |i: &&std::sync::Arc<Incident>| {
            i.is_live()
                && i.standing().any(|e| &e.department == slug)
                && i.visible_to(&ask.actor, directory)
        };
        let open = world.incidents.values().filter(open).count();
        let name = department.name.as_str();
        let mut card = Card::line(say!("department-is", department = slug, name = name))
            .with(field(say!("column-place"), department.place.clone().into()))
            .with(field(say!("column-head"), (&department.head).into()))
            .with(field(say!("field-people"), people.into()));
        if let Duty::Person(who) = world.on_duty(slug, ask.now) {
            card = card.with(field(say!("column-on-duty"), who.into()));
        }
        if !services.is_empty() {
            card = card.with(field(say!("field-services"), services.into()));
        }
        let calendar = directory.calendar_of(slug).as_str();
        card = card.with(field(say!("field-calendar"), calendar.into()));
        Ok(Decision::question(card.and(say!("department-open", count = open))))
    }
}
