//! What happened before: similar incidents, found by service, device and words (INC-7).
//!
//! An index with bounded work: a common word does not make a look-up slow, it is passed over.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use chrono::{DateTime, Utc};
use imbl::{OrdMap, OrdSet};
use serde::{Deserialize, Serialize};

use crate::ids::{ClientId, IncidentId, Serial, ServiceId};
use crate::incident::Incident;

/// How many of the latest incidents of one service, device or word are looked at.
const LOOKED_AT_MAX: usize = 64;

/// What the same device says about likeness, the same service, and each word in common. A service and a word are enough, or
/// two words; a service or a word is not.
const DEVICE_POINTS: u32 = 8;
const SERVICE_POINTS: u32 = 3;
const WORD_POINTS: u32 = 2;
const SIMILAR_MIN: u32 = 4;

/// What is remembered of an incident after its record has left the World.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Gist {
    pub id: IncidentId,
    pub title: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub client: Option<ClientId>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub service: Option<ServiceId>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub device: Option<Serial>,
    pub opened_at: DateTime<Utc>,
    /// Restricted incidents are never shown as similar to somebody outside (INC-9).
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub restricted: bool,
    /// INC-7: a problem record was suggested when it was opened, so that it is suggested once.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub suggested: bool,
}

impl From<&Incident> for Gist {
    fn from(incident: &Incident) -> Gist {
        Gist {
            id: incident.id,
            title: incident.title.clone(),
            client: incident.client.clone(),
            service: incident.service.clone(),
            device: incident.device.clone(),
            opened_at: incident.opened_at,
            restricted: incident.restricted,
            suggested: incident.problem_suggested,
        }
    }
}

/// The index. Numbers only; titles stay with the records or, once those are gone, with the gists.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Recall {
    gists: OrdMap<u32, Arc<Gist>>,
    by_service: OrdMap<ServiceId, OrdSet<u32>>,
    by_device: OrdMap<Serial, OrdSet<u32>>,
    by_word: OrdMap<Arc<str>, OrdSet<u32>>,
}

impl Recall {
    /// Takes a record into the index.
    pub fn remember(&mut self, incident: &Incident) {
        self.keep(Gist::from(incident));
    }

    /// Takes in what is left of an archived record.
    pub fn keep(&mut self, gist: Gist) {
        let number = gist.id.0;
        if let Some(service) = &gist.service {
            self.by_service.entry(service.clone()).or_default().insert(number);
        }
        if let Some(device) = &gist.device {
            self.by_device.entry(device.clone()).or_default().insert(number);
        }
        for word in words_of(&gist.title) {
            match self.by_word.get_mut(word.as_str()) {
                Some(numbers) => _ = numbers.insert(number),
                None => _ = self.by_word.insert(Arc::from(word), OrdSet::unit(number)),
            }
        }
        self.gists.insert(number, Arc::new(gist));
    }

    /// Drops what is older than anybody looks back.
    pub fn forget(&mut self, id: IncidentId) {
        let Some(gist) = self.gists.remove(&id.0) else { return };
        if let Some(numbers) = gist.service.as_ref().and_then(|s| self.by_service.get_mut(s)) {
            numbers.remove(&id.0);
        }
        if let Some(numbers) = gist.device.as_ref().and_then(|d| self.by_device.get_mut(d)) {
            numbers.remove(&id.0);
        }
        for word in words_of(&gist.title) {
            let empty = self.by_word.get_mut(word.as_str()).is_some_and(|numbers| {
                numbers.remove(&id.0);
                numbers.is_empty()
            });
            if empty {
                self.by_word.remove(word.as_str());
            }
        }
    }

    pub fn gist(&self, id: IncidentId) -> Option<&Arc<Gist>> {
        self.gists.get(&id.0)
    }

    /// What happened to a device, newest first.
    pub fn on_device(&self, serial: &Serial) -> impl Iterator<Item = &Arc<Gist>> {
        let numbers = self.by_device.get(serial).into_iter().flat_map(|n| n.iter().rev());
        numbers.filter_map(|number| self.gists.get(number))
    }

