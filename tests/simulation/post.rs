//! The messages: that each was asked for by what happened, says it once, to the right people, in time, and arrives.

mod instead;

use std::collections::{BTreeMap, BTreeSet};

use baton::chat::{Act, Outgoing};
use baton::store::{NewRow, Outcome};
use baton_commands::fact::{By, Event, Fact};
use baton_commands::ids::{IncidentId, PersonId, Place, Recipient, RecordId};
use baton_commands::invariants;
use baton_commands::notice::{Notice, Say, Shape, Told};
use baton_commands::world::World;
use chrono::{DateTime, Utc};

use super::audience::{self, Pings, Scene, is_quiet, is_urgent};
use super::judge::{Verdict, broken};
use super::lapse::may_lapse;

/// So late a ping that nobody has to act on any more calls nobody.
const NOTE_AFTER: chrono::Duration = chrono::Duration::minutes(1);

/// What one fact asks to be said.
struct Cause {
    fact: Fact,
    /// The World with it.
    world: World,
    pings: Pings,
    /// Who may know of a restricted record; none: anybody.
    only: Option<BTreeSet<PersonId>>,
}

/// One message of the outbox.
struct Row {
    say: Option<Say>,
    cause: String,
    only: Option<BTreeSet<PersonId>>,
    is_urgent: bool,
    lane: String,
    due: DateTime<Utc>,
    /// How many were queued before it.
    number: usize,
    outcome: Option<Outcome>,
    /// An attempt at it went wrong.
    troubled: bool,
    arrived: bool,
}

/// The command heard last: what falls due by it spares the one who gave it (PNG-4).
struct Heard {
    at: DateTime<Utc>,
    by: PersonId,
    line: Option<String>,
    records: BTreeSet<RecordId>,
    /// The World that heard it.
    world: World,
}

impl Heard {
    /// Whether a record's clock speaks because of it: then nothing of what it touched was due by itself.
    fn caused(&self, record: RecordId) -> bool {
        let by_itself = self.records.iter().any(|it| self.world.is_due(*it, self.at));
        !by_itself && (self.records.contains(&record) || !self.world.is_due(record, self.at))
    }
}

#[derive(Default)]
pub(crate) struct Post {
    heard: Option<Heard>,
    causes: BTreeMap<String, Cause>,
    /// Whether each incident was urgent after its last event.
    urgent: BTreeMap<u32, bool>,
    rows: BTreeMap<String, Row>,
    /// Until when the chat asked to send nothing to a lane.
    shut: BTreeMap<String, DateTime<Utc>>,
    /// The line that arrived last in each thread.
    last_line: BTreeMap<(Place, RecordId), usize>,
    pub(crate) reasons: BTreeMap<String, usize>,
}

impl Post {
    /// Takes note of a command, before the World does.
    pub(crate) fn before(&mut self, fact: &Fact, world: &World) {
        let Some(by) = fact.by.person() else { return };
        let same = |it: &&mut Heard| it.at == fact.at && it.by == *by && it.line == fact.line;
        if let Some(heard) = self.heard.as_mut().filter(same) {
            heard.records.insert(fact.record);
            return;
        }
        self.heard = Some(Heard {
            at: fact.at,
            by: by.clone(),
            line: fact.line.clone(),
            records: BTreeSet::from([fact.record]),
            world: world.clone(),
        });
    }

    /// Who gave the command by which this fell due.
    fn spared(&self, fact: &Fact) -> Option<&PersonId> {
        let heard = self.heard.as_ref().filter(|it| it.at == fact.at)?;
        (fact.by == By::Clock && heard.caused(fact.record)).then_some(&heard.by)
    }

