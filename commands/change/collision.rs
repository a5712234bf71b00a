//! Which conflicts of a change were found and told: looked for when either side moves, each told once (CHG-10).

use std::sync::Arc;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::conflicts::{Conflict, conflicts, is_near, is_planned, tied_up};
use super::task::TaskEvent;
use super::{Change, Event, Window};
use crate::ids::{ChangeId, FreezeId, IncidentId, MaintenanceId, PersonId};
use crate::incident::Incident;
use crate::world::World;

/// So many conflicts of a change are remembered, the latest.
const REMEMBERED_MAX: usize = 100;

/// A conflict that was found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Collision {
    pub with: Opposite,
    /// The window of the change itself then. None: it goes on without one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub window: Option<Window>,
    pub since: DateTime<Utc>,
    /// Whether those concerned were told. They are not told again of the same in the same windows.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub told: bool,
}

/// The other side of a conflict.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Opposite {
    Change { id: ChangeId, window: Window },
    Obstacle(Obstacle),
}

/// What stands in the way of a change and is none itself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Obstacle {
    Freeze {
        id: FreezeId,
        window: Window,
    },
    /// It may be worked on in these windows only.
    Maintenance {
        windows: Vec<MaintenanceId>,
    },
    /// This incident of severity 1 has taken one of its people.
    Incident {
        id: IncidentId,
        who: PersonId,
    },
}

/// What is looked for anew.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Look {
    All,
    /// The files or an incident moved: other changes did not.
    Obstacles,
}

impl World {
    /// After an event that moves the change.
    pub(super) fn look_for_conflicts(&mut self, id: ChangeId, event: &Event, at: DateTime<Utc>) {
        if moves(event) {
            self.look(id, Look::All, at);
        }
    }

    /// After the organisation's files came into force: freezes and maintenance windows may be others.
    pub(crate) fn look_at_all(&mut self, at: DateTime<Utc>) {
        let ahead = |change: &&Arc<Change>| change.window.is_some_and(|window| at < window.to);
        let changes: Vec<ChangeId> = self.changes.values().filter(ahead).map(|it| it.id).collect();
        changes.into_iter().for_each(|id| self.look(id, Look::Obstacles, at));
    }

    /// After an incident has taken people whom it had not before.
    pub(crate) fn look_for_those_taken(
        &mut self,
        was: Option<&Incident>,
        id: IncidentId,
        at: DateTime<Utc>,
    ) {
        let Some(incident) = self.incident(id) else { return };
        let before: Vec<&PersonId> = was.map_or_else(Vec::new, Incident::tied_up);
        let mut taken: Vec<&PersonId> = incident.tied_up();
        taken.retain(|person| !before.contains(person));
        let needs = |change: &Change| {
            let mut people = change.open_tasks().filter_map(|task| task.assignee.as_ref());
            people.any(|person| taken.contains(&person))
        };
        let changes = self.changes.values().filter(|it| !taken.is_empty() && needs(it));
        let changes: Vec<ChangeId> = changes.map(|it| it.id).collect();
        changes.into_iter().for_each(|id| self.look(id, Look::Obstacles, at));
    }

    fn look(&mut self, id: ChangeId, what: Look, at: DateTime<Utc>) {
        let Some(change) = self.change(id).map(Arc::clone) else { return };
        let found = if is_planned(&change) { self.collisions(&change, what, at) } else { vec![] };
        let mut fresh = Change::clone(&change);
        fresh.meet(found, what, at);
        fresh.own_wake = fresh.next_own_wake(self.directory());
        if fresh != *change {
            self.put_change(Arc::new(fresh));
        }
    }

    /// What collides with it, without what one side remembers having been told.
    fn collisions(&self, change: &Change, what: Look, at: DateTime<Utc>) -> Vec<Opposite> {
        let found = match change.window {
            // Nobody waits for a window that is over.
            Some(window) if at < window.to => conflicts(self, change, window, at, &[]),
            _ if is_near(change, change.window, at) => tied_up(self, change),
            _ => Vec::new(),
        };
        let mut opposites: Vec<Opposite> = Vec::new();
        for opposite in found.into_iter().filter_map(|conflict| self.opposite(conflict)) {
            let is_looked_for = what == Look::All || !matches!(opposite, Opposite::Change { .. });
            if is_looked_for
                && !opposites.contains(&opposite)
                && !self.told_there(change, &opposite)
            {
                opposites.push(opposite);
            }
        }
        opposites
    }

