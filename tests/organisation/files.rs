//! Whole files: missing, unreadable, no TOML.

use std::path::Path;

use baton::settings::organisation::load;
use expect_test::expect;

use super::small::{FILES, Small};

#[test]
fn the_small_company_is_good() {
    Small::new().prints(expect!["good"]);
}

#[test]
fn a_file_that_must_be_there_is_missed_once() {
    Small::new().remove("people.toml").prints(expect![
        "people.toml: the file is missing → add the file; `config/demo` has one to begin with"
    ]);
}

#[test]
fn files_that_may_be_missing_are_not_missed() {
    Small::new()
        .remove("reminders.toml")
        .remove("devices.csv")
        .remove("freezes.toml")
        .prints(expect!["good"]);
}

#[test]
fn a_file_with_a_slip_in_its_name_is_not_passed_over() {
    Small::new().remove("freezes.toml").write("freeze.toml", "").prints(expect![
        "freeze.toml: a file of this name is not read → did you mean `freezes.toml`?"
    ]);
}

#[test]
fn text_that_is_not_utf_8_is_refused() {
    Small::new()
        .write("people.toml", b"# one\nunix-1 = { name = \"\xff\" }\n")
        .prints(expect!["people.toml:2: the text is not UTF-8 → save the file as UTF-8"]);
}

#[test]
fn an_enormous_file_is_refused() {
    Small::new()
        .write("devices.csv", vec![b'x'; (4 << 20) + 1])
        .prints(expect!["devices.csv: it is larger than 4 MiB → make it smaller"]);
}

#[test]
fn broken_toml_is_shown_where_it_breaks_and_its_names_are_not_called_unknown() {
    Small::new()
        .replace("departments.toml", r#"head = "unix-head""#, "head = unix-head")
        .replace("services.toml", r#""dba""#, r#""dbx""#)
        .replace("clients.toml", "core", "cor")
        .prints(expect![[r#"
            clients.toml:3: unknown word `cor` in `tier` → did you mean `core`?
            departments.toml:4: string values must be quoted, expected literal string → write it as TOML; text stands in quotes"#]]);
}

#[test]
fn a_duplicate_name_is_refused() {
    Small::new()
        .append(
            "people.toml",
            r#"
unix-1 = { name = "Another" }
"#,
        )
        .prints(expect!["people.toml:6: `unix-1` stands twice → remove or rename one of the two"]);
}

#[test]
fn a_duplicate_department_is_refused() {
    Small::new()
        .append(
            "departments.toml",
            r#"
[unix]
name = "Other"
"#,
        )
        .prints(expect![[r#"
            departments.toml:12: `unix` stands twice → remove or rename one of the two
            departments.toml:13: `name` stands twice → remove or rename one of the two"#]]);
}

#[test]
fn a_directory_that_is_not_there_is_named() {
    let faults = load(Path::new("no/such/directory")).unwrap_err();
    expect!["no/such/directory: the directory cannot be read: No such file or directory (os error 2) → name a directory with `company.toml`, such as `config/demo`"].assert_eq(&faults.to_string());
    let faults = load(Path::new("Cargo.toml")).unwrap_err();
    expect!["Cargo.toml: the directory cannot be read: Not a directory (os error 20) → name a directory with `company.toml`, such as `config/demo`"].assert_eq(&faults.to_string());
}

#[test]
fn whatever_line_is_missing_or_cut_off_the_set_is_good_or_its_faults_are_named() {
    for (file, text) in FILES {
        let lines: Vec<&str> = text.lines().collect();
        for number in 0..lines.len() {
            let half = &lines[number][..lines[number].len() / 2];
            for instead in [None, Some(half)] {
                let mut spoilt = lines.clone();
                spoilt.splice(number..=number, instead);
                let small = Small::new().write(file, spoilt.join("\n"));
                let faults = load(small.path()).map_or_else(|it| it.to_string(), |_| String::new());
                assert!(!faults.contains("defect"), "{file} without line {number}: {faults}");
            }
        }
    }
}
