//! Random work on two changes that wait for each other, held against a naive count of whose turn it is.

mod colliding;
mod planned;
mod slipping;

use std::collections::BTreeMap;
use std::sync::Arc;

use chrono::{DateTime, TimeDelta, Utc};

use super::invariants::{broken, has_what_it_waits_for};
use super::{Change, Task, links};
use crate::ask::Ask;
use crate::calendar::Calendar;
use crate::calendar::samples::nine_to_five;
use crate::directory::Directory;
use crate::grammar::Slash;
use crate::hear::hear;
use crate::ids::{DeliveryId, PersonId, Place, RecordId};
use crate::notice::{Notice, Told};
use crate::world::{Event, Fact, Stamp, World};

/// Lines of one run; enough that most tasks are freed, taken back and freed again.
const LINES: u32 = 90;
const RUNS: u64 = 60;

/// A company on a clock moved by hand, and what its lines did.
struct Desk {
    world: World,
    now: DateTime<Utc>,
    said: Vec<String>,
    /// All that has happened.
    facts: Vec<Fact>,
}

impl Desk {
    fn open() -> Desk {
        let mut files: serde_json::Value =
            serde_json::from_str(include_str!("../incident/tests/company.json")).unwrap();
        let always = serde_json::to_value(Calendar::always()).unwrap();
        let nine = serde_json::to_value(nine_to_five()).unwrap();
        files["calendars"] = serde_json::json!({ "always": always, "nine-to-five": nine });
        files["maintenance"] = serde_json::json!({
            "lab-hours": { "calendar": "nine-to-five", "services": ["bank"] },
            "lab-hours-again": { "calendar": "nine-to-five", "clients": ["globex"] },
            "always": { "calendar": "always", "devices": ["SRV-G2"] },
        });
        files["devices"]["SRV-G2"] = files["devices"]["SRV-G1"].clone();
        files["departments"]["lab"]["calendar"] = "nine-to-five".into();
        let directory: Directory = serde_json::from_value(files).unwrap();
        let now = "2026-03-02T09:00:00Z".parse().unwrap();
        let directory = Arc::new(directory);
        let event = crate::company::Event::Organised { directory, calendars_from: now };
        let mut world = World::default();
        world.advance(vec![(RecordId::COMPANY, event.into())], &Stamp::clock(now));
        Desk { world, now, said: Vec::new(), facts: Vec::new() }
    }

    fn say(&mut self, line: &str) {
        let ask = Ask {
            actor: PersonId::new("im-1"),
            place: Place::channel("room"),
            now: self.now,
            delivery: DeliveryId("test".to_owned()),
            thread: None,
            slash: Slash::Required,
            line: line.to_owned(),
            override_because: None,
            secret: None,
            offered: None,
        };
        self.said.push(format!("{} {line}", self.now.format("%d %H:%M")));
        let heard = hear(&self.world, &ask, line);
        if let Some(outcome) = heard.outcome {
            let before = std::mem::replace(&mut self.world, outcome.after);
            self.judge(before, &outcome.facts, &outcome.notices);
        }
    }

    fn wait(&mut self, minutes: i64) {
        let to = self.now + TimeDelta::minutes(minutes);
        while let Some(at) = self.world.next_wake().filter(|at| *at <= to) {
            self.now = self.now.max(at);
            let before = self.world.clone();
            let events = self.world.wake(self.now, 64);
            let (facts, told) = self.world.advance(events, &Stamp::clock(self.now));
            self.judge(before, &facts, &told);
        }
        self.now = to;
        self.said.push(format!("{} …", self.now.format("%d %H:%M")));
    }

    /// Each event is allowed, each release pings its department once in the same commit, nobody's turn is missed.
    fn judge(&mut self, mut before: World, facts: &[Fact], told: &[Told]) {
        let mut released: BTreeMap<RecordId, usize> = BTreeMap::new();
        for fact in facts {
            if let Event::Change(event) = &fact.event {
                let wrong = broken(&before, fact, event);
                assert_eq!(wrong, None, "{}: {event:?}\n{}", fact.name(), self.said.join("\n"));
                if let super::Event::Task { task, what: super::TaskEvent::Readied { .. } } = event {
                    let id = super::ChangeId(fact.record.number).task(*task);
                    *released.entry(id.into()).or_default() += 1;
                }
            }
            before.evolve(fact);
            self.facts.push(fact.clone());
        }
        let mut pinged: BTreeMap<RecordId, usize> = BTreeMap::new();
        for notice in told {
            let Notice::Say(say) = &notice.notice else { continue };
            if say.reason.as_str() == "task.ready" && say.rule == "CHG-1" {
                *pinged.entry(say.about).or_default() += 1;
            }
        }
        assert_eq!(released, pinged, "{}", self.said.join("\n"));
        self.everybody_knows_his_turn();
    }

