//! The paths that a Rust file names, from the root of their crate.

use std::collections::BTreeSet;

use regex::Regex;

use super::source::Source;

/// Every path a file names, from the root of its crate, with its line. `use` trees are spread out.
pub(super) fn paths(source: &Source) -> Vec<(usize, String)> {
    let tree = Regex::new(r"\buse\s+([^;]+);").expect("a pattern");
    let path = Regex::new(r"\b[a-z_]\w*(?:::\w+)+").expect("a pattern");
    let mut named: Vec<(usize, String)> = path
        .find_iter(&source.code)
        .map(|found| (source.line_at(found.start()), found.as_str().to_owned()))
        .collect();
    for found in tree.captures_iter(&source.code) {
        let tree = found.get(1).expect("a tree");
        let compact: String = tree.as_str().split_whitespace().collect::<Vec<_>>().join(" ");
        let line = source.line_at(tree.start());
        named.extend(spread(&compact).into_iter().map(|path| (line, path)));
    }
    let home = modules_of(&source.path);
    let named: BTreeSet<(usize, String)> =
        named.into_iter().map(|(line, path)| (line, from_root(&home, &path))).collect();
    named.into_iter().collect()
}

/// `a::{b, c::{d, e}}` as `a::b`, `a::c::d`, `a::c::e`.
fn spread(tree: &str) -> Vec<String> {
    let Some((before, rest)) = tree.split_once('{') else {
        let path = tree.split(" as ").next().unwrap_or(tree);
        return vec![path.replace(' ', "")];
    };
    let inside = rest.rsplit_once('}').map_or(rest, |(inside, _)| inside);
    let (mut depth, mut begin, mut branches) = (0_usize, 0, Vec::new());
    for (at, sign) in inside.char_indices() {
        match sign {
            '{' => depth += 1,
            '}' => depth -= 1,
            ',' if depth == 0 => branches.push(&inside[std::mem::replace(&mut begin, at + 1)..at]),
            _ => {}
        }
    }
    branches.push(&inside[begin..]);
    let branches = branches.into_iter().map(str::trim).filter(|branch| !branch.is_empty());
    branches.flat_map(|branch| spread(&format!("{before}{branch}"))).collect()
}

/// The crate and the modules a file is: `src/store/sled/mod.rs` is `baton::store::sled`.
fn modules_of(path: &str) -> Vec<String> {
    let (krate, within) = match path.split_once('/') {
        Some(("commands", within)) => ("baton_commands", within),
        Some((_, within)) => ("baton", within),
        None => ("", path),
    };
    let within = within.strip_suffix(".rs").unwrap_or(within);
    let modules = within.split('/').filter(|part| !["mod", "lib", "main"].contains(part));
    std::iter::once(krate).chain(modules).map(str::to_owned).collect()
}

/// A path that begins with `crate`, `self` or `super` from the root of its crate; any other as it is.
fn from_root(home: &[String], path: &str) -> String {
    let mut steps = path.split("::").peekable();
    let mut from: Vec<&str> = home.iter().map(String::as_str).collect();
    match steps.peek() {
        Some(&"crate") => {
            steps.next();
            from.truncate(1);
        }
        Some(&"self") => drop(steps.next()),
        Some(&"super") => {
            while steps.next_if_eq(&"super").is_some() {
                from.pop();
            }
        }
        _ => from.clear(),
    }
    from.extend(steps);
    from.join("::")
}

#[test]
fn a_path_is_read_wherever_it_stands() {
    let code = "use crate::{store::{Seq, sled as s}, chat};\nuse super::super::web;\nlet x = self::row::y(tokio::time::now);";
    let source =
        Source { path: "src/engine/wake/mod.rs".into(), text: code.into(), code: code.into() };
    let named: Vec<String> = paths(&source).into_iter().map(|(_, path)| path).collect();
    for path in [
        "baton::store::Seq",
        "baton::store::sled",
        "baton::chat",
        "baton::web",
        "baton::engine::wake::row::y",
        "tokio::time::now",
    ] {
        assert!(named.iter().any(|name| name == path), "{path} in {named:?}");
    }
}
