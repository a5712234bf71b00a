//! `/incident severity`: how bad it is; the new target holds from the original start (SLA-7).

use clap::Args;

use crate::ask::Ask;
use crate::card::Card;
use crate::decision::{Decision, Refusal};
use crate::directory::Severity;
use crate::grammar::Text;
use crate::ids::IncidentId;
use crate::incident::{Event, promise_of};
use crate::say;
use crate::verbs::Verb;
use crate::world::World;

/// Sets the severity; the clocks of the new one count from the opening
#[derive(Args, Debug)]
#[command(after_help = "/incident severity INC-7 1 --because \"all tills are down\"")]
pub struct SetSeverity {
    #[arg(value_name = "ID")]
    id: IncidentId,
    /// 1 (worst) to 4
    #[arg(value_name = "N")]
    severity: Severity,
    /// Why, for the timeline
    #[arg(long, value_name = "TEXT")]
    because: Option<Text>,
}

impl Verb for SetSeverity {
    fn decide(&self, world: &World, ask: &Ask) -> Result<Decision, Refusal> {
        let incident = super::live(world, self.id)?;
        let (client, service) = (incident.client.as_ref(), incident.service.as_ref());
        let event = Event::SeveritySet {
            severity: self.severity,
            because: self.because.as_ref().map(Text::to_string),
            promise: promise_of(world.directory(), client, service, self.severity),
        };
        let (id, severity) = (self.id, i64::from(self.severity.number()));
        if incident.severity == self.severity {
            return Ok(super::already(
                id,
                &event,
                say!("severity-already", id = id, severity = severity),
            ));
        }
        let was = i64::from(incident.severity.number());
        let card = Card::line(say!("severity-done", id = id, severity = severity, was = was));
        let events = vec![event];
        let card = super::clocks_after(card, incident, &events, world, ask);
        Ok(super::change(id, events, card))
    }
}
