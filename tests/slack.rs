//! Slack, before a server that is as strict as Slack's documents.

mod acknowledged;
mod called;
mod cards;
mod connections;
mod day;
mod delivery;
mod drawn;
mod forms;
mod http;
mod killed;
mod listening;
mod long;
pub(crate) mod office;
pub(crate) mod people;
mod slow_disk;
mod start;
