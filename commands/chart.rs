//! A chain of work as a picture: departments as lanes, their work as bars along time, arrows from what is first to what waits.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::say;
use crate::words::{Arg, Words};

/// A picture as a value. Platforms that show none write it as a table.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Chart {
    /// What the picture is kept under, such as `CHG-12`.
    pub name: String,
    pub title: Words,
    pub now: DateTime<Utc>,
    /// From when to when the work is meant to be done.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub window: Option<(DateTime<Utc>, DateTime<Utc>)>,
    /// From top to bottom: departments, mostly.
    pub lanes: Vec<Arg>,
    pub bars: Vec<Bar>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub arrows: Vec<Arrow>,
}

/// A piece of work.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Bar {
    /// `CHG-12.4`, or `4` where the title of the chart says of what.
    pub id: String,
    /// Foreign text.
    pub title: String,
    /// Which of the chart's lanes it is in; one that does not exist is the last.
    pub lane: usize,
    pub from: DateTime<Utc>,
    pub to: DateTime<Utc>,
    pub state: State,
    /// Whether the end of all waits for it.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub critical: bool,
    /// Whether it is past due.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub late: bool,
}

/// From a bar to one that waits for it, both by their position among the bars.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Arrow {
    pub from: usize,
    pub to: usize,
    /// Whether the end of all waits through it.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub critical: bool,
}

/// How far a piece of work is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum State {
    Waiting,
    Ready,
    InProgress,
    OnHold,
    Done,
    Failed,
    Skipped,
    Cancelled,
}

impl State {
    pub const ALL: [State; 8] = [
        State::Waiting,
        State::Ready,
        State::InProgress,
        State::OnHold,
        State::Done,
        State::Failed,
        State::Skipped,
        State::Cancelled,
    ];

    /// What it is called.
    pub fn words(self) -> Words {
        match self {
            State::Waiting => say!("chart-waiting"),
            State::Ready => say!("chart-ready"),
            State::InProgress => say!("chart-in-progress"),
            State::OnHold => say!("chart-on-hold"),
            State::Done => say!("chart-done"),
            State::Failed => say!("chart-failed"),
            State::Skipped => say!("chart-skipped"),
            State::Cancelled => say!("chart-cancelled"),
        }
    }

    /// One sign of text for it.
    pub fn sign(self) -> &'static str {
        match self {
            State::Waiting => "·",
            State::Ready => "○",
            State::InProgress => "▶",
            State::OnHold => "‖",
            State::Done => "✓",
            State::Failed => "✗",
            State::Skipped => "»",
            State::Cancelled => "⊘",
        }
    }
}
