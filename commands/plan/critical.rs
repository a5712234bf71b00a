//! What the end waits for: the chains of steps of which each begins when the one before is over.

use std::cmp::Reverse;

use chrono::{DateTime, Utc};

use super::soon::Soon;
use super::{Clocks, Progress, Step};

pub(super) struct Critical {
    /// Whether each step is on such a chain.
    pub(super) steps: Vec<bool>,
    /// One of them, in order.
    pub(super) path: Vec<usize>,
}

/// Walks back from what ends last, through what each step waited for.
pub(super) fn find(
    steps: &[Step],
    order: &[usize],
    clocks: &mut Clocks,
    soon: &Soon,
    end: DateTime<Utc>,
) -> Critical {
    let is_over = |step: usize| matches!(steps[step].progress, Progress::Over { .. });
    let mut critical: Vec<bool> =
        (0..steps.len()).map(|step| soon.spans[step].1 == end && !is_over(step)).collect();
    let last = order.iter().rev().copied().find(|step| critical[*step]);
    let mut waited_for: Vec<Option<usize>> = vec![None; steps.len()];
    for &at in order.iter().rev().filter(|at| !is_over(**at)) {
        if !critical[at] {
            continue;
        }
        let waits = waits(at, &steps[at], clocks, soon);
        let waits = waits.into_iter().filter(|(_, before)| !is_over(*before));
        let latest = waits.inspect(|(_, before)| critical[*before] = true);
        waited_for[at] =
            latest.max_by_key(|(over, step)| (*over, Reverse(*step))).map(|(_, step)| step);
    }
    let mut path: Vec<usize> = std::iter::successors(last, |step| waited_for[*step]).collect();
    path.reverse();
    Critical { steps: critical, path }
}

/// The steps that one not begun waits for until it begins, each with when it lets go. They are of those that make it
/// ready, and nobody works between them and its beginning.
fn waits(at: usize, step: &Step, clocks: &mut Clocks, soon: &Soon) -> Vec<(DateTime<Utc>, usize)> {
    let Progress::Ahead { .. } = step.progress else { return Vec::new() };
    let (start, _) = soon.spans[at];
    let mut lets_go = |over: DateTime<Utc>| match step.remaining <= 0 {
        true => over == start,
        false => clocks.between(at, over, start) == 0,
    };
    let carriers = soon.carriers(at, step).into_iter();
    carriers
        .filter(|(arrival, _)| lets_go(*arrival))
        .map(|(arrival, after)| (arrival, after.step))
        .collect()
}
