//! `/sla why`: each clock as intervals that add up, and who held the record how long (SLA-14).

use chrono::{DateTime, Utc};
use clap::Args;

use crate::ask::Ask;
use crate::card::{Block, Card};
use crate::change::verbs::change;
use crate::change::{Change, Task, TaskState};
use crate::decision::{Decision, Refusal};
use crate::directory::Directory;
use crate::ids::{AnyRecord, ChangeId, IncidentId, RecordKind};
use crate::incident::verbs::{incident, unknown};
use crate::incident::{Incident, clock_words, history};
use crate::say;
use crate::sla::{Explanation, Party, Point, Spent, Target, explain};
use crate::verbs::Verb;
use crate::words::{Arg, Words};
use crate::world::World;

/// Explains the clocks of an incident or a change: which time counted, which did not and why
#[derive(Args, Debug)]
#[command(after_help = "/sla why INC-7")]
pub struct Why {
    /// In a record's own thread it may be left out
    #[arg(value_name = "ID")]
    id: Option<AnyRecord>,
}

impl Verb for Why {
    fn decide(&self, world: &World, ask: &Ask) -> Result<Decision, Refusal> {
        let Some(id) = self.id.map(|id| id.0).or(ask.thread) else {
            let line = Arg::Line("/sla why INC-7".to_owned());
            return Err(Refusal::new(say!("why-of-what", line = line)));
        };
        let card = match id.kind {
            RecordKind::Change | RecordKind::Task => {
                of_change(change(world, ChangeId(id.number))?, world.directory(), ask.now)
            }
            RecordKind::Incident | RecordKind::Company => {
                let id = IncidentId(id.number);
                let record = incident(world, id)?;
                if !record.visible_to(&ask.actor, world.directory()) {
                    return Err(unknown(world, id));
                }
                of_incident(record, world.directory(), ask.now)
            }
        };
        Ok(Decision::question(card))
    }
}

fn of_incident(record: &Incident, directory: &Directory, now: DateTime<Utc>) -> Card {
    let head = say!("why-head", id = record.id, title = record.title.as_str());
    let mut card = Card::line(head).and(match &record.promise {
        Some(promise) => {
            let (contract, calendar) = (promise.contract.as_str(), promise.calendar.as_str());
            let severity = i64::from(record.severity.number());
            say!("why-promise", contract = contract, severity = severity, calendar = calendar)
        }
        None => say!("why-no-promise"),
    });
    for target in record.clocks() {
        card.body.extend(clock(target, directory, now));
    }
    card.body.extend(holders(record, now));
    card
}

fn of_change(record: &Change, directory: &Directory, now: DateTime<Utc>) -> Card {
    let head = say!("why-head", id = record.id, title = record.title.as_str());
    let mut card = Card::line(head).and(match &record.promise {
        Some(promise) => {
            let (contract, calendar) = (promise.contract.as_str(), promise.calendar.as_str());
            say!("why-promise-change", contract = contract, calendar = calendar)
        }
        None => say!("why-no-promise-change"),
    });
    for target in &record.targets {
        card.body.extend(clock(target, directory, now));
    }
    for department in record.departments() {
        let held: i64 = record.tasks_of(&department).map(|task| held_seconds(task, now)).sum();
        if held == 0 {
            continue;
        }
        let held = Arg::Seconds(held);
        let words = say!("why-change-held", department = &department, held = held);
        card.body.push(Block::Line(words));
    }
    card
}

/// How long a department has had a task in hand: from its latest hand-off until it ended.
fn held_seconds(task: &Task, now: DateTime<Utc>) -> i64 {
    let Some(accept) = &task.accept else { return 0 };
    let until = match task.state {
        TaskState::Done { at, .. } | TaskState::Failed { at, .. } => at,
        TaskState::Skipped { at } | TaskState::Cancelled { at } => at,
        TaskState::Ready { .. } | TaskState::InProgress { .. } => now,
        TaskState::Waiting => accept.clock().stopped_at().unwrap_or(now),
    };
    (until - accept.clock().started_at()).num_seconds().max(0)
}

