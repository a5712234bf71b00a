//! `/incident release`: a department, or a vendor, has done its part.

use clap::Args;

use crate::ask::Ask;
use crate::decision::{Decision, Refusal};
use crate::ids::{DeptId, IncidentId, VendorId};
use crate::incident::{Event, Incident};
use crate::say;
use crate::verbs::Verb;
use crate::words::Arg;
use crate::world::World;

/// Lets departments go that are no longer needed; `vendor:SLUG` ends a vendor's part
#[derive(Args, Debug)]
#[command(after_help = "/incident release INC-7 network")]
pub struct Release {
    #[arg(value_name = "ID")]
    id: IncidentId,
    #[arg(value_name = "DEPT", value_delimiter = ',', required = true)]
    dept: Vec<String>,
}

impl Verb for Release {
    fn decide(&self, world: &World, _ask: &Ask) -> Result<Decision, Refusal> {
        let incident = super::live(world, self.id)?;
        let mut events = Vec::new();
        for name in &self.dept {
            let event = match name.strip_prefix("vendor:") {
                Some(vendor) => self.vendor(incident, vendor)?,
                None => self.department(incident, name)?,
            };
            if !events.contains(&event) {
                events.push(event);
            }
        }
        let list: Vec<Arg> = self.dept.iter().map(|name| Arg::Text(name.clone())).collect();
        let words =
            say!("release-done", id = self.id, departments = list, several = self.dept.len());
        Ok(super::change(self.id, events, words))
    }
}

impl Release {
    fn department(&self, incident: &Incident, name: &str) -> Result<Event, Refusal> {
        let department = DeptId::new(name);
        let standing: Vec<Arg> = incident.standing().map(|e| Arg::from(&e.department)).collect();
        let engaged = incident.standing().any(|e| e.department == department);
        if !engaged {
            let refusal =
                Refusal::new(say!("release-not-engaged", id = self.id, department = name));
            return Err(refusal.hint(say!("release-engaged-are", departments = standing)));
        }
        if standing.len() == 1 || incident.owner() == Some(&department) {
            let refusal =
                Refusal::new(say!("release-owner", id = self.id, department = &department));
            let line = Arg::Line(format!("/incident resolve {} …", self.id));
            return Err(refusal.hint(say!("release-owner-hint", line = line)));
        }
        Ok(Event::Released { department })
    }

    fn vendor(&self, incident: &Incident, name: &str) -> Result<Event, Refusal> {
        let vendor = VendorId::new(name);
        let open = incident.open_vendors().any(|vendoring| vendoring.vendor == vendor);
        let event = Event::VendorReleased { vendor };
        open.then_some(event)
            .ok_or_else(|| Refusal::new(say!("release-no-vendor", id = self.id, vendor = name)))
    }
}
