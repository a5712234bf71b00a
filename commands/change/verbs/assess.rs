//! `/change assess`: what could go wrong, how likely it is, and the way back (CHG-9).

use std::cmp::Reverse;

use chrono::{DateTime, Utc};
use clap::Args;

use crate::ask::Ask;
use crate::card::Card;
use crate::change::{Assessment, Change, Event, Phase, ReviewResult, approval};
use crate::decision::{Decision, Refusal};
use crate::grammar::Text;
use crate::ids::{ChangeId, DeptId};
use crate::say;
use crate::verbs::Verb;
use crate::words::Arg;
use crate::world::World;

/// Of so many changes of a department that ended last …
const LOOKED_AT: usize = 5;
/// … so many failed ones make the next more likely to fail.
const FAILED_OFTEN: usize = 2;

/// Says what could go wrong and how it is undone; impact × likelihood from 6 on is high risk
///
/// Edited after approval was asked for, it is voted on again.
#[derive(Args, Debug)]
#[command(
    after_help = "/change assess CHG-12 --impact 2 --likelihood 1 --rollback \"restore the snapshot\""
)]
pub struct Assess {
    #[arg(value_name = "ID")]
    id: ChangeId,
    /// 1: few notice it; 2: many do; 3: the client's business stands still
    #[arg(long, value_name = "1..3", value_parser = clap::value_parser!(u8).range(1..=3))]
    impact: u8,
    /// 1: done often; 2: done before; 3: done for the first time
    #[arg(long, value_name = "1..3", value_parser = clap::value_parser!(u8).range(1..=3))]
    likelihood: u8,
    /// How it is undone
    #[arg(long, value_name = "TEXT")]
    rollback: Text,
}

impl Verb for Assess {
    fn decide(&self, world: &World, ask: &Ask) -> Result<Decision, Refusal> {
        let (id, change) = (self.id, super::live(world, self.id)?);
        if matches!(change.phase, Phase::Review { .. }) {
            return Err(super::stands(change));
        }
        let (impact, likelihood) = (self.impact, self.likelihood);
        let history = history(world, change);
        let rollback = Some(self.rollback.to_string());
        let (by, at) = (ask.actor.clone(), ask.now);
        let new = Assessment { at, by, impact, likelihood, history, rollback: rollback.clone() };
        let event = Event::Assessed { impact, likelihood, history, rollback };
        let mut card = Card::line(assessed(id, &new));
        if change.assessment.as_ref().is_some_and(|old| is_same(old, &new)) {
            return Ok(super::already(id, &event, assessed(id, &new)));
        }
        if history > 0 {
            card = card.and(say!("change-assess-history"));
        }
        let anew =
            approval::asked_anew(world.directory(), change, new.is_high(), change.window, ask)?;
        if anew.is_some() {
            card = card.and(say!("change-asked-anew"));
        } else if change.ballot.is_none() && !change.is_approved() {
            let line = Arg::Line(format!("/change submit {id}"));
            card = card.and(say!("change-assess-next", line = line));
        }
        Ok(super::decided(id, std::iter::once(event).chain(anew).collect(), card))
    }
}

fn assessed(id: ChangeId, assessment: &Assessment) -> crate::words::Words {
    let risk = i64::from(assessment.risk());
    match assessment.is_high() {
        true => say!("change-assess-high", id = id, risk = risk),
        false => say!("change-assess-plain", id = id, risk = risk),
    }
}

fn is_same(old: &Assessment, new: &Assessment) -> bool {
    let of = |it: &Assessment| (it.impact, it.likelihood, it.history, it.rollback.clone());
    of(old) == of(new)
}

/// CHG-9: one more where a department of it failed with two of its last five changes: taken back, or reviewed as failed.
fn history(world: &World, change: &Change) -> u8 {
    let departments = change.departments();
    u8::from(departments.iter().any(|department| fails_often(world, department)))
}

fn fails_often(world: &World, department: &DeptId) -> bool {
    let ended = world.changes.values().filter(|it| it.tasks_of(department).next().is_some());
    let mut ended: Vec<(DateTime<Utc>, bool)> = ended.filter_map(|it| result(it)).collect();
    ended.sort_by_key(|(at, _)| Reverse(*at));
    ended.iter().take(LOOKED_AT).filter(|(_, failed)| *failed).count() >= FAILED_OFTEN
}

/// When it ended, and whether it failed; one that was called off before says nothing.
fn result(change: &Change) -> Option<(DateTime<Utc>, bool)> {
    match change.phase {
        Phase::RolledBack { at, .. } => Some((at, true)),
        Phase::Closed { at } => {
            let review = change.review.as_ref();
            Some((at, review.is_some_and(|review| review.result == ReviewResult::Failed)))
        }
        _ => None,
    }
}
