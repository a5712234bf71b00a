//! The documents say what the code does: some are generated, the others are held against it.
//!
//! `UPDATE_EXPECT=1` writes the generated ones anew.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use baton::transcript::bless::blessed;
use baton::transcript::{self, Backend, Play};
use baton_commands::grammar;
use baton_commands::sla::{Point, TargetKind};
use baton_commands::verbs::CATALOGUE;
use expect_test::expect_file;
use regex::Regex;

fn read(path: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(path);
    fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

fn none(faults: impl IntoIterator<Item = String>) {
    let faults: Vec<String> = faults.into_iter().collect();
    assert!(faults.is_empty(), "\n\n{}\n", faults.join("\n"));
}

#[test]
fn the_reference_of_commands_is_the_catalogue() {
    expect_file!["../docs/commands.md"].assert_eq(&grammar::markdown(&CATALOGUE));
}

#[test]
fn the_reference_of_settings_is_the_file_compiled_in() {
    expect_file!["../docs/config.md"].assert_eq(&settings_page(&read("config/baton.toml")));
}

/// The conversation that the README shows is one that happens.
#[test]
fn the_readme_is_a_transcript_that_plays() {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("README.md");
    let script = transcript::cli::read(&file).unwrap_or_else(|error| panic!("{error:#}"));
    let how = Play { backend: Backend::Memory, crash_after_every_line: false, preview: None };
    let said = transcript::play(&script, how).unwrap_or_else(|error| panic!("{error:#}"));
    expect_file!["../README.md"].assert_eq(&blessed(&script, &said));
}

/// `config/baton.toml` as tables: its opening comment, then a section each, a row a key.
fn settings_page(file: &str) -> String {
    let mut page = String::from("# Settings\n\n");
    let (mut section, mut said) = (None, String::new());
    for line in file.lines().map(str::trim) {
        if let Some(comment) = line.strip_prefix('#') {
            said.push_str(comment);
        } else if let Some(name) = line.strip_prefix('[').and_then(|line| line.strip_suffix(']')) {
            section = Some(name);
            let _ = write!(
                page,
                "\n## {name}\n\n| key | default | variable | meaning |\n|---|---|---|---|\n"
            );
        } else if let (Some(section), Some((key, value))) = (section, line.split_once(" = ")) {
            let variable = format!("BATON_{section}_{key}").to_uppercase();
            let meaning = std::mem::take(&mut said);
            let _ = writeln!(page, "| `{key}` | `{value}` | `{variable}` |{meaning} |");
        } else if section.is_none() && !said.is_empty() {
            let _ = writeln!(page, "{}", std::mem::take(&mut said).trim());
        }
    }
    page.replace('<', "&lt;")
}

/// The reasons of the code: those written out, and those made of a target and a point of it.
fn reasons_said() -> BTreeSet<String> {
    let word = Regex::new(r#""([a-z]+\.[a-z_]+)""#).expect("a pattern");
    let targets = [
        TargetKind::Response,
        TargetKind::Resolution,
        TargetKind::Update,
        TargetKind::Ola("unix".parse().expect("a department")),
        TargetKind::UcResponse("netco".parse().expect("a vendor")),
    ];
    let stems: BTreeSet<&str> = targets.iter().map(TargetKind::reason_stem).collect();
    let verbs: BTreeSet<String> =
        CATALOGUE.verbs().map(|verb| format!("{}.{}", verb.noun, verb.name)).collect();
    let mut said: BTreeSet<String> = BTreeSet::new();
    for (_, text) in rules() {
        let words = word.captures_iter(&text).map(|found| found[1].to_owned());
        // A verb has such a name too, unless it is made a reason.
        let is_reason =
            |it: &String| !verbs.contains(it) || text.contains(&format!("\"{it}\".into()"));
        said.extend(words.filter(is_reason));
    }
    said.retain(|word| !stems.contains(word.as_str()));
    for stem in stems {
        said.insert(format!("{stem}.at_NN"));
        let breached = format!("{stem}.{}", Point::Breach.name());
        // The breach of an update has a reason of its own, `incident.update_due`.
        said.extend((stem != TargetKind::Update.reason_stem()).then_some(breached));
    }
    said
}

/// Every file of the rules that is no test, and its text.
fn rules() -> Vec<(String, String)> {
    below("commands")
}

/// Every Rust file below a folder that is no test, and its text up to the tests in it.
fn below(folder: &str) -> Vec<(String, String)> {
    let mut found = Vec::new();
    let mut waiting = vec![folder.to_owned()];
    while let Some(folder) = waiting.pop() {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(&folder);
        for entry in fs::read_dir(path).expect("a folder") {
            let entry = entry.expect("an entry");
            let name = entry.file_name().into_string().expect("a name");
            let path = format!("{folder}/{name}");
            if entry.path().is_dir() && name != "tests" {
                waiting.push(path);
            } else if name.ends_with(".rs") && !name.starts_with("tests") {
                let text = read(&path);
                let code = text.split("#[cfg(test)]\nmod ").next().unwrap_or(&text);
                found.push((path, code.to_owned()));
            }
        }
    }
    found
}

/// The rows of the first table of a page: what stands in backticks in the first column, and the last column.
fn rows(page: &str) -> BTreeMap<String, String> {
    let cells = page.lines().filter_map(|line| line.strip_prefix("| `")?.strip_suffix(" |"));
    let pairs = cells.filter_map(|row| {
        let (first, rest) = row.split_once("` |")?;
        Some((first.to_owned(), rest.rsplit('|').next().unwrap_or_default().trim().to_owned()))
    });
    pairs.collect()
}

#[test]
fn every_reason_stands_in_the_table_and_no_other() {
    let (table, said) = (rows(&read("docs/reasons.md")), reasons_said());
    let named: BTreeSet<String> = table.keys().cloned().collect();
    let missing = said.difference(&named).map(|it| format!("{it}: not in docs/reasons.md"));
    let gone = named.difference(&said).map(|it| format!("{it}: in docs/reasons.md, not said"));
    none(missing.chain(gone));
}

/// PNG-6: `/baton why` names the rule, and so does the table.
#[test]
fn every_ping_names_the_rule_that_the_table_names() {
    let ping = Regex::new(r#"\(\s*"([a-z]+\.[a-z_]+)",\s*"([A-Z]+-\d+)""#).expect("a pattern");
    let table = rows(&read("docs/reasons.md"));
    let mut faults = Vec::new();
    for (path, text) in rules() {
        for found in ping.captures_iter(&text) {
            let (reason, rule) = (&found[1], &found[2]);
            let named = table.get(reason).map(String::as_str).unwrap_or_default();
            if !named.split(", ").any(|named| named == rule) {
                faults
                    .push(format!("{path}: {reason} is sent by {rule}, the table says `{named}`"));
            }
        }
    }
    none(faults);
}

/// A rule that code or test names can be looked up.
#[test]
fn every_rule_named_is_written_down() {
    let name = Regex::new(r"\b(?:DIR|SLA|PNG|ACC|CHG|FLD|REM|TAM|ITSM)-\d+\b").expect("a pattern");
    let written = read("docs/DOMAIN.md");
    let known: BTreeSet<&str> = name.find_iter(&written).map(|found| found.as_str()).collect();
    let mut faults = BTreeSet::new();
    for (path, text) in rules() {
        let code = text.lines().filter(|line| line.trim_start().starts_with("//"));
        for found in code.flat_map(|line| name.find_iter(line)).map(|found| found.as_str()) {
            if !known.contains(found) && !found.starts_with("CHG") {
                faults.insert(format!("{path}: {found} is not in docs/DOMAIN.md"));
            }
        }
    }
    none(faults);
}

/// A page that a comment sends the reader to is there.
#[test]
fn every_document_that_the_code_names_is_there() {
    let named = Regex::new(r"\b([A-Z]{4,})(?:\.md|,? section \d)").expect("a pattern");
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut faults = Vec::new();
    for (path, text) in [below("commands"), below("src")].concat() {
        for found in named.captures_iter(&text) {
            let page = format!("docs/{}.md", &found[1]);
            if !root.join(&page).exists() {
                faults.push(format!("{path}: {}: there is no {page}", &found[0]));
            }
        }
    }
    none(faults);
}

#[test]
fn every_link_between_documents_leads_somewhere() {
    let link = Regex::new(r"\]\(([^)#]+)(?:#[^)]*)?\)").expect("a pattern");
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut pages = vec!["README.md".to_owned(), "CHANGELOG.md".to_owned()];
    for folder in ["docs", "docs/adr", "deploy"] {
        for entry in fs::read_dir(root.join(folder)).expect("a folder") {
            let name = entry.expect("an entry").file_name().into_string().expect("a name");
            pages.extend(name.ends_with(".md").then(|| format!("{folder}/{name}")));
        }
    }
    let mut faults = Vec::new();
    for page in pages {
        let folder = root.join(&page).parent().expect("a folder").to_owned();
        let text = read(&page);
        for found in link.captures_iter(&text).filter(|found| !found[1].contains("://")) {
            if !folder.join(&found[1]).exists() {
                faults.push(format!("{page}: {} leads nowhere", &found[1]));
            }
        }
    }
    none(faults);
}

/// What a document shows of the code's own words stays so: paths in backticks that name a file of the project.
#[test]
fn every_file_that_the_architecture_names_is_there() {
    let path =
        Regex::new(r"`((?:src|commands|tests|config|docs|deploy|benches|examples)/[\w./-]*)`")
            .expect("a pattern");
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let pages = ["docs/ARCHITECTURE.md", "docs/STYLE.md", "docs/operating.md", "README.md"];
    let mut faults = Vec::new();
    for page in pages {
        let text = read(page);
        let named = path.captures_iter(&text).map(|found| found[1].to_owned());
        let gone = named.filter(|named| !root.join(named).exists());
        faults.extend(gone.map(|named| format!("{page}: {named} is not there")));
    }
    none(faults);
}
