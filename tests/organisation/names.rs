//! Names that nothing has, and keys that nothing reads.

use expect_test::expect;

use super::small::Small;

#[test]
fn an_unknown_person_is_named_with_the_nearest() {
    Small::new()
        .replace(
            "departments.toml",
            r#"["unix-1", "unix-2"]
duty"#,
            r#"["unix-1", "unix-9"]
duty"#,
        )
        .prints(expect!["departments.toml:5: unknown person `unix-9` → did you mean `unix-1`? Or add `unix-9` to people.toml"]);
}

#[test]
fn every_kind_of_unknown_name_is_a_fault() {
    Small::new()
        .replace("people.toml", r#"also = ["dba"]"#, r#"also = ["dbas"]"#)
        .replace("company.toml", r#"calendar = "office""#, r#"calendar = "ofice""#)
        .replace("clients.toml", r#""gold""#, r#""golden""#)
        .replace("clients.toml", r#""im-1""#, r#""xyz""#)
        .replace("services.toml", r#""acme""#, r#""acne""#)
        .replace("services.toml", r#""webshop-db""#, r#""webshop-bd""#)
        .replace(
            "services.toml",
            r#"owner = "dba""#,
            r#"owner = "dba"
vendor = "telco""#,
        )
        .replace("devices.csv", "SRV-2,acme,jakarta", "SRV-2,acme,jakata")
        .replace("freezes.toml", r#"["acme"]"#, r#"["globex"]"#)
        .replace("reminders.toml", "role:incident-manager", "role:incident-mananger")
        .prints(expect![[r#"
            clients.toml:4: unknown contract `golden` → did you mean `gold`? Or add `golden` to contracts.toml
            clients.toml:5: unknown person `xyz` → add `xyz` to people.toml, or write a name that stands there
            company.toml:3: unknown calendar `ofice` → did you mean `office`? Or add `ofice` to calendars.toml
            devices.csv:3: unknown site `jakata` → did you mean `jakarta`? Or add `jakata` to the client's sites in clients.toml
            freezes.toml:5: unknown client `globex` → add `globex` to clients.toml, or write a name that stands there
            people.toml:5: unknown department `dbas` → did you mean `dba`? Or add `dbas` to departments.toml
            reminders.toml:4: unknown role `incident-mananger` → did you mean `incident-manager`? Or add `incident-mananger` to company.toml below `[roles]`
            services.toml:3: unknown client `acne` → did you mean `acme`? Or add `acne` to clients.toml
            services.toml:5: unknown service `webshop-bd` → did you mean `webshop-db`? Or add `webshop-bd` to services.toml
            services.toml:9: unknown vendor `telco` → add `telco` to contracts.toml below `vendors`, or write a name that stands there"#]]);
}

#[test]
fn templates_manifests_and_checklists_are_held_against_the_names_too() {
    Small::new()
        .write(
            "templates/landscape.toml",
            r#"
title = "L"
[[task]]
key = "os"
title = "OS"
department = "unux"
after = ["net"]
"#,
        )
        .write(
            "manifests/suite.toml",
            r#"
product = "S"
baseline = "1"
programmers = "software"
[[module]]
key = "a"
title = "A"
department = "dba"
customisations = [{ id = "C-1", text = "t", by = "unix-3" }]
"#,
        )
        .write(
            "checklists/room.toml",
            r#"
[[item]]
key = "t"
phase = "on site"
text = "T"
type = "number"
min = 5
max = 4
[[item]]
key = "t"
phase = "after"
text = "T"
type = "choice"
choices = ["red"]
fault_if = ["rod"]
"#,
        )
        .prints(expect![[r#"
            checklists/room.toml:3: unknown word `on site` in `phase` → did you mean `onsite`?
            checklists/room.toml:7: `max` 4 is below `min` 5 → write a larger `max`
            checklists/room.toml:14: `rod` is none of the choices → did you mean `red`?
            manifests/suite.toml:3: unknown department `software` → add `software` to departments.toml, or write a name that stands there
            manifests/suite.toml:8: unknown person `unix-3` → did you mean `unix-1`? Or add `unix-3` to people.toml
            templates/landscape.toml:5: unknown department `unux` → did you mean `unix`? Or add `unux` to departments.toml"#]]);
}

#[test]
fn an_unknown_key_is_named_with_the_nearest() {
    Small::new()
        .replace("departments.toml", "members = []", "membres = []")
        .replace("company.toml", "[incident]", "[insident]")
        .prints(expect![[r#"
            company.toml:6: unknown key `insident` in `company.toml` → did you mean `incident`?
            departments.toml:11: unknown key `membres` in `dba` → did you mean `members`?"#]]);
}

#[test]
fn a_name_that_cannot_be_typed_is_refused() {
    Small::new()
        .append(
            "people.toml",
            r#"
"Unix 3" = { name = "Unix engineer 3" }
"#,
        )
        .prints(expect!["people.toml:6: `Unix 3` is not a name that can be typed → write small letters, digits and `-`"]);
}

#[test]
fn the_tasks_of_a_template_have_keys_and_wait_for_each_other_without_a_circle() {
    Small::new()
        .write(
            "templates/landscape.toml",
            r#"
title = "L"
[[task]]
key = "os"
title = "OS"
department = "unix"
after = ["db"]
[[task]]
key = "db"
title = "Database"
department = "dba"
after = ["os", "ngnix"]
[[task]]
key = "nginx"
title = "nginx"
department = "unix"
[[task]]
key = "nginx"
title = "nginx again"
department = "unix"
"#,
        )
        .prints(expect![[r#"
            templates/landscape.toml:1: tasks wait for each other in a circle: `db` → `os` → `db` → remove one of the links from `after`
            templates/landscape.toml:7: task `db` is after `ngnix`, which there is not → did you mean `nginx`?
            templates/landscape.toml:16: task `nginx` stands twice → give each a key of its own"#]]);
}

#[test]
fn what_a_template_leaves_open_is_declared_as_a_parameter() {
    Small::new()
        .write(
            "templates/landscape.toml",
            r#"
title = "Landscape for {projekt} of {client}"
parameters = ["project"]
[[task]]
key = "os"
title = "OS for {project}"
department = "unix"
instructions = "Image {image}"
"#,
        )
        .prints(expect![[r#"
            templates/landscape.toml:1: `{client}` is none of the `parameters` → add `client` to `parameters`, or write one of `project`
            templates/landscape.toml:1: `{projekt}` is none of the `parameters` → add `projekt` to `parameters`, or did you mean `project`?
            templates/landscape.toml:3: `{image}` is none of the `parameters` → add `image` to `parameters`, or write one of `project`"#]]);
}

#[test]
fn the_modules_of_a_manifest_do_not_come_after_each_other_in_a_circle() {
    Small::new()
        .write(
            "manifests/suite.toml",
            r#"
product = "Suite"
baseline = "7.2"
[[module]]
key = "core"
title = "Core"
department = "unix"
after = ["pos", "schemma"]
[[module]]
key = "pos"
title = "Point of sale"
department = "unix"
after = ["core"]
[[module]]
key = "schema"
title = "Schema"
department = "dba"
"#,
        )
        .prints(expect![[r#"
            manifests/suite.toml:1: modules wait for each other in a circle: `core` → `pos` → `core` → remove one of the links from `after`
            manifests/suite.toml:3: module `core` is after `schemma`, which there is not → did you mean `schema`?"#]]);
}

/// Schema, then core, then the point of sale.
const SUITE: &str = r#"
product = "Suite"
baseline = "1"
[[module]]
key = "schema"
title = "Schema"
department = "dba"
[[module]]
key = "core"
title = "Core"
department = "unix"
after = ["schema"]
[[module]]
key = "pos"
title = "Point of sale"
department = "unix"
after = ["core"]
"#;

/// CHG-8: a template agrees with the manifest of its product.
#[test]
fn a_template_keeps_to_the_vendors_order() {
    let task = |key: &str, rest: &str| {
        format!("[[task]]\nkey = \"{key}\"\ntitle = \"T\"\ndepartment = \"unix\"\n{rest}\n")
    };
    let small = || Small::new().write("manifests/suite.toml", SUITE);
    let template = |manifest: &str, tasks: &[String]| {
        let text = format!("title = \"L\"\n{manifest}\n{}", tasks.concat());
        small().write("templates/upgrade.toml", text)
    };
    let suite = r#"manifest = "suite""#;
    template(
        suite,
        &[
            task("a", r#"module = "schema""#),
            task("plain", r#"after = ["a"]"#),
            task("b", "module = \"core\"\nafter = [\"plain\"]"),
            task("c", "module = \"pos\"\nafter = [\"b\"]"),
        ],
    )
    .prints(expect!["good"]);
    template(
        suite,
        &[
            task("a", r#"module = "schema""#),
            task("b", "module = \"core\"\nafter = [\"a\"]"),
            task("c", r#"module = "pos""#),
        ],
    )
    .prints(expect!["templates/upgrade.toml:14: task `c` does not wait for `b`, but in `suite` module `core` comes before `pos` → add `b` to its `after`"]);
    template(
        suite,
        &[
            task("a", "module = \"schema\"\nafter = [\"plain\"]"),
            task("plain", r#"after = ["c"]"#),
            task("c", r#"module = "pos""#),
        ],
    )
    .prints(expect!["templates/upgrade.toml:14: task `a` waits for `c`, but in `suite` module `schema` comes before `pos` → let `c` wait for `a` instead"]);
    template(r#"manifest = "suit""#, &[task("a", "")]).prints(expect!["templates/upgrade.toml:2: unknown install manifest `suit` → did you mean `suite`? Or add `suit` to the folder `manifests`"]);
    template(suite, &[task("a", r#"module = "cor""#)]).prints(expect![
        "templates/upgrade.toml:3: `suite` has no module `cor` → did you mean `core`?"
    ]);
    template("", &[task("a", r#"module = "core""#)]).prints(expect![[r#"templates/upgrade.toml:3: task `a` is on a module, but of no product → add `manifest = "…"` to the template, or take `module` out"#]]);
}
