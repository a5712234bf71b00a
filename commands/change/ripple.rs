//! What happens to one task reaches those that wait for it, in this change and in others (CHG-4).

use super::Change;
use super::task::{Outcome, Task};
use crate::directory::Directory;
use crate::ids::TaskId;

/// What an event on one task does to another, which may belong to another change.
#[derive(Debug, Clone, PartialEq)]
pub struct Ripple {
    pub to: TaskId,
    pub what: Touch,
}

#[derive(Debug, Clone, PartialEq)]
pub enum Touch {
    /// That one waits for it now.
    Awaited(TaskId),
    /// And not any more.
    LetGo(TaskId),
    /// What it waits for came to this.
    Heard { of: TaskId, outcome: Outcome },
}

impl Change {
    /// Tells its own tasks; answers what belongs to other changes.
    pub(super) fn spread(&mut self, ripples: Vec<Ripple>, directory: &Directory) -> Vec<Ripple> {
        let own = self.id;
        let (inside, beyond) = ripples.into_iter().partition(|ripple| ripple.to.change == own);
        let inside: Vec<Ripple> = inside;
        inside.iter().for_each(|ripple| self.touched(ripple, directory));
        beyond
    }

    /// What happened to another task reaches one of its own.
    pub fn touched(&mut self, ripple: &Ripple, directory: &Directory) {
        let Some(task) = self.tasks.get(&ripple.to.number) else { return };
        let mut task = Task::clone(task);
        match &ripple.what {
            Touch::Awaited(by) if task.before.contains(by) => return,
            Touch::Awaited(by) => task.before.push(*by),
            Touch::LetGo(by) => task.before.retain(|waiting| waiting != by),
            Touch::Heard { of, outcome } => {
                let Some(link) = task.after.iter_mut().find(|link| link.to == *of) else { return };
                link.outcome = *outcome;
                if *outcome == Outcome::Open {
                    link.waived_at = None;
                }
            }
        }
        self.put(task, directory);
    }
}

pub(super) fn awaited(to: TaskId, by: TaskId) -> Ripple {
    Ripple { to, what: Touch::Awaited(by) }
}
