//! A chat that counts: it takes what it allows, refuses the rest, and notes what came though it had said not to.

use std::sync::{Mutex, MutexGuard, PoisonError};

use async_trait::async_trait;
use baton::chat::{DeliveryError, Inbox, Outgoing, Pace, Platform, Receipt, Scope};
use chrono::{DateTime, Duration, Utc};

use crate::support::meter::{Counted, Rule};

pub(super) struct Strict {
    name: &'static str,
    pace: Pace,
    rule: Rule,
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    /// How long the next request takes to get here, and its answer back.
    ways: (Duration, Duration),
    arrived: Vec<(DateTime<Utc>, Outgoing)>,
    counted: Counted,
    /// What was said about waiting: since when we know it, and until when; the empty name is for all.
    shut: Vec<(String, DateTime<Utc>, DateTime<Utc>)>,
    early: Vec<String>,
    refused: usize,
    /// The next message to this place is refused like this.
    refuse: Option<(String, Scope, Duration)>,
    told: usize,
    /// The next question for a message is refused like this, and everything else with it.
    refuse_to_find: Option<Duration>,
}

impl Strict {
    pub(super) fn new(name: &'static str, pace: Pace, rule: Rule) -> Strict {
        Strict { name, pace, rule, state: Mutex::default() }
    }

    pub(super) fn rule(&self) -> Rule {
        self.rule
    }

    /// How long the next request and its answer are on their way.
    pub(super) fn takes(&self, there: Duration, back: Duration) {
        self.state().ways = (there, back);
    }

    /// Refuses the next message to a place: nothing of that scope for so long.
    pub(super) fn refuse(&self, place: &str, scope: Scope, after: Duration) {
        self.state().refuse = Some((place.to_owned(), scope, after));
    }

    /// Refuses the next question for a message: nothing of all for so long.
    pub(super) fn refuse_to_find(&self, after: Duration) {
        self.state().refuse_to_find = Some(after);
    }

    /// How often that has happened.
    pub(super) fn told(&self) -> usize {
        self.state().told
    }

    /// How often more came than is allowed.
    pub(super) fn refused(&self) -> usize {
        self.state().refused
    }

    /// What left though we knew that it was too early.
    pub(super) fn early(&self) -> Vec<String> {
        self.state().early.clone()
    }

    /// What a place was sent, and when it arrived.
    pub(super) fn arrived_at(&self, place: &str) -> Vec<(DateTime<Utc>, Outgoing)> {
        let state = self.state();
        let mut there: Vec<_> =
            state.arrived.iter().filter(|(_, it)| it.place.to_string() == place).cloned().collect();
        there.sort_by_key(|(at, _)| *at);
        there
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[async_trait]
impl Platform for Strict {
    fn name(&self) -> &'static str {
        self.name
    }

    fn pace(&self) -> Pace {
        self.pace
    }

    fn edits(&self) -> bool {
        true
    }

    async fn listen(&self, _inbox: Inbox) -> anyhow::Result<()> {
        Ok(())
    }

    async fn deliver(&self, message: &Outgoing) -> Result<Receipt, DeliveryError> {
        let mut state = self.state();
        let (left, place) = (message.at, message.place.to_string());
        let at = left + state.ways.0;
        let is_early = state.shut.iter().any(|(of, known, until)| {
            (of.is_empty() || *of == place) && left >= *known && at < *until
        });
        if is_early {
            state.early.push(message.name.clone());
        }
        let known = at + state.ways.1;
        let shut = |state: &mut State, scope, until: DateTime<Utc>| {
            let of = if scope == Scope::Platform { String::new() } else { place.clone() };
            state.shut.push((of, known, until));
            let why = "too many".to_owned();
            Err(DeliveryError::Later { after: until - at, scope, why, said: true })
        };
        if state.refuse.as_ref().is_some_and(|(of, _, _)| *of == place)
            && let Some((_, scope, after)) = state.refuse.take()
        {
            state.told += 1;
            return shut(&mut state, scope, at + after);
        }
        if let Some(until) = state.counted.count(self.rule, &place, at) {
            state.refused += 1;
            return shut(&mut state, Scope::Place, until);
        }
        state.arrived.push((at, message.clone()));
        Ok(Receipt(message.name.clone()))
    }

    async fn find(&self, message: &Outgoing) -> anyhow::Result<Option<Receipt>> {
        let mut state = self.state();
        let at = message.at + state.ways.0;
        let is_shut = state
            .shut
            .iter()
            .any(|(of, known, until)| of.is_empty() && message.at >= *known && at < *until);
        if is_shut {
            state.early.push(format!("{} was asked for", message.name));
        }
        if let Some(after) = state.refuse_to_find.take() {
            let known = at + state.ways.1;
            state.shut.push((String::new(), known, at + after));
            state.told += 1;
            let (scope, why) = (Scope::Platform, "too many questions".to_owned());
            return Err(DeliveryError::Later { after, scope, why, said: true }.into());
        }
        let found = state.arrived.iter().find(|(_, it)| it.name == message.name);
        Ok(found.map(|_| Receipt(message.name.clone())))
    }
}
