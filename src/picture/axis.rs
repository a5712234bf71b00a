//! Where an instant lies across the picture.

use chrono::{DateTime, Days, NaiveTime, SubsecRound, Utc};
use chrono_tz::Tz;

/// Time from left to right. Between two instants at which something happens it runs evenly, and a stretch that is four
/// times as long is drawn twice as wide.
pub(super) struct Axis {
    /// Instants and where they lie, from left to right; never none.
    stops: Vec<(DateTime<Utc>, f32)>,
}

impl Axis {
    /// From the first of these instants to the last. There is at least one.
    pub(super) fn new(instants: Vec<DateTime<Utc>>, left: f32, right: f32) -> Axis {
        // Parts of a second are nothing to see, and would be stretches of no length.
        let mut instants: Vec<_> = instants.iter().map(|at| at.trunc_subsecs(0)).collect();
        instants.sort();
        instants.dedup();
        let weight = |pair: &[DateTime<Utc>]| ((pair[1] - pair[0]).num_seconds() as f32).sqrt();
        let whole: f32 = instants.windows(2).map(weight).sum();
        let mut x = left;
        let mut stops: Vec<_> = instants.first().map(|first| (*first, left)).into_iter().collect();
        for pair in instants.windows(2) {
            x += (right - left) * weight(pair) / whole;
            stops.push((pair[1], x));
        }
        Axis { stops }
    }

    pub(super) fn x(&self, at: DateTime<Utc>) -> f32 {
        let at = at.trunc_subsecs(0);
        let after = self.stops.partition_point(|(stop, _)| *stop <= at);
        let before = after.checked_sub(1).map(|before| self.stops[before]);
        match (before, self.stops.get(after)) {
            (Some((from, left)), Some((to, right))) => {
                let part = (at - from).num_seconds() as f32 / (*to - from).num_seconds() as f32;
                left + (right - left) * part
            }
            (Some((_, x)), None) => x,
            (None, Some((_, x))) => *x,
            (None, None) => 0.0,
        }
    }

    /// The first instant of each local day that begins on the axis, and the beginning of the axis itself.
    pub(super) fn days(&self, zone: Tz) -> Vec<DateTime<Utc>> {
        const DAYS_MAX: usize = 400;
        let (Some((first, _)), Some((last, _))) = (self.stops.first(), self.stops.last()) else {
            return Vec::new();
        };
        let begin = first.with_timezone(&zone).date_naive();
        let midnights = (1..).map_while(|day| begin.checked_add_days(Days::new(day)));
        let midnights = midnights.filter_map(|date| {
            let midnight = date.and_time(NaiveTime::MIN).and_local_timezone(zone).earliest()?;
            Some(midnight.with_timezone(&Utc))
        });
        let midnights = midnights.take_while(|at| at < last).take(DAYS_MAX);
        std::iter::once(*first).chain(midnights).collect()
    }
}

#[cfg(test)]
mod tests {
    use chrono::TimeDelta;

    use super::*;

    #[test]
    fn instants_of_one_second_lie_on_one_line() {
        let at: DateTime<Utc> = "2026-03-02T09:00:00Z".parse().unwrap();
        let soon = at + TimeDelta::milliseconds(400);
        let axis = Axis::new(vec![at, soon, at + TimeDelta::hours(1)], 10.0, 110.0);
        assert_eq!((axis.x(at), axis.x(soon)), (10.0, 10.0));
        assert_eq!(axis.x(at + TimeDelta::hours(1)), 110.0);
    }
}
