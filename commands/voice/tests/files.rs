//! Holds the sentences against the code that says them, and every language against English.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use super::super::bundles::{self, FILES};
use super::super::{Language, labels};
use super::said;
use super::sentences::{Sentence, files_below, root, sentences};

/// Ids made otherwise than by `say!`: the source file, the id, the arguments it is given.
const DYNAMIC: &[(&str, &str, &[&str])] = &[];

/// Where `say!` is made.
const SAY: &str = "commands/words.rs";

/// Nouns that a language says in full.
const COMPLETE: &[(Language, &[&str])] = &[(
    Language::Indonesian,
    &[
        "baton",
        "chart",
        "client",
        "common",
        "department",
        "device",
        "duty",
        "grammar",
        "incident",
        "sla",
    ],
)];

#[test]
fn every_file_is_compiled_in() {
    let mut faults = Vec::new();
    let on_disk = files_below(&root().join("words"), "ftl");
    for path in &on_disk {
        let text = fs::read_to_string(path).expect("a readable file");
        let tag = path.parent().and_then(Path::file_name).and_then(|name| name.to_str());
        if !FILES.iter().any(|file| Some(file.language.tag()) == tag && file.text == text) {
            faults.push(format!("{}: not in voice/bundles.rs", path.display()));
        }
    }
    if FILES.len() != on_disk.len() {
        faults.push(format!("{} files, but {} are compiled in", on_disk.len(), FILES.len()));
    }
    none(faults);
}

#[test]
fn every_sentence_can_be_read_and_keeps_the_style() {
    let mut faults = Vec::new();
    for language in spoken() {
        let sentences = sentences(language);
        faults.extend(sentences.faults);
        for sentence in sentences.by_id.values() {
            let where_it_is = format!("{} {}", sentence.file, sentence.id);
            let wrong = sentence.patterns.iter().flat_map(|pattern| style_faults(pattern));
            faults.extend(wrong.map(|fault| format!("{where_it_is}: {fault}")));
        }
    }
    none(faults);
}

#[test]
fn english_says_all_that_the_code_says_and_no_more() {
    let mut english = sentences(Language::English);
    let mut faults = std::mem::take(&mut english.faults);
    let mut used: BTreeSet<String> = BTreeSet::new();
    for (place, id, args) in said_by_the_code(&mut faults) {
        let Some(sentence) = english.by_id.get(&id) else {
            faults.push(format!("{place}: {id} is in no file under commands/words/en/"));
            continue;
        };
        for name in sentence.variables.difference(&args) {
            faults.push(format!("{place}: {id} needs {name} ({})", sentence.file));
        }
        for name in args.difference(&sentence.variables).filter(|n| !sentence.unused.contains(*n)) {
            faults.push(format!("{place}: {id} does not say {name} ({})", sentence.file));
        }
        used.insert(id);
    }
    used.extend(english.by_id.values().flat_map(|sentence| sentence.refers_to.clone()));
    for sentence in english.by_id.values() {
        if !used.contains(&sentence.id) {
            faults.push(format!("{}: no code says {}", sentence.file, sentence.id));
        }
    }
    none(faults);
}

#[test]
fn every_language_says_what_english_says() {
    let english = sentences(Language::English).by_id;
    let mut faults = Vec::new();
    for language in spoken().filter(|language| *language != Language::English) {
        let own = sentences(language).by_id;
        for sentence in own.values() {
            faults.extend(translation_faults(sentence, english.get(&sentence.id)));
        }
        let whole = COMPLETE.iter().filter(|(complete, _)| *complete == language);
        let nouns: Vec<String> =
            whole.flat_map(|(_, nouns)| *nouns).map(|noun| format!("en/{noun}.ftl")).collect();
        let missing =
            english.values().filter(|s| nouns.contains(&s.file) && !own.contains_key(&s.id));
        faults.extend(missing.map(|s| format!("{language}: {} is missing ({})", s.id, s.file)));
    }
    none(faults);
}

