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
    let breaks = |steps: &[Step]| play(steps).is_some_and(|broken| broken.rule == rule);
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
            match breaks(&fewer) {
                true => {
                    steps = fewer;
                    dropped = true;
                }
                false => at += width,
            }
        }
        width = if dropped && width == 1 { 1 } else { width / 2 };
    }
    apart(steps, &breaks, &mut left)
}

/// Of letters read at once, those that are needed.
fn apart(mut steps: Vec<Step>, breaks: &impl Fn(&[Step]) -> bool, left: &mut usize) -> Vec<Step> {
    for at in 0..steps.len() {
        let mut letter = 0;
        while let Step::Together(letters) = &steps[at]
            && letter < letters.len()
            && *left > 0
        {
            let mut letters = letters.clone();
            letters.remove(letter);
            let mut fewer = steps.clone();
            fewer[at] = match letters.as_slice() {
                [one] => Step::Say(one.clone()),
                _ => Step::Together(letters),
            };
            *left -= 1;
            if breaks(&fewer) { steps = fewer } else { letter += 1 }
        }
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
