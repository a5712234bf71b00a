//! A stretch of time as people type it: `START..END`, such as `mon 22:00..02:00`.

use std::fmt;
use std::ops::Range;
use std::str::FromStr;

use chrono::{DateTime, Utc};
use chrono_tz::Tz;

use super::Moment;
use crate::ids::BadName;

const WANTED: &str = "a stretch of time, such as `tomorrow 22:00..23:30`";
const WANTED_LATER_END: &str =
    "a stretch of time that ends after it starts, such as `22:00..23:30`";

/// Two times that were typed and not yet tied to a clock and a zone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stretch {
    start: Moment,
    end: Moment,
}

impl Stretch {
    /// Start and end. END counts from START: a bare time is the next one after it, `+2h` its length, a weekday the
    /// next after it; END's zone is START's; a day alone as END is included whole.
    pub fn resolve(&self, now: DateTime<Utc>, zone: Tz) -> Result<Range<DateTime<Utc>>, BadName> {
        let start = self.start.resolve(now, zone)?;
        let zone = self.start.zone().unwrap_or(zone);
        let counted_from = if self.end.counts_from_now() { now } else { start };
        let end = self.end.resolve_by(counted_from, zone)?;
        if end <= start {
            return Err(BadName { typed: self.to_string(), wanted: WANTED_LATER_END });
        }
        Ok(start..end)
    }
}

impl FromStr for Stretch {
    type Err = BadName;

    /// Also reads what phones make of two dots or a dash: `…`, `–`, `—`.
    fn from_str(typed: &str) -> Result<Self, BadName> {
        let bad = || BadName { typed: typed.trim().to_owned(), wanted: WANTED };
        let (start, end) = ["...", "..", "…", "–", "—"]
            .iter()
            .find_map(|between| typed.split_once(between))
            .ok_or_else(bad)?;
        let moment = |side: &str| side.parse::<Moment>().map_err(|_| bad());
        Ok(Stretch { start: moment(start)?, end: moment(end)? })
    }
}

impl fmt::Display for Stretch {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}..{}", self.start, self.end)
    }
}