    /// All that is remembered, oldest first.
    pub fn gists(&self) -> impl DoubleEndedIterator<Item = &Arc<Gist>> {
        self.gists.values()
    }

    /// Past incidents like this one since `since`, best first: the same device, the same service with a word in common, or
    /// two words. One shared word alone is chance, and the same service alone happens every day.
    pub fn similar(&self, to: &Gist, since: DateTime<Utc>) -> Vec<Arc<Gist>> {
        let mut scores: BTreeMap<u32, u32> = BTreeMap::new();
        let mut score = |numbers: Option<&OrdSet<u32>>, points: u32| {
            for number in numbers.into_iter().flat_map(|n| n.iter().rev().take(LOOKED_AT_MAX)) {
                *scores.entry(*number).or_default() += points;
            }
        };
        score(to.device.as_ref().and_then(|device| self.by_device.get(device)), DEVICE_POINTS);
        score(to.service.as_ref().and_then(|service| self.by_service.get(service)), SERVICE_POINTS);
        for word in words_of(&to.title) {
            score(self.by_word.get(word.as_str()), WORD_POINTS);
        }
        let mut found: Vec<(u32, Arc<Gist>)> = scores
            .into_iter()
            .filter(|(number, points)| *points >= SIMILAR_MIN && *number != to.id.0)
            .filter_map(|(number, points)| Some((points, Arc::clone(self.gists.get(&number)?))))
            .filter(|(_, gist)| gist.opened_at >= since)
            .collect();
        found
            .sort_by_key(|(points, gist)| (std::cmp::Reverse(*points), std::cmp::Reverse(gist.id)));
        found.into_iter().map(|(_, gist)| gist).collect()
    }

    /// Those on the same device or service with at least one word in common, or on the same device: repeats of one cause.
    pub fn repeats(&self, of: &Gist, since: DateTime<Utc>) -> Vec<Arc<Gist>> {
        let words = words_of(&of.title);
        let numbers: Vec<_> =
            words.iter().filter_map(|word| self.by_word.get(word.as_str())).collect();
        let same = |gist: &Gist| {
            let device = of.device.is_some() && of.device == gist.device;
            let service = of.service.is_some() && of.service == gist.service;
            let word = || numbers.iter().any(|numbers| numbers.contains(&gist.id.0));
            device || (service && word())
        };
        self.similar(of, since).into_iter().filter(|gist| same(gist)).collect()
    }
}

/// The words of a title that say something: lower case, three letters or more, no filler.
fn words_of(title: &str) -> BTreeSet<String> {
    const FILLER: [&str; 12] =
        ["the", "and", "for", "with", "not", "from", "our", "has", "are", "was", "its", "all"];
    title
        .split(|c: char| !c.is_alphanumeric())
        .map(str::to_lowercase)
        .filter(|word| word.chars().count() >= 3 && !FILLER.contains(&word.as_str()))
        .collect()
}

/// Whether a title has a name in it as whole words, however either is written. What is written without spaces between
/// words, as Chinese is, has them anywhere.
pub fn names(title: &str, name: &str) -> bool {
    let (title, name) = (title.to_lowercase(), name.to_lowercase());
    let joins = |c: char| {
        c.is_alphanumeric() && !matches!(c, '\u{2e80}'..='\u{9fff}' | '\u{f900}'..='\u{faff}')
    };
    let breaks = |outside: Option<char>, inside: Option<char>| {
        !outside.is_some_and(joins) || !inside.is_some_and(joins)
    };
    let is_whole = |(at, found): (usize, &str)| {
        let (before, after) = (&title[..at], &title[at + found.len()..]);
        breaks(before.chars().next_back(), found.chars().next())
            && breaks(after.chars().next(), found.chars().next_back())
    };
    !name.is_empty() && title.match_indices(&name).any(is_whole)
}
