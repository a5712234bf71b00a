//! Who may import whom (`docs/ARCHITECTURE.md`): the rules know no world outside, and each part of the shell its own.

use regex::Regex;

use super::none;
use super::paths::paths;
use super::source::{Source, read, sources};

/// What `commands/Cargo.toml` may name: all of it computes, none of it reaches out (ADR 6).
const PURE_CRATES: [&str; 12] = [
    "chrono",
    "chrono-tz",
    "clap",
    "cron",
    "fluent-bundle",
    "imbl",
    "regex",
    "serde",
    "strsim",
    "thiserror",
    "unic-langid",
    "unicode-width",
];

/// What the rules never name, tests excepted: files, sockets, clocks, threads, chance (invariant 1).
const IMPURE: [&str; 14] = [
    "baton",
    "getrandom",
    "rand",
    "std::env",
    "std::fs",
    "std::io",
    "std::net",
    "std::os",
    "std::process",
    "std::thread",
    "std::time::Instant",
    "std::time::SystemTime",
    "tokio",
    "tracing",
];

/// A part of a crate, and the parts of it that it may name. Parts that are not listed may name all.
type Parts = &'static [(&'static str, &'static [&'static str])];

/// The lower layers of `commands`, and the kinds of records: none of these knows what stands above it, and a kind goes
/// to another through the World.
const RULES: Parts = &[
    ("short", &[]),
    ("ids", &["short"]),
    ("words", &["ids"]),
    ("chart", &["words"]),
    ("card", &["chart", "ids", "words"]),
    ("calendar", &["ids"]),
    ("sla", &["calendar", "ids", "short"]),
    ("plan", &["calendar"]),
    ("voice", &["card", "chart", "ids", "words"]),
    ("grammar", &["card", "ids", "words"]),
    ("directory", &["calendar", "grammar", "ids", "sla", "voice"]),
    ("company", &["directory", "ids", "voice", "world"]),
    (
        "incident",
        &[
            "access",
            "ask",
            "audience",
            "calendar",
            "card",
            "decision",
            "directory",
            "directory_names",
            "grammar",
            "ids",
            "lookup",
            "notice",
            "recall",
            "record",
            "short",
            "shortlist",
            "sla",
            "verbs",
            "voice",
            "words",
            "world",
        ],
    ),
    // A review offers the incidents that a change may have caused (CHG-14): it reads them in the World.
    (
        "change",
        &[
            "access",
            "ask",
            "audience",
            "calendar",
            "card",
            "chart",
            "decision",
            "directory",
            "directory_names",
            "grammar",
            "ids",
            "incident",
            "lookup",
            "notice",
            "record",
            "shortlist",
            "plan",
            "sla",
            "verbs",
            "voice",
            "words",
            "world",
        ],
    ),
];

/// The parts of the shell among themselves. `serve`, `cli` and `transcript` put them together.
const SHELL: Parts = &[
    ("chat", &["log", "picture", "secret"]),
    ("control", &["store"]),
    ("engine", &["chat", "rows", "store"]),
    ("log", &[]),
    ("outbox", &["chat", "rows", "store"]),
    ("picture", &[]),
    ("rehearsal", &["chat", "engine", "stage", "store"]),
    ("rows", &["store"]),
    ("secret", &[]),
    ("settings", &["secret"]),
    ("signals", &[]),
    ("stage", &["chat", "engine", "outbox", "store"]),
    ("store", &[]),
];

/// A platform draws cards and forms, and has a few sentences of its own to say.
const OF_PLATFORMS: &[&str] =
    &["card", "chart", "directory", "grammar", "ids", "notice", "verbs", "voice", "words", "world"];

/// What the parts of the shell may name of `commands`.
const SHELL_OF_RULES: Parts = &[
    // Invariant 4: the store does not know what an incident is.
    ("store", &["ids"]),
    ("control", &[]),
    ("picture", &["chart", "voice", "words"]),
    ("signals", &[]),
    // The console completes what is typed, from a snapshot of the World.
    (
        "chat/console",
        &["card", "chart", "directory", "grammar", "ids", "notice", "verbs", "voice", "world"],
    ),
    ("chat/bridge", &["card", "grammar", "ids", "voice", "words", "world"]),
    // Whose account it is, and what a place is called on a platform, stands in the World.
    ("chat/names", &["directory", "ids", "world"]),
    // What may be named by the one who types or fills in a form, from a snapshot of the World.
    ("chat/offers", &["directory", "grammar", "ids", "verbs", "voice", "world"]),
    ("chat/slack", OF_PLATFORMS),
    ("chat/discord", OF_PLATFORMS),
    // A card that is cut says where the whole of it is.
    ("chat", &["card", "grammar", "ids", "notice", "voice", "words"]),
];

/// Those who put the parts together.
const CLI: &str = "src/cli/";
const SERVE: &str = "src/serve";
const PLAYER: &str = "src/transcript/";

