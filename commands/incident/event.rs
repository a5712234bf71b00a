//! What can have happened to an incident. Kept for ever: add variants, never change one.

use std::sync::Arc;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::directory::{Promise, Severity};
use crate::ids::{CalendarId, ClientId, DeptId, IncidentId, PersonId, Serial, ServiceId, VendorId};
use crate::sla::{Accept, Ladder, Party, PointReached as Reached, Span, TargetName};

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Event {
    Opened(Box<Opened>),
    /// INC-2: the department takes its part; the first acknowledges the incident.
    Acknowledged {
        #[serde(default, skip_serializing_if = "Option::is_none")]
        department: Option<DeptId>,
    },
    Led {
        by: PersonId,
    },
    Assigned {
        department: DeptId,
        to: PersonId,
    },
    /// Asked for; OLA `accept` runs from now.
    Engaged {
        department: DeptId,
        accept: Option<Accept>,
    },
    Released {
        department: DeptId,
    },
    /// UC: the vendor has answered; his response clock stops.
    VendorAnswered {
        vendor: VendorId,
    },
    /// UC: the vendor is done.
    VendorReleased {
        vendor: VendorId,
    },
    Noted {
        text: String,
        /// The line of the timeline it puts right (INC-4).
        #[serde(default, skip_serializing_if = "Option::is_none")]
        amends: Option<u32>,
    },
    SeveritySet {
        severity: Severity,
        because: Option<String>,
        promise: Option<Promise>,
    },
    Held {
        party: Party,
        until: Option<DateTime<Utc>>,
        because: String,
    },
    /// By a person, or by the clock when the hold's end has come.
    Resumed,
    Escalated {
        to: Escalation,
        because: String,
    },
    Mitigated {
        text: String,
    },
    Resolved {
        text: String,
        debrief_by: Option<DateTime<Utc>>,
    },
    Reopened {
        text: String,
    },
    Closed,
    /// This record goes on in another; its clocks end as merged (SLA-13).
    MergedInto {
        into: IncidentId,
    },
    /// Another record goes on in this one, with the departments it had engaged.
    MergedFrom {
        from: IncidentId,
        departments: Vec<(DeptId, bool)>,
    },
    DebriefRecorded {
        cause: String,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        well: Option<String>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        badly: Option<String>,
        actions: Vec<Action>,
    },
    /// A debrief recorded before is added to; its actions are numbered on.
    DebriefAmended {
        #[serde(default, skip_serializing_if = "Option::is_none")]
        cause: Option<String>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        well: Option<String>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        badly: Option<String>,
        actions: Vec<Action>,
    },
    /// Action number `number`, from 1, is done.
    ActionDone {
        number: usize,
    },
    /// TAM-3: why a target was missed, and what is done about it.
    Analysed {
        target: TargetName,
        cause: String,
        action: String,
    },
    /// A point of a clock came (SLA-9); those behind it are recorded as superseded (SLA-10).
    Reached(Reached),
    /// INC-6: the debrief is due (again). `next` is when it will be asked for once more.
    DebriefFellDue {
        next: DateTime<Utc>,
    },
    ActionFellDue {
        number: usize,
        next: DateTime<Utc>,
    },
    /// INC-7: so many alike within the window that a problem record is suggested.
    ProblemSuggested {
        alike: Vec<IncidentId>,
    },
    /// ACC-5: somebody was refused, and who may.
    Refused {
        verb: String,
        who: PersonId,
        may: Vec<PersonId>,
    },
    /// ACC-3: done all the same by a head or duty engineer.
    Overridden {
        verb: String,
        because: String,
    },
    /// ACC-3: the one refused asks somebody who may.
    AskedFor {
        verb: String,
        whom: PersonId,
    },
    /// Closed long ago: the record leaves the World, its document stays in the store.
    Archived,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Opened {
    pub title: String,
    pub severity: Severity,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub client: Option<ClientId>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub service: Option<ServiceId>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub device: Option<Serial>,
    /// The first owns the incident and is bound by the client's targets.
    pub departments: Vec<DeptId>,
    /// The OLA `accept` of each department after the first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub accepts: Vec<(DeptId, Accept)>,
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub restricted: bool,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub promise: Option<Promise>,
}

/// Whom an escalation reaches (INC-5).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Escalation {
    Head {
        department: DeptId,
    },
    Management,
    Vendor {
        vendor: VendorId,
        calendar: CalendarId,
        response: Option<Span>,
        resolution: Option<Span>,
        ladder: Arc<Ladder>,
        /// The contract lets the vendor's time stop the client's clock.
        pauses: bool,
    },
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Action {
    pub text: String,
    pub owner: PersonId,
    pub due: DateTime<Utc>,
}
