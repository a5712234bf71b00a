//! `/baton search`: records by their words.

use clap::Args;

use crate::ask::Ask;
use crate::card::Card;
use crate::decision::{Decision, Refusal};
use crate::grammar::Text;
use crate::incident::state_words;
use crate::recall::Gist;
use crate::say;
use crate::verbs::Verb;
use crate::words::Words;
use crate::world::World;

const SHOWN_MAX: usize = 15;

/// Finds records by words of their title, client, service or device
#[derive(Args, Debug)]
#[command(after_help = "/baton search web shop")]
pub struct Search {
    #[arg(value_name = "TEXT")]
    text: Text,
}

impl Verb for Search {
    fn decide(&self, world: &World, ask: &Ask) -> Result<Decision, Refusal> {
        let wanted: Vec<String> =
            self.text.as_str().split_whitespace().map(str::to_lowercase).collect();
        let mut found: usize = 0;
        let mut lines: Vec<Words> = Vec::new();
        for gist in world.recall.gists().rev() {
            if !matches(gist, &wanted) || !visible(gist, world, ask) {
                continue;
            }
            found += 1;
            if lines.len() < SHOWN_MAX {
                lines.push(line(gist, world));
            }
        }
        let text = self.text.as_str();
        if lines.is_empty() {
            return Ok(Decision::question(say!("search-nothing", text = text)));
        }
        let card = Card::line(say!("search-found", count = found, text = text));
        Ok(Decision::question(lines.into_iter().fold(card, Card::and)))
    }
}

/// Every word, in small letters, stands somewhere in it.
fn matches(gist: &Gist, wanted: &[String]) -> bool {
    let title = gist.title.to_lowercase();
    wanted.iter().all(|word| title.contains(word.as_str()) || is_named(gist, word))
}

/// The word is its number, or the name of its client, service or device.
fn is_named(gist: &Gist, word: &str) -> bool {
    let names = [
        gist.client.as_ref().map(|name| name.as_str()),
        gist.service.as_ref().map(|name| name.as_str()),
        gist.device.as_ref().map(|name| name.as_str()),
    ];
    let number = || word.strip_prefix("inc-").is_some_and(|number| number == gist.id.0.to_string());
    names.iter().flatten().any(|name| name.to_lowercase() == word) || number()
}

fn visible(gist: &Gist, world: &World, ask: &Ask) -> bool {
    match world.incident(gist.id) {
        Some(incident) => incident.visible_to(&ask.actor, world.directory()),
        None => !gist.restricted,
    }
}

fn line(gist: &Gist, world: &World) -> Words {
    let (id, title, at) = (gist.id, gist.title.as_str(), gist.opened_at);
    match world.incident(gist.id) {
        Some(incident) => {
            let state = state_words(incident.state());
            say!("search-line", id = id, title = title, state = state, at = at)
        }
        None => say!("search-line-archived", id = id, title = title, at = at),
    }
}
