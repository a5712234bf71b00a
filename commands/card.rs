//! What a message looks like, before a platform draws it: a head, lines, tables, buttons.

use serde::{Deserialize, Serialize};

use crate::chart::Chart;
use crate::ids::RecordId;
use crate::words::{Arg, Words};

/// A message as a value. The head alone is a one-line answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Card {
    pub head: Words,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub body: Vec<Block>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub buttons: Vec<Button>,
}

/// A part of a card below its head.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Block {
    Line(Words),
    /// A fact with its name, such as *Severity: 2*.
    Field {
        name: Words,
        value: Arg,
    },
    Table {
        columns: Vec<Words>,
        rows: Vec<Vec<Arg>>,
    },
    /// Drawn where pictures can be shown, a table elsewhere.
    Picture(Box<Chart>),
    /// A line of what a verb is for, its example, or generated help: shown as it stands.
    Verbatim(String),
}

/// A button: the label people see, the record it acts on, the line it stands for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Button {
    pub label: Words,
    /// `[Acknowledge INC-7]` is how a transcript presses it. None: the button belongs to no record.
    pub about: Option<RecordId>,
    /// What pressing it says, such as `/incident ack INC-7`.
    pub line: String,
}

impl Card {
    pub fn line(head: Words) -> Card {
        Card { head, body: Vec::new(), buttons: Vec::new() }
    }

    pub fn with(mut self, block: Block) -> Card {
        self.body.push(block);
        self
    }

    pub fn and(self, line: Words) -> Card {
        self.with(Block::Line(line))
    }

    pub fn button(
        mut self,
        label: Words,
        about: impl Into<Option<RecordId>>,
        line: String,
    ) -> Card {
        self.buttons.push(Button { label, about: about.into(), line });
        self
    }
}

impl From<Words> for Card {
    fn from(head: Words) -> Card {
        Card::line(head)
    }
}
