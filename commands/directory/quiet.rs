//! Quiet hours: what is not urgent waits for the next working time (PNG-4).

use chrono::{DateTime, NaiveTime, Utc};
use chrono_tz::Tz;
use serde::{Deserialize, Serialize};

use crate::calendar::Calendar;
use crate::directory::duty::first_instant;

/// Quiet from one local time to another in the company's zone, over midnight when `from` is the
/// later. Half-open; the two differ.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Quiet {
    pub from: NaiveTime,
    pub to: NaiveTime,
}

impl Quiet {
    /// When a message held back at `at` may be sent: the first working time, on the recipient's
    /// calendar, at or after the end of the quiet hours. None: it is not quiet at `at`.
    ///
    /// A calendar that never works again lets the message go when the quiet hours end.
    pub fn until(&self, at: DateTime<Utc>, zone: Tz, works: &Calendar) -> Option<DateTime<Utc>> {
        let end = self.end(at, zone)?;
        Some(works.next_open(end).unwrap_or(end))
    }

    /// The end of the quiet hours that `at` lies in.
    fn end(&self, at: DateTime<Utc>, zone: Tz) -> Option<DateTime<Utc>> {
        let local = at.with_timezone(&zone).naive_local();
        let (day, time) = (local.date(), local.time());
        let over_midnight = self.from > self.to;
        let quiet = if over_midnight {
            self.from <= time || time < self.to
        } else {
            self.from <= time && time < self.to
        };
        if !quiet {
            return None;
        }
        let day = if over_midnight && self.from <= time { day.succ_opt()? } else { day };
        // Where clocks are put back over the end, the second pass of that hour is not quiet any more.
        Some(first_instant(day.and_time(self.to), zone).max(at))
    }
}
