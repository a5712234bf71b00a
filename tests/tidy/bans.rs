//! What is not left behind in code: unfinished work, silenced lints, clocks, sleep.

use regex::Regex;

use super::none;
use super::source::{read, sources};

/// What may not stand in code, and why.
const IN_CODE: &[(&str, &str)] = &[
    (r"\b(todo|unimplemented)!", "finish it, or leave it out"),
    (r"\bdbg!", "take it out"),
    (r"#!?\[allow\(", "mend what the lint says; where it cannot be, `expect` with a reason"),
    (r"#\[path\b", "a module lies where its name says"),
    (r"\bunsafe\b", "nothing here needs it"),
    (r"\bcfg!\(test\)", "what is tested is what runs"),
];

/// What may not stand in a comment either.
const IN_TEXT: &[&str] = &["FIXME", "XXX", "TODO", "HACK"];

/// Tests that `cargo test` leaves out, and what `.ci/run` runs them with, since it brings what they need.
const RUN_BY: &[(&str, &str)] = &[
    ("tests/judges/bolt.rs", "tests/judges/run"),
    ("tests/judges/discordjs.rs", "tests/judges/run"),
];

/// Lints that are expected to be broken, and by which file.
const EXPECTED: &[(&str, &str)] = &[
    // Invariant 9: where the clock is read.
    ("clippy::disallowed_methods", "src/engine/clock.rs"),
];

/// The loops that wait for an instant (invariant 10: nothing else sleeps, and no test does).
const SLEEPS: &[&str] = &["benches/core/timers.rs", "src/chat/pause.rs", "src/serve.rs"];

#[test]
fn nothing_unfinished_or_silenced_is_left() {
    let mut faults = Vec::new();
    for source in sources() {
        for (pattern, why) in IN_CODE {
            for found in Regex::new(pattern).expect("a pattern").find_iter(&source.code) {
                let line = source.line_at(found.start());
                faults.push(format!("{}:{line}: `{}`: {why}", source.path, found.as_str()));
            }
        }
        if source.path == file!() {
            continue;
        }
        for (number, line) in source.text.lines().enumerate() {
            let marks = IN_TEXT.iter().filter(|mark| line.contains(**mark));
            faults.extend(marks.map(|mark| format!("{}:{}: {mark}", source.path, number + 1)));
        }
    }
    none(faults);
}

#[test]
fn a_test_runs_or_is_deleted() {
    let ignored = Regex::new(r"#!?\[ignore\b").expect("a pattern");
    let mut faults = Vec::new();
    for source in sources() {
        let run_by = RUN_BY.iter().find(|(path, _)| *path == source.path);
        let runs =
            run_by.is_some_and(|(_, with)| read(".ci/run").contains(&format!("step {with}")));
        let found = ignored.find_iter(&source.code).filter(|_| !runs);
        let at = found.map(|found| format!("{}:{}", source.path, source.line_at(found.start())));
        faults.extend(at.map(|at| format!("{at}: a test runs, or is deleted")));
    }
    none(faults);
}

#[test]
fn only_modules_of_tests_are_compiled_for_tests_alone() {
    let item = r"#\[cfg\(test\)\]\s*(?:#\[[^\]]*\]\s*)*(?:pub(?:\(\w+\))?\s+)?(\w+)";
    let item = Regex::new(item).expect("a pattern");
    let mut faults = Vec::new();
    for source in sources() {
        for found in item.captures_iter(&source.code).filter(|found| &found[1] != "mod") {
            let line = source.line_at(found.get(0).expect("the match").start());
            faults.push(format!("{}:{line}: what is tested is what runs", source.path));
        }
    }
    none(faults);
}

/// Invariant 9, and every other lint that somebody had to break.
#[test]
fn lints_are_broken_only_where_it_is_known() {
    let expected = Regex::new(r"#!?\[expect\(\s*([\w:]+)").expect("a pattern");
    let mut faults = Vec::new();
    for source in sources() {
        for found in expected.captures_iter(&source.code) {
            let (lint, path) = (&found[1], source.path.as_str());
            if !EXPECTED.contains(&(lint, path)) {
                let line = source.line_at(found.get(0).expect("the match").start());
                faults.push(format!("{path}:{line}: {lint} is not on the list of {}", file!()));
            }
        }
    }
    none(faults);
}

/// Invariant 10.
#[test]
fn nothing_sleeps_but_the_loops() {
    let sleep = Regex::new(r"\bsleep(_until)?\s*\(").expect("a pattern");
    let mut faults = Vec::new();
    for source in sources().iter().filter(|source| !SLEEPS.contains(&source.path.as_str())) {
        for found in sleep.find_iter(&source.code) {
            let line = source.line_at(found.start());
            faults.push(format!("{}:{line}: sleeps; wait for what it waits for", source.path));
        }
    }
    none(faults);
}
