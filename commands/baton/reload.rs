//! `/baton reload`: the organisation's files come into force; a bad set leaves the old one (DIR-1, SLA-16).

use chrono::{DateTime, Utc};
use clap::Args;

use crate::ask::{Ask, Offered};
use crate::card::Card;
use crate::company::Event;
use crate::decision::{Decision, Refusal};
use crate::directory::Directory;
use crate::grammar::Moment;
use crate::ids::RecordId;
use crate::incident::history;
use crate::say;
use crate::verbs::Verb;
use crate::words::Arg;
use crate::world::{Stamp, World};

/// More faults or breaches than this do not fit a message; `baton check` shows all.
const SHOWN_MAX: usize = 10;

/// Puts the organisation's files into force; with --dry-run, says what would breach under them
#[derive(Args, Debug)]
#[command(after_help = "/baton reload --from \"2026-04-01 00:00\"")]
pub struct Reload {
    /// From when edited calendars count; without it: now
    #[arg(long, value_name = "TIME")]
    from: Option<Moment>,
}

impl Verb for Reload {
    fn decide(&self, world: &World, ask: &Ask) -> Result<Decision, Refusal> {
        let next = match ask.offered.as_deref() {
            Some(Offered::Good(directory)) => directory,
            Some(Offered::Bad(faults)) => return Err(bad(faults)),
            None => return Err(Refusal::new(say!("reload-not-here"))),
        };
        let from = self.from(world, ask)?;
        if next.says_the_same_as(world.directory(), from, ask.now) {
            return Ok(Decision::question(say!("reload-same")));
        }
        let event =
            Event::Organised { directory: Directory::clone(next).into(), calendars_from: from };
        let mut card = Card::line(say!("reload-done"));
        let edited = edited_calendars(world.directory(), next, from, ask.now);
        if !edited.is_empty() {
            card = card.and(say!("reload-calendars", calendars = edited, from = from));
        }
        card = breaches(card, world, ask, &event);
        Ok(Decision::change(RecordId::COMPANY, "organisation.reloaded", vec![event.into()], card))
    }
}

impl Reload {
    fn from(&self, world: &World, ask: &Ask) -> Result<DateTime<Utc>, Refusal> {
        let Some(moment) = &self.from else { return Ok(ask.now) };
        let zone = world.directory().company.zone;
        let from = moment.resolve(ask.now, zone).map_err(Refusal::from)?;
        if from < ask.now {
            return Err(Refusal::new(say!("reload-from-past", from = from)));
        }
        Ok(from)
    }
}

fn bad(faults: &[String]) -> Refusal {
    let refusal = Refusal::new(say!("reload-bad", count = faults.len()));
    let shown = faults.iter().take(SHOWN_MAX);
    shown.fold(refusal, |refusal, fault| refusal.hint(say!("reload-fault", fault = fault.as_str())))
}

fn edited_calendars(
    before: &Directory,
    after: &Directory,
    from: DateTime<Utc>,
    at: DateTime<Utc>,
) -> Vec<Arg> {
    after
        .edited_calendars(before, from, at)
        .into_iter()
        .map(|slug| Arg::from(slug.as_str()))
        .collect()
}

/// SLA-16: what would breach under the new set and would not under the old one by then.
fn breaches(mut card: Card, world: &World, ask: &Ask, event: &Event) -> Card {
    let mut after = world.clone();
    after.advance(vec![(RecordId::COMPANY, event.clone().into())], &Stamp::clock(ask.now));
    let mut worse = Vec::new();
    let pairs = world.incidents.values().zip(after.incidents.values());
    let seen = pairs.filter(|(i, _)| i.visible_to(&ask.actor, world.directory()));
    for (incident, then) in seen {
        let pairs = incident.targets.iter().zip(&then.targets);
        for (old, new) in pairs.filter(|(old, _)| old.outcome().is_none()) {
            let was = old.due_by(world.directory().clock(old.clock().calendar()));
            let by = new.due_by(after.directory().clock(new.clock().calendar()));
            if let (Some(was), Some(by)) = (was, by)
                && by < was
            {
                worse.push((by, incident.id, new.kind().clone(), was));
            }
        }
    }
    worse.sort();
    if !worse.is_empty() {
        card = card.and(say!("reload-sooner", count = worse.len()));
    }
    for (by, id, kind, was) in worse.into_iter().take(SHOWN_MAX) {
        let target = history::target_words(&kind);
        card = card.and(match by <= ask.now {
            true => say!("reload-breaches", id = id, target = target, by = by, was = was),
            false => say!("reload-moves", id = id, target = target, by = by, was = was),
        });
    }
    card
}
