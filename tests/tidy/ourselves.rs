//! The project speaks of itself alone: of no machine it was written on, and of nothing its readers cannot reach.

use regex::Regex;

use super::none;
use super::source::{files, read};

/// Kinds of file that hold text.
const TEXT: [&str; 15] = [
    "conf", "csv", "ftl", "json", "lock", "md", "mjs", "py", "rs", "run", "service", "sh", "toml",
    "txt", "yml",
];

/// Folders of somebody's machine.
const FOLDERS: &str = r"/(?:home|root|work|workspace|Users|mnt|tmp/bash)\b";

/// Where the project's links may lead; `.example` and `.invalid` lead nowhere.
const HOSTS: [&str; 15] = [
    "api.slack.com",
    "choosealicense.com",
    "crates.io",
    "discord.com",
    "doc.rust-lang.org",
    "docs.rs",
    "github.com",
    "keepachangelog.com",
    "projectfluent.org",
    "rust-lang.org",
    "rustup.rs",
    "semver.org",
    "slack.com",
    "www.apache.org",
    // The name of a format, not a place.
    "www.w3.org",
];

#[test]
fn no_folder_of_a_machine_is_named() {
    let folder = Regex::new(FOLDERS).expect("a pattern");
    let faults = lines().filter(|(path, _, line)| path != file!() && folder.is_match(line));
    none(faults.map(|(path, number, line)| format!("{path}:{number}: {}", line.trim())).collect());
}

#[test]
fn every_link_leads_where_readers_can_go() {
    let link = Regex::new(r"https?://([\w.-]+)").expect("a pattern");
    let mut faults = Vec::new();
    for (path, number, line) in lines().filter(|(path, ..)| !path.ends_with("Cargo.lock")) {
        for found in link.captures_iter(&line) {
            let host = &found[1];
            let nowhere = [".example", ".invalid", "127.0.0.1", "localhost"];
            if !HOSTS.contains(&host) && !nowhere.iter().any(|end| host.ends_with(end)) {
                faults.push(format!("{path}:{number}: {host} is not on the list of {}", file!()));
            }
        }
    }
    none(faults);
}

/// What is locked comes from crates.io; a mirror or a fork would stand here.
#[test]
fn every_crate_comes_from_crates_io() {
    const REGISTRY: &str = "source = \"registry+https://github.com/rust-lang/crates.io-index\"";
    let lock = read("Cargo.lock");
    let other = lock.lines().filter(|line| line.starts_with("source = ") && *line != REGISTRY);
    none(other.map(|line| format!("Cargo.lock: {line}")).collect());
}

/// Every line of every text: its file, its number, itself.
fn lines() -> impl Iterator<Item = (String, usize, String)> {
    let is_text = |path: &String| {
        let name = path.rsplit('/').next().unwrap_or_default();
        TEXT.contains(&name.rsplit('.').next().unwrap_or_default()) || !name.contains('.')
    };
    files().into_iter().filter(is_text).flat_map(|path| {
        let text = read(&path);
        let lines = text.lines().enumerate();
        lines.map(|(at, line)| (path.clone(), at + 1, line.to_owned())).collect::<Vec<_>>()
    })
}
