//! `/incident escalate`: to the head, to management, or to a vendor (INC-5).

use clap::Args;

use crate::ask::Ask;
use crate::card::Card;
use crate::decision::{Decision, Refusal};
use std::sync::Arc;

use crate::directory_names as known;
use crate::grammar::Text;
use crate::ids::{IncidentId, RoleId, VendorId};
use crate::incident::{Escalation, Event, Incident};
use crate::say;
use crate::sla::Party;
use crate::verbs::Verb;
use crate::words::{Arg, Words};
use crate::world::World;

/// Calls for help from above or outside; a vendor's clock starts with it
#[derive(Args, Debug)]
#[command(after_help = "/incident escalate INC-7 --to vendor:netco the line in hall 2 is down")]
pub struct Escalate {
    #[arg(value_name = "ID")]
    id: IncidentId,
    /// `head`, `management` or `vendor:SLUG`
    #[arg(long, value_name = "WHOM", default_value = "head")]
    to: String,
    /// Why
    #[arg(value_name = "TEXT")]
    text: Text,
}

impl Verb for Escalate {
    fn decide(&self, world: &World, ask: &Ask) -> Result<Decision, Refusal> {
        let incident = super::live(world, self.id)?;
        let (to, words) = match self.to.as_str() {
            "head" => self.head(world, incident, ask)?,
            "management" => self.management(world)?,
            other => match other.strip_prefix("vendor:") {
                Some(vendor) => self.vendor(world, incident, &VendorId::new(vendor))?,
                None => return Err(self.to_whom()),
            },
        };
        let card = match &to {
            Escalation::Vendor { vendor, response: Some(_), .. } => {
                let line = Arg::Line(format!("/incident ack {} --vendor {vendor}", self.id));
                Card::line(words).and(say!("escalate-vendor-answers", line = line))
            }
            _ => Card::line(words),
        };
        let event = Event::Escalated { to, because: self.text.to_string() };
        Ok(super::change(self.id, vec![event], card))
    }
}

impl Escalate {
    fn to_whom(&self) -> Refusal {
        let line = Arg::Line(format!("/incident escalate {} --to management …", self.id));
        Refusal::new(say!("escalate-to-whom", whom = self.to.as_str()))
            .hint(say!("escalate-to-whom-hint", line = line))
    }

    /// The head of the asker's own department among the engaged, else of the owner.
    fn head(
        &self,
        world: &World,
        incident: &Incident,
        ask: &Ask,
    ) -> Result<(Escalation, Words), Refusal> {
        let directory = world.directory();
        let mine = incident.departments_of(&ask.actor, directory);
        let department = mine.first().map(|e| &e.department).or(incident.owner());
        let known = department.and_then(|slug| Some((slug.clone(), directory.department(slug)?)));
        let Some((department, known)) = known else { return Err(self.to_whom()) };
        if known.head == ask.actor {
            let line = Arg::Line(format!("/incident escalate {} --to management …", self.id));
            let refusal = Refusal::new(say!("escalate-to-yourself", department = &department));
            return Err(refusal.hint(say!("escalate-to-whom-hint", line = line)));
        }
        let words = say!("escalate-done", id = self.id, whom = &known.head);
        Ok((Escalation::Head { department }, words))
    }

    fn management(&self, world: &World) -> Result<(Escalation, Words), Refusal> {
        let role = RoleId::new("management");
        if world.directory().role_members(&role).is_empty() {
            return Err(Refusal::new(say!("escalate-no-management", id = self.id)));
        }
        Ok((Escalation::Management, say!("escalate-done", id = self.id, whom = role)))
    }

    fn vendor(
        &self,
        world: &World,
        incident: &Incident,
        slug: &VendorId,
    ) -> Result<(Escalation, Words), Refusal> {
        let directory = world.directory();
        let vendor = known::vendor(directory, slug)?;
        if incident.open_vendors().any(|vendoring| &vendoring.vendor == slug) {
            let refusal =
                Refusal::new(say!("escalate-vendor-already", id = self.id, vendor = slug.as_str()));
            let line = Arg::Line(format!("/incident release {} vendor:{slug}", self.id));
            return Err(refusal.hint(say!("escalate-vendor-already-hint", line = line)));
        }
        let pauses = incident.promise.as_ref().is_some_and(|p| p.pause_on.contains(&Party::Vendor));
        let to = Escalation::Vendor {
            vendor: slug.clone(),
            calendar: vendor.calendar.clone(),
            response: vendor.response,
            resolution: vendor.resolution,
            ladder: Arc::new(directory.company.uc.clone()),
            pauses,
        };
        let (id, name) = (self.id, vendor.name.as_str());
        let contact = vendor.contact.as_deref().unwrap_or("–");
        let has_clock = vendor.response.is_some() || vendor.resolution.is_some();
        let words = match pauses {
            _ if !has_clock => {
                say!("escalate-vendor-no-clock", id = id, vendor = name, contact = contact)
            }
            _ if incident.promise.is_none() => {
                say!("escalate-vendor-alone", id = id, vendor = name, contact = contact)
            }
            true => say!("escalate-vendor-paused", id = id, vendor = name, contact = contact),
            false => say!("escalate-vendor-runs", id = id, vendor = name, contact = contact),
        };
        Ok((to, words))
    }
}
