//! What must hold of any target, whatever happens to its record, tried on many made up at random.

use std::sync::Arc;

use chrono::{DateTime, TimeDelta, Utc};
use proptest::prelude::*;

use super::*;
use crate::calendar::Calendar;
use crate::calendar::properties::{QUARTER, any_calendar, counts, few_cases, instant, second};

/// What can happen to a target.
#[derive(Debug, Clone, Copy)]
enum Turn {
    Pause(Party),
    Resume,
    Stop,
    Reopen,
}

/// The life of a target: each turn so many quarters of an hour after the one before.
fn life() -> impl Strategy<Value = Vec<(i64, Turn)>> {
    let turn = prop_oneof![
        2 => prop::sample::select(vec![Party::Client, Party::Vendor, Party::Change])
            .prop_map(Turn::Pause),
        3 => Just(Turn::Resume),
        1 => Just(Turn::Stop),
        2 => Just(Turn::Reopen),
    ];
    prop::collection::vec((0..60_i64, turn), 0..12)
}

/// The same life with its instants, ending with the record reopened and running.
fn timed(start: DateTime<Utc>, life: &[(i64, Turn)]) -> Vec<(DateTime<Utc>, Turn)> {
    let mut at = start;
    let end = [(40, Turn::Resume), (0, Turn::Reopen)];
    let timed = life.iter().chain(&end).map(|(quarters, turn)| {
        at += TimeDelta::seconds(quarters * QUARTER);
        (at, *turn)
    });
    timed.collect()
}

fn take(target: &mut Target, at: DateTime<Utc>, turn: Turn, calendar: &Calendar) {
    match turn {
        Turn::Pause(party) => target.pause(at, party),
        Turn::Resume => target.resume(at),
        Turn::Stop => {
            target.stop(at, calendar);
        }
        Turn::Reopen => target.reopen(at),
    }
}

fn target(calendar: &Calendar, start: DateTime<Utc>, hours: i64) -> Target {
    let ladder = r#"{"25%":[],"50%":[],"75%":[],"before_45m":[],"90%":[]}"#;
    let ladder = Arc::new(serde_json::from_str(ladder).expect("a ladder"));
    Target::start(TargetKind::Resolution, Span::Seconds(hours * 3600), calendar, ladder, start)
}

fn lived(
    calendar: &Calendar,
    start: DateTime<Utc>,
    hours: i64,
    life: &[(i64, Turn)],
) -> (Target, DateTime<Utc>) {
    let mut target = target(calendar, start, hours);
    let turns = timed(start, life);
    for (at, turn) in &turns {
        take(&mut target, *at, *turn, calendar);
    }
    (target, turns[turns.len() - 1].0)
}

/// The used seconds, counted quarter by quarter from what happened.
fn counted(
    calendar: &Calendar,
    start: DateTime<Utc>,
    turns: &[(DateTime<Utc>, Turn)],
    end: DateTime<Utc>,
) -> i64 {
    let (mut used, mut now) = (0, start);
    let (mut paused, mut stopped) = (false, false);
    let mut turns = turns.iter().peekable();
    while now < end {
        while let Some((_, turn)) = turns.next_if(|(at, _)| *at <= now) {
            match turn {
                Turn::Pause(_) => paused |= !stopped,
                Turn::Resume => paused = false,
                Turn::Stop => (paused, stopped) = (false, true),
                Turn::Reopen => stopped = false,
            }
        }
        if !paused && !stopped && counts(calendar, now) {
            used += QUARTER;
        }
        now += TimeDelta::seconds(QUARTER);
    }
    used
}

/// Tells what is due at an instant and notes it.
fn wake(target: &mut Target, calendar: &Calendar, now: DateTime<Utc>) {
    if let Some(reached) = target.reached(now, calendar) {
        target.mark(&reached, now);
        assert_eq!(target.reached(now, calendar), None, "told twice at {now}");
    }
}