/// A concrete store, platform or clock, and the files that may name it beside its own.
const CONCRETE: &[(&str, &[&str])] = &[
    (r"\b(SledStore|store::sled)\b", &["src/store/", "src/control.rs", CLI, SERVE, PLAYER]),
    (r"\b(MemoryStore|store::memory)\b", &["src/store/", CLI, SERVE, PLAYER]),
    (r"\bSystemClock\b", &["src/engine/clock.rs", CLI, SERVE]),
    (r"\bchat::(bridge|console|discord|slack)\b", &["src/chat/", CLI, SERVE]),
    (r"\bcrate::(web|alerts)\b", &["src/web/", "src/alerts/", SERVE]),
];

#[test]
fn the_rules_depend_on_crates_that_only_compute() {
    let manifest: toml::Table = read("commands/Cargo.toml").parse().expect("TOML");
    let named = manifest["dependencies"].as_table().expect("a table").keys();
    let other = named.filter(|name| !PURE_CRATES.contains(&name.as_str()));
    let mut faults: Vec<String> = other
        .map(|name| format!("commands/Cargo.toml: {name}: not on the list of {}", file!()))
        .collect();
    faults.extend(
        ["build-dependencies", "target"].iter().filter(|table| manifest.contains_key(**table)).map(
            |table| format!("commands/Cargo.toml: [{table}]: the rules are built alike everywhere"),
        ),
    );
    none(faults);
}

#[test]
fn the_rules_name_no_world_outside() {
    let rules = sources().iter().filter(|source| source.path.starts_with("commands/"));
    let mut faults = Vec::new();
    for source in rules.filter(|source| !source.is_test()) {
        for (line, path) in paths(source) {
            if IMPURE.iter().any(|impure| begins_with(&path, impure)) {
                faults.push(format!("{}:{line}: {path}: the rules only compute", source.path));
            }
        }
    }
    none(faults);
}

#[test]
fn each_part_names_only_those_it_may() {
    let mut faults = Vec::new();
    for source in sources().iter().filter(|source| !source.is_test()) {
        match source.path.strip_prefix("commands/") {
            Some(within) => faults.extend(beyond(source, within, "baton_commands", RULES)),
            None => {
                let within = source.path.strip_prefix("src/").unwrap_or_default();
                faults.extend(beyond(source, within, "baton", SHELL));
                faults.extend(beyond(source, within, "baton_commands", SHELL_OF_RULES));
            }
        }
    }
    none(faults);
}

#[test]
fn only_the_wiring_names_a_concrete_store_platform_or_clock() {
    let mut faults = Vec::new();
    let shell = sources().iter().filter(|source| source.path.starts_with("src/"));
    for source in shell {
        for (pattern, may) in CONCRETE {
            if may.iter().any(|path| source.path.starts_with(path)) {
                continue;
            }
            for found in Regex::new(pattern).expect("a pattern").find_iter(&source.code) {
                let line = source.line_at(found.start());
                faults.push(format!(
                    "{}:{line}: {}: ask for the trait",
                    source.path,
                    found.as_str()
                ));
            }
        }
    }
    none(faults);
}

/// A table that names a part which is gone would hold nothing.
#[test]
fn every_part_of_the_tables_is_there() {
    let folders = [("commands", RULES), ("src", SHELL), ("src", SHELL_OF_RULES)];
    let sources = sources();
    let is_there = |folder: &str, part: &str| {
        let part = part.split('/').next().unwrap_or(part);
        let (file, below) = (format!("{folder}/{part}.rs"), format!("{folder}/{part}/"));
        sources.iter().any(|source| source.path == file || source.path.starts_with(&below))
    };
    let parts = folders
        .iter()
        .flat_map(|(folder, parts)| parts.iter().map(move |(part, _)| (folder, part)));
    let gone = parts.filter(|(folder, part)| !is_there(folder, part));
    none(
        gone.map(|(folder, part)| format!("{folder}/{part}: is in a table and not in the folder"))
            .collect(),
    );
}

/// What a file names of a crate beyond what its part may.
fn beyond(source: &Source, within: &str, krate: &str, parts: Parts) -> Vec<String> {
    let within = within.strip_suffix(".rs").unwrap_or(within);
    let is_of = |part: &str| within == part || within.starts_with(&format!("{part}/"));
    let Some((part, may)) = parts.iter().find(|(part, _)| is_of(part)) else { return Vec::new() };
    let own = part.split('/').next().unwrap_or(part);
    let named = paths(source).into_iter().filter_map(|(line, path)| {
        let module = path.strip_prefix(krate)?.strip_prefix("::")?.split("::").next()?.to_owned();
        let module = if module == "say" { "words".to_owned() } else { module };
        let home = if source.path.starts_with("src/") { "baton" } else { "baton_commands" };
        let is_own = krate == home && module == own;
        let is_module = module.starts_with(char::is_lowercase);
        (is_module && !is_own && !may.contains(&module.as_str())).then_some((line, path))
    });
    named
        .map(|(line, path)| format!("{}:{line}: {path}: `{part}` may not name it", source.path))
        .collect()
}

fn begins_with(path: &str, prefix: &str) -> bool {
    path.strip_prefix(prefix).is_some_and(|rest| rest.is_empty() || rest.starts_with("::"))
}
