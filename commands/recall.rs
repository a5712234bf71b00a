//! What happened before: similar incidents, found by service, device and words (INC-7).
//!
//! An index with bounded work: a common word does not make a look-up slow, it is passed over.

use std::cmp::Reverse;
use std::collections::BTreeSet;
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
        if !self.gists.get(&number).is_some_and(|known| known.is_found_like(&gist)) {
            self.index(&gist);
        }
        self.gists.insert(number, Arc::new(gist));
    }

    fn index(&mut self, gist: &Gist) {
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
    pub fn similar(
        &self,
        to: &Gist,
        since: DateTime<Utc>,
    ) -> impl Iterator<Item = &Gist> + Clone + use<'_> {
        let gists = self.alike(to).into_iter().filter_map(|number| self.gists.get(&number));
        gists.map(|gist| &**gist).filter(move |gist| gist.opened_at >= since)
    }

    /// The numbers of incidents like this one, best first and of equals the newest.
    fn alike(&self, to: &Gist) -> Vec<u32> {
        let mut points: Vec<(u32, u32)> = Vec::new();
        let mut score = |numbers: Option<&OrdSet<u32>>, each: u32| {
            let latest = numbers.into_iter().flat_map(|n| n.iter().rev().take(LOOKED_AT_MAX));
            points.extend(latest.map(|number| (*number, each)));
        };
        score(to.device.as_ref().and_then(|device| self.by_device.get(device)), DEVICE_POINTS);
        score(to.service.as_ref().and_then(|service| self.by_service.get(service)), SERVICE_POINTS);
        for word in words_of(&to.title) {
            score(self.by_word.get(word.as_str()), WORD_POINTS);
        }
        // A stable sort merges lists that are in order already, and each of these is.
        points.sort_by_key(|(number, _)| Reverse(*number));
        let of_one = points.chunk_by(|(one, _), (next, _)| one == next);
        let added = of_one.map(|all| (all[0].0, all.iter().map(|(_, each)| each).sum::<u32>()));
        let mut alike: Vec<(u32, u32)> =
            added.filter(|(number, points)| *points >= SIMILAR_MIN && *number != to.id.0).collect();
        alike.sort_by_key(|(_, points)| Reverse(*points));
        alike.into_iter().map(|(number, _)| number).collect()
    }
}

impl Gist {
    /// Whether it is found by the very same service, device and words.
    fn is_found_like(&self, other: &Gist) -> bool {
        (&self.service, &self.device, &self.title) == (&other.service, &other.device, &other.title)
    }

    /// Whether this one, being similar, repeats the same cause: it befell the same device, or the same service. Of the same
    /// service similar ones have at least one word in common.
    pub fn repeats(&self, of: &Gist) -> bool {
        let device = of.device.is_some() && of.device == self.device;
        device || (of.service.is_some() && of.service == self.service)
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

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::calendar::properties::few_cases;

    const WORDS: [&str; 6] = ["mail", "shop", "slow", "down", "the", "up"];

    fn gist() -> impl Strategy<Value = Gist> {
        let words = prop::collection::vec(prop::sample::select(&WORDS[..]), 0..4);
        (words, prop::option::of(0..3_u8), prop::option::of(0..9_u8), 0..100_i64).prop_map(
            |(words, service, device, minute)| Gist {
                id: IncidentId(0),
                title: words.join(" "),
                client: None,
                service: service.map(|n| ServiceId::new(format!("s{n}"))),
                device: device.map(|n| Serial::new(format!("d{n}"))),
                opened_at: DateTime::UNIX_EPOCH + chrono::Duration::minutes(minute),
                restricted: false,
                suggested: false,
            },
        )
    }

    /// The rule as it reads: of each service, device and word the latest, all of them counted one by one.
    fn by_hand(past: &[Gist], to: &Gist, since: DateTime<Utc>) -> Vec<IncidentId> {
        let mut points: Vec<u32> = vec![0; past.len()];
        let mut count = |each: u32, has: &dyn Fn(&Gist) -> bool| {
            let having = past.iter().enumerate().rev().filter(|(_, gist)| has(gist));
            having.take(LOOKED_AT_MAX).for_each(|(at, _)| points[at] += each);
        };
        count(DEVICE_POINTS, &|gist| to.device.is_some() && gist.device == to.device);
        count(SERVICE_POINTS, &|gist| to.service.is_some() && gist.service == to.service);
        for word in words_of(&to.title) {
            count(WORD_POINTS, &|gist| words_of(&gist.title).contains(&word));
        }
        let mut found: Vec<(u32, &Gist)> = points.into_iter().zip(past).collect();
        found.retain(|(points, gist)| *points >= SIMILAR_MIN && gist.opened_at >= since);
        found.sort_by_key(|(points, gist)| (Reverse(*points), Reverse(gist.id)));
        found.into_iter().map(|(_, gist)| gist.id).filter(|id| *id != to.id).collect()
    }

    proptest! {
        #![proptest_config(few_cases())]

        #[test]
        fn inc_7_what_is_similar_and_repeats_is_what_counting_by_hand_finds(
            mut past in prop::collection::vec(gist(), 1..300),
            gone in prop::collection::btree_set(1..300_u32, 0..30),
            new in gist(),
        ) {
            (1..).zip(&mut past).for_each(|(number, gist)| gist.id = IncidentId(number));
            let mut recall = Recall::default();
            for gist in &past {
                recall.keep(gist.clone());
                recall.keep(Gist { suggested: true, ..gist.clone() });
            }
            gone.iter().for_each(|number| recall.forget(IncidentId(*number)));
            past.retain(|gist| !gone.contains(&gist.id.0));
            let since = DateTime::UNIX_EPOCH + chrono::Duration::minutes(20);
            for to in [&new, past.last().unwrap_or(&new)] {
                let expected = by_hand(&past, to, since);
                let found: Vec<&Gist> = recall.similar(to, since).collect();
                prop_assert_eq!(found.iter().map(|gist| gist.id).collect::<Vec<_>>(), expected);
                for gist in found {
                    prop_assert!(gist.suggested, "the latest that was kept is found");
                    let words = words_of(&gist.title);
                    let word = words_of(&to.title).iter().any(|word| words.contains(word));
                    let device = to.device.is_some() && to.device == gist.device;
                    let service = to.service.is_some() && to.service == gist.service;
                    prop_assert_eq!(gist.repeats(to), device || (service && word));
                }
            }
        }
    }
}
