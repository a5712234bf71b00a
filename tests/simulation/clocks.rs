//! The clocks of all incidents, kept by hand from the log, and held against what the records say of themselves.

use std::collections::{BTreeMap, BTreeSet};

use baton_commands::directory::Directory;
use baton_commands::ids::{DeptId, RecordId, VendorId};
use baton_commands::incident::{Event, Promise, Reached};
use baton_commands::sla::Party;
use baton_commands::world::{Fact, World};

use super::clock::NaiveClock;
use super::hand::Hand;
use super::hours::AllHours;
use super::judge::{Verdict, broken};

/// What of a record moves its clocks.
#[derive(Default)]
pub(crate) struct Record {
    pub(crate) clocks: Vec<NaiveClock>,
    pub(crate) promise: Option<Promise>,
    pub(crate) opened: i64,
    /// Departments asked and not released, and whether each has answered.
    pub(crate) standing: BTreeMap<DeptId, bool>,
    pub(crate) vendors: BTreeSet<VendorId>,
    /// Whom it waits for, since when, and until when at most.
    pub(crate) hold: Option<(Party, i64, Option<i64>)>,
    /// Holds that are over and times resolved, as (from, to, party).
    pub(crate) waits: Vec<(i64, i64, Party)>,
    pub(crate) answered: bool,
    pub(crate) resolved: i64,
    pub(crate) live: bool,
    /// When its terms last changed: what is behind then may be told then.
    pub(crate) changed: i64,
}

#[derive(Default)]
pub(crate) struct Clocks {
    pub(crate) records: BTreeMap<RecordId, Record>,
    hours: AllHours,
}

impl Clocks {
    /// Takes note of what happened. `late` says whether the bot may come late to an instant.
    pub(crate) fn happened(
        &mut self,
        fact: &Fact,
        event: &Event,
        directory: &Directory,
        late: impl Fn(i64) -> bool,
    ) -> Verdict {
        let at = fact.at.timestamp();
        let record = self.records.entry(fact.record).or_default();
        let mut hand = Hand { record, directory, hours: &mut self.hours, fact, at };
        if fact.by.person().is_some() {
            hand.record.nothing_owed(fact.record, at - 1)?;
        }
        if let Event::Reached(reached) = event {
            return hand.record.told(fact, reached, late);
        }
        if !matches!(event, Event::Refused { .. } | Event::Noted { .. }) {
            hand.record.changed = at;
        }
        if hand.answers_client(event) {
            hand.answered();
        }
        hand.apply(event);
        Ok(())
    }

    /// The organisation's files came into force: all clocks that run are counted anew (SLA-16).
    pub(crate) fn organised(&mut self, directory: &Directory, at: i64) {
        for record in self.records.values_mut() {
            for clock in record.clocks.iter_mut().filter(|clock| clock.outcome.is_none()) {
                let hours = self.hours.of(directory.clock(&clock.calendar));
                clock.recalendar(hours, at);
                record.changed = at;
            }
        }
    }

    /// Nothing that fell due by an instant is untold, in any record.
    pub(crate) fn nothing_owed(&self, at: i64) -> Verdict {
        self.records.iter().try_for_each(|(id, record)| record.nothing_owed(*id, at))
    }

    /// The record says of its clocks what the count by hand does.
    pub(crate) fn compare(&self, id: RecordId, world: &World) -> Verdict {
        let (Some(record), Some(incident)) =
            (self.records.get(&id), world.incidents.get(&id.number))
        else {
            return Ok(());
        };
        let differs = |what: String| Err(broken("clocks stand as counted by hand", what));
        if record.clocks.len() != incident.targets.len() {
            let names: Vec<String> =
                incident.targets.iter().map(|t| format!("{}#{}", t.kind(), t.cycle())).collect();
            return differs(format!("{id} has {names:?}, not {} clocks", record.clocks.len()));
        }
        for clock in &record.clocks {
            let name = format!("{id} {}#{}", clock.kind, clock.cycle);
            let same = |t: &&baton_commands::sla::Target| {
                *t.kind() == clock.kind && t.cycle() == clock.cycle
            };
            let Some(target) = incident.targets.iter().find(same) else {
                return differs(format!("{name} is missing"));
            };
            let said = (
                target.outcome(),
                target.breached_at().map(|at| at.timestamp()),
                target.clock().paused_for(),
            );
            let counted = (clock.outcome, clock.breached, clock.waits_for);
            if said != counted {
                return differs(format!("{name} is {said:?}, counted {counted:?}"));
            }
            let calendar = world.directory().clock(target.clock().calendar());
            let due = target.due_by(calendar).map(|at| at.timestamp());
            if clock.outcome.is_none() && due != clock.deadline() {
                return differs(format!("{name} is due {due:?}, counted {:?}", clock.deadline()));
            }
        }
        Ok(())
    }
}

impl Record {
    /// A point is told once, never early, never while nobody counts; of several only the highest (SLA-9, SLA-10).
    fn told(&mut self, fact: &Fact, told: &Reached, late: impl Fn(i64) -> bool) -> Verdict {
        let at = fact.at.timestamp();
        let name = format!("{} {} {:?}", fact.name(), told.target, told.reached.point);
        let is = |clock: &&mut NaiveClock| {
            clock.kind == told.target.kind && clock.cycle == told.target.cycle
        };
        let Some(clock) = self.clocks.iter_mut().find(is) else {
            return Err(broken("only a clock that exists is told of", name));
        };
        if !clock.is_running() {
            return Err(broken("what is paused or over tells nothing", name));
        }
        let mut due = clock.due(at);
        clock.tell(&due);
        let Some((point, when)) = due.pop() else {
            return Err(broken("a point is told once and never early", name));
        };
        let said = (told.reached.point, told.reached.true_at.timestamp());
        if said != (point, when) {
            return Err(broken(
                "the highest point is told with its true time",
                format!("{name}: {said:?}, counted {point:?} {when}"),
            ));
        }
        let superseded: BTreeMap<_, _> =
            told.reached.superseded.iter().map(|(point, at)| (*point, at.timestamp())).collect();
        if superseded != due.into_iter().collect() {
            return Err(broken("lower points are recorded as superseded", name));
        }
        if when < at && self.changed < at && !late(when) {
            let what = format!("{name}: {} s late", at - when);
            return Err(broken("a point is told within a second (PNG-3)", what));
        }
        Ok(())
    }

    fn nothing_owed(&self, id: RecordId, at: i64) -> Verdict {
        if self.hold.and_then(|(_, _, until)| until).is_some_and(|until| until <= at) {
            return Err(broken("a hold ends when it said", format!("{id} is still held at {at}")));
        }
        for clock in &self.clocks {
            if let Some((point, when)) = clock.due(at).last() {
                let what =
                    format!("{id} {}#{}: {point} of {when} at {at}", clock.kind, clock.cycle);
                return Err(broken("every point of a clock is told in time", what));
            }
        }
        Ok(())
    }
}
