//! Random work on two changes that wait for each other, held against a naive count of whose turn it is.

mod clocking;
mod colliding;
mod held;
mod judged;
mod planned;
mod slipping;

use std::collections::BTreeMap;

use super::invariants::{broken, has_what_it_waits_for, is_due, overlooked};
use crate::calendar::samples::nine_to_five;
use crate::desk::Desk;
use crate::ids::RecordId;
use crate::notice::{Notice, Told};
use crate::world::{Event, Fact, World};

/// Lines of one run; enough that most tasks are freed, taken back and freed again.
const LINES: u32 = 90;
const RUNS: u64 = 60;

/// A company whose laboratory works from nine to five, in which some maintenance has its hours.
fn desk() -> Desk {
    let desk = Desk::of_files(|files| {
        files["calendars"]["nine-to-five"] = serde_json::to_value(nine_to_five()).unwrap();
        let policies = files["contracts"]["gold"]["policies"].as_array_mut().unwrap();
        policies
            .push(serde_json::json!({ "kind": "change", "response": "1h", "resolution": "10h" }));
        let task = serde_json::json!({
            "key": "a", "title": "A", "department": "unix", "estimate": "9h45m",
        });
        files["templates"]["long"] =
            serde_json::json!({ "title": "Long", "kind": "standard", "tasks": [task] });
        files["maintenance"] = serde_json::json!({
            "lab-hours": { "calendar": "nine-to-five", "services": ["bank"] },
            "lab-hours-again": { "calendar": "nine-to-five", "clients": ["globex"] },
            "always": { "calendar": "always", "devices": ["SRV-G2"] },
        });
        files["devices"]["SRV-G2"] = files["devices"]["SRV-G1"].clone();
        files["departments"]["lab"]["calendar"] = "nine-to-five".into();
    });
    desk.watched(judge)
}

/// Says lines, one after the other; `+90` lets so many minutes pass, `by unix-1 /task …` is said by him.
fn told(lines: &str) -> Desk {
    let mut desk = desk();
    for line in lines.lines().map(str::trim).filter(|line| !line.is_empty()) {
        match line.strip_prefix('+') {
            Some(minutes) => desk.wait(minutes.parse().expect("minutes")),
            None => {
                let by = line.strip_prefix("by ").and_then(|rest| rest.split_once(' '));
                let (who, line) = by.unwrap_or(("im-1", line));
                desk.say(who, line);
            }
        }
    }
    desk
}

/// Each event is allowed, each release pings its department once in the same commit, nobody's turn is missed.
fn judge(desk: &Desk, mut world: World, facts: &[Fact], told: &[Told]) {
    let (before, said) = (world.clone(), || desk.said.join("\n"));
    let mut released: BTreeMap<RecordId, usize> = BTreeMap::new();
    for fact in facts {
        let was = world.clone();
        world.evolve(fact);
        let Event::Change(event) = &fact.event else { continue };
        let wrong = broken(&was, &world, fact, event);
        assert_eq!(wrong, None, "{}: {event:?}\n{}", fact.name(), said());
        if let super::Event::Task { task, what: super::TaskEvent::Readied { .. } } = event {
            let id = super::ChangeId(fact.record.number).task(*task);
            *released.entry(id.into()).or_default() += 1;
        }
    }
    let mut pinged: BTreeMap<RecordId, usize> = BTreeMap::new();
    for notice in told {
        let Notice::Say(say) = &notice.notice else { continue };
        if say.reason.as_str() == "task.ready" && say.rule == "CHG-1" {
            *pinged.entry(say.about).or_default() += 1;
        }
    }
    assert_eq!(released, pinged, "{}", said());
    assert_eq!(overlooked(&before, &world, desk.now), None, "{}", said());
    everybody_knows_his_turn(desk);
}

fn everybody_knows_his_turn(desk: &Desk) {
    for change in desk.world.changes.values() {
        for task in change.tasks.values() {
            let said = || format!("{}: {:?}\n{}", task.id, task.state, desk.said.join("\n"));
            assert!(!is_due(&desk.world, change, task, desk.now), "nobody was told: {}", said());
            if task.is_ready() && task.hold.is_none() && change.hold.is_none() {
                let turn = has_what_it_waits_for(&desk.world, task, desk.now);
                assert!(turn && change.is_in_progress(), "it was not its turn: {}", said());
            }
        }
    }
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
        let (mut desk, mut dice) = (desk(), Dice(seed));
        for number in 1..=2 {
            desk.say("im-1", "/change open \"Some work\" --type emergency");
            for task in 1..=8 {
                let dept = ["unix", "dba", "network"][usize::try_from(dice.below(3)).unwrap()];
                let lag = ["", " --lag 45m"][usize::from(dice.below(4) == 0)];
                let after = match task {
                    1 | 2 => String::new(),
                    _ => format!(" --after {},{}{lag}", 1 + dice.below(task / 2), task - 1),
                };
                desk.say(
                    "im-1",
                    &format!("/change task CHG-{number} \"Step\" --dept {dept}{after}"),
                );
            }
        }
        for _ in 0..LINES {
            let line = dice.line();
            desk.say("im-1", &line);
            if dice.below(3) == 0 {
                desk.wait(1 + i64::try_from(dice.below(90)).unwrap());
            }
        }
    }
}
