//! Who is told what when something happens to a change as a whole (DOMAIN section 9). Its tasks: `announce_task.rs`.
//!
//! A ping is for somebody who must act. Everything else is an update of the cards and a line in the thread of the
//! change's own card.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::announce_task;
use super::reason::reason_of_event;
use super::{Change, Event, history};
use crate::audience::{Address, Teller};
use crate::card::Card;
use crate::ids::{DeptId, PersonId, Place, Recipient, RecordId};
use crate::notice::{Notice, Useful};
use crate::record::Record;
use crate::say;
use crate::words::Arg;
use crate::world::{Fact, World};

/// All that one event makes leave.
pub fn announce(before: &World, after: &World, fact: &Fact, event: &Event) -> Vec<Notice> {
    let id = crate::ids::ChangeId(fact.record.number);
    let Some(change) = after.change(id) else { return Vec::new() };
    let was = before.change(id).map(|change| &**change);
    let mut told =
        Changes { teller: Teller::new(after, Record::Change(change), fact), change, before, after };
    match event {
        Event::Opened(_) => {
            let home = change.home(told.teller.directory());
            told.teller.surface("change.opened", &home);
            return told.teller.notices;
        }
        Event::Submitted { approvers, .. } => told.approval_requested(approvers),
        Event::ApprovalFellDue { .. } => told.approval_overdue(),
        Event::Approved => told.approved(),
        Event::Rejected { because } => told.rejected(was, because),
        Event::ConflictFound { with, window, theirs } => told.conflict(*with, *window, *theirs),
        Event::Obstructed { by, window } => told.obstructed(by, *window),
        Event::Clashed { with, modules } => told.clashed(*with, modules),
        Event::StartAnnounced => told.starting(),
        Event::Resumed => announce_task::go_on(&mut told, was),
        Event::Cancelled { because } => told.stopped("change.cancelled", was, because),
        Event::RolledBack { because } => told.stopped("change.rolled_back", was, because),
        Event::WorkEnded => told.work_ended(),
        Event::Slipped { past, by, end } => told.slipped(*past, *by, *end),
        Event::Reached(reached) => told.reached(reached),
        Event::Overridden { about, verb, because } => told.overridden(*about, verb, because),
        Event::AskedFor { about, verb, whom } => told.asked_for(*about, verb, whom),
        Event::Task { task, what } => announce_task::announce(&mut told, was, *task, what),
        _ => {}
    }
    told.history(event);
    told.cards(was, event);
    told.linked_cards(event);
    told.teller.notices
}

/// The announcements of one event.
pub(super) struct Changes<'a> {
    pub teller: Teller<'a>,
    pub change: &'a Change,
    pub before: &'a World,
    pub after: &'a World,
}

impl<'a> Changes<'a> {
    /// A person in a place.
    pub fn person(
        &mut self,
        reason: &'static str,
        rule: &'static str,
        place: Place,
        person: &PersonId,
        card: Card,
        useful: Useful,
    ) {
        let address = Address::to(place, [Recipient::Person(person.clone())]);
        self.teller.ping_with(reason, rule, address, card, useful);
    }

    /// The TAM, in the change's own place.
    pub fn tam(
        &mut self,
        reason: &'static str,
        rule: &'static str,
        card: impl Into<Card>,
        useful: Useful,
    ) {
        let directory = self.teller.directory();
        let Some(tam) = self.change.tam(directory) else { return };
        let home = self.change.home(directory);
        self.person(reason, rule, home, &tam, card.into(), useful);
    }

    /// CHG-10: the window is near.
    fn starting(&mut self) {
        let Some(window) = self.change.window else { return };
        let (id, title) = (self.change.id, self.change.title.as_str());
        let words =
            say!("change-starting", id = id, title = title, from = window.from, to = window.to);
        for department in self.open_departments() {
            let address = self.teller.department(&department);
            let useful = Useful::WhileUnresolved;
            self.teller.ping("change.starting", "CHG-10", address, words.clone(), useful);
        }
    }

    fn open_departments(&self) -> Vec<DeptId> {
        let mut seen = BTreeSet::new();
        let all = self.change.open_tasks().map(|task| &task.department);
        all.filter(|department| seen.insert(*department)).cloned().collect()
    }

