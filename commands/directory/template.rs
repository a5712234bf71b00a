//! Prepared work: change templates and checklists of visits (CHG-8, FLD-4).

use serde::{Deserialize, Serialize};

use crate::ids::{DeptId, ManifestId};
use crate::sla::Span;

/// A named chain of tasks with places to fill in.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Template {
    /// With `{parameters}` in it.
    pub title: String,
    pub kind: ChangeKind,
    /// The product whose modules its tasks touch.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub manifest: Option<ManifestId>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub parameters: Vec<String>,
    pub tasks: Vec<TemplateTask>,
}

/// The type of a change.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ChangeKind {
    /// Approved beforehand.
    Standard,
    #[default]
    Normal,
    /// Work first; approval and review are chased afterwards.
    Emergency,
}

impl ChangeKind {
    /// The words of the file.
    pub const WORDS: [(&str, ChangeKind); 3] = [
        ("standard", ChangeKind::Standard),
        ("normal", ChangeKind::Normal),
        ("emergency", ChangeKind::Emergency),
    ];
}

/// One task of a template.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct TemplateTask {
    /// Its name within the template.
    pub key: String,
    pub title: String,
    pub department: DeptId,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub estimate: Option<Span>,
    /// Keys of the tasks it waits for.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub after: Vec<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub instructions: Option<String>,
    /// The module of the template's product that it touches. In a manifest a task is a module, and this is none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub module: Option<String>,
}

/// The list that a visit is worked off by.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Checklist {
    /// What the engineer must know.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub skill: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub estimate: Option<Span>,
    pub items: Vec<ChecklistItem>,
}

/// One thing to look at or to do.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ChecklistItem {
    /// Its name within the checklist.
    pub key: String,
    pub phase: VisitPhase,
    pub text: String,
    pub reading: Reading,
    #[serde(default)]
    pub required: bool,
    /// Asked for each device of the visit.
    #[serde(default)]
    pub per_device: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum VisitPhase {
    Before,
    Onsite,
    After,
}

impl VisitPhase {
    /// The words of the file.
    pub const WORDS: [(&str, VisitPhase); 3] = [
        ("before", VisitPhase::Before),
        ("onsite", VisitPhase::Onsite),
        ("after", VisitPhase::After),
    ];
}

/// What an item's value looks like.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Reading {
    YesNo,
    /// Outside its limits it is noted as such.
    Number {
        unit: Option<String>,
        min: Option<f64>,
        max: Option<f64>,
    },
    /// A value of `fault_if` is a hardware fault (FLD-5).
    Choice {
        choices: Vec<String>,
        fault_if: Vec<String>,
    },
    Text,
}
