//! What collides with a change in its window, and the next time that is free (CHG-10).

use std::collections::BTreeSet;

use chrono::{DateTime, Duration, Utc};

use super::{Change, Window, freeze};
use crate::directory::FreezeKind;
use crate::ids::{ChangeId, FreezeId, IncidentId, PersonId, Serial, ServiceId};
use crate::world::World;

/// A free time is looked for so far ahead.
const SEARCHED: Duration = Duration::days(365);

/// What collides.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Conflict {
    /// Another change works on the same thing, or with the same person.
    Change { with: ChangeId, over: Shared, window: Window },
    /// Its client has asked that nothing is changed then.
    Freeze { id: FreezeId, kind: FreezeKind, window: Window },
    /// One of its people is tied up in a severity-1 incident now.
    TiedUp { who: PersonId, incident: IncidentId },
}

/// What two changes both need.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Shared {
    Device(Serial),
    Service(ServiceId),
    Person(PersonId),
}

impl Conflict {
    /// The other change.
    pub fn with(&self) -> Option<ChangeId> {
        match self {
            Conflict::Change { with, .. } => Some(*with),
            Conflict::Freeze { .. } | Conflict::TiedUp { .. } => None,
        }
    }

    /// When it stands in the way; what is so now has no end that is known.
    fn window(&self) -> Option<Window> {
        match self {
            Conflict::Change { window, .. } | Conflict::Freeze { window, .. } => Some(*window),
            Conflict::TiedUp { .. } => None,
        }
    }
}

/// All that collides with the change, were it done in this window. Half-open: touching is not overlapping.
pub fn conflicts(world: &World, change: &Change, window: Window) -> Vec<Conflict> {
    let mut found = planned(world, change, window);
    found.extend(tied_up(world, change));
    found
}

/// The first window of the same length, not before this one, that nothing planned collides with.
pub fn next_free(world: &World, change: &Change, window: Window) -> Option<Window> {
    let length = window.to - window.from;
    let mut from: DateTime<Utc> = window.from;
    while from - window.from <= SEARCHED {
        let tried = Window { from, to: from + length };
        let found = planned(world, change, tried);
        let ends = found.iter().filter_map(Conflict::window).map(|it| it.to);
        // Each end lies behind `from`, or it would not overlap.
        let Some(next) = ends.min() else { return Some(tried) };
        from = next;
    }
    None
}

fn planned(world: &World, change: &Change, window: Window) -> Vec<Conflict> {
    let mine = needs(world, change);
    let others = world.changes.values().filter(|it| it.id != change.id && it.is_live());
    let overlapping =
        others.filter_map(|it| Some((it, it.window.filter(|w| w.overlaps(&window))?)));
    let mut found: Vec<Conflict> = overlapping
        .flat_map(|(other, window)| {
            let both: Vec<Shared> = mine.intersection(&needs(world, other)).cloned().collect();
            let with = other.id;
            without_said(world, both).into_iter().map(move |over| Conflict::Change {
                with,
                over,
                window,
            })
        })
        .collect();
    let frozen = freeze::in_the_way(world.directory(), change, &window);
    found.extend(frozen.map(|it| Conflict::Freeze { id: it.id, kind: it.kind, window: it.window }));
    found
}

/// The devices of its tasks that have not ended, the services these carry, and who does them.
fn needs(world: &World, change: &Change) -> BTreeSet<Shared> {
    let mut needs = BTreeSet::new();
    for task in change.open_tasks() {
        for device in &task.devices {
            needs.insert(Shared::Device(device.clone()));
            needs.extend(world.directory().service_of(device).cloned().map(Shared::Service));
        }
        needs.extend(task.assignee.clone().map(Shared::Person));
    }
    needs
}

/// A service whose very device is named already is not named a second time.
fn without_said(world: &World, both: Vec<Shared>) -> Vec<Shared> {
    let service = |it: &Shared| match it {
        Shared::Device(device) => world.directory().service_of(device).cloned(),
        Shared::Service(_) | Shared::Person(_) => None,
    };
    let said: BTreeSet<ServiceId> = both.iter().filter_map(service).collect();
    let kept = |it: &Shared| !matches!(it, Shared::Service(service) if said.contains(service));
    both.into_iter().filter(kept).collect()
}

/// Who of it leads, or is assigned in, an incident of severity 1 now.
fn tied_up(world: &World, change: &Change) -> Vec<Conflict> {
    let people: BTreeSet<&PersonId> =
        change.open_tasks().filter_map(|task| task.assignee.as_ref()).collect();
    let urgent = world.incidents.values().filter(|it| it.is_live() && it.severity.number() == 1);
    urgent
        .flat_map(|incident| {
            let standing = incident.standing().filter_map(|it| it.assignee.as_ref());
            let busy: BTreeSet<&PersonId> = standing.chain(&incident.lead).collect();
            let both: Vec<PersonId> = people.intersection(&busy).map(|it| (*it).clone()).collect();
            let incident = incident.id;
            both.into_iter().map(move |who| Conflict::TiedUp { who, incident })
        })
        .collect()
}
