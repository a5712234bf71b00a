//! The messages of the Fluent files, as far as a test can hold them against something.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use fluent_syntax::ast::{Entry, Expression, InlineExpression, Message, Pattern, PatternElement};

use super::super::Language;

/// One message of one file.
pub(super) struct Sentence {
    pub id: String,
    /// Such as `en/common.ftl`.
    pub file: String,
    /// With those of the messages it refers to.
    pub variables: BTreeSet<String>,
    pub refers_to: BTreeSet<String>,
    /// Named in a comment `# unused: by` above the message.
    pub unused: BTreeSet<String>,
    /// The texts between the placeables, a pattern each.
    pub patterns: Vec<String>,
}

/// The messages of a language by id, and what is wrong with its files.
pub(super) struct Sentences {
    pub language: Language,
    pub by_id: BTreeMap<String, Sentence>,
    pub faults: Vec<String>,
}

/// All messages of a language; what they refer to counts as theirs.
pub(super) fn sentences(language: Language) -> Sentences {
    let mut sentences = Sentences { language, by_id: BTreeMap::new(), faults: Vec::new() };
    for path in files_below(&root().join("words").join(language.tag()), "ftl") {
        sentences.add_file(&path);
    }
    sentences.follow_references();
    sentences
}

impl Sentences {
    fn add_file(&mut self, path: &Path) {
        let name = path.file_name().expect("a file").to_string_lossy();
        let file = format!("{}/{name}", self.language);
        let text = fs::read_to_string(path).expect("a readable file");
        let (resource, errors) = match fluent_syntax::parser::parse(text.as_str()) {
            Ok(resource) => (resource, Vec::new()),
            Err((resource, errors)) => (resource, errors),
        };
        for error in errors {
            let line = 1 + text[..error.pos.start].matches('\n').count();
            self.faults.push(format!("{file}:{line}: {error}"));
        }
        for entry in resource.body {
            let Entry::Message(message) = entry else { continue };
            let sentence = Sentence::read(&message, &file);
            if let Some(other) = self.by_id.insert(sentence.id.clone(), sentence) {
                self.faults.push(format!("{file}: {} stands in {} too", other.id, other.file));
            }
        }
    }

    fn follow_references(&mut self) {
        let variables: BTreeMap<String, BTreeSet<String>> =
            self.by_id.iter().map(|(id, s)| (id.clone(), s.variables.clone())).collect();
        for sentence in self.by_id.values_mut() {
            for id in &sentence.refers_to {
                match variables.get(id) {
                    Some(theirs) => sentence.variables.extend(theirs.iter().cloned()),
                    None => self.faults.push(format!("{}: {id} is unknown", sentence.file)),
                }
            }
        }
    }
}

impl Sentence {
    fn read(message: &Message<&str>, file: &str) -> Sentence {
        let comment = message.comment.iter().flat_map(|comment| &comment.content);
        let unused = comment.filter_map(|line| line.trim().strip_prefix("unused:"));
        let mut sentence = Sentence {
            id: message.id.name.to_owned(),
            file: file.to_owned(),
            variables: BTreeSet::new(),
            refers_to: BTreeSet::new(),
            unused: unused.flat_map(|names| names.split([',', ' '])).map(str::to_owned).collect(),
            patterns: Vec::new(),
        };
        if let Some(pattern) = &message.value {
            sentence.add_pattern(pattern);
        }
        sentence
    }

    fn add_pattern(&mut self, pattern: &Pattern<&str>) {
        let mut text = String::new();
        for element in &pattern.elements {
            match element {
                PatternElement::TextElement { value } => text.push_str(value),
                PatternElement::Placeable { expression } => self.add_expression(expression),
            }
        }
        self.patterns.push(text);
    }

    fn add_expression(&mut self, expression: &Expression<&str>) {
        match expression {
            Expression::Inline(inline) => self.add_inline(inline),
            Expression::Select { selector, variants } => {
                self.add_inline(selector);
                variants.iter().for_each(|variant| self.add_pattern(&variant.value));
            }
        }
    }

    fn add_inline(&mut self, inline: &InlineExpression<&str>) {
        match inline {
            InlineExpression::VariableReference { id } => {
                self.variables.insert(id.name.to_owned());
            }
            InlineExpression::MessageReference { id, .. } => {
                self.refers_to.insert(id.name.to_owned());
            }
            InlineExpression::FunctionReference { arguments, .. } => {
                arguments.positional.iter().for_each(|argument| self.add_inline(argument));
            }
            InlineExpression::Placeable { expression } => self.add_expression(expression),
            InlineExpression::StringLiteral { .. }
            | InlineExpression::NumberLiteral { .. }
            | InlineExpression::TermReference { .. } => {}
        }
    }
}

/// The folder `commands/`.
pub(super) fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// All files below a folder with that extension, in the order of their names.
pub(super) fn files_below(folder: &Path, extension: &str) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let entries = fs::read_dir(folder).expect("a readable folder");
    for path in entries.map(|entry| entry.expect("a readable entry").path()) {
        if path.is_dir() {
            found.extend(files_below(&path, extension));
        } else if path.extension().is_some_and(|ending| ending == extension) {
            found.push(path);
        }
    }
    found.sort();
    found
}
