//! `/task return`: what came with the hand-off is not enough; back to the one before (CHG-6).

use clap::Args;

use super::{State, Task, TaskEvent};
use crate::ask::Ask;
use crate::change::links::TaskRef;
use crate::change::verbs::decided_all;
use crate::change::{Change, Event};
use crate::decision::{Decision, Refusal};
use crate::grammar::Text;
use crate::ids::TaskId;
use crate::say;
use crate::verbs::Verb;
use crate::words::Arg;
use crate::world::World;

/// Sends a task back to the one it came from, with what is missing
#[derive(Args, Debug)]
#[command(after_help = "/task return CHG-12.4 no addresses in the hand-over")]
pub struct Return {
    #[arg(value_name = "ID")]
    id: TaskId,
    /// Which of those before it; without it, the one that ended last
    #[arg(long, value_name = "TASK")]
    to: Option<TaskRef>,
    /// What is missing
    #[arg(value_name = "TEXT")]
    text: Text,
}

impl Verb for Return {
    fn decide(&self, world: &World, _ask: &Ask) -> Result<Decision, Refusal> {
        let (id, (change, task)) = (self.id, super::in_turn(world, self.id)?);
        let to = self.before(world, change, task)?;
        let because = self.text.to_string();
        let back = TaskEvent::GotBack { from: id, because: because.clone() };
        let what = TaskEvent::Returned { to: to.id, because };
        let events = vec![
            (id.change.into(), Event::task(id.number, what)),
            (to.id.change.into(), Event::task(to.id.number, back)),
        ];
        let words = say!("task-return-done", id = id, to = to.id, department = &to.department);
        Ok(decided_all(id.into(), events, words))
    }
}

impl Return {
    /// The predecessor it goes back to: one that is done and can be taken up again.
    fn before<'w>(
        &self,
        world: &'w World,
        change: &Change,
        task: &Task,
    ) -> Result<&'w Task, Refusal> {
        let id = task.id;
        let known = task.after.iter().filter_map(|link| {
            let before = world.change(link.to.change).filter(|it| it.is_live())?;
            before.task(link.to.number).map(|it| &**it)
        });
        let done = known.filter(|before| matches!(before.state, State::Done { .. }));
        let found = match self.to {
            Some(to) => {
                let to = to.within(change.id);
                done.into_iter().find(|before| before.id == to)
            }
            None => done.max_by_key(|before| match before.state {
                State::Done { at, .. } => (at, before.id),
                _ => (chrono::DateTime::UNIX_EPOCH, before.id),
            }),
        };
        let Some(found) = found else {
            let line = Arg::Line(format!("/task note {id} …"));
            let refusal = Refusal::new(say!("task-return-nobody", id = id)).about(id);
            return Err(refusal.hint(say!("task-return-nobody-hint", line = line)));
        };
        if let Some(change) = world.change(found.id.change) {
            super::not_held(change, found)?;
        }
        Ok(found)
    }
}
