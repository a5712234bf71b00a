//! Who is told of a vote on a change: those who may give it, then who asked and who works on it (CHG-9).

use std::collections::BTreeSet;

use super::Change;
use super::announce::Changes;
use crate::audience::Address;
use crate::card::Card;
use crate::ids::{PersonId, Place, Recipient};
use crate::notice::Useful;
use crate::record::Record;
use crate::say;
use crate::words::Words;

impl Changes<'_> {
    fn approval_place(&self) -> Place {
        let directory = self.teller.directory();
        let place = directory.company_place("changes").cloned();
        place.unwrap_or_else(|| self.change.home(directory))
    }

    /// CHG-9: those who may approve, with what they need to decide.
    pub(super) fn approval_requested(&mut self, approvers: &[PersonId]) {
        let (id, title) = (self.change.id, self.change.title.as_str());
        let by = self.change.ballot.as_ref().map_or(&self.change.opened_by, |b| &b.asked_by);
        let mut card = Card::line(say!("change-approve-please", id = id, title = title, by = by));
        card.body.extend(super::card::judgement(self.change));
        let card = card
            .button(say!("button-approve"), Some(id.into()), format!("/change approve {id}"))
            .button(say!("button-reject"), Some(id.into()), format!("/change reject {id}"));
        let pings = approvers.iter().cloned().map(Recipient::Person);
        let address = Address::to(self.approval_place(), pings);
        let useful = Useful::WhileUndecided;
        self.teller.ping_with("change.approval_requested", "CHG-9", address, card, useful);
    }

    /// No answer is never a yes: the silent are reminded, then it goes over their heads.
    pub(super) fn approval_overdue(&mut self) {
        let Some(ballot) = &self.change.ballot else { return };
        let (id, title, since) = (self.change.id, self.change.title.as_str(), ballot.asked_at);
        let mut pings: BTreeSet<Recipient> =
            ballot.silent().cloned().map(Recipient::Person).collect();
        if ballot.chased > 1 {
            let directory = self.teller.directory();
            let departments = self.change.departments();
            let first = departments.first().and_then(|it| directory.department(it));
            pings.extend(first.map(|it| Recipient::Person(it.head.clone())));
        }
        let words = say!("change-approval-overdue", id = id, title = title, since = since);
        let card = Card::line(words)
            .button(say!("button-approve"), Some(id.into()), format!("/change approve {id}"))
            .button(say!("button-reject"), Some(id.into()), format!("/change reject {id}"));
        let address = Address::to(self.approval_place(), pings);
        let useful = Useful::WhileUndecided;
        self.teller.ping_with("change.approval_overdue", "CHG-9", address, card, useful);
    }

    /// The requester goes on; the departments plan for it. Nobody is woken for that by name.
    pub(super) fn approved(&mut self) {
        let (id, title) = (self.change.id, self.change.title.as_str());
        let words = match self.change.window {
            Some(window) => say!(
                "change-approved-for",
                id = id,
                title = title,
                from = window.from,
                to = window.to
            ),
            None => say!("change-approved", id = id, title = title),
        };
        self.requester(words.clone());
        for department in self.change.departments() {
            let place = self.teller.place_of(&department);
            let address = Address::to(place, [Recipient::Dept(department)]);
            let useful = Useful::WhileUnresolved;
            self.teller.ping("change.decided", "CHG-9", address, words.clone(), useful);
        }
    }

    /// The requester may mend it. Of an emergency whose work goes on already, the departments at work stop; those that wait
    /// need not be woken.
    pub(super) fn rejected(&mut self, was: Option<&Change>, because: &str) {
        let (id, title) = (self.change.id, self.change.title.as_str());
        self.requester(say!("change-rejected", id = id, title = title, because = because));
        if !was.is_some_and(Change::is_in_progress) {
            return;
        }
        let words = say!("change-rejected-for-you", id = id, title = title, because = because);
        let change = self.change;
        for task in change.tasks.values().filter(|task| task.is_turn()) {
            self.teller.about(Record::Task(change, task));
            let address = self.teller.department(&task.department);
            self.teller.about(Record::Change(change));
            self.teller.ping("change.decided", "CHG-9", address, words.clone(), Useful::Always);
        }
    }

    fn requester(&mut self, words: Words) {
        let asked = self.change.ballot.as_ref().map(|ballot| ballot.asked_by.clone());
        let requester = asked.unwrap_or_else(|| self.change.opened_by.clone());
        let home = self.change.home(self.teller.directory());
        let card = Card::line(words);
        self.person("change.decided", "CHG-9", home, &requester, card, Useful::Always);
    }
}
