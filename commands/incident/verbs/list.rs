//! `/incident list`: which are open, of mine, of a department, of a client.

use clap::Args;

use crate::ask::Ask;
use crate::decision::{Decision, Refusal};
use std::sync::Arc;

use crate::directory::Severity;
use crate::ids::{ClientId, DeptId};
use crate::incident::{Incident, State, state_words};
use crate::say;
use crate::shortlist::listed;
use crate::verbs::Verb;
use crate::words::Arg;
use crate::world::World;

/// Lists incidents: without flags, those not resolved
#[derive(Args, Debug)]
#[command(after_help = "/incident list --dept unix --severity 1")]
pub struct List {
    /// Those I work on, lead or opened
    #[arg(long)]
    mine: bool,
    /// Those a department is engaged in
    #[arg(long, value_name = "DEPT")]
    dept: Option<DeptId>,
    /// Those of a client
    #[arg(long, value_name = "CLIENT")]
    client: Option<ClientId>,
    /// Those in a state
    #[arg(long, value_name = "STATE")]
    state: Option<State>,
    /// Those of a severity
    #[arg(long, value_name = "N")]
    severity: Option<Severity>,
    /// Resolved and closed ones too
    #[arg(long)]
    all: bool,
}

impl Verb for List {
    fn decide(&self, world: &World, ask: &Ask) -> Result<Decision, Refusal> {
        use crate::directory_names as known;
        known::client(world.directory(), self.client.as_ref())?;
        self.dept.iter().try_for_each(|d| known::department(world.directory(), d).map(|_| ()))?;
        let chosen = |incident: &&Arc<Incident>| self.chooses(incident, world, ask);
        let found: Vec<&Arc<Incident>> = world.incidents.values().filter(chosen).collect();
        if found.is_empty() {
            return Ok(Decision::question(say!("list-empty")));
        }
        let rank = |incident: &Incident| {
            (incident.state() >= State::Resolved, incident.severity, incident.id)
        };
        let columns = vec![
            say!("column-id"),
            say!("column-severity"),
            say!("column-state"),
            say!("column-client"),
            say!("column-departments"),
            say!("column-title"),
        ];
        let head = say!("list-found", count = found.len());
        let order = |a: &&Arc<Incident>, b: &&Arc<Incident>| rank(a).cmp(&rank(b));
        Ok(Decision::question(listed(head, columns, found, order, |it| row(it))))
    }
}

impl List {
    fn chooses(&self, incident: &Incident, world: &World, ask: &Ask) -> bool {
        let open = self.all || self.state.is_some() || incident.is_live();
        let state = self.state.is_none_or(|state| incident.state() == state);
        let severity = self.severity.is_none_or(|severity| incident.severity == severity);
        let client = self.client.is_none() || incident.client == self.client;
        let dept =
            self.dept.as_ref().is_none_or(|d| incident.standing().any(|e| &e.department == d));
        let mine = !self.mine || concerns(incident, ask);
        open && state
            && severity
            && client
            && dept
            && mine
            && incident.visible_to(&ask.actor, world.directory())
    }
}

fn concerns(incident: &Incident, ask: &Ask) -> bool {
    let me = Some(&ask.actor);
    incident.lead.as_ref() == me
        || incident.opened_by.as_ref() == me
        || incident.standing().any(|engagement| engagement.assignee.as_ref() == me)
}

fn row(incident: &Incident) -> Vec<Arg> {
    let departments: Vec<Arg> = incident.standing().map(|e| Arg::from(&e.department)).collect();
    let client = incident.client.as_ref().map_or("–", |client| client.as_str());
    vec![
        incident.id.into(),
        i64::from(incident.severity.number()).into(),
        state_words(incident.state()).into(),
        client.into(),
        departments.into(),
        incident.title.as_str().into(),
    ]
}
