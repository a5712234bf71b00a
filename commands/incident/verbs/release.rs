//! `/incident release`: a department, or a vendor, has done its part.

use std::collections::BTreeSet;

use clap::Args;

use crate::ask::Ask;
use crate::card::Card;
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
        let names: BTreeSet<&String> = self.dept.iter().collect();
        let mut events = Vec::new();
        for name in &names {
            events.extend(match name.strip_prefix("vendor:") {
                Some(vendor) => Some(self.vendor(incident, vendor)?),
                None => self.department(incident, name)?,
            });
        }
        self.somebody_stays(incident, &events)?;
        let list: Vec<Arg> = names.iter().map(|name| Arg::Text(name.to_string())).collect();
        let words = say!("release-done", id = self.id, departments = list, several = names.len());
        if events.is_empty() {
            let event = Event::Released { department: DeptId::new(&self.dept[0]) };
            return Ok(super::already(self.id, &event, words));
        }
        let mut card = Card::line(words);
        if let Some(owner) = new_owner(incident, &events) {
            card = card.and(say!("release-new-owner", id = self.id, department = owner));
        }
        Ok(super::change(self.id, events, card))
    }
}

impl Release {
    /// None: it was released before.
    fn department(&self, incident: &Incident, name: &str) -> Result<Option<Event>, Refusal> {
        let department = DeptId::new(name);
        match incident.engagement(&department) {
            Some(engagement) if engagement.released_at.is_some() => Ok(None),
            Some(_) => Ok(Some(Event::Released { department })),
            None => {
                let standing: Vec<Arg> =
                    incident.standing().map(|e| Arg::from(&e.department)).collect();
                let refusal =
                    Refusal::new(say!("release-not-engaged", id = self.id, department = name));
                Err(refusal.hint(say!("release-engaged-are", departments = standing)))
            }
        }
    }

    /// INC-2: an incident always has an owner.
    fn somebody_stays(&self, incident: &Incident, events: &[Event]) -> Result<(), Refusal> {
        if incident.standing().any(|engagement| !is_released(&engagement.department, events)) {
            return Ok(());
        }
        let last = incident.owner().map_or("".into(), Arg::from);
        let refusal = Refusal::new(say!("release-last", id = self.id, department = last));
        let line = Arg::Line(format!("/incident engage {} …", self.id));
        Err(refusal.hint(say!("release-last-hint", line = line)))
    }

    fn vendor(&self, incident: &Incident, name: &str) -> Result<Event, Refusal> {
        let vendor = VendorId::new(name);
        let open = incident.open_vendors().any(|vendoring| vendoring.vendor == vendor);
        let event = Event::VendorReleased { vendor };
        open.then_some(event)
            .ok_or_else(|| Refusal::new(say!("release-no-vendor", id = self.id, vendor = name)))
    }
}

fn is_released(department: &DeptId, events: &[Event]) -> bool {
    events.iter().any(|event| matches!(event, Event::Released { department: d } if d == department))
}

/// The department that owns the incident from now on, if the owner was let go.
fn new_owner<'a>(incident: &'a Incident, events: &[Event]) -> Option<&'a DeptId> {
    let goes = incident.owner().is_some_and(|owner| is_released(owner, events));
    let stays = |department: &&DeptId| !is_released(department, events);
    goes.then(|| incident.standing().map(|e| &e.department).find(stays)).flatten()
}
