//! Forwards: each step as soon as it can begin.

use chrono::{DateTime, Utc};

use super::{After, Clocks, NoPlan, Progress, Span, Step};

/// Steps as soon as they can be.
pub(super) struct Soon {
    pub(super) spans: Vec<Span>,
    /// Where the arrivals of each step begin in `arrivals`.
    first: Vec<usize>,
    /// When each link lets its step go on, in the order of the step's links.
    arrivals: Vec<DateTime<Utc>>,
}

impl Soon {
    /// The links that make a step ready, each with when it lets the step go on: of a join that needs only some, those
    /// that are first to.
    pub(super) fn carriers(&self, at: usize, step: &Step) -> Vec<(DateTime<Utc>, After)> {
        let arrivals = &self.arrivals[self.first[at]..][..step.after.len()];
        let mut carriers: Vec<_> =
            arrivals.iter().copied().zip(step.after.iter().copied()).collect();
        let needed = step.join.needed(carriers.len());
        if needed < carriers.len() {
            carriers.sort_by_key(|(arrival, _)| *arrival);
            carriers.truncate(needed);
        }
        carriers
    }
}

pub(super) fn lay(
    steps: &[Step],
    order: &[usize],
    clocks: &mut Clocks,
    now: DateTime<Utc>,
) -> Result<Soon, NoPlan> {
    let mut soon = Soon { spans: vec![(now, now); steps.len()], first: vec![], arrivals: vec![] };
    let mut links = 0;
    for step in steps {
        soon.first.push(links);
        links += step.after.len();
    }
    soon.arrivals = vec![now; links];
    for &at in order {
        let step = &steps[at];
        soon.spans[at] = place(at, step, &mut soon, clocks, now).ok_or(NoPlan::TooFar(at))?;
    }
    Ok(soon)
}

/// Where a step lies, those before it being placed.
fn place(
    at: usize,
    step: &Step,
    soon: &mut Soon,
    clocks: &mut Clocks,
    now: DateTime<Utc>,
) -> Option<Span> {
    let not_before = match step.progress {
        Progress::Over { since, at } => return Some((since, at)),
        Progress::UnderWay { since } => {
            return Some((since, clocks.of(at).add(now, step.remaining)?));
        }
        Progress::Ahead { not_before } => not_before,
    };
    for (index, after) in step.after.iter().enumerate() {
        let (_, over) = soon.spans[after.step];
        soon.arrivals[soon.first[at] + index] = clocks.of_lags(at).add(over, after.lag)?;
    }
    let earliest = now.max(not_before.unwrap_or(now));
    let ready = soon.carriers(at, step).into_iter().map(|(arrival, _)| arrival);
    let earliest = ready.fold(earliest, DateTime::max);
    if step.remaining <= 0 {
        return Some((earliest, earliest));
    }
    let start = clocks.of(at).next_open(earliest)?;
    Some((start, clocks.of(at).add(start, step.remaining)?))
}
