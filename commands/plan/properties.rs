//! What must hold of any plan, tried on many chains made up at random.

use chrono::{DateTime, TimeDelta, Utc};
use proptest::prelude::*;

use super::{After, Join, Plan, Progress, Step, circle, closes, plan};
use crate::calendar::Calendar;
use crate::calendar::properties::{any_calendar, few_cases, instant};

const STEPS_MAX: usize = 14;

/// A step before it has a calendar: links go to steps made up before it.
#[derive(Debug, Clone)]
struct Sketch {
    calendar: usize,
    remaining: i64,
    progress: Progress,
    before: Vec<(usize, i64)>,
    join: Join,
}

fn sketch(now: DateTime<Utc>) -> impl Strategy<Value = Sketch> {
    let ahead = move |not_before: Option<i64>| Progress::Ahead {
        not_before: not_before.map(|after| now + TimeDelta::seconds(after)),
    };
    let past = (1..400_000_i64).prop_map(move |ago| now - TimeDelta::seconds(ago));
    let progress = prop_oneof![
        6 => Just(ahead(None)),
        1 => (0..900_000_i64).prop_map(move |after| ahead(Some(after))),
        1 => past.clone().prop_map(|since| Progress::UnderWay { since }),
        1 => past.prop_map(|at| Progress::Over { since: at - TimeDelta::hours(1), at }),
    ];
    let remaining = prop_oneof![1 => Just(0), 5 => 1..100_000_i64];
    let lag = prop_oneof![3 => Just(0), 1 => 1..50_000_i64];
    let before = prop::collection::btree_map(0..STEPS_MAX, lag, 0..4);
    let join = prop_oneof![3 => Just(Join::All), 1 => Just(Join::Any), 1 => (1..4_usize).prop_map(Join::AtLeast)];
    (0..3_usize, remaining, progress, before, join).prop_map(
        |(calendar, remaining, progress, before, join)| {
            let before = before.into_iter().collect();
            Sketch { calendar, remaining, progress, before, join }
        },
    )
}

/// Three calendars, now, and steps on them.
fn chains() -> impl Strategy<Value = (Vec<Calendar>, DateTime<Utc>, Vec<Sketch>)> {
    instant().prop_flat_map(|now| {
        let calendars = prop::collection::vec(any_calendar(), 3);
        (calendars, Just(now), prop::collection::vec(sketch(now), 1..STEPS_MAX))
    })
}

fn steps<'a>(calendars: &'a [Calendar], sketches: &[Sketch]) -> Vec<Step<'a>> {
    let step = |(at, sketch): (usize, &Sketch)| Step {
        calendar: &calendars[sketch.calendar],
        agreed: None,
        remaining: sketch.remaining,
        progress: sketch.progress,
        after: sketch
            .before
            .iter()
            .filter(|(step, _)| *step < at)
            .map(|(step, lag)| After { step: *step, lag: *lag })
            .collect(),
        join: sketch.join,
    };
    sketches.iter().enumerate().map(step).collect()
}

fn laid(steps: &[Step], now: DateTime<Utc>) -> Plan {
    plan(steps, now, None).expect("a plan")
}

/// When a step lets go of one that comes after it by a link.
fn arrival(
    steps: &[Step],
    spans: &[(DateTime<Utc>, DateTime<Utc>)],
    step: usize,
    after: After,
) -> DateTime<Utc> {
    steps[step].calendar.add(spans[after.step].1, after.lag).expect("within ten years")
}

/// The rule as it is written, step by step, on the calendars themselves.
fn by_the_rule(steps: &[Step], now: DateTime<Utc>) -> Vec<(DateTime<Utc>, DateTime<Utc>)> {
    let mut spans = Vec::new();
    for (at, step) in steps.iter().enumerate() {
        let add = |from| step.calendar.add(from, step.remaining).expect("within ten years");
        let mut arrivals: Vec<_> =
            step.after.iter().map(|after| arrival(steps, &spans, at, *after)).collect();
        arrivals.sort();
        let needed = match step.join {
            Join::All => arrivals.len(),
            Join::Any => 1,
            Join::AtLeast(count) => count,
        };
        let ready = arrivals.get(needed.min(arrivals.len()).wrapping_sub(1)).copied();
        spans.push(match step.progress {
            Progress::Over { since, at } => (since, at),
            Progress::UnderWay { since } => (since, add(now)),
            Progress::Ahead { not_before } => {
                let free = [Some(now), not_before, ready].into_iter().flatten().max().expect("now");
                let work = step.remaining > 0;
                let start =
                    if work { step.calendar.next_open(free).expect("an opening") } else { free };
                (start, add(start))
            }
        });
    }
    spans
}

