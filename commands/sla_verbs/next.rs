//! `/sla next`: what breaches next.

use chrono::{DateTime, Utc};
use clap::Args;

use crate::ask::Ask;
use crate::card::{Block, Card};
use crate::decision::{Decision, Refusal};
use crate::directory_names as known;
use crate::ids::{ClientId, DeptId};
use crate::incident::{Incident, history};
use crate::say;
use crate::shortlist::shortlist;
use crate::sla::Target;
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
    /// Of incidents that a department is engaged in
    #[arg(long, value_name = "DEPT")]
    dept: Option<DeptId>,
}

impl Verb for Next {
    fn decide(&self, world: &World, ask: &Ask) -> Result<Decision, Refusal> {
        let directory = world.directory();
        known::client(directory, self.client.as_ref())?;
        self.dept.iter().try_for_each(|dept| known::department(directory, dept).map(|_| ()))?;
        let mut due: Vec<(DateTime<Utc>, &Incident, &Target)> = Vec::new();
        for incident in world.incidents.values().filter(|i| self.chooses(i, world, ask)) {
            for target in incident.targets.iter().filter(|target| target.outcome().is_none()) {
                let by = target.due_by(directory.clock(target.clock().calendar()));
                due.extend(by.map(|by| (by, &**incident, target)));
            }
        }
        if due.is_empty() {
            return Ok(Decision::question(say!("next-none")));
        }
        let count = due.len();
        let shown = shortlist(due, SHOWN_MAX, |(a, i, t), (b, j, u)| {
            (a, i.id, t.kind()).cmp(&(b, j.id, u.kind()))
        });
        let rows = shown.iter().map(|(by, i, t)| row(*by, i, t, ask.now)).collect();
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
}

fn row(by: DateTime<Utc>, incident: &Incident, target: &Target, now: DateTime<Utc>) -> Vec<Arg> {
    let left = (by - now).num_seconds();
    let left = match left {
        0.. => say!("left-in", time = Arg::Seconds(left)),
        _ => say!("left-over", time = Arg::Seconds(-left)),
    };
    let departments: Vec<Arg> = incident.standing().map(|e| Arg::from(&e.department)).collect();
    vec![
        incident.id.into(),
        history::target_words(target.kind()).into(),
        by.into(),
        left.into(),
        departments.into(),
        incident.title.as_str().into(),
    ]
}
