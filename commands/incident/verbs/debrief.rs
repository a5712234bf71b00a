//! `/incident debrief`: what was learned, with actions that are followed to done (INC-6).

use chrono::{DateTime, Utc};
use clap::Args;

use crate::ask::Ask;
use crate::decision::{Decision, Refusal};
use std::str::FromStr;

use crate::directory_names as known;
use crate::grammar::{Moment, Text, Who};
use crate::ids::IncidentId;
use crate::incident::{Action, Debrief, Event};
use crate::say;
use crate::verbs::Verb;
use crate::words::Arg;
use crate::world::World;

/// Records the debrief: cause, what went well, what did not, and actions
///
/// Said again, it adds to what was recorded.
#[derive(Args, Debug)]
#[command(
    after_help = "/incident debrief INC-7 --cause \"expired certificate\" --well \"fast failover\" --badly \"no alarm\" --action \"watch expiry @mon-1 2026-03-20\""
)]
pub struct RecordDebrief {
    #[arg(value_name = "ID")]
    id: IncidentId,
    /// The cause, as far as known
    #[arg(long, value_name = "TEXT")]
    cause: Text,
    /// What went well
    #[arg(long, value_name = "TEXT")]
    well: Option<Text>,
    /// What did not
    #[arg(long, value_name = "TEXT")]
    badly: Option<Text>,
    /// "TEXT @owner DATE"; may be given several times
    #[arg(long, value_name = "ACTION")]
    action: Vec<String>,
}

impl Verb for RecordDebrief {
    fn decide(&self, world: &World, ask: &Ask) -> Result<Decision, Refusal> {
        let incident = super::incident(world, self.id)?;
        if incident.is_live() {
            let line = Arg::Line(format!("/incident resolve {} …", self.id));
            let refusal = Refusal::new(say!("debrief-not-resolved", id = self.id));
            return Err(refusal.hint(say!("close-not-resolved-hint", line = line)));
        }
        let actions: Result<Vec<Action>, Refusal> =
            self.action.iter().map(|text| action(text, world, ask)).collect();
        Ok(match &incident.debrief {
            None => self.record(actions?),
            Some(debrief) => self.amend(debrief, actions?),
        })
    }
}

impl RecordDebrief {
    fn record(&self, actions: Vec<Action>) -> Decision {
        let words = say!("debrief-done", id = self.id, count = actions.len());
        let event = Event::DebriefRecorded {
            cause: self.cause.to_string(),
            well: self.well.as_ref().map(Text::to_string),
            badly: self.badly.as_ref().map(Text::to_string),
            actions,
        };
        super::change(self.id, vec![event], words)
    }

    /// What it does not say yet is added to a debrief; nothing of it is replaced (INC-4, INC-8).
    fn amend(&self, debrief: &Debrief, mut actions: Vec<Action>) -> Decision {
        actions.retain(|action| debrief.actions.iter().all(|known| known.action != *action));
        let causes = debrief.amended.iter().filter_map(|it| it.cause.as_ref());
        let wells = debrief.amended.iter().filter_map(|it| it.well.as_ref());
        let badlies = debrief.amended.iter().filter_map(|it| it.badly.as_ref());
        let cause = unsaid(Some(&self.cause), causes.chain([&debrief.cause]));
        let well = unsaid(self.well.as_ref(), wells.chain(&debrief.well));
        let badly = unsaid(self.badly.as_ref(), badlies.chain(&debrief.badly));
        let is_nothing = cause.is_none() && well.is_none() && badly.is_none() && actions.is_empty();
        let count = actions.len();
        let event = Event::DebriefAmended { cause, well, badly, actions };
        match is_nothing {
            true => super::already(self.id, &event, say!("debrief-already", id = self.id)),
            false => {
                let words = say!("debrief-amended", id = self.id, count = count);
                super::change(self.id, vec![event], words)
            }
        }
    }
}

/// A text that was not said before.
fn unsaid<'a>(text: Option<&Text>, mut said: impl Iterator<Item = &'a String>) -> Option<String> {
    let text = text?;
    said.all(|said| said != text.as_str()).then(|| text.to_string())
}

/// Reads `watch expiry @mon-1 2026-03-20`: the owner is the last handle, the date all that follows it.
fn action(typed: &str, world: &World, ask: &Ask) -> Result<Action, Refusal> {
    let example = Arg::Line("--action \"watch expiry @mon-1 2026-03-20\"".to_owned());
    let bad = || {
        Refusal::new(say!("debrief-bad-action", typed = typed))
            .hint(say!("debrief-bad-action-hint", line = example.clone()))
    };
    let at = typed.rfind('@').ok_or_else(bad)?;
    let (text, rest) = (typed[..at].trim(), &typed[at..]);
    let (owner, due) = rest.split_once(char::is_whitespace).ok_or_else(bad)?;
    let owner = known::person(world.directory(), &Who::from_str(owner).map_err(|_| bad())?)?;
    let due = Moment::from_str(due.trim()).map_err(|_| bad())?;
    if text.is_empty() {
        return Err(bad());
    }
    Ok(Action { text: text.to_owned(), owner, due: due_by(due, world, ask)? })
}

/// A day without a time lasts until the company's working day ends, on a day off until that of the next working day.
fn due_by(due: Moment, world: &World, ask: &Ask) -> Result<DateTime<Utc>, Refusal> {
    let directory = world.directory();
    let zone = directory.company.zone;
    let at = due.resolve(ask.now, zone)?;
    let close = directory.clock(&directory.company.calendar).end_of_day(at);
    match close.filter(|_| due.is_day()) {
        Some(close) => Ok(close),
        None => Ok(due.resolve_by(ask.now, zone)?),
    }
}
