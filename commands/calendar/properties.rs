//! What must hold of any calendar, tried on many made up at random.

use chrono::{DateTime, Datelike, TimeDelta, Timelike, Utc};
use chrono_tz::Tz;
use proptest::prelude::*;

use super::samples::{at, date};
use super::{Calendar, DAY, Interval, Ruler, State, Version, Week};

pub(crate) const QUARTER: i64 = 900;

/// The spring and autumn of 2026, with the nights on which clocks change in the zones below.
const BEGIN: &str = "2026-02-20 00:00";
const DAYS: i64 = 270;

fn zone() -> impl Strategy<Value = Tz> {
    prop::sample::select(vec![
        Tz::UTC,
        Tz::Asia__Jakarta,
        Tz::Asia__Kolkata,
        Tz::Europe__Berlin,
        Tz::America__New_York,
        Tz::America__Havana,
        Tz::Australia__Lord_Howe,
    ])
}

/// Hours that begin and end on the hour, so that no clock change falls inside one.
fn hours() -> impl Strategy<Value = Vec<Interval>> {
    prop::collection::btree_set(0..=24_u32, 0..=6).prop_map(|bounds| {
        let bounds: Vec<u32> = bounds.into_iter().collect();
        bounds
            .chunks_exact(2)
            .filter_map(|pair| Interval::new(pair[0] * 3600, pair[1] * 3600))
            .collect()
    })
}

fn version() -> impl Strategy<Value = Version> {
    let week = prop::array::uniform7(hours())
        .prop_filter("some working time", |week| week.iter().any(|hours| !hours.is_empty()));
    let days = || prop::collection::btree_set(0..DAYS, 0..40);
    (zone(), week, days(), days()).prop_map(|(zone, week, holidays, makeup)| {
        let date = |day: i64| date("2026-02-20") + TimeDelta::days(day);
        Version::new(zone, week)
            .expect("some working time")
            .with_holidays(holidays.into_iter().map(date))
            .with_makeup(makeup.into_iter().map(date))
    })
}

/// A calendar that is edited once or never.
pub(crate) fn any_calendar() -> impl Strategy<Value = Calendar> {
    (version(), prop::option::of((version(), instant()))).prop_map(|(first, edit)| {
        let mut calendar = Calendar::new("any".parse().expect("a name"), first);
        if let Some((next, since)) = edit {
            calendar.revise(next.starting(since));
        }
        calendar
    })
}

/// A quarter of an hour within the time looked at.
pub(crate) fn instant() -> impl Strategy<Value = DateTime<Utc>> {
    (0..DAYS * 96).prop_map(|quarter| at(BEGIN) + TimeDelta::seconds(quarter * QUARTER))
}

pub(crate) fn second() -> impl Strategy<Value = DateTime<Utc>> {
    (instant(), 0..QUARTER).prop_map(|(at, more)| at + TimeDelta::seconds(more))
}

/// What a clock on the wall and the list of hours say, without any reckoning.
pub(crate) fn counts(calendar: &Calendar, at: DateTime<Utc>) -> bool {
    let version = calendar.version_at(at);
    let shown = at.with_timezone(&version.zone());
    let date = shown.date_naive();
    let weekday: &Week = version.week();
    let hours = if version.makeup().contains(&date) {
        weekday.iter().find(|hours| !hours.is_empty()).expect("some working time")
    } else if version.holidays().contains(&date) {
        return false;
    } else {
        &weekday[date.weekday().num_days_from_monday() as usize]
    };
    let second = shown.num_seconds_from_midnight();
    hours.iter().any(|hours| hours.contains(second))
}

/// Enough to find a slip, few enough to be run on every save.
pub(crate) fn few_cases() -> ProptestConfig {
    ProptestConfig { cases: 128, failure_persistence: None, ..Default::default() }
}

