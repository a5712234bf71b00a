//! Who approves a change, how silence is treated, and which edits ask them anew (CHG-9).

use chrono::Duration;

use super::{Assessment, Change, Event, Phase, Window, freeze};
use crate::ask::Ask;
use crate::decision::Refusal;
use crate::directory::{Directory, FreezeKind};
use crate::ids::PersonId;
use crate::say;

/// How many must say yes to an emergency in a hard freeze (CHG-10).
const FROZEN_QUORUM: u32 = 2;

/// Approvers that high risk needs are the company's quorum; else one is enough. The requester is none of them.
pub fn asked(directory: &Directory, change: &Change, ask: &Ask) -> Event {
    let high = change.assessment.as_ref().is_some_and(Assessment::is_high);
    asked_on(directory, change, high, change.window, ask)
}

/// The same for a risk and a window that it does not have yet.
fn asked_on(
    directory: &Directory,
    change: &Change,
    high: bool,
    window: Option<Window>,
    ask: &Ask,
) -> Event {
    let approvers = approvers(directory, change, &ask.actor);
    let terms = &directory.company.approval;
    let mut quorum = if high { terms.high_risk_quorum } else { 1 };
    let window = window.unwrap_or(Window { from: ask.now, to: ask.now + Duration::seconds(1) });
    if freeze::in_the_way(directory, change.client.as_ref(), &window)
        .any(|it| it.kind == FreezeKind::Hard)
    {
        quorum = quorum.max(FROZEN_QUORUM);
    }
    let calendar = directory.clock(&directory.company.calendar);
    let chase_at = calendar.add(ask.now, terms.remind_after.resolve(calendar, ask.now));
    Event::Submitted { quorum, approvers, chase_at }
}

/// A vote binds to the content: what was voted on, or still is, is put to the vote again when its risk or its window
/// becomes another before the work begins. None: nobody was asked yet, or it goes on already.
pub fn asked_anew(
    directory: &Directory,
    change: &Change,
    high: bool,
    window: Option<Window>,
    ask: &Ask,
) -> Result<Option<Event>, Refusal> {
    let begun_or_rejected =
        matches!(change.phase, Phase::InProgress { .. } | Phase::Rejected { .. });
    if change.ballot.is_none() || begun_or_rejected {
        return Ok(None);
    }
    let event = asked_on(directory, change, high, window, ask);
    can_be_carried(change, &event)?;
    Ok(Some(event))
}

/// An approval that nobody could give is not asked for.
pub fn can_be_carried(change: &Change, submitted: &Event) -> Result<(), Refusal> {
    let Event::Submitted { quorum, approvers, .. } = submitted else { return Ok(()) };
    if approvers.len() >= *quorum as usize {
        return Ok(());
    }
    let (id, quorum, count) = (change.id, *quorum, approvers.len());
    let refusal =
        Refusal::new(say!("change-no-approvers", id = id, quorum = quorum, count = count));
    Err(refusal.about(id).hint(say!("change-no-approvers-hint")))
}

/// The approvers named, without who opened the change and who asks.
pub fn approvers(directory: &Directory, change: &Change, asker: &PersonId) -> Vec<PersonId> {
    let all = directory.company.approval.approvers.iter();
    all.filter(|it| **it != change.opened_by && *it != asker).cloned().collect()
}
