//! What the process is told before it starts: its own settings and the organisation's files.

mod fault;
mod names;
mod nearest;
pub mod organisation;
mod reader;
mod source;
mod values;

pub use self::fault::{Fault, Faults};
