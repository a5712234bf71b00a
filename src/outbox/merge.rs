//! PNG-5: several pings of one instant to one place, about one record or for one reason, are one message.

use std::collections::BTreeMap;

use baton_commands::card::Block;
use baton_commands::ids::{Place, RecordId};
use chrono::{DateTime, Utc};

use crate::chat::{Act, Outgoing};
use crate::store::Claim;

/// The rows of each message to send, urgent ones first.
pub fn groups(mut ready: Vec<(Claim, Outgoing)>) -> Vec<(Vec<Claim>, Outgoing)> {
    tell_in_order(&mut ready);
    ready.sort_by_key(|(_, message)| message.rank);
    let mut groups: Vec<(DateTime<Utc>, Vec<Claim>, Outgoing)> = Vec::new();
    for (claim, message) in ready {
        let due = claim.row.due_at;
        let fits = |(at, _, other): &&mut (_, _, Outgoing)| *at == due && belong(other, &message);
        match groups.iter_mut().find(fits) {
            Some((_, claims, other)) => {
                join(other, message);
                claims.push(claim);
            }
            None => groups.push((due, vec![claim], message)),
        }
    }
    groups.into_iter().map(|(_, claims, message)| (claims, message)).collect()
}

/// No line of a thread is overtaken by one that came after it, nor its card by any: what was done stands above what
/// became of it.
fn tell_in_order(ready: &mut [(Claim, Outgoing)]) {
    let mut soonest: BTreeMap<(Place, Vec<RecordId>), u8> = BTreeMap::new();
    for (_, message) in ready.iter_mut().rev() {
        let thread = (message.place.clone(), message.about.clone());
        let is_card = message.surface.is_some() && message.act != Act::Update;
        if message.act == Act::Thread {
            let soonest = soonest.entry(thread).or_insert(message.rank);
            *soonest = message.rank.min(*soonest);
            message.rank = *soonest;
        } else if let Some(soonest) = soonest.get(&thread).filter(|_| is_card) {
            message.rank = message.rank.min(*soonest);
        }
    }
}

/// Only messages of their own merge: a card must stay one that can be edited, a thread line belongs to its thread.
fn belong(one: &Outgoing, other: &Outgoing) -> bool {
    let mergeable = |m: &Outgoing| matches!(m.act, Act::Ping | Act::Direct) && m.surface.is_none();
    mergeable(one)
        && mergeable(other)
        && one.place == other.place
        && (one.about == other.about || one.reason == other.reason)
}

/// The second becomes a part of the first: who is pinged and what it is about are joined, sorted.
fn join(one: &mut Outgoing, other: Outgoing) {
    one.also.push(other.name);
    one.also.extend(other.also);
    one.pings.extend(other.pings);
    one.about.extend(other.about);
    one.about.sort_unstable();
    one.about.dedup();
    one.card.body.push(Block::Line(other.card.head));
    one.card.body.extend(other.card.body);
    for button in other.card.buttons {
        if !one.card.buttons.contains(&button) {
            one.card.buttons.push(button);
        }
    }
}
