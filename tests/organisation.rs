//! The organisation's files: the demo is good, and each fault of a bad set is named with its mend (DIR-1).

mod calendars;
mod clients;
mod company;
mod contracts;
mod demo;
mod files;
mod many;
mod names;
mod people;
pub(crate) mod small;
