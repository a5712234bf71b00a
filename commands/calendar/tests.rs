//! What working time is, as tables: the worked vectors, nights on which clocks change, make-up
//! days, edits.

use chrono::NaiveDate;
use chrono_tz::Tz;

use super::samples::*;
use super::{Calendar, Interval, State, Week};

const HOUR: i64 = 3600;

#[test]
fn sla_2_working_time_between_two_instants() {
    let monday_to_friday = nine_to_five();
    let night = calendar("night", Tz::UTC, "daily 00:00-06:00 22:00-24:00");
    let cases = [
        // The first worked vector: 3 h of business, 19 h of wall.
        (&monday_to_friday, "2026-03-02 14:00", "2026-03-03 09:00", 3 * HOUR),
        (&monday_to_friday, "2026-03-06 16:00", "2026-03-09 10:00", 2 * HOUR),
        (&monday_to_friday, "2026-03-07 00:00", "2026-03-09 00:00", 0),
        (&monday_to_friday, "2026-03-02 08:59:59", "2026-03-02 09:00:01", 1),
        (&monday_to_friday, "2026-03-02 16:59:59", "2026-03-02 17:00:01", 1),
        (&monday_to_friday, "2026-03-03 12:00", "2026-03-02 12:00", 0),
        // 24:00 joins the next day's 00:00.
        (&night, "2026-03-02 21:00", "2026-03-03 07:00", 8 * HOUR),
        (&night, "2026-03-02 23:59:59", "2026-03-03 00:00:01", 2),
    ];
    for (calendar, from, to, seconds) in cases {
        assert_eq!(calendar.working_between(at(from), at(to)), seconds, "{from} to {to}");
    }
}

#[test]
fn sla_2_the_second_worked_vector_uses_an_hour_and_a_half() {
    let until_five = calendar("until-five", Tz::UTC, "mon-fri 08:00-17:00");
    let used = until_five.working_between(at("2026-03-06 21:00"), at("2026-03-09 09:30"));
    assert_eq!(used, 90 * 60);
}

#[test]
fn sla_2_the_instant_by_which_so_much_has_passed() {
    let monday_to_friday = nine_to_five();
    let cases = [
        ("2026-03-02 09:00", 8 * HOUR, "2026-03-02 17:00"),
        ("2026-03-02 09:00", 8 * HOUR + 1, "2026-03-03 09:00:01"),
        ("2026-03-06 16:00", 8 * HOUR, "2026-03-09 16:00"),
        ("2026-03-07 12:00", 1, "2026-03-09 09:00:01"),
        ("2026-03-07 12:00", 0, "2026-03-07 12:00"),
        ("2026-03-02 09:00", -5, "2026-03-02 09:00"),
    ];
    for (from, seconds, then) in cases {
        assert_eq!(monday_to_friday.add(at(from), seconds), Some(at(then)), "{from} + {seconds}");
    }
}

#[test]
fn sla_2_the_fourth_worked_vector_goes_around_two_holidays() {
    let hours = version(Tz::UTC, "daily 09:00-21:00").with_holidays(dates("2026-11-11 2026-11-13"));
    let calendar = Calendar::new("daily".parse().unwrap(), hours);
    assert_eq!(calendar.add(at("2026-11-09 23:00"), 48 * HOUR), Some(at("2026-11-15 21:00")));
}

#[test]
fn sla_2_real_seconds_count_on_nights_when_clocks_change() {
    let berlin = |shown| at_in(Tz::Europe__Berlin, shown);
    let always = berlin_always();
    let cases = [
        ("2026-03-29 00:00", 8, "2026-03-29 09:00"),
        ("2026-10-25 00:00", 8, "2026-10-25 07:00"),
        ("2026-03-28 12:00", 24, "2026-03-29 13:00"),
        ("2026-10-24 12:00", 24, "2026-10-25 11:00"),
        ("2026-03-29 00:00", 23, "2026-03-30 00:00"),
        ("2026-10-25 00:00", 25, "2026-10-26 00:00"),
    ];
    for (from, hours, then) in cases {
        assert_eq!(always.add(berlin(from), hours * HOUR), Some(berlin(then)), "{from}");
        assert_eq!(always.working_between(berlin(from), berlin(then)), hours * HOUR, "{from}");
    }
}

