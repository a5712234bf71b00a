//! What is kept for ever can be read for ever: a golden file for every kind of event, document, message and answer.
//!
//! A golden is written once, when its kind is new (`UPDATE_EXPECT=1` writes those that are missing), and never again:
//! what a released version wrote stands in somebody's store. Where a golden no longer reads, the code is wrong, unless it
//! is of a document, which is made anew from events when [`Document::FORMAT`] is raised.

mod change;
mod company;
mod documents;
mod golden;
mod incident;
mod messages;

use baton_commands::ids::{DeptId, PersonId, Place};
use chrono::{DateTime, Utc};

/// An instant of the second of March 2026, in UTC.
fn at(clock: &str) -> DateTime<Utc> {
    format!("2026-03-02T{clock}:00Z").parse().expect("a time of the day")
}

fn person(handle: &str) -> PersonId {
    PersonId::new(handle)
}

fn dept(slug: &str) -> DeptId {
    DeptId::new(slug)
}

fn channel(name: &str) -> Place {
    Place::channel(name)
}
