//! Incidents: something is broken, departments are engaged, clocks run until it is resolved.
//!
//! [`Incident`] is the record, [`Event`] what can happen to it; `evolve.rs` applies one, `wake.rs` says what the
//! clock makes true, `announce.rs` who is told, `card.rs` how it looks. Each verb has its file.

mod announce;
mod card;
mod clocks;
mod debrief;
mod engagement;
mod event;
mod evolve;
pub mod history;
mod reason;
mod rights;
#[cfg(test)]
mod tests;
mod tighten;
mod vendors;
pub mod verbs;
mod wake;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

pub use announce::announce;
pub use card::{clock_words, state_words};
pub use debrief::{Amendment, Debrief, Tracked};
pub use engagement::Engagement;
pub use event::{Action, Escalation, Event, Opened};

pub use crate::directory::{Promise, accept_of, promise_of};
pub use crate::sla::{Accept, PointReached as Reached, TargetName};
pub use tighten::Known;
pub use wake::debrief_by;

use crate::directory::{Directory, Severity};
use crate::ids::{ClientId, IncidentId, PersonId, Place, Serial, ServiceId, VendorId};
use crate::short::{instant, instant_if};
use crate::sla::{Party, Pause, Target, TargetKind};

/// One incident, live or resolved. Closed ones leave the World after a configured time.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Incident {
    pub id: IncidentId,
    /// How many events it has: the next is `INC-7/{events + 1}`.
    pub events: u32,
    pub title: String,
    pub severity: Severity,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub client: Option<ClientId>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub service: Option<ServiceId>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub device: Option<Serial>,
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub restricted: bool,
    #[serde(serialize_with = "instant")]
    pub opened_at: DateTime<Utc>,
    /// None: an alert opened it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub opened_by: Option<PersonId>,
    pub phase: Phase,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lead: Option<PersonId>,
    /// The first that is not released owns the incident.
    pub engagements: Vec<Engagement>,
    pub targets: Vec<Target>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub promise: Option<Promise>,
    /// Told by `escalate`; participants of a restricted incident.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub involved: Vec<PersonId>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub vendors: Vec<Vendoring>,
    /// When the client was first answered, in this cycle (SLA-4).
    #[serde(default, skip_serializing_if = "Option::is_none", serialize_with = "instant_if")]
    pub answered_at: Option<DateTime<Utc>>,
    /// Holds that are over, and the time it was resolved before it was reopened, in order (SLA-6).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub waits: Vec<Pause>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub debrief: Option<Debrief>,
    /// INC-6: when the debrief is next asked for; none when it is not needed or recorded.
    #[serde(default, skip_serializing_if = "Option::is_none", serialize_with = "instant_if")]
    pub debrief_by: Option<DateTime<Utc>>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub analyses: Vec<Analysis>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub merged_from: Vec<IncidentId>,
    /// The latest refusal of each person, so that he can ask one who may (ACC-3).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub refusals: Vec<Refused>,
    /// INC-7: it was one too many of its like, and the incident manager was told.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub problem_suggested: bool,
    /// How often it was reopened.
    #[serde(default)]
    pub reopened: u32,
    /// When the clock next has something to say; kept with the record so that a start need not count.
    #[serde(default, skip_serializing_if = "Option::is_none", serialize_with = "instant_if")]
    pub wakes_at: Option<DateTime<Utc>>,
}

/// Where an incident stands. Each phase owns its times.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Phase {
    /// Not resolved; `hold` stands over the stage it interrupts.
    Live {
        stage: Stage,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        hold: Option<Hold>,
    },
    Resolved {
        #[serde(serialize_with = "instant")]
        at: DateTime<Utc>,
    },
    Closed {
        #[serde(serialize_with = "instant")]
        at: DateTime<Utc>,
        #[serde(serialize_with = "instant")]
        resolved_at: DateTime<Utc>,
    },
    Merged {
        #[serde(serialize_with = "instant")]
        at: DateTime<Utc>,
        into: IncidentId,
    },
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Stage {
    Open,
    Acknowledged,
    Mitigated,
}

/// Why nothing goes on, and until when. Every held second belongs to one party (SLA-6).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Hold {
    #[serde(serialize_with = "instant")]
    pub since: DateTime<Utc>,
    pub party: Party,
    #[serde(default, skip_serializing_if = "Option::is_none", serialize_with = "instant_if")]
    pub until: Option<DateTime<Utc>>,
    pub because: String,
}

