//! Who may do what (DOMAIN section 10). Rights are checked on the stored record, at decision time (ACC-4).

use std::collections::BTreeSet;

use chrono::{DateTime, Utc};

use crate::ask::Ask;
use crate::card::Card;
use crate::company;
use crate::directory::{AccessWord, Duty};
use crate::ids::{PersonId, Place, Recipient, RecordId, RoleId};
use crate::notice::{Notice, Say, Shape, Useful};
use crate::recipients;
use crate::record::Record;
use crate::say;
use crate::words::Arg;
use crate::world::{Fact, World};

/// The default right of a verb; `[access]` in `company.toml` overrides it by verb or group.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Right {
    /// ACC-1: open, so that nobody is stuck at night.
    Anyone,
    /// ACC-2: those who work on the record.
    Working,
    /// ACC-2: those who plan a change: its TAM and change managers; while it is a draft, also who opened it.
    Planning,
    /// ACC-2: the approvers named.
    Approving,
    /// Heads and the incident manager: what concerns the company as a whole.
    Steering,
    /// The verb looks at its own words to see who may.
    Own,
}

impl Right {
    fn words(self) -> Vec<AccessWord> {
        let incident_manager = AccessWord::Role(RoleId::new("incident-manager"));
        let management = AccessWord::Role(RoleId::new("management"));
        match self {
            Right::Anyone | Right::Own => vec![AccessWord::Anyone],
            Right::Working => {
                vec![AccessWord::Engaged, AccessWord::Lead, AccessWord::Tam, incident_manager]
            }
            Right::Planning => {
                let change_manager = AccessWord::Role(RoleId::new("change-manager"));
                vec![AccessWord::Tam, AccessWord::Lead, change_manager, incident_manager]
            }
            Right::Approving => vec![AccessWord::Approvers],
            Right::Steering => vec![AccessWord::Head, incident_manager, management],
        }
    }
}

/// Who may use a verb on a record, as words: from the files, else the default.
pub fn words_for(world: &World, noun: &str, verb: &str, right: Right) -> Vec<AccessWord> {
    let access = &world.directory().company.access;
    let named = access.get(&format!("{noun}.{verb}"));
    named.or_else(|| access.get(&format!("{noun}.*"))).cloned().unwrap_or_else(|| right.words())
}

/// Whether the files name this verb, or its group, for this person: then the verb's own rule about who may is met
/// (ACC-2).
pub fn files_let(
    world: &World,
    noun: &str,
    verb: &str,
    ask: &Ask,
    record: Option<Record<'_>>,
) -> bool {
    let access = &world.directory().company.access;
    let named = access.get(&format!("{noun}.{verb}")).or_else(|| access.get(&format!("{noun}.*")));
    named.is_some_and(|words| may(world, words, &ask.actor, record, ask.now))
}

/// Whether one of the words fits this person, on this record.
pub fn may(
    world: &World,
    words: &[AccessWord],
    who: &PersonId,
    record: Option<Record<'_>>,
    at: DateTime<Utc>,
) -> bool {
    words.iter().any(|word| fits(world, word, who, record, at))
}

fn fits(
    world: &World,
    word: &AccessWord,
    who: &PersonId,
    record: Option<Record<'_>>,
    at: DateTime<Utc>,
) -> bool {
    match word {
        AccessWord::Anyone => true,
        AccessWord::Head if record.is_none() => world.directory().is_head(who),
        AccessWord::Duty if record.is_none() => is_on_duty(world, who, at),
        AccessWord::Engaged => record.is_some_and(|record| is_engaged(world, record, who, at)),
        AccessWord::Member if record.is_none() => !world.directory().departments_of(who).is_empty(),
        _ => people(world, word, record, at).contains(who),
    }
}

fn is_on_duty(world: &World, who: &PersonId, at: DateTime<Utc>) -> bool {
    let mut departments = world.directory().departments.keys();
    departments.any(|dept| world.on_duty(dept, at) == Duty::Person(who.clone()))
}

/// The persons a word names, the one to ask first in front: whoever works on it or is on duty now.
pub fn people(
    world: &World,
    word: &AccessWord,
    record: Option<Record<'_>>,
    at: DateTime<Utc>,
) -> Vec<PersonId> {
    let directory = world.directory();
    let client = record.and_then(|r| directory.client(r.client()?));
    match word {
        AccessWord::Anyone => Vec::new(),
        AccessWord::Member => {
            let owner = record.and_then(Record::owner);
            owner.map_or_else(Vec::new, |d| directory.staff_of(d).into_iter().cloned().collect())
        }
        AccessWord::Engaged => record.map_or_else(Vec::new, |r| engaged(world, r, at)),
        AccessWord::Lead => record.and_then(Record::lead).into_iter().cloned().collect(),
        AccessWord::Tam => record.and_then(|r| r.tam(directory)).into_iter().collect(),
        AccessWord::ServiceManager => {
            client.and_then(|c| c.service_manager.clone()).into_iter().collect()
        }
        AccessWord::KeyAccountManager => {
            client.and_then(|c| c.key_account_manager.clone()).into_iter().collect()
        }
        AccessWord::Head => {
            let standing = record.into_iter().flat_map(Record::departments);
            let known = standing.filter_map(|department| directory.department(department));
            known.map(|department| department.head.clone()).collect()
        }
        AccessWord::Duty => record.map_or_else(Vec::new, |r| on_duty(world, r, at)),
        AccessWord::Approvers => directory.company.approval.approvers.clone(),
        AccessWord::ProjectManager => {
            directory.role_members(&RoleId::new("project-manager")).to_vec()
        }
        AccessWord::Department(slug) => directory.staff_of(slug).into_iter().cloned().collect(),
        AccessWord::Role(role) => directory.role_members(role).to_vec(),
        AccessWord::Person(person) => vec![person.clone()],
    }
}

