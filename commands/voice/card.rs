//! A card as text: its head, its lines, its tables in columns, its buttons in a last line.

use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

use super::Voice;
use crate::card::{Block, Button, Card};
use crate::say;
use crate::words::{Arg, Words};

/// A cell is cut at this many columns; a table has to fit a chat window.
const CELL_MAX: usize = 40;

/// Between two columns.
const GUTTER: &str = "  ";

impl Voice<'_> {
    /// The whole card, with a last line such as `[Acknowledge INC-7] [Take lead INC-7]`.
    pub fn text(&self, card: &Card) -> String {
        let mut text = self.prose(card);
        if !card.buttons.is_empty() {
            let buttons: Vec<String> = card.buttons.iter().map(|b| self.press(b)).collect();
            text.push('\n');
            text.push_str(&buttons.join(" "));
        }
        text
    }

    /// The card without its buttons, for platforms that draw them.
    pub fn prose(&self, card: &Card) -> String {
        let head = self.sentence(&card.head);
        let blocks = card.body.iter().map(|block| self.block(block));
        std::iter::once(head).chain(blocks).collect::<Vec<_>>().join("\n")
    }

    /// One part of a card's body.
    pub fn block(&self, block: &Block) -> String {
        match block {
            Block::Line(words) => self.sentence(words),
            Block::Field { name, value } => self.field(name, value),
            Block::Table { columns, rows } => {
                self.style.preformatted(&self.without_markup().table(columns, rows))
            }
            Block::Picture(chart) => self.chart(chart),
            Block::Verbatim(lines) => self.style.preformatted(lines.trim_end()),
        }
    }

    fn field(&self, name: &Words, value: &Arg) -> String {
        let name = self.style.bold(&self.field_name(name));
        let colon = self.sentence(&say!("field-colon"));
        format!("{name}{colon}{}", self.argument(value))
    }

    /// A field's name without markup, for platforms that draw fields.
    pub fn field_name(&self, name: &Words) -> String {
        capital(&self.sentence(name))
    }

    /// How a button is written where there are none, and pressed in a transcript: `[Hold INC-7]`.
    pub fn press(&self, button: &Button) -> String {
        let label = self.sentence(&button.label);
        match button.about {
            Some(record) => format!("[{label} {record}]"),
            None => format!("[{label}]"),
        }
    }

    pub(super) fn table(&self, columns: &[Words], rows: &[Vec<Arg>]) -> String {
        let head = columns.iter().map(|words| cut(&self.sentence(words))).collect();
        let cells = |row: &Vec<Arg>| row.iter().map(|arg| cut(&self.argument(arg))).collect();
        let lines: Vec<Vec<String>> = std::iter::once(head).chain(rows.iter().map(cells)).collect();
        let right: Vec<bool> = (0..columns.len()).map(|column| counts(rows, column)).collect();
        aligned(&lines, &right)
    }
}

/// A field begins a line, so its name begins with a capital; in a column or a sentence it does not.
fn capital(name: &str) -> String {
    let mut letters = name.chars();
    let first = letters.next().map(char::to_uppercase);
    first.into_iter().flatten().chain(letters).collect()
}

/// Whether a column holds numbers only: these stand on the right.
fn counts(rows: &[Vec<Arg>], column: usize) -> bool {
    let mut cells = rows.iter().filter_map(|row| row.get(column)).peekable();
    cells.peek().is_some() && cells.all(|cell| matches!(cell, Arg::Number(_)))
}

/// Columns as wide as their widest cell, measured as terminals show it: 中 is two wide.
fn aligned(lines: &[Vec<String>], right: &[bool]) -> String {
    let columns = lines.iter().map(Vec::len).max().unwrap_or(0);
    let widest =
        |column: usize| lines.iter().filter_map(|l| l.get(column)).map(|cell| cell.width()).max();
    let widths: Vec<usize> = (0..columns).map(|column| widest(column).unwrap_or(0)).collect();
    let line = |cells: &Vec<String>| {
        let padded = cells.iter().zip(&widths).enumerate().map(|(column, (cell, width))| {
            let space = " ".repeat(width - cell.width());
            match right.get(column) {
                Some(true) => space + cell,
                _ => cell.clone() + &space,
            }
        });
        padded.collect::<Vec<_>>().join(GUTTER).trim_end().to_owned()
    };
    lines.iter().map(line).collect::<Vec<_>>().join("\n")
}

/// A cell of at most [`CELL_MAX`] columns, ending in `…` where something was left out.
fn cut(cell: &str) -> String {
    if cell.width() <= CELL_MAX {
        return cell.to_owned();
    }
    let mut width = 0;
    let fits = cell.chars().take_while(|c| {
        width += c.width().unwrap_or(0);
        width < CELL_MAX
    });
    let kept: String = fits.collect();
    format!("{}…", kept.trim_end())
}
