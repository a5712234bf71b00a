//! Names say what a thing is: words that fit everything are refused.

use regex::Regex;

use super::none;
use super::source::{Source, sources};

/// Words that say nothing, in the singular.
const EMPTY: [&str; 7] = ["util", "helper", "manager", "data", "info", "process", "common"];

/// What people of the field call somebody or something.
const OF_THE_FIELD: [&str; 6] = [
    "account_manager",
    "change_manager",
    "data_centre",
    "incident_manager",
    "project_manager",
    "service_manager",
];

/// Where such a word is the very thing.
const MEANT: [(&str, &str); 1] = [
    // The bot's process, which transcripts stop and crash.
    ("src/transcript/player.rs", "process"),
];

#[test]
fn no_name_is_empty() {
    let item = r"\b(fn|mod|struct|enum|union|trait|type|const|static|macro_rules!)\s+(r#)?(\w+)";
    let item = Regex::new(item).expect("a pattern");
    let mut faults = Vec::new();
    for source in sources() {
        faults.extend(of_the_file(source));
        for found in item.captures_iter(&source.code) {
            let name = found.get(3).expect("a name");
            let meant = |word: &String| MEANT.contains(&(source.path.as_str(), word.as_str()));
            if let Some(word) = empty_word(name.as_str()).filter(|word| !meant(word)) {
                let line = source.line_at(name.start());
                let (path, name) = (&source.path, name.as_str());
                faults.push(format!("{path}:{line}: `{name}`: `{word}` does not say what it is"));
            }
        }
    }
    none(faults);
}

fn of_the_file(source: &Source) -> Option<String> {
    let stem = source.path.rsplit('/').next()?.strip_suffix(".rs")?;
    let word = empty_word(stem)?;
    Some(format!("{}: `{word}` does not say what is in it", source.path))
}

/// The first word of a name that says nothing.
fn empty_word(name: &str) -> Option<String> {
    let mut snake = snake(name);
    for term in OF_THE_FIELD {
        snake = snake.replace(term, "");
    }
    let says_nothing = |word: &&str| {
        EMPTY.iter().any(|empty| word == empty || word.strip_suffix('s') == Some(*empty))
    };
    snake.split('_').find(says_nothing).map(str::to_owned)
}

/// `CamelCase` and `SHOUTED` as `snake_case`.
fn snake(name: &str) -> String {
    let shouted = !name.chars().any(char::is_lowercase);
    let mut snake = String::new();
    for letter in name.chars() {
        if letter.is_uppercase() && !shouted && !snake.is_empty() {
            snake.push('_');
        }
        snake.extend(letter.to_lowercase());
    }
    snake
}

#[test]
fn a_name_is_judged_word_by_word() {
    let cases = [
        ("ClockManager", Some("manager")),
        ("row_data", Some("data")),
        ("UTILS", Some("utils")),
        ("incident_manager", None),
        ("ServiceManager", None),
        ("database", None),
        ("update", None),
        ("processed_at", None),
    ];
    for (name, word) in cases {
        assert_eq!(empty_word(name).as_deref(), word, "{name}");
    }
}
