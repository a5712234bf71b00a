//! A calendar's openings, counted once: what falls due when is then a search and no walk through the days.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};

use super::{Calendar, HORIZON};

/// How much time stands on a page, in seconds: 97 days.
const PAGE: i64 = 1 << 23;
/// So many pages are kept, from ten years ahead to as many back; after that it begins anew.
const PAGES_MAX: usize = 128;

/// The pages of a calendar that were asked for. It says nothing that the calendar does not say, so that all are equal;
/// a calendar that is edited begins a new one.
#[derive(Clone, Default)]
pub(super) struct Almanac(Arc<Mutex<BTreeMap<i64, Arc<Page>>>>);

/// Openings in a stretch of time, in order, in Unix seconds.
struct Page(Vec<Opening>);

/// Working time from `open` to `close`, with what comes before it on its page.
struct Opening {
    open: i64,
    close: i64,
    before: i64,
}

impl Almanac {
    /// As [`Calendar::add`], in Unix seconds, of at least one second.
    pub(super) fn add(&self, calendar: &Calendar, from: i64, seconds: i64) -> Option<i64> {
        let (mut at, mut left) = (from, seconds);
        while at - from < HORIZON {
            let number = at.div_euclid(PAGE);
            let page = self.page(calendar, number);
            let reached = page.worked(at) + left;
            if let Some(then) = page.instant(reached) {
                return (then - from <= HORIZON).then_some(then);
            }
            left = reached - page.total();
            at = (number + 1) * PAGE;
        }
        None
    }

    /// As [`Calendar::working_between`], in Unix seconds.
    pub(super) fn working_between(&self, calendar: &Calendar, from: i64, to: i64) -> i64 {
        let (mut at, mut sum) = (from, 0);
        while at < to {
            let number = at.div_euclid(PAGE);
            let page = self.page(calendar, number);
            let until = to.min((number + 1) * PAGE);
            sum += page.worked(until) - page.worked(at);
            at = until;
        }
        sum
    }

    fn page(&self, calendar: &Calendar, number: i64) -> Arc<Page> {
        let mut pages = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(page) = pages.get(&number) {
            return Arc::clone(page);
        }
        if pages.len() >= PAGES_MAX {
            pages.clear();
        }
        let page = Arc::new(Page::of(calendar, number * PAGE));
        pages.insert(number, Arc::clone(&page));
        page
    }
}

impl Page {
    fn of(calendar: &Calendar, from: i64) -> Page {
        let mut before = 0;
        let counted = calendar.openings(from, from + PAGE).map(|(open, close)| {
            let opening = Opening { open, close, before };
            before = opening.total();
            opening
        });
        Page(counted.collect())
    }

    /// Working seconds on it.
    fn total(&self) -> i64 {
        self.0.last().map_or(0, Opening::total)
    }

    /// Working seconds on it before an instant.
    fn worked(&self, at: i64) -> i64 {
        let begun = self.0.partition_point(|opening| opening.open <= at);
        let last = begun.checked_sub(1).map(|last| &self.0[last]);
        last.map_or(0, |opening| opening.before + at.min(opening.close) - opening.open)
    }

    /// The first instant by which so many seconds were worked on it; at least one. None: they are not.
    fn instant(&self, worked: i64) -> Option<i64> {
        let at = self.0.partition_point(|opening| opening.total() < worked);
        self.0.get(at).map(|opening| opening.open + worked - opening.before)
    }
}

impl Opening {
    /// Working seconds on the page up to its close.
    fn total(&self) -> i64 {
        self.before + self.close - self.open
    }
}

impl PartialEq for Almanac {
    fn eq(&self, _: &Almanac) -> bool {
        true
    }
}

impl Eq for Almanac {}

impl fmt::Debug for Almanac {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Almanac")
    }
}
