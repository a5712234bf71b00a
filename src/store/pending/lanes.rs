//! Whose turn is next: rows stand in lanes, one a place, so that a place that is slow keeps no other waiting.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, Utc};

/// How many rows of a lane may be held at once that are as urgent as one that is claimed, or more so: enough to choose
/// from and to merge, and little enough that a place which takes one a second does not fill the memory of who sends.
pub const LANE_MAX: usize = 64;

/// The rows that nobody holds, and how many are held, lane by lane.
#[derive(Debug, Default)]
pub struct Lanes(BTreeMap<String, Lane>);

#[derive(Debug, Default)]
struct Lane {
    /// By rank: due time, then age.
    free: BTreeMap<u8, BTreeSet<(DateTime<Utc>, u64)>>,
    /// By rank.
    held: BTreeMap<u8, usize>,
}

impl Lanes {
    pub fn free(&mut self, lane: &str, rank: u8, due_at: DateTime<Utc>, number: u64) {
        let lane = self.0.entry(lane.to_owned()).or_default();
        lane.free.entry(rank).or_default().insert((due_at, number));
    }

    pub fn unfree(&mut self, lane: &str, rank: u8, due_at: DateTime<Utc>, number: u64) {
        let Some(found) = self.0.get_mut(lane) else { return };
        if let Some(rows) = found.free.get_mut(&rank) {
            rows.remove(&(due_at, number));
            if rows.is_empty() {
                found.free.remove(&rank);
            }
        }
        self.drop_if_empty(lane);
    }

    pub fn hold(&mut self, lane: &str, rank: u8) {
        *self.0.entry(lane.to_owned()).or_default().held.entry(rank).or_default() += 1;
    }

    pub fn let_go(&mut self, lane: &str, rank: u8) {
        let Some(found) = self.0.get_mut(lane) else { return };
        if let Some(held) = found.held.get_mut(&rank) {
            *held -= 1;
            if *held == 0 {
                found.held.remove(&rank);
            }
        }
        self.drop_if_empty(lane);
    }

    fn drop_if_empty(&mut self, lane: &str) {
        let is_empty = |lane: &Lane| lane.free.is_empty() && lane.held.is_empty();
        if self.0.get(lane).is_some_and(is_empty) {
            self.0.remove(lane);
        }
    }

    /// At most `limit` rows that are due, by rank, due time and age; no lane gives more than it has room for.
    pub fn due(&self, now: DateTime<Utc>, limit: usize) -> Vec<u64> {
        let mut due: Vec<(u8, DateTime<Utc>, u64)> = Vec::new();
        for lane in self.0.values() {
            for (rank, room, rows) in lane.with_room() {
                let ready = rows.iter().take_while(|(due_at, _)| *due_at <= now).take(room);
                due.extend(ready.map(|(due_at, number)| (rank, *due_at, *number)));
            }
        }
        due.sort_unstable();
        due.truncate(limit);
        due.into_iter().map(|(_, _, number)| number).collect()
    }

    /// The first due time of a row that there is room for.
    pub fn next_due(&self) -> Option<DateTime<Utc>> {
        let lanes = self.0.values();
        let firsts = lanes.flat_map(|lane| {
            lane.with_room().filter_map(|(_, _, rows)| rows.first().map(|(due_at, _)| *due_at))
        });
        firsts.min()
    }
}

impl Lane {
    /// The ranks whose rows there is room for, how much, and the rows. What is urgent is never kept out by chatter.
    fn with_room(&self) -> impl Iterator<Item = (u8, usize, &BTreeSet<(DateTime<Utc>, u64)>)> {
        self.free.iter().filter_map(|(rank, rows)| {
            let held: usize = self.held.range(..=*rank).map(|(_, held)| held).sum();
            let room = LANE_MAX.saturating_sub(held);
            (room > 0).then_some((*rank, room, rows))
        })
    }
}
