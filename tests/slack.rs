//! Slack, before a server that is as strict as Slack's documents.

mod cards;
mod delivery;
mod drawn;
mod listening;
mod office;
mod people;
