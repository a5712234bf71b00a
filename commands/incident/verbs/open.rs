//! `/incident open`: one line from any channel; the rest is known or defaulted (INC-1).

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, Utc};
use clap::Args;

use crate::ask::Ask;
use crate::audience::Teller;
use crate::card::{Block, Card};
use crate::decision::{Decision, Refusal};
use crate::directory::{Directory, Severity};
use crate::directory_names as known;
use crate::grammar::Text;
use crate::ids::{ClientId, DeptId, IncidentId, Serial, ServiceId};
use crate::incident::{Event, Incident, Opened, accept_of, promise_of};
use crate::recall::{Gist, names};
use crate::record::Record;
use crate::say;
use crate::sla::TargetKind;
use crate::verbs::Verb;
use crate::words::Arg;
use crate::world::{By, Fact, World};

/// How many similar incidents the opener is shown.
const SIMILAR_SHOWN: usize = 3;
/// The longest title, in characters.
const TITLE_MAX: usize = 200;

/// Opens an incident and calls the departments that can help
///
/// What you leave out is taken from the channel, the service's owner and the client's contract.
#[derive(Args, Debug)]
#[command(after_help = "/incident open \"Web shop answers 502\" --severity 2 --service webshop")]
pub struct Open {
    /// What is broken, in a few words
    #[arg(value_name = "TITLE")]
    title: Text,
    /// 1 (worst) to 4
    #[arg(long, value_name = "N")]
    severity: Option<Severity>,
    /// Whose service it is
    #[arg(long, value_name = "CLIENT")]
    client: Option<ClientId>,
    /// The service that suffers
    #[arg(long, value_name = "SERVICE")]
    service: Option<ServiceId>,
    /// The device that failed
    #[arg(long, value_name = "SERIAL")]
    device: Option<Serial>,
    /// Departments to call; the first owns the incident
    #[arg(long, value_name = "DEPT", value_delimiter = ',')]
    dept: Vec<DeptId>,
    /// Seen by its participants only
    #[arg(long)]
    restricted: bool,
}

impl Verb for Open {
    fn decide(&self, world: &World, ask: &Ask) -> Result<Decision, Refusal> {
        let directory = world.directory();
        let opened = self.complete(directory, ask)?;
        let id = world.next_incident();
        let mut events = vec![Event::Opened(Box::new(opened.clone()))];
        let gist = gist_of(id, &opened, ask);
        let similar = super::similar::of(world, &gist, ask);
        events.extend(problem_suggested(directory, &gist, similar.clone()));
        let similar = super::similar::shown_to(world, similar, ask, SIMILAR_SHOWN);
        let card = answer(world, ask, id, &opened, similar);
        Ok(super::change(id, events, card))
    }
}

impl Open {
    /// Fills in what was left out (INC-1), and refuses what the organisation does not know.
    fn complete(&self, directory: &Directory, ask: &Ask) -> Result<Opened, Refusal> {
        self.check_names(directory)?;
        self.check_whose(directory)?;
        let title = self.title()?;
        let service = self.service(directory, ask);
        let client = self.client(directory, ask, service.as_ref());
        let severity = self.severity.unwrap_or(directory.company.incident.default_severity);
        let departments = self.departments(directory, ask, service.as_ref())?;
        let accepts = departments.iter().skip(1);
        let accepts = accepts.map(|d| (d.clone(), accept_of(directory, d))).collect();
        Ok(Opened {
            promise: promise_of(directory, client.as_ref(), service.as_ref(), severity),
            title,
            severity,
            client,
            service,
            device: self.device.clone(),
            departments,
            accepts,
            restricted: self.restricted,
        })
    }

    fn check_names(&self, directory: &Directory) -> Result<(), Refusal> {
        known::client(directory, self.client.as_ref())?;
        known::service(directory, self.service.as_ref())?;
        known::device(directory, self.device.as_ref())?;
        self.dept.iter().try_for_each(|dept| known::department(directory, dept).map(|_| ()))
    }

