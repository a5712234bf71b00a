//! Where a ping goes when its place cannot be reached: to the people themselves, or to where their department lives.

use std::collections::BTreeSet;

use baton_commands::card::Block;
use baton_commands::ids::{PersonId, Place, Recipient};
use baton_commands::notice::{Notice, Say, Shape, Told};
use baton_commands::say;
use baton_commands::world::World;

/// What is told instead of a message that can never be delivered: nothing when it called nobody, or took the place of
/// another already.
///
/// A channel that cannot be reached: those it called by name are told themselves, else the head of the department that
/// lives there, else the company's channel for incidents. A person who cannot be: the channel of his department,
/// unless the record is restricted (INC-9).
pub fn instead(world: &World, told: &Told, why: &str) -> Vec<Told> {
    let Notice::Say(say) = &told.notice else { return Vec::new() };
    let calls = !say.pings.is_empty() || say.place.is_direct();
    if !calls || told.is_instead() {
        return Vec::new();
    }
    let places = match &say.place {
        Place::Direct(person) => channel_of(world, say, person).into_iter().collect(),
        Place::Channel(_) => beside(world, say),
    };
    places
        .into_iter()
        .map(|(place, pings)| Told {
            name: told.name_instead(),
            notice: Notice::Say(Box::new(elsewhere(say, place, pings, why))),
        })
        .collect()
}

fn elsewhere(say: &Say, place: Place, pings: BTreeSet<Recipient>, why: &str) -> Say {
    let line = say!("not-delivered", place = say.place.clone(), why = why);
    let mut card = say.card.clone();
    card.body.push(Block::Line(line));
    // A line of a thread has no thread there.
    let shape = if say.shape == Shape::Thread { Shape::Message } else { say.shape };
    Say { place, pings, card, shape, ..say.clone() }
}

/// The channel where a person's department lives.
fn channel_of(world: &World, say: &Say, person: &PersonId) -> Option<(Place, BTreeSet<Recipient>)> {
    if world.record(say.about).is_some_and(|record| record.is_restricted()) {
        return None;
    }
    let directory = world.directory();
    let dept = directory.departments_of(person).into_iter().next()?;
    let place = directory.place_of(dept)?.clone();
    Some((place, BTreeSet::from([Recipient::Person(person.clone())])))
}

/// Who is told when a channel cannot be.
fn beside(world: &World, say: &Say) -> Vec<(Place, BTreeSet<Recipient>)> {
    let directory = world.directory();
    let direct = |person: PersonId| {
        let pings = BTreeSet::from([Recipient::Person(person.clone())]);
        (Place::Direct(person), pings)
    };
    let called = directory.persons_of(&say.pings);
    if !called.is_empty() {
        return called.into_iter().map(direct).collect();
    }
    let lives = directory.department_at(&say.place).and_then(|dept| directory.department(dept));
    if let Some(department) = lives {
        return vec![direct(department.head.clone())];
    }
    let home = directory.company_place("incidents").filter(|home| **home != say.place);
    home.map(|home| (home.clone(), say.pings.clone())).into_iter().collect()
}
