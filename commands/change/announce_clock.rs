//! Who is told of a point of a client's clock (SLA-9).

use super::announce::Changes;
use super::reason::reason_of_point;
use crate::audience::Address;
use crate::incident::history;
use crate::notice::Useful;
use crate::record::Record;
use crate::sla::{Point, PointReached};

impl Changes<'_> {
    /// The audience of its step: of the departments, those whose turn it is, and by name who has the task.
    pub(super) fn reached(&mut self, reached: &PointReached) {
        let change = self.change;
        let Some(target) = change.target(&reached.target) else { return };
        let audience: Vec<_> = target.ladder().audience(reached.reached.point).collect();
        let words = history::reached(change.id, &change.title, reached, self.teller.now());
        let mut addresses: Vec<Address> = Vec::new();
        for task in change.tasks.values().filter(|task| task.is_turn()) {
            self.teller.about(Record::Task(change, task));
            addresses.extend(self.teller.audience(&audience, Some(&task.department)));
        }
        self.teller.about(Record::Change(change));
        if addresses.is_empty() {
            addresses = self.teller.audience(&audience, None);
        }
        // SLA-8: a breach is a fact.
        let useful = match reached.reached.point {
            Point::Breach => Useful::Always,
            _ => Useful::WhileRunning { target: reached.target.clone() },
        };
        for address in addresses {
            let reason = reason_of_point(reached);
            self.teller.ping(reason, "SLA-9", address, words.clone(), useful.clone());
        }
    }
}
