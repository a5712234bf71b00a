//! People and the departments they work in.

use std::collections::{BTreeMap, BTreeSet};

use chrono_tz::Tz;
use serde::{Deserialize, Serialize};

use crate::directory::Rota;
use crate::ids::{CalendarId, DeptId, PersonId, Place};
use crate::voice::Language;

/// Somebody who may talk to the bot. His handle is his name in the console and in transcripts.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Person {
    pub name: String,
    /// DIR-2: his id on each platform, by the platform's name (`slack`, `discord`).
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub accounts: BTreeMap<String, String>,
    /// Departments he works in besides being named there as head or member.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub also: BTreeSet<DeptId>,
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub skills: BTreeSet<String>,
    /// None: his department's, then the company's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub language: Option<Language>,
}

/// A technical department: where it lives, who leads it, who is on duty.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Department {
    pub name: String,
    /// DIR-3: the channel where it lives.
    pub place: Place,
    pub head: PersonId,
    pub members: Vec<PersonId>,
    /// None: the company's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub calendar: Option<CalendarId>,
    /// None: the department has no duty rotation and is pinged as a department (PNG-1).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub duty: Option<Rota>,
    /// What stands for all of it on a platform, by the platform's name: a user group, a role. One that is missing is
    /// called by its people's names.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub groups: BTreeMap<String, String>,
    /// None: the company's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub zone: Option<Tz>,
    /// None: the company's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub language: Option<Language>,
}
