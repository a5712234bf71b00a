//! What collides with a change in its window, and the next time that is free (CHG-10).

use std::collections::BTreeSet;

use chrono::{DateTime, Duration, Utc};

use super::maintenance::{Outside, outside};
use super::{Change, Phase, Visit, Window, freeze};
use crate::directory::FreezeKind;
use crate::ids::{ChangeId, ClientId, FreezeId, IncidentId, PersonId, Serial, ServiceId, SiteId};
use crate::world::World;

/// A free time is looked for so far ahead.
const SEARCHED: Duration = Duration::days(365);

/// Who is tied up now is taken to be free again so long from now: an incident of severity 1 is over in hours.
const TIED_UP_FOR: Duration = Duration::days(1);

/// What collides.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Conflict {
    /// Another change works on the same thing, or with the same person.
    Change { with: ChangeId, over: Shared, window: Window },
    /// A visit is on the same site, or has the same person.
    Visit { with: String, over: Shared, window: Window },
    /// Its client has asked that nothing is changed then.
    Freeze { id: FreezeId, kind: FreezeKind, window: Window },
    /// What it touches may be worked on at other times.
    Outside(Outside),
    /// One of its people is tied up in a severity-1 incident now.
    TiedUp { who: PersonId, incident: IncidentId },
}

/// What two sides both need.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Shared {
    Device(Serial),
    Service(ServiceId),
    Person(PersonId),
    Site(ClientId, SiteId),
}

impl Conflict {
    /// When it is over, or lets work begin; what is so now has no end that is known.
    fn ends(&self) -> Option<DateTime<Utc>> {
        match self {
            Conflict::Change { window, .. }
            | Conflict::Visit { window, .. }
            | Conflict::Freeze { window, .. } => Some(window.to),
            Conflict::Outside(outside) => outside.next.map(|next| next.from),
            Conflict::TiedUp { .. } => None,
        }
    }

    /// Half-open: touching is not overlapping.
    fn overlaps(&self, tried: &Window) -> bool {
        match self {
            Conflict::Change { window, .. }
            | Conflict::Visit { window, .. }
            | Conflict::Freeze { window, .. } => window.overlaps(tried),
            Conflict::Outside(_) | Conflict::TiedUp { .. } => true,
        }
    }
}

/// All that collides with the change, were it done in this window: what `world` knows, and the visits that are booked.
pub fn conflicts(
    world: &World,
    change: &Change,
    window: Window,
    now: DateTime<Utc>,
    visits: &[Visit],
) -> Vec<Conflict> {
    let mut found = booked(world, change, window, visits);
    found.extend(unbooked(world, change, window));
    if is_near(change, Some(window), now) {
        found.extend(tied_up(world, change));
    }
    found
}

/// The first window of the same length, not before this one, that nothing planned collides with.
pub fn next_free(
    world: &World,
    change: &Change,
    window: Window,
    visits: &[Visit],
) -> Option<Window> {
    let length = window.to - window.from;
    let searched = Window { from: window.from, to: window.from + SEARCHED + length };
    let booked = booked(world, change, searched, visits);
    let mut from: DateTime<Utc> = window.from;
    while from - window.from <= SEARCHED {
        let tried = Window { from, to: from + length };
        let booked = booked.iter().filter(|conflict| conflict.overlaps(&tried)).cloned();
        let found: Vec<Conflict> = booked.chain(unbooked(world, change, tried)).collect();
        // Each end lies behind `from`, or it would not overlap.
        match found.iter().map(Conflict::ends).min() {
            None => return Some(tried),
            Some(next) => from = next?,
        }
    }
    None
}

