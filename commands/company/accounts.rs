//! Who is who on a platform: accounts of the files, and those joined by a code (DIR-2).

use crate::ids::PersonId;
use crate::world::World;

impl World {
    /// A person's account on a platform: of the files, else one he joined. None: he cannot be reached there.
    pub fn account(&self, person: &PersonId, platform: &str) -> Option<&str> {
        let known = self.directory().person(person)?;
        if let Some(account) = known.accounts.get(platform) {
            return Some(account);
        }
        self.company.links.iter().find_map(|(account, whose)| {
            let id = account.strip_prefix(platform)?.strip_prefix(':')?;
            (whose == person).then_some(id)
        })
    }
}
