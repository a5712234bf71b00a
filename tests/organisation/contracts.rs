//! Faults of contracts, policies and vendors.

use expect_test::expect;

use super::small::Small;

#[test]
fn dir_1_two_policies_for_the_same_severity_overlap() {
    Small::new()
        .replace("contracts.toml", "severity = 1", "severity = [1, 2]")
        .prints(expect!["contracts.toml:8: policies 1 and 2 of contract `gold` overlap: severity 2 is promised by both, and only the first counts → remove the severity from one of the two, or move the narrower one up"]);
}

#[test]
fn dir_1_a_policy_below_one_for_everything_is_never_reached() {
    Small::new()
        .replace("contracts.toml", "severity = 1", r#"update = "1h""#)
        .prints(expect!["contracts.toml:8: policies 1 and 2 of contract `gold` overlap: severity 2 is promised by both, and only the first counts → remove the severity from one of the two, or move the narrower one up"]);
}

#[test]
fn a_narrow_policy_above_and_a_rest_below_are_good() {
    Small::new()
        .replace(
            "contracts.toml",
            "severity = 1\n",
            r#"severity = 1
services = ["webshop"]
"#,
        )
        .replace("contracts.toml", "severity = [2, 3, 4]\n", "")
        .prints(expect!["good"]);
}

#[test]
fn sla_3_a_zero_target_and_a_bare_day_are_refused() {
    Small::new()
        .replace("contracts.toml", r#""15m""#, r#""0m""#)
        .replace("contracts.toml", r#""3bd""#, r#""1d""#)
        .prints(expect![[r#"
            contracts.toml:6: `0m` leaves no time → write at least `1m`
            contracts.toml:11: `1d` does not say which time counts → write `1bd` for working days or `24h` for hours on the calendar"#]]);
}

#[test]
fn a_response_after_the_resolution_is_refused() {
    Small::new().replace("contracts.toml", r#""15m""#, r#""5h""#).prints(expect!["contracts.toml:6: response `5h` is longer than resolution `4h` → write a response that comes first"]);
}

#[test]
fn a_severity_is_one_to_four() {
    Small::new().replace("contracts.toml", "[2, 3, 4]", r#"[0, 5, "2"]"#).prints(expect![[r#"
        contracts.toml:9: `severity` is 0 → write a whole number from 1 to 4
        contracts.toml:9: `severity` is 5 → write a whole number from 1 to 4
        contracts.toml:9: `severity` is of type string → write a whole number from 1 to 4"#]]);
}

#[test]
fn the_default_severity_of_a_client_is_promised_something() {
    Small::new().replace("contracts.toml", "[2, 3, 4]", "[2, 4]").prints(expect!["contracts.toml:1: contract `gold` of client `acme` promises nothing for severity 3, which an incident has by default → add a policy with that severity"]);
}

#[test]
fn unknown_words_of_a_contract_are_refused() {
    Small::new()
        .replace(
            "contracts.toml",
            r#"["client"]"#,
            r#"["customer", "vendors"]
reopen = "new_cycle""#,
        )
        .replace(
            "contracts.toml",
            "severity = 1",
            r#"severity = 1
kind = "incidents"
tier = "gold""#,
        )
        .prints(expect![[r#"
            contracts.toml:3: unknown word `customer` in `pause_on` → write one of `client`, `vendor`, `change`
            contracts.toml:3: unknown word `vendors` in `pause_on` → did you mean `vendor`?
            contracts.toml:4: unknown word `new_cycle` in `reopen` → did you mean `new-cycle`?
            contracts.toml:7: unknown word `incidents` in `kind` → did you mean `incident`?
            contracts.toml:8: unknown word `gold` in `tier` → write one of `core`, `standard`"#]]);
}

#[test]
fn a_policy_of_changes_stands_beside_those_of_incidents_and_promises_no_updates() {
    Small::new()
        .append(
            "contracts.toml",
            r#"
[[gold.policy]]
kind = "change"
resolution = "10bd"
update = "1bd"
"#,
        )
        .prints(expect!["contracts.toml:19: a change has no interval of updates → remove `update`: a change has `response` and `resolution`"]);
}

#[test]
fn a_policy_promises_something() {
    Small::new()
        .append(
            "contracts.toml",
            r#"
[[gold.policy]]
kind = "change"
"#,
        )
        .prints(expect!["contracts.toml:16: a policy that promises nothing → add `response`, `resolution` or `update`, or remove the policy"]);
}

#[test]
fn a_vendors_last_day_is_a_date() {
    Small::new().replace("contracts.toml", "2026-12-31", "31.12.2026").prints(expect![[
        r#"contracts.toml:15: `31.12.2026` is not a date → write `expires = "2026-01-05"`"#
    ]]);
}

#[test]
fn a_slip_in_a_selector_is_one_fault() {
    Small::new()
        .replace("contracts.toml", "severity = 1", r#"services = ["web-shop"]"#)
        .prints(expect!["contracts.toml:5: unknown service `web-shop` → did you mean `webshop`? Or add `web-shop` to services.toml"]);
}
