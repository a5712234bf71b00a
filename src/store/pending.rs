//! Which messages wait, which of them are being sent, and whose turn is next: arithmetic, no storage.
//!
//! Leases live here, in memory: an embedded store has one process, and when that dies nobody sends any
//! more. What was waiting then may have been half sent, so it comes back as unsure.

mod lanes;

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, Duration, Utc};

use super::{NewRow, Outcome};
use lanes::Lanes;

/// The rows not settled yet, without their bodies.
#[derive(Debug, Default)]
pub struct Pending {
    rows: BTreeMap<u64, Waiting>,
    numbers: BTreeMap<String, u64>,
    lanes: Lanes,
    /// Rows being sent, by the end of their lease.
    held: BTreeSet<(DateTime<Utc>, u64)>,
    slots: BTreeMap<String, Slot>,
}

/// The rows that show the latest state of one thing.
#[derive(Debug, Clone, Copy)]
struct Slot {
    /// The newest of them, also when it was sent before an older one that still waits.
    newest: u64,
    /// How many wait.
    waiting: usize,
}

/// One row that waits.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Waiting {
    pub name: String,
    pub lane: String,
    pub rank: u8,
    pub due_at: DateTime<Utc>,
    pub slot: Option<String>,
    /// Attempts so far, the running one included.
    pub attempts: u32,
    /// One of them may have arrived.
    pub unsure: bool,
    /// None while nobody holds it.
    held_until: Option<DateTime<Utc>>,
}

/// A row taken from the queue, to be completed with its body.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Taken {
    pub number: u64,
    pub name: String,
    pub attempt: u32,
    pub unsure: bool,
}

/// What a new row did to the queue.
#[derive(Debug, PartialEq, Eq)]
pub struct Admitted {
    /// The older row of its slot, whose place it took: to be deleted.
    pub displaced: Option<(u64, String)>,
    /// When it is due: the earlier of its own due time and that of the row it displaced.
    pub due_at: DateTime<Utc>,
}

/// What a settlement means for the queue.
#[derive(Debug, PartialEq, Eq)]
pub enum Settlement {
    /// The row leaves the queue for the history.
    Leaves,
    /// The row waits on, with this many attempts behind it.
    Waits { due_at: DateTime<Utc>, attempts: u32 },
    /// The row leaves without a trace: it was not sent, and a newer one has its slot.
    Displaced,
    /// Somebody else has settled or taken it since: nothing to do.
    Stale,
}

impl Pending {
    /// Takes up a row that was there before the store was opened: it may have been half sent.
    pub fn recover(&mut self, number: u64, row: &NewRow, attempts: u32) {
        let waiting = Waiting { attempts, unsure: true, ..Waiting::new(row) };
        self.insert(number, waiting);
    }

    /// Takes up a new row, in the place of an older one of its slot that was not sent.
    pub fn admit(&mut self, number: u64, row: &NewRow) -> Admitted {
        let older = row.slot.as_ref().and_then(|slot| self.slots.get(slot)).map(|slot| slot.newest);
        let unsent = |number: &u64| self.rows.get(number).is_some_and(Waiting::is_unsent);
        let displaced = older.filter(unsent).and_then(|older| Some((older, self.remove(older)?)));
        let due_at = displaced.as_ref().map_or(row.due_at, |(_, gone)| gone.due_at.min(row.due_at));
        self.insert(number, Waiting { due_at, ..Waiting::new(row) });
        Admitted { displaced: displaced.map(|(older, gone)| (older, gone.name)), due_at }
    }

    /// Takes what is due, in order, for as long as the lease runs.
    pub fn claim(&mut self, now: DateTime<Utc>, limit: usize, lease: Duration) -> Vec<Taken> {
        self.release_lapsed(now);
        let due = self.lanes.due(now, limit);
        due.into_iter().map(|number| self.hold(number, now + lease)).collect()
    }

    /// Lets rows that are still held be held until later.
    pub fn renew(&mut self, numbers: &[u64], until: DateTime<Utc>) {
        for number in numbers {
            let Some(row) = self.rows.get_mut(number) else { continue };
            let Some(held_until) = &mut row.held_until else { continue };
            self.held.remove(&(*held_until, *number));
            *held_until = until;
            self.held.insert((until, *number));
        }
    }

