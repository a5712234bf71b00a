//! `/baton search`: records by their words.

use std::cmp::Reverse;

use chrono::{DateTime, Utc};
use clap::Args;

use crate::ask::Ask;
use crate::card::Card;
use crate::change::{self, Change, Task, phase_words};
use crate::decision::{Decision, Refusal};
use crate::grammar::Text;
use crate::ids::RecordId;
use crate::incident::state_words;
use crate::recall::Gist;
use crate::say;
use crate::shortlist::shortlist;
use crate::verbs::Verb;
use crate::words::Words;
use crate::world::World;

const SHOWN_MAX: usize = 15;

/// Finds incidents, changes and tasks by their words, their number, client, service, department or device
#[derive(Args, Debug)]
#[command(after_help = "/baton search web shop")]
pub struct Search {
    #[arg(value_name = "TEXT")]
    text: Text,
}

impl Verb for Search {
    fn decide(&self, world: &World, ask: &Ask) -> Result<Decision, Refusal> {
        let text = self.text.as_str();
        let wanted: Vec<String> = text.split_whitespace().map(str::to_lowercase).collect();
        let found = hits(world, ask, &wanted);
        if found.is_empty() {
            return Ok(Decision::question(say!("search-nothing", text = text)));
        }
        let card = Card::line(say!("search-found", count = found.len(), text = text));
        let newest = |hit: &Hit<'_>| (Reverse(hit.at()), hit.id());
        let shown = shortlist(found, SHOWN_MAX, |a, b| newest(a).cmp(&newest(b)));
        Ok(Decision::question(shown.iter().map(|hit| hit.line(world)).fold(card, Card::and)))
    }
}

/// A record with all the words. Tasks are as old as their change.
enum Hit<'a> {
    Incident(&'a Gist),
    Change(&'a Change),
    PastChange(&'a change::gist::Gist),
    Task(&'a Change, &'a Task),
}

/// All that the asker may see and that has every word (INC-9, ACC-4).
fn hits<'a>(world: &'a World, ask: &Ask, wanted: &[String]) -> Vec<Hit<'a>> {
    let incidents = world.recall.gists().filter(|gist| visible(gist, world, ask));
    let incidents = incidents.map(|gist| Hit::Incident(gist));
    let changes = world.changes.values().flat_map(|change| {
        let tasks = change.tasks.values().map(|task| Hit::Task(change, task));
        std::iter::once(Hit::Change(change)).chain(tasks)
    });
    let past = world.past_changes.values().map(|gist| Hit::PastChange(gist));
    incidents.chain(changes).chain(past).filter(|hit| hit.has(wanted)).collect()
}

fn visible(gist: &Gist, world: &World, ask: &Ask) -> bool {
    match world.incident(gist.id) {
        Some(incident) => incident.visible_to(&ask.actor, world.directory()),
        None => !gist.restricted,
    }
}

impl Hit<'_> {
    fn at(&self) -> DateTime<Utc> {
        match self {
            Hit::Incident(gist) => gist.opened_at,
            Hit::Change(change) | Hit::Task(change, _) => change.opened_at,
            Hit::PastChange(gist) => gist.opened_at,
        }
    }

    fn id(&self) -> RecordId {
        match self {
            Hit::Incident(gist) => gist.id.into(),
            Hit::Change(change) => change.id.into(),
            Hit::PastChange(gist) => gist.id.into(),
            Hit::Task(_, task) => task.id.into(),
        }
    }

    /// Every word, in small letters, stands somewhere in its texts, or is one of its names.
    fn has(&self, wanted: &[String]) -> bool {
        let texts: Vec<String> = self.texts().iter().map(|text| text.to_lowercase()).collect();
        let mut names: Vec<String> = self.names().iter().map(|name| name.to_lowercase()).collect();
        names.push(self.id().to_string().to_lowercase());
        let has = |word: &String| names.contains(word) || texts.iter().any(|it| it.contains(word));
        wanted.iter().all(has)
    }

    fn texts(&self) -> Vec<&str> {
        match self {
            Hit::Incident(gist) => vec![&gist.title],
            Hit::PastChange(gist) => vec![&gist.title],
            Hit::Change(change) => {
                let customised = change.customisations.iter().map(|it| it.text.as_str());
                let review = change.review.iter().map(|it| it.text.as_str());
                std::iter::once(change.title.as_str()).chain(customised).chain(review).collect()
            }
            Hit::Task(_, task) => {
                let title = std::iter::once(task.title.as_str());
                title.chain(task.instructions.as_deref()).chain(task.handed_over()).collect()
            }
        }
    }

    fn names(&self) -> Vec<&str> {
        match self {
            Hit::Incident(gist) => {
                let client = gist.client.iter().map(|it| it.as_str());
                let service = gist.service.iter().map(|it| it.as_str());
                client.chain(service).chain(gist.device.iter().map(|it| it.as_str())).collect()
            }
            Hit::PastChange(gist) => gist.client.iter().map(|it| it.as_str()).collect(),
            Hit::Change(change) => {
                let client = change.client.iter().map(|it| it.as_str());
                let project = change.project.iter().map(|it| it.as_str());
                let template = change.template.iter().map(|it| it.as_str());
                let manifest = change.manifest.iter().map(|it| it.as_str());
                client.chain(project).chain(template).chain(manifest).collect()
            }
            Hit::Task(change, task) => {
                let client = change.client.iter().map(|it| it.as_str());
                let devices = task.devices.iter().map(|it| it.as_str());
                let module = task.module.as_deref();
                let department = std::iter::once(task.department.as_str());
                department.chain(client).chain(devices).chain(module).collect()
            }
        }
    }

    fn line(&self, world: &World) -> Words {
        let (id, at) = (self.id(), self.at());
        match self {
            Hit::Incident(gist) => match world.incident(gist.id) {
                Some(incident) => {
                    let (title, state) = (gist.title.as_str(), state_words(incident.state()));
                    say!("search-line", id = id, title = title, state = state, at = at)
                }
                None => say!("search-line-archived", id = id, title = gist.title.as_str(), at = at),
            },
            Hit::Change(change) => {
                let (title, state) = (change.title.as_str(), phase_words(change));
                say!("search-line", id = id, title = title, state = state, at = at)
            }
            Hit::PastChange(gist) => {
                say!("search-line-archived", id = id, title = gist.title.as_str(), at = at)
            }
            Hit::Task(_, task) => change::card::task_line(task),
        }
    }
}
