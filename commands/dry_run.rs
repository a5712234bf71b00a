//! `--dry-run`: what a line would do, and whom it would ping, with nothing committed.

use crate::card::{Block, Card};
use crate::decision::Answer;
use crate::notice::Notice;
use crate::say;
use crate::words::Arg;
use crate::world::Outcome;

/// The answer as it would be, and each ping with its place and reason.
pub(crate) fn rehearsed(answer: Answer, outcome: &Outcome) -> Answer {
    let mut card = match answer {
        Answer::Reply { card, .. } | Answer::Refused { card, .. } => card,
        other => return other,
    };
    let mut top = Card::line(say!("dry-run-head"));
    top.body.push(Block::Line(card.head));
    top.body.append(&mut card.body);
    for notice in &outcome.notices {
        let Notice::Say(said) = &notice.notice else { continue };
        if said.pings.is_empty() {
            continue;
        }
        let who: Vec<Arg> = said.pings.iter().cloned().map(Arg::Recipient).collect();
        let (place, reason) = (said.place.clone(), said.reason.to_string());
        top.body.push(Block::Line(match said.not_before {
            Some(at) => {
                say!("dry-run-ping-later", who = who, place = place, reason = reason, at = at)
            }
            None => say!("dry-run-ping", who = who, place = place, reason = reason),
        }));
    }
    Answer::Reply { card: top, reason: None, about: None }
}
