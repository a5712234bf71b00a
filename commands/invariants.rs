//! What holds for every log and every message, as functions of the core: `baton verify` and the simulator ask them.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, Utc};

use crate::change;
use crate::directory::Directory;
use crate::fact::{Event, Fact};
use crate::ids::{ChangeId, IncidentId, PersonId, Place, Recipient, RecordId, RecordKind};
use crate::incident::{self, Incident, Reached, TargetName};
use crate::notice::{Notice, Say, Told};
use crate::sla::{Point, Target};
use crate::world::World;

/// An invariant that does not hold, as a sentence: `INC-7/4` "is told a second time".
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Broken {
    /// The event or message it is about, by name.
    pub about: String,
    /// What is wrong with it, as the end of the sentence.
    pub wrong: &'static str,
}

/// One point of one promise (SLA-9).
type PointTold = (RecordId, TargetName, DateTime<Utc>, Point);

/// A log as far as it was read, event by event.
#[derive(Debug, Clone, Default)]
pub struct Log {
    events: BTreeMap<RecordId, u32>,
    /// The highest number of each kind of record.
    last: BTreeMap<RecordKind, u32>,
    told: BTreeSet<PointTold>,
    course: change::invariants::Course,
}

impl Log {
    /// Takes in the next event; what it breaks. `before` and `after` are the World without and with it.
    pub fn read(&mut self, before: &World, after: &World, fact: &Fact) -> Vec<Broken> {
        let mut wrong: Vec<&'static str> = Vec::new();
        wrong.extend(self.misnumbered(fact));
        if let Event::Change(event) = &fact.event {
            wrong.extend(self.course.read(fact, event));
            wrong.extend(change::invariants::broken(before, after, fact, event));
            let id = ChangeId(fact.record.number);
            let (was, is) = (before.change(id), after.change(id));
            if let (change::Event::Reached(reached), Some(was)) = (event, was) {
                let target = was.target(&reached.target);
                wrong.extend(self.mistold(target, before.directory(), fact, reached));
            }
            if let (Some(was), Some(is)) = (was, is) {
                wrong.extend(breach_undone(&was.targets, |name| is.target(name)));
            }
        }
        if let Event::Incident(event) = &fact.event {
            let id = IncidentId(fact.record.number);
            let (was, is) = (before.incident(id), after.incident(id));
            if let (incident::Event::Reached(reached), Some(was)) = (event, was) {
                let target = was.target(&reached.target);
                wrong.extend(self.mistold(target, before.directory(), fact, reached));
            }
            if let (Some(was), Some(is)) = (was, is) {
                wrong.extend(breach_undone(&was.targets, |name| is.target(name)));
            }
        }
        wrong.into_iter().map(|wrong| Broken { about: fact.name(), wrong }).collect()
    }

    /// Numbers are dense: those of events in their record, those of incidents in the company.
    fn misnumbered(&mut self, fact: &Fact) -> Option<&'static str> {
        let count = self.events.entry(fact.record).or_default();
        *count += 1;
        if *count != fact.n {
            return Some("is not the next event of its record");
        }
        let opens = match &fact.event {
            Event::Incident(event) => matches!(event, incident::Event::Opened(_)),
            Event::Change(event) => matches!(event, change::Event::Opened(_)),
            // There is one, and it was always there.
            Event::Company(_) => return None,
        };
        if opens != (fact.n == 1) {
            return Some("is no opening, or a second one");
        }
        let last = self.last.entry(fact.record.kind).or_default();
        if opens && fact.record.number != *last + 1 {
            return Some("opens a number that is not the next");
        }
        *last = fact.record.number.max(*last);
        None
    }

    /// A point comes once, not before its time, not while nobody counts, not after the end (SLA-5, SLA-9).
    fn mistold(
        &mut self,
        target: Option<&Target>,
        directory: &Directory,
        fact: &Fact,
        reached: &Reached,
    ) -> Option<&'static str> {
        let Some(target) = target else {
            return Some("tells of a clock that is not there");
        };
        if !target.clock().is_running() || target.outcome().is_some() {
            return Some("tells of a clock that is paused or over");
        }
        let used = target.clock().used(directory.clock(target.clock().calendar()), fact.at);
        let needed = reached.reached.point.used_of(target.clock().seconds());
        if reached.reached.true_at > fact.at || needed.is_none_or(|needed| used < needed) {
            return Some("tells of a point before its time");
        }
        let superseded = reached.reached.superseded.iter().map(|(point, _)| *point);
        let points = superseded.chain([reached.reached.point]);
        let promise =
            |point| (fact.record, reached.target.clone(), reached.reached.promised_by, point);
        let again = points.filter(|point| !self.told.insert(promise(*point))).count();
        (again > 0).then_some("tells of a point a second time")
    }
}

