//! A row becomes a message: the card as it is now, whether it is still worth sending, who may still see it.

use baton_commands::card::Card;
use baton_commands::ids::Place;
use baton_commands::notice::{Notice, Say, Shape, Told, Useful};
use baton_commands::record::Record;
use baton_commands::say;
use baton_commands::world::World;
use chrono::{DateTime, Duration, Utc};

use crate::chat::{Act, Outgoing};
use crate::rows::CARD_RANK;

/// A ping that is sent so much after its time, and that nobody has to act on any more, becomes a note.
const NOTE_AFTER: Duration = Duration::minutes(1);

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
    if let Some(why) = hidden(world, say, record) {
        return Composed::Lapsed(why);
    }
    let needed = record.is_none_or(|it| it.needs(&say.useful, say.not_before.is_some()));
    if !needed {
        return match is_late(say, now) {
            true => Composed::Message(Box::new(note(world, row, say, now))),
            false => Composed::Lapsed("nobody has to act on it any more"),
        };
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
        spared: say.by.iter().cloned().collect(),
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
        spared: Default::default(),
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

/// Whether a ping could not be delivered in its time: the platform was away, or we were.
fn is_late(say: &Say, now: DateTime<Utc>) -> bool {
    !say.pings.is_empty() && now - say.not_before.unwrap_or(say.at) > NOTE_AFTER
}

/// What is left of a ping that nobody has to act on any more: it is told where it belonged, and calls nobody.
fn note(world: &World, row: &str, say: &Say, now: DateTime<Utc>) -> Outgoing {
    let card = say.card.head.clone();
    let card = Card::line(card).and(say!("told-too-late", at = say.at));
    let direct = matches!(say.place, Place::Direct(_));
    Outgoing {
        act: if direct { Act::Direct } else { Act::Thread },
        reason: Some(say.reason.clone()),
        about: vec![say.about],
        ..message(world, row, &say.place, card, now)
    }
}

/// INC-9: why a message is not shown after all.
fn hidden(world: &World, say: &Say, record: Option<Record<'_>>) -> Option<&'static str> {
    let Some(record) = record else {
        return (say.useful != Useful::Always).then_some("the record has left");
    };
    let shown = !record.is_restricted() || may_see(world, say, record);
    (!shown).then_some("the record is restricted")
}

fn may_see(world: &World, say: &Say, record: Record<'_>) -> bool {
    match &say.place {
        Place::Direct(person) => record.visible_to(person, world.directory()),
        Place::Channel(_) => false,
    }
}
