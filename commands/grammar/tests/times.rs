//! Times and stretches of time, against a clock and a zone.

use chrono::{DateTime, Utc};
use chrono_tz::Tz;

use super::*;

/// A Monday, 10:00 in Jakarta.
const MONDAY: &str = "2026-03-02T03:00:00Z";

fn utc(at: &str) -> DateTime<Utc> {
    at.parse().expect("RFC 3339")
}

/// The local time meant, or `-` for none.
fn meant(typed: &str, now: &str, zone: Tz) -> String {
    let read = typed.parse::<Moment>().and_then(|moment| moment.resolve(utc(now), zone));
    read.map_or("-".into(), |at| at.with_timezone(&zone).format("%a %F %R:%S %:z").to_string())
}

#[test]
fn times_are_typed_in_many_ways() {
    let cases = [
        ("14:30", "Mon 2026-03-02 14:30:00 +07:00"),
        ("14.30", "Mon 2026-03-02 14:30:00 +07:00"),
        ("10:00", "Mon 2026-03-02 10:00:00 +07:00"),
        ("09:59", "Tue 2026-03-03 09:59:00 +07:00"),
        ("9:05", "Tue 2026-03-03 09:05:00 +07:00"),
        ("00:00", "Tue 2026-03-03 00:00:00 +07:00"),
        ("14:30:15", "Mon 2026-03-02 14:30:15 +07:00"),
        ("today 08:00", "Mon 2026-03-02 08:00:00 +07:00"),
        ("today", "Mon 2026-03-02 00:00:00 +07:00"),
        ("Tomorrow 09:00", "Tue 2026-03-03 09:00:00 +07:00"),
        ("tomorrow", "Tue 2026-03-03 00:00:00 +07:00"),
        ("mon 11:00", "Mon 2026-03-02 11:00:00 +07:00"),
        ("mon 09:00", "Mon 2026-03-09 09:00:00 +07:00"),
        ("mon", "Mon 2026-03-09 00:00:00 +07:00"),
        ("Thursday 09:00", "Thu 2026-03-05 09:00:00 +07:00"),
        ("thurs 9:00", "Thu 2026-03-05 09:00:00 +07:00"),
        ("2026-03-02 09:00", "Mon 2026-03-02 09:00:00 +07:00"),
        ("2026-03-02T09:00", "Mon 2026-03-02 09:00:00 +07:00"),
        ("2026-12-31", "Thu 2026-12-31 00:00:00 +07:00"),
        ("2026-03-02T09:00:00Z", "Mon 2026-03-02 16:00:00 +07:00"),
        ("2026-03-02T09:00:00+02:00", "Mon 2026-03-02 14:00:00 +07:00"),
        ("14:30 Asia/Tokyo", "Mon 2026-03-02 12:30:00 +07:00"),
        ("11:30 asia/tokyo", "Tue 2026-03-03 09:30:00 +07:00"),
        ("2026-03-02 09:00 UTC", "Mon 2026-03-02 16:00:00 +07:00"),
        ("+2h", "Mon 2026-03-02 12:00:00 +07:00"),
        ("+1h30m", "Mon 2026-03-02 11:30:00 +07:00"),
        ("+90M", "Mon 2026-03-02 11:30:00 +07:00"),
        ("+2d", "Wed 2026-03-04 10:00:00 +07:00"),
        ("+1w", "Mon 2026-03-09 10:00:00 +07:00"),
        ("24:00", "-"),
        ("14:5", "-"),
        ("2026-02-30", "-"),
        ("02-03-2026", "-"),
        ("2/3", "-"),
        ("mon tue", "-"),
        ("09:00 mon", "-"),
        ("+", "-"),
        ("+0h", "-"),
        ("+2", "-"),
        ("+9999999999999999h", "-"),
        ("soon", "-"),
        ("", "-"),
    ];
    for (typed, wanted) in cases {
        assert_eq!(meant(typed, MONDAY, chrono_tz::Asia::Jakarta), wanted, "{typed}");
    }
}

