//! When the plan of a change no longer fits what was agreed: the TAM is told, once per threshold (CHG-11, SLA-15).

use std::collections::BTreeMap;

use chrono::{DateTime, Duration, Utc};
use serde::{Deserialize, Serialize};

use super::announce::Changes;
use super::planning::{Count, LEFT_MIN, Laid, lay_out};
use super::{Change, Phase, Task};
use crate::calendar::Ruler;
use crate::card::Card;
use crate::directory::Directory;
use crate::notice::Useful;
use crate::say;
use crate::words::Words;

/// What the expected end of a change is held against.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Threshold {
    /// The end of its window (CHG-11).
    Window,
    /// The promised date, by the estimates (CHG-11).
    Promised,
    /// The client's resolution target, by the estimates (CHG-11).
    Sla,
    /// The promised date or the client's target, if every department takes the time it may to begin (SLA-15).
    Ola,
}

/// An instant that the work is expected to miss.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Slip {
    pub past: Threshold,
    /// What is missed. Another window or promise is another threshold.
    pub by: DateTime<Utc>,
    /// When the work was expected to end.
    pub end: DateTime<Utc>,
    /// Since when that is so; in the future if it will be so unless something happens.
    pub since: DateTime<Utc>,
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub told: bool,
}

impl Change {
    /// Holds its plan against what was agreed, as `lay` lays it out at an instant against a target; whether there is
    /// something new to tell, now or, if nothing happens, later.
    pub(super) fn watch<'p>(
        &mut self,
        lay: &dyn Fn(DateTime<Utc>, Option<DateTime<Utc>>) -> Option<Laid<'p>>,
        is_opened: bool,
        at: DateTime<Utc>,
        directory: &Directory,
    ) -> bool {
        let before = self.slips.clone();
        let is_waited_for = self.is_live() && self.hold.is_none();
        if !is_waited_for || !is_opened {
            // What is not told by now may have been mended within the same decision.
            self.slips.retain(|slip| slip.told || (is_waited_for && slip.past == Threshold::Ola));
        }
        if is_waited_for && is_opened {
            self.watch_olas(at, directory);
        } else if is_waited_for && self.is_under_way() {
            self.watch_estimates(lay, at, directory);
        }
        let is_news = self.slips != before;
        self.own_wake = self.next_own_wake(directory);
        is_news
    }

    /// Its work goes on; or it is scheduled, and another change may keep it from beginning in time.
    fn is_under_way(&self) -> bool {
        let own = self.id;
        let waits = |task: &Task| task.waits_for().any(|link| link.to.change != own);
        let is_scheduled = matches!(self.phase, Phase::Scheduled { .. });
        self.is_in_progress() || (is_scheduled && self.open_tasks().any(|task| waits(task)))
    }

    /// SLA-15: on creation, the longest path with the OLAs on it against the promise.
    fn watch_olas(&mut self, at: DateTime<Utc>, directory: &Directory) {
        let promised = [self.promised_by, self.resolution_by(directory)].into_iter().flatten();
        let (Some(by), count) = (promised.min(), Count::AcceptAndEstimate) else { return };
        let laid = lay_out(self, directory, (at, None), count, &BTreeMap::new());
        if let Some(end) = laid.ok().map(|laid| laid.end).filter(|_| !self.tasks.is_empty()) {
            self.hold_against(Threshold::Ola, by, end, at);
        }
    }

    fn watch_estimates<'p>(
        &mut self,
        lay: &dyn Fn(DateTime<Utc>, Option<DateTime<Utc>>) -> Option<Laid<'p>>,
        at: DateTime<Utc>,
        directory: &Directory,
    ) {
        let window = self.window.map(|window| (Threshold::Window, window.to));
        let promised = self.promised_by.map(|by| (Threshold::Promised, by));
        let sla = self.resolution_by(directory).map(|by| (Threshold::Sla, by));
        for (past, by) in window.into_iter().chain(promised).chain(sla) {
            let Some(laid) = lay(at, Some(by)) else { return };
            if laid.end > by {
                self.hold_against(past, by, laid.end, at);
            } else if let Some(since) = late_from(self, &laid, directory)
                && let Some(then) = lay(since, None)
            {
                self.hold_against(past, by, then.end, since);
            }
        }
        let is_late = |slip: &Slip| {
            matches!(slip.past, Threshold::Promised | Threshold::Sla) && slip.since <= at
        };
        // Late by the estimates alone, it need not be said that it is late with the OLAs.
        if self.slips.iter().any(is_late) {
            self.slips.retain(|slip| slip.told || slip.past != Threshold::Ola);
        }
    }

    fn hold_against(
        &mut self,
        past: Threshold,
        by: DateTime<Utc>,
        end: DateTime<Utc>,
        since: DateTime<Utc>,
    ) {
        // A pause moves the client's deadline, not the promise: it is told once.
        let same = |slip: &Slip| slip.by == by || past == Threshold::Sla;
        let is_known = self.slips.iter().any(|slip| slip.past == past && same(slip));
        if end > by && !is_known {
            self.slips.push(Slip { past, by, end, since, told: false });
        }
    }

    /// What nobody was told yet.
    pub(super) fn untold_slips(&self) -> impl Iterator<Item = &Slip> {
        self.slips.iter().filter(|slip| !slip.told)
    }

    /// That the TAM was told.
    pub(super) fn slip_told(&mut self, past: Threshold, by: DateTime<Utc>) {
        let told = self.slips.iter_mut().filter(|slip| slip.past == past && slip.by == by);
        told.for_each(|slip| slip.told = true);
    }
}

