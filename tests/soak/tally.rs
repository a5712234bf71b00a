//! What became of every message of a soak.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use baton::chat::{Outgoing, Platform as _};
use baton::store::{MemoryStore, Outcome, Settled, Store as _};
use baton_commands::ids::{PersonId, Place, Recipient};
use baton_commands::notice::{Notice, Told};

use super::office::Office;
use super::storm::Storm;

/// Holds all that was queued against all that arrived; the worst that happened, in words.
pub(super) async fn judge(
    store: &MemoryStore,
    office: &Office,
    storms: [&Arc<Storm>; 2],
) -> String {
    let rows = rows(store).await;
    let mut arrived: BTreeMap<String, u32> = BTreeMap::new();
    for storm in storms {
        let state = storm.state();
        assert_eq!(state.early, Vec::<String>::new(), "{} was asked too early", storm.name());
        for message in &state.arrived {
            for name in message.names() {
                *arrived.entry(name.clone()).or_default() += 1;
            }
            bystanders(message, storm.name(), office);
        }
    }
    for (name, times) in &arrived {
        assert_eq!(*times, 1, "{name} arrived {times} times");
    }
    let names: BTreeSet<String> = rows.iter().map(|row| told(row).name).collect();
    for row in &rows {
        let name = &row.row.name;
        match &row.outcome {
            None => panic!("{name} still waits: {:?}", row.trouble),
            Some(Outcome::Done { .. }) => assert_eq!(arrived.get(name), Some(&1), "{name}"),
            Some(Outcome::Merged { into, .. }) => {
                assert!(arrived.contains_key(into) && arrived.contains_key(name), "{name}");
            }
            Some(Outcome::Never { .. }) => {
                let told = told(row);
                let has_other = names.contains(&told.name_instead()) || told.is_instead();
                assert!(has_other || !calls(&told), "{name} was given up and nobody was told");
            }
            Some(Outcome::Lapsed { .. }) => assert!(!arrived.contains_key(name), "{name}"),
            Some(other) => panic!("{name} ended as {other:?}"),
        }
    }
    said(&rows, storms)
}

/// All rows of all incidents.
async fn rows(store: &MemoryStore) -> Vec<Settled> {
    let mut rows = Vec::new();
    for number in 1.. {
        let of = store.sent_about(&format!("INC-{number}")).await.expect("the store works");
        if of.is_empty() {
            break;
        }
        rows.extend(of);
    }
    assert!(rows.len() > 1_000, "{} rows", rows.len());
    rows
}

fn told(row: &Settled) -> Told {
    serde_json::from_slice(&row.row.body).expect("a message")
}

fn calls(told: &Told) -> bool {
    match &told.notice {
        Notice::Say(say) => !say.pings.is_empty() || say.place.is_direct(),
        Notice::Refresh { .. } => false,
    }
}

/// A message goes where its place has a name, and calls by name only those whose first account is there.
fn bystanders(message: &Outgoing, platform: &str, office: &Office) {
    let home = office.directory.channels.get(&message.place);
    let lives = match &message.place {
        Place::Channel(_) => home.is_none_or(|home| home.contains_key(platform)),
        Place::Direct(person) => first(office, person) == Some(platform),
    };
    assert!(lives, "{} went to {platform}", message.name);
    let is_told_twice = home.is_some_and(|home| home.len() > 1);
    for recipient in &message.pings {
        if let (Recipient::Person(person), true) = (recipient, is_told_twice) {
            assert_eq!(first(office, person), Some(platform), "{} calls {person}", message.name);
        }
    }
}

/// The first platform, in the order in which they are served, where he has an account.
fn first<'a>(office: &'a Office, person: &PersonId) -> Option<&'a str> {
    let accounts = &office.directory.person(person)?.accounts;
    ["slack", "discord"].into_iter().find(|platform| accounts.contains_key(*platform))
}

/// How late the last came, and what went wrong on the way.
fn said(rows: &[Settled], storms: [&Arc<Storm>; 2]) -> String {
    let mut worst = (chrono::Duration::zero(), "");
    for row in rows {
        let (Some(Outcome::Done { at, .. }), Notice::Say(say)) = (&row.outcome, told(row).notice)
        else {
            continue;
        };
        let late = *at - say.not_before.unwrap_or(say.at);
        if !say.pings.is_empty() && late > worst.0 {
            worst = (late, &row.row.name);
        }
    }
    let faults = storms.map(|storm| format!("{} {:?}", storm.name(), storm.state().faults));
    let (late, name) = (worst.0.num_seconds(), worst.1);
    format!(
        "{} messages; the latest ping came {late} s late, {name}; {}",
        rows.len(),
        faults.join("; ")
    )
}
