//! How fast a platform takes messages, as its documents say.

use chrono::Duration;

/// So many at once, and then one at a time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rate {
    /// How many may go at once after a rest; at least 1.
    pub burst: u32,
    /// How long it takes until one more may go; zero: no limit.
    pub every: Duration,
}

/// What a platform takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Pace {
    /// To one place.
    pub place: Rate,
    /// To all of them together.
    pub whole: Rate,
    /// How many may be on their way at once, each to another place; at least 1.
    pub at_once: usize,
}

impl Rate {
    pub const UNLIMITED: Rate = Rate { burst: 1, every: Duration::zero() };

    /// How many may go before their time, after a rest.
    pub fn ahead(self) -> i32 {
        i32::try_from(self.burst.saturating_sub(1)).unwrap_or(i32::MAX)
    }
}

impl Pace {
    /// As fast as it goes, one after another.
    pub const UNLIMITED: Pace = Pace { place: Rate::UNLIMITED, whole: Rate::UNLIMITED, at_once: 1 };
}
