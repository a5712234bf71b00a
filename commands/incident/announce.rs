//! Who is told what when something happens to an incident (DOMAIN section 9).
//!
//! A ping is for somebody who must act, and never for the one who acted (INC-3, PNG-4). Everything else is an update of
//! the cards and a line in the thread of the home card.

use super::history;
use super::reason::{reason_of, reason_of_event};
use super::{Engagement, Escalation, Event, Incident, Reached};
use crate::audience::{Address, Teller};
use crate::card::Card;
use crate::ids::{DeptId, PersonId, Place, Recipient};
use crate::notice::{Notice, Useful};
use crate::record::Record;
use crate::say;
use crate::sla::{Point, TargetKind};
use crate::words::{Arg, Words};
use crate::world::{Fact, World};

/// All that one event makes leave. `was`: the incident before it; none when it opens it.
pub fn announce(was: Option<&Incident>, after: &World, fact: &Fact, event: &Event) -> Vec<Notice> {
    let id = crate::ids::IncidentId(fact.record.number);
    let Some(incident) = after.incident(id) else { return Vec::new() };
    let mut told =
        Incidents { teller: Teller::new(after, Record::Incident(incident), fact), incident, event };
    match event {
        Event::Opened(_) => told.opened(),
        Event::Engaged { department, .. } => told.engaged(department),
        Event::SeveritySet { .. } => told.raised(was),
        Event::Assigned { to, department } => told.assigned(to, department),
        Event::Led { by } => told.led(by),
        Event::Escalated { to, because } => told.escalated(to, because),
        Event::Reopened { text } => told.reopened(text),
        Event::Resumed => told.resumed(),
        Event::Reached(reached) => told.reached(reached),
        Event::DebriefFellDue { .. } => told.debrief_due(),
        Event::ActionFellDue { number, .. } => told.action_due(*number),
        Event::ProblemSuggested { alike } => told.problem_suggested(alike),
        Event::Overridden { verb, because } => told.overridden(verb, because),
        Event::AskedFor { verb, whom } => told.asked_for(verb, whom),
        _ => {}
    }
    told.history();
    told.cards(was);
    told.teller.notices
}

/// The announcements of one event.
struct Incidents<'a> {
    teller: Teller<'a>,
    incident: &'a Incident,
    event: &'a Event,
}

