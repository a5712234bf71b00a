//! What a report is about: a period, a client, a department.

use chrono::{DateTime, Duration, Utc};
use clap::Args;

use crate::ask::Ask;
use crate::decision::Refusal;
use crate::directory_names as known;
use crate::grammar::Moment;
use crate::ids::{ClientId, DeptId};
use crate::say;
use crate::words::Arg;
use crate::world::World;

/// Without other words a report looks back so far.
const USUAL: Duration = Duration::days(30);

/// From when to when.
#[derive(Args, Debug)]
pub struct Period {
    /// The first day; 30 days before the last without it
    #[arg(long, value_name = "DATE")]
    from: Option<Moment>,
    /// The last day, which is counted too; until now without it
    #[arg(long, value_name = "DATE")]
    to: Option<Moment>,
}

impl Period {
    /// Half-open, in the company's zone.
    ///
    /// # Errors
    /// It ends before it begins.
    pub fn resolve(
        &self,
        world: &World,
        ask: &Ask,
    ) -> Result<(DateTime<Utc>, DateTime<Utc>), Refusal> {
        let zone = world.directory().company.zone;
        let to = self.to.as_ref().map(|to| to.resolve_by(ask.now, zone)).transpose()?;
        let to = to.unwrap_or(ask.now);
        let from = self.from.as_ref().map(|from| from.resolve(ask.now, zone)).transpose()?;
        let from = from.unwrap_or(to - USUAL);
        if from < to {
            Ok((from, to))
        } else {
            Err(Refusal::new(say!("report-backwards", from = from, to = to)))
        }
    }
}

/// Whose.
#[derive(Args, Debug)]
pub struct Whose {
    /// Of one client
    #[arg(long, value_name = "CLIENT")]
    pub client: Option<ClientId>,
    /// Of one department
    #[arg(long, value_name = "DEPT")]
    pub dept: Option<DeptId>,
}

impl Whose {
    /// # Errors
    /// A name that there is not.
    pub fn check(&self, world: &World) -> Result<(), Refusal> {
        known::client(world.directory(), self.client.as_ref())?;
        self.dept.iter().try_for_each(|it| known::department(world.directory(), it).map(|_| ()))
    }

    pub fn is_of_client(&self, client: Option<&ClientId>) -> bool {
        self.client.is_none() || self.client.as_ref() == client
    }

    pub fn is_of_department(&self, department: &DeptId) -> bool {
        self.dept.as_ref().is_none_or(|it| it == department)
    }

    /// As the head of a report names it.
    pub fn named(&self) -> Arg {
        match (&self.client, &self.dept) {
            (None, None) => say!("report-of-all").into(),
            (Some(client), None) => say!("report-of-client", client = client.as_str()).into(),
            (None, Some(department)) => say!("report-of-dept", department = department).into(),
            (Some(client), Some(department)) => {
                let client = client.as_str();
                say!("report-of-both", client = client, department = department).into()
            }
        }
    }
}
