//! A small company on a clock moved by hand: what a line answers, whom it pings, what the incident becomes.

mod access;
mod afterwards;
mod clocks;
mod opening;
mod people;
mod restricted;

use chrono_tz::Tz;

use crate::desk::Desk;
use crate::ids::IncidentId;
use crate::incident::{Incident, clock_words};
use crate::sla::TargetKind;
use crate::voice::{Language, PlainStyle, Voice};

impl Desk {
    fn incident(&self, number: u32) -> &Incident {
        self.world.incident(IncidentId(number)).unwrap()
    }

    /// How the newest clock of a kind stands, as the card says it.
    fn clock(&self, number: u32, kind: &TargetKind) -> String {
        let Some(target) = self.incident(number).latest(kind) else { return "none".to_owned() };
        let calendar = self.world.directory().clock(target.clock().calendar());
        let voice = Voice::new(Language::default(), Tz::UTC, &PlainStyle).at(self.now);
        voice.sentence(&clock_words(target, calendar))
    }
}
