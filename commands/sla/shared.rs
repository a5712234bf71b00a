//! What many records have in common, kept once: read from the store, each has its own copy.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::ladder::Ladder;
use crate::ids::CalendarId;

/// The values known so far.
#[derive(Debug, Default)]
pub struct Shared {
    ladders: BTreeSet<Arc<Ladder>>,
    calendars: BTreeSet<CalendarId>,
}

impl Shared {
    pub fn ladder(&mut self, ladder: &mut Arc<Ladder>) {
        share(&mut self.ladders, ladder);
    }

    pub fn calendar(&mut self, calendar: &mut CalendarId) {
        share(&mut self.calendars, calendar);
    }
}

/// Makes a value one with the equal one that is known.
pub fn share<T: Ord + Clone>(known: &mut BTreeSet<T>, value: &mut T) {
    match known.get(value) {
        Some(same) => *value = same.clone(),
        None => _ = known.insert(value.clone()),
    }
}
