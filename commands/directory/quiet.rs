//! Quiet hours: what is not urgent waits for the next working time (PNG-4).

use chrono::{DateTime, NaiveTime, Utc};
use chrono_tz::Tz;
use serde::{Deserialize, Serialize};

use crate::calendar::Calendar;
use crate::grammar::instant;

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
        instant(day.and_time(self.to), zone).map(|end| end.max(at))
    }
}

#[cfg(test)]
mod tests {
    use chrono_tz::{Asia, Europe};

    use super::*;
    use crate::calendar::{Interval, Version, Week};
    use crate::ids::CalendarId;

    fn quiet(from: &str, to: &str) -> Quiet {
        Quiet { from: from.parse().unwrap(), to: to.parse().unwrap() }
    }

    /// Monday to Friday, nine to five.
    fn office(zone: Tz) -> Calendar {
        let mut week = Week::default();
        let hours: Interval = "09:00-17:00".parse().unwrap();
        week[..5].fill(vec![hours]);
        Calendar::new(CalendarId::new("office"), Version::new(zone, week).unwrap())
    }

    #[test]
    fn png_4_what_is_not_urgent_waits_for_the_next_working_time() {
        let night = quiet("21:00:00", "08:00:00");
        let noon = quiet("12:00:00", "13:00:00");
        let jakarta = |local: &str| format!("{local}:00+07:00").parse::<DateTime<Utc>>().unwrap();
        for (hours, local, office_until, always_until) in [
            (night, "2026-03-02T20:59", None, None),
            (night, "2026-03-02T21:00", Some("2026-03-03T09:00"), Some("2026-03-03T08:00")),
            (night, "2026-03-03T00:00", Some("2026-03-03T09:00"), Some("2026-03-03T08:00")),
            (night, "2026-03-03T07:59", Some("2026-03-03T09:00"), Some("2026-03-03T08:00")),
            (night, "2026-03-03T08:00", None, None),
            (night, "2026-03-06T22:00", Some("2026-03-09T09:00"), Some("2026-03-07T08:00")),
            (noon, "2026-03-02T12:30", Some("2026-03-02T13:00"), Some("2026-03-02T13:00")),
            (noon, "2026-03-07T12:30", Some("2026-03-09T09:00"), Some("2026-03-07T13:00")),
            (noon, "2026-03-02T11:59", None, None),
        ] {
            let at = jakarta(local);
            let until = |works: &Calendar| hours.until(at, Asia::Jakarta, works);
            assert_eq!(until(&office(Asia::Jakarta)), office_until.map(jakarta), "{local}");
            assert_eq!(until(&Calendar::always()), always_until.map(jakarta), "{local}");
        }
    }

    #[test]
    fn png_4_a_colleague_abroad_is_told_in_his_own_working_time() {
        let at = "2026-03-02T21:00:00+07:00".parse().unwrap();
        let until = quiet("21:00:00", "08:00:00").until(at, Asia::Jakarta, &office(Europe::Berlin));
        assert_eq!(until, Some("2026-03-03T09:00:00+01:00".parse().unwrap()));
    }
}
