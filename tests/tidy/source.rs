//! The files of the project, and Rust source with its comments and literals blanked out.

use std::fs;
use std::ops::Range;
use std::path::Path;
use std::sync::OnceLock;

/// Folders that are made, not written.
const MADE: [&str; 3] = [".git", "data", "target"];

/// Where the project's files begin.
pub(super) fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// Every file of the project, as a path from its root, in order.
pub(super) fn files() -> Vec<String> {
    let mut found = Vec::new();
    below("", &mut found);
    found.sort();
    found
}

fn below(folder: &str, found: &mut Vec<String>) {
    for entry in fs::read_dir(root().join(folder)).expect("a readable folder") {
        let entry = entry.expect("a readable entry");
        let name = entry.file_name().into_string().expect("a name in UTF-8");
        let path = if folder.is_empty() { name.clone() } else { format!("{folder}/{name}") };
        if !entry.file_type().expect("a file or folder").is_dir() {
            found.push(path);
        } else if !(folder.is_empty() && MADE.contains(&name.as_str())) {
            below(&path, found);
        }
    }
}

/// The text of a file of the project.
pub(super) fn read(path: &str) -> String {
    fs::read_to_string(root().join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

/// A file of Rust.
pub(super) struct Source {
    pub path: String,
    pub text: String,
    /// The text with every comment and literal replaced by spaces: as many bytes, the same lines.
    pub code: String,
}

impl Source {
    /// The line, from 1, in which the byte stands.
    pub fn line_at(&self, byte: usize) -> usize {
        self.code[..byte].matches('\n').count() + 1
    }

    /// Whether it holds tests alone.
    pub fn is_test(&self) -> bool {
        is_test_path(&self.path)
    }
}

/// Whether a file holds tests alone.
pub(super) fn is_test_path(path: &str) -> bool {
    let in_tests = path.starts_with("tests/") || path.contains("/tests/");
    let name = path.rsplit('/').next().unwrap_or_default();
    in_tests || ["tests.rs", "properties.rs", "samples.rs"].contains(&name)
}

/// Every Rust file of the project, read once.
pub(super) fn sources() -> &'static [Source] {
    static SOURCES: OnceLock<Vec<Source>> = OnceLock::new();
    SOURCES.get_or_init(|| {
        let rust = files().into_iter().filter(|path| path.ends_with(".rs"));
        rust.map(|path| {
            let text = read(&path);
            let code = blanked(&text);
            Source { path, text, code }
        })
        .collect()
    })
}

/// The code alone.
pub(super) fn blanked(text: &str) -> String {
    let mut code = text.as_bytes().to_vec();
    let mut at = 0;
    while at < code.len() {
        match not_code(text.as_bytes(), at) {
            Some(span) => {
                at = span.end;
                code[span].iter_mut().filter(|byte| **byte != b'\n').for_each(|byte| *byte = b' ');
            }
            None => at += 1,
        }
    }
    String::from_utf8(code).expect("whole characters are blanked")
}

/// The comment or literal that begins here.
fn not_code(text: &[u8], at: usize) -> Option<Range<usize>> {
    let rest = &text[at..];
    let length = match rest {
        [b'/', b'/', ..] => rest.iter().position(|byte| *byte == b'\n').unwrap_or(rest.len()),
        [b'/', b'*', ..] => block_comment(rest),
        [b'"', ..] => quoted(rest),
        [b'\'', ..] => character(rest)?,
        [b'r', ..] if !in_word(text, at) => raw(rest)?,
        [b'b', b'r', ..] if !in_word(text, at) => 1 + raw(&rest[1..])?,
        _ => return None,
    };
    Some(at..at + length)
}

fn in_word(text: &[u8], at: usize) -> bool {
    at > 0 && (text[at - 1].is_ascii_alphanumeric() || text[at - 1] == b'_')
}

/// Block comments nest.
fn block_comment(rest: &[u8]) -> usize {
    let (mut depth, mut at) = (0_usize, 0);
    while at < rest.len() {
        match &rest[at..] {
            [b'/', b'*', ..] => (depth, at) = (depth + 1, at + 2),
            [b'*', b'/', ..] => (depth, at) = (depth - 1, at + 2),
            _ => at += 1,
        }
        if depth == 0 {
            break;
        }
    }
    at.min(rest.len())
}

fn quoted(rest: &[u8]) -> usize {
    let mut at = 1;
    while at < rest.len() && rest[at] != b'"' {
        at += if rest[at] == b'\\' { 2 } else { 1 };
    }
    (at + 1).min(rest.len())
}

/// A character; none for a lifetime.
fn character(rest: &[u8]) -> Option<usize> {
    if rest.get(1) == Some(&b'\\') {
        return Some(3 + rest.get(3..)?.iter().position(|byte| *byte == b'\'')? + 1);
    }
    let sign = std::str::from_utf8(&rest[1..rest.len().min(5)]);
    let valid = sign.map_or_else(|error| error.valid_up_to(), str::len);
    let first = std::str::from_utf8(&rest[1..=valid]).ok()?.chars().next()?;
    let end = 1 + first.len_utf8();
    (rest.get(end) == Some(&b'\'')).then_some(end + 1)
}

/// `r"…"`, `r#"…"#`; none for a name such as `r#type`.
fn raw(rest: &[u8]) -> Option<usize> {
    let hashes = rest[1..].iter().take_while(|byte| **byte == b'#').count();
    let body = 1 + hashes + 1;
    if rest.get(body - 1) != Some(&b'"') {
        return None;
    }
    let close: Vec<u8> = std::iter::once(b'"').chain(vec![b'#'; hashes]).collect();
    let length = rest[body..].windows(close.len()).position(|window| window == close)?;
    Some(body + length + close.len())
}

#[test]
fn comments_and_literals_are_not_code() {
    let cases = [
        ("a // b", "a     "),
        ("a /* b /* c */ d */ e", "a                   e"),
        (r#"f("{", '{', 'x)"#, "f(   ,    , 'x)"),
        (r#"let a = "\"{"; b"#, "let a =      ; b"),
        (r##"r#"{"# r#type"##, "       r#type"),
        (r"'\'' '\u{1F600}' 'é' &'a str", "                      &'a str"),
        ("// é\nx", "     \nx"),
    ];
    for (text, code) in cases {
        assert_eq!(blanked(text), code, "{text}");
        assert_eq!(blanked(text).len(), text.len(), "{text}");
    }
}
