//! The demo company, half of it on Slack and half on Discord; its incidents are told on both.

use std::path::Path;

use baton::engine::Organisation;
use baton_commands::ask::Offered;
use baton_commands::directory::Directory;
use baton_commands::ids::{PersonId, Place};

use crate::simulation::dice::Dice;

/// The organisation's files.
pub(super) struct Office {
    pub(super) directory: Directory,
    /// Departments that have members, and those.
    staff: Vec<(String, Vec<String>)>,
}

impl Office {
    pub(super) fn new() -> Office {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("config/demo");
        let demo = baton::settings::organisation::load_checked(&folder);
        let mut directory = demo.unwrap_or_else(|faults| panic!("the demo has faults: {faults:?}"));
        let departments: Vec<Place> =
            directory.departments.values().map(|dept| dept.place.clone()).collect();
        for (nth, place) in departments.into_iter().enumerate() {
            name(&mut directory, place, if nth % 2 == 0 { &["slack"] } else { &["discord"] });
        }
        let home = directory.company.incident.home.clone().expect("incidents have a home");
        name(&mut directory, home, &["slack", "discord"]);
        // Everybody has one account, every third has both.
        for (nth, (handle, person)) in directory.people.iter_mut().enumerate() {
            let platforms: &[&str] = match nth % 3 {
                0 => &["slack"],
                1 => &["discord"],
                _ => &["slack", "discord"],
            };
            let account =
                |platform: &&str| ((*platform).to_owned(), format!("{platform}-{handle}"));
            person.accounts = platforms.iter().map(account).collect();
        }
        let staff = directory.departments.iter().filter(|(_, dept)| !dept.members.is_empty());
        let named = |people: &[PersonId]| people.iter().map(ToString::to_string).collect();
        let staff = staff.map(|(slug, dept)| (slug.to_string(), named(&dept.members))).collect();
        Office { directory, staff }
    }

    /// A department, and one of its people.
    pub(super) fn somebody(&self, dice: &mut Dice) -> (String, String) {
        let (dept, people) = dice.pick(&self.staff);
        (dept.clone(), dice.pick(people).clone())
    }
}

fn name(directory: &mut Directory, place: Place, platforms: &[&str]) {
    let named = |platform: &&str| ((*platform).to_owned(), format!("{platform} {place}"));
    let names = platforms.iter().map(named).collect();
    directory.channels.insert(place, names);
}

impl Organisation for Office {
    fn read(&self) -> Offered {
        Offered::Good(Box::new(self.directory.clone()))
    }
}
