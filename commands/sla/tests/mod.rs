//! The rules of section 5 of the domain, each named by the test that proves it.

mod counted;
mod told;

use std::sync::Arc;

use chrono::{DateTime, Utc};

use super::*;
use crate::calendar::Calendar;
use crate::calendar::samples::at;

fn resolution(allowed: &str, calendar: &Calendar, start: &str) -> Target {
    let ladder = Arc::new(Ladder::defaults_sla());
    let allowed = allowed.parse().expect("a span");
    Target::start(TargetKind::Resolution, allowed, calendar, ladder, at(start))
}

/// Tells what is due and notes it: `at_75 of 12:00, 30m late; superseded at_50 of 11:00`, times in
/// UTC.
fn tell(target: &mut Target, calendar: &Calendar, now: &str) -> Option<String> {
    let reached = target.reached(at(now), calendar)?;
    target.mark(&reached, at(now));
    let clock = |at: DateTime<Utc>| at.format("%H:%M");
    let mut told = format!("{} of {}", reached.point, clock(reached.true_at));
    if reached.late_by > 0 {
        told += &format!(", {} late", exact(reached.late_by));
    }
    for (point, at) in &reached.superseded {
        told += &format!("; superseded {point} of {}", clock(*at));
    }
    Some(told)
}
