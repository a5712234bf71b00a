//! What a plan is, as tables: a chain is written as it would be told, and laid out as it would be read.

use chrono::{DateTime, TimeDelta, Utc};

use super::{After, Join, NoPlan, Plan, Progress, Step, plan};
use crate::calendar::Calendar;
use crate::calendar::samples::{at, berlin_always, nine_to_five, office};

/// Monday morning.
const NOW: &str = "2026-03-02 09:00";

struct Calendars {
    nine: Calendar,
    always: Calendar,
    berlin: Calendar,
    office: Calendar,
}

impl Calendars {
    fn new() -> Calendars {
        let (nine, always) = (nine_to_five(), Calendar::always());
        Calendars { nine, always, berlin: berlin_always(), office: office() }
    }

    fn named(&self, name: &str) -> &Calendar {
        match name {
            "nine" => &self.nine,
            "always" => &self.always,
            "berlin" => &self.berlin,
            "office" => &self.office,
            other => panic!("no calendar {other}"),
        }
    }

    /// A line a step: `a nine 4h b c+2h any`, its name, calendar and estimate; what it comes after and with what lag;
    /// its join; `@` and an instant: not before, `>` begun at, `!` over at.
    fn steps(&self, told: &str) -> Vec<Step<'_>> {
        let lines: Vec<Vec<&str>> = told.lines().map(|line| line.split(' ').collect()).collect();
        let named = |name: &str| lines.iter().position(|line| line[0] == name).expect("a step");
        lines.iter().map(|line| self.step(line, named)).collect()
    }

    fn step(&self, line: &[&str], named: impl Fn(&str) -> usize) -> Step<'_> {
        let mut step = Step {
            calendar: self.named(line[1]),
            agreed: None,
            remaining: hours(line[2]),
            progress: Progress::Ahead { not_before: None },
            after: vec![],
            join: Join::All,
        };
        for word in &line[3..] {
            let instant = |text: &str| at(&format!("2026-{}", text.replace('_', " ")));
            match word.split_at(1) {
                ("@", time) => step.progress = Progress::Ahead { not_before: Some(instant(time)) },
                (">", time) => step.progress = Progress::UnderWay { since: instant(time) },
                ("!", time) => {
                    let at = instant(time);
                    step.progress = Progress::Over { since: at - TimeDelta::hours(1), at };
                }
                ("=", count) => step.join = Join::AtLeast(count.parse().expect("a number")),
                _ if *word == "any" => step.join = Join::Any,
                _ => {
                    let (name, lag) = word.split_once('+').unwrap_or((word, "0h"));
                    step.after.push(After { step: named(name), lag: hours(lag) });
                }
            }
        }
        step
    }
}

fn hours(text: &str) -> i64 {
    text.strip_suffix('h').and_then(|hours| hours.parse::<i64>().ok()).expect("hours") * 3600
}

/// `Mon 09:00-13:00 (Mon 11:00) +2h *`: from start to finish, the latest start, the slack, a star if it is critical; then
/// the path.
fn told(plan: &Plan) -> Vec<String> {
    let day = |at: DateTime<Utc>| at.format("%a %H:%M").to_string();
    let mut lines: Vec<String> = plan
        .steps
        .iter()
        .map(|step| {
            let star = if step.critical { " *" } else { "" };
            let (start, finish, latest) =
                (day(step.start), day(step.finish), day(step.latest_start));
            format!("{start}-{finish} ({latest}) {:+}h{star}", step.slack / 3600)
        })
        .collect();
    let path: Vec<String> = plan.path.iter().map(ToString::to_string).collect();
    lines.push(format!("{}: {}", day(plan.end), path.join(" ")));
    lines
}

/// What it shows, the chain, the chain laid out.
type Case = (&'static str, &'static str, &'static [&'static str]);

