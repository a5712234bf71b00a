//! Who is left to ping when one of those meant has acted (PNG-4).

use std::collections::BTreeSet;

use crate::directory::Directory;
use crate::ids::{PersonId, Recipient};
use crate::notice::{Notice, Told};

/// The recipients without the one who acted. The others of his role are named one by one; a department is still
/// called, unless he is all of it.
pub fn without(
    recipients: BTreeSet<Recipient>,
    actor: &PersonId,
    directory: &Directory,
) -> BTreeSet<Recipient> {
    let rest = recipients.into_iter().flat_map(|recipient| match &recipient {
        Recipient::Person(person) if person == actor => Vec::new(),
        Recipient::Role(role) if directory.has_role(actor, role) => {
            let others = directory.role_members(role).iter().filter(|person| *person != actor);
            others.cloned().map(Recipient::Person).collect()
        }
        Recipient::Dept(department) if directory.staff_of(department) == [actor] => Vec::new(),
        _ => vec![recipient],
    });
    rest.collect()
}

/// What falls due by a command at its very instant, without the pings of the one who gave it: his answer tells
/// him (PNG-4).
pub fn spared(told: Vec<Told>, actor: &PersonId, directory: &Directory) -> Vec<Told> {
    let spare = |mut told: Told| {
        let Notice::Say(say) = &mut told.notice else { return Some(told) };
        if say.pings.is_empty() {
            return Some(told);
        }
        say.pings = without(std::mem::take(&mut say.pings), actor, directory);
        say.by = Some(actor.clone());
        (!say.pings.is_empty()).then_some(told)
    };
    told.into_iter().filter_map(spare).collect()
}
