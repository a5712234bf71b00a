//! Faults of the company's own terms, its ladders and its access map.

use expect_test::expect;

use super::small::Small;

#[test]
fn what_is_missing_in_the_company_is_said_once_each() {
    Small::new().write("company.toml", "").prints(expect![[r#"
        company.toml:1: `calendar` is missing in `company.toml` → add `calendar = "office"`
        company.toml:1: `name` is missing in `company.toml` → add `name = "Demo Hosting"`
        company.toml:1: `zone` is missing in `company.toml` → add `zone = "Asia/Jakarta"`
        reminders.toml:4: unknown role `incident-manager` → add `incident-manager` to company.toml below `[roles]`, or write a name that stands there"#]]);
}

#[test]
fn bad_values_of_the_company_are_all_named() {
    Small::new()
        .write(
            "company.toml",
            r#"
name = ""
zone = "Asia/Jakata"
calendar = "office"
languages = ["en", "xx"]
[places]
pmo = "pmo"
[incident]
default_severity = 5
similar_window = "90"
debrief_within = "1d"
[approval]
high_risk_quorum = 2
approvers = ["im-1"]
[quiet]
from = "21:00"
to = "21:00"
"#,
        )
        .prints(expect![[r##"
            company.toml:1: `name` is empty → write something or remove the key
            company.toml:2: unknown time zone `Asia/Jakata` → did you mean `Asia/Jakarta`?
            company.toml:4: `xx` cannot be read as `languages` → write a language, such as `en`, `id`, `vi`, `nl`, `zh-Hans` or `zh-Hant`
            company.toml:6: `pmo` is not a place → write a channel with its `#`: `pmo = "#unix"`
            company.toml:8: `default_severity` is 5 → write a whole number from 1 to 4
            company.toml:9: `90` cannot be read as `similar_window` → write a length of time, such as `90d`, `24h` or `30m`
            company.toml:10: `1d` does not say which time counts → write `1bd` for working days or `24h` for hours on the calendar
            company.toml:12: `high_risk_quorum` is 2, but approvers are 1 → lower the quorum or add to `approvers`
            company.toml:16: the quiet hours end when they begin → write another time, or remove `[quiet]` to be never quiet
            reminders.toml:4: unknown role `incident-manager` → add `incident-manager` to company.toml below `[roles]`, or write a name that stands there"##]]);
}

#[test]
fn unknown_words_of_a_ladder_are_refused() {
    Small::new()
        .append(
            "company.toml",
            r#"
[thresholds]
"50" = ["department"]
"0%" = []
before_1d = ["lead"]
breach = ["leads"]
"#,
        )
        .prints(expect![[r#"
            company.toml:9: `50` is not a point of a target → write for example `75%`, `before_30m` or `breach`
            company.toml:10: `0%` is not a point of a target → write for example `75%`, `before_30m` or `breach`
            company.toml:11: `before_1d` is not a point of a target → write for example `75%`, `before_30m` or `breach`
            company.toml:12: `leads` is nobody to tell → write `department`, `lead`, `tam`, `head`, `service-manager`, `incident-manager` or `management`"#]]);
}

#[test]
fn an_unknown_role_or_a_verb_that_nobody_may_use_is_refused() {
    Small::new()
        .append(
            "company.toml",
            r#"
[access]
"change.cancel" = ["tams"]
"change.approve" = ["approvers"]
"incident.open" = []
"incident.ack" = ["@im-2"]
"sla.why" = ["dba", "lead", "incident-manager"]
"#,
        )
        .prints(expect![[r#"
            company.toml:9: unknown role `tams` in `change.cancel` → did you mean `tam`?
            company.toml:10: `change.approve` is a verb that nobody may use → name a role that somebody has, or remove the line for the default
            company.toml:11: `incident.open` is a verb that nobody may use → name a role that somebody has, or remove the line for the default
            company.toml:12: unknown person `im-2` → did you mean `im-1`? Or add `im-2` to people.toml"#]]);
}

#[test]
fn acc_1_nobody_is_left_to_open_where_only_parts_of_a_record_may() {
    Small::new()
        .append(
            "company.toml",
            r#"
[access]
"incident.*" = ["lead", "engaged"]
"incident.list" = ["member"]
"sla.next" = ["tam"]
"duty.*" = ["head", "tam"]
"#,
        )
        .prints(expect![[r#"
            company.toml:9: `incident.*` leaves nobody to use `incident.open`: nobody has a part in a record that is not there yet → add a role, or a line such as `"incident.open" = ["anyone"]` for each
            company.toml:11: `sla.next` leaves nobody to use `sla.next`: nobody has a part in a record that is not there yet → add `anyone` or a role, or remove the line for the default"#]]);
}
