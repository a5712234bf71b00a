//! Who is meant by *department*, *lead*, *head* … for one record at one instant, and where they are told.
//!
//! PNG-1 right people, PNG-2 once each, PNG-4 never the actor and not in quiet hours, INC-9 a restricted record reaches its
//! participants alone.

use std::borrow::Cow;
use std::collections::BTreeSet;

use chrono::{DateTime, Utc};

pub use crate::address::Address;
use crate::card::Card;
use crate::directory::{Directory, Duty};
use crate::ids::{DeptId, PersonId, Place, Recipient, RecordId, RoleId};
use crate::notice::{Notice, Reason, Say, Shape, Useful};
use crate::recipients;
use crate::record::Record;
use crate::say;
use crate::sla::AudienceWord;
use crate::words::Words;
use crate::world::{Fact, World};

/// PNG-6: each ping says by a button which rule sent it.
fn with_why(card: Card, id: RecordId) -> Card {
    card.button(say!("button-why"), Some(id), format!("/baton why {id}"))
}

/// Collects the notices of one fact about one record.
pub struct Teller<'a> {
    world: &'a World,
    /// What the notices are about: a record, or a task of one.
    pub(crate) record: Record<'a>,
    pub fact: &'a Fact,
    /// PNG-2: nobody is pinged twice by one fact for one reason and record.
    pinged: BTreeSet<(Reason, RecordId, Recipient)>,
    pub notices: Vec<Notice>,
}

impl<'a> Teller<'a> {
    pub fn new(world: &'a World, record: Record<'a>, fact: &'a Fact) -> Teller<'a> {
        Teller { world, record, fact, pinged: BTreeSet::new(), notices: Vec::new() }
    }

    /// Says the rest about another record, such as a task of the change.
    pub fn about(&mut self, record: Record<'a>) {
        self.record = record;
    }

    pub fn directory(&self) -> &'a Directory {
        self.world.directory()
    }

    pub fn now(&self) -> DateTime<Utc> {
        self.fact.at
    }

