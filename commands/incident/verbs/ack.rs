//! `/incident ack`: my department takes the incident; if nobody there has it, I have (INC-2).

use clap::Args;

use crate::ask::Ask;
use crate::decision::{Decision, Refusal};
use crate::ids::{IncidentId, VendorId};
use crate::incident::{Engagement, Event, Incident, Stage};
use crate::say;
use crate::verbs::Verb;
use crate::world::World;

/// Takes the incident for your department; the first to do so answers the client
///
/// With `--vendor`: the vendor has answered, and the clock of his answer stops.
#[derive(Args, Debug)]
#[command(after_help = "/incident ack INC-7")]
pub struct Ack {
    #[arg(value_name = "ID")]
    id: IncidentId,
    /// The vendor who has answered
    #[arg(long, value_name = "VENDOR")]
    vendor: Option<VendorId>,
}

impl Verb for Ack {
    fn decide(&self, world: &World, ask: &Ask) -> Result<Decision, Refusal> {
        let incident = super::live(world, self.id)?;
        if let Some(vendor) = &self.vendor {
            return self.for_vendor(incident, vendor);
        }
        let mine = incident.departments_of(&ask.actor, world.directory());
        let waiting = mine.iter().find(|engagement| engagement.engaged_at.is_none());
        match waiting.or(mine.first()) {
            Some(engagement) => Ok(self.for_department(incident, engagement, ask)),
            None => Ok(self.alone(incident)),
        }
    }
}

impl Ack {
    fn for_department(&self, incident: &Incident, engagement: &Engagement, ask: &Ask) -> Decision {
        let department = engagement.department.clone();
        let acknowledged = Event::Acknowledged { department: Some(department.clone()) };
        let mut events = Vec::new();
        if engagement.assignee.is_none() {
            events.push(Event::Assigned { department: department.clone(), to: ask.actor.clone() });
        }
        if engagement.engaged_at.is_none() || stage(incident) == Some(Stage::Open) {
            events.push(acknowledged.clone());
        }
        let holder = engagement.assignee.as_ref().unwrap_or(&ask.actor);
        let id = self.id;
        if events.is_empty() {
            let words = say!("ack-already", id = id, department = &department, who = holder);
            return super::already(id, &acknowledged, words);
        }
        let words = say!("ack-done", id = id, department = &department, who = holder);
        super::change(id, events, words)
    }

    fn for_vendor(&self, incident: &Incident, vendor: &VendorId) -> Result<Decision, Refusal> {
        let (id, name) = (self.id, vendor.as_str());
        let Some(vendoring) = incident.open_vendors().find(|it| &it.vendor == vendor) else {
            return Err(Refusal::new(say!("release-no-vendor", id = id, vendor = name)));
        };
        let event = Event::VendorAnswered { vendor: vendor.clone() };
        if let Some(at) = vendoring.answered_at {
            let words = say!("ack-vendor-already", id = id, vendor = name, at = at);
            return Ok(super::already(id, &event, words));
        }
        let words = say!("ack-vendor-done", id = id, vendor = name);
        Ok(super::change(id, vec![event], words))
    }

    /// The lead, the TAM or the incident manager acknowledges without engaging a department.
    fn alone(&self, incident: &Incident) -> Decision {
        let event = Event::Acknowledged { department: None };
        if stage(incident) != Some(Stage::Open) {
            return super::already(self.id, &event, say!("ack-already-alone", id = self.id));
        }
        super::change(self.id, vec![event], say!("ack-done-alone", id = self.id))
    }
}

fn stage(incident: &Incident) -> Option<Stage> {
    match &incident.phase {
        crate::incident::Phase::Live { stage, .. } => Some(*stage),
        _ => None,
    }
}