/// A word as a reader calls those it means: `the lead`, `unix`, `@unix-1`.
pub fn named(word: &AccessWord) -> Arg {
    match word {
        AccessWord::Anyone => say!("may-anyone").into(),
        AccessWord::Member => say!("may-member").into(),
        AccessWord::Engaged => say!("may-engaged").into(),
        AccessWord::Head => say!("may-head").into(),
        AccessWord::Duty => say!("may-duty").into(),
        AccessWord::Lead => say!("may-lead").into(),
        AccessWord::Tam => say!("may-tam").into(),
        AccessWord::ServiceManager => say!("may-service-manager").into(),
        AccessWord::KeyAccountManager => say!("may-key-account-manager").into(),
        AccessWord::ProjectManager => say!("may-project-manager").into(),
        AccessWord::Approvers => say!("may-approvers").into(),
        AccessWord::Department(slug) => slug.into(),
        AccessWord::Role(role) => role.clone().into(),
        AccessWord::Person(person) => person.into(),
    }
}

fn on_duty(world: &World, record: Record<'_>, at: DateTime<Utc>) -> Vec<PersonId> {
    let duty = |department| match world.on_duty(department, at) {
        Duty::Person(person) => Some(person),
        Duty::Gap | Duty::NoRotation => None,
    };
    record.departments().into_iter().filter_map(duty).collect()
}

fn engaged(world: &World, record: Record<'_>, at: DateTime<Utc>) -> Vec<PersonId> {
    let mut people: Vec<PersonId> = record.assignees().into_iter().cloned().collect();
    people.extend(on_duty(world, record, at));
    for department in record.departments() {
        people.extend(world.directory().staff_of(department).into_iter().cloned());
    }
    let mut seen = BTreeSet::new();
    people.retain(|person| seen.insert(person.clone()));
    people
}

/// Whether he is among them, without asking for all: most commands ask this, and a company has many people.
fn is_engaged(world: &World, record: Record<'_>, who: &PersonId, at: DateTime<Utc>) -> bool {
    record.assignees().contains(&who)
        || record.departments().into_iter().any(|dept| world.directory().works_in(who, dept))
        || on_duty(world, record, at).contains(who)
}

/// ACC-3: who may be asked, best first.
pub fn who_may(
    world: &World,
    words: &[AccessWord],
    record: Option<Record<'_>>,
    at: DateTime<Utc>,
) -> Vec<PersonId> {
    let mut seen = BTreeSet::new();
    let all = words.iter().flat_map(|word| people(world, word, record, at));
    all.filter(|person| seen.insert(person.clone())).collect()
}

/// ACC-3: whether this person may override a refusal, with a reason.
pub fn may_override(world: &World, who: &PersonId, at: DateTime<Utc>) -> bool {
    may(world, &override_words(world), who, None, at)
}

/// Who may override, as words: from the files, else heads and duty engineers.
pub fn override_words(world: &World) -> Vec<AccessWord> {
    let named = world.directory().company.access.get("override").cloned();
    named.unwrap_or_else(|| vec![AccessWord::Head, AccessWord::Duty])
}

/// ACC-3: an override that belongs to no record is told to the incident manager too.
pub fn announce(after: &World, fact: &Fact, event: &company::Event) -> Vec<Notice> {
    let (company::Event::Overridden { verb, because }, Some(by)) = (event, fact.by.person()) else {
        return Vec::new();
    };
    let directory = &after.company.directory;
    let role = RoleId::new("incident-manager");
    let pings = recipients::without([Recipient::Role(role)].into(), by, directory);
    if pings.is_empty() {
        return Vec::new();
    }
    let place =
        directory.company_place("incident-manager").or(directory.company.incident.home.as_ref());
    let line = Arg::verb(verb);
    let words = say!("access-overridden-here", by = by, line = line, because = because.as_str());
    vec![Notice::Say(Box::new(Say {
        reason: "access.overridden".into(),
        about: RecordId::COMPANY,
        rule: "ACC-3".into(),
        place: place.cloned().unwrap_or_else(|| Place::channel("incidents")),
        shape: Shape::Message,
        pings,
        by: Some(by.clone()),
        card: Card::line(words),
        at: fact.at,
        not_before: None,
        rank: 3,
        useful: Useful::Always,
    }))]
}
