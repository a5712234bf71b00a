//! A calendar laid out once, so that many sums on it are look-ups.

use chrono::{DateTime, Utc};

use super::{Calendar, HORIZON};

/// By how much a ruler grows at first, in seconds: four weeks. Later it doubles.
const STRIDE: i64 = 28 * 86_400;

/// A calendar with the working time up to each opening counted. It answers as the calendar does, in the time of a
/// search among the openings it has seen: a plan of thousands of steps asks for years over and over.
#[derive(Debug, Clone)]
pub struct Ruler<'a> {
    calendar: &'a Calendar,
    /// Counts as well, in Unix seconds, whatever the calendar says.
    agreed: Option<(i64, i64)>,
    /// The part of time that is laid out, in Unix seconds.
    from: i64,
    to: i64,
    /// Those in it, in order, none touching the next.
    openings: Vec<Opening>,
}

/// A stretch of working time, in Unix seconds.
#[derive(Debug, Clone, Copy)]
struct Opening {
    open: i64,
    close: i64,
    /// Working seconds from where the ruler begins to `open`.
    before: i64,
}

impl Opening {
    /// Working seconds from where the ruler begins to its close.
    fn total(self) -> i64 {
        self.before + self.close - self.open
    }
}

impl<'a> Ruler<'a> {
    /// Lies around an instant; it grows in the direction that is asked for.
    pub fn new(calendar: &'a Calendar, at: DateTime<Utc>) -> Ruler<'a> {
        Ruler::agreed(calendar, None, at)
    }

    /// The same, where time from one instant to another was agreed for work and counts like an opening.
    pub fn agreed(
        calendar: &'a Calendar,
        agreed: Option<(DateTime<Utc>, DateTime<Utc>)>,
        at: DateTime<Utc>,
    ) -> Ruler<'a> {
        let at = at.timestamp();
        let agreed = agreed.map(|(from, to)| (from.timestamp(), to.timestamp()));
        Ruler { calendar, agreed, from: at, to: at, openings: Vec::new() }
    }

    /// Whether it counts by the very same calendar and agreed time.
    pub fn is_like(&self, other: &Ruler<'_>) -> bool {
        std::ptr::eq(self.calendar, other.calendar) && self.agreed == other.agreed
    }

    /// As [`Calendar::add`].
    pub fn add(&mut self, from: DateTime<Utc>, seconds: i64) -> Option<DateTime<Utc>> {
        let from = from.timestamp();
        if seconds <= 0 {
            return DateTime::from_timestamp(from, 0);
        }
        self.cover(from);
        while self.total() < self.worked(from) + seconds {
            self.lengthen(from)?;
        }
        let reached = self.worked(from) + seconds;
        let at = self.openings.partition_point(|opening| opening.total() < reached);
        let opening = self.openings.get(at)?;
        let then = opening.open + reached - opening.before;
        (then - from <= HORIZON).then(|| DateTime::from_timestamp(then, 0))?
    }

    /// As [`Calendar::back`].
    pub fn back(&mut self, to: DateTime<Utc>, seconds: i64) -> Option<DateTime<Utc>> {
        let to = to.timestamp();
        if seconds <= 0 {
            return DateTime::from_timestamp(to, 0);
        }
        self.cover(to);
        while self.worked(to) < seconds {
            if to - self.from > HORIZON {
                return None;
            }
            self.lay(self.from - self.growth(), self.to);
        }
        let reached = self.worked(to) - seconds;
        let after = self.openings.partition_point(|opening| opening.before <= reached);
        let opening = self.openings.get(after.checked_sub(1)?)?;
        let then = opening.open + reached - opening.before;
        (to - then <= HORIZON).then(|| DateTime::from_timestamp(then, 0))?
    }

    /// As [`Calendar::next_open`].
    pub fn next_open(&mut self, at: DateTime<Utc>) -> Option<DateTime<Utc>> {
        let at = at.timestamp();
        self.cover(at);
        loop {
            let next = self.openings.partition_point(|opening| opening.close <= at);
            match self.openings.get(next) {
                Some(opening) if opening.open - at >= HORIZON => return None,
                Some(opening) => return DateTime::from_timestamp(opening.open.max(at), 0),
                None => self.lengthen(at)?,
            }
        }
    }

    /// As [`Calendar::working_between`].
    pub fn working_between(&mut self, from: DateTime<Utc>, to: DateTime<Utc>) -> i64 {
        let (from, to) = (from.timestamp(), to.timestamp());
        self.cover(from);
        self.cover(to);
        (self.worked(to) - self.worked(from)).max(0)
    }

    /// Working seconds from where the ruler begins to an instant on it.
    fn worked(&self, at: i64) -> i64 {
        let begun = self.openings.partition_point(|opening| opening.open <= at);
        let last = begun.checked_sub(1).map(|last| self.openings[last]);
        last.map_or(0, |opening| opening.before + at.min(opening.close) - opening.open)
    }

    fn total(&self) -> i64 {
        self.openings.last().map_or(0, |opening| opening.total())
    }

    /// Grows until an instant lies on it.
    fn cover(&mut self, at: i64) {
        if at < self.from {
            self.lay(at.min(self.from - self.growth()), self.to);
        }
        if at > self.to {
            self.lay(self.from, at.max(self.to + self.growth()));
        }
    }

