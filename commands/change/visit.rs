//! A visit that is booked, as far as changes can collide with it (CHG-10): what plans visits says which there are.

use std::collections::BTreeSet;

use super::Window;
use crate::ids::{ClientId, PersonId, SiteId};

/// A stretch of time that people have booked at a site.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Visit {
    /// As it is shown: `WO-41`.
    pub id: String,
    pub site: (ClientId, SiteId),
    pub people: BTreeSet<PersonId>,
    pub at: Window,
}