/// SLA-8: a breach is a fact.
fn breach_undone<'w>(
    was: &[Target],
    is: impl Fn(&TargetName) -> Option<&'w Target>,
) -> Option<&'static str> {
    let kept = |target: &Target| {
        is(&target.name()).is_some_and(|now| now.breached_at() == target.breached_at())
    };
    let mut breached = was.iter().filter(|target| target.is_breached());
    (!breached.all(kept)).then_some("undoes a breach")
}

/// What a message breaks that follows from an event: it says why and about what, pings neither the actor nor a bystander
/// (PNG-1, PNG-4) nor, for a restricted record, anybody but one participant in his direct messages (INC-9).
pub fn message(after: &World, fact: &Fact, told: &Told) -> Vec<Broken> {
    let (reason, about, place) = match &told.notice {
        Notice::Say(say) => (&say.reason, say.about, &say.place),
        Notice::Refresh { reason, about, place } => (reason, *about, place),
    };
    let mut wrong: Vec<&'static str> = Vec::new();
    // What happens to one change can block a task of another, and moves the plan of those that wait for it.
    let elsewhere = matches!(about.kind, RecordKind::Task | RecordKind::Change)
        && fact.record.kind == RecordKind::Change;
    if reason.as_str().is_empty() || (about.whole() != fact.record && !elsewhere) {
        wrong.push("does not say why, or about what");
    }
    let incident = match about.kind {
        RecordKind::Incident => after.incident(IncidentId(about.number)),
        RecordKind::Company | RecordKind::Change | RecordKind::Task => None,
    };
    if incident.is_some_and(|incident| incident.restricted) && !place.is_direct() {
        wrong.push("shows a restricted record in a channel");
    }
    if let Notice::Say(say) = &told.notice {
        wrong.extend(mispinged(fact, say));
        wrong.extend(change::invariants::mispinged(after, fact, say));
        let part = incident.map(|incident| Part { incident, directory: after.directory() });
        wrong.extend(part.and_then(|part| part.misled(fact, say)));
    }
    wrong.into_iter().map(|wrong| Broken { about: told.name.clone(), wrong }).collect()
}

fn mispinged(fact: &Fact, say: &Say) -> Option<&'static str> {
    let actor = fact.by.person().cloned().map(Recipient::Person);
    if actor.is_some_and(|actor| say.pings.contains(&actor)) {
        return Some("pings the one who acted");
    }
    let Place::Direct(person) = &say.place else { return None };
    let alone = say.pings.iter().all(|ping| *ping == Recipient::Person(person.clone()));
    (!alone).then_some("pings in direct messages somebody who does not read them")
}

/// Who has a part in an incident: for anybody else its pings are noise.
struct Part<'w> {
    incident: &'w Incident,
    directory: &'w Directory,
}

impl Part<'_> {
    fn misled(&self, fact: &Fact, say: &Say) -> Option<&'static str> {
        if let Place::Direct(person) = &say.place
            && !self.incident.visible_to(person, self.directory)
        {
            return Some("shows a restricted record to somebody who has no part in it");
        }
        let concerned = say.pings.iter().all(|ping| match ping {
            Recipient::Person(person) => self.has(person) || was_asked(fact, person),
            Recipient::Dept(department) => self.incident.engagement(department).is_some(),
            Recipient::Role(role) => self.directory.company.roles.contains_key(role),
        });
        (!concerned).then_some("pings somebody who has no part in it")
    }

    fn has(&self, person: &PersonId) -> bool {
        let client = self.incident.client.as_ref().and_then(|id| self.directory.client(id));
        let serves = client.is_some_and(|client| client.service_manager.as_ref() == Some(person));
        let owner = self.incident.owner();
        let owes = |tracked: &incident::Tracked| tracked.action.owner == *person;
        let debrief = self.incident.debrief.iter().flat_map(|debrief| &debrief.actions);
        serves
            || self.incident.participants(self.directory).contains(person)
            || owner.is_some_and(|owner| self.directory.works_in(person, owner))
            || debrief.into_iter().any(owes)
    }
}

/// ACC-3: whoever may do it can be asked to.
fn was_asked(fact: &Fact, person: &PersonId) -> bool {
    let Event::Incident(incident::Event::AskedFor { whom, .. }) = &fact.event else { return false };
    whom == person
}
