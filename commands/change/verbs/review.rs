//! `/change review`: what it came to, and which incidents it caused (CHG-14).

use chrono::{DateTime, Utc};
use clap::Args;

use crate::ask::Ask;
use crate::card::{Block, Card};
use crate::change::{Change, Event, Phase, ReviewResult};
use crate::decision::{Decision, Refusal};
use crate::grammar::Text;
use crate::ids::{ChangeId, IncidentId, Serial};
use crate::incident::Incident;
use crate::say;
use crate::verbs::Verb;
use crate::words::Arg;
use crate::world::World;

/// Records what the change came to; emergency, failed and incident-causing changes need it before they close
#[derive(Args, Debug)]
#[command(after_help = "/change review CHG-12 --result success went as planned")]
pub struct RecordReview {
    #[arg(value_name = "ID")]
    id: ChangeId,
    /// How it went
    #[arg(long, value_name = "RESULT")]
    result: ReviewResult,
    /// Incidents it caused
    #[arg(long, value_name = "INC", value_delimiter = ',')]
    caused: Vec<IncidentId>,
    /// What is to be remembered
    #[arg(value_name = "TEXT")]
    text: Text,
}

impl Verb for RecordReview {
    fn decide(&self, world: &World, ask: &Ask) -> Result<Decision, Refusal> {
        let (id, change) = (self.id, super::change(world, self.id)?);
        let text = self.text.to_string();
        let event = Event::Reviewed { result: self.result, text, caused: self.caused.clone() };
        let ready = matches!(change.phase, Phase::Review { .. } | Phase::RolledBack { .. });
        if !ready {
            return Err(super::stands(change).hint(say!("change-review-later")));
        }
        if let Some(unknown) = self.caused.iter().find(|it| world.incident(**it).is_none()) {
            return Err(crate::incident::verbs::unknown(world, *unknown));
        }
        let same = change.review.as_ref().is_some_and(|review| {
            (review.result, review.text.as_str()) == (self.result, self.text.as_str())
        });
        let caused_known = self.caused.iter().all(|it| change.caused.contains(it));
        if same && caused_known {
            return Ok(super::already(id, &event, say!("change-review-done", id = id)));
        }
        let mut card = Card::line(say!("change-review-done", id = id));
        card.body.extend(perhaps_caused(world, change, ask, &self.caused));
        Ok(super::decided(id, vec![event], card))
    }
}

/// CHG-14: incidents on the same service or device inside the window, offered as caused by it.
fn perhaps_caused(
    world: &World,
    change: &Change,
    ask: &Ask,
    named: &[IncidentId],
) -> Option<Block> {
    let from = change.window.map_or(change.opened_at, |window| window.from);
    let found = world.incidents.values().filter(|incident| {
        let named = named.contains(&incident.id) || change.caused.contains(&incident.id);
        !named
            && incident.visible_to(&ask.actor, world.directory())
            && touches(world, change, incident, from)
    });
    let found: Vec<Arg> = found.map(|incident| incident.id.into()).collect();
    let line = Arg::Line(format!("/change review {} --caused INC,… …", change.id));
    (!found.is_empty())
        .then(|| Block::Line(say!("change-perhaps-caused", incidents = found, line = line)))
}

fn touches(world: &World, change: &Change, incident: &Incident, from: DateTime<Utc>) -> bool {
    let to = change.window.map(|window| window.to);
    let inside = incident.opened_at >= from && to.is_none_or(|to| incident.opened_at < to);
    let directory = world.directory();
    let devices: Vec<&Serial> = change.tasks.values().flat_map(|task| &task.devices).collect();
    let device = incident.device.as_ref().is_some_and(|it| devices.contains(&it));
    let service = incident.service.as_ref();
    inside
        && (device
            || devices.iter().any(|it| service.is_some() && directory.service_of(it) == service))
}