    /// Takes note of what a fact asks for.
    pub(crate) fn happened(&mut self, fact: &Fact, before: &World, after: &World) {
        let incident = match &fact.event {
            Event::Company(_) => return,
            Event::Incident(_) => after.incident(IncidentId(fact.record.number)),
            Event::Change(_) => None,
        };
        let urgent = incident.is_some_and(|incident| incident.severity.is_urgent());
        let was_urgent = match incident {
            Some(_) => self.urgent.insert(fact.record.number, urgent).unwrap_or(urgent),
            None => false,
        };
        let scene = Scene { fact, before, after, spared: self.spared(fact), was_urgent };
        let restricted = incident.filter(|incident| incident.restricted);
        let cause = Cause {
            fact: fact.clone(),
            world: after.clone(),
            pings: audience::expected(&scene),
            only: restricted.map(|incident| audience::participants(after, incident)),
        };
        self.causes.insert(fact.name(), cause);
    }

    /// Holds new rows against the facts that caused them: nobody is left out, nobody else is pinged.
    pub(crate) fn queued(&mut self, rows: &[NewRow], world: &World) -> Verdict {
        for row in rows {
            let row_told: Told = serde_json::from_slice(&row.body)
                .map_err(|error| broken("every message can be read", error))?;
            self.queue(row, row_told, world)?;
        }
        let asked = std::mem::take(&mut self.causes);
        let mut said: BTreeMap<String, Pings> = BTreeMap::new();
        for row in rows {
            let known = &self.rows[&row.name];
            let Some(say) = &known.say else { continue };
            let of = said.entry(known.cause.clone()).or_default();
            for ping in &say.pings {
                let reason = of.entry((say.reason.to_string(), say.about)).or_default();
                if !reason.insert(ping.clone()) {
                    let what = format!("{}: {} twice {ping}", row.name, say.reason);
                    return Err(broken("the same is said once to each (PNG-2)", what));
                }
            }
        }
        for (name, cause) in asked {
            let said = said.remove(&name).unwrap_or_default();
            if said != cause.pings {
                let what = format!("{name} pings {said:?}, not {:?}", cause.pings);
                return Err(broken(
                    "the right people are pinged, nobody else (PNG-1, PNG-4)",
                    what,
                ));
            }
        }
        Ok(())
    }

    fn queue(&mut self, row: &NewRow, told: Told, world: &World) -> Verdict {
        if let Some(original) = told.name.strip_suffix("/instead") {
            return self.queue_instead(row, original, told.notice);
        }
        let cause_name = told.name.rsplit_once('/').map_or("", |(cause, _)| cause);
        let Some(cause) = self.causes.get(cause_name) else {
            return Err(broken("a message comes of something that happened", &row.name));
        };
        if let Some(it) = invariants::message(&cause.world, &cause.fact, &told).first() {
            return Err(broken(it.wrong, &row.name));
        }
        let only = cause.only.clone();
        let urgent = |say: &Say| is_urgent(&cause.world, say.about, say.at);
        let say = match told.notice {
            Notice::Say(say) => Some(*say),
            Notice::Refresh { .. } => None,
        };
        let is_urgent = say.as_ref().is_some_and(urgent);
        let cause = cause_name.to_owned();
        if let Some(say) = say.as_ref().filter(|say| !say.pings.is_empty()) {
            let held = say.not_before.is_some();
            if held != (!is_urgent && is_quiet(say.at, world)) {
                return Err(broken("quiet hours delay what is not urgent (PNG-4)", &row.name));
            }
            if say.not_before.is_some_and(|at| at <= say.at || is_quiet(at, world)) {
                return Err(broken("what is delayed comes after quiet hours", &row.name));
            }
        }
        let (outcome, troubled, arrived, due) = (None, false, false, row.due_at);
        let number = self.rows.len();
        let lane = row.lane.clone();
        let known =
            Row { say, cause, only, is_urgent, lane, due, number, outcome, troubled, arrived };
        match self.rows.insert(row.name.clone(), known) {
            None => Ok(()),
            Some(_) => Err(broken("a message has a name of its own (invariant 7)", &row.name)),
        }
    }

