//! A row becomes a message: the card as it is now, whether it is still worth sending, who may still see it.

use baton_commands::card::Card;
use baton_commands::ids::Place;
use baton_commands::notice::{Notice, Say, Shape, Told, Useful};
use baton_commands::record::Record;
use baton_commands::world::World;
use chrono::{DateTime, Utc};

use crate::chat::{Act, Outgoing};

/// Cards show the newest state whenever they are sent: everything else goes first.
const CARD_RANK: u8 = 9;

/// What a row comes to.
pub enum Composed {
    Message(Box<Outgoing>),
    /// It came so late that it is quiet again: not before this instant (PNG-4).
    Quiet(Box<Outgoing>, DateTime<Utc>),
    /// Nobody has to act on it any more, or may not see it.
    Lapsed(&'static str),
}

/// Makes the message of a row on the World as it is now.
pub fn compose(world: &World, row: &str, told: &Told, now: DateTime<Utc>) -> Composed {
    match &told.notice {
        Notice::Say(say) => said(world, row, say, now),
        Notice::Refresh { reason, about, place } => {
            let Some(record) = world.record(*about) else {
                return Composed::Lapsed("the record has left");
            };
            if record.is_restricted() {
                return Composed::Lapsed("the record is restricted");
            }
            let card = record.card(world, place);
            let message = Outgoing {
                act: Act::Update,
                surface: Some(*about),
                reason: Some(reason.clone()),
                about: vec![*about],
                ..message(world, row, place, card, now)
            };
            Composed::Message(Box::new(message))
        }
    }
}

fn said(world: &World, row: &str, say: &Say, now: DateTime<Utc>) -> Composed {
    let record = world.record(say.about);
    if let Some(why) = useless(world, say, record) {
        return Composed::Lapsed(why);
    }
    let card = match (say.shape, record) {
        (Shape::Card, Some(record)) => on_card(say, record.card(world, &say.place)),
        _ => say.card.clone(),
    };
    let direct = matches!(say.place, Place::Direct(_));
    let act = match say.shape {
        _ if direct => Act::Direct,
        _ if !say.pings.is_empty() => Act::Ping,
        Shape::Thread => Act::Thread,
        Shape::Message | Shape::Card => Act::Post,
    };
    let message = Outgoing {
        act,
        pings: say.pings.clone(),
        reason: Some(say.reason.clone()),
        about: vec![say.about],
        rank: say.rank,
        surface: (say.shape == Shape::Card).then_some(say.about),
        ..message(world, row, &say.place, card, now)
    };
    match say.quiet_until(world, now) {
        Some(until) => Composed::Quiet(Box::new(message), until),
        None => Composed::Message(Box::new(message)),
    }
}

/// The record's card; a call takes the place of its head.
fn on_card(say: &Say, mut card: Card) -> Card {
    if say.pings.is_empty() {
        return card;
    }
    card.head = say.card.head.clone();
    let lines = say.card.body.iter().cloned();
    card.body = lines.chain(card.body).collect();
    card.buttons.extend(say.card.buttons.iter().cloned());
    card
}

fn message(world: &World, row: &str, place: &Place, card: Card, now: DateTime<Utc>) -> Outgoing {
    let to = match place {
        Place::Direct(person) => Some(person.clone()),
        Place::Channel(_) => None,
    };
    Outgoing {
        name: row.to_owned(),
        also: Vec::new(),
        at: now,
        act: Act::Post,
        place: place.clone(),
        to,
        pings: Default::default(),
        reason: None,
        about: Vec::new(),
        rank: CARD_RANK,
        card,
        form: None,
        given: Vec::new(),
        surface: None,
        root: None,
        language: world.company.language_in(place),
        zone: world.directory().company.zone,
    }
}

/// PNG-4, INC-9: why a message is not sent after all.
fn useless(world: &World, say: &Say, record: Option<Record<'_>>) -> Option<&'static str> {
    let Some(record) = record else {
        return (say.useful != Useful::Always).then_some("the record has left");
    };
    if record.is_restricted() && !may_see(world, say, record) {
        return Some("the record is restricted");
    }
    let needed = record.needs(&say.useful, say.not_before.is_some());
    (!needed).then_some("nobody has to act on it any more")
}

fn may_see(world: &World, say: &Say, record: Record<'_>) -> bool {
    match &say.place {
        Place::Direct(person) => record.visible_to(person, world.directory()),
        Place::Channel(_) => false,
    }
}
