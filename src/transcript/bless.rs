//! Rewrites the expected lines of a transcript that differ from what was said; all else stays as it is written.

use std::collections::{BTreeMap, BTreeSet};

use super::expected::Expected;
use super::said::Said;
use super::script::{Script, Step};

/// The file with its expectations made true. `said` has one list for each step.
///
/// A message that still matches keeps its lines, wildcards and all.
pub fn blessed(script: &Script, said: &[Vec<Said>]) -> String {
    let mut edit = Edit::default();
    for (step, said) in script.steps.iter().zip(said) {
        edit.step(step, said);
    }
    edit.apply(&script.source)
}

/// Lines to leave out, and lines to put in after others; lines count from 1.
#[derive(Default)]
struct Edit {
    removed: BTreeSet<usize>,
    added: BTreeMap<usize, Vec<String>>,
}

impl Edit {
    fn step(&mut self, step: &Step, said: &[Said]) {
        let kept = longest_match(&step.expected, said);
        let mut after = step.line_no;
        let (mut next_expected, mut next_said) = (0, 0);
        let end = [(step.expected.len(), said.len())];
        for (expected, spoken) in kept.into_iter().chain(end) {
            for dropped in &step.expected[next_expected..expected] {
                self.removed.extend(dropped.first_line..=dropped.last_line);
                after = dropped.last_line;
            }
            for new in &said[next_said..spoken] {
                self.added.entry(after).or_default().extend(new.lines());
            }
            if let Some(same) = step.expected.get(expected) {
                after = same.last_line;
            }
            (next_expected, next_said) = (expected + 1, spoken + 1);
        }
    }

    fn apply(&self, source: &str) -> String {
        let mut blessed = String::with_capacity(source.len());
        for (at, line) in source.split_inclusive('\n').enumerate() {
            if !self.removed.contains(&(at + 1)) {
                blessed.push_str(line);
            }
            for added in self.added.get(&(at + 1)).into_iter().flatten() {
                blessed.push_str(added);
                blessed.push('\n');
            }
        }
        blessed
    }
}

/// The longest row of pairs (expected, said) that match in order.
fn longest_match(expected: &[Expected], said: &[Said]) -> Vec<(usize, usize)> {
    let mut longest = vec![vec![0_usize; said.len() + 1]; expected.len() + 1];
    for (e, one) in expected.iter().enumerate().rev() {
        for (s, spoken) in said.iter().enumerate().rev() {
            let with = if one.matches(spoken) { longest[e + 1][s + 1] + 1 } else { 0 };
            longest[e][s] = with.max(longest[e + 1][s]).max(longest[e][s + 1]);
        }
    }
    let (mut e, mut s, mut pairs) = (0, 0, Vec::new());
    while e < expected.len() && s < said.len() {
        if expected[e].matches(&said[s]) && longest[e][s] == longest[e + 1][s + 1] + 1 {
            pairs.push((e, s));
            (e, s) = (e + 1, s + 1);
        } else if longest[e + 1][s] >= longest[e][s + 1] {
            e += 1;
        } else {
            s += 1;
        }
    }
    pairs
}
