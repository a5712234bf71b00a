//! One use of a command: who asks, where, when, by which delivery.

use std::sync::Arc;

use chrono::{DateTime, Utc};

use crate::directory::Directory;
use crate::grammar::Slash;
use crate::ids::{DeliveryId, PersonId, Place, RecordId};

/// What a verb may know about the one who typed it. Time is an argument (invariant 9).
#[derive(Debug, Clone)]
pub struct Ask {
    pub actor: PersonId,
    pub place: Place,
    pub now: DateTime<Utc>,
    pub delivery: DeliveryId,
    /// The record in whose thread or mirror this was said.
    pub thread: Option<RecordId>,
    /// Whether a line must begin with a slash here.
    pub slash: Slash,
    /// The line as it was understood; it stands in the history.
    pub line: String,
    /// ACC-3: why the asker overrides the rule that would refuse him; none unless he may and needs to.
    pub override_because: Option<String>,
    /// DIR-2: a fresh one-time code, drawn by the shell for `/baton link` alone.
    pub secret: Option<Secret>,
    /// DIR-1: the organisation's files as they are now, read by the shell for `/baton reload` alone.
    pub offered: Option<Arc<Offered>>,
}

/// A one-time code and what is kept of it. Debug shows neither.
#[derive(Clone)]
pub struct Secret {
    pub code: String,
    pub hash: String,
}

impl std::fmt::Debug for Secret {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Secret")
    }
}

/// Somebody whom no person of the organisation maps to (DIR-2): he may read help and link himself.
#[derive(Debug, Clone)]
pub struct Stranger {
    /// `platform:id`, as [`crate::company::Company`] keeps links.
    pub account: String,
    pub place: Place,
    pub now: DateTime<Utc>,
    pub delivery: DeliveryId,
}

/// The organisation's files as just read: good, or with the faults that keep the old set in force.
#[derive(Debug, Clone)]
pub enum Offered {
    Good(Box<Directory>),
    /// Each fault as `file:line: what → mend`.
    Bad(Vec<String>),
}
