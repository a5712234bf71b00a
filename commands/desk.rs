//! A small company on a clock moved by hand: what a line answers, whom it pings, what the record becomes.

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
use crate::ids::{DeliveryId, PersonId, Place, RecordId};
use crate::notice::{Notice, Told};
use crate::voice::{Language, PlainStyle, Voice};
use crate::world::{Fact, Stamp, World};

fn files() -> serde_json::Value {
    let mut files: serde_json::Value =
        serde_json::from_str(include_str!("desk/company.json")).unwrap();
    let always = serde_json::to_value(Calendar::always()).unwrap();
    files["calendars"] = serde_json::json!({ "always": always });
    files
}

fn directory(files: serde_json::Value) -> Directory {
    serde_json::from_value(files).unwrap()
}

/// Looks at each commit: the World before it, what happened, what left.
pub(crate) type Judge = fn(&Desk, World, &[Fact], &[Told]);

/// The World, the clock, and what left since it was last asked.
pub(crate) struct Desk {
    pub(crate) world: World,
    pub(crate) now: DateTime<Utc>,
    pub(crate) left: Vec<Told>,
    /// Where everybody speaks.
    pub(crate) place: Place,
    /// The lines so far, for whoever must find out why.
    pub(crate) said: Vec<String>,
    /// All that has happened.
    pub(crate) facts: Vec<Fact>,
    judge: Judge,
}

impl Desk {
    /// Monday 2 March 2026, 09:00 in the company's zone.
    pub(crate) fn open() -> Desk {
        Desk::of(|_| {})
    }

    /// The same with something else in the organisation's files.
    pub(crate) fn of(edit: impl FnOnce(&mut Directory)) -> Desk {
        let mut directory = directory(files());
        edit(&mut directory);
        Desk::in_company(directory)
    }

    /// The same as the files are written.
    pub(crate) fn of_files(edit: impl FnOnce(&mut serde_json::Value)) -> Desk {
        let mut files = files();
        edit(&mut files);
        Desk::in_company(directory(files))
    }

    fn in_company(directory: Directory) -> Desk {
        let now = "2026-03-02T09:00:00Z".parse().unwrap();
        let event = Event::Organised { directory: Arc::new(directory), calendars_from: now };
        let mut world = World::default();
        world.advance(vec![(RecordId::COMPANY, event.into())], &Stamp::clock(now));
        let (left, said, facts) = (Vec::new(), Vec::new(), Vec::new());
        let place = Place::channel("room");
        Desk { world, now, left, place, said, facts, judge: |_, _, _, _| {} }
    }

    /// The same with an eye on every commit.
    pub(crate) fn watched(self, judge: Judge) -> Desk {
        Desk { judge, ..self }
    }

    /// Somebody says a line in `#room`; the first line of the answer, a refusal with `!` in front.
    pub(crate) fn say(&mut self, who: &str, line: &str) -> String {
        let text = self.all(who, line);
        text.lines().next().unwrap_or_default().to_owned()
    }

    /// The same with all lines of the answer.
    pub(crate) fn all(&mut self, who: &str, line: &str) -> String {
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
    pub(crate) fn answer(&mut self, who: &str, line: &str) -> Answer {
        let ask = self.ask(who, line);
        let heard = hear(&self.world, &ask, line);
        self.said.push(format!("{} {who}: {line}", self.now.format("%d %H:%M")));
        if let Some(outcome) = heard.outcome {
            let before = std::mem::replace(&mut self.world, outcome.after);
            self.committed(before, &outcome.facts, outcome.notices);
        }
        heard.answer
    }

    pub(crate) fn ask(&self, who: &str, line: &str) -> Ask {
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
    pub(crate) fn wait(&mut self, minutes: i64) {
        let to = self.now + TimeDelta::minutes(minutes);
        while let Some(at) = self.world.next_wake().filter(|at| *at <= to) {
            self.now = self.now.max(at);
            let before = self.world.clone();
            let events = self.world.wake(self.now, 64);
            let (facts, told) = self.world.advance(events, &Stamp::clock(self.now));
            self.committed(before, &facts, told);
        }
        self.now = to;
    }

    fn committed(&mut self, before: World, facts: &[Fact], told: Vec<Told>) {
        (self.judge)(self, before, facts, &told);
        self.left.extend(told);
        self.facts.extend_from_slice(facts);
    }

    /// Who was pinged since last asked, as `reason: place who who`.
    pub(crate) fn pings(&mut self) -> Vec<String> {
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
}