/// What other changes and visits have booked within a time.
fn booked(world: &World, change: &Change, window: Window, visits: &[Visit]) -> Vec<Conflict> {
    let mine = needs(world, change);
    let others = world.changes.values().filter(|it| it.id != change.id && is_planned(it));
    let overlapping =
        others.filter_map(|it| Some((it, it.window.filter(|w| w.overlaps(&window))?)));
    let mut found: Vec<Conflict> = Vec::new();
    for (other, window) in overlapping {
        let both: Vec<Shared> = mine.intersection(&needs(world, other)).cloned().collect();
        let with = other.id;
        let both = without_said(world, both).into_iter();
        found.extend(both.map(|over| Conflict::Change { with, over, window }));
    }
    for visit in visits.iter().filter(|visit| visit.at.overlaps(&window)) {
        let (client, site) = visit.site.clone();
        let people = visit.people.iter().cloned().map(Shared::Person);
        let theirs: BTreeSet<Shared> = people.chain([Shared::Site(client, site)]).collect();
        let (with, window) = (&visit.id, visit.at);
        let both = mine.intersection(&theirs).cloned();
        found.extend(both.map(|over| Conflict::Visit { with: with.clone(), over, window }));
    }
    found
}

/// What the organisation's files say against a time.
fn unbooked(world: &World, change: &Change, window: Window) -> Vec<Conflict> {
    let directory = world.directory();
    let frozen = freeze::in_the_way(directory, change.client.as_ref(), &window);
    let frozen = frozen.map(|it| Conflict::Freeze { id: it.id, kind: it.kind, window: it.window });
    let outside = outside(directory, change, window).into_iter().map(Conflict::Outside);
    frozen.chain(outside).collect()
}

/// Whether it will still be done as it is planned.
pub(super) fn is_planned(change: &Change) -> bool {
    change.is_live() && !matches!(change.phase, Phase::Rejected { .. })
}

/// Whether people are needed for it soon: it goes on, or its window is near.
pub(super) fn is_near(change: &Change, window: Option<Window>, now: DateTime<Utc>) -> bool {
    let soon = |window: &Window| window.from < now + TIED_UP_FOR && now < window.to;
    change.is_in_progress() || window.is_some_and(|window| soon(&window))
}

/// The devices of its tasks that have not ended, their sites, the services these carry, and who does them.
fn needs(world: &World, change: &Change) -> BTreeSet<Shared> {
    let mut needs = BTreeSet::new();
    for task in change.open_tasks() {
        for serial in &task.devices {
            needs.insert(Shared::Device(serial.clone()));
            needs.extend(world.directory().service_of(serial).cloned().map(Shared::Service));
            let device = world.directory().device(serial);
            needs.extend(device.map(|it| Shared::Site(it.client.clone(), it.site.clone())));
        }
        needs.extend(task.assignee.clone().map(Shared::Person));
    }
    needs
}

/// Changes may be done side by side on one site. A service whose very device is named already is not named again.
fn without_said(world: &World, both: Vec<Shared>) -> Vec<Shared> {
    let service = |it: &Shared| match it {
        Shared::Device(device) => world.directory().service_of(device).cloned(),
        Shared::Service(_) | Shared::Person(_) | Shared::Site(..) => None,
    };
    let said: BTreeSet<ServiceId> = both.iter().filter_map(service).collect();
    let kept = |it: &Shared| match it {
        Shared::Service(service) => !said.contains(service),
        Shared::Device(_) | Shared::Person(_) => true,
        Shared::Site(..) => false,
    };
    both.into_iter().filter(kept).collect()
}

/// Who of it leads, or is assigned in, an incident of severity 1 now.
pub(super) fn tied_up(world: &World, change: &Change) -> Vec<Conflict> {
    let people: BTreeSet<&PersonId> =
        change.open_tasks().filter_map(|task| task.assignee.as_ref()).collect();
    let mut found = Vec::new();
    for incident in world.incidents.values().filter(|_| !people.is_empty()) {
        let both = incident.tied_up().into_iter().filter(|who| people.contains(who));
        let id = incident.id;
        found.extend(both.map(|who| Conflict::TiedUp { who: who.clone(), incident: id }));
    }
    found
}
