//! Figures: what was done in a period, and who has how much to do (ITSM-2, TAM-4). Each stands with its sample size.

mod changes;
mod figures;
mod load;
mod scope;

use crate::access::Right;
use crate::verbs::{Entry, verb};

/// The verbs of `/report`, in the order of the help.
pub const VERBS: &[Entry] = &[
    verb!("report", "changes", changes::Changes, None, false, Right::Anyone, []),
    verb!("report", "load", load::Load, None, false, Right::Anyone, []),
];
