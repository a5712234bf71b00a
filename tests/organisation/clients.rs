//! Faults of clients, services, devices, freezes and reminders.

use expect_test::expect;

use super::small::Small;

#[test]
fn a_channel_is_one_clients() {
    Small::new()
        .append(
            "clients.toml",
            r##"
[globex]
name = "Globex"
tier = "standart"
place = "#project-acme"
"##,
        )
        .prints(expect![[r#"
            clients.toml:13: unknown word `standart` in `tier` → did you mean `standard`?
            clients.toml:14: `#project-acme` is the place of client `acme` already → give each client a channel of its own"#]]);
}

#[test]
fn bad_access_hours_of_a_site_are_refused() {
    Small::new().replace("clients.toml", "mon-sat 08:00-20:00", "8 to 20").prints(expect!["clients.toml:10: `8 to 20` does not say when people are let in → write `mon-sat 08:00-20:00`"]);
}

#[test]
fn services_that_depend_on_each_other_in_a_circle_are_refused() {
    Small::new()
        .append(
            "services.toml",
            r#"
depends_on = ["cache"]
[cache]
name = "Cache"
owner = "unix"
depends_on = ["webshop"]
[lonely]
name = "Lonely"
owner = "unix"
depends_on = ["lonely"]
"#,
        )
        .prints(expect![[r#"
            services.toml:13: services depend on each other in a circle: `cache` → `webshop` → `webshop-db` → `cache` → remove one of the links from `depends_on`
            services.toml:17: services depend on each other in a circle: `lonely` → `lonely` → remove one of the links from `depends_on`"#]]);
}

#[test]
fn chg_10_a_maintenance_window_concerns_what_there_is_and_has_hours() {
    Small::new()
        .replace("maintenance.toml", "SRV-2", "SRV-9")
        .replace("maintenance.toml", r#""office""#, r#""offices""#)
        .append(
            "maintenance.toml",
            r#"
[nights]
calendar = "office"
[sundays]
clients = ["acme", "acne"]
hours = "sun 08:00-17:00"
"#,
        )
        .prints(expect![[r#"
            maintenance.toml:3: unknown device `SRV-9` → did you mean `SRV-1`? Or add `SRV-9` to devices.csv
            maintenance.toml:4: unknown calendar `offices` → did you mean `office`? Or add `offices` to calendars.toml
            maintenance.toml:5: a maintenance window of nothing → add `services`, `devices` or `clients`: what may be worked on then
            maintenance.toml:7: `calendar` is missing in `sundays` → add `calendar = "sundays"`
            maintenance.toml:8: unknown client `acne` → did you mean `acme`? Or add `acne` to clients.toml
            maintenance.toml:9: unknown key `hours` in `sundays` → write one of `calendar`, `clients`, `devices`, `services`"#]]);
}

#[test]
fn a_serial_number_stands_in_the_list_once() {
    Small::new().append("devices.csv", "SRV-1,acme,jakarta,,,,,\n").prints(expect!["devices.csv:4: serial number `SRV-1` stands on line 2 already → remove one of the two lines"]);
}

#[test]
fn bad_lines_of_the_device_list_are_all_named() {
    Small::new()
        .append(
            "devices.csv",
            r#"
SRV-3,acme
,acme,jakarta,,,,,
SRV-4,acne,jakarta,,,hgih,,
"#,
        )
        .prints(expect![[r#"
            devices.csv:4: the line has 2 cells, but there are 8 columns → write a cell for each column, empty ones as well; a cell with commas stands in quotes
            devices.csv:5: `serial` is empty → write the serial of the device
            devices.csv:6: unknown client `acne` → did you mean `acme`? Or add `acne` to clients.toml
            devices.csv:6: unknown word `hgih` in `criticality` → did you mean `high`?"#]]);
}

#[test]
fn the_device_list_names_its_columns() {
    Small::new()
        .write(
            "devices.csv",
            r#"
serial,client,sites
SRV-1,acme,jakarta
"#,
        )
        .prints(expect![[r#"
            devices.csv:1: column `site` is missing → add it: `serial,client,site,location,business_system,criticality,model,state`
            devices.csv:1: unknown column `sites` → did you mean `site`?"#]]);
}

#[test]
fn a_freeze_ends_after_it_begins() {
    Small::new()
        .replace("freezes.toml", "2027-01-05T00:00", "2026-01-05T00:00")
        .replace("freezes.toml", r#""hard""#, r#""firm""#)
        .prints(expect![[r#"
            freezes.toml:3: the freeze ends before it begins → write a later `to`
            freezes.toml:4: unknown word `firm` in `kind` → write one of `hard`, `soft`"#]]);
}

#[test]
fn a_reminder_has_one_rule() {
    Small::new()
        .replace("reminders.toml", "day = 25", "day = 25, workday = -1")
        .append(
            "reminders.toml",
            r##"
[a]
text = "A"
when = { cron = "0 9 * * 1" }
to = ["headz"]
[b]
when = { workday = 0, at = "9" }
to = []
[c]
text = "C"
when = { cron = "0 0 9 * * 1 *" }
to = ["depts:unix", "#unix"]
"##,
        )
        .prints(expect![[r#"
            reminders.toml:3: `when` is not one rule → write one of `day = 25`, `workday = -1`, `cron = "…"`, `once = "…"`
            reminders.toml:7: `0 9 * * 1` cannot be read as `cron` → write a cron expression with seconds first, such as `0 0 9 * * Mon *`
            reminders.toml:8: unknown person `headz` → add `headz` to people.toml, or write a name that stands there
            reminders.toml:9: reminder `b` says nothing → add `text = "…"`
            reminders.toml:10: `workday` is not the number of a working day → write 1 for the first of the month, -1 for the last, at most 23
            reminders.toml:10: `9` is not a time of day → write `at = "09:00"`
            reminders.toml:11: a reminder for nobody → write `to = ["role:pmo"]`
            reminders.toml:14: `0 0 9 * * 1 *` cannot be read as `cron` → write a cron expression with a named weekday, such as `0 0 9 * * Mon *`
            reminders.toml:15: unknown audience `depts:unix` → write one of `departments`, `departments:inspecting`, `heads`, `tams`"#]]);
}
