//! What tests talk to in place of the world outside.

pub mod discord;
pub mod files;
pub mod meter;
pub mod recorded;
pub mod slack;
pub mod whole;