    /// Applies how an attempt ended.
    pub fn settle(&mut self, number: u64, attempt: u32, outcome: &Outcome) -> Settlement {
        let (not_before, unsure) = match outcome {
            Outcome::Later { not_before, .. } => (*not_before, false),
            Outcome::Unsure { not_before, .. } => (*not_before, true),
            _ => return self.remove(number).map_or(Settlement::Stale, |_| Settlement::Leaves),
        };
        let Some(row) = self.rows.get(&number) else { return Settlement::Stale };
        if row.attempts != attempt || row.held_until.is_none() {
            return Settlement::Stale;
        }
        let overtaken = self.is_overtaken(number, row);
        let Some(mut row) = self.remove(number) else { return Settlement::Stale };
        if overtaken && !unsure {
            return Settlement::Displaced;
        }
        row.unsure = unsure;
        row.due_at = not_before;
        row.held_until = None;
        self.insert(number, row);
        Settlement::Waits { due_at: not_before, attempts: attempt }
    }

    /// When [`Pending::claim`] may next have something to give.
    pub fn next_due(&self) -> Option<DateTime<Utc>> {
        let due = self.lanes.next_due();
        let lapse = self.held.first().map(|(until, _)| *until);
        due.into_iter().chain(lapse).min()
    }

    /// Whether a row of this name waits.
    pub fn has(&self, name: &str) -> bool {
        self.numbers.contains_key(name)
    }

    pub fn len(&self) -> usize {
        self.rows.len()
    }

    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// The names of the rows that wait, by number.
    pub fn names(&self) -> impl Iterator<Item = (u64, &str)> {
        self.rows.iter().map(|(number, row)| (*number, row.name.as_str()))
    }

    fn insert(&mut self, number: u64, row: Waiting) {
        self.lanes.free(&row.lane, row.rank, row.due_at, number);
        self.numbers.insert(row.name.clone(), number);
        if let Some(name) = &row.slot {
            let slot = self.slots.entry(name.clone()).or_insert(Slot { newest: 0, waiting: 0 });
            slot.newest = slot.newest.max(number);
            slot.waiting += 1;
        }
        self.rows.insert(number, row);
    }

    fn remove(&mut self, number: u64) -> Option<Waiting> {
        let row = self.rows.remove(&number)?;
        self.numbers.remove(&row.name);
        match row.held_until {
            Some(until) => {
                self.held.remove(&(until, number));
                self.lanes.let_go(&row.lane, row.rank);
            }
            None => self.lanes.unfree(&row.lane, row.rank, row.due_at, number),
        }
        if let Some(name) = &row.slot
            && let Some(slot) = self.slots.get_mut(name)
        {
            slot.waiting -= 1;
            if slot.waiting == 0 {
                self.slots.remove(name);
            }
        }
        Some(row)
    }

    fn hold(&mut self, number: u64, until: DateTime<Utc>) -> Taken {
        let row = self.rows.get_mut(&number).expect("what is free is in the queue");
        self.lanes.unfree(&row.lane, row.rank, row.due_at, number);
        self.lanes.hold(&row.lane, row.rank);
        self.held.insert((until, number));
        row.held_until = Some(until);
        row.attempts = row.attempts.saturating_add(1);
        Taken { number, name: row.name.clone(), attempt: row.attempts, unsure: row.unsure }
    }

    /// Frees the rows whose sender was not heard of again; they may have arrived.
    fn release_lapsed(&mut self, now: DateTime<Utc>) {
        while let Some(&(until, number)) = self.held.first()
            && until <= now
        {
            self.held.pop_first();
            let row = self.rows.get_mut(&number).expect("what is held is in the queue");
            row.held_until = None;
            row.unsure = true;
            self.lanes.let_go(&row.lane, row.rank);
            self.lanes.free(&row.lane, row.rank, row.due_at, number);
        }
    }

    /// Whether a newer row has shown, or will show, what this one was to show.
    fn is_overtaken(&self, number: u64, row: &Waiting) -> bool {
        let slot = row.slot.as_ref().and_then(|name| self.slots.get(name));
        slot.is_some_and(|slot| slot.newest > number)
    }
}

impl Waiting {
    fn new(row: &NewRow) -> Self {
        Waiting {
            name: row.name.clone(),
            lane: row.lane.clone(),
            rank: row.rank,
            due_at: row.due_at,
            slot: row.slot.clone(),
            attempts: 0,
            unsure: false,
            held_until: None,
        }
    }

    fn is_unsent(&self) -> bool {
        self.held_until.is_none() && !self.unsure
    }
}
