//! What stands below a message to be pressed, and the command line that a press stands for.
//!
//! Discord gives back with a press what was written on the button: 100 characters that nobody sees. The line itself is
//! written there: so a press means the same for as long as the message stands, after restarts and on another machine,
//! and nothing has to be remembered. A line that is longer is not for a button: it is shown to be copied.

use std::collections::BTreeSet;

use baton_commands::card::{Button, Card};
use baton_commands::ids::RecordId;
use baton_commands::voice::Voice;

use super::cut::{length, shortened};
use super::message::{BUTTONS_MAX, CHOICES_MAX, Choice, Component, ID_MAX, LABEL_MAX, ROWS_MAX};

/// What a list to choose from is called; what is chosen in it is a line.
const SELECT: &str = "more";

/// The rows below a message. More buttons than fit stand in a list in the last row.
pub fn rows(card: &Card, about: &[RecordId], voice: &Voice) -> Vec<Component> {
    let labelled = labelled(card, about, voice);
    let most = ROWS_MAX * BUTTONS_MAX;
    let shown = if labelled.len() > most { most - BUTTONS_MAX } else { labelled.len() };
    let (buttons, rest) = labelled.split_at(shown);
    let button = |(nth, (label, line)): (usize, &(String, String))| {
        Component::button(shortened(label, LABEL_MAX), line.clone(), nth == 0)
    };
    let buttons: Vec<Component> = buttons.iter().enumerate().map(button).collect();
    let mut rows: Vec<Component> =
        buttons.chunks(BUTTONS_MAX).map(|row| Component::row(row.to_vec())).collect();
    let choice = |(label, line): &(String, String)| Choice {
        label: shortened(label, ID_MAX),
        value: line.clone(),
    };
    let choices: Vec<Choice> = rest.iter().take(CHOICES_MAX).map(choice).collect();
    if !choices.is_empty() {
        rows.push(Component::row(vec![Component::select(SELECT.to_owned(), choices)]));
    }
    rows
}

/// The lines of buttons that are too long for one, each with its label, to be shown as text.
pub fn too_long(card: &Card) -> impl Iterator<Item = &Button> {
    card.buttons.iter().filter(|button| !fits(button))
}

fn fits(button: &Button) -> bool {
    length(&button.line) <= ID_MAX
}

/// Label and line of each button that can be one, no line twice.
fn labelled(card: &Card, about: &[RecordId], voice: &Voice) -> Vec<(String, String)> {
    let mut lines = BTreeSet::new();
    let buttons = card.buttons.iter().filter(|button| fits(button));
    let fresh = buttons.filter(|button| lines.insert(button.line.as_str()));
    fresh.map(|button| (label(button, about, voice), button.line.clone())).collect()
}

/// With its record where the message is about several, or about another.
fn label(button: &Button, about: &[RecordId], voice: &Voice) -> String {
    let plain = Voice { style: &baton_commands::voice::PlainStyle, ..*voice };
    let label = plain.sentence(&button.label);
    match button.about {
        Some(record) if about != [record] => format!("{label} {record}"),
        _ => label,
    }
}
