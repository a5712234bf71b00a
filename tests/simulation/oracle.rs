//! What a batch of letters must lead to, asked of the rules alone: the log holds exactly that, or nothing.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use baton::chat::Outgoing;
use baton_commands::ask::{Ask, Offered, Secret, Stranger};
use baton_commands::grammar::{self, Slash};
use baton_commands::hear::{Heard, hear};
use baton_commands::ids::PersonId;
use baton_commands::stranger::hear_stranger;
use baton_commands::verbs::CATALOGUE;
use baton_commands::world::{By, Fact, World};
use chrono::{DateTime, Utc};

use super::judge::{Verdict, broken};
use super::step::Letter;

/// What was answered to each delivery, and whether it changed anything.
pub(crate) type Answers = BTreeMap<u32, (bool, Vec<Outgoing>)>;

/// Letters that are heard at once.
pub(crate) struct Batch<'a> {
    pub(crate) letters: &'a [Letter],
    pub(crate) before: &'a Answers,
    pub(crate) now: DateTime<Utc>,
}

impl Batch<'_> {
    /// Holds what was added to the log against the rules, all or nothing; whether it was committed now.
    ///
    /// `already`: an earlier attempt at this batch was committed. `acknowledged`: the askers got their answers.
    pub(crate) fn committed(
        &self,
        world: &World,
        facts: &[Fact],
        already: bool,
        acknowledged: bool,
        offered: &Offered,
    ) -> Verdict<bool> {
        let said = facts.iter().any(|fact| matches!(fact.by, By::Person(_)));
        if already && said {
            let names: Vec<String> = facts.iter().map(Fact::name).collect();
            return Err(broken("a delivery acts once (INC-8)", names.join(" ")));
        }
        if already || (!said && !acknowledged) {
            return Ok(false);
        }
        let mut world = world.clone();
        let mut facts = facts.iter().peekable();
        // What fell due before the letters came is said before they are heard.
        while let Some(fact) = facts.next_if(|fact| !matches!(fact.by, By::Person(_))) {
            world.evolve(fact);
        }
        let mut heard_of: BTreeSet<u32> = BTreeSet::new();
        for letter in self.letters.iter().filter(|letter| self.is_new(letter)) {
            if !heard_of.insert(letter.delivery) {
                continue;
            }
            let Some(outcome) = self.ask(&world, letter, offered).and_then(|heard| heard.outcome)
            else {
                continue;
            };
            for expected in &outcome.facts {
                let found = facts.next();
                if found != Some(expected) {
                    let found = found.map_or("nothing".to_owned(), |fact| format!("{fact:?}"));
                    let what = format!("“{}” led to {found}, not to {expected:?}", letter.text);
                    return Err(broken("the log holds what was decided", what));
                }
            }
            world = outcome.after;
        }
        match facts.next() {
            None => Ok(said),
            Some(fact) => {
                Err(broken("the log holds what was decided", format!("{fact:?} as well")))
            }
        }
    }

    fn is_new(&self, letter: &Letter) -> bool {
        !self.before.get(&letter.delivery).is_some_and(|(acted, _)| *acted)
    }

    /// The same delivery is answered the same way once it has acted, and twice in one batch (INC-8).
    pub(crate) fn answered(&self, answers: &[Vec<Outgoing>]) -> Verdict {
        let mut first: BTreeMap<u32, &Vec<Outgoing>> = BTreeMap::new();
        for (letter, answer) in self.letters.iter().zip(answers) {
            let earlier = self.before.get(&letter.delivery).filter(|(acted, _)| *acted);
            let known = earlier.map(|(_, answer)| answer);
            let known = known.or_else(|| first.get(&letter.delivery).copied());
            if let Some(known) = known.filter(|known| !alike(known, answer)) {
                let what = format!("“{}”: {known:?}, then {answer:?}", letter.text);
                return Err(broken("a delivery is answered alike (INC-8)", what));
            }
            first.entry(letter.delivery).or_insert(answer);
        }
        Ok(())
    }

    /// What the rules make of one letter on a World.
    fn ask(&self, world: &World, letter: &Letter, offered: &Offered) -> Option<Heard> {
        let inbound = letter.inbound();
        let text = letter.text.trim();
        let is_press = text.starts_with('[') && text.ends_with(']');
        let is_command = text.starts_with(['/', '／']) || inbound.slash == Slash::Optional;
        let line = match is_press {
            true => grammar::press(text, &CATALOGUE).ok()?,
            false if is_command => text.to_owned(),
            false => return None,
        };
        let linked = world.company.links.get(&letter.who).cloned();
        let person = PersonId::new(&letter.who);
        let known = world.directory().person(&person).is_some().then_some(person).or(linked);
        let Some(actor) = known else {
            let (account, place) = (letter.who.clone(), letter.place.clone());
            let stranger = Stranger { account, place, now: self.now, delivery: inbound.delivery };
            return Some(hear_stranger(world, &stranger, &line, |_| "hash".to_owned()));
        };
        let ask = Ask {
            actor,
            place: letter.place.clone(),
            now: self.now,
            delivery: inbound.delivery,
            thread: inbound.thread,
            slash: inbound.slash,
            line: line.clone(),
            override_because: None,
            secret: Some(Secret { code: "CODE".to_owned(), hash: "hash".to_owned() }),
            offered: Some(Arc::new(offered.clone())),
        };
        Some(hear(world, &ask, &line))
    }
}

fn alike(one: &[Outgoing], other: &[Outgoing]) -> bool {
    let seen = |message: &Outgoing| {
        (message.act, message.card.clone(), message.reason.clone(), message.about.clone())
    };
    one.iter().map(seen).eq(other.iter().map(seen))
}
