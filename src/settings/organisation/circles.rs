//! Things that wait for each other in a circle.

use std::collections::{BTreeMap, BTreeSet};

/// Circles among names and what each needs: every one that is found from its first name in order, as
/// the path from there back to it.
pub(super) fn circles<'a>(needs: &BTreeMap<&'a str, Vec<&'a str>>) -> Vec<Vec<&'a str>> {
    needs.keys().filter_map(|start| circle_from(start, needs)).collect()
}

/// The shortest circle through `start` and names after it.
fn circle_from<'a>(
    start: &'a str,
    needs: &BTreeMap<&'a str, Vec<&'a str>>,
) -> Option<Vec<&'a str>> {
    let mut seen = BTreeSet::new();
    let mut paths = vec![vec![start]];
    while !paths.is_empty() {
        let mut longer = Vec::new();
        for path in paths {
            for next in path.last().and_then(|last| needs.get(last)).into_iter().flatten() {
                let path = [path.as_slice(), &[*next]].concat();
                if *next == start {
                    return Some(path);
                }
                if *next > start && seen.insert(*next) {
                    longer.push(path);
                }
            }
        }
        paths = longer;
    }
    None
}

/// `a` → `b` → `a`, for a fault.
pub(super) fn shown(circle: &[&str]) -> String {
    circle.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(" → ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_circle_is_shown_once_as_its_path() {
        for (links, expected) in [
            ("a>b b>c", ""),
            ("a>a", "`a` → `a`"),
            ("c>a a>b b>c", "`a` → `b` → `c` → `a`"),
            ("a>b b>d a>c c>d", ""),
            ("x>b b>c c>b", "`b` → `c` → `b`"),
            ("a>b b>a c>d d>c", "`a` → `b` → `a`; `c` → `d` → `c`"),
        ] {
            let mut needs: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
            for (from, to) in links.split(' ').filter_map(|link| link.split_once('>')) {
                needs.entry(from).or_default().push(to);
            }
            let found: Vec<String> = circles(&needs).iter().map(|circle| shown(circle)).collect();
            assert_eq!(found.join("; "), expected, "{links}");
        }
    }
}
