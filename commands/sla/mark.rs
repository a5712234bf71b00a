//! That a point of a clock was reached, and what of it was told.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::ladder::Point;
use crate::short::instant;

/// That a point was reached: once for (record, target, cycle, point, deadline) (SLA-9).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mark {
    pub point: Point,
    /// Which deadline it was a point of; see [`Target::promised_by`](super::Target::promised_by).
    #[serde(serialize_with = "instant")]
    pub promised_by: DateTime<Utc>,
    /// When it was really reached.
    #[serde(serialize_with = "instant")]
    pub at: DateTime<Utc>,
    /// When it was told or found superseded.
    #[serde(serialize_with = "instant")]
    pub told_at: DateTime<Utc>,
    /// Nobody was told, because a higher point had been reached by then (SLA-7, SLA-10).
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub superseded: bool,
    /// Nobody was told, because nobody of its audience existed (SLA-9).
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub unheard: bool,
}

/// What is to be told of a target: the highest point reached and not told, with those below it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reached {
    pub point: Point,
    /// Which deadline it is a point of; see [`Target::promised_by`](super::Target::promised_by).
    pub promised_by: DateTime<Utc>,
    /// When it was really reached.
    pub true_at: DateTime<Utc>,
    /// Seconds of wall time from then to now.
    pub late_by: i64,
    /// Seconds on the calendar used by now.
    pub used_seconds: i64,
    /// Lower points that nobody is told of any more, and when they were really reached.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub superseded: Vec<(Point, DateTime<Utc>)>,
}
