//! A platform on which everything goes wrong that can: too many, failures, lost answers, archived places, hours without it.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use async_trait::async_trait;
use baton::chat::{DeliveryError, Inbox, Outgoing, Pace, Platform, Rate, Receipt, Scope};
use chrono::{DateTime, Duration, Utc};

use crate::simulation::dice::Dice;

/// One platform's weather.
pub(super) struct Storm {
    name: &'static str,
    state: Mutex<State>,
}

pub(super) struct State {
    dice: Dice,
    /// What people got to see.
    pub(super) arrived: Vec<Outgoing>,
    known: BTreeSet<String>,
    /// Until when nothing may be sent, by place; the empty name is the platform.
    shut: BTreeMap<String, Shut>,
    /// What was sent although the platform had said not to.
    pub(super) early: Vec<String>,
    /// What went wrong, how often.
    pub(super) faults: BTreeMap<&'static str, u32>,
    calm_from: Option<DateTime<Utc>>,
}

struct Shut {
    until: DateTime<Utc>,
    /// The platform said so. It holds for every process; that it could not be reached, a new one finds out.
    said: bool,
}

impl Storm {
    pub(super) fn pair(seed: u64) -> [Arc<Storm>; 2] {
        ["slack", "discord"].map(|name| {
            let state = State {
                dice: Dice::new(seed ^ (name.len() as u64) << 32),
                arrived: Vec::new(),
                known: BTreeSet::new(),
                shut: BTreeMap::new(),
                early: Vec::new(),
                faults: BTreeMap::new(),
                calm_from: None,
            };
            Arc::new(Storm { name, state: Mutex::new(state) })
        })
    }

    /// Nothing goes wrong any more after this.
    pub(super) fn calm_from(&self, at: DateTime<Utc>) {
        self.state().calm_from = Some(at);
    }

    /// A new process knows what the old one was told (ADR 10), and tries what that could not reach.
    pub(super) fn starts_anew(&self) {
        self.state().shut.retain(|_, shut| shut.said);
    }

    pub(super) fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl State {
    fn fault(&mut self, name: &'static str) {
        *self.faults.entry(name).or_default() += 1;
    }

    fn arrive(&mut self, message: &Outgoing) {
        self.known.insert(message.name.clone());
        self.known.extend(message.also.iter().cloned());
        self.arrived.push(message.clone());
    }

    fn later(
        &mut self,
        message: &Outgoing,
        scope: Scope,
        after: Duration,
        said: bool,
    ) -> DeliveryError {
        let place = match scope {
            Scope::Place => message.place.to_string(),
            Scope::Platform => String::new(),
        };
        self.shut.insert(place, Shut { until: message.at + after, said });
        DeliveryError::Later { after, scope, why: "too many".to_owned(), said }
    }
}

#[async_trait]
impl Platform for Storm {
    fn name(&self) -> &'static str {
        self.name
    }

    fn pace(&self) -> Pace {
        Pace {
            place: Rate { burst: 3, every: Duration::seconds(1) },
            whole: Rate { burst: 5, every: Duration::milliseconds(22) },
            at_once: 8,
        }
    }

    fn edits(&self) -> bool {
        true
    }

    async fn listen(&self, _inbox: Inbox) -> anyhow::Result<()> {
        Ok(())
    }

    async fn deliver(&self, message: &Outgoing) -> Result<Receipt, DeliveryError> {
        let mut state = self.state();
        let shut = ["", message.place.to_string().as_str()]
            .iter()
            .any(|scope| state.shut.get(*scope).is_some_and(|shut| message.at < shut.until));
        if shut {
            state.early.push(message.name.clone());
        }
        let receipt = Receipt(format!("{}:{}", self.name, message.name));
        let unknown = |why: &str| DeliveryError::Unknown { why: why.to_owned() };
        if state.calm_from.is_some_and(|calm| message.at >= calm) {
            state.arrive(message);
            return Ok(receipt);
        }
        let weather = state.dice.weighed(&[800, 40, 20, 40, 40, 10, 2]);
        match weather {
            1 | 2 => {
                state.fault("too many");
                let after = Duration::milliseconds(state.dice.between(100, 30_000));
                let scope = if weather == 1 { Scope::Place } else { Scope::Platform };
                Err(state.later(message, scope, after, true))
            }
            3 => {
                state.fault("failed");
                Err(unknown("it failed"))
            }
            4 => {
                state.fault("accepted and not answered");
                state.arrive(message);
                Err(unknown("nothing was heard of it"))
            }
            5 => {
                state.fault("archived");
                Err(DeliveryError::Never { why: "it is archived".to_owned() })
            }
            6 => {
                state.fault("away for a while");
                let after = Duration::minutes(state.dice.between(5, 90));
                Err(state.later(message, Scope::Platform, after, false))
            }
            _ => {
                state.arrive(message);
                Ok(receipt)
            }
        }
    }

    async fn find(&self, message: &Outgoing) -> anyhow::Result<Option<Receipt>> {
        let mut state = self.state();
        if state.calm_from.is_none() && state.dice.chance(5) {
            state.fault("could not be asked");
            anyhow::bail!("it cannot be asked now");
        }
        let receipt = Receipt(format!("{}:{}", self.name, message.name));
        Ok(state.known.contains(&message.name).then_some(receipt))
    }
}