proptest! {
    #![proptest_config(few_cases())]

    #[test]
    fn counting_quarter_by_quarter_comes_to_the_same(
        calendar in any_calendar(), from in instant(), quarters in 0..960_i64,
    ) {
        let to = from + TimeDelta::seconds(quarters * QUARTER);
        let counted = (0..quarters)
            .map(|quarter| from + TimeDelta::seconds(quarter * QUARTER))
            .filter(|at| counts(&calendar, *at))
            .count() as i64;
        prop_assert_eq!(calendar.working_between(from, to), counted * QUARTER);
    }

    #[test]
    fn an_instant_works_when_the_wall_clock_says_so(calendar in any_calendar(), at in second()) {
        prop_assert_eq!(calendar.is_working(at), counts(&calendar, at));
    }

    #[test]
    fn what_is_added_has_passed_by_then_and_not_a_second_sooner(
        calendar in any_calendar(), from in second(), seconds in 1..600_000_i64,
    ) {
        let then = calendar.add(from, seconds).expect("within ten years");
        prop_assert_eq!(calendar.working_between(from, then), seconds);
        let sooner = then - TimeDelta::seconds(1);
        prop_assert_eq!(calendar.working_between(from, sooner), seconds - 1);
    }

    #[test]
    fn what_is_taken_back_passes_from_then_and_not_from_a_second_later(
        calendar in any_calendar(), to in second(), seconds in 1..600_000_i64,
    ) {
        let then = calendar.back(to, seconds).expect("within ten years");
        prop_assert_eq!(calendar.working_between(then, to), seconds);
        let later = then + TimeDelta::seconds(1);
        prop_assert_eq!(calendar.working_between(later, to), seconds - 1);
        let again = calendar.add(then, seconds).expect("within ten years");
        prop_assert!(again <= to && calendar.working_between(again, to) == 0);
    }

    #[test]
    fn a_ruler_answers_as_its_calendar_does(
        calendar in any_calendar(), origin in second(),
        asked in prop::collection::vec((second(), second(), 0..9_000_000_i64), 8),
    ) {
        let mut ruler = Ruler::new(&calendar, origin);
        for (at, other, seconds) in asked {
            prop_assert_eq!(ruler.add(at, seconds), calendar.add(at, seconds));
            prop_assert_eq!(ruler.back(at, seconds), calendar.back(at, seconds));
            prop_assert_eq!(ruler.next_open(at), calendar.next_open(at));
            let between = calendar.working_between(at, other);
            prop_assert_eq!(ruler.working_between(at, other), between);
        }
    }

    #[test]
    fn a_calendar_that_was_asked_before_its_edit_answers_as_one_that_was_not(
        first in version(), next in version(), since in instant(),
        asked in prop::collection::vec((second(), second(), 1..9_000_000_i64), 4),
    ) {
        let new = || Calendar::new("any".parse().expect("a name"), first.clone());
        let answers = |calendar: &Calendar| -> Vec<_> {
            let answer = |(at, other, seconds): &(DateTime<Utc>, DateTime<Utc>, i64)| {
                (calendar.add(*at, *seconds), calendar.working_between(*at, *other))
            };
            asked.iter().map(answer).collect()
        };
        let mut edited = new();
        let before = answers(&edited);
        let kept = edited.clone();
        edited.revise(next.clone().starting(since));
        let mut fresh = new();
        fresh.revise(next.clone().starting(since));
        prop_assert_eq!(answers(&edited), answers(&fresh));
        prop_assert_eq!(answers(&kept), before);
    }

    #[test]
    fn working_time_adds_up_over_any_cut(
        calendar in any_calendar(), mut cuts in prop::collection::vec(second(), 3),
    ) {
        cuts.sort();
        let whole = calendar.working_between(cuts[0], cuts[2]);
        let parts = calendar.working_between(cuts[0], cuts[1])
            + calendar.working_between(cuts[1], cuts[2]);
        prop_assert_eq!(whole, parts);
    }

    #[test]
    fn stretches_tile_time_and_agree_with_the_count(
        calendar in any_calendar(), from in second(), seconds in 1..2_000_000_i64,
    ) {
        let to = from + TimeDelta::seconds(seconds);
        let stretches: Vec<_> = calendar.stretches(from, to).collect();
        prop_assert_eq!(stretches[0].from, from);
        prop_assert_eq!(stretches[stretches.len() - 1].to, to);
        for pair in stretches.windows(2) {
            prop_assert_eq!(pair[0].to, pair[1].from);
            prop_assert_ne!(pair[0].state, pair[1].state);
        }
        let working = stretches.iter().filter(|stretch| stretch.state == State::Working);
        let sum: i64 = working.map(|stretch| stretch.seconds()).sum();
        prop_assert_eq!(sum, calendar.working_between(from, to));
    }

    #[test]
    fn the_next_opening_is_the_first_working_instant(calendar in any_calendar(), from in second()) {
        let open = calendar.next_open(from).expect("within ten years");
        prop_assert!(open >= from && calendar.is_working(open));
        prop_assert_eq!(calendar.working_between(from, open), 0);
    }

    #[test]
    fn the_day_ends_ahead_and_nothing_is_worked_after_it(version in version(), from in second()) {
        let calendar = Calendar::new("any".parse().expect("a name"), version);
        let end = calendar.end_of_day(from).expect("within ten years");
        prop_assert!(end > from);
        let last_second = end - TimeDelta::seconds(1);
        let day = last_second.with_timezone(&calendar.zone_at(from)).date_naive();
        let midnight = calendar.instant(day, DAY);
        prop_assert_eq!(calendar.working_between(end, midnight), 0);
    }

    #[test]
    fn more_business_days_are_never_sooner_and_neither_is_a_later_start(
        calendar in any_calendar(), days in 1..15_u32,
        mut starts in prop::collection::vec(second(), 2),
    ) {
        starts.sort();
        let reach = |from, days| calendar.add_business_days(from, days).expect("within ten years");
        prop_assert!(reach(starts[0], days) <= reach(starts[0], days + 1));
        let seconds = |from, to| calendar.working_between(from, to);
        let (sooner, later) = (reach(starts[0], days), reach(starts[1], days));
        prop_assert!(sooner <= later || seconds(later, sooner) == 0, "{} then {}", sooner, later);
    }
}

/// Found by the last of these: at six in the evening in Havana it is half past eight in the morning of the next day on Lord Howe.
#[test]
fn a_calendar_that_moves_to_another_zone_takes_no_business_day_back() {
    let hours = |from: u32| {
        let hours = Interval::new(from * 3600, (from + 1) * 3600);
        std::array::from_fn(|_| hours.into_iter().collect())
    };
    let version = |zone, from| Version::new(zone, hours(from)).expect("some working time");
    let mut calendar =
        Calendar::new("any".parse().expect("a name"), version(Tz::America__Havana, 22));
    calendar.revise(version(Tz::Australia__Lord_Howe, 0).starting(at("2026-05-13 14:00")));
    let from = at("2026-05-11 12:00");
    let reached: Vec<_> = (1..6).map(|days| calendar.add_business_days(from, days)).collect();
    assert!(reached.is_sorted(), "{reached:?}");
}