#[test]
fn a_time_that_clocks_skip_is_the_first_after_it_and_a_doubled_one_the_first() {
    let berlin = chrono_tz::Europe::Berlin;
    let cases = [
        ("2026-03-28T12:00:00Z", "tomorrow 02:30", "Sun 2026-03-29 03:00:00 +02:00"),
        ("2026-03-28T12:00:00Z", "tomorrow 03:00", "Sun 2026-03-29 03:00:00 +02:00"),
        ("2026-03-28T12:00:00Z", "tomorrow 01:59", "Sun 2026-03-29 01:59:00 +01:00"),
        ("2026-03-29T00:30:00Z", "02:15", "Sun 2026-03-29 03:00:00 +02:00"),
        ("2026-10-24T12:00:00Z", "tomorrow 02:30", "Sun 2026-10-25 02:30:00 +02:00"),
        // In the second hour of the two, the first 02:30 is past: it is tomorrow's that is meant.
        ("2026-10-25T01:15:00Z", "02:30", "Mon 2026-10-26 02:30:00 +01:00"),
        ("2026-03-28T12:00:00Z", "+24h", "Sun 2026-03-29 14:00:00 +02:00"),
    ];
    for (now, typed, wanted) in cases {
        assert_eq!(meant(typed, now, berlin), wanted, "{typed} at {now}");
    }
    // A whole day that never was: Samoa crossed the date line.
    let apia = chrono_tz::Pacific::Apia;
    let skipped = meant("2011-12-30 10:00", "2011-12-29T12:00:00Z", apia);
    assert_eq!(skipped, "Sat 2011-12-31 00:00:00 +14:00");
}

#[test]
fn a_day_alone_is_a_deadline_until_it_ends() {
    let zone = chrono_tz::Asia::Jakarta;
    let by = |typed: &str| {
        let moment: Moment = typed.parse().expect(typed);
        moment.resolve_by(utc(MONDAY), zone).expect(typed)
    };
    assert_eq!(by("2026-03-06"), utc("2026-03-06T17:00:00Z"));
    assert_eq!(by("fri 17:00"), utc("2026-03-06T10:00:00Z"));
    assert_eq!(by("2026-03-06 Asia/Tokyo"), utc("2026-03-06T15:00:00Z"));
}

#[test]
fn the_end_of_a_stretch_counts_from_its_start() {
    let zone = chrono_tz::Asia::Jakarta;
    let cases = [
        ("14:00..15:30", "03-02 14:00 to 03-02 15:30"),
        ("09:00..11:00", "03-03 09:00 to 03-03 11:00"),
        ("22:00..02:00", "03-02 22:00 to 03-03 02:00"),
        ("fri 22:00 .. 02:00", "03-06 22:00 to 03-07 02:00"),
        ("fri 22:00..sun 06:00", "03-06 22:00 to 03-08 06:00"),
        ("fri 22:00..+90m", "03-06 22:00 to 03-06 23:30"),
        ("today 22:00..tomorrow 02:00", "03-02 22:00 to 03-03 02:00"),
        ("2026-03-04 09:00..2026-03-05 09:00", "03-04 09:00 to 03-05 09:00"),
        ("2026-03-04..2026-03-05", "03-04 00:00 to 03-06 00:00"),
        ("2026-03-04..2026-03-04", "03-04 00:00 to 03-05 00:00"),
        ("14:00…15:30", "03-02 14:00 to 03-02 15:30"),
        ("14:00–15:30", "03-02 14:00 to 03-02 15:30"),
        ("2026-03-04 09:00 Asia/Tokyo..11:00", "03-04 07:00 to 03-04 09:00"),
        ("2026-03-05..2026-03-04", "-"),
        ("14:00..", "-"),
        ("14:00", "-"),
        ("..", "-"),
    ];
    for (typed, wanted) in cases {
        let read = typed.parse::<Stretch>().and_then(|typed| typed.resolve(utc(MONDAY), zone));
        let local = |at: DateTime<Utc>| at.with_timezone(&zone).format("%m-%d %R").to_string();
        let shown =
            read.map(|stretch| format!("{} to {}", local(stretch.start), local(stretch.end)));
        assert_eq!(shown.unwrap_or("-".into()), wanted, "{typed}");
    }
}