/// When a plan that was laid out against a target begins to miss it if nothing more is done: the work that should begin
/// has not, or what is in progress takes longer than was thought.
fn late_from(change: &Change, laid: &Laid, directory: &Directory) -> Option<DateTime<Utc>> {
    let turns = laid.tasks.iter().filter(|(task, _)| task.is_turn());
    let last = turns.filter_map(|(task, placed)| match task.is_in_progress() {
        true => {
            let calendar = directory.clock(directory.calendar_of(&task.department));
            let agreed = change.window.map(|window| (window.from, window.to));
            Ruler::agreed(calendar, agreed, placed.start).back(placed.latest_finish, LEFT_MIN)
        }
        false => Some(placed.latest_start),
    });
    last.min().map(|last| last + Duration::minutes(1))
}

/// What slips, as it is told.
pub(super) fn words(
    change: &Change,
    past: Threshold,
    by: DateTime<Utc>,
    end: DateTime<Utc>,
) -> Words {
    let (id, title) = (change.id, change.title.as_str());
    match past {
        Threshold::Window => say!("slipped-window", id = id, title = title, by = by, end = end),
        Threshold::Promised => say!("slipped-promise", id = id, title = title, by = by, end = end),
        Threshold::Sla => say!("slipped-sla", id = id, title = title, by = by, end = end),
        Threshold::Ola => say!("slipped-olas", id = id, title = title, by = by, end = end),
    }
}

impl Changes<'_> {
    /// The TAM speaks with the client, or with those who can be quicker.
    pub(super) fn slipped(&mut self, past: Threshold, by: DateTime<Utc>, end: DateTime<Utc>) {
        let id = self.change.id;
        let rule = match past {
            Threshold::Window | Threshold::Promised | Threshold::Sla => "CHG-11",
            Threshold::Ola => "SLA-15",
        };
        let line = format!("/change plan {id}");
        let card = Card::line(words(self.change, past, by, end));
        let card = card.button(say!("button-plan"), Some(id.into()), line);
        self.tam("change.slipped", rule, card, Useful::WhileUnresolved);
    }
}

/// As a line of the timeline.
pub(super) fn history(past: Threshold, by: DateTime<Utc>, end: DateTime<Utc>) -> Words {
    match past {
        Threshold::Ola => say!("change-was-slipped-olas", by = by, end = end),
        _ => say!("change-was-slipped", by = by, end = end),
    }
}
