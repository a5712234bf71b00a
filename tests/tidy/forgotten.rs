//! No file lies about unused: Rust files are compiled, transcripts are run.
//!
//! That every Fluent file is compiled in is tested beside the files (`commands/voice/tests/files.rs`).

use std::collections::BTreeSet;

use regex::Regex;

use super::none;
use super::source::{files, read, sources};

/// The packages: the folder of each `Cargo.toml`, with its slash.
const PACKAGES: [&str; 2] = ["", "commands/"];

#[test]
fn every_rust_file_is_reached_from_a_crate_root() {
    let sources = sources();
    let child = Regex::new(r"(?m)^\s*(?:pub(?:\([^)]*\))?\s+)?mod\s+(\w+)\s*;").expect("a pattern");
    let mut reached = BTreeSet::new();
    let mut waiting = roots();
    while let Some(path) = waiting.pop() {
        let Some(source) = sources.iter().find(|source| source.path == path) else { continue };
        let folder = folder_of_children(&path);
        for name in child.captures_iter(&source.code) {
            let name = &name[1];
            waiting.extend([format!("{folder}{name}.rs"), format!("{folder}{name}/mod.rs")]);
        }
        reached.insert(path);
    }
    let forgotten = sources.iter().filter(|source| !reached.contains(&source.path));
    none(forgotten.map(|source| format!("{}: no `mod` leads to it", source.path)).collect());
}

/// `tests/transcripts.rs` plays what lies in its folder, and nothing else does.
#[test]
fn every_transcript_lies_where_it_is_played() {
    let pages =
        files().into_iter().filter(|path| path.starts_with("tests/") && path.ends_with(".md"));
    let mut faults = Vec::new();
    for path in pages {
        let here = path.strip_prefix("tests/transcripts/").is_some_and(|name| !name.contains('/'));
        if !here {
            faults.push(format!("{path}: is played from tests/transcripts/ alone"));
        } else if !read(&path).contains("```chat\n") {
            faults.push(format!("{path}: has no ```chat, so nothing of it is played"));
        }
    }
    none(faults);
}

/// The roots of all crates: what the manifests name, and the examples cargo finds by itself.
fn roots() -> Vec<String> {
    let mut roots: Vec<String> =
        files().into_iter().filter(|path| path.starts_with("examples/")).collect();
    for package in PACKAGES {
        let manifest: toml::Table = read(&format!("{package}Cargo.toml")).parse().expect("TOML");
        let targets = ["lib", "bin", "test", "bench", "example"];
        for target in targets.iter().filter_map(|kind| manifest.get(*kind)) {
            let many = target.as_array().cloned().unwrap_or_else(|| vec![target.clone()]);
            let paths = many.iter().filter_map(|target| target.get("path")?.as_str());
            roots.extend(paths.map(|path| format!("{package}{path}")));
        }
    }
    roots
}

/// Where the modules declared in a file lie, with the slash: beside a root or `mod.rs`, else in the folder of its name.
fn folder_of_children(path: &str) -> String {
    let (folder, name) = path.rsplit_once('/').unwrap_or(("", path));
    if name == "mod.rs" || roots().iter().any(|root| root == path) {
        return format!("{folder}/");
    }
    format!("{}/", path.strip_suffix(".rs").unwrap_or(path))
}