#[test]
fn hours_touched_by_a_clock_change_begin_and_end_where_the_clocks_first_show_them() {
    let night_shift = calendar("night-shift", Tz::Europe__Berlin, "daily 02:30-04:00");
    let cases = [
        // 02:30 does not exist: the shift begins when the gap ends, at 03:00 (01:00 UTC).
        ("2026-03-29 00:00", "2026-03-29 12:00", "2026-03-29 01:00", HOUR),
        // 02:30 comes twice: the shift begins at the first (00:30 UTC).
        ("2026-10-25 00:00", "2026-10-25 12:00", "2026-10-25 00:30", 2 * HOUR + HOUR / 2),
        ("2026-06-01 00:00", "2026-06-01 12:00", "2026-06-01 00:30", HOUR + HOUR / 2),
    ];
    for (from, to, opens, seconds) in cases {
        assert_eq!(night_shift.next_open(at(from)), Some(at(opens)), "{from}");
        assert_eq!(night_shift.working_between(at(from), at(to)), seconds, "{from}");
    }
}

#[test]
fn every_second_of_a_day_counts_wherever_clocks_change() {
    // At midnight (Sao Paulo, Havana), a minute after it (St John's), by half an hour (Lord Howe),
    // and a whole day left out (Apia).
    let cases = [
        (Tz::America__Sao_Paulo, "2018-11-02 00:00", "2018-11-06 00:00"),
        (Tz::America__Sao_Paulo, "2018-02-15 00:00", "2018-02-20 00:00"),
        (Tz::America__Havana, "2025-03-07 00:00", "2025-03-11 00:00"),
        (Tz::America__Havana, "2025-10-31 00:00", "2025-11-04 00:00"),
        (Tz::America__St_Johns, "2010-11-05 00:00", "2010-11-09 00:00"),
        (Tz::Australia__Lord_Howe, "2026-04-03 00:00", "2026-04-07 00:00"),
        (Tz::Pacific__Apia, "2011-12-28 00:00", "2012-01-02 00:00"),
    ];
    for (zone, from, to) in cases {
        let (from, to) = (at(from), at(to));
        let always = calendar("always", zone, "daily 00:00-24:00");
        let mut start = from;
        while start < to {
            assert_eq!(always.working_between(start, to), (to - start).num_seconds(), "{zone}");
            assert!(always.is_working(start), "{zone} {start}");
            start += chrono::TimeDelta::minutes(10);
        }
    }
}

#[test]
fn make_up_days_are_worked_with_the_hours_of_a_weekday_and_holidays_are_not() {
    let shanghai = shanghai();
    let cases = [
        ("2026-02-13", true),  // Friday
        ("2026-02-14", true),  // Saturday, made up
        ("2026-02-15", false), // Sunday
        ("2026-02-16", false), // Monday, holiday
        ("2026-02-23", false), // Monday, last of the range
        ("2026-02-24", true),
        ("2026-02-28", true), // Saturday, made up
        ("2026-01-04", true), // Sunday, made up
    ];
    for (day, worked) in cases {
        assert_eq!(shanghai.is_workday(date(day)), worked, "{day}");
    }
    let local = |shown| at_in(Tz::Asia__Shanghai, shown);
    assert_eq!(shanghai.next_open(local("2026-02-14 18:00")), Some(local("2026-02-24 09:00")));
    let friday_noon = local("2026-02-13 12:00");
    assert_eq!(shanghai.add(friday_noon, 16 * HOUR), Some(local("2026-02-24 10:00")));
}

#[test]
fn a_date_that_is_both_a_holiday_and_a_make_up_day_is_worked() {
    let hours = version(Tz::UTC, "mon-fri 09:00-17:00")
        .with_holidays(dates("2026-10-01..2026-10-07"))
        .with_makeup(dates("2026-10-07"));
    let calendar = Calendar::new("both".parse().unwrap(), hours);
    assert!(calendar.is_workday(date("2026-10-07")));
    assert!(!calendar.is_workday(date("2026-10-06")));
}

#[test]
fn sla_3_the_end_of_the_day_is_its_last_closing_or_that_of_the_next_working_day() {
    let office = office();
    let local = |shown| at_in(Tz::Asia__Jakarta, shown);
    let cases = [
        ("2026-03-02 07:00", "2026-03-02 18:00"), // before opening
        ("2026-03-02 10:00", "2026-03-02 18:00"),
        ("2026-03-02 12:30", "2026-03-02 18:00"), // in the break
        ("2026-03-02 17:59:59", "2026-03-02 18:00"),
        ("2026-03-02 18:00", "2026-03-03 18:00"), // the closing instant is outside
        ("2026-03-06 20:00", "2026-03-09 18:00"), // Friday evening
        ("2026-03-19 20:00", "2026-03-24 18:00"), // before holidays around a weekend
    ];
    for (from, end) in cases {
        assert_eq!(office.end_of_day(local(from)), Some(local(end)), "{from}");
    }
}

