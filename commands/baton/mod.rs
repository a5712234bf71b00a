//! The bot itself: help, what waits for me, why a ping was sent, languages, the organisation's files.

mod help;
mod language;
mod link;
mod mine;
mod outbox;
mod reload;
mod search;
mod status;
mod why;

pub use link::join;
pub use outbox::answer as undelivered;
pub use status::answer as status;
pub use why::answer as why;

use crate::access::Right;
use crate::verbs::{Entry, verb};

/// The verbs of `/baton`, in the order of the help.
pub const VERBS: &[Entry] = &[
    verb!("baton", "help", help::Help, None, false, Right::Anyone, []),
    verb!("baton", "mine", mine::Mine, None, false, Right::Anyone, []),
    verb!("baton", "why", why::Why, None, false, Right::Anyone, ["ⓘ"]),
    verb!("baton", "search", search::Search, None, false, Right::Anyone, []),
    verb!("baton", "status", status::ShowStatus, None, false, Right::Anyone, []),
    verb!("baton", "undelivered", outbox::Undelivered, None, false, Right::Anyone, []),
    verb!("baton", "language", language::Choose, None, true, Right::Anyone, []),
    verb!("baton", "link", link::Link, None, true, Right::Anyone, []),
    verb!("baton", "reload", reload::Reload, None, true, Right::Steering, []),
];
