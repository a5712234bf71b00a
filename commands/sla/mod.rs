//! Promises with a clock: how long they allow, what is used, when somebody is told, whether they
//! were kept.
//!
//! Pure reckoning on [`crate::calendar`]; which promise a record has is for the contracts to say,
//! and what is said of it for the record.

mod clock;
mod explain;
mod kind;
mod ladder;
mod mark;
mod named;
mod shared;
mod span;
mod target;

#[cfg(test)]
mod properties;
#[cfg(test)]
mod tests;

pub use clock::{Clock, Party, Pause, percent};
pub use explain::{Explanation, Piece, Spent, explain};
pub use kind::TargetKind;
pub use ladder::{AudienceWord, BadAudience, BadPoint, Ladder, Point};
pub use named::{Accept, PointReached, TargetName};
pub use shared::{Shared, share};
pub use span::{BadSpan, Span, exact, hours_minutes};
pub use target::{Mark, Outcome, Reached, Target};
