//! What Baton can be told, and what follows: pure rules, no I/O, no clock, no randomness.
//!
//! In reading order: [`ids`] names things; [`words`] and [`card`] are what is said; [`grammar`] turns a
//! typed line into a verb; [`calendar`] and [`sla`] count time; [`directory`] is the organisation.

pub mod calendar;
pub mod card;
pub mod directory;
pub mod grammar;
pub mod ids;
pub mod sla;
pub mod voice;
pub mod words;
