//! Where a message goes and whom it pings there.

use std::collections::BTreeSet;

use crate::ids::{CalendarId, DeptId, PersonId, Place, Recipient};

/// A place and the people pinged there.
#[derive(Debug, Clone, PartialEq)]
pub struct Address {
    pub place: Place,
    pub pings: BTreeSet<Recipient>,
    /// Whose working time ends quiet hours; none: the company's.
    pub calendar: Option<CalendarId>,
    /// DIR-4: this department has nobody on duty now; its head is pinged instead and told so.
    pub gap: Option<(DeptId, PersonId)>,
}

impl Address {
    pub fn to(place: Place, pings: impl IntoIterator<Item = Recipient>) -> Address {
        Address { place, pings: pings.into_iter().collect(), calendar: None, gap: None }
    }
}