/// A vendor's part: his clock is a UC.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Vendoring {
    pub vendor: VendorId,
    #[serde(serialize_with = "instant")]
    pub since: DateTime<Utc>,
    /// None: nobody has said that he answered.
    #[serde(default, skip_serializing_if = "Option::is_none", serialize_with = "instant_if")]
    pub answered_at: Option<DateTime<Utc>>,
    #[serde(default, skip_serializing_if = "Option::is_none", serialize_with = "instant_if")]
    pub until: Option<DateTime<Utc>>,
}

/// The analysis of one missed target (TAM-3).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Analysis {
    pub target: TargetName,
    pub at: DateTime<Utc>,
    pub by: PersonId,
    pub cause: String,
    pub action: String,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Refused {
    pub who: PersonId,
    pub verb: String,
    pub may: Vec<PersonId>,
    /// Whom he has asked since.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub asked: Vec<PersonId>,
}

impl Incident {
    pub fn is_live(&self) -> bool {
        matches!(self.phase, Phase::Live { .. })
    }

    pub fn hold(&self) -> Option<&Hold> {
        match &self.phase {
            Phase::Live { hold, .. } => hold.as_ref(),
            _ => None,
        }
    }

    pub fn resolved_at(&self) -> Option<DateTime<Utc>> {
        match self.phase {
            Phase::Resolved { at } | Phase::Closed { resolved_at: at, .. } => Some(at),
            Phase::Live { .. } | Phase::Merged { .. } => None,
        }
    }

    pub fn target(&self, name: &TargetName) -> Option<&Target> {
        self.targets.iter().find(|t| t.name() == *name)
    }

    /// The newest cycle of a clock.
    pub fn latest(&self, kind: &TargetKind) -> Option<&Target> {
        self.targets.iter().rev().find(|target| target.kind() == kind)
    }

    /// The clocks in the order they are read: response, resolution, update, then hand-offs and vendors.
    pub fn clocks(&self) -> Vec<&Target> {
        let mut clocks: Vec<&Target> = self.targets.iter().collect();
        clocks.sort_by_key(|target| target.name());
        clocks
    }

    /// INC-9: a restricted incident is seen by those who take part in it, the incident manager and the client's TAM.
    pub fn visible_to(&self, person: &PersonId, directory: &Directory) -> bool {
        if !self.restricted {
            return true;
        }
        self.participants(directory).contains(person)
    }

    /// Missed targets that have no analysis yet (TAM-3).
    pub fn unanalysed(&self) -> impl Iterator<Item = &Target> {
        self.targets.iter().filter(|target| {
            let is_sla = matches!(target.kind(), TargetKind::Response | TargetKind::Resolution);
            is_sla
                && target.is_breached()
                && !self.analyses.iter().any(|a| a.target == target.name())
        })
    }

    /// Whom it keeps from everything else (CHG-10): of severity 1, its lead and those who have a part by name.
    pub fn tied_up(&self) -> Vec<&PersonId> {
        if !self.is_live() || self.severity.number() != 1 {
            return Vec::new();
        }
        let assigned = self.standing().filter_map(|it| it.assignee.as_ref());
        assigned.chain(&self.lead).collect()
    }

    /// The word of its state, as in `state-open`.
    pub fn state(&self) -> State {
        match &self.phase {
            Phase::Live { hold: Some(_), .. } => State::OnHold,
            Phase::Live { stage: Stage::Open, .. } => State::Open,
            Phase::Live { stage: Stage::Acknowledged, .. } => State::Acknowledged,
            Phase::Live { stage: Stage::Mitigated, .. } => State::Mitigated,
            Phase::Resolved { .. } => State::Resolved,
            Phase::Closed { .. } | Phase::Merged { .. } => State::Closed,
        }
    }

    /// When the work on it ended: resolved or merged.
    pub fn ended_at(&self) -> Option<DateTime<Utc>> {
        match self.phase {
            Phase::Merged { at, .. } => Some(at),
            _ => self.resolved_at(),
        }
    }

    /// The place whose card is the incident's own (INC-3): the company's channel for incidents.
    pub fn home(&self, directory: &Directory) -> Place {
        let home = directory.company.incident.home.clone();
        home.unwrap_or_else(|| Place::channel("incidents"))
    }
}

/// The states of DOMAIN section 4, as `/incident list --state` takes them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, clap::ValueEnum)]
pub enum State {
    Open,
    Acknowledged,
    Mitigated,
    OnHold,
    Resolved,
    Closed,
}
