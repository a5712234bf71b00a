//! What an admin has to mend: places, people and roles of the organisation's files that Discord does not have (DIR-3).

use baton_commands::ids::Place;

use super::roster::Roster;
use super::style::Book as _;
use crate::chat::Names;

/// People named one by one; of more, their number.
const PEOPLE_MAX: usize = 10;

/// A line for each thing that is missing; empty: nothing is.
pub fn missing(roster: &Roster) -> Vec<String> {
    let mut missing = Vec::new();
    places(roster, &mut missing);
    roles(roster, &mut missing);
    people(&roster.names, &mut missing);
    missing
}

fn places(roster: &Roster, missing: &mut Vec<String>) {
    let directory = roster.names.world().directory();
    let named = directory.channels.keys();
    let company = directory.company.places.values().chain(&directory.company.incident.home);
    let departments = directory.departments.values().map(|department| &department.place);
    let clients = directory.clients.values().filter_map(|client| client.place.as_ref());
    let mut all: Vec<&Place> = named.chain(company).chain(departments).chain(clients).collect();
    all.sort_unstable();
    all.dedup();
    for place in all {
        let Some(called) = roster.names.channel(place) else { continue };
        match (roster.channel(place), roster.channels.named(&called).count()) {
            (None, _) => missing.push(format!(
                "{place}: no channel of Discord is called `{called}`, or the bot cannot see it; what goes there waits for nobody"
            )),
            (Some(id), 0) if roster.channels.get(id).is_none() => missing.push(format!(
                "{place}: the bot cannot see the channel {id} of Discord"
            )),
            (Some(id), 2..) => missing.push(format!(
                "{place}: several channels of Discord are called `{called}`; {id} is taken, name the right one by its id"
            )),
            _ => {}
        }
    }
}

fn roles(roster: &Roster, missing: &mut Vec<String>) {
    for dept in roster.names.world().directory().departments.keys() {
        let Some(named) = roster.names.group(dept) else { continue };
        let known = roster.role(dept).is_some_and(|role| roster.channels.knows_role(role));
        if !known {
            missing.push(format!(
                "{dept}: no role of Discord is `{named}`; its people are called one by one until `discord_role` is mended"
            ));
        }
    }
}

fn people(names: &Names, missing: &mut Vec<String>) {
    let people = names.world().directory().people.keys();
    let without: Vec<&str> = people
        .filter(|person| names.account(person).is_none())
        .map(|person| person.as_str())
        .collect();
    match without.len() {
        0 => {}
        count if count <= PEOPLE_MAX => missing.push(format!(
            "{} cannot be called on Discord: name `discord` in people.toml, or let them `/baton link`",
            without.join(", ")
        )),
        count => missing.push(format!(
            "{count} people cannot be called on Discord: name `discord` in people.toml, or let them `/baton link`"
        )),
    }
}