#[test]
fn a_label_belongs_to_one_button() {
    for language in Language::ALL {
        let buttons: Vec<&str> = bundles::ids(Language::English, "button-").collect();
        let english: BTreeSet<String> = labels(Language::English).into_values().collect();
        assert_eq!(english.len(), buttons.len(), "two buttons with one English label");
        let own = labels(language);
        let means: BTreeSet<&String> = own.values().collect();
        assert_eq!(means.len(), buttons.len(), "{language}: two buttons with one label");
        assert!(own.keys().all(|label| !label.contains(['{', '[', ']'])), "{language}: {own:?}");
        let same = own.iter().filter(|(label, means)| english.contains(*label) && label != means);
        assert_eq!(same.count(), 0, "{language}: a label that is another button's in English");
    }
}

/// What a translation gets wrong against the English sentence of the same id.
fn translation_faults(own: &Sentence, english: Option<&Sentence>) -> Vec<String> {
    let Some(english) = english else {
        return vec![format!("{}: {} is not in English", own.file, own.id)];
    };
    let mut faults = Vec::new();
    if own.file.split_once('/').map(|(_, file)| file) != english.file.strip_prefix("en/") {
        faults.push(format!("{}: {} is in {} in English", own.file, own.id, english.file));
    }
    let passed: BTreeSet<_> = english.variables.union(&english.unused).collect();
    let unknown = own.variables.iter().filter(|name| !passed.contains(name));
    faults.extend(unknown.map(|name| format!("{}: {} is not given {name}", own.file, own.id)));
    let silent = english.variables.iter().filter(|name| !own.variables.contains(*name));
    let silent = silent.filter(|name| !own.unused.contains(*name));
    faults.extend(silent.map(|name| format!("{}: {} does not say {name}", own.file, own.id)));
    faults
}

/// What the house style forbids in one pattern of a sentence.
fn style_faults(pattern: &str) -> Vec<&'static str> {
    let signs =
        |from: u32, to: u32| pattern.chars().filter(move |c| (from..=to).contains(&u32::from(*c)));
    let emoji = signs(0x2600, 0x27bf).chain(signs(0x1_f300, 0x1_faff)).count();
    let rules = [
        (pattern.matches('`').count() % 2 == 1, "a backtick without its other one"),
        (pattern.contains("simply"), "`simply`"),
        (pattern.contains(char::is_control) && !pattern.contains('\n'), "a control character"),
        (emoji > 1, "more than one emoji"),
        (signs(0xf_0000, u32::MAX).next().is_some(), "a sign kept for arguments"),
    ];
    rules.into_iter().filter(|(broken, _)| *broken).map(|(_, fault)| fault).collect()
}

/// Every id the code says: where, the id, the names of its arguments. Ids of tests are left out.
fn said_by_the_code(faults: &mut Vec<String>) -> Vec<(String, String, BTreeSet<String>)> {
    let mut said_where = Vec::new();
    let repository = root().join("..");
    for folder in ["commands", "src"] {
        for path in files_below(&repository.join(folder), "rs") {
            let file = path.strip_prefix(&repository).expect("below").display().to_string();
            if file.starts_with("commands/voice/tests/") {
                continue;
            }
            let reading = said::read(&fs::read_to_string(&path).expect("a readable file"));
            faults.extend(
                reading.unclear.iter().map(|(line, what)| format!("{file}:{line}: {what}")),
            );
            if file != SAY && !DYNAMIC.iter().any(|(dynamic, ..)| *dynamic == file) {
                let lines = reading.otherwise.iter();
                faults.extend(lines.map(|line| format!("{file}:{line}: Words::new, not say!")));
            }
            let said = reading.said.into_iter();
            said_where
                .extend(said.map(|said| (format!("{file}:{}", said.line), said.id, said.args)));
        }
    }
    said_where.extend(DYNAMIC.iter().map(|(file, id, args)| {
        (file.to_string(), id.to_string(), args.iter().map(|name| name.to_string()).collect())
    }));
    said_where.retain(|(_, id, _)| !id.starts_with("test-"));
    said_where
}

/// The languages that have files.
fn spoken() -> impl Iterator<Item = Language> {
    Language::ALL.into_iter().filter(|language| bundles::has_words(*language))
}

/// Fails with a list that can be read.
fn none(faults: Vec<String>) {
    assert!(faults.is_empty(), "\n\n{}\n", faults.join("\n"));
}
