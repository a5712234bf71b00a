//! A chain of tasks made up at random, on the calendars of a dozen departments.

use baton_commands::calendar::{Calendar, Interval, Version};
use baton_commands::ids::CalendarId;
use baton_commands::plan::{After, Join, Progress, Step};
use chrono::{DateTime, Utc};
use chrono_tz::Tz;

/// How far back a task's links reach, in tasks.
const REACH: u64 = 400;

pub struct Chain {
    /// What each task takes.
    pub seconds: Vec<i64>,
    pub before: Vec<Vec<usize>>,
    pub after: Vec<Vec<usize>>,
    calendars: Vec<usize>,
    dice: Dice,
}

impl Chain {
    pub fn made(tasks: usize, links: usize) -> Chain {
        let mut dice = Dice(1);
        let mut before = vec![Vec::new(); tasks];
        let mut after = vec![Vec::new(); tasks];
        let mut drawn = 0;
        while drawn < links {
            let step = 1 + dice.below(tasks as u64 - 1);
            let back = 1 + dice.below(REACH);
            let Some(earlier) = step.checked_sub(back) else { continue };
            let (step, earlier) = (step as usize, earlier as usize);
            if !before[step].contains(&earlier) {
                before[step].push(earlier);
                after[earlier].push(step);
                drawn += 1;
            }
        }
        let seconds = (0..tasks).map(|_| 900 * (1 + dice.below(16) as i64)).collect();
        let calendars = (0..tasks).map(|_| dice.below(12) as usize).collect();
        Chain { seconds, before, after, calendars, dice }
    }

    pub fn steps<'a>(&self, calendars: &'a [Calendar]) -> Vec<Step<'a>> {
        let step = |at: usize| Step {
            calendar: &calendars[self.calendars[at]],
            agreed: None,
            remaining: self.seconds[at],
            progress: Progress::Ahead { not_before: None },
            after: self.before[at].iter().map(|step| After { step: *step, lag: 0 }).collect(),
            join: Join::All,
        };
        (0..self.seconds.len()).map(step).collect()
    }

    /// Two tasks each.
    pub fn pairs(&self, count: usize) -> Vec<(usize, usize)> {
        let mut dice = Dice(self.dice.0);
        let tasks = self.before.len() as u64;
        (0..count).map(|_| (dice.below(tasks) as usize, dice.below(tasks) as usize)).collect()
    }
}

/// A Monday morning.
pub fn now() -> DateTime<Utc> {
    DateTime::from_timestamp(1_772_442_000, 0).expect("an instant")
}

/// Office hours with a lunch break in zones around the world, and one that never closes.
pub fn calendars() -> Vec<Calendar> {
    let zones = [Tz::Asia__Jakarta, Tz::Europe__Berlin, Tz::America__New_York, Tz::Asia__Shanghai];
    let office = (0..11).map(|index| {
        let hours = |text: &str| text.parse::<Interval>().expect("hours");
        let day = vec![hours("09:00-12:00"), hours("13:00-18:00")];
        let week = std::array::from_fn(|weekday| if weekday < 5 { day.clone() } else { vec![] });
        let version = Version::new(zones[index % zones.len()], week).expect("working time");
        Calendar::new(CalendarId::new(format!("office-{index}")), version)
    });
    office.chain([Calendar::always()]).collect()
}

/// SplitMix64: the same number makes the same chain.
struct Dice(u64);

impl Dice {
    fn below(&mut self, end: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut drawn = self.0;
        drawn = (drawn ^ (drawn >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        drawn = (drawn ^ (drawn >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (drawn ^ (drawn >> 31)) % end
    }
}