    /// Holds what people got to see against what was queued.
    pub(crate) fn arrived(
        &mut self,
        message: &Outgoing,
        world: &World,
        absent: impl Fn(DateTime<Utc>, DateTime<Utc>) -> bool,
    ) -> Verdict {
        let (mut pings, mut owed) = (BTreeSet::<Recipient>::new(), BTreeSet::<Recipient>::new());
        for name in message.names() {
            let Some(row) = self.rows.get_mut(name) else {
                return Err(broken("what is said was committed before", name));
            };
            if std::mem::replace(&mut row.arrived, true) {
                return Err(broken("the same is never delivered twice (PNG-2)", name));
            }
            if message.at < row.due {
                return Err(broken("nothing is said before its time", name));
            }
            if instead::is_early(row, &self.shut, message.at) {
                return Err(broken("nothing is sent before the chat said", name));
            }
            instead::in_time(&self.rows, name, message.at, &absent)?;
            let row = &self.rows[name];
            if let Some(say) = row.say.as_ref().filter(|say| say.shape == Shape::Thread) {
                let thread = (say.place.clone(), say.about);
                let last = self.last_line.insert(thread, row.number);
                if last.is_some_and(|last| row.number < last) && !row.troubled {
                    return Err(broken("a thread is told in the order it happened", name));
                }
            }
            if let Some(say) = &row.say {
                pings.extend(say.pings.iter().cloned());
                // What comes too late to be acted on is a note, also as a part of a ping.
                if message.at - say.not_before.unwrap_or(say.at) <= NOTE_AFTER {
                    owed.extend(say.pings.iter().cloned());
                }
                let is_urgent = row.is_urgent || is_urgent(world, say.about, message.at);
                if !message.pings.is_empty() && !is_urgent && is_quiet(message.at, world) {
                    let what = format!("{name} ({}) due {} at {}", say.reason, row.due, message.at);
                    return Err(broken("nobody is pinged in quiet hours (PNG-4)", what));
                }
            }
            if let (Some(only), Place::Direct(person)) = (&row.only, &message.place)
                && !only.contains(person)
            {
                return Err(broken("a restricted record reaches its participants alone", name));
            }
        }
        if !(owed.is_subset(&message.pings) && message.pings.is_subset(&pings)) {
            let what = format!("{} pings {:?}, not {pings:?}", message.name, message.pings);
            return Err(broken("a message pings whom its parts do (PNG-5)", what));
        }
        let marked = matches!(message.act, Act::Ping | Act::Direct) || message.pings.is_empty();
        let (Some(reason), true, false) = (&message.reason, marked, message.about.is_empty())
        else {
            return Err(broken("a message says why and about what", format!("{message:?}")));
        };
        *self.reasons.entry(reason.to_string()).or_default() += 1;
        Ok(())
    }

    /// Takes note of how an attempt ended.
    pub(crate) fn settled(&mut self, name: &str, outcome: &Outcome, world: &World) -> Verdict {
        let Some(row) = self.rows.get_mut(name) else { return Ok(()) };
        match outcome {
            Outcome::Later { not_before, why, .. } => {
                row.troubled = true;
                instead::shut(row, &mut self.shut, *not_before, why);
            }
            Outcome::Unsure { .. } => row.troubled = true,
            Outcome::Lapsed { .. }
                if row.say.as_ref().is_some_and(|say| !may_lapse(say, world)) =>
            {
                return Err(broken("only what nobody must act on lapses", name));
            }
            ended => row.outcome = Some(ended.clone()),
        }
        let sent = matches!(outcome, Outcome::Done { .. } | Outcome::Merged { .. });
        match sent && !row.arrived {
            true => Err(broken("what is written down as sent did arrive", name)),
            false => Ok(()),
        }
    }

    /// Nothing waits any more, and what people had to know arrived or was given up for a reason.
    pub(crate) fn finish(&self) -> Verdict {
        let pinging = |row: &Row| row.say.as_ref().is_some_and(|say| !say.pings.is_empty());
        for (name, row) in self.rows.iter().filter(|(_, row)| pinging(row)) {
            if row.outcome.is_none() {
                return Err(broken("no message is lost", format!("{name}, due {}", row.due)));
            }
        }
        Ok(())
    }
}
