//! The pieces that Slack's messages, forms and Homes are put together from, each within Slack's limits.

use baton_commands::card::Button;
use serde_json::{Value, json};

use super::cut::{length, shortened};

/// Characters of a section.
pub const SECTION_MAX: usize = 3_000;
/// Characters of a header.
const HEADER_MAX: usize = 150;
/// Characters of a button's label.
const LABEL_MAX: usize = 75;
/// Characters of what a button carries.
const VALUE_MAX: usize = 2_000;
/// Buttons in one row; Slack would take 25, people do not.
const BUTTONS_MAX: usize = 10;

/// Before the number of a button in its `action_id`.
pub const PRESS: &str = "press-";

/// A text that stands as it is: no markup, no mention, no signs turned into pictures.
pub fn plain(text: &str, max: usize) -> Value {
    let text = if text.trim().is_empty() { "…" } else { text };
    json!({"type": "plain_text", "text": shortened(text, max), "emoji": false})
}

/// A text in Slack's markup; `verbatim`, so that nothing in it is made a link or a mention but what we wrote as one.
pub fn section(mrkdwn: &str) -> Value {
    json!({
        "type": "section",
        "text": {"type": "mrkdwn", "text": mrkdwn, "verbatim": true},
    })
}

pub fn header(text: &str) -> Value {
    json!({"type": "header", "text": plain(text, HEADER_MAX)})
}

/// Rows of buttons. `written` is a button's label. One whose line Slack does not carry is left out: what it says can be
/// typed.
pub fn buttons(buttons: &[Button], written: impl Fn(&Button) -> String) -> Vec<Value> {
    let carried = buttons.iter().filter(|button| length(&button.line) <= VALUE_MAX);
    let drawn: Vec<Value> = carried
        .enumerate()
        .map(|(nth, button)| {
            json!({
                "type": "button",
                "action_id": format!("{PRESS}{nth}"),
                "text": plain(&written(button), LABEL_MAX),
                "value": button.line,
            })
        })
        .collect();
    let rows = drawn.chunks(BUTTONS_MAX);
    rows.map(|row| json!({"type": "actions", "elements": row})).collect()
}

/// How many characters blocks take in a message.
pub fn weight(blocks: &[Value]) -> usize {
    blocks.iter().map(|block| block.to_string().chars().count() + 1).sum()
}