    /// The person who acted; none for the clock.
    pub fn actor(&self) -> Option<&'a PersonId> {
        self.fact.by.person()
    }

    pub fn place_of(&self, department: &DeptId) -> Place {
        let known = self.directory().department(department);
        known.map_or_else(|| self.record.home(self.directory()), |d| d.place.clone())
    }

    /// PNG-1: the department and by name its assignee or, while there is none, its duty engineer at the time it is told.
    pub fn department(&self, department: &DeptId) -> Address {
        let mut address =
            Address::to(self.place_of(department), [Recipient::Dept(department.clone())]);
        let assignee = self.record.assignee(department).cloned();
        let known = self.directory().department(department);
        address.calendar = known.and_then(|known| known.calendar.clone());
        let told_at = self.quiet_until(&address).unwrap_or(self.fact.at);
        let named = match (assignee, self.world.on_duty(department, told_at)) {
            (Some(person), _) | (None, Duty::Person(person)) => Some(person),
            (None, Duty::NoRotation) => None,
            (None, Duty::Gap) => {
                address.gap = known.map(|known| (department.clone(), known.head.clone()));
                known.map(|known| known.head.clone())
            }
        };
        let told = named.as_ref().filter(|person| self.actor() != Some(person));
        address.pings.extend(match told {
            None if self.record.is_restricted() => self.unseen(department, named.as_ref()),
            _ => named.into_iter().map(Recipient::Person).collect(),
        });
        address
    }

    /// INC-9: nobody sees it in the channel. Where nobody is to be named, or he is the one who acted, the head is told, or
    /// all others if that is he.
    fn unseen(&self, department: &DeptId, acted: Option<&PersonId>) -> Vec<Recipient> {
        let head = self.directory().department(department).map(|known| &known.head);
        let people: Vec<&PersonId> = match head.filter(|head| acted.is_some_and(|it| it != *head)) {
            Some(head) => vec![head],
            None => self.directory().staff_of(department),
        };
        people.into_iter().cloned().map(Recipient::Person).collect()
    }

    pub fn head(&self, department: &DeptId) -> Option<Address> {
        let known = self.directory().department(department)?;
        let pings = [Recipient::Person(known.head.clone())];
        Some(Address {
            calendar: known.calendar.clone(),
            ..Address::to(known.place.clone(), pings)
        })
    }

    /// A role of the company, in its own place or else the incident's home.
    pub fn role(&self, role: &str) -> Address {
        let directory = self.directory();
        let place = directory.company_place(role).cloned();
        let place = place.unwrap_or_else(|| self.record.home(directory));
        Address::to(place, [Recipient::Role(RoleId::new(role))])
    }

    /// The addresses of a step's audience, a place once; who does not exist is left out (SLA-9).
    pub fn audience(&self, words: &[AudienceWord], department: Option<&DeptId>) -> Vec<Address> {
        let mut addresses: Vec<Address> = Vec::new();
        for address in words.iter().filter_map(|word| self.address(*word, department)) {
            match addresses.iter_mut().find(|known| known.place == address.place) {
                Some(known) => {
                    known.pings.extend(address.pings);
                    known.gap = known.gap.take().or(address.gap);
                }
                None => addresses.push(address),
            }
        }
        addresses
    }

    fn address(&self, word: AudienceWord, department: Option<&DeptId>) -> Option<Address> {
        let directory = self.directory();
        let home = || self.record.home(directory);
        let client = self.record.client().and_then(|client| directory.client(client));
        let client_place = || client.and_then(|c| c.place.clone()).unwrap_or_else(home);
        let at = |place: Place, person: PersonId| Address::to(place, [Recipient::Person(person)]);
        match word {
            AudienceWord::Department => Some(self.department(department?)),
            AudienceWord::Head => self.head(department?),
            AudienceWord::Lead => Some(at(home(), self.record.lead()?.clone())),
            AudienceWord::Tam => Some(at(client_place(), self.record.tam(directory)?)),
            AudienceWord::ServiceManager => {
                Some(at(client_place(), self.record.service_manager(directory)?))
            }
            AudienceWord::IncidentManager => Some(self.role("incident-manager")),
            AudienceWord::Management => Some(self.role("management")),
        }
    }

    /// Pings an address with a message of its own.
    pub fn ping(
        &mut self,
        reason: impl Into<Reason>,
        rule: &'static str,
        address: Address,
        words: Words,
        useful: Useful,
    ) {
        self.ping_with(reason, rule, address, Card::line(words), useful);
    }

    /// The same with more than a line, such as buttons.
    pub fn ping_with(
        &mut self,
        reason: impl Into<Reason>,
        rule: &'static str,
        address: Address,
        card: Card,
        useful: Useful,
    ) {
        let reason = reason.into();
        for address in self.allowed(&reason, address) {
            let say = self.say(reason.clone(), rule, address, card.clone(), Shape::Message);
            self.push(Say { useful: useful.clone(), ..say });
        }
    }

    /// Calls a department by the record's card in its channel. In quiet hours the card comes at once and the ping later.
    pub fn call(
        &mut self,
        reason: &'static str,
        rule: &'static str,
        called: &Address,
        card: Card,
        useful: Useful,
    ) {
        let place = called.place.clone();
        let reason = Reason::from(reason);
        for address in self.allowed(&reason, called.clone()) {
            let mut say = self.say(reason.clone(), rule, address, card.clone(), Shape::Message);
            say.useful = useful.clone();
            let is_home = place == self.record.home(self.directory());
            if self.record.is_restricted() || is_home {
                self.push(say);
            } else if say.not_before.is_some() {
                self.surface(reason.clone(), &place);
                self.push(say);
            } else {
                self.push(Say { shape: Shape::Card, ..say });
            }
        }
    }

    pub(crate) fn push(&mut self, say: Say) {
        self.notices.push(Notice::Say(Box::new(say)));
    }

    pub(crate) fn say(
        &self,
        reason: Reason,
        rule: &'static str,
        address: Address,
        mut card: Card,
        shape: Shape,
    ) -> Say {
        if let Some((department, head)) = &address.gap {
            card = card.and(say!("nobody-on-duty", department = department, head = head));
        }
        if !address.pings.is_empty() {
            card = with_why(card, self.record.id());
        }
        Say {
            rank: reason.rank(self.record.severity()),
            not_before: self.quiet_until(&address),
            reason,
            about: self.record.id(),
            rule: Cow::Borrowed(rule),
            place: address.place,
            shape,
            pings: address.pings,
            by: self.actor().cloned(),
            card,
            at: self.now(),
            useful: Useful::Always,
        }
    }

    /// PNG-4: what is not severity 1 or 2 waits for the next working time.
    pub fn quiet_until(&self, address: &Address) -> Option<DateTime<Utc>> {
        if self.record.is_urgent(self.now()) {
            return None;
        }
        let directory = self.directory();
        let calendar = address.calendar.as_ref().unwrap_or(&directory.company.calendar);
        directory.quiet_until(self.now(), calendar)
    }

    /// Without the actor and those already pinged for this; for a restricted record, one direct message a participant.
    pub fn allowed(&mut self, reason: &Reason, mut address: Address) -> Vec<Address> {
        if let Some(actor) = self.actor() {
            address.pings = recipients::without(address.pings, actor, self.directory());
        }
        if self.record.is_restricted() {
            return self.direct(reason, &address);
        }
        let about = self.record.id();
        address.pings.retain(|r| self.pinged.insert((reason.clone(), about, r.clone())));
        if address.pings.is_empty() { Vec::new() } else { vec![address] }
    }

    fn direct(&mut self, reason: &Reason, address: &Address) -> Vec<Address> {
        let participants = self.record.participants(self.directory());
        let mut people = self.directory().persons_of(&address.pings);
        people.retain(|person| participants.contains(person) && Some(person) != self.actor());
        let mut direct = Vec::new();
        for person in people {
            let recipient = Recipient::Person(person.clone());
            let about = self.record.id();
            if self.pinged.insert((reason.clone(), about, recipient.clone())) {
                let (calendar, gap) = (address.calendar.clone(), address.gap.clone());
                let to = Address::to(Place::Direct(person), [recipient]);
                direct.push(Address { calendar, gap, ..to });
            }
        }
        direct
    }
}
