//! Faults of calendars.

use expect_test::expect;

use super::small::Small;

#[test]
fn dir_1_a_calendar_without_working_time_is_refused() {
    Small::new()
        .replace("calendars.toml", r#"mon-fri = ["09:00-12:00", "13:00-18:00"]"#, "mon-fri = []")
        .prints(expect![[r#"calendars.toml:3: calendar `office`: no working time in the week → write for example `mon-fri = ["09:00-17:00"]`"#]]);
}

#[test]
fn dir_1_overlapping_hours_are_refused() {
    Small::new().replace("calendars.toml", "13:00-18:00", "11:00-18:00").prints(expect!["calendars.toml:3: calendar `office`: `09:00-12:00` and `11:00-18:00` on Mon overlap → write them as one interval"]);
}

#[test]
fn bad_hours_days_and_dates_are_all_named() {
    Small::new()
        .write(
            "calendars.toml",
            r#"
[office]
zone = "Mars"
week = { mon-fry = ["09:00-17:00"], sat = ["9-12"], sun = ["22:00-06:00"] }
holidays = ["2026-02-30", "2026-02-20..2026-02-10"]
"#,
        )
        .prints(expect![[r#"
            calendars.toml:2: unknown time zone `Mars` → write a name of the IANA list, such as `Asia/Jakarta`
            calendars.toml:3: `mon-fry` is no weekday → write `mon`, `mon-fri` or `daily`
            calendars.toml:3: `9-12` is not hours of a day → write them as `09:00-17:00`
            calendars.toml:3: `22:00-06:00` ends before it begins → hours over midnight are two intervals, such as `22:00-24:00` and, on the next day, `00:00-06:00`
            calendars.toml:4: `2026-02-30` is not a date → write `holidays = "2026-01-05"`
            calendars.toml:4: `2026-02-20..2026-02-10` is not a range of dates → write the first and the last day: `2026-02-16..2026-02-23`"#]]);
}

#[test]
fn sla_16_a_later_edition_says_from_when_it_counts() {
    Small::new()
        .append(
            "calendars.toml",
            r#"
[[office.version]]
zone = "Asia/Jakarta"
week = { daily = ["08:00-20:00"] }
"#,
        )
        .prints(expect![[r#"calendars.toml:5: `since` is missing in `version` → add `since = "2026-04-01T00:00+07:00"`"#]]);
}
