//! Files and functions stay short: those that are too long stand in `ratchet.txt`, and may only shrink.
//!
//! What grew past its line there fails and is mended by hand; what shrank is written down with `UPDATE_EXPECT=1`.

use std::collections::BTreeMap;

use expect_test::expect_file;
use regex::Regex;

use super::none;
use super::source::{Source, is_test_path, read, sources};

/// Lines a file may have without standing in the table.
const FILE_MAX: usize = 300;
/// Lines a function may have, from its `fn` to its brace.
const FUNCTION_MAX: usize = 60;
/// What no table allows, tests excepted: theirs are tables.
const FILE_NEVER: usize = 500;
const FUNCTION_NEVER: usize = 70;

const TABLE: &str = "tests/tidy/ratchet.txt";
const HEAD: &str =
    "# Files over 300 lines and functions over 60, with their lines. A number may only fall.\n";

#[test]
fn what_is_too_long_only_shrinks() {
    let allowed = table(&read(TABLE));
    let found = found();
    let mut grown = Vec::new();
    for (name, lines) in &found {
        let (max, never) = match name.contains(' ') {
            true => (FUNCTION_MAX, FUNCTION_NEVER),
            false => (FILE_MAX, FILE_NEVER),
        };
        let max = allowed.get(name).copied().unwrap_or(max);
        if *lines > never && !is_test(name) {
            grown.push(format!("{name}: {lines} lines, and no table allows more than {never}"));
        } else if *lines > max {
            grown.push(format!("{name}: {lines} lines, at most {max} are allowed; split it"));
        }
    }
    none(grown);
    expect_file!["ratchet.txt"].assert_eq(&written(&found));
}

fn is_test(name: &str) -> bool {
    is_test_path(name.split(' ').next().unwrap_or(name))
}

/// Every file and function that is too long: `src/a.rs` or `src/a.rs name`, and its lines.
fn found() -> BTreeMap<String, usize> {
    let mut found = BTreeMap::new();
    for source in sources() {
        for (name, lines) in functions(source) {
            let longest = found.entry(format!("{} {name}", source.path)).or_insert(0);
            *longest = lines.max(*longest);
        }
        found.insert(source.path.clone(), source.text.lines().count());
    }
    found.retain(|name, lines| *lines > if name.contains(' ') { FUNCTION_MAX } else { FILE_MAX });
    found
}

/// The functions with a body, and their lines.
fn functions(source: &Source) -> Vec<(String, usize)> {
    let head = Regex::new(r"\bfn\s+(\w+)").expect("a pattern");
    let heads = head.captures_iter(&source.code);
    heads
        .filter_map(|found| {
            let (whole, name) = (found.get(0)?, found.get(1)?);
            let end = end_of_body(source.code.as_bytes(), whole.end())?;
            let lines = source.code[whole.start()..end].matches('\n').count() + 1;
            Some((name.as_str().to_owned(), lines))
        })
        .collect()
}

/// Where the braces after a function's head close. None: it has no body.
fn end_of_body(code: &[u8], head: usize) -> Option<usize> {
    let (mut depth, mut inside) = (0_i32, false);
    for (at, byte) in code.iter().enumerate().skip(head) {
        match byte {
            b'(' | b'[' | b'{' => depth += 1,
            b')' | b']' | b'}' => depth -= 1,
            b';' if depth == 0 => return None,
            _ => continue,
        }
        inside |= *byte == b'{' && depth == 1;
        if inside && depth == 0 {
            return Some(at);
        }
    }
    None
}

fn table(text: &str) -> BTreeMap<String, usize> {
    let lines = text.lines().filter(|line| !line.starts_with('#'));
    lines
        .map(|line| {
            let (lines, name) = line.split_once(' ').expect("a number, a space, a name");
            (name.to_owned(), lines.parse().expect("a number of lines"))
        })
        .collect()
}

fn written(found: &BTreeMap<String, usize>) -> String {
    let lines = found.iter().map(|(name, lines)| format!("{lines} {name}\n"));
    std::iter::once(HEAD.to_owned()).chain(lines).collect()
}
