//! A message on its way out: claimed, tried, settled.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::NewRow;

/// A row somebody has taken to send, for as long as the lease runs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Claim {
    /// The row's number: rows are counted in the order they were stored.
    pub id: u64,
    pub row: NewRow,
    /// 1 the first time.
    pub attempt: u32,
    /// An earlier attempt may have arrived: ask the platform before sending again.
    pub unsure: bool,
}

/// How an attempt ended.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Outcome {
    /// It arrived; the receipt is the platform's name for it.
    Done { receipt: Vec<u8>, at: DateTime<Utc> },
    /// It did not arrive, and is to be tried again.
    Later {
        not_before: DateTime<Utc>,
        why: String,
        /// The name of all that may not be sent before either, since the platform said so ([`Store::shut`]).
        ///
        /// [`Store::shut`]: super::Store::shut
        #[serde(default, skip_serializing_if = "Option::is_none")]
        shuts: Option<String>,
    },
    /// It may have arrived: to be asked, and perhaps tried again.
    Unsure {
        not_before: DateTime<Utc>,
        why: String,
        /// As for [`Outcome::Later`].
        #[serde(default, skip_serializing_if = "Option::is_none")]
        shuts: Option<String>,
    },
    /// It cannot arrive: given up, and listed as undelivered.
    Never { why: String, at: DateTime<Utc> },
    /// It is of no use any more.
    Lapsed { why: String, at: DateTime<Utc> },
    /// What it said was said by the row named here.
    Merged { into: String, at: DateTime<Utc> },
}

/// What the history knows of a row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Settled {
    pub row: NewRow,
    /// None while the row waits.
    pub outcome: Option<Outcome>,
    /// Why the last attempt at a row that still waits did not settle it.
    pub trouble: Option<String>,
}

impl Outcome {
    /// Why a row still waits, when it does.
    pub fn trouble(&self) -> Option<&str> {
        match self {
            Self::Later { why, .. } | Self::Unsure { why, .. } => Some(why),
            _ => None,
        }
    }
}
