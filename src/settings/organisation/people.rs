//! Reads `people.toml` and `departments.toml`: who there is, who works where, who is on duty.

use std::collections::BTreeMap;

use baton_commands::directory::{AccessWord, Department, Gap, Handover, Person, Rota};
use baton_commands::ids::{DeptId, PersonId, Place};
use chrono::NaiveDate;

use super::channels::{Channels, PLATFORMS};
use crate::settings::reader::{Field, Read, Table};

/// Reads `people.toml`. One account belongs to one person (DIR-2).
pub(super) fn people(table: &mut Table<'_>) -> BTreeMap<PersonId, Person> {
    let mut taken: BTreeMap<(&str, String), String> = BTreeMap::new();
    table.things(|table| {
        let name = table.required("name", "\"Unix engineer 1\"");
        let mut accounts = BTreeMap::new();
        for platform in PLATFORMS {
            let Some(field) = table.field(platform) else { continue };
            let Some(account) = String::read(field) else { continue };
            if let Some(other) = taken.insert((platform, account.clone()), table.name.to_owned()) {
                let what = format!("{platform} account `{account}` is that of `{other}` already");
                field.fault(what, "give each person an account of his own");
            }
            accounts.insert(platform.to_owned(), account);
        }
        Some(Person {
            accounts,
            also: table.set("also"),
            skills: table.set("skills"),
            language: table.optional("language"),
            name: name?,
        })
    })
}

/// Reads `departments.toml`. A channel is home to one department.
pub(super) fn departments(
    table: &mut Table<'_>,
    people: &BTreeMap<PersonId, Person>,
    channels: &mut Channels,
) -> BTreeMap<DeptId, Department> {
    let mut taken: BTreeMap<Place, String> = BTreeMap::new();
    table.things(|table| {
        note_ambiguous(table);
        let name = table.required("name", "\"Unix group\"");
        let lives = table.expect("place", "\"#unix\"");
        let place = lives.and_then(Place::read);
        if let (Some(lives), Some(place)) = (lives, &place) {
            if let Some(other) = taken.insert(place.clone(), table.name.to_owned()) {
                let what = format!("`{place}` is the place of department `{other}` already");
                lives.fault(what, "give each department a channel of its own");
            }
            channels.name(table, place);
        }
        let head: Option<PersonId> = table.required("head", "\"unix-head\"");
        let named = table.field("members").map_or_else(Vec::new, |field| field.elements());
        let members: Vec<PersonId> = table.distinct("members");
        let slug = DeptId::new(table.name);
        // A slip in the name of the head or a member is not a second fault in the rotation.
        let slips = head.is_none() || members.len() < named.len();
        let duty = table.field("duty").map(|field| {
            let staff = |person: &PersonId| {
                let also = people.get(person).is_some_and(|it| it.also.contains(&slug));
                slips || also || head.as_ref() == Some(person) || members.contains(person)
            };
            field.table(|table| rota(table, &slug, staff))
        });
        Some(Department {
            calendar: table.optional("calendar"),
            zone: table.optional("zone"),
            language: table.optional("language"),
            groups: groups(table),
            duty: duty.flatten(),
            name: name?,
            place: place?,
            head: head?,
            members,
        })
    })
}

/// The keys `slack_group`, `discord_role` and `bridge_group`: what stands for the whole department there.
fn groups(table: &mut Table<'_>) -> BTreeMap<String, String> {
    let keys = [("bridge", "bridge_group"), ("slack", "slack_group"), ("discord", "discord_role")];
    let group = |(platform, key): (&str, &'static str)| {
        Some((platform.to_owned(), table.optional::<String>(key)?))
    };
    keys.into_iter().filter_map(group).collect()
}

/// A department that is named as a role would make `[access]` ambiguous.
fn note_ambiguous(table: &Table<'_>) {
    let part = AccessWord::PARTS.iter().any(|(name, _)| *name == table.name);
    if part || table.desk.names.roles.iter().any(|role| role == table.name) {
        let what = format!("department `{}` is named as a role", table.name);
        table.desk.fault(table.head, what, "rename one of the two: `[access]` could mean either");
    }
}

/// Reads a duty rotation (DIR-4).
fn rota(
    table: &mut Table<'_>,
    department: &DeptId,
    is_staff: impl Fn(&PersonId) -> bool,
) -> Option<Rota> {
    let turns = table.expect("rotation", "[\"unix-1\", \"unix-2\"]");
    let rotation: Vec<Option<PersonId>> = turns.map_or_else(Vec::new, |turns| {
        turns.elements().iter().filter_map(|turn| turn_of(turn, department, &is_staff)).collect()
    });
    let faultless = turns.is_some_and(|turns| turns.elements().len() == rotation.len());
    if faultless && rotation.iter().all(Option::is_none) {
        let mend = "name a member, or remove `duty` to have the department pinged as a whole";
        turns?.fault("a duty rotation with nobody in it", mend);
    }
    let handover: Option<Handover> = table.required("handover", "\"mon 09:00\"");
    let since: Option<NaiveDate> = table.required("since", "\"2026-01-05\"");
    let zone = table.optional("zone");
    let gaps: Vec<Gap> = table.list("gaps");
    Some(Rota { rotation, handover: handover?, since: since?, zone, gaps })
}

/// One week of a rotation: a member, or nobody for `""` and `"-"`. None: the fault is noted.
fn turn_of(
    turn: &Field<'_>,
    department: &DeptId,
    is_staff: impl Fn(&PersonId) -> bool,
) -> Option<Option<PersonId>> {
    if matches!(turn.text()?, "" | "-") {
        return Some(None);
    }
    let person = PersonId::read(*turn)?;
    if !is_staff(&person) {
        let what = format!("`{person}` is on duty for `{department}` but does not work there");
        let mend = format!("add `{person}` to `members`, or take him out of `rotation`");
        turn.fault(what, mend);
    }
    Some(Some(person))
}