proptest! {
    #![proptest_config(few_cases())]

    #[test]
    fn chg_11_each_step_lies_where_the_rule_says((calendars, now, sketches) in chains()) {
        let steps = steps(&calendars, &sketches);
        let plan = laid(&steps, now);
        let spans: Vec<_> = plan.steps.iter().map(|step| (step.start, step.finish)).collect();
        prop_assert_eq!(&spans, &by_the_rule(&steps, now));
        let last = spans.iter().map(|(_, finish)| *finish).max();
        prop_assert_eq!(Some(plan.end), last);
    }

    /// Slack is what it is called: so much longer and the end stays; a second more and it does not, where no join may
    /// go on with others instead.
    #[test]
    fn chg_11_slack_is_by_how_much_a_step_may_slip((calendars, now, sketches) in chains()) {
        let mut steps = steps(&calendars, &sketches);
        if sketches.len() % 2 == 0 {
            steps.iter_mut().for_each(|step| step.join = Join::All);
        }
        let plan = laid(&steps, now);
        for (at, step) in steps.iter().enumerate() {
            if matches!(step.progress, Progress::Over { .. }) {
                continue;
            }
            let slipped = |by: i64| {
                let mut steps = steps.clone();
                steps[at].remaining += by;
                laid(&steps, now).end
            };
            let slack = plan.steps[at].slack;
            prop_assert!(slack >= 0);
            prop_assert_eq!(slipped(slack), plan.end, "step {}", at);
            if steps.iter().all(|step| step.join == Join::All) {
                prop_assert!(slipped(slack + 1) > plan.end, "step {}", at);
            }
        }
    }

    #[test]
    fn chg_11_latest_times_leave_the_slack_between((calendars, now, sketches) in chains()) {
        let steps = steps(&calendars, &sketches);
        for (step, placed) in steps.iter().zip(laid(&steps, now).steps) {
            let worked = |from, to| step.calendar.working_between(from, to);
            prop_assert_eq!(placed.slack, worked(placed.finish, placed.latest_finish));
            if let Progress::Ahead { .. } = step.progress {
                prop_assert_eq!(placed.slack, worked(placed.start, placed.latest_start));
                prop_assert_eq!(worked(placed.latest_start, placed.latest_finish), step.remaining);
            }
        }
    }

    #[test]
    fn chg_11_each_step_of_the_path_waits_for_the_one_before((calendars, now, sketches) in chains()) {
        let steps = steps(&calendars, &sketches);
        let plan = laid(&steps, now);
        let spans: Vec<_> = plan.steps.iter().map(|step| (step.start, step.finish)).collect();
        prop_assert!(plan.path.iter().all(|step| plan.steps[*step].critical));
        for pair in plan.path.windows(2) {
            let link = steps[pair[1]].after.iter().find(|after| after.step == pair[0]);
            let lets_go = arrival(&steps, &spans, pair[1], *link.expect("a link"));
            prop_assert!(lets_go <= spans[pair[1]].0);
            prop_assert_eq!(steps[pair[1]].calendar.working_between(lets_go, spans[pair[1]].0), 0);
        }
        let is_over = |step: &Step| matches!(step.progress, Progress::Over { .. });
        match plan.path.last() {
            Some(last) => prop_assert_eq!(spans[*last].1, plan.end),
            None => prop_assert!(steps.iter().all(is_over)),
        }
    }

    /// Held against a search that looks at every step that can be reached.
    #[test]
    fn chg_4_a_new_link_closes_a_circle_when_its_ends_are_joined_already(
        links in prop::collection::btree_set((0..12_usize, 0..12_usize), 0..30),
        step in 0..12_usize, earlier in 0..12_usize,
    ) {
        let mut before = vec![Vec::new(); 12];
        let mut after = vec![Vec::new(); 12];
        for (one, other) in links.into_iter().filter(|(one, other)| one < other) {
            before[other].push(one);
            after[one].push(other);
        }
        prop_assert_eq!(circle(&before), None);
        let path = closes(step, earlier, |at| before[at].clone(), |at| after[at].clone());
        let mut with = before.clone();
        with[step].push(earlier);
        prop_assert_eq!(circle(&with).is_some(), path.is_some());
        if let Some(path) = path {
            prop_assert_eq!((path[0], path[path.len() - 1]), (step, earlier));
            prop_assert!(path.windows(2).all(|pair| before[pair[1]].contains(&pair[0])));
        }
    }
}
