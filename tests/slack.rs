//! Slack, before a server that is as strict as Slack's documents.

mod cards;
mod drawn;
mod people;