impl Incidents<'_> {
    /// INC-1: the home card, and in each department's channel a card that pings it.
    fn opened(&mut self) {
        let home = self.incident.home(self.teller.directory());
        let departments: Vec<DeptId> =
            self.incident.standing().map(|engagement| engagement.department.clone()).collect();
        self.teller.surface("incident.opened", &home);
        for department in departments {
            self.call("incident.opened", "INC-1", &department);
        }
    }

    fn engaged(&mut self, department: &DeptId) {
        self.call("incident.engaged", "INC-2", department);
    }

    /// PNG-4: an incident that has become urgent does not wait for the morning; who was to be called then is called now.
    fn raised(&mut self, was: Option<&Incident>) {
        let was_urgent = was.is_some_and(|was| was.severity.is_urgent());
        if was_urgent || !self.incident.severity.is_urgent() {
            return;
        }
        let (id, title) = (self.incident.id, self.incident.title.clone());
        let severity = i64::from(self.incident.severity.number());
        let words = say!("incident-called", id = id, severity = severity, title = title);
        for department in self.incident.uncalled(self.teller.directory(), self.teller.now()) {
            let address = self.teller.department(&department);
            let useful = Useful::WhileUnresolved;
            self.teller.ping("incident.engaged", "INC-2", address, words.clone(), useful);
        }
    }

    /// Calls a department to an incident: its mirror card, which pings.
    fn call(&mut self, reason: &'static str, rule: &'static str, department: &DeptId) {
        let to = self.teller.department(department);
        let (id, title) = (self.incident.id, self.incident.title.clone());
        let severity = i64::from(self.incident.severity.number());
        let card = Card::line(say!("incident-called", id = id, severity = severity, title = title));
        let useful = Useful::WhileRequested(department.clone());
        self.teller.call(reason, rule, &to, card, useful);
    }

    fn assigned(&mut self, to: &PersonId, department: &DeptId) {
        let place = self.teller.place_of(department);
        let (id, title) = (self.incident.id, self.incident.title.clone());
        let words = say!("incident-assigned-to-you", id = id, title = title, who = to);
        self.person("incident.assigned", "INC-2", place, to, words, Useful::WhileUnresolved);
    }

    fn led(&mut self, by: &PersonId) {
        let place = self.incident.home(self.teller.directory());
        let (id, title) = (self.incident.id, self.incident.title.clone());
        let words = say!("incident-you-lead", id = id, title = title, who = by);
        self.person("incident.assigned", "INC-2", place, by, words, Useful::WhileUnresolved);
    }

    fn person(
        &mut self,
        reason: &'static str,
        rule: &'static str,
        place: Place,
        person: &PersonId,
        words: Words,
        useful: Useful,
    ) {
        let address = Address::to(place, [Recipient::Person(person.clone())]);
        self.teller.ping(reason, rule, address, words, useful);
    }

    /// INC-5: the head, management, or a vendor (who is not in the chat: his clock starts).
    fn escalated(&mut self, to: &Escalation, because: &str) {
        let (id, title) = (self.incident.id, self.incident.title.clone());
        let words = say!("incident-escalated-to-you", id = id, title = title, because = because);
        let address = match to {
            Escalation::Head { department } => self.teller.head(department),
            Escalation::Management => Some(self.teller.role("management")),
            Escalation::Vendor { .. } => None,
        };
        if let Some(address) = address {
            let useful = Useful::WhileUnresolved;
            self.teller.ping("incident.escalated", "INC-5", address, words, useful);
        }
    }

    fn reopened(&mut self, text: &str) {
        let (id, title) = (self.incident.id, self.incident.title.clone());
        let words = say!("incident-reopened-for-you", id = id, title = title, because = text);
        self.all_departments("incident.reopened", "INC-2", words);
    }

    /// The end of a hold calls those who can go on, if nobody ended it by hand.
    fn resumed(&mut self) {
        if self.teller.actor().is_some() {
            return;
        }
        let (id, title) = (self.incident.id, self.incident.title.clone());
        let words = say!("incident-hold-over", id = id, title = title);
        self.all_departments("incident.resumed", "SLA-5", words);
    }

    fn all_departments(&mut self, reason: &'static str, rule: &'static str, words: Words) {
        let departments: Vec<DeptId> =
            self.incident.standing().map(|engagement| engagement.department.clone()).collect();
        for department in departments {
            let address = self.teller.department(&department);
            self.teller.ping(reason, rule, address, words.clone(), Useful::WhileUnresolved);
        }
    }

    /// SLA-9: a threshold or a breach, to the audience of its step.
    fn reached(&mut self, reached: &Reached) {
        let words =
            history::reached(self.incident.id, &self.incident.title, reached, self.teller.now());
        let reason = reason_of(&reached.target.kind, reached.reached.point);
        let (audience, department) = self.incident.audience_of(reached);
        // SLA-8: a breach is a fact, and who answers for it is told even when all is over by the morning. An update that
        // was late and then came asks nothing of anybody.
        let is_fact =
            reached.reached.point == Point::Breach && reached.target.kind != TargetKind::Update;
        let useful = match is_fact {
            true => Useful::Always,
            false => Useful::WhileRunning { target: reached.target.clone() },
        };
        for address in self.teller.audience(&audience, department.as_ref()) {
            self.teller.ping(reason.clone(), "SLA-9", address, words.clone(), useful.clone());
        }
    }

    /// INC-6: the lead, or the incident manager while there is none.
    fn debrief_due(&mut self) {
        let words = say!("debrief-due", id = self.incident.id, title = self.incident.title.clone());
        let address = match self.incident.lead.clone() {
            Some(lead) => {
                let home = self.incident.home(self.teller.directory());
                Address::to(home, [Recipient::Person(lead)])
            }
            None => self.teller.role("incident-manager"),
        };
        self.teller.ping("debrief.due", "INC-6", address, words, Useful::WhileNoDebrief);
    }

    fn action_due(&mut self, number: usize) {
        let open = self.incident.open_actions().find(|(n, _)| *n == number);
        let Some((_, tracked)) = open else { return };
        let (owner, due) = (tracked.action.owner.clone(), tracked.action.due);
        let text = tracked.action.text.clone();
        let words =
            say!("action-due", id = self.incident.id, number = number, text = text, due = due);
        let place = self.incident.home(self.teller.directory());
        self.person("action.due", "INC-6", place, &owner, words, Useful::Always);
    }

    fn problem_suggested(&mut self, alike: &[crate::ids::IncidentId]) {
        let ids = alike.iter().map(|id| (*id).into()).collect::<Vec<crate::words::Arg>>();
        let (id, title) = (self.incident.id, self.incident.title.clone());
        let count = alike.len() + 1;
        let words = say!("problem-suggested", id = id, title = title, count = count, alike = ids);
        let address = self.teller.role("incident-manager");
        self.teller.ping("problem.suggested", "INC-7", address, words, Useful::Always);
    }

    /// ACC-3: an override is told to the incident manager.
    fn overridden(&mut self, verb: &str, because: &str) {
        let Some(by) = self.teller.actor().cloned() else { return };
        let id = self.incident.id;
        let line = Arg::verb(verb);
        let words = say!("access-overridden", id = id, by = by, line = line, because = because);
        let address = self.teller.role("incident-manager");
        self.teller.ping("access.overridden", "ACC-3", address, words, Useful::Always);
    }

    fn asked_for(&mut self, verb: &str, whom: &PersonId) {
        let Some(by) = self.teller.actor().cloned() else { return };
        let line = format!("/{} {}", verb.replace('.', " "), self.incident.id);
        let line = crate::words::Arg::Line(line);
        let words = say!("access-asked", id = self.incident.id, by = by, line = line);
        let place = self.incident.home(self.teller.directory());
        self.person("access.asked", "ACC-3", place, whom, words, Useful::WhileUnresolved);
    }

    /// INC-3: history goes into the thread of the home card.
    fn history(&mut self) {
        let told_otherwise = match self.event {
            Event::Opened(_) | Event::Refused { .. } => true,
            Event::Reached(reached) => reached.reached.point != Point::Breach,
            Event::DebriefFellDue { .. } | Event::ActionFellDue { .. } => true,
            // Who takes the work himself says so by what he does.
            Event::Assigned { to, .. } => self.teller.actor() == Some(to),
            _ => false,
        };
        if told_otherwise {
            return;
        }
        let Some(words) = history::of_fact(self.teller.fact) else { return };
        let home = self.incident.home(self.teller.directory());
        self.teller.thread(reason_of_event(self.event), &home, words);
    }

    /// INC-3: the cards show the newest state wherever they stand.
    fn cards(&mut self, was: Option<&Incident>) {
        let silent = matches!(
            self.event,
            Event::Opened(_) | Event::Refused { .. } | Event::AskedFor { .. } | Event::Archived
        );
        if silent || !shows(self.event) {
            return;
        }
        let directory = self.teller.directory();
        let mut places = vec![self.incident.home(directory)];
        let standing = was.into_iter().flat_map(Incident::standing).chain(self.incident.standing());
        for place in standing.map(|e: &Engagement| self.teller.place_of(&e.department)) {
            if !places.contains(&place) {
                places.push(place);
            }
        }
        let just_called = match self.event {
            Event::Engaged { department, .. } => Some(self.teller.place_of(department)),
            _ => None,
        };
        for place in places.into_iter().filter(|place| Some(place) != just_called.as_ref()) {
            self.teller.refresh(reason_of_event(self.event), &place);
        }
    }
}

/// Whether the card looks different after it.
fn shows(event: &Event) -> bool {
    match event {
        Event::Noted { .. } | Event::Overridden { .. } | Event::ProblemSuggested { .. } => false,
        Event::Reached(reached) => reached.reached.point == Point::Breach,
        Event::DebriefFellDue { .. } | Event::ActionFellDue { .. } => false,
        Event::Analysed { .. } | Event::ActionDone { .. } => false,
        Event::DebriefAmended { .. } => false,
        _ => true,
    }
}
