//! Which message goes next: urgent ones first, no line of a thread before its card, fair between places. Pure.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use baton_commands::ids::RecordId;
use baton_commands::notice::{Notice, Say, Shape, Told};
use chrono::{DateTime, Utc};

use super::limits::Limits;
use crate::rows::CARD_RANK;
use crate::store::Claim;

/// A row that was claimed and waits for its turn.
#[derive(Debug)]
pub struct Row {
    pub claim: Claim,
    pub told: Told,
    pub platform: &'static str,
}

impl Row {
    /// When it was to be told at first, however often the platform asked to wait since.
    fn told_at(&self) -> DateTime<Utc> {
        match &self.told.notice {
            Notice::Say(say) => say.not_before.unwrap_or(say.at),
            // The newest state of a card, whenever it goes: the oldest card first.
            Notice::Refresh { .. } => DateTime::UNIX_EPOCH,
        }
    }
}

/// Rows that were claimed, lane by lane.
#[derive(Debug, Default)]
pub struct Queue {
    rows: BTreeMap<u64, Row>,
    lanes: BTreeMap<String, Lane>,
}

#[derive(Debug, Default)]
struct Lane {
    platform: &'static str,
    /// The rows in the order in which they go.
    order: VecDeque<Place>,
    /// A message is on its way there.
    busy: bool,
    /// When something last went there. None: nothing went yet.
    served_at: Option<DateTime<Utc>>,
}

/// Where a row stands: by rank, when it was to be told, and age.
type Place = (u8, DateTime<Utc>, u64);

impl Queue {
    pub fn add(&mut self, rows: Vec<Row>) {
        let mut touched: BTreeMap<String, Vec<u64>> = BTreeMap::new();
        for row in rows {
            let (number, name) = (row.claim.id, row.claim.row.lane.clone());
            self.lanes.entry(name.clone()).or_default().platform = row.platform;
            let news = touched.entry(name).or_default();
            if self.rows.insert(number, row).is_none() {
                news.push(number);
            }
        }
        for (name, news) in touched {
            let Some(lane) = self.lanes.get_mut(&name) else { continue };
            let waiting = lane.order.iter().map(|(_, _, number)| *number);
            lane.order = order(waiting.chain(news).map(|number| &self.rows[&number]).collect());
        }
    }

    /// The rows that are held, by number.
    pub fn held(&self) -> Vec<u64> {
        self.rows.keys().copied().collect()
    }

    pub fn len(&self) -> usize {
        self.rows.len()
    }

    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// The rows of the next message that may go now: the first, and those that are part of it (PNG-5). Its lane is busy
    /// until [`Queue::served`].
    pub fn next(&mut self, now: DateTime<Utc>, limits: &Limits) -> Option<Vec<Row>> {
        let may_go = |name: &str, lane: &Lane| {
            !lane.busy && limits.free_at(lane.platform, name).is_none_or(|free| free <= now)
        };
        let turns = self.lanes.iter().filter(|(name, lane)| may_go(name, lane));
        let turns = turns.filter_map(|(name, lane)| {
            let (rank, told_at, number) = *lane.order.front()?;
            let served_at = lane.served_at.filter(|_| limits.is_shared(lane.platform));
            Some(((rank, served_at, told_at, number), name))
        });
        let name = turns.min()?.1.clone();
        let lane = self.lanes.get_mut(&name)?;
        lane.busy = true;
        lane.served_at = Some(now);
        let (_, _, first) = lane.order.pop_front()?;
        let mut numbers = vec![first];
        if let Some(mut together) = Together::of(&self.rows[&first]) {
            lane.order.retain(|(_, _, number)| !together.takes(&self.rows[number]));
            numbers.extend(together.others);
        }
        Some(numbers.iter().filter_map(|number| self.rows.remove(number)).collect())
    }

    /// What was on its way to a lane has arrived, or not.
    pub fn served(&mut self, lane: &str) {
        if let Some(found) = self.lanes.get_mut(lane) {
            found.busy = false;
            if found.order.is_empty() && !found.platform.is_empty() {
                self.lanes.remove(lane);
            }
        }
    }

    /// The first instant at which [`Queue::next`] has something. None: nothing waits, but for what is on its way.
    pub fn next_at(&self, limits: &Limits) -> Option<DateTime<Utc>> {
        let waiting = self.lanes.iter().filter(|(_, lane)| !lane.busy && !lane.order.is_empty());
        let free = waiting.map(|(name, lane)| limits.free_at(lane.platform, name));
        free.map(|free| free.unwrap_or(DateTime::<Utc>::MIN_UTC)).min()
    }
}

/// The order of a lane. No line of a thread is overtaken by one that came after it, nor its card by any: what was done
/// stands above what became of it.
fn order(mut rows: Vec<&Row>) -> VecDeque<Place> {
    rows.sort_by_key(|row| (row.told_at(), row.claim.id));
    let mut soonest: BTreeMap<RecordId, u8> = BTreeMap::new();
    let mut order: Vec<Place> = Vec::with_capacity(rows.len());
    for row in rows.iter().rev() {
        let mut rank = rank(&row.told);
        if let Notice::Say(say) = &row.told.notice {
            if is_line(say) {
                let soonest = soonest.entry(say.about).or_insert(rank);
                *soonest = rank.min(*soonest);
                rank = *soonest;
            } else if say.shape == Shape::Card {
                rank = soonest.get(&say.about).map_or(rank, |soonest| rank.min(*soonest));
            }
        }
        order.push((rank, row.told_at(), row.claim.id));
    }
    order.sort_unstable();
    order.into()
}

fn rank(told: &Told) -> u8 {
    match &told.notice {
        Notice::Say(say) => say.rank,
        Notice::Refresh { .. } => CARD_RANK,
    }
}

/// A line of a thread that notifies nobody.
fn is_line(say: &Say) -> bool {
    say.shape == Shape::Thread && say.pings.is_empty() && !say.place.is_direct()
}

/// PNG-5: several pings of one instant to one place, about one record or for one reason, are one message. A card must
/// stay one that can be edited, and a line of a thread belongs to its thread: those stay alone.
struct Together<'a> {
    first: &'a Row,
    ping: &'a Say,
    about: BTreeSet<RecordId>,
    /// The numbers of those that go with the first.
    others: Vec<u64>,
}

impl<'a> Together<'a> {
    /// None: it goes alone.
    fn of(first: &'a Row) -> Option<Together<'a>> {
        let ping = ping(&first.told)?;
        Some(Together { first, ping, about: BTreeSet::from([ping.about]), others: Vec::new() })
    }

    /// Whether the row is a part of it; then it is taken up.
    fn takes(&mut self, row: &Row) -> bool {
        let Some(other) = ping(&row.told) else { return false };
        let same_time = self.first.told_at() == row.told_at();
        let same_about = self.about.len() == 1 && self.about.contains(&other.about);
        if !same_time || !(same_about || self.ping.reason == other.reason) {
            return false;
        }
        self.about.insert(other.about);
        self.others.push(row.claim.id);
        true
    }
}

fn ping(told: &Told) -> Option<&Say> {
    match &told.notice {
        Notice::Say(say) => {
            let notifies = !say.pings.is_empty() || say.place.is_direct();
            (notifies && say.shape != Shape::Card).then_some(say)
        }
        Notice::Refresh { .. } => None,
    }
}

#[cfg(test)]
mod tests;
