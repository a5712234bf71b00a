//! How many letters may wait, so that nobody waits too long: it follows from how fast they are taken.

use std::sync::{Mutex, MutexGuard};

use chrono::{DateTime, Duration, Utc};

use crate::chat::lock::lock;

/// A pace is measured over at least so long, in milliseconds.
const MEASURED_FOR: i64 = 100;
/// So many may wait however slow it is: a handful of people at once is no flood.
const ROOM_MIN: usize = 32;

/// How long a letter may wait before no more are taken.
#[derive(Debug, Clone, Copy)]
pub struct Patience {
    pub within: Duration,
    /// What time it is.
    pub clock: fn() -> DateTime<Utc>,
}

/// What is known of the queue. Instants are milliseconds since 1970.
#[derive(Debug)]
pub(super) struct Queue {
    patience: Option<Patience>,
    state: Mutex<State>,
}

#[derive(Debug, Default)]
struct State {
    /// When the letter that was taken last had been offered, or the first one after a rest: whoever is next has waited
    /// about as long.
    head: i64,
    /// Since when letters have been waiting all the time, or the pace was measured last, and how many were taken since.
    since: i64,
    taken: usize,
    /// None: the queue was empty of late, and nobody knows how fast it could go.
    room: Option<usize>,
}

impl Queue {
    pub(super) fn new(patience: Option<Patience>) -> Queue {
        Queue { patience, state: Mutex::default() }
    }

    pub(super) fn now(&self) -> i64 {
        self.patience.map_or(0, |patience| (patience.clock)().timestamp_millis())
    }

    /// Whether one more may wait behind so many.
    pub(super) fn has_room(&self, waiting: usize, now: i64) -> bool {
        let Some(patience) = self.patience else { return true };
        let mut state = self.state();
        if waiting == 0 {
            *state = State { head: now, since: now, ..State::default() };
        }
        let is_stuck = now - state.head > patience.within.num_milliseconds();
        !is_stuck && state.room.is_none_or(|room| waiting < room)
    }

    /// A letter was taken.
    pub(super) fn took(&self, offered_at: i64, is_last: bool) {
        let Some(patience) = self.patience else { return };
        let (mut state, now) = (self.state(), self.now());
        state.head = offered_at;
        state.taken += 1;
        let for_so_long = now - state.since;
        if is_last {
            *state = State { head: offered_at, since: now, ..State::default() };
        } else if for_so_long >= MEASURED_FOR {
            let within = patience.within.num_milliseconds();
            let taken = i64::try_from(state.taken).unwrap_or(i64::MAX);
            let room = usize::try_from(taken * within / for_so_long).unwrap_or(usize::MAX);
            (state.since, state.taken) = (now, 0);
            state.room = Some(room.max(ROOM_MIN));
        }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        lock(&self.state)
    }
}
