//! PNG-5: several messages become one: who is pinged and what it is about are joined, sorted.

use baton_commands::card::Block;

use crate::chat::Outgoing;

/// The message of all of them; none of none.
pub fn joined(messages: impl IntoIterator<Item = Outgoing>) -> Option<Outgoing> {
    messages.into_iter().reduce(|mut one, other| {
        join(&mut one, other);
        one
    })
}

/// The second becomes a part of the first.
fn join(one: &mut Outgoing, other: Outgoing) {
    one.also.push(other.name);
    one.also.extend(other.also);
    // Whoever acted in one of them may well be called for another.
    match (one.pings.is_empty(), other.pings.is_empty()) {
        (true, false) => one.spared = other.spared,
        (false, false) => one.spared.retain(|who| other.spared.contains(who)),
        (_, true) => {}
    }
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
