//! `/report changes`: lead times, results and late tasks of the changes that ended in a period (ITSM-2).

use std::collections::BTreeMap;
use std::sync::Arc;

use clap::Args;

use super::figures::{median, p90, part, seconds};
use super::scope::{Period, Whose};
use crate::ask::Ask;
use crate::card::{Block, Card};
use crate::change::ReviewResult;
use crate::change::card::kind_words;
use crate::change::gist::{End, Gist, Work};
use crate::change::history::result_words;
use crate::decision::{Decision, Refusal};
use crate::directory::ChangeKind;
use crate::ids::DeptId;
use crate::say;
use crate::verbs::Verb;
use crate::words::{Arg, Words};
use crate::world::World;

/// More departments do not fit a message.
const DEPARTMENTS_MAX: usize = 25;

/// Shows how changes went: lead times, results, late and repeated tasks by department
///
/// It counts the changes that ended in the period. What was skipped or called off is in no figure of what was done.
#[derive(Args, Debug)]
#[command(after_help = "/report changes --from 2026-03-01 --to 2026-03-31 --client acme")]
pub struct Changes {
    #[command(flatten)]
    period: Period,
    #[command(flatten)]
    whose: Whose,
}

impl Verb for Changes {
    fn decide(&self, world: &World, ask: &Ask) -> Result<Decision, Refusal> {
        self.whose.check(world)?;
        let (from, to) = self.period.resolve(world, ask)?;
        let counts = |gist: &Arc<Gist>| {
            let department = self.whose.dept.as_ref();
            from <= gist.ended_at
                && gist.ended_at < to
                && self.whose.is_of_client(gist.client.as_ref())
                && department.is_none_or(|it| gist.work.contains_key(it))
        };
        let ended: Vec<Arc<Gist>> = world.ended_changes().filter(counts).collect();
        let (count, of) = (ended.len(), self.whose.named());
        let head = say!("report-changes-head", count = count, from = from, to = to, of = of);
        if ended.is_empty() {
            return Ok(Decision::question(head));
        }
        let work = self.work(&ended);
        let more = work.len().saturating_sub(DEPARTMENTS_MAX);
        let card =
            Card::line(head).with(lead_times(&ended)).with(results(&ended)).with(tasks(&work));
        let card = if more > 0 { card.and(say!("list-more", more = more)) } else { card };
        Ok(Decision::question(card))
    }
}

impl Changes {
    fn work(&self, ended: &[Arc<Gist>]) -> BTreeMap<DeptId, Work> {
        let mut all: BTreeMap<DeptId, Work> = BTreeMap::new();
        let work = ended.iter().flat_map(|gist| &gist.work);
        for (department, work) in work.filter(|(it, _)| self.whose.is_of_department(it)) {
            all.entry(department.clone()).or_default().add(work);
        }
        all
    }
}

/// From the order to the close, of those that were closed: by type, and of all where there are several types.
fn lead_times(ended: &[Arc<Gist>]) -> Block {
    let columns =
        vec![say!("column-type"), say!("column-closed"), say!("column-median"), say!("column-p90")];
    let closed = |kind: Option<ChangeKind>| -> Vec<i64> {
        let closed = ended.iter().filter(|gist| matches!(gist.end, End::Closed(_)));
        let closed = closed.filter(|gist| kind.is_none_or(|kind| gist.kind == kind));
        closed.map(|gist| (gist.ended_at - gist.opened_at).num_seconds()).collect()
    };
    let row = |name: Words, all: Vec<i64>| -> Vec<Arg> {
        vec![name.into(), all.len().into(), seconds(median(all.clone())), seconds(p90(all))]
    };
    let kinds = [ChangeKind::Standard, ChangeKind::Normal, ChangeKind::Emergency];
    let kinds = kinds.map(|kind| (kind, closed(Some(kind))));
    let mut rows: Vec<Vec<Arg>> = Vec::new();
    for (kind, all) in kinds.into_iter().filter(|(_, all)| !all.is_empty()) {
        rows.push(row(kind_words(kind), all));
    }
    if rows.len() != 1 {
        rows.push(row(say!("report-all"), closed(None)));
    }
    Block::Table { columns, rows }
}

/// What they came to, of those that were not called off.
fn results(ended: &[Arc<Gist>]) -> Block {
    let columns = vec![say!("column-result"), say!("column-changes")];
    let count = |wanted: End| {
        u32::try_from(ended.iter().filter(|gist| gist.end == wanted).count()).unwrap_or(u32::MAX)
    };
    let ends = [
        End::Closed(ReviewResult::Success),
        End::Closed(ReviewResult::Issues),
        End::Closed(ReviewResult::Failed),
        End::RolledBack,
    ];
    let of: u32 = ends.iter().map(|end| count(*end)).sum();
    let row = |end: End| vec![end_words(end).into(), part(count(end), of)];
    let mut rows: Vec<Vec<Arg>> = ends.into_iter().map(row).collect();
    let cancelled = count(End::Cancelled);
    if cancelled > 0 {
        rows.push(vec![end_words(End::Cancelled).into(), cancelled.into()]);
    }
    Block::Table { columns, rows }
}

fn end_words(end: End) -> Words {
    match end {
        End::Closed(result) => result_words(result),
        End::RolledBack => say!("phase-rolled-back"),
        End::Cancelled => say!("phase-cancelled"),
    }
}

/// What of the tasks was late, done again or sent back, by department.
fn tasks(work: &BTreeMap<DeptId, Work>) -> Block {
    let columns = vec![
        say!("column-department"),
        say!("column-done"),
        say!("column-late"),
        say!("column-reopened"),
        say!("column-sent-back"),
        say!("column-skipped"),
    ];
    let row = |(department, work): (&DeptId, &Work)| -> Vec<Arg> {
        vec![
            department.into(),
            work.done.into(),
            part(work.late, work.timed),
            part(work.reopened, work.worked),
            part(work.sent_back, work.worked),
            work.skipped.into(),
        ]
    };
    Block::Table { columns, rows: work.iter().take(DEPARTMENTS_MAX).map(row).collect() }
}
