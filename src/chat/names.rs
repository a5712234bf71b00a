//! Who and what people, departments and places are on one platform (DIR-2, DIR-3).

use std::collections::{BTreeMap, BTreeSet};

use baton_commands::directory::Directory;
use baton_commands::ids::{DeptId, PersonId, Place, Recipient};
use baton_commands::world::World;

use super::Who;

/// The World seen from one platform: a snapshot, cheap to take.
#[derive(Debug, Clone)]
pub struct Names {
    platform: &'static str,
    world: World,
}

impl Names {
    pub fn new(platform: &'static str, world: World) -> Names {
        Names { platform, world }
    }

    pub fn world(&self) -> &World {
        &self.world
    }

    /// What the place is called there: an id or a name; one without goes by its own name. None: it is a person's.
    pub fn channel(&self, place: &Place) -> Option<String> {
        let Place::Channel(name) = place else { return None };
        let own = || name.trim_start_matches('#');
        Some(self.world.directory().channel(place, self.platform).unwrap_or_else(own).to_owned())
    }

    /// The place that a channel is, by its id or, where the files name no id, by its name.
    pub fn place(&self, id: &str, name: &str) -> Place {
        let directory = self.world.directory();
        let named = directory.place_on(self.platform, id);
        let named = named.or_else(|| directory.place_on(self.platform, name));
        named.cloned().unwrap_or_else(|| Place::channel(name))
    }

    /// A person's account: of the files, else one he joined by a code.
    pub fn account(&self, person: &PersonId) -> Option<String> {
        self.world.account(person, self.platform).map(str::to_owned)
    }

    /// Whose account it is; the engine looks up accounts that were joined by a code.
    pub fn who(&self, account: &str) -> Who {
        match self.world.directory().person_on(self.platform, account) {
            Some(person) => Who::Person(person.clone()),
            None => Who::Stranger(format!("{}:{account}", self.platform)),
        }
    }

    /// The person behind an account, joined by a code or named in the files. None: nobody we know.
    pub fn person(&self, account: &str) -> Option<PersonId> {
        match self.who(account) {
            Who::Person(person) => Some(person),
            Who::Stranger(account) => self.world.company.links.get(&account).cloned(),
        }
    }

    /// Who is meant, person by person: everybody of a department, its head first, or of a role.
    pub fn people<'a>(&'a self, recipient: &'a Recipient) -> Vec<&'a PersonId> {
        let directory = self.world.directory();
        match recipient {
            Recipient::Person(person) => vec![person],
            Recipient::Dept(dept) => directory.staff_of(dept),
            Recipient::Role(role) => directory.role_members(role).iter().collect(),
        }
    }

    /// Whom of a department one calls where it has no group, beside those of it who are called by name. Whose turn it is, is
    /// enough (PNG-1, PNG-4); if he has no account, somebody who can be called stands in, its head before others. Where
    /// nobody is called by name: everybody, but of a department with a rotation nobody, for whose turn it is has acted.
    pub fn one_by_one(
        &self,
        dept: &DeptId,
        named: &BTreeSet<Recipient>,
        has_account: impl Fn(&PersonId) -> bool,
    ) -> Vec<PersonId> {
        let directory = self.world.directory();
        let staff = directory.staff_of(dept);
        let is_named = |who: &&&PersonId| named.contains(&Recipient::Person((**who).clone()));
        let called: Vec<&&PersonId> = staff.iter().filter(is_named).collect();
        let has_rotation = directory.department(dept).is_none_or(|known| known.duty.is_some());
        match (called.is_empty(), called.iter().any(|who| has_account(who)), has_rotation) {
            (false, false, _) => {
                staff.into_iter().filter(|who| has_account(who)).take(1).cloned().collect()
            }
            (true, _, false) => staff.into_iter().cloned().collect(),
            _ => Vec::new(),
        }
    }

    /// The department's user group or role there. None: it is called by its name, and its people by theirs.
    pub fn group(&self, dept: &DeptId) -> Option<&str> {
        self.world.directory().department(dept)?.groups.get(self.platform).map(String::as_str)
    }
}

/// Every channel of the organisation's files, with what it is for.
pub fn places(directory: &Directory) -> BTreeMap<Place, String> {
    let mut places = BTreeMap::new();
    let channels = directory.channels.keys().map(|place| (place, String::new()));
    let company = directory.company.places.iter().map(|(what, place)| (place, what.clone()));
    let home = directory.company.incident.home.iter().map(|place| (place, "incidents".to_owned()));
    let clients = directory
        .clients
        .values()
        .filter_map(|client| Some((client.place.as_ref()?, client.name.clone())));
    let departments = directory
        .departments
        .values()
        .map(|department| (&department.place, department.name.clone()));
    for (place, what) in channels.chain(company).chain(home).chain(clients).chain(departments) {
        places.insert(place.clone(), what);
    }
    places
}
