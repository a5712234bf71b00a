//! How a line may go on: commands, the console's own lines, buttons, people.

use std::sync::Arc;

use baton_commands::grammar::{self, Offer};
use baton_commands::verbs::CATALOGUE;
use baton_commands::world::World;
use reedline::{Completer, CompletionResult, Span, Suggestion};
use tokio::sync::watch;

use super::line::USAGES;
use super::seat::Seat;
use super::shown::Shown;
use crate::chat::Who;
use crate::chat::names::places;
use crate::chat::offers::{self, Offers};

/// Completes what is being typed, on the World as it is now and for the one who types.
pub struct Completion {
    pub world: watch::Receiver<World>,
    pub seat: watch::Receiver<Seat>,
    pub shown: Arc<Shown>,
}

impl Completer for Completion {
    fn complete(&mut self, line: &str, pos: usize) -> CompletionResult {
        let typed = line.get(..pos).unwrap_or(line);
        let suggestions: Vec<Suggestion> =
            self.suggestions(typed).into_iter().map(shaped).collect();
        CompletionResult::fresh(suggestions)
    }
}

impl Completion {
    /// For what is typed up to the cursor.
    pub fn suggestions(&self, typed: &str) -> Vec<grammar::Suggestion> {
        let world = self.world.borrow().clone();
        if typed.starts_with('[') {
            let buttons = self.shown.buttons().into_iter();
            let offers = buttons.map(|text| Offer { text, about: String::new() }).collect();
            return fitting(typed, 0, offers);
        }
        let start = typed.rfind(char::is_whitespace).map_or(0, |at| at + 1);
        let start = (start..=typed.len()).find(|at| typed.is_char_boundary(*at)).unwrap_or(start);
        if typed.starts_with([':', '：']) {
            return fitting(typed, start, own(&typed[..start], &world));
        }
        let asker = match &self.seat.borrow().who {
            Who::Person(person) => Some(person.clone()),
            Who::Stranger(_) => None,
        };
        let known = asker.is_some();
        let found = grammar::complete(
            typed,
            typed.len(),
            &CATALOGUE,
            &Offers { world: world.clone(), asker },
        );
        match known && found.is_empty() && typed[start..].starts_with('@') {
            true => fitting(typed, start, offers::people(world.directory())),
            false => found,
        }
    }
}

/// What may follow one of the console's own words.
fn own(before: &str, world: &World) -> Vec<Offer> {
    let directory = world.directory();
    let offer = |text: &str, about: &str| Offer { text: text.to_owned(), about: about.to_owned() };
    let words: Vec<&str> = before.split_whitespace().collect();
    match words[..] {
        [] => USAGES.iter().map(|usage| offer(usage.name, usage.about)).collect(),
        [":who"] => {
            let people = directory.people.iter();
            people.map(|(handle, person)| offer(handle.as_str(), &person.name)).collect()
        }
        [":in"] => {
            let dm = offer("dm", "direct messages with the bot");
            std::iter::once(dm).chain(channels(world)).collect()
        }
        [":history"] => {
            let all = offer("all", "all places");
            std::iter::once(all).chain(channels(world)).collect()
        }
        [":help"] => CATALOGUE.nouns.iter().map(|noun| offer(noun.name, noun.about)).collect(),
        [":help", noun] => CATALOGUE.verbs_of(noun).map(|verb| offer(verb.name, "")).collect(),
        _ => Vec::new(),
    }
}

fn channels(world: &World) -> impl Iterator<Item = Offer> {
    let places = places(world.directory()).into_iter();
    places.map(|(place, about)| Offer { text: place.to_string(), about })
}

/// Those that go on from what is typed after `start`, its sign aside: `uni` finds `#unix`.
fn fitting(typed: &str, start: usize, offers: Vec<Offer>) -> Vec<grammar::Suggestion> {
    let partial = typed[start..].to_lowercase();
    let fits = |offer: &Offer| {
        let text = offer.text.to_lowercase();
        text.starts_with(&partial) || text.trim_start_matches(['#', '@']).starts_with(&partial)
    };
    let suggestion = |offer: Offer| grammar::Suggestion {
        replace: start..typed.len(),
        text: offer.text,
        about: offer.about,
    };
    offers.into_iter().filter(fits).map(suggestion).collect()
}

fn shaped(found: grammar::Suggestion) -> Suggestion {
    Suggestion {
        value: found.text,
        description: Some(found.about).filter(|about| !about.is_empty()),
        span: Span::new(found.replace.start, found.replace.end),
        append_whitespace: true,
        ..Suggestion::default()
    }
}
