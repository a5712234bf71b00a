//! Times in which nothing is changed: hard ones let emergencies pass, soft ones want a reason (CHG-10).

use super::Window;
use crate::directory::{Directory, Freeze, FreezeKind};
use crate::ids::{ClientId, FreezeId};

/// A freeze that a window runs into.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Frozen {
    pub id: FreezeId,
    pub kind: FreezeKind,
    pub window: Window,
}

/// The freezes of a change's client, and of everybody, that the window overlaps. One that ends as it begins does not.
pub fn in_the_way(
    directory: &Directory,
    client: Option<&ClientId>,
    window: &Window,
) -> impl Iterator<Item = Frozen> {
    let concerns = |freeze: &Freeze| {
        freeze.clients.is_empty() || client.is_some_and(|it| freeze.clients.contains(it))
    };
    let all = directory.freezes.iter().filter(move |(_, freeze)| concerns(freeze));
    let all = all.map(|(id, freeze)| Frozen {
        id: id.clone(),
        kind: freeze.kind,
        window: Window { from: freeze.from, to: freeze.to },
    });
    let hit: Vec<Frozen> = all.filter(|frozen| frozen.window.overlaps(window)).collect();
    hit.into_iter()
}
