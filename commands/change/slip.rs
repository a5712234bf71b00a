//! When the plan of a change no longer fits what was agreed: the TAM is told, once per threshold (CHG-11, SLA-15).

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::announce::Changes;
use super::planning::{Count, lay_out};
use super::task::TaskEvent;
use super::{Change, Event};
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
    /// The promised date, if every department takes the time it may to begin (SLA-15).
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
    /// Since when that is known.
    pub since: DateTime<Utc>,
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub told: bool,
}

impl Change {
    /// Looks at the plan again after what can move its end; the clock then tells what is new.
    pub(super) fn watch(&mut self, event: &Event, at: DateTime<Utc>, directory: &Directory) {
        if let Event::Slipped { past, by, .. } = event {
            let told = self.slips.iter_mut().filter(|slip| slip.past == *past && slip.by == *by);
            told.for_each(|slip| slip.told = true);
        }
        let is_agreed = self.window.is_some() || self.promised_by.is_some();
        if !is_agreed || self.hold.is_some() || !moves_plan(event) {
            return;
        }
        match event {
            Event::Opened(_) => self.watch_olas(at, directory),
            _ if self.is_in_progress() => self.watch_estimates(at, directory),
            _ => {}
        }
    }

    /// SLA-15: on creation, the longest path with the OLAs on it against the promise.
    fn watch_olas(&mut self, at: DateTime<Utc>, directory: &Directory) {
        let count = Count::AcceptAndEstimate;
        let Ok(laid) = lay_out(self, directory, at, count, &|_| None) else { return };
        if !self.tasks.is_empty() {
            self.hold_against(Threshold::Ola, self.promised_by, laid.end, at);
        }
    }

    fn watch_estimates(&mut self, at: DateTime<Utc>, directory: &Directory) {
        let count = Count::Estimate;
        let Ok(laid) = lay_out(self, directory, at, count, &|_| None) else { return };
        let end = laid.end;
        // What is not told by now may have been mended within the same decision.
        self.slips.retain(|slip| slip.told || slip.past == Threshold::Ola);
        self.hold_against(Threshold::Window, self.window.map(|window| window.to), end, at);
        self.hold_against(Threshold::Promised, self.promised_by, end, at);
        let is_late = self.slips.iter().any(|slip| slip.past == Threshold::Promised);
        // Late by the estimates alone, it need not be said that it is late with the OLAs.
        self.slips.retain(|slip| slip.told || slip.past != Threshold::Ola || !is_late);
    }

    fn hold_against(
        &mut self,
        past: Threshold,
        by: Option<DateTime<Utc>>,
        end: DateTime<Utc>,
        since: DateTime<Utc>,
    ) {
        let Some(by) = by.filter(|by| end > *by) else { return };
        if !self.slips.iter().any(|slip| slip.past == past && slip.by == by) {
            self.slips.push(Slip { past, by, end, since, told: false });
        }
    }

    /// What nobody was told yet.
    pub(super) fn untold_slips(&self) -> impl Iterator<Item = &Slip> {
        self.slips.iter().filter(|slip| !slip.told)
    }
}

impl Changes<'_> {
    /// The TAM speaks with the client, or with those who can be quicker.
    pub(super) fn slipped(&mut self, past: Threshold, by: DateTime<Utc>, end: DateTime<Utc>) {
        let (id, title) = (self.change.id, self.change.title.as_str());
        let (rule, words) = match past {
            Threshold::Window => {
                ("CHG-11", say!("slipped-window", id = id, title = title, by = by, end = end))
            }
            Threshold::Promised => {
                ("CHG-11", say!("slipped-promise", id = id, title = title, by = by, end = end))
            }
            Threshold::Ola => {
                ("SLA-15", say!("slipped-olas", id = id, title = title, by = by, end = end))
            }
        };
        let line = format!("/change plan {id}");
        let card = Card::line(words).button(say!("button-plan"), Some(id.into()), line);
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

/// Whether the end may be another after it.
fn moves_plan(event: &Event) -> bool {
    match event {
        Event::Opened(_) | Event::TaskAdded(_) | Event::Scheduled { .. } => true,
        Event::Started { .. } | Event::Resumed => true,
        Event::Task { what, .. } => matches!(
            what,
            TaskEvent::Done { .. }
                | TaskEvent::Failed { .. }
                | TaskEvent::Reopened { .. }
                | TaskEvent::Returned { .. }
                | TaskEvent::GotBack { .. }
                | TaskEvent::Resumed
                | TaskEvent::Estimated { .. }
                | TaskEvent::Linked { .. }
                | TaskEvent::FellOverdue { .. }
        ),
        _ => false,
    }
}