    /// On one line, and short enough for every list and card.
    fn title(&self) -> Result<String, Refusal> {
        let title = self.title.as_str().split_whitespace().collect::<Vec<_>>().join(" ");
        let chars = title.chars().count();
        if chars <= TITLE_MAX {
            return Ok(title);
        }
        let refusal = Refusal::new(say!("open-title-long", chars = chars, max = TITLE_MAX));
        let line = Arg::Line("/incident note INC-7 …".to_owned());
        Err(refusal.hint(say!("open-title-long-hint", line = line)))
    }

    /// Client, service and device belong together, as far as they were named; a shared service belongs to all.
    fn check_whose(&self, directory: &Directory) -> Result<(), Refusal> {
        let service = self.service.as_ref().map(|slug| (slug.as_str(), client_of(directory, slug)));
        let device = self.device.as_ref().map(|serial| {
            let device = directory.device(serial);
            (serial.as_str(), device.map(|device| device.client.clone()))
        });
        let mut whose = self.client.clone();
        for (name, client) in [service, device].into_iter().flatten() {
            let Some(client) = client else { continue };
            if let Some(other) = whose.as_ref().filter(|other| **other != client) {
                let (client, other) = (client.as_str(), other.as_str());
                let words = say!("open-other-client", name = name, client = client, other = other);
                return Err(Refusal::new(words).hint(say!("open-other-client-hint")));
            }
            whose = Some(client);
        }
        Ok(())
    }

    /// The service named, else of the device, else the client's only one, else the one its title names.
    fn service(&self, directory: &Directory, ask: &Ask) -> Option<ServiceId> {
        let named = self.service.clone();
        let named = named.or_else(|| directory.service_of(self.device.as_ref()?).cloned());
        if named.is_some() {
            return named;
        }
        let client = self.client.as_ref().or_else(|| directory.client_at(&ask.place))?;
        let of_client =
            || directory.services.iter().filter(|(_, s)| s.client.as_ref() == Some(client));
        let mut all = of_client();
        if let (Some((only, _)), None) = (all.next(), all.next()) {
            return Some(only.clone());
        }
        let title = self.title.as_str();
        let in_title =
            |slug: &ServiceId, name: &str| names(title, slug.as_str()) || names(title, name);
        let longest = of_client().filter(|(slug, s)| in_title(slug, &s.name));
        longest.max_by_key(|(_, service)| service.name.len()).map(|(slug, _)| slug.clone())
    }

    /// The client named, else of the device or service named, else of the channel, else of the service found.
    fn client(
        &self,
        directory: &Directory,
        ask: &Ask,
        service: Option<&ServiceId>,
    ) -> Option<ClientId> {
        let of_device = || directory.device(self.device.as_ref()?).map(|d| d.client.clone());
        let named = || client_of(directory, self.service.as_ref()?);
        self.client
            .clone()
            .or_else(of_device)
            .or_else(named)
            .or_else(|| directory.client_at(&ask.place).cloned())
            .or_else(|| client_of(directory, service?))
    }

    /// The departments named, else the owner of a service that was named, else of the channel, else the service's owner,
    /// else the first line, else the asker's own.
    fn departments(
        &self,
        directory: &Directory,
        ask: &Ask,
        service: Option<&ServiceId>,
    ) -> Result<Vec<DeptId>, Refusal> {
        if !self.dept.is_empty() {
            let mut seen = BTreeSet::new();
            let named = self.dept.iter().filter(|dept| seen.insert(*dept)).cloned().collect();
            return Ok(named);
        }
        let owner = |slug: Option<&ServiceId>| Some(directory.service(slug?)?.owner.clone());
        let named = self.service.as_ref().or(service.filter(|_| self.device.is_some()));
        let found = owner(named)
            .or_else(|| directory.department_at(&ask.place).cloned())
            .or_else(|| owner(service))
            .or_else(|| directory.company.incident.default_department.clone())
            .or_else(|| directory.departments_of(&ask.actor).into_iter().next().cloned());
        let line = Arg::Line(format!("/incident open \"{}\" --dept …", self.title));
        found.map(|department| vec![department]).ok_or_else(|| {
            Refusal::new(say!("open-for-whom")).hint(say!("open-for-whom-hint", line = line))
        })
    }
}