/// One clock: its verdict, its intervals as a table, and the sum.
fn clock(target: &Target, directory: &Directory, now: DateTime<Utc>) -> Vec<Block> {
    let calendar = directory.clock(target.clock().calendar());
    let explanation = explain(target.clock(), calendar, now);
    let used = explanation.of(Spent::Running);
    let of = target.clock().seconds();
    let mut blocks = vec![Block::Line(say!(
        "why-clock",
        target = history::target_words(target.kind()),
        allowed = target.clock().allowed().to_string(),
        calendar = target.clock().calendar().as_str(),
        state = clock_words(target, calendar),
    ))];
    if target.original_by() != target.promised_by() {
        let (was, by) = (target.original_by(), target.promised_by());
        blocks.push(Block::Line(say!("why-moved", was = was, by = by)));
    }
    if explanation.pieces.is_empty() {
        return blocks;
    }
    blocks.push(pieces(&explanation));
    let wall = explanation.total();
    blocks.push(Block::Line(say!(
        "why-sum",
        counted = Arg::Seconds(used),
        wall = Arg::Seconds(wall),
        of = Arg::Seconds(of),
        percent = used.saturating_mul(100) / of.max(1),
    )));
    blocks.extend(target.marks().iter().map(|mark| Block::Line(mark_words(mark))));
    blocks
}

/// Long stretches of nights and weekends are told as they are: a row each, summed where they alternate too often.
fn pieces(explanation: &Explanation) -> Block {
    const ROWS_MAX: usize = 30;
    let columns =
        vec![say!("column-from"), say!("column-until"), say!("column-time"), say!("column-what")];
    let rows: Vec<Vec<Arg>> = if explanation.pieces.len() <= ROWS_MAX {
        let row = |piece: &crate::sla::Piece| {
            let spent = spent_words(piece.spent);
            vec![piece.from.into(), piece.to.into(), Arg::Seconds(piece.seconds()), spent.into()]
        };
        explanation.pieces.iter().map(row).collect()
    } else {
        let ends = explanation.pieces.first().zip(explanation.pieces.last());
        let (from, to) = ends.map_or((now_zero(), now_zero()), |(a, b)| (a.from, b.to));
        let row = |(spent, seconds): (&Spent, &i64)| {
            let words = spent_words(*spent);
            vec![from.into(), to.into(), Arg::Seconds(*seconds), words.into()]
        };
        explanation.sums.iter().map(row).collect()
    };
    Block::Table { columns, rows }
}

fn now_zero() -> DateTime<Utc> {
    DateTime::UNIX_EPOCH
}

fn spent_words(spent: Spent) -> Words {
    match spent {
        Spent::Running => say!("spent-running"),
        Spent::Paused(Party::Resolved) => say!("spent-resolved"),
        Spent::Paused(party) => say!("spent-paused", party = history::party_words(party)),
        Spent::Outside => say!("spent-outside"),
        Spent::Holiday => say!("spent-holiday"),
    }
}

fn mark_words(mark: &crate::sla::Mark) -> Words {
    let point = match mark.point {
        Point::Percent(percent) => say!("point-percent", percent = i64::from(percent)),
        Point::Before(seconds) => say!("point-before", left = Arg::Seconds(seconds)),
        Point::Breach => say!("point-breach"),
    };
    let late = (mark.told_at - mark.at).num_seconds();
    match (mark.superseded, late >= 60) {
        _ if mark.unheard => say!("why-mark-unheard", point = point, at = mark.at),
        (true, _) => say!("why-mark-superseded", point = point, at = mark.at),
        (false, false) => say!("why-mark", point = point, at = mark.at),
        (false, true) => {
            say!("why-mark-late", point = point, at = mark.at, late = Arg::Seconds(late))
        }
    }
}

/// The time that each department held the record: from its call until it was released or all was resolved.
fn holders(record: &Incident, now: DateTime<Utc>) -> Vec<Block> {
    let end = record.ended_at().unwrap_or(now);
    let mut blocks = Vec::new();
    for engagement in &record.engagements {
        let department = &engagement.department;
        let held = Arg::Seconds(engagement.held_seconds(end, &record.waits));
        blocks.push(Block::Line(match engagement.engaged_at {
            Some(at) => {
                let wait = (at - engagement.requested_at).num_seconds().max(0);
                let wait = Arg::Seconds(wait);
                say!("why-held", department = department, held = held, wait = wait)
            }
            None => say!("why-held-unanswered", department = department, held = held),
        }));
    }
    for vendoring in &record.vendors {
        let until = vendoring.until.unwrap_or(end).min(end);
        let held = Arg::Seconds((until - vendoring.since).num_seconds().max(0));
        let vendor = vendoring.vendor.as_str();
        blocks.push(Block::Line(say!("why-vendor-held", vendor = vendor, held = held)));
    }
    blocks
}