/// Lives a life, waking at every point on time and, of some instants, one more time.
fn watched(
    calendar: &Calendar,
    start: DateTime<Utc>,
    hours: i64,
    turns: &[(DateTime<Utc>, Turn)],
    on_time: impl Fn(usize) -> bool,
) -> Target {
    let mut target = target(calendar, start, hours);
    for (number, (at, turn)) in turns.iter().enumerate() {
        while on_time(number) {
            let Some(next) = target.next_at(calendar).filter(|next| next < at) else { break };
            wake(&mut target, calendar, next);
        }
        take(&mut target, *at, *turn, calendar);
    }
    wake(&mut target, calendar, turns[turns.len() - 1].0 + TimeDelta::days(400));
    target
}

/// The points reached and when they really were, in order.
fn points(target: &Target) -> Vec<(DateTime<Utc>, Point)> {
    let mut points: Vec<_> = target.marks().iter().map(|mark| (mark.at, mark.point)).collect();
    points.sort();
    points
}

proptest! {
    #![proptest_config(few_cases())]

    #[test]
    fn sla_5_counting_quarter_by_quarter_comes_to_the_same(
        calendar in any_calendar(), start in instant(), life in life(), later in 0..200_i64,
    ) {
        let (target, last) = lived(&calendar, start, 40, &life);
        let end = last + TimeDelta::seconds(later * QUARTER);
        let turns = timed(start, &life);
        prop_assert_eq!(
            target.clock().used(&calendar, end),
            counted(&calendar, start, &turns, end)
        );
    }

    #[test]
    fn sla_2_the_deadline_is_the_first_instant_at_which_all_is_used(
        calendar in any_calendar(), start in second(), hours in 1..60_i64, life in life(),
    ) {
        let (target, _) = lived(&calendar, start, hours, &life);
        let clock = target.clock();
        let due = clock.deadline(&calendar).expect("it runs");
        let sooner = due - TimeDelta::seconds(1);
        prop_assert_eq!(clock.used(&calendar, due), clock.seconds());
        let after_a_pause = clock.pauses().iter().any(|pause| pause.to == Some(due));
        prop_assert!(clock.used(&calendar, sooner) < clock.seconds() || after_a_pause);
    }

    #[test]
    fn sla_14_the_pieces_tile_the_clock_and_add_up(
        calendar in any_calendar(), start in second(), life in life(), more in 1..500_000_i64,
    ) {
        let (target, end) = lived(&calendar, start, 40, &life);
        let now = end + TimeDelta::seconds(more);
        let explained = explain(target.clock(), &calendar, now);
        let pieces = &explained.pieces;
        prop_assert_eq!(pieces[0].from, start);
        prop_assert_eq!(pieces[pieces.len() - 1].to, now);
        for pair in pieces.windows(2) {
            prop_assert_eq!(pair[0].to, pair[1].from);
            prop_assert_ne!(pair[0].spent, pair[1].spent);
        }
        let paused = |(spent, seconds): (&Spent, &i64)| {
            matches!(spent, Spent::Paused(_)).then_some(*seconds)
        };
        let credit: i64 = explained.sums.iter().filter_map(paused).sum();
        prop_assert_eq!(explained.of(Spent::Running), target.clock().used(&calendar, now));
        prop_assert_eq!(credit, target.clock().credit(&calendar, now));
        prop_assert_eq!(explained.total(), (now - start).num_seconds());
    }

    #[test]
    fn sla_10_what_was_reached_and_when_does_not_depend_on_downtime(
        calendar in any_calendar(), start in second(), hours in 1..20_i64, life in life(),
        up in prop::collection::vec(any::<bool>(), 16),
    ) {
        let turns = timed(start, &life);
        let always_up = watched(&calendar, start, hours, &turns, |_| true);
        let sometimes_up = watched(&calendar, start, hours, &turns, |turn| up[turn]);
        prop_assert_eq!(points(&sometimes_up), points(&always_up));
        prop_assert_eq!(sometimes_up.breached_at(), always_up.breached_at());
        let late = always_up.marks().iter().filter(|mark| mark.superseded).count();
        prop_assert!(late == 0 || late < always_up.marks().len());
    }

    #[test]
    fn sla_16_a_target_is_stored_and_read_back(
        calendar in any_calendar(), start in second(), hours in 1..20_i64, life in life(),
    ) {
        let target = watched(&calendar, start, hours, &timed(start, &life), |_| true);
        let stored = serde_json::to_string(&target).expect("json");
        prop_assert_eq!(serde_json::from_str::<Target>(&stored).expect("json"), target);
    }
}
