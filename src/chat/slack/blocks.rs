//! The pieces that Slack's messages, forms and Homes are put together from, each within Slack's limits.

use baton_commands::card::Button;
use serde_json::json;
use slack_morphism::prelude::{
    SlackActionBlockElement, SlackActionsBlock, SlackBlock, SlackBlockButtonElement,
    SlackBlockMarkDownText, SlackBlockPlainText, SlackBlockPlainTextOnly, SlackHeaderBlock,
    SlackSectionBlock,
};

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
pub fn plain(text: &str, max: usize) -> SlackBlockPlainTextOnly {
    let text = if text.trim().is_empty() { "…" } else { text };
    SlackBlockPlainText::new(shortened(text, max)).with_emoji(false).into()
}

/// A text in Slack's markup; `verbatim`, so that nothing in it is made a link or a mention but what we wrote as one.
pub fn section(mrkdwn: &str) -> SlackBlock {
    let text = SlackBlockMarkDownText::new(mrkdwn.to_owned()).with_verbatim(true);
    SlackSectionBlock::new().with_text(text.into()).into()
}

pub fn header(text: &str) -> SlackBlock {
    SlackHeaderBlock::new(plain(text, HEADER_MAX)).into()
}

/// Rows of buttons. `written` is a button's label. One whose line Slack does not carry is left out: what it says can be
/// typed.
pub fn buttons(buttons: &[Button], written: impl Fn(&Button) -> String) -> Vec<SlackBlock> {
    let carried = buttons.iter().filter(|button| length(&button.line) <= VALUE_MAX);
    let drawn: Vec<SlackActionBlockElement> = carried
        .enumerate()
        .map(|(nth, button)| {
            SlackBlockButtonElement::new(plain(&written(button), LABEL_MAX))
                .with_action_id(format!("{PRESS}{nth}").into())
                .with_value(button.line.clone())
                .into()
        })
        .collect();
    let rows = drawn.chunks(BUTTONS_MAX);
    rows.map(|row| SlackActionsBlock::new(row.to_vec()).into()).collect()
}

/// How many characters blocks take in a message.
pub fn weight(blocks: &[SlackBlock]) -> usize {
    blocks.iter().map(|block| json!(block).to_string().chars().count() + 1).sum()
}
