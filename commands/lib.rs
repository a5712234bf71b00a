//! What Baton can be told, and what follows: pure rules, no I/O, no clock, no randomness.
//!
//! In reading order: [`ids`] names things; [`words`], [`card`] and [`chart`] are what is said, [`voice`] makes sentences of it;
//! [`grammar`] turns a typed line into a verb, [`verbs`] lists them all, [`hear`] is the front door; [`world`] is what there
//! is and what has happened; [`incident`] and [`change`] are the kinds of record, [`record`] what they have in common;
//! [`calendar`] and [`sla`] count time, [`plan`] lays work out in it; [`directory`] is the organisation, [`company`] what it
//! decided in chat; [`audience`] and [`notice`] say who is told, [`access`] who may; [`invariants`] is what holds whatever
//! happens.

pub mod access;
mod address;
pub mod ask;
pub mod audience;
pub mod baton;
pub mod calendar;
pub mod card;
pub mod change;
pub mod chart;
pub mod company;
pub mod decision;
#[cfg(test)]
mod desk;
pub mod directory;
pub mod directory_names;
pub mod document;
mod dry_run;
pub mod fact;
pub mod grammar;
pub mod hear;
pub mod ids;
pub mod incident;
pub mod invariants;
pub mod lookup;
pub mod notice;
pub mod nouns;
pub mod plan;
mod posts;
pub mod recall;
pub mod recipients;
pub mod record;
pub mod report;
pub mod short;
mod shortlist;
pub mod sla;
pub mod sla_verbs;
pub mod stranger;
pub mod unfinished;
pub mod verbs;
pub mod voice;
pub mod words;
pub mod world;
