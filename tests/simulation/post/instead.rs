//! What takes the place of a message that cannot be delivered, and what waits because the chat asked for it.

use std::collections::{BTreeMap, BTreeSet};

use baton::store::NewRow;
use baton_commands::ids::{Place, Recipient};
use baton_commands::notice::Notice;
use chrono::{DateTime, Utc};

use super::{Post, Row};
use crate::simulation::judge::{Verdict, broken};

impl Post {
    /// Holds what takes the place of a message against that one: it could not be delivered, and called the same people.
    pub(super) fn queue_instead(
        &mut self,
        row: &NewRow,
        original: &str,
        notice: Notice,
    ) -> Verdict {
        let wrong = |what: &str| broken("what takes a message's place calls the same", what);
        let named = format!("{original}@");
        let Some((_, first)) = self.rows.iter().find(|(name, _)| name.starts_with(&named)) else {
            return Err(wrong(&row.name));
        };
        let (Notice::Say(say), Some(asked)) = (notice, &first.say) else {
            return Err(wrong(&row.name));
        };
        let is_same = match &asked.place {
            Place::Direct(person) => {
                say.pings == BTreeSet::from([Recipient::Person(person.clone())])
            }
            Place::Channel(_) => say.pings.iter().all(|ping| {
                asked.pings.contains(ping)
                    || say.place == direct(ping).unwrap_or(asked.place.clone())
            }),
        };
        if !is_same || first.outcome.is_some() || (first.only.is_some() && !say.place.is_direct()) {
            return Err(wrong(&row.name));
        }
        let known = Row {
            say: Some(*say),
            cause: row.name.clone(),
            only: first.only.clone(),
            is_urgent: first.is_urgent,
            lane: row.lane.clone(),
            due: row.due_at,
            number: self.rows.len(),
            outcome: None,
            troubled: true,
            arrived: false,
        };
        self.rows.insert(row.name.clone(), known);
        Ok(())
    }
}

/// The chat asked to send nothing to the lane before then.
pub(super) fn shut(
    row: &Row,
    shut: &mut BTreeMap<String, DateTime<Utc>>,
    not_before: DateTime<Utc>,
    why: &str,
) {
    if why.starts_with("slower") {
        let until = shut.entry(row.lane.clone()).or_insert(not_before);
        *until = (*until).max(not_before);
    }
}

/// Whether it comes before the chat said; whoever waited for that may be late.
pub(super) fn is_early(
    row: &mut Row,
    shut: &BTreeMap<String, DateTime<Utc>>,
    at: DateTime<Utc>,
) -> bool {
    let until = shut.get(&row.lane);
    row.troubled |= until.is_some_and(|until| *until >= row.due);
    until.is_some_and(|until| at < *until)
}

/// Where a person is told himself.
fn direct(ping: &Recipient) -> Option<Place> {
    match ping {
        Recipient::Person(person) => Some(Place::Direct(person.clone())),
        Recipient::Dept(_) | Recipient::Role(_) => None,
    }
}

/// PNG-3: a row that nothing went wrong with is said within a second. Behind a card in doubt its
/// whole lane waits.
pub(super) fn in_time(
    rows: &BTreeMap<String, Row>,
    name: &str,
    at: DateTime<Utc>,
    absent: &impl Fn(DateTime<Utc>, DateTime<Utc>) -> bool,
) -> Verdict {
    let Some(row) = rows.get(name) else { return Ok(()) };
    let late = at - row.due > chrono::Duration::seconds(1);
    if !late || row.troubled || absent(row.due, at) {
        return Ok(());
    }
    let before = rows.values().filter(|it| it.troubled && it.number < row.number);
    let mut in_doubt = before.filter(|it| it.lane == row.lane);
    match in_doubt.next() {
        Some(_) => Ok(()),
        None => {
            let what = format!("{name}: due {}, said {at}", row.due);
            Err(broken("what can be said is said within a second (PNG-3)", what))
        }
    }
}
