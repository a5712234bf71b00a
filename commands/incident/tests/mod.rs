//! A small company on a clock moved by hand: what a line answers, whom it pings, what the record becomes.

mod access;
mod afterwards;
mod clocks;
mod opening;
mod people;
mod restricted;

use std::sync::Arc;

use chrono::{DateTime, TimeDelta, Utc};
use chrono_tz::Tz;

use crate::ask::Ask;
use crate::calendar::Calendar;
use crate::company::Event;
use crate::decision::Answer;
use crate::directory::Directory;
use crate::grammar::Slash;
use crate::hear::hear;
use crate::ids::{DeliveryId, IncidentId, PersonId, Place, RecordId};
use crate::incident::{Incident, clock_words};
use crate::notice::{Notice, Told};
use crate::sla::TargetKind;
use crate::voice::{Language, PlainStyle, Voice};
use crate::world::{Stamp, World};

/// The World, the clock, and what left since it was last asked.
struct Desk {
    world: World,
    now: DateTime<Utc>,
    left: Vec<Told>,
    /// Where everybody speaks.
    place: Place,
}

impl Desk {
    /// Monday 2 March 2026, 09:00 in the company's zone.
    fn open() -> Desk {
        Desk::of(|_| {})
    }

    /// The same with something else in the organisation's files.
    fn of(edit: impl FnOnce(&mut Directory)) -> Desk {
        let mut files: serde_json::Value =
            serde_json::from_str(include_str!("company.json")).unwrap();
        let always = serde_json::to_value(Calendar::always()).unwrap();
        files["calendars"] = serde_json::json!({ "always": always });
        let mut directory: Directory = serde_json::from_value(files).unwrap();
        edit(&mut directory);
        let now = "2026-03-02T09:00:00Z".parse().unwrap();
        let event = Event::Organised { directory: Arc::new(directory), calendars_from: now };
        let mut world = World::default();
        world.advance(vec![(RecordId::COMPANY, event.into())], &Stamp::clock(now));
        Desk { world, now, left: Vec::new(), place: Place::channel("room") }
    }

    /// Somebody says a line in `#room`; the first line of the answer, a refusal with `!` in front.
    fn say(&mut self, who: &str, line: &str) -> String {
        let text = self.all(who, line);
        text.lines().next().unwrap_or_default().to_owned()
    }

    /// The same with all lines of the answer.
    fn all(&mut self, who: &str, line: &str) -> String {
        let answer = self.answer(who, line);
        let voice = Voice::new(Language::default(), Tz::UTC, &PlainStyle).at(self.now);
        match answer {
            Answer::Reply { card, .. } => voice.text(&card),
            Answer::Refused { card, .. } | Answer::Form { card, .. } => {
                format!("! {}", voice.text(&card))
            }
            Answer::Look(_) => "?".to_owned(),
        }
    }

    /// What the line came to; it is committed.
    fn answer(&mut self, who: &str, line: &str) -> Answer {
        let ask = self.ask(who, line);
        let heard = hear(&self.world, &ask, line);
        if let Some(outcome) = heard.outcome {
            self.world = outcome.after;
            self.left.extend(outcome.notices);
        }
        heard.answer
    }

    fn ask(&self, who: &str, line: &str) -> Ask {
        Ask {
            actor: PersonId::new(who),
            place: self.place.clone(),
            now: self.now,
            delivery: DeliveryId("test".to_owned()),
            thread: None,
            slash: Slash::Required,
            line: line.to_owned(),
            override_because: None,
            secret: None,
            offered: None,
        }
    }

    /// The clock moves; what falls due on the way happens at its own instant.
    fn wait(&mut self, minutes: i64) {
        let to = self.now + TimeDelta::minutes(minutes);
        while let Some(at) = self.world.next_wake().filter(|at| *at <= to) {
            self.now = self.now.max(at);
            let events = self.world.wake(self.now, 64);
            let (_, told) = self.world.advance(events, &Stamp::clock(self.now));
            self.left.extend(told);
        }
        self.now = to;
    }

    /// Who was pinged since last asked, as `reason: place who who`.
    fn pings(&mut self) -> Vec<String> {
        let told = std::mem::take(&mut self.left);
        let ping = |told: Told| match told.notice {
            Notice::Say(say) if !say.pings.is_empty() => {
                let who: Vec<String> = say.pings.iter().map(ToString::to_string).collect();
                Some(format!("{}: {} {}", say.reason, say.place, who.join(" ")))
            }
            _ => None,
        };
        told.into_iter().filter_map(ping).collect()
    }

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
