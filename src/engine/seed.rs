//! Made-up incidents with running clocks, to measure with; the same number makes the same ones.

use baton_commands::directory::Directory;
use baton_commands::ids::{CalendarId, ClientId, PersonId, RecordId};
use baton_commands::incident::{self, Opened, promise_of};
use baton_commands::sla::Span;
use baton_commands::world::{By, Stamp};
use chrono::{DateTime, Duration, Utc};

use super::Engine;

/// Incidents in one commit.
const CHUNK: usize = 200;
/// How long ago the incidents of [`Due::PerSecond`] were opened.
const OPEN_FOR: Duration = Duration::seconds(600);

/// Incidents to make up.
#[derive(Debug, Clone, Copy)]
pub struct Seeding {
    pub incidents: u32,
    /// The same number makes the same incidents.
    pub rng: u64,
    pub due: Due,
}

/// When the clocks of made-up incidents first have something to say.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Due {
    /// Over the coming days: a measurement is then not one of thresholds.
    Days,
    /// So many thresholds in each second from now on, on the calendar that never closes.
    PerSecond(u32),
}

impl Engine {
    /// Opens incidents of all clients and severities, each with response, resolution and update clocks. Their messages
    /// are left out.
    ///
    /// # Errors
    /// A fault of the store; an organisation without clients or people.
    pub async fn seed(&mut self, seeding: Seeding, now: DateTime<Utc>) -> anyhow::Result<()> {
        let mut dice = Dice(seeding.rng);
        let numbers: Vec<u32> = (0..seeding.incidents).collect();
        for chunk in numbers.chunks(CHUNK) {
            for number in chunk {
                let (mut opened, by) = made_up(self.draft.world.directory(), &mut dice)?;
                let open_for = match seeding.due {
                    Due::Days => Duration::seconds(dice.below(600)),
                    Due::PerSecond(count) => {
                        hurry(&mut opened, number / count.max(1));
                        OPEN_FOR
                    }
                };
                let record = RecordId::from(self.draft.world.next_incident());
                let event = incident::Event::Opened(Box::new(opened));
                let by = By::Person(by);
                let stamp = Stamp { at: now - open_for, by, place: None, line: None };
                self.draft.advance_silently(vec![(record, event.into())], &stamp)?;
            }
            self.commit().await?;
        }
        Ok(())
    }
}

/// Half of the response time is used so many seconds from now.
fn hurry(opened: &mut Opened, second: u32) {
    let Some(promise) = &mut opened.promise else { return };
    promise.calendar = CalendarId::new("always");
    promise.response = Some(Span::Seconds(2 * (OPEN_FOR.num_seconds() + i64::from(second))));
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
