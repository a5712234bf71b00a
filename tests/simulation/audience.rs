//! Who must be pinged for what happened, derived once more from the table of reasons and from SLA-9.

mod change;
mod task;

use std::collections::{BTreeMap, BTreeSet};

use baton_commands::change::Phase;
use baton_commands::directory::{ChangeKind, Duty};
use baton_commands::ids::{DeptId, IncidentId, PersonId, Recipient, RecordId, RecordKind, RoleId};
use baton_commands::incident::{Escalation, Event, Incident, Reached};
use baton_commands::sla::{AudienceWord, Point, TargetKind};
use baton_commands::world::{By, Event as AnyEvent, Fact, World};
use chrono::{DateTime, Utc};

/// Who is pinged, by reason and by what it is about.
pub(crate) type Pings = BTreeMap<(String, RecordId), BTreeSet<Recipient>>;

/// What surrounds a fact.
pub(crate) struct Scene<'a> {
    pub(crate) fact: &'a Fact,
    pub(crate) before: &'a World,
    pub(crate) after: &'a World,
    /// By whose command the clock says it.
    pub(crate) spared: Option<&'a PersonId>,
    /// Of an incident: it was severity 1 or 2 before.
    pub(crate) was_urgent: bool,
}

/// What one fact asks for.
pub(crate) fn expected(scene: &Scene<'_>) -> Pings {
    match &scene.fact.event {
        AnyEvent::Incident(event) => {
            let incident = scene.after.incident(IncidentId(scene.fact.record.number));
            incident.map_or_else(Pings::new, |incident| of_incident(scene, incident, event))
        }
        AnyEvent::Change(event) => change::expected(scene, event),
        AnyEvent::Company(_) => Pings::new(),
    }
}

fn of_incident(scene: &Scene<'_>, incident: &Incident, event: &Event) -> Pings {
    let (fact, was_urgent) = (scene.fact, scene.was_urgent);
    let actor = fact.by.person().or(scene.spared);
    let who = Who { world: scene.after, incident, fact, actor };
    let mut pings = Pings::new();
    let mut ping = |reason: &str, groups: Vec<BTreeSet<Recipient>>| {
        let people = groups.into_iter().flat_map(|group| who.told(group)).collect::<BTreeSet<_>>();
        if !people.is_empty() {
            pings.insert((reason.to_owned(), fact.record), people);
        }
    };
    match event {
        Event::Opened(_) => ping("incident.opened", who.everybody()),
        Event::Engaged { department, .. } => {
            ping("incident.engaged", vec![who.department(department)]);
        }
        Event::SeveritySet { .. } if !was_urgent && incident.severity.is_urgent() => {
            ping("incident.engaged", who.unheard());
        }
        Event::Assigned { to: person, .. } | Event::Led { by: person } => {
            ping("incident.assigned", vec![one(person)]);
        }
        Event::Escalated { to: Escalation::Head { department }, .. } => {
            ping("incident.escalated", who.head(department).into_iter().collect());
        }
        Event::Escalated { to: Escalation::Management, .. } => {
            ping("incident.escalated", vec![role("management")]);
        }
        Event::Reopened { .. } => ping("incident.reopened", who.everybody()),
        Event::Resumed if fact.by == By::Clock => ping("incident.resumed", who.everybody()),
        Event::Reached(reached) => ping(&reason_of(reached), who.step(reached)),
        Event::DebriefFellDue { .. } => {
            let lead = incident.lead.as_ref().map(one);
            ping("debrief.due", vec![lead.unwrap_or_else(|| role("incident-manager"))]);
        }
        Event::ActionFellDue { number, .. } => {
            let action = incident.open_actions().find(|(n, _)| n == number);
            ping("action.due", action.map(|(_, it)| one(&it.action.owner)).into_iter().collect());
        }
        Event::ProblemSuggested { .. } => ping("problem.suggested", vec![role("incident-manager")]),
        Event::Overridden { .. } => ping("access.overridden", vec![role("incident-manager")]),
        Event::AskedFor { whom, .. } => ping("access.asked", vec![one(whom)]),
        _ => {}
    }
    pings
}

