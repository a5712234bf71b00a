//! Faults of people, departments and their duty.

use expect_test::expect;

use super::small::Small;

#[test]
fn dir_2_an_account_belongs_to_one_person() {
    Small::new()
        .replace("people.toml", r#""Unix engineer 2""#, r#""Unix engineer 2", slack = "U01""#)
        .prints(expect!["people.toml:3: slack account `U01` is that of `unix-1` already → give each person an account of his own"]);
}

#[test]
fn a_channel_is_home_to_one_department() {
    Small::new().replace("departments.toml", r##""#dba""##, r##""#unix""##).prints(expect!["departments.toml:9: `#unix` is the place of department `unix` already → give each department a channel of its own"]);
}

#[test]
fn dir_3_a_platform_channel_is_one_place() {
    Small::new()
        .replace(
            "departments.toml",
            r##""#dba""##,
            r##""#dba"
slack = "C1""##,
        )
        .append(
            "company.toml",
            r##"
[channels]
"#pmo" = { slack = "C1" }
pmo = { slack = "C2" }
"##,
        )
        .prints(expect![[r##"
            company.toml:10: `pmo` is not a place → write a channel with its `#`: `"#pmo" = …`
            departments.toml:10: slack channel `C1` is `#pmo` already → give each place a channel of its own"##]]);
}

#[test]
fn a_department_is_not_named_as_a_role() {
    Small::new()
        .append("company.toml", "[channels]\n")
        .replace(
            "company.toml",
            "[roles]",
            r#"[roles]
dba = ["im-1"]"#,
        )
        .prints(expect!["departments.toml:7: department `dba` is named as a role → rename one of the two: `[access]` could mean either"]);
}

#[test]
fn dir_4_only_staff_are_on_duty() {
    Small::new()
        .replace("departments.toml", r#"rotation = ["unix-1""#, r#"rotation = ["im-1""#)
        .prints(expect!["departments.toml:6: `im-1` is on duty for `unix` but does not work there → add `im-1` to `members`, or take him out of `rotation`"]);
}

#[test]
fn dir_4_a_rotation_has_somebody_in_it() {
    Small::new()
        .replace("departments.toml", r#"["unix-1", "unix-2"], handover"#, r#"["-", ""], handover"#)
        .prints(expect!["departments.toml:6: a duty rotation with nobody in it → name a member, or remove `duty` to have the department pinged as a whole"]);
}

#[test]
fn dir_4_bad_hand_over_date_and_gap_are_all_named() {
    Small::new()
        .replace(
            "departments.toml",
            r#"handover = "mon 09:00", since = "2026-01-05""#,
            r#"handover = "mo 9", since = "5 Jan", gaps = ["2026-12-24"]"#,
        )
        .prints(expect![[r#"
            departments.toml:6: `mo 9` cannot be read as `handover` → write a weekday and a time, such as `mon 09:00`
            departments.toml:6: `5 Jan` is not a date → write `since = "2026-01-05"`
            departments.toml:6: `2026-12-24` cannot be read as `gaps` → write a gap, such as `2026-12-24 18:00..2026-12-27 08:00`"#]]);
}

#[test]
fn somebody_who_is_a_member_twice_is_refused() {
    Small::new()
        .replace("departments.toml", "members = []", r#"members = ["im-1", "im-1"]"#)
        .prints(expect![
            "departments.toml:11: `im-1` stands twice in `members` → remove one of the two"
        ]);
}

#[test]
fn a_slip_in_the_members_is_one_fault() {
    Small::new()
        .replace("departments.toml", r#"members = ["unix-1""#, r#"members = ["unix-x""#)
        .prints(expect!["departments.toml:5: unknown person `unix-x` → did you mean `unix-1`? Or add `unix-x` to people.toml"]);
}
