//! `/change close`: nothing is left to do or to say (CHG-7, CHG-14).

use clap::Args;

use crate::ask::Ask;
use crate::change::{Change, Event, Phase};
use crate::decision::{Decision, Refusal};
use crate::ids::ChangeId;
use crate::say;
use crate::verbs::Verb;
use crate::words::Arg;
use crate::world::World;

/// Closes the change; refused while tasks are open or a review is owed
#[derive(Args, Debug)]
#[command(after_help = "/change close CHG-12")]
pub struct Close {
    #[arg(value_name = "ID")]
    id: ChangeId,
}

impl Verb for Close {
    fn decide(&self, world: &World, _ask: &Ask) -> Result<Decision, Refusal> {
        let (id, change) = (self.id, super::change(world, self.id)?);
        if matches!(change.phase, Phase::Closed { .. }) {
            return Ok(super::already(id, &Event::Closed, say!("change-closed-already", id = id)));
        }
        super::live(world, id)?;
        if let Some(refusal) = still_open(change) {
            return Err(refusal);
        }
        let line = |verb: &str| Arg::Line(format!("/change {verb} {id} …"));
        if !matches!(change.phase, Phase::Review { .. }) {
            let hint = say!("change-close-cancel-hint", line = line("cancel"));
            return Err(super::stands(change).hint(hint));
        }
        if change.needs_review() && change.review.is_none() {
            let refusal = Refusal::new(say!("change-review-owed", id = id)).about(id);
            let line = Arg::Line(format!("/change review {id} --result success …"));
            return Err(refusal.hint(say!("change-review-owed-hint", line = line)));
        }
        if !change.is_approved_in_time() {
            return Err(Refusal::new(say!("change-approval-owed", id = id)).about(id));
        }
        Ok(super::decided(id, vec![Event::Closed], say!("change-close-done", id = id)))
    }
}

/// CHG-7: the open tasks by name, with their departments.
fn still_open(change: &Change) -> Option<Refusal> {
    let open: Vec<Arg> = change
        .open_tasks()
        .map(|task| say!("task-of", id = task.id, department = &task.department).into())
        .collect();
    let (id, count) = (change.id, open.len());
    (count > 0).then(|| {
        Refusal::new(say!("change-has-open-tasks", id = id, count = count, tasks = open)).about(id)
    })
}
