//! Who is told that a change collides: whoever leads it, and whoever leads the other side (CHG-10).

use chrono::{DateTime, Utc};

use super::announce::Changes;
use super::{Change, Obstacle, Window};
use crate::card::Card;
use crate::ids::{ChangeId, IncidentId, PersonId};
use crate::notice::Useful;
use crate::say;
use crate::words::{Arg, Words};

impl Changes<'_> {
    /// Both who lead a change hear that the two collide, each in his own place.
    pub(super) fn conflict(&mut self, with: ChangeId, window: Window, theirs: Window) {
        let Some(other) = self.after.change(with) else { return };
        let directory = self.teller.directory();
        let told =
            [(self.change, other.id, window, theirs), (other, self.change.id, theirs, window)];
        for (change, with, window, theirs) in told {
            let Some(tam) = change.tam(directory) else { continue };
            let words = say!(
                "change-conflict-for-you",
                id = change.id,
                with = with,
                from = window.from,
                to = window.to,
                their_from = theirs.from,
                their_to = theirs.to
            );
            let home = change.home(directory);
            let card = with_hint(change, words);
            self.person("change.conflict", "CHG-10", home, &tam, card, Useful::WhileUnresolved);
        }
    }

    /// Who leads it hears what stands in its way; who leads an incident that took one of its people, for what.
    pub(super) fn obstructed(&mut self, by: &Obstacle, window: Option<Window>) {
        let id = self.change.id;
        let words = match (by, window) {
            (Obstacle::Freeze { id: freeze, window: frozen }, _) => say!(
                "change-frozen-for-you",
                id = id,
                freeze = freeze.as_str(),
                from = frozen.from,
                to = frozen.to
            ),
            (Obstacle::Maintenance { windows }, Some(window)) => {
                let windows: Vec<Arg> = windows.iter().map(|id| id.as_str().into()).collect();
                let (from, to) = (window.from, window.to);
                say!("change-outside-for-you", id = id, windows = windows, from = from, to = to)
            }
            (Obstacle::Maintenance { .. }, None) => return,
            (Obstacle::Incident { id: incident, who }, _) => {
                self.bereft(*incident, who);
                booked(self.change, self.teller.now(), *incident, who)
            }
        };
        let card = with_hint(self.change, words);
        self.tam("change.conflict", "CHG-10", card, Useful::WhileUnresolved);
    }

    fn bereft(&mut self, incident: IncidentId, who: &PersonId) {
        let Some(incident) = self.after.incident(incident) else { return };
        let Some(lead) = incident.lead.as_ref().filter(|lead| *lead != who) else { return };
        let words = booked(self.change, self.teller.now(), incident.id, who);
        let home = incident.home(self.teller.directory());
        let card = Card::line(words);
        self.person("change.conflict", "CHG-10", home, lead, card, Useful::WhileUnresolved);
    }
}

/// Somebody is needed in two places.
pub(super) fn booked(
    change: &Change,
    now: DateTime<Utc>,
    incident: IncidentId,
    who: &PersonId,
) -> Words {
    let id = change.id;
    match change.window.filter(|window| now < window.to) {
        Some(window) => {
            let (from, to) = (window.from, window.to);
            say!("change-bereft", id = id, with = incident, who = who, from = from, to = to)
        }
        None => say!("change-bereft-now", id = id, with = incident, who = who),
    }
}

fn with_hint(change: &Change, words: Words) -> Card {
    let card = Card::line(words);
    if change.window.is_none() {
        return card;
    }
    let line = Arg::Line(format!("/change conflicts {}", change.id));
    card.and(say!("change-conflict-hint", line = line))
}
