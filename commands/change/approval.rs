//! Who approves a change, and how silence is treated (CHG-9).

use super::{Change, Event};
use crate::ask::Ask;
use crate::directory::Directory;
use crate::ids::PersonId;

/// Approvers that high risk needs are the company's quorum; else one is enough. The requester is none of them.
pub fn asked(directory: &Directory, change: &Change, ask: &Ask) -> Event {
    let approvers = approvers(directory, change, &ask.actor);
    let terms = &directory.company.approval;
    let high = change.assessment.as_ref().is_some_and(super::Assessment::is_high);
    let quorum = if high { terms.high_risk_quorum } else { 1 };
    let calendar = directory.clock(&directory.company.calendar);
    let chase_at = calendar.add(ask.now, terms.remind_after.resolve(calendar, ask.now));
    Event::Submitted { quorum, approvers, chase_at }
}

/// The approvers named, without who opened the change and who asks.
pub fn approvers(directory: &Directory, change: &Change, asker: &PersonId) -> Vec<PersonId> {
    let all = directory.company.approval.approvers.iter();
    all.filter(|it| **it != change.opened_by && *it != asker).cloned().collect()
}