    /// Grows forwards. `None`: it lies beyond the horizon of `from` already.
    fn lengthen(&mut self, from: i64) -> Option<()> {
        (self.to - from <= HORIZON).then(|| self.lay(self.from, self.to + self.growth()))
    }

    /// Doubling, so that all the laying out costs no more than twice the last.
    fn growth(&self) -> i64 {
        (self.to - self.from).clamp(STRIDE, HORIZON)
    }

    fn lay(&mut self, from: i64, to: i64) {
        (self.from, self.to) = (from, to);
        self.openings.clear();
        let mut openings: Vec<(i64, i64)> = self.calendar.openings(from, to).collect();
        let agreed = self.agreed.map(|(open, close)| (open.max(from), close.min(to)));
        if let Some(agreed) = agreed.filter(|(open, close)| open < close) {
            openings.push(agreed);
            openings.sort_unstable();
        }
        for (open, close) in openings {
            let before = self.total();
            match self.openings.last_mut() {
                Some(last) if last.close >= open => last.close = last.close.max(close),
                _ => self.openings.push(Opening { open, close, before }),
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use chrono_tz::Tz;

    use super::*;
    use crate::calendar::samples::*;

    const HOUR: i64 = 3600;

    #[test]
    fn chg_11_the_latest_instant_from_which_so_much_passes() {
        let weekdays = nine_to_five();
        let made_up = shanghai();
        let always = berlin_always();
        let night_shift = calendar("night-shift", Tz::Europe__Berlin, "daily 02:30-04:00");
        let berlin = Tz::Europe__Berlin;
        let cases = [
            (&weekdays, Tz::UTC, "2026-03-02 17:00", 8 * HOUR, "2026-03-02 09:00"),
            (&weekdays, Tz::UTC, "2026-03-02 17:00", 8 * HOUR + 1, "2026-02-27 16:59:59"),
            (&weekdays, Tz::UTC, "2026-03-09 09:00", 8 * HOUR, "2026-03-06 09:00"),
            (&weekdays, Tz::UTC, "2026-03-09 09:00", 1, "2026-03-06 16:59:59"),
            (&weekdays, Tz::UTC, "2026-03-08 12:00", 0, "2026-03-08 12:00"),
            (&weekdays, Tz::UTC, "2026-03-08 12:00", -5, "2026-03-08 12:00"),
            // Over the holidays, and over the Saturday that makes up for them.
            (&made_up, Tz::Asia__Shanghai, "2026-02-24 10:00", 2 * HOUR, "2026-02-14 17:00"),
            (&made_up, Tz::Asia__Shanghai, "2026-02-24 10:00", 16 * HOUR, "2026-02-13 12:00"),
            // Real seconds, on nights when clocks change.
            (&always, berlin, "2026-03-29 09:00", 8 * HOUR, "2026-03-29 00:00"),
            (&always, berlin, "2026-10-25 07:00", 8 * HOUR, "2026-10-25 00:00"),
            // The shift begins at 03:00, the first instant after the gap; on the other night it is 2 h 30 min long.
            (&night_shift, berlin, "2026-03-29 12:00", HOUR, "2026-03-29 03:00"),
            (&night_shift, berlin, "2026-10-25 12:00", 5 * HOUR / 2, "2026-10-25 02:30"),
        ];
        for (calendar, zone, to, seconds, then) in cases {
            let back = calendar.back(at_in(zone, to), seconds);
            assert_eq!(back, Some(at_in(zone, then)), "{to} - {seconds}");
        }
    }

    #[test]
    fn chg_11_an_agreed_time_counts_beside_the_calendar() {
        let weekdays = nine_to_five();
        let night = |from, to| Some((at(from), at(to)));
        let cases = [
            (
                "outside the hours",
                night("2026-03-07 22:00", "2026-03-08 02:00"),
                "2026-03-08 00:00",
            ),
            ("over the opening", night("2026-03-09 08:00", "2026-03-09 10:00"), "2026-03-09 10:00"),
            ("within the hours", night("2026-03-09 10:00", "2026-03-09 12:00"), "2026-03-09 11:00"),
            ("over already", night("2026-03-06 22:00", "2026-03-07 02:00"), "2026-03-09 11:00"),
            ("none", None, "2026-03-09 11:00"),
        ];
        for (why, agreed, over) in cases {
            let from = at("2026-03-07 12:00");
            let mut ruler = Ruler::agreed(&weekdays, agreed, from);
            assert_eq!(ruler.add(from, 2 * HOUR), Some(at(over)), "{why}");
            assert_eq!(ruler.working_between(from, at(over)), 2 * HOUR, "{why}");
            assert_eq!(ruler.next_open(from), ruler.back(at(over), 2 * HOUR), "{why}");
        }
    }

    #[test]
    fn looking_back_ends_after_ten_years() {
        let holidays = date("2026-01-01").iter_days().take(4000);
        let closed = version(Tz::UTC, "mon-fri 09:00-17:00").with_holidays(holidays);
        let calendar = Calendar::new("closed".parse().unwrap(), closed);
        assert_eq!(calendar.back(at("2036-12-01 00:00"), 1), None);
        assert_eq!(calendar.back(at("2026-01-01 00:00"), 1), Some(at("2025-12-31 16:59:59")));
    }
}