    /// CHG-7: one message a department: a ping for those at work, a post for those that wait.
    fn stopped(&mut self, reason: &'static str, was: Option<&Change>, because: &str) {
        let Some(was) = was.filter(|was| was.is_announced()) else { return };
        let (id, title) = (self.change.id, self.change.title.as_str());
        let words = match reason {
            "change.cancelled" => {
                say!("change-cancelled-for-you", id = id, title = title, because = because)
            }
            _ => say!("change-rolled-back-for-you", id = id, title = title, because = because),
        };
        let mut seen = BTreeSet::new();
        for department in was.open_tasks().map(|task| &task.department) {
            if !seen.insert(department) {
                continue;
            }
            let at_work = was.tasks_of(department).any(super::Task::is_turn);
            if at_work {
                let address = self.teller.department(department);
                self.teller.ping(reason, "CHG-7", address, words.clone(), Useful::Always);
            } else {
                let place = self.teller.place_of(department);
                self.teller.post(reason, "CHG-7", &place, words.clone());
            }
        }
    }

    /// All work is done: the TAM says what it came to.
    fn work_ended(&mut self) {
        let (id, title) = (self.change.id, self.change.title.as_str());
        let words = match self.change.needs_review() {
            true => say!("change-work-ended-review", id = id, title = title),
            false => say!("change-work-ended", id = id, title = title),
        };
        let mut card = Card::line(words);
        if !self.change.needs_review() {
            card =
                card.button(say!("button-close"), Some(id.into()), format!("/change close {id}"));
        }
        self.tam("change.question", "CHG-14", card, Useful::WhileUnresolved);
    }

    /// ACC-3: an override is told to the incident manager.
    fn overridden(&mut self, about: RecordId, verb: &str, because: &str) {
        let Some(by) = self.teller.actor().cloned() else { return };
        let line = Arg::verb(verb);
        let words = say!("access-overridden", id = about, by = by, line = line, because = because);
        let address = self.teller.role("incident-manager");
        self.teller.ping("access.overridden", "ACC-3", address, words, Useful::Always);
    }

    fn asked_for(&mut self, about: RecordId, verb: &str, whom: &PersonId) {
        let Some(by) = self.teller.actor().cloned() else { return };
        let line = Arg::Line(format!("/{} {about}", verb.replace('.', " ")));
        let words = say!("access-asked", id = about, by = by, line = line);
        let home = self.change.home(self.teller.directory());
        let card = Card::line(words);
        self.person("access.asked", "ACC-3", home, whom, card, Useful::WhileUnresolved);
    }

    /// History goes into the thread of the change's own card.
    fn history(&mut self, event: &Event) {
        // What ends with the change is said once, by the change.
        let follows = matches!(event, Event::Task { .. }) && !self.change.is_live();
        let words = history::of_fact(self.teller.fact).filter(|_| history::is_kept(event));
        let Some(words) = words.filter(|_| !follows) else {
            return;
        };
        self.teller.about(Record::Change(self.change));
        let home = self.change.home(self.teller.directory());
        self.teller.thread(reason_of_event(event), &home, words);
    }

    /// The cards show the newest state wherever they stand.
    fn cards(&mut self, was: Option<&Change>, event: &Event) {
        if matches!(event, Event::Refused { .. } | Event::AskedFor { .. } | Event::Archived) {
            return;
        }
        self.show(was, self.change, event);
    }

    /// What an event comes to for changes that wait for this one: their cards change without a word (CHG-1, CHG-11).
    fn linked_cards(&mut self, event: &Event) {
        for id in self.after.linked_after(self.change.id).into_iter().skip(1) {
            let (was, is) = (self.before.change(id), self.after.change(id));
            let Some((was, is)) = was.zip(is) else { continue };
            if !Arc::ptr_eq(was, is) {
                self.show(Some(was), is, event);
            }
        }
    }

    /// Shows the cards of a change that look different.
    fn show(&mut self, was: Option<&Change>, change: &'a Change, event: &Event) {
        self.teller.about(Record::Change(change));
        let mut places = vec![change.home(self.teller.directory())];
        if change.is_announced() || was.is_some_and(Change::is_announced) {
            for department in change.departments() {
                let place = self.teller.place_of(&department);
                if !places.contains(&place) {
                    places.push(place);
                }
            }
        }
        places.retain(|place| self.looks_different(was, change, place));
        for place in places {
            self.teller.refresh(reason_of_event(event), &place);
        }
    }

    /// A card that looks as before is not sent again; one that nobody has seen yet is.
    fn looks_different(&self, was: Option<&Change>, change: &Change, place: &Place) -> bool {
        let seen =
            *place == change.home(self.teller.directory()) || was.is_some_and(Change::is_announced);
        let was = was.filter(|_| seen);
        was.is_none_or(|was| was.card_in(self.before, place) != change.card_in(self.after, place))
    }
}
