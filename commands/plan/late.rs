//! Backwards: each step as late as it may be for the whole to be over in time.

use chrono::{DateTime, Utc};

use super::soon::Soon;
use super::{Clocks, NoPlan, Progress, Span, Step};

/// The latest spans of steps for all to be over by `target`.
///
/// A step binds those that make it ready. A join that needs only some of those before it goes on with the same ones as
/// now: the others have until the target, and what would happen if they overtook is not counted on. So slack is never
/// promised that is not there, though more may be.
pub(super) fn lay(
    steps: &[Step],
    order: &[usize],
    clocks: &mut Clocks,
    soon: &Soon,
    target: DateTime<Utc>,
) -> Result<Vec<Span>, NoPlan> {
    let mut over_by = vec![target; steps.len()];
    let mut late = soon.spans.clone();
    for &at in order.iter().rev() {
        let step = &steps[at];
        if let Progress::Over { .. } = step.progress {
            continue;
        }
        let span = place(at, step, clocks, over_by[at]).ok_or(NoPlan::TooFar(at))?;
        late[at] = span;
        if let Progress::UnderWay { .. } = step.progress {
            continue;
        }
        let (start_by, _) = span;
        for (_, after) in soon.carriers(at, step) {
            let by = clocks.of_lags(at).back(start_by, after.lag).ok_or(NoPlan::TooFar(at))?;
            over_by[after.step] = over_by[after.step].min(by);
        }
    }
    Ok(late)
}

/// The latest span of a step's remaining work. It ends with its last working second, even where it had until the next
/// opening.
fn place(at: usize, step: &Step, clocks: &mut Clocks, by: DateTime<Utc>) -> Option<Span> {
    let start = clocks.of(at).back(by, step.remaining)?;
    Some((start, clocks.of(at).add(start, step.remaining)?))
}
