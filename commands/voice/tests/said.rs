//! Reads Rust source for what it says: every `say!("id", name = …)`, with its line.

use std::collections::BTreeSet;

use regex::Regex;

/// One use of `say!`.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Said {
    /// Counted from 1.
    pub line: usize,
    pub id: String,
    pub args: BTreeSet<String>,
}

/// What a file says, and the lines where it cannot be told.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Reading {
    pub said: Vec<Said>,
    /// Line and what is wrong there.
    pub unclear: Vec<(usize, String)>,
    /// Lines on which words are made without `say!`.
    pub otherwise: Vec<usize>,
}

/// Reads a whole file. A `say!` inside another one is found as well.
pub(super) fn read(source: &str) -> Reading {
    let masked = mask(source);
    let mut reading = Reading::default();
    let line_of = |at: usize| 1 + source[..at].matches('\n').count();
    for call in pattern(r"\bsay!\s*[(\[{]").find_iter(&masked) {
        let line = line_of(call.start());
        match call_at(source, &masked, call.end()) {
            Ok((id, args)) => reading.said.push(Said { line, id, args }),
            Err(part) => reading.unclear.push((line, part)),
        }
    }
    let made = pattern(r"\bWords::new\(");
    reading.otherwise = made.find_iter(&masked).map(|made| line_of(made.start())).collect();
    reading
}

/// The id and the names of the arguments of the call whose bracket opens before `start`; or the part
/// that is neither a literal id nor `name = value`.
fn call_at(source: &str, masked: &str, start: usize) -> Result<(String, BTreeSet<String>), String> {
    let mut parts = parts(masked, start).into_iter();
    let first = parts.next().map(|(from, to)| source[from..to].trim()).unwrap_or_default();
    let id = first.strip_prefix('"').and_then(|rest| rest.strip_suffix('"'));
    let id = id.ok_or_else(|| format!("the id is not a literal: {first}"))?;
    let named = pattern(r"^\s*([A-Za-z_][A-Za-z0-9_]*)\s*=[^=>]");
    let args =
        parts.filter(|(from, to)| !masked[*from..*to].trim().is_empty()).map(|(from, to)| {
            let name = named.captures(&masked[from..to]).map(|found| found[1].to_owned());
            name.ok_or_else(|| format!("not `name = value`: {}", source[from..to].trim()))
        });
    Ok((id.to_owned(), args.collect::<Result<_, _>>()?))
}

/// The ranges between the commas of a call, up to its closing bracket.
fn parts(masked: &str, start: usize) -> Vec<(usize, usize)> {
    let mut parts = Vec::new();
    let (mut depth, mut from) = (0, start);
    for (offset, c) in masked[start..].char_indices() {
        let at = start + offset;
        match c {
            '(' | '[' | '{' => depth += 1,
            ')' | ']' | '}' if depth == 0 => {
                parts.push((from, at));
                break;
            }
            ')' | ']' | '}' => depth -= 1,
            ',' if depth == 0 => {
                parts.push((from, at));
                from = at + 1;
            }
            _ => {}
        }
    }
    parts
}

/// The source with comments and the insides of literals blanked, byte for byte, so that brackets
/// and commas in what is left are Rust's own.
fn mask(source: &str) -> String {
    let literal = pattern(concat!(
        r#"(?s)//[^\n]*"#,
        r#"|/\*.*?\*/"#,
        r##"|\bb?r(?<hashes>#+)".*?"#+"##,
        r#"|\bb?r"[^"]*""#,
        r#"|b?"(?:\\.|[^"\\])*""#,
        r#"|b?'(?:\\[^\n']*'|\\''|[^'\\\n]')"#,
    ));
    let mut masked = String::with_capacity(source.len());
    let mut kept_to = 0;
    for found in literal.find_iter(source) {
        masked += &source[kept_to..found.start()];
        masked.extend(found.as_str().bytes().map(|byte| match byte {
            b'\n' => '\n',
            b'"' => '"',
            _ => ' ',
        }));
        kept_to = found.end();
    }
    masked + &source[kept_to..]
}

fn pattern(regex: &str) -> Regex {
    Regex::new(regex).expect("a valid pattern")
}

#[test]
fn calls_are_found_over_lines_and_inside_each_other() {
    let source = r##"
        // say!("test-comment") and /* say!("test-block") */
        let quote = "say!(\"test-string\")";
        let raw = r#"say!("test-raw", "x")"#;
        let c = ('"', '\'', b'(', '\u{1f600}', 'x');
        fn borrows<'a>(x: &'a str) -> &'a str { x }
        say!("test-bare");
        crate::say! {
            "test-nested",
            by = f(1, [a, b]), // a comment, with a comma
            why = say!("test-inner", at = x == y, text = ", id = )"),
        };
        say!(id, by = by); say!("test-odd", by);
        Words::new("test-made");
    "##;
    let reading = read(source);
    let said: Vec<(usize, &str, Vec<&str>)> = reading
        .said
        .iter()
        .map(|said| (said.line, &*said.id, said.args.iter().map(|name| &**name).collect()))
        .collect();
    assert_eq!(
        said,
        [
            (7, "test-bare", vec![]),
            (8, "test-nested", vec!["by", "why"]),
            (11, "test-inner", vec!["at", "text"]),
        ]
    );
    let unclear: Vec<&str> = reading.unclear.iter().map(|(_, what)| &**what).collect();
    assert_eq!(unclear, ["the id is not a literal: id", "not `name = value`: by"]);
    assert_eq!(reading.otherwise, [14]);
}