fn client_of(directory: &Directory, service: &ServiceId) -> Option<ClientId> {
    directory.service(service)?.client.clone()
}

fn gist_of(id: crate::ids::IncidentId, opened: &Opened, ask: &Ask) -> Gist {
    Gist {
        id,
        title: opened.title.clone(),
        client: opened.client.clone(),
        service: opened.service.clone(),
        device: opened.device.clone(),
        opened_at: ask.now,
        restricted: opened.restricted,
        suggested: false,
    }
}

/// INC-7: so many alike within the window suggest a problem record, once: not again while one of them already did.
fn problem_suggested<'a>(
    directory: &Directory,
    gist: &Gist,
    similar: impl Iterator<Item = &'a Gist>,
) -> Option<Event> {
    if gist.restricted {
        return None;
    }
    let alike = similar.filter(|past| !past.restricted && past.repeats(gist));
    let not_yet = alike.map(|past| (!past.suggested).then_some(past.id));
    let mut alike: Vec<IncidentId> = not_yet.collect::<Option<_>>()?;
    let count = u32::try_from(alike.len()).unwrap_or(u32::MAX).saturating_add(1);
    if count < directory.company.incident.similar_count {
        return None;
    }
    alike.sort_unstable();
    Some(Event::ProblemSuggested { alike })
}

/// The id, the departments pinged and the first deadline (INC-1); similar incidents for the opener alone (INC-7).
fn answer(world: &World, ask: &Ask, id: IncidentId, opened: &Opened, similar: Vec<Block>) -> Card {
    let event = Event::Opened(Box::new(opened.clone()));
    let fact = Fact {
        record: id.into(),
        n: 1,
        at: ask.now,
        by: By::Person(ask.actor.clone()),
        place: Some(ask.place.clone()),
        line: None,
        event: event.clone().into(),
    };
    let (severity, title) = (i64::from(opened.severity.number()), opened.title.as_str());
    let mut card = Card::line(say!("open-done", id = id, severity = severity, title = title));
    let Some(incident) = Incident::opened(&fact, &event, world.directory()) else { return card };
    let teller = Teller::new(world, Record::Incident(&incident), &fact);
    card.body.extend(pinged(teller, &opened.departments));
    card = card.and(first_deadline(&incident, world.directory()));
    if !similar.is_empty() {
        card = card.and(say!("open-similar"));
        card.body.extend(similar);
    }
    card
}

/// Whom the opening pings, now or after quiet hours.
fn pinged(mut teller: Teller<'_>, departments: &[DeptId]) -> Vec<Block> {
    let mut by_time: BTreeMap<Option<DateTime<Utc>>, Vec<Arg>> = BTreeMap::new();
    for department in departments {
        let called = teller.department(department);
        for address in teller.allowed(&"incident.opened".into(), called) {
            let until = teller.quiet_until(&address);
            by_time.entry(until).or_default().extend(address.pings.into_iter().map(Arg::Recipient));
        }
    }
    if by_time.is_empty() {
        return vec![Block::Line(say!("open-pinged-nobody"))];
    }
    let line = |(until, who): (Option<DateTime<Utc>>, Vec<Arg>)| match until {
        Some(until) => Block::Line(say!("open-pinged-later", who = who, until = until)),
        None => Block::Line(say!("open-pinged", who = who)),
    };
    by_time.into_iter().map(line).collect()
}

fn first_deadline(incident: &Incident, directory: &Directory) -> crate::words::Words {
    let clocks = incident.targets.iter().filter(|target| {
        matches!(target.kind(), TargetKind::Response | TargetKind::Resolution | TargetKind::Ola(_))
    });
    let due = clocks.filter_map(|target| {
        let due = target.due_by(directory.clock(target.clock().calendar()))?;
        Some((due, crate::incident::history::target_words(target.kind())))
    });
    match due.min_by_key(|(due, _)| *due) {
        Some((due, target)) => say!("open-first-deadline", target = target, due = due),
        None => say!("open-no-deadline"),
    }
}
