//! What can be asked of the clocks: `/sla why`, `/sla next`, `/sla analyse`.
//!
//! The arithmetic stands in [`crate::sla`]; here it is told in words a TAM can read out to a client.

mod analyse;
mod next;
mod why;

use crate::access::Right;
use crate::ids::RecordKind;
use crate::verbs::{Entry, verb};

/// The verbs of `/sla`, in the order of the help.
pub const VERBS: &[Entry] = &[
    verb!("sla", "why", why::Why, None, false, Right::Anyone, ["Why"]),
    verb!("sla", "next", next::Next, None, false, Right::Anyone, []),
    verb!("sla", "analyse", analyse::Analyse, Some(RecordKind::Incident), true, Right::Working, []),
];
