//! Made-up incidents with running clocks, to measure with; the same number makes the same ones.

use std::sync::Arc;

use baton_commands::directory::Directory;
use baton_commands::ids::{ClientId, PersonId, RecordId};
use baton_commands::incident::{self, Opened, promise_of};
use baton_commands::sla::Span;
use baton_commands::world::{By, Stamp};
use chrono::{DateTime, Duration, Utc};

use super::Engine;
use super::commit::Draft;

/// Incidents in one commit.
const CHUNK: u32 = 1_000;

impl Engine {
    /// Opens so many incidents of all clients and severities, with response, resolution and update clocks that fall due
    /// over the coming days. Their messages are left out.
    ///
    /// # Errors
    /// A fault of the store; an organisation without clients or people.
    pub async fn seed(&mut self, count: u32, rng: u64, now: DateTime<Utc>) -> anyhow::Result<()> {
        let mut dice = Dice(rng);
        let mut left = count;
        while left > 0 {
            let chunk = left.min(CHUNK);
            let mut draft = Draft::new(&self.world);
            for _ in 0..chunk {
                let (opened, by) = made_up(self.world.directory(), &mut dice)?;
                let record = RecordId::from(draft.world.next_incident());
                let event = incident::Event::Opened(Box::new(opened));
                let at = now - Duration::seconds(dice.below(600));
                let stamp = Stamp { at, by: By::Person(by), place: None, line: None };
                draft.advance_silently(vec![(record, event.into())], &stamp)?;
            }
            self.commit(draft).await?;
            left -= chunk;
        }
        Ok(())
    }
}

fn made_up(directory: &Directory, dice: &mut Dice) -> anyhow::Result<(Opened, PersonId)> {
    const WHAT: [&str; 8] =
        ["web shop", "mail", "database", "backup job", "switch", "login", "storage", "report"];
    const HOW: [&str; 6] =
        ["is down", "is slow", "times out", "answers 502", "fails at night", "loses packets"];
    let services: Vec<_> = directory.services.iter().filter(|(_, s)| s.client.is_some()).collect();
    let people: Vec<&PersonId> = directory.people.keys().collect();
    anyhow::ensure!(
        !services.is_empty() && !people.is_empty(),
        "the organisation has no services of clients"
    );
    let (service, terms) = services[dice.index(services.len())];
    let client: Option<ClientId> = terms.client.clone();
    let severities: Vec<_> = baton_commands::directory::Severity::all().collect();
    let severity = severities[dice.index(severities.len())];
    let mut promise = promise_of(directory, client.as_ref(), Some(service), severity);
    if let Some(promise) = &mut promise {
        // Far enough that a measurement is not one of breaches; every seeded incident has three clocks.
        let hours = |n: i64| Some(Span::Seconds(3_600 * n));
        promise.response = hours(24 + dice.below(200));
        promise.resolution = hours(240 + dice.below(400));
        promise.update = hours(48 + dice.below(200));
        promise.ladder = Arc::clone(&promise.ladder);
    }
    let title = format!(
        "{} {} ({})",
        WHAT[dice.index(WHAT.len())],
        HOW[dice.index(HOW.len())],
        dice.below(10_000)
    );
    let opened = Opened {
        title,
        severity,
        client,
        service: Some(service.clone()),
        device: None,
        departments: vec![terms.owner.clone()],
        accepts: Vec::new(),
        restricted: false,
        promise,
    };
    Ok((opened, people[dice.index(people.len())].clone()))
}

/// Numbers that look random and are the same every time (SplitMix64).
struct Dice(u64);

impl Dice {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    fn below(&mut self, limit: i64) -> i64 {
        i64::try_from(self.next() % limit.unsigned_abs().max(1)).unwrap_or(0)
    }

    fn index(&mut self, len: usize) -> usize {
        usize::try_from(self.next() % u64::try_from(len.max(1)).unwrap_or(1)).unwrap_or(0)
    }
}