/// `sla.response.at_75`, `ola.breached`, `incident.update_due`.
fn reason_of(reached: &Reached) -> String {
    let clock = match &reached.target.kind {
        TargetKind::Response => "sla.response",
        TargetKind::Resolution => "sla.resolution",
        TargetKind::Update if reached.reached.point == Point::Breach => {
            return "incident.update_due".to_owned();
        }
        TargetKind::Update => "sla.update",
        TargetKind::Ola(_) => "ola",
        TargetKind::UcResponse(_) | TargetKind::UcResolution(_) => "uc",
    };
    format!("{clock}.{}", reached.reached.point)
}

fn one(person: &PersonId) -> BTreeSet<Recipient> {
    BTreeSet::from([Recipient::Person(person.clone())])
}

fn role(name: &str) -> BTreeSet<Recipient> {
    BTreeSet::from([Recipient::Role(RoleId::new(name))])
}

/// PNG-1: whoever is on duty for a department at an instant; in a gap, its head (DIR-4).
fn on_duty(world: &World, department: &DeptId, at: DateTime<Utc>) -> Option<PersonId> {
    match world.on_duty(department, at) {
        Duty::Person(person) => Some(person),
        Duty::Gap => world.directory().department(department).map(|it| it.head.clone()),
        Duty::NoRotation => None,
    }
}

/// PNG-4: when a department hears of something: at once, or after its quiet hours.
fn told_at(world: &World, department: &DeptId, at: DateTime<Utc>, urgent: bool) -> DateTime<Utc> {
    let directory = world.directory();
    let own = directory.department(department).and_then(|it| it.calendar.as_ref());
    let calendar = own.unwrap_or(&directory.company.calendar);
    let later = directory.quiet_until(at, calendar);
    later.filter(|_| !urgent).unwrap_or(at)
}

/// Whether the wall clock of the company shows quiet hours.
pub(crate) fn is_quiet(at: DateTime<Utc>, world: &World) -> bool {
    let company = &world.directory().company;
    let Some(quiet) = company.quiet else { return false };
    let time = at.with_timezone(&company.zone).time();
    if quiet.from <= quiet.to {
        return quiet.from <= time && time < quiet.to;
    }
    time >= quiet.from || time < quiet.to
}

/// PNG-4: whether a record does not wait for the morning: severity 1 or 2, an emergency, work within its window.
pub(crate) fn is_urgent(world: &World, about: RecordId, at: DateTime<Utc>) -> bool {
    match about.kind {
        RecordKind::Incident => {
            let incident = world.incident(IncidentId(about.number));
            incident.is_some_and(|incident| incident.severity.is_urgent())
        }
        RecordKind::Change | RecordKind::Task => {
            world.changes.get(&about.number).is_some_and(|change| {
                let in_window = change.window.is_some_and(|it| it.from <= at && at < it.to);
                let at_work = matches!(change.phase, Phase::InProgress { .. });
                change.kind == ChangeKind::Emergency || (in_window && at_work)
            })
        }
        RecordKind::Company => false,
    }
}

struct Who<'a> {
    world: &'a World,
    incident: &'a Incident,
    fact: &'a Fact,
    actor: Option<&'a PersonId>,
}

