//! The shortest run found that still breaks the same rule.

use super::judge::Broken;
use super::step::Step;

/// Runs that may be played to find a shorter one.
const TRIES: usize = 250;

/// Drops what is not needed: first long stretches, then single steps. `play` says what a run breaks.
pub(crate) fn shrink(
    steps: Vec<Step>,
    rule: &'static str,
    play: impl Fn(&[Step]) -> Option<Broken>,
) -> Vec<Step> {
    let mut steps = steps;
    let mut left = TRIES;
    let mut width = steps.len() / 2;
    while width > 0 && left > 0 {
        let mut at = 0;
        let mut dropped = false;
        while at < steps.len() && left > 0 {
            let mut fewer = steps.clone();
            fewer.drain(at..(at + width).min(steps.len()));
            left -= 1;
            match play(&fewer) {
                Some(broken) if broken.rule == rule => {
                    steps = fewer;
                    dropped = true;
                }
                _ => at += width,
            }
        }
        width = if dropped && width == 1 { 1 } else { width / 2 };
    }
    steps
}

#[test]
fn only_what_breaks_the_rule_is_left() {
    let steps: Vec<Step> = (0..100).map(Step::Wait).collect();
    let both = |steps: &[Step]| {
        let has = |n| steps.contains(&Step::Wait(n));
        (has(17) && has(80)).then(|| Broken { rule: "both", what: String::new() })
    };
    assert_eq!(shrink(steps, "both", both), [Step::Wait(17), Step::Wait(80)]);
}
