//! `/baton undelivered`: messages that could not be delivered, and why.

use chrono::{DateTime, Utc};
use clap::Args;

use crate::ask::Ask;
use crate::card::Card;
use crate::decision::{Decision, Refusal};
use crate::lookup::{Lookup, SentLine, SentOutcome, is_seen};
use crate::say;
use crate::verbs::Verb;
use crate::words::{Arg, Words};
use crate::world::World;

const SHOWN_MAX: usize = 20;

/// Lists messages that could not be delivered
#[derive(Args, Debug)]
pub struct Undelivered {}

impl Verb for Undelivered {
    fn decide(&self, _world: &World, _ask: &Ask) -> Result<Decision, Refusal> {
        Ok(Decision::look(Lookup::Undelivered))
    }
}

/// The answer from what the store gave up; what the asker may not see is left out (INC-9).
pub fn answer(world: &World, ask: &Ask, given_up: &[SentLine]) -> Card {
    let seen = |line: &&SentLine| is_seen(world, ask, &line.say);
    let lines: Vec<&SentLine> = given_up.iter().filter(seen).collect();
    if lines.is_empty() {
        return Card::line(say!("undelivered-none"));
    }
    let mut card = Card::line(say!("undelivered-head", count = lines.len()));
    for line in lines.iter().rev().take(SHOWN_MAX) {
        let SentOutcome::Never { at, why } = &line.outcome else { continue };
        card = card.and(undelivered(line, *at, why));
    }
    if lines.len() > SHOWN_MAX {
        card = card.and(say!("list-more", more = lines.len() - SHOWN_MAX));
    }
    card
}

fn undelivered(line: &SentLine, at: DateTime<Utc>, why: &str) -> Words {
    let (id, reason, place) = (line.say.about, line.say.reason.to_string(), line.say.place.clone());
    let who: Vec<Arg> = line.say.pings.iter().cloned().map(Arg::Recipient).collect();
    if who.is_empty() {
        return say!(
            "undelivered-line-post",
            id = id,
            at = at,
            reason = reason,
            place = place,
            why = why
        );
    }
    say!("undelivered-line", id = id, at = at, reason = reason, who = who, place = place, why = why)
}