impl Who<'_> {
    /// All departments that take part.
    fn everybody(&self) -> Vec<BTreeSet<Recipient>> {
        self.incident.standing().map(|it| self.department(&it.department)).collect()
    }

    /// Those who sleep: what they were told waits for the morning, and now it has become urgent (PNG-4).
    fn unheard(&self) -> Vec<BTreeSet<Recipient>> {
        let directory = self.world.directory();
        let sleeps = |department: &DeptId, since| {
            let until = directory.quiet_until(since, directory.calendar_of(department));
            until.is_some_and(|until| until > self.fact.at)
        };
        let standing = self.incident.standing().filter(|it| match (it.engaged_at, &it.assignee) {
            (None, _) => sleeps(&it.department, it.requested_at),
            (Some(_), Some(_)) => sleeps(&it.department, self.fact.at),
            (Some(_), None) => false,
        });
        standing.map(|it| self.department(&it.department)).collect()
    }

    /// PNG-1: the department with its assignee or, while there is none, whoever is on duty; in a gap, its head (DIR-4).
    fn department(&self, department: &DeptId) -> BTreeSet<Recipient> {
        let engagement = self.incident.engagements.iter().find(|it| it.department == *department);
        let assignee = engagement.and_then(|it| it.assignee.clone());
        let head = || self.world.directory().department(department).map(|it| it.head.clone());
        let urgent = self.incident.severity.is_urgent();
        let told_at = told_at(self.world, department, self.fact.at, urgent);
        let named = assignee.or_else(|| on_duty(self.world, department, told_at));
        if self.incident.restricted && named.is_some() && named.as_ref() == self.actor {
            let staff = || self.world.directory().staff_of(department).into_iter().cloned();
            let head = head().filter(|head| Some(head) != self.actor);
            let others = head.map_or_else(|| staff().collect(), |head| vec![head]);
            return others.into_iter().map(Recipient::Person).collect();
        }
        let named = named.map(Recipient::Person);
        std::iter::once(Recipient::Dept(department.clone())).chain(named).collect()
    }

    fn head(&self, department: &DeptId) -> Option<BTreeSet<Recipient>> {
        self.world.directory().department(department).map(|it| one(&it.head))
    }

    /// SLA-9: the audience of a step; who does not exist is left out.
    fn step(&self, reached: &Reached) -> Vec<BTreeSet<Recipient>> {
        let directory = self.world.directory();
        let client = self.incident.client.as_ref().and_then(|client| directory.client(client));
        let standing = self.incident.standing().next().or(self.incident.engagements.first());
        let owner = standing.map(|it| &it.department);
        let department = match &reached.target.kind {
            TargetKind::Ola(department) => Some(department),
            _ => owner,
        };
        let lead = self.incident.lead.as_ref().map(one);
        if reached.target.kind == TargetKind::Update && reached.reached.point == Point::Breach {
            let owner = || owner.map(|owner| self.department(owner));
            return lead.or_else(owner).into_iter().collect();
        }
        let Some(target) = self.incident.target(&reached.target) else { return Vec::new() };
        let words = target.ladder().audience(reached.reached.point);
        let of = |word| match word {
            AudienceWord::Department => department.map(|it| self.department(it)),
            AudienceWord::Head => department.and_then(|it| self.head(it)),
            AudienceWord::Lead => lead.clone(),
            AudienceWord::Tam => client.and_then(|it| it.tam.as_ref()).map(one),
            AudienceWord::ServiceManager => {
                client.and_then(|it| it.service_manager.as_ref()).map(one)
            }
            AudienceWord::IncidentManager => Some(role("incident-manager")),
            AudienceWord::Management => Some(role("management")),
        };
        words.filter_map(of).collect()
    }

    /// One group as it is told: never the actor; of a restricted record its participants alone, each by name.
    fn told(&self, group: BTreeSet<Recipient>) -> BTreeSet<Recipient> {
        let actor = self.actor;
        let directory = self.world.directory();
        let alone = |role: &RoleId| {
            let members = directory.role_members(role);
            !members.is_empty() && members.iter().all(|member| Some(member) == actor)
        };
        if !self.incident.restricted {
            let is_actor = |recipient: &Recipient| match recipient {
                Recipient::Person(person) => Some(person) == actor,
                Recipient::Role(role) => alone(role),
                Recipient::Dept(_) => false,
            };
            return group.into_iter().filter(|recipient| !is_actor(recipient)).collect();
        }
        let named = group.iter().any(|it| !matches!(it, Recipient::Dept(_)));
        let people = group.iter().flat_map(|recipient| match recipient {
            Recipient::Person(person) => vec![person.clone()],
            Recipient::Role(role) => directory.role_members(role).to_vec(),
            Recipient::Dept(_) if named => Vec::new(),
            Recipient::Dept(dept) => directory.staff_of(dept).into_iter().cloned().collect(),
        });
        let part = participants(self.world, self.incident);
        let people = people.filter(|person| part.contains(person) && Some(person) != actor);
        people.map(Recipient::Person).collect()
    }
}

/// INC-9: the opener, the lead, all who work in a department that takes part, those told by an escalation, the client's
/// TAM and the incident manager.
pub(crate) fn participants(world: &World, incident: &Incident) -> BTreeSet<PersonId> {
    let directory = world.directory();
    let client = incident.client.as_ref().and_then(|client| directory.client(client));
    let mut people: BTreeSet<PersonId> = incident.involved.iter().cloned().collect();
    people.extend(incident.opened_by.clone());
    people.extend(incident.lead.clone());
    people.extend(client.and_then(|client| client.tam.clone()));
    people.extend(directory.role_members(&RoleId::new("incident-manager")).iter().cloned());
    for engagement in incident.standing() {
        people.extend(engagement.assignee.clone());
        let works = |person: &&PersonId| directory.works_in(person, &engagement.department);
        people.extend(directory.people.keys().filter(works).cloned());
    }
    people
}