const CHAINS: &[Case] = &[
    ("nothing", "", &["Mon 09:00: "]),
    (
        "one after the other, over a night and a weekend",
        "a nine 12h\nb nine 24h a\nc nine 8h b",
        &[
            "Mon 09:00-Tue 13:00 (Mon 09:00) +0h *",
            "Tue 13:00-Fri 13:00 (Tue 13:00) +0h *",
            "Fri 13:00-Mon 13:00 (Fri 13:00) +0h *",
            "Mon 13:00: 0 1 2",
        ],
    ),
    (
        "two calendars: what works at night hands over to what does not",
        "a nine 8h\nb always 10h a\nc nine 2h b",
        &[
            "Mon 09:00-Mon 17:00 (Mon 09:00) +0h *",
            // It has until the office opens: six hours of its own, and the end waits for it all the same.
            "Mon 17:00-Tue 03:00 (Mon 23:00) +6h *",
            "Tue 09:00-Tue 11:00 (Tue 09:00) +0h *",
            "Tue 11:00: 0 1 2",
        ],
    ),
    (
        "the lunch break and the zone of Jakarta (UTC+7)",
        "a office 2h\nb nine 1h a",
        &[
            "Mon 09:00-Mon 11:00 (Mon 09:00) +0h *",
            "Mon 11:00-Mon 12:00 (Mon 11:00) +0h *",
            "Mon 12:00: 0 1",
        ],
    ),
    (
        "two branches meet: the longer one is critical, the shorter has slack",
        "a nine 1h\nb nine 4h a\nc nine 2h a\nd nine 1h b c",
        &[
            "Mon 09:00-Mon 10:00 (Mon 09:00) +0h *",
            "Mon 10:00-Mon 14:00 (Mon 10:00) +0h *",
            "Mon 10:00-Mon 12:00 (Mon 12:00) +2h",
            "Mon 14:00-Mon 15:00 (Mon 14:00) +0h *",
            "Mon 15:00: 0 1 3",
        ],
    ),
    (
        "any of two: the faster carries, the slower has until the end",
        "a nine 4h\nb nine 2h\nc nine 4h a b any",
        &[
            "Mon 09:00-Mon 13:00 (Mon 11:00) +2h",
            "Mon 09:00-Mon 11:00 (Mon 09:00) +0h *",
            "Mon 11:00-Mon 15:00 (Mon 11:00) +0h *",
            "Mon 15:00: 1 2",
        ],
    ),
    (
        "any of two that are over together: the first carries",
        "a nine 2h\nb nine 2h\nc nine 4h a b any",
        &[
            "Mon 09:00-Mon 11:00 (Mon 09:00) +0h *",
            "Mon 09:00-Mon 11:00 (Mon 13:00) +4h",
            "Mon 11:00-Mon 15:00 (Mon 11:00) +0h *",
            "Mon 15:00: 0 2",
        ],
    ),
    (
        "two of three, and a join that asks for more than there are",
        "a nine 1h\nb nine 3h\nc nine 2h\nd nine 1h a b c =2\ne nine 1h d =9",
        &[
            "Mon 09:00-Mon 10:00 (Mon 10:00) +1h",
            "Mon 09:00-Mon 12:00 (Mon 10:00) +1h",
            "Mon 09:00-Mon 11:00 (Mon 09:00) +0h *",
            "Mon 11:00-Mon 12:00 (Mon 11:00) +0h *",
            "Mon 12:00-Mon 13:00 (Mon 12:00) +0h *",
            "Mon 13:00: 2 3 4",
        ],
    ),
    (
        "a lag counts on the calendar of the one that waits",
        "a nine 7h\nb nine 1h a+2h\nc always 1h a+2h\nd nine 1h b c",
        &[
            "Mon 09:00-Mon 16:00 (Mon 09:00) +0h *",
            "Tue 10:00-Tue 11:00 (Tue 10:00) +0h *",
            "Mon 18:00-Mon 19:00 (Tue 10:00) +16h",
            "Tue 11:00-Tue 12:00 (Tue 11:00) +0h *",
            "Tue 12:00: 0 1 3",
        ],
    ),
    (
        "what is over stays, what is under way goes on from now, whatever is before it",
        "a nine 4h !02-27_12:00\nb nine 3h a d >02-27_16:00\nc nine 1h b\nd nine 1h",
        &[
            "Fri 11:00-Fri 12:00 (Fri 11:00) +0h",
            "Fri 16:00-Mon 12:00 (Mon 09:00) +0h *",
            "Mon 12:00-Mon 13:00 (Mon 12:00) +0h *",
            "Mon 09:00-Mon 10:00 (Mon 12:00) +3h",
            "Mon 13:00: 1 2",
        ],
    ),
    (
        "a milestone is an instant whenever it is, and what begins by a date begins the path",
        "a always 10h\nm nine 0h a\nb nine 1h m @03-04_07:00\nc nine 0h b",
        &[
            "Mon 09:00-Mon 19:00 (Tue 23:00) +38h",
            "Mon 19:00-Mon 19:00 (Wed 09:00) +8h",
            "Wed 09:00-Wed 10:00 (Wed 09:00) +0h *",
            "Wed 10:00-Wed 10:00 (Wed 10:00) +0h *",
            "Wed 10:00: 2 3",
        ],
    ),
    (
        "two chains of one length: both are critical, the path is the first",
        "a nine 1h\nb nine 1h\nc nine 1h a b",
        &[
            "Mon 09:00-Mon 10:00 (Mon 09:00) +0h *",
            "Mon 09:00-Mon 10:00 (Mon 09:00) +0h *",
            "Mon 10:00-Mon 11:00 (Mon 10:00) +0h *",
            "Mon 11:00: 0 2",
        ],
    ),
];

