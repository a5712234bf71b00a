//! When a place may next be sent something: the platforms' paces, and what they said themselves. Arithmetic, no sending.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};

use crate::chat::{Pace, Rate, Scope};

/// So many gates are kept of places that are at rest, before those are forgotten.
const GATES_MAX: usize = 4_096;

/// The gates that a message passes: that of its place, and that of its platform.
#[derive(Debug, Default)]
pub struct Limits {
    platforms: BTreeMap<&'static str, (Pace, Gate)>,
    places: BTreeMap<String, Gate>,
}

/// Counts by the time at which all that went through would have been through one by one.
#[derive(Debug, Clone, Copy, Default)]
struct Gate {
    /// None: at rest.
    spent_until: Option<DateTime<Utc>>,
    /// The platform said: not before. None: it said nothing.
    shut_until: Option<DateTime<Utc>>,
}

impl Limits {
    pub fn add(&mut self, platform: &'static str, pace: Pace) {
        self.platforms.insert(platform, (pace, Gate::default()));
    }

    /// The first instant at which something may go there. None: at any.
    pub fn free_at(&self, platform: &str, lane: &str) -> Option<DateTime<Utc>> {
        let (pace, whole) = self.platforms.get(platform)?;
        let place = self.places.get(lane).and_then(|gate| gate.free_at(pace.place));
        place.max(whole.free_at(pace.whole))
    }

    /// Whether the platform is so slow that its places compete with each other.
    pub fn is_shared(&self, platform: &str) -> bool {
        self.platforms.get(platform).is_some_and(|(pace, _)| !pace.whole.every.is_zero())
    }

    /// Something goes there now.
    pub fn take(&mut self, platform: &str, lane: &str, now: DateTime<Utc>) {
        let Some((pace, whole)) = self.platforms.get_mut(platform) else { return };
        whole.pass(pace.whole, now);
        if !pace.place.every.is_zero() {
            self.places.entry(lane.to_owned()).or_default().pass(pace.place, now);
        }
        if self.places.len() > GATES_MAX {
            self.places.retain(|_, gate| !gate.is_at_rest(now));
        }
    }

    /// What was taken did not count: the platform took nothing for it.
    pub fn give_back(&mut self, platform: &str, lane: &str) {
        let Some((pace, whole)) = self.platforms.get_mut(platform) else { return };
        whole.give_back(pace.whole);
        if let Some(gate) = self.places.get_mut(lane) {
            gate.give_back(pace.place);
        }
    }

    /// The platform has counted more than we: one may go then, and the next ones at its pace, not in a burst.
    pub fn refused(&mut self, platform: &str, lane: &str, scope: Scope, until: DateTime<Utc>) {
        let Some((pace, whole)) = self.platforms.get_mut(platform) else { return };
        match scope {
            Scope::Place => {
                self.places.entry(lane.to_owned()).or_default().refused(pace.place, until);
            }
            Scope::Platform => whole.refused(pace.whole, until),
        }
    }

    /// The platform said that nothing may go before then: to the lane of this name, or to the platform itself.
    pub fn shut(&mut self, name: &str, until: DateTime<Utc>) {
        let gate = match self.platforms.get_mut(name) {
            Some((_, whole)) => whole,
            None => self.places.entry(name.to_owned()).or_default(),
        };
        gate.shut_until = gate.shut_until.max(Some(until));
    }
}

impl Gate {
    fn free_at(&self, rate: Rate) -> Option<DateTime<Utc>> {
        let paced = self.spent_until.map(|until| until - rate.every * rate.ahead());
        paced.max(self.shut_until)
    }

    fn pass(&mut self, rate: Rate, now: DateTime<Utc>) {
        if !rate.every.is_zero() {
            self.spent_until =
                Some(self.spent_until.map_or(now, |until| until.max(now)) + rate.every);
        }
    }

    fn give_back(&mut self, rate: Rate) {
        self.spent_until = self.spent_until.map(|until| until - rate.every);
    }

    fn refused(&mut self, rate: Rate, until: DateTime<Utc>) {
        self.shut_until = self.shut_until.max(Some(until));
        self.spent_until = self.spent_until.max(Some(until + rate.every * rate.ahead()));
    }

    fn is_at_rest(&self, now: DateTime<Utc>) -> bool {
        self.spent_until.max(self.shut_until).is_none_or(|until| until <= now)
    }
}

#[cfg(test)]
mod tests {
    use chrono::{DateTime, Duration, Utc};

    use super::Limits;
    use crate::chat::{Pace, Rate, Scope};

    const NOON: DateTime<Utc> = DateTime::UNIX_EPOCH;

    fn at(millis: i64) -> DateTime<Utc> {
        NOON + Duration::milliseconds(millis)
    }

    fn slack() -> Limits {
        let place = Rate { burst: 3, every: Duration::seconds(1) };
        let mut limits = Limits::default();
        limits.add("slack", Pace { place, ..Pace::UNLIMITED });
        limits
    }

    /// Sends as early as it may, from noon; how many milliseconds after noon each message went.
    fn sent(limits: &mut Limits, lane: &str, count: usize) -> Vec<i64> {
        let mut now = NOON;
        let mut times = Vec::new();
        for _ in 0..count {
            now = limits.free_at("slack", lane).map_or(now, |free| free.max(now));
            limits.take("slack", lane, now);
            times.push((now - NOON).num_milliseconds());
        }
        times
    }

    #[test]
    fn a_burst_goes_at_once_and_then_one_a_second() {
        assert_eq!(sent(&mut slack(), "#unix", 6), [0, 0, 0, 1_000, 2_000, 3_000]);
    }

    #[test]
    fn all_that_is_allowed_in_ten_minutes_is_used() {
        let times = sent(&mut slack(), "#unix", 603);
        assert_eq!(times.last(), Some(&600_000));
    }

    #[test]
    fn places_do_not_wait_for_each_other_unless_the_platform_says_so() {
        let mut limits = slack();
        sent(&mut limits, "#unix", 3);
        assert_eq!(limits.free_at("slack", "#dba"), None);
        limits.shut("#unix", at(30_000));
        assert_eq!(limits.free_at("slack", "#dba"), None);
        limits.shut("slack", at(20_000));
        assert_eq!(limits.free_at("slack", "#dba"), Some(at(20_000)));
        assert_eq!(limits.free_at("slack", "#unix"), Some(at(30_000)));
    }

    #[test]
    fn nothing_goes_before_the_platform_said_also_when_it_says_less_later() {
        let mut limits = slack();
        limits.shut("#unix", at(30_500));
        limits.shut("#unix", at(1_000));
        assert_eq!(sent(&mut limits, "#unix", 2), [30_500, 30_500]);
    }

    #[test]
    fn what_was_refused_is_not_counted_and_what_follows_keeps_the_pace() {
        let mut limits = slack();
        sent(&mut limits, "#unix", 2);
        limits.give_back("slack", "#unix");
        limits.refused("slack", "#unix", Scope::Place, at(300));
        assert_eq!(sent(&mut limits, "#unix", 3), [300, 1_300, 2_300]);
    }

    #[test]
    fn a_platform_as_a_whole_has_a_pace_too() {
        let whole = Rate { burst: 2, every: Duration::milliseconds(20) };
        let mut limits = Limits::default();
        limits.add("slack", Pace { whole, ..Pace::UNLIMITED });
        let lanes = ["a", "b", "c", "d"].map(|lane| sent(&mut limits, lane, 1)[0]);
        assert_eq!(lanes, [0, 0, 20, 40]);
    }
}
