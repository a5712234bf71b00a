//! When what a change touches may be worked on: windows of devices, services and clients (CHG-10).

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, Duration, Utc};
use serde::{Deserialize, Serialize};

use super::{Change, Window};
use crate::calendar::{Calendar, State};
use crate::directory::{Directory, Maintenance};
use crate::ids::{ClientId, MaintenanceId, Serial};

/// A window that opens is looked through for so long.
const LOOKED_THROUGH: Duration = Duration::days(14);

/// What may be worked on at certain times only.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Kept {
    Device(Serial),
    /// Of work that names no device.
    Client(ClientId),
}

/// What would be worked on outside its maintenance windows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outside {
    /// It may be worked on in any of these.
    pub windows: Vec<MaintenanceId>,
    pub of: Vec<Kept>,
    /// The first of them that opens after work would lie outside. None: none does.
    pub next: Option<Window>,
}

/// What of the change lies outside its maintenance windows, were it done then; a line for each set of windows.
pub fn outside(directory: &Directory, change: &Change, window: Window) -> Vec<Outside> {
    let mut bound: BTreeMap<Vec<&MaintenanceId>, Vec<Kept>> = BTreeMap::new();
    for kept in touched(change) {
        let windows = windows_of(directory, &kept);
        if !windows.is_empty() {
            bound.entry(windows).or_default().push(kept);
        }
    }
    let outside = bound.into_iter().filter_map(|(windows, of)| {
        let calendars: Vec<&Calendar> = windows
            .iter()
            .filter_map(|id| directory.maintenance.get(*id))
            .map(|maintenance| directory.clock(&maintenance.calendar))
            .collect();
        let from = first_outside(&calendars, window)?;
        let next = next_opening(&calendars, from);
        Some(Outside { windows: windows.into_iter().cloned().collect(), of, next })
    });
    outside.collect()
}

/// The devices of its open tasks; and its client, if a task names none or there are no tasks yet.
fn touched(change: &Change) -> BTreeSet<Kept> {
    let mut touched = BTreeSet::new();
    let mut names_none = change.open_tasks().next().is_none();
    for task in change.open_tasks() {
        names_none |= task.devices.is_empty();
        touched.extend(task.devices.iter().cloned().map(Kept::Device));
    }
    let client = change.client.iter().filter(|_| names_none);
    touched.extend(client.cloned().map(Kept::Client));
    touched
}

/// The nearest windows there are: those that name the device, else its service, else its client.
fn windows_of<'a>(directory: &'a Directory, kept: &Kept) -> Vec<&'a MaintenanceId> {
    let those = |names: &dyn Fn(&Maintenance) -> bool| -> Vec<&'a MaintenanceId> {
        directory.maintenance.iter().filter(|(_, it)| names(it)).map(|(id, _)| id).collect()
    };
    let of_client = |client: &ClientId| those(&|it| it.clients.contains(client));
    let serial = match kept {
        Kept::Client(client) => return of_client(client),
        Kept::Device(serial) => serial,
    };
    let own = those(&|it| it.devices.contains(serial));
    if !own.is_empty() {
        return own;
    }
    let service = directory.service_of(serial);
    let service = service.map_or_else(Vec::new, |slug| those(&|it| it.services.contains(slug)));
    if !service.is_empty() {
        return service;
    }
    directory.device(serial).map_or_else(Vec::new, |device| of_client(&device.client))
}

/// The first instant of the window at which none of the calendars is open. None: all of it lies within.
fn first_outside(calendars: &[&Calendar], window: Window) -> Option<DateTime<Utc>> {
    let mut at = window.from;
    while at < window.to {
        let closes = calendars.iter().filter_map(|calendar| {
            let first = calendar.stretches(at, window.to).next()?;
            (first.state == State::Working).then_some(first.to)
        });
        match closes.max() {
            Some(close) => at = close,
            None => return Some(at),
        }
    }
    None
}

fn next_opening(calendars: &[&Calendar], from: DateTime<Utc>) -> Option<Window> {
    let openings = calendars.iter().filter_map(|calendar| {
        let open = calendar.next_open(from)?;
        let first = calendar.stretches(open, open + LOOKED_THROUGH).next()?;
        Some(Window { from: open, to: first.to })
    });
    openings.min_by_key(|window| window.from)
}
