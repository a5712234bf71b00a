//! `/incident similar`: what happened before on this service or device (INC-7).

use clap::Args;

use crate::ask::Ask;
use crate::card::{Block, Card};
use crate::decision::{Decision, Refusal};
use crate::ids::IncidentId;
use crate::recall::Gist;
use crate::say;
use crate::verbs::Verb;
use crate::world::World;

/// Shows past incidents like this one
#[derive(Args, Debug)]
#[command(after_help = "/incident similar INC-7")]
pub struct Similar {
    #[arg(value_name = "ID")]
    id: IncidentId,
}

impl Verb for Similar {
    fn decide(&self, world: &World, ask: &Ask) -> Result<Decision, Refusal> {
        let incident = super::incident(world, self.id)?;
        let found = shown_to(world, of(world, &Gist::from(&**incident), ask), ask, 10);
        if found.is_empty() {
            return Ok(Decision::question(say!("similar-none", id = self.id)));
        }
        let head = Card::line(say!("similar-to", id = self.id, title = incident.title.as_str()));
        Ok(Decision::question(found.into_iter().fold(head, Card::with)))
    }
}

/// Past incidents like this one within the company's window, best first.
pub fn of<'w>(
    world: &'w World,
    gist: &Gist,
    ask: &Ask,
) -> impl Iterator<Item = &'w Gist> + Clone + use<'w> {
    let since = ask.now - world.directory().company.incident.similar_window.delta();
    world.recall.similar(gist, since)
}

/// The most similar past incidents that this person may see, a line each.
pub fn shown_to<'w>(
    world: &World,
    similar: impl Iterator<Item = &'w Gist>,
    ask: &Ask,
    limit: usize,
) -> Vec<Block> {
    let visible = |past: &&Gist| {
        let live = world.incident(past.id);
        live.map_or(!past.restricted, |i| i.visible_to(&ask.actor, world.directory()))
    };
    let line = |past: &Gist| {
        let (id, title, at) = (past.id, past.title.as_str(), past.opened_at);
        Block::Line(say!("similar-line", id = id, title = title, at = at))
    };
    similar.filter(visible).take(limit).map(line).collect()
}
