//! On which platforms a message leaves (DIR-3): where its place has a name, and to a person where he has an account.

use std::collections::BTreeSet;

use baton_commands::ids::{Place, Recipient};
use baton_commands::world::World;

/// The platforms of this process, in the order of the settings.
#[derive(Debug, Clone, Default)]
pub struct Homes(Vec<String>);

impl Homes {
    pub fn new(platforms: impl IntoIterator<Item = impl Into<String>>) -> Homes {
        Homes(platforms.into_iter().map(Into::into).collect())
    }

    /// The lanes of a place: `slack:#unix`, or `#unix` where there is one platform only. A channel that has a name on
    /// several is told on each; a person is told once, on the first where he has an account.
    pub fn lanes(&self, world: &World, place: &Place) -> Vec<String> {
        let [first, _, ..] = self.0.as_slice() else { return vec![place.to_string()] };
        let lives = |platform: &&String| match place {
            Place::Channel(_) => world.directory().channel(place, platform).is_some(),
            Place::Direct(person) => world.account(person, platform).is_some(),
        };
        let at_most = if place.is_direct() { 1 } else { self.0.len() };
        let mut homes: Vec<&String> = self.0.iter().filter(lives).take(at_most).collect();
        if homes.is_empty() {
            homes.push(first);
        }
        homes.into_iter().map(|platform| format!("{platform}:{place}")).collect()
    }
}

impl Homes {
    /// PNG-2: where a channel lives on several platforms, each calls by name those whose first account it has.
    pub fn call_once(
        &self,
        world: &World,
        place: &Place,
        platform: &str,
        pings: &mut BTreeSet<Recipient>,
    ) {
        if pings.is_empty() || self.lanes(world, place).len() < 2 {
            return;
        }
        pings.retain(|recipient| match recipient {
            Recipient::Person(person) => {
                let first =
                    self.0.iter().find(|platform| world.account(person, platform).is_some());
                first.is_none_or(|first| first == platform)
            }
            Recipient::Dept(_) | Recipient::Role(_) => true,
        });
    }
}

impl std::fmt::Display for Homes {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0.join(", "))
    }
}
