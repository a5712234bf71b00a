//! The clock: one of the three places that read it (invariant 9).

use chrono::{DateTime, Utc};

/// Where instants come from.
pub trait Clock: Send + Sync {
    fn now(&self) -> DateTime<Utc>;
}

/// The machine's clock.
#[derive(Debug, Clone, Copy, Default)]
pub struct SystemClock;

impl Clock for SystemClock {
    #[expect(clippy::disallowed_methods, reason = "this is the clock all others ask")]
    fn now(&self) -> DateTime<Utc> {
        Utc::now()
    }
}
