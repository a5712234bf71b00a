//! What belongs to the company as a whole: its organisation, languages, duty swaps, linked accounts.

mod accounts;

use std::collections::BTreeMap;
use std::sync::Arc;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::directory::{Directory, Duty, Swap};
use crate::ids::{DeptId, PersonId, Place};
use crate::voice::Language;
use crate::world::{Fact, World};

/// The record named `COMPANY`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Company {
    pub events: u32,
    /// It may list very many devices, so it has a document of its own.
    #[serde(skip, default = "nobody")]
    pub directory: Arc<Directory>,
    /// Since when the organisation in force is in force.
    pub organised_at: DateTime<Utc>,
    /// Languages people chose for themselves.
    #[serde(default)]
    pub person_languages: BTreeMap<PersonId, Language>,
    /// Languages chosen for places.
    #[serde(default)]
    pub place_languages: BTreeMap<Place, Language>,
    /// Who takes whose duty, by department.
    #[serde(default)]
    pub swaps: BTreeMap<DeptId, Vec<Swap>>,
    /// DIR-2: accounts joined to people by a one-time code, as `platform:id`.
    #[serde(default)]
    pub links: BTreeMap<String, PersonId>,
    /// The codes offered and not yet used, hashed, with who offered them and until when.
    #[serde(default)]
    pub codes: BTreeMap<String, (PersonId, DateTime<Utc>)>,
    /// The highest incident number when this document was written.
    #[serde(default)]
    pub last_incident: u32,
    /// The same for changes.
    #[serde(default, skip_serializing_if = "is_none")]
    pub last_change: u32,
}

fn nobody() -> Arc<Directory> {
    Arc::new(Directory::nobody())
}

fn is_none(number: &u32) -> bool {
    *number == 0
}

impl Default for Company {
    fn default() -> Company {
        Company {
            events: 0,
            directory: nobody(),
            organised_at: DateTime::UNIX_EPOCH,
            person_languages: BTreeMap::new(),
            place_languages: BTreeMap::new(),
            swaps: BTreeMap::new(),
            links: BTreeMap::new(),
            codes: BTreeMap::new(),
            last_incident: 0,
            last_change: 0,
        }
    }
}

/// What can have happened to the company. Kept for ever: add variants, never change one.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Event {
    /// The organisation's files came into force; calendars that changed count from `calendars_from` (SLA-16).
    Organised {
        directory: Arc<Directory>,
        calendars_from: DateTime<Utc>,
    },
    PersonLanguageSet {
        person: PersonId,
        language: Language,
    },
    PlaceLanguageSet {
        place: Place,
        language: Language,
    },
    DutySwapped {
        department: DeptId,
        swap: Swap,
    },
    /// DIR-2: a known person asked for a code; only its hash is kept.
    CodeOffered {
        person: PersonId,
        hash: String,
        until: DateTime<Utc>,
    },
    /// DIR-2: an unknown account used the code.
    Linked {
        account: String,
        person: PersonId,
        hash: String,
    },
    /// ACC-5: a refusal or override that belongs to no record.
    Refused {
        verb: String,
        who: PersonId,
    },
    Overridden {
        verb: String,
        because: String,
    },
}

impl Company {
    /// Applies what happened. Total.
    pub fn evolve(&mut self, fact: &Fact, event: &Event) {
        self.events = fact.n;
        match event {
            Event::Organised { directory, calendars_from } => {
                let mut next = Directory::clone(directory);
                next.keep_calendar_history(&self.directory, *calendars_from, fact.at);
                self.directory = Arc::new(next);
                self.organised_at = fact.at;
            }
            Event::PersonLanguageSet { person, language } => {
                self.person_languages.insert(person.clone(), *language);
            }
            Event::PlaceLanguageSet { place, language } => {
                self.place_languages.insert(place.clone(), *language);
            }
            Event::DutySwapped { department, swap } => {
                self.swaps.entry(department.clone()).or_default().push(swap.clone());
            }
            Event::CodeOffered { person, hash, until } => {
                self.codes.retain(|_, (_, until)| *until > fact.at);
                self.codes.insert(hash.clone(), (person.clone(), *until));
            }
            Event::Linked { account, person, hash } => {
                self.codes.remove(hash);
                self.links.insert(account.clone(), person.clone());
            }
            Event::Refused { .. } | Event::Overridden { .. } => {}
        }
    }

    /// The language of what one person reads: his own choice, else the files', else the company's first.
    pub fn language_of(&self, person: &PersonId) -> Language {
        let chosen = self.person_languages.get(person).copied();
        chosen.unwrap_or_else(|| self.directory.language_of(person))
    }

    /// The language of what is posted in a place: chosen there, else its department's, else the company's first.
    pub fn language_in(&self, place: &Place) -> Language {
        if let Place::Direct(person) = place {
            return self.language_of(person);
        }
        let chosen = self.place_languages.get(place).copied();
        let department =
            || self.directory.department(self.directory.department_at(place)?)?.language;
        chosen.or_else(department).unwrap_or_else(|| self.directory.language())
    }
}

impl World {
    /// Who is on duty for a department at an instant, swaps included (DIR-4).
    pub fn on_duty(&self, department: &DeptId, at: DateTime<Utc>) -> Duty {
        self.directory().on_duty(department, at, self.swaps(department))
    }

    /// The duty swaps of a department, oldest first.
    pub fn swaps(&self, department: &DeptId) -> &[Swap] {
        self.company.swaps.get(department).map_or(&[], Vec::as_slice)
    }
}