    fn everybody_knows_his_turn(&self) {
        for change in self.world.changes.values() {
            for task in change.tasks.values() {
                let turn = self.is_turn(change, task);
                let said = || format!("{}: {:?}\n{}", task.id, task.state, self.said.join("\n"));
                if task.is_waiting() {
                    assert!(!turn, "nobody was told: {}", said());
                } else if task.is_ready() && task.hold.is_none() && change.hold.is_none() {
                    assert!(turn, "it was not its turn: {}", said());
                }
                let own = task.after.iter().find_map(|l| links::path(&self.world, task.id, l.to));
                assert_eq!(own, None, "a circle: {}", said());
            }
        }
    }

    /// Whose turn it is, counted from scratch.
    fn is_turn(&self, change: &Change, task: &Task) -> bool {
        let held = change.hold.is_some() || task.hold.is_some();
        change.is_in_progress() && !held && has_what_it_waits_for(&self.world, task, self.now)
    }
}

/// Says lines, one after the other; `+90` lets so many minutes pass.
fn told(lines: &str) -> Desk {
    let mut desk = Desk::open();
    for line in lines.lines().map(str::trim).filter(|line| !line.is_empty()) {
        match line.strip_prefix('+') {
            Some(minutes) => desk.wait(minutes.parse().expect("minutes")),
            None => desk.say(line),
        }
    }
    desk
}

/// Numbers that look random and are the same for the same seed.
struct Dice(u64);

impl Dice {
    fn below(&mut self, count: u64) -> u64 {
        self.0 =
            self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % count
    }

    fn task(&mut self) -> String {
        format!("CHG-{}.{}", 1 + self.below(2), 1 + self.below(8))
    }

    fn line(&mut self) -> String {
        let (task, other) = (self.task(), self.task());
        let change = 1 + self.below(2);
        match self.below(24) {
            0..=5 => format!("/task done {task}"),
            6 | 7 => format!("/task start {task}"),
            8 => format!("/task fail {task} it broke"),
            9 => format!("/task skip {task} not needed"),
            10 | 11 => format!("/task reopen {task} not right"),
            12 => format!("/task return {task} something is missing"),
            13 => format!("/task hold {task} waits for parts"),
            14 | 15 => format!("/task resume {task}"),
            16 => format!("/task cancel {task} not wanted"),
            17 => {
                format!("/task proceed {task} {}", ["yes", "no"][usize::from(self.below(2) == 0)])
            }
            18 => format!("/change hold CHG-{change} the client asks"),
            19 | 20 => format!("/change resume CHG-{change}"),
            21 => format!(
                "/change after {task} {other}{}",
                ["", " --any"][usize::from(self.below(3) == 0)]
            ),
            22 => format!("/change unlink {task} {other}"),
            _ => format!("/change start CHG-{change}"),
        }
    }
}

#[test]
fn everybody_is_told_his_turn_once_and_nobody_else_whatever_happens() {
    for seed in 0..RUNS {
        let (mut desk, mut dice) = (Desk::open(), Dice(seed));
        for number in 1..=2 {
            desk.say("/change open \"Some work\" --type emergency");
            for task in 1..=8 {
                let dept = ["unix", "dba", "network"][usize::try_from(dice.below(3)).unwrap()];
                let lag = ["", " --lag 45m"][usize::from(dice.below(4) == 0)];
                let after = match task {
                    1 | 2 => String::new(),
                    _ => format!(" --after {},{}{lag}", 1 + dice.below(task / 2), task - 1),
                };
                desk.say(&format!("/change task CHG-{number} \"Step\" --dept {dept}{after}"));
            }
        }
        for _ in 0..LINES {
            let line = dice.line();
            desk.say(&line);
            if dice.below(3) == 0 {
                desk.wait(1 + i64::try_from(dice.below(90)).unwrap());
            }
        }
    }
}