#[test]
fn chg_11_chains_laid_out() {
    let calendars = Calendars::new();
    for (shows, chain, wanted) in CHAINS {
        let plan = plan(&calendars.steps(chain), at(NOW), None).expect("a plan");
        assert_eq!(told(&plan), *wanted, "{shows}");
    }
}

#[test]
fn chg_11_slack_is_held_against_a_target_and_runs_negative() {
    let calendars = Calendars::new();
    let steps = calendars.steps("a nine 4h\nb nine 8h a");
    let cases = [
        ("2026-03-04 17:00", "Wed 09:00", 12),
        ("2026-03-03 13:00", "Mon 13:00", 0),
        // Saturday morning: the last working hour before it was Friday's.
        ("2026-02-28 10:00", "Fri 09:00", -12),
    ];
    for (target, latest, slack) in cases {
        let plan = plan(&steps, at(NOW), Some(at(target))).expect("a plan");
        let slacks: Vec<i64> = plan.steps.iter().map(|step| step.slack / 3600).collect();
        assert_eq!(slacks, [slack, slack], "{target}");
        assert_eq!(plan.end, at("2026-03-03 13:00"));
        assert_eq!(plan.path, [0, 1], "{target}");
        let start = plan.steps[1].latest_start.format("%a %H:%M").to_string();
        assert_eq!(start, latest, "{target}");
    }
}

#[test]
fn chg_11_real_hours_pass_on_the_night_when_clocks_change() {
    let calendars = Calendars::new();
    let steps = calendars.steps("a berlin 8h\nb berlin 1h a");
    let midnight = at("2026-03-28 23:00");
    let plan = plan(&steps, midnight, None).expect("a plan");
    assert_eq!(plan.end, at("2026-03-29 08:00"));
    assert_eq!(plan.steps[0].latest_start, midnight);
}

#[test]
fn chg_4_steps_that_wait_for_each_other_are_named_and_not_planned() {
    let calendars = Calendars::new();
    let steps = calendars.steps("a nine 1h\nb nine 1h a d\nc nine 1h b\nd nine 1h c\ne nine 1h d");
    assert_eq!(plan(&steps, at(NOW), None), Err(NoPlan::Circle(vec![1, 2, 3])));
}

#[test]
fn what_would_take_more_than_ten_years_is_not_planned() {
    let calendars = Calendars::new();
    let steps = calendars.steps("a nine 1h\nb nine 30000h a");
    assert_eq!(plan(&steps, at(NOW), None), Err(NoPlan::TooFar(1)));
}