#[test]
fn sla_3_business_days_keep_the_local_time_and_begin_to_count_at_the_next_opening() {
    let office = office();
    let local = |shown| at_in(Tz::Asia__Jakarta, shown);
    let cases = [
        ("2026-03-02 10:00", 1, "2026-03-03 10:00"),
        ("2026-03-02 10:00", 3, "2026-03-05 10:00"),
        ("2026-03-05 10:00", 3, "2026-03-10 10:00"), // over a weekend
        ("2026-03-18 10:00", 3, "2026-03-25 10:00"), // over holidays on a Friday and a Monday
        ("2026-03-06 21:00", 3, "2026-03-11 18:00"), // Friday night: Monday is the first
        ("2026-03-02 07:00", 1, "2026-03-02 18:00"), // before opening: today is the first
        ("2026-03-02 12:30", 1, "2026-03-03 13:00"), // in the break: from its end
        ("2026-03-02 10:00", 0, "2026-03-02 10:00"),
    ];
    for (from, days, then) in cases {
        let reached = office.add_business_days(local(from), days);
        assert_eq!(reached, Some(local(then)), "{from} + {days}bd");
    }
}

#[test]
fn sla_3_business_days_stay_within_the_hours_of_the_day_they_reach() {
    let short_saturday =
        calendar("short", Tz::UTC, "mon-fri 09:00-12:00 13:00-18:00; sat 10:00-12:00");
    let cases = [
        ("2026-03-06 16:00", 1, "2026-03-07 12:00"), // Saturday closed at noon
        ("2026-03-06 09:30", 1, "2026-03-07 10:00"), // and opened at ten
        ("2026-03-07 11:00", 1, "2026-03-09 11:00"),
    ];
    for (from, days, then) in cases {
        assert_eq!(short_saturday.add_business_days(at(from), days), Some(at(then)), "{from}");
    }
    let berlin = |shown| at_in(Tz::Europe__Berlin, shown);
    let into_the_gap = berlin_always().add_business_days(berlin("2026-03-28 02:30"), 1);
    assert_eq!(into_the_gap, Some(berlin("2026-03-29 03:00")));
}

#[test]
fn working_days_of_a_month_count_from_both_ends() {
    let (office, shanghai) = (office(), shanghai());
    let cases = [
        (&office, 3, 1, Some("2026-03-02")),
        (&office, 3, -1, Some("2026-03-31")),
        (&office, 5, 1, Some("2026-05-04")), // the 1st is a holiday, then a weekend
        (&office, 12, -5, Some("2026-12-24")),
        (&shanghai, 2, -1, Some("2026-02-28")), // a Saturday, made up
        (&shanghai, 10, 1, Some("2026-10-08")),
        (&office, 3, 21, None),
        (&office, 3, -21, None),
        (&office, 3, 0, None),
        (&office, 13, 1, None),
    ];
    for (calendar, month, n, day) in cases {
        let found = calendar.nth_workday_of_month(2026, month, n);
        assert_eq!(found, day.map(date), "{n} of month {month} of {}", calendar.id());
    }
    assert_eq!(office.workday_from(date("2026-03-20")), Some(date("2026-03-24")));
    assert_eq!(office.workday_until(date("2026-03-23")), Some(date("2026-03-19")));
    assert_eq!(office.workday_until(date("2026-03-19")), Some(date("2026-03-19")));
}

#[test]
fn sla_14_stretches_name_holidays_apart_from_other_closed_time() {
    let office = office();
    let local = |shown| at_in(Tz::Asia__Jakarta, shown);
    let drawn: Vec<String> = office
        .stretches(local("2026-04-30 11:00"), local("2026-05-04 10:00"))
        .map(|stretch| {
            let from = stretch.from.with_timezone(&Tz::Asia__Jakarta).format("%a %H:%M");
            format!("{from} {:?} {}m", stretch.state, stretch.seconds() / 60)
        })
        .collect();
    let expected = [
        "Thu 11:00 Working 60m",
        "Thu 12:00 Outside 60m",
        "Thu 13:00 Working 300m",
        "Thu 18:00 Outside 360m",
        "Fri 00:00 Holiday 1440m",
        "Sat 00:00 Outside 3420m",
        "Mon 09:00 Working 60m",
    ];
    assert_eq!(drawn, expected);
}