    fn opposite(&self, conflict: Conflict) -> Option<Opposite> {
        Some(match conflict {
            Conflict::Change { with, window, .. } => Opposite::Change { id: with, window },
            Conflict::Freeze { id, window, .. } => {
                Opposite::Obstacle(Obstacle::Freeze { id, window })
            }
            Conflict::Outside(outside) => {
                Opposite::Obstacle(Obstacle::Maintenance { windows: outside.windows })
            }
            Conflict::TiedUp { who, incident } => {
                // INC-9: of a restricted one nobody hears in a channel.
                let is_open = self.incident(incident).is_some_and(|it| !it.restricted);
                let obstacle = Obstacle::Incident { id: incident, who };
                return is_open.then_some(Opposite::Obstacle(obstacle));
            }
            // Whoever plans visits looks for these.
            Conflict::Visit { .. } => return None,
        })
    }

    /// Whether the other change has told of this pair of windows.
    fn told_there(&self, change: &Change, opposite: &Opposite) -> bool {
        let (Opposite::Change { id, window }, Some(own)) = (opposite, change.window) else {
            return false;
        };
        let this = Opposite::Change { id: change.id, window: own };
        let other = self.change(*id);
        let same = |it: &Collision| it.told && it.with == this && it.window == Some(*window);
        other.is_some_and(|other| other.collisions.iter().any(same))
    }
}

impl Change {
    /// Takes in what was found now: what is new is to be told, what nobody was told of and is over is forgotten.
    fn meet(&mut self, found: Vec<Opposite>, what: Look, since: DateTime<Utc>) {
        let window = self.window;
        self.collisions.retain(|it| {
            let is_looked_for = what == Look::All || !matches!(it.with, Opposite::Change { .. });
            it.told || !is_looked_for || (it.window == window && found.contains(&it.with))
        });
        for with in found {
            if !self.collisions.iter().any(|it| it.with == with && it.window == window) {
                self.collisions.push(Collision { with, window, since, told: false });
            }
        }
        let many = self.collisions.len().saturating_sub(REMEMBERED_MAX);
        self.collisions.drain(..many);
    }

    /// What nobody was told of yet. While it is held nobody is (CHG-7).
    pub(super) fn untold_collisions(&self) -> impl Iterator<Item = &Collision> {
        self.collisions.iter().filter(|it| !it.told && self.hold.is_none())
    }

    /// That those concerned were told.
    pub(super) fn collision_told(&mut self, event: &Event) {
        let (with, window) = match event {
            Event::ConflictFound { with, window, theirs } => {
                (Opposite::Change { id: *with, window: *theirs }, Some(*window))
            }
            Event::Obstructed { by, window } => (Opposite::Obstacle(by.clone()), *window),
            _ => return,
        };
        let told = self.collisions.iter_mut().filter(|it| it.with == with && it.window == window);
        told.for_each(|it| it.told = true);
    }

    /// The conflicts found by `now` as events.
    pub(super) fn collision_events(&self, now: DateTime<Utc>) -> impl Iterator<Item = Event> {
        let due = self.untold_collisions().filter(move |it| it.since <= now);
        due.filter_map(|it| match (&it.with, it.window) {
            (Opposite::Change { id, window: theirs }, Some(window)) => {
                Some(Event::ConflictFound { with: *id, window, theirs: *theirs })
            }
            (Opposite::Change { .. }, None) => None,
            (Opposite::Obstacle(by), window) => Some(Event::Obstructed { by: by.clone(), window }),
        })
    }
}

/// Whether it may collide with something else after it.
fn moves(event: &Event) -> bool {
    match event {
        Event::Opened(_) | Event::Scheduled { .. } | Event::TaskAdded(_) => true,
        Event::Started { .. } | Event::Resumed | Event::Submitted { .. } => true,
        Event::Task { what, .. } => matches!(
            what,
            TaskEvent::Assigned { .. } | TaskEvent::Started { .. } | TaskEvent::Reopened { .. }
        ),
        _ => false,
    }
}
