//! When a chain of steps will be over, what it hangs on, and how far each step may slip (CHG-11).
//!
//! Arithmetic on remaining estimates and calendars; it knows no record. Each step is named by its position in the slice
//! that is planned, so that a chain may run through several changes.

mod critical;
mod late;
mod links;
mod soon;

#[cfg(test)]
mod properties;
#[cfg(test)]
mod tests;

use chrono::{DateTime, Utc};

use crate::calendar::{Calendar, Ruler};
pub use links::{circle, closes};

/// A piece of work, on the calendar of those who do it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step<'a> {
    pub calendar: &'a Calendar,
    /// From when to when its work may also be done, whatever the calendar says: the time that was agreed for it.
    pub agreed: Option<Span>,
    /// Working seconds still to be done. None left and not begun: a milestone, an instant whenever it is.
    pub remaining: i64,
    pub progress: Progress,
    /// Each at most once. What can no longer be waited for (cancelled, let go) is left out.
    pub after: Vec<After>,
    pub join: Join,
}

/// How far a step is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Progress {
    /// Not begun; and not to begin before an instant, if there is one.
    Ahead { not_before: Option<DateTime<Utc>> },
    /// Whatever it should have waited for, it waits no longer.
    UnderWay { since: DateTime<Utc> },
    /// Done or skipped. It stays where it was.
    Over { since: DateTime<Utc>, at: DateTime<Utc> },
}

/// A step that another comes after.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct After {
    pub step: usize,
    /// Seconds on the calendar of the step that waits (CHG-5).
    pub lag: i64,
}

/// How many of the steps before must be over (CHG-5).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Join {
    #[default]
    All,
    Any,
    /// No less than one, and no more than there are.
    AtLeast(usize),
}

impl Join {
    fn needed(self, of: usize) -> usize {
        match self {
            Join::All => of,
            Join::Any => of.min(1),
            Join::AtLeast(count) => count.max(1).min(of),
        }
    }
}

/// A chain of steps laid out in time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Plan {
    /// As the steps were given.
    pub steps: Vec<Placed>,
    /// When the last step is over; of no steps, now.
    pub end: DateTime<Utc>,
    /// A chain of steps, each waiting for the one before, the last one over at the end. Where several chains are as
    /// long it is one of them.
    pub path: Vec<usize>,
}

/// A step laid out in time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Placed {
    /// When its work can begin or did.
    pub start: DateTime<Utc>,
    pub finish: DateTime<Utc>,
    /// When its remaining work must begin for the whole to be over in time, all else going to plan.
    pub latest_start: DateTime<Utc>,
    pub latest_finish: DateTime<Utc>,
    /// By how many working seconds it may slip, alone, before the whole is late. Negative: it is late by so many.
    pub slack: i64,
    /// Whether it is on a chain that the end waits for. What others hold back over a weekend may be on one and have
    /// slack: the chain is what waits, the slack what it costs to be late.
    pub critical: bool,
}

/// Why there is no plan.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NoPlan {
    /// These steps wait for each other: each for the one before it, the first for the last.
    Circle(Vec<usize>),
    /// This step can't be laid out within ten years of what is before or after it.
    TooFar(usize),
}

/// Lays steps out: each as soon as it can begin, and as late as it may for all to be over by `target` or, without one, by
/// the end to be expected. Work proceeds in working hours only, and what is not over goes on from `now`.
pub fn plan(
    steps: &[Step],
    now: DateTime<Utc>,
    target: Option<DateTime<Utc>>,
) -> Result<Plan, NoPlan> {
    let order = links::order(steps).map_err(NoPlan::Circle)?;
    let mut clocks = Clocks::new(steps, now);
    let soon = soon::lay(steps, &order, &mut clocks, now)?;
    let end = soon.spans.iter().map(|(_, finish)| *finish).max().unwrap_or(now);
    let late = late::lay(steps, &order, &mut clocks, &soon, target.unwrap_or(end))?;
    let critical = critical::find(steps, &order, &mut clocks, &soon, end);
    let placed = (0..steps.len()).map(|step| {
        let ((start, finish), (latest_start, latest_finish)) = (soon.spans[step], late[step]);
        let slack = match steps[step].progress {
            Progress::Over { .. } => 0,
            _ => clocks.between(step, finish, latest_finish),
        };
        let critical = critical.steps[step];
        Placed { start, finish, latest_start, latest_finish, slack, critical }
    });
    Ok(Plan { steps: placed.collect(), end, path: critical.path })
}

/// From when to when.
pub type Span = (DateTime<Utc>, DateTime<Utc>);

/// The calendars of the steps, each laid out once.
struct Clocks<'a> {
    rulers: Vec<Ruler<'a>>,
    /// By which of them a step's work goes, and by which what it waits for.
    of: Vec<(usize, usize)>,
}

impl<'a> Clocks<'a> {
    fn new(steps: &[Step<'a>], now: DateTime<Utc>) -> Clocks<'a> {
        let mut rulers: Vec<Ruler> = Vec::new();
        let mut of = Vec::with_capacity(steps.len());
        let mut ruler = |calendar, agreed| {
            let new = Ruler::agreed(calendar, agreed, now);
            let known = rulers.iter().position(|ruler| ruler.is_like(&new));
            known.unwrap_or_else(|| {
                rulers.push(new);
                rulers.len() - 1
            })
        };
        for step in steps {
            of.push((ruler(step.calendar, step.agreed), ruler(step.calendar, None)));
        }
        Clocks { rulers, of }
    }

    fn of(&mut self, step: usize) -> &mut Ruler<'a> {
        &mut self.rulers[self.of[step].0]
    }

    /// Lags count on the calendar alone (CHG-5).
    fn of_lags(&mut self, step: usize) -> &mut Ruler<'a> {
        &mut self.rulers[self.of[step].1]
    }

    /// Working seconds of a step from one instant to another; less than none if the other is sooner.
    fn between(&mut self, step: usize, from: DateTime<Utc>, to: DateTime<Utc>) -> i64 {
        let ruler = self.of(step);
        ruler.working_between(from, to) - ruler.working_between(to, from)
    }
}