#[test]
fn days_worked_around_the_clock_are_one_stretch() {
    let stretches: Vec<_> =
        Calendar::always().stretches(at("2026-01-01 10:00"), at("2026-02-01 11:00")).collect();
    assert_eq!(stretches.len(), 1);
    assert_eq!(stretches[0].state, State::Working);
    assert_eq!(stretches[0].seconds(), (31 * 24 + 1) * HOUR);
}

#[test]
fn sla_16_a_version_counts_from_its_instant_and_the_time_before_belongs_to_the_earlier_one() {
    let mut calendar = nine_to_five();
    let longer = version(Tz::Asia__Jakarta, "daily 08:00-22:00");
    // From Wednesday noon UTC, which is 19:00 in Jakarta.
    calendar.revise(longer.starting(at("2026-03-04 12:00")));
    let cases = [
        ("2026-03-02 00:00", "2026-03-04 00:00", 16 * HOUR),
        ("2026-03-04 09:00", "2026-03-04 12:00", 3 * HOUR),
        ("2026-03-04 12:00", "2026-03-05 00:00", 3 * HOUR), // until 22:00 in Jakarta
        ("2026-03-05 00:00", "2026-03-06 00:00", 14 * HOUR),
        ("2026-03-02 00:00", "2026-03-05 00:00", (16 + 3 + 3) * HOUR),
    ];
    for (from, to, seconds) in cases {
        assert_eq!(calendar.working_between(at(from), at(to)), seconds, "{from} to {to}");
    }
    assert!(!calendar.is_workday(date("2026-03-01")), "a Sunday of the earlier version");
    assert!(calendar.is_workday(date("2026-03-08")), "a Sunday of the later one");
    assert_eq!(calendar.zone_at(at("2026-03-04 11:59")), Tz::UTC);
    assert_eq!(calendar.zone_at(at("2026-03-04 12:00")), Tz::Asia__Jakarta);
}

#[test]
fn sla_16_an_edit_replaces_those_that_would_have_come_after_it() {
    let hours = |text| version(Tz::UTC, text);
    let mut calendar = nine_to_five();
    calendar.revise(hours("mon-fri 10:00-11:00").starting(at("2026-06-01 00:00")));
    calendar.revise(hours("mon-fri 10:00-12:00").starting(at("2026-04-01 00:00")));
    assert_eq!(calendar.versions().count(), 2);
    let june = (at("2026-06-01 00:00"), at("2026-06-02 00:00"));
    assert_eq!(calendar.working_between(june.0, june.1), 2 * HOUR);
    calendar.revise(hours("daily 00:00-24:00"));
    assert_eq!(calendar.versions().count(), 1);
    assert_eq!(calendar.working_between(june.0, june.1), 24 * HOUR);
}

#[test]
fn looking_ahead_ends_after_ten_years() {
    let mut week = Week::default();
    week[0] = vec![Interval::new(0, 1).unwrap()];
    let one_second = Calendar::new(
        "one-second".parse().unwrap(),
        super::Version::new(Tz::UTC, week)
            .unwrap()
            .with_holidays(NaiveDate::from_ymd_opt(2026, 1, 1).unwrap().iter_days().take(7)),
    );
    assert_eq!(one_second.add(at("2026-01-01 00:00"), 1), Some(at("2026-01-12 00:00:01")));
    assert_eq!(one_second.add(at("2026-01-01 00:00"), 600), None);
    let always_closed = version(Tz::UTC, "mon-fri 09:00-17:00")
        .with_holidays(date("2026-01-01").iter_days().take(4000));
    let calendar = Calendar::new("closed".parse().unwrap(), always_closed);
    let start = at("2026-01-01 00:00");
    assert_eq!(calendar.next_open(start), None);
    assert_eq!(calendar.end_of_day(start), None);
    assert_eq!(calendar.add_business_days(start, 1), None);
    assert_eq!(calendar.workday_from(date("2026-01-01")), None);
}

#[test]
fn a_calendar_is_stored_and_read_back() {
    let mut calendar = shanghai();
    calendar.revise(version(Tz::UTC, "sun 09:00-17:00").starting(at("2026-06-01 00:00")));
    let stored = serde_json::to_string(&calendar).unwrap();
    assert_eq!(serde_json::from_str::<Calendar>(&stored).unwrap(), calendar);
}
