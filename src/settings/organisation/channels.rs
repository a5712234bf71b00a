//! What places are called on the platforms, and whose each place is (DIR-3).

use std::collections::BTreeMap;

use baton_commands::ids::Place;

use crate::settings::reader::{Read, Table};

/// The platforms on which people and places have names of their own.
pub(super) const PLATFORMS: [&str; 3] = ["bridge", "discord", "slack"];

/// The names of places so far.
#[derive(Default)]
pub(super) struct Channels {
    pub places: BTreeMap<Place, BTreeMap<String, String>>,
    /// By platform and name there.
    taken: BTreeMap<(String, String), Place>,
}

impl Channels {
    /// Reads `[channels]`: a table of platform names for each place.
    pub fn read(&mut self, table: &mut Table<'_>) -> Option<()> {
        for field in table.entries() {
            let place = match field.key.parse() {
                Ok(place) if field.key.starts_with('#') => place,
                _ => {
                    let what = format!("`{}` is not a place", field.key);
                    field.desk.fault(
                        field.head,
                        what,
                        "write a channel with its `#`: `\"#pmo\" = …`",
                    );
                    continue;
                }
            };
            field.table(|table| self.name(table, &place));
        }
        Some(())
    }

    /// Reads the names of one place from the keys `discord` and `slack`.
    pub fn name(&mut self, table: &mut Table<'_>, place: &Place) -> Option<()> {
        for platform in PLATFORMS {
            let Some(field) = table.field(platform) else { continue };
            let Some(name) = String::read(field) else { continue };
            let taken = self.taken.insert((platform.to_owned(), name.clone()), place.clone());
            if let Some(other) = taken.filter(|other| other != place) {
                let what = format!("{platform} channel `{name}` is `{other}` already");
                field.fault(what, "give each place a channel of its own");
            }
            self.places.entry(place.clone()).or_default().insert(platform.to_owned(), name);
        }
        Some(())
    }
}
