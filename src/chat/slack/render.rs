//! A message as Slack's blocks: what fits in one, and the rest for its thread.

use baton_commands::voice::Voice;
use chrono_tz::Tz;
use slack_morphism::prelude::SlackBlock;

use super::blocks::{self, SECTION_MAX};
use super::cut::{Stretch, pieces, shortened, stretches};
use super::style::{Book, SlackStyle};
use crate::chat::{Act, Outgoing};

/// Blocks in one message.
const BLOCKS_MAX: usize = 50;
/// Characters of the blocks of one message, written as JSON: Slack refuses more than about 13,200.
const WEIGHT_MAX: usize = 12_000;
/// Characters of the text that stands in notifications and for readers without blocks; Slack would take 40,000.
const TEXT_MAX: usize = 3_000;

/// One message to Slack. The first carries the buttons, the others hang in its thread.
#[derive(Debug, Clone, PartialEq)]
pub struct Part {
    /// The whole as text, for notifications and screen readers.
    pub text: String,
    pub blocks: Vec<SlackBlock>,
}

/// The parts of a message, at least one, each within Slack's limits. `home` is the company's zone.
pub fn parts(message: &Outgoing, home: Tz, book: &dyn Book) -> Vec<Part> {
    let style = SlackStyle { book };
    let pings = message
        .called(|dept| book.group(dept).is_some(), |dept| book.one_by_one(dept, &message.pings));
    let message = &Outgoing { pings, ..message.clone() };
    let voice = voice(message, home, &style);
    let mut prose = voice.prose(&message.card);
    if let Some(calls) = uncalled(message, &style, &prose) {
        prose = format!("{calls} {prose}");
    }
    let buttons = blocks::buttons(&message.card.buttons, |button| match several(message) {
        true => voice.press(button).trim_matches(['[', ']']).to_owned(),
        false => voice.sentence(&button.label),
    });
    let parts = laid_out(&prose, buttons.clone(), None);
    match message.more().filter(|_| parts.len() > 1) {
        Some(more) => {
            let cut = laid_out(&prose, buttons, Some(voice.sentence(&more)));
            cut.into_iter().take(1).collect()
        }
        None => parts,
    }
}

/// In the language and zone of the reader.
pub fn voice<'a>(message: &'a Outgoing, home: Tz, style: &'a SlackStyle<'a>) -> Voice<'a> {
    Voice::new(message.language, home, style)
        .in_zone(message.zone)
        .at(message.at)
        .pinging(&message.pings)
}

/// Where one message is about several records, each button says which it is for.
fn several(message: &Outgoing) -> bool {
    let mut about = message.card.buttons.iter().map(|button| button.about);
    let first = about.next();
    about.any(|record| Some(record) != first)
}

/// Those who are pinged and whom no sentence names: they stand in front. A direct message reaches its reader anyway.
fn uncalled(message: &Outgoing, style: &SlackStyle<'_>, prose: &str) -> Option<String> {
    if message.act == Act::Direct {
        return None;
    }
    let mentions = message.pings.iter().filter_map(|recipient| style.mention(recipient));
    let missing: Vec<String> = mentions.filter(|mention| !prose.contains(mention)).collect();
    (!missing.is_empty()).then(|| missing.join(" "))
}

/// Sections of the prose, filled one message after the other; the buttons stand below the first, and above them what is
/// said at the end of it.
fn laid_out(prose: &str, buttons: Vec<SlackBlock>, at_the_end: Option<String>) -> Vec<Part> {
    let mut parts: Vec<(Vec<Stretch>, Vec<SlackBlock>)> = vec![(Vec::new(), Vec::new())];
    let end = at_the_end.as_deref().map(blocks::section);
    let below: Vec<SlackBlock> = end.into_iter().chain(buttons).collect();
    let mut room = (BLOCKS_MAX - below.len(), WEIGHT_MAX.saturating_sub(blocks::weight(&below)));
    for stretch in sections(prose) {
        let block = blocks::section(&stretch.text());
        let weight = blocks::weight(std::slice::from_ref(&block));
        if room.0 == 0 || room.1 < weight {
            parts.push((Vec::new(), Vec::new()));
            room = (BLOCKS_MAX, WEIGHT_MAX);
        }
        room = (room.0 - 1, room.1.saturating_sub(weight));
        if let Some((stretches, blocks)) = parts.last_mut() {
            stretches.push(stretch);
            blocks.push(block);
        }
    }
    let mut parts: Vec<Part> = parts
        .into_iter()
        .filter(|(stretches, _)| !stretches.is_empty())
        .map(|(stretches, blocks)| Part { text: text(&stretches), blocks })
        .collect();
    if let Some(first) = parts.first_mut() {
        first.text.extend(at_the_end.map(|end| format!("\n{end}")));
        first.blocks.extend(below);
    }
    parts
}

/// The prose in stretches that fit a section each. A section is at least one sign, so that there is always one.
fn sections(prose: &str) -> Vec<Stretch> {
    let stretches = stretches(prose).into_iter();
    let mut sections: Vec<Stretch> = stretches.flat_map(|it| it.pieces(SECTION_MAX)).collect();
    if sections.is_empty() {
        sections.push(Stretch::Prose("…".to_owned()));
    }
    sections
}

fn text(stretches: &[Stretch]) -> String {
    let texts: Vec<String> = stretches.iter().map(Stretch::text).collect();
    shortened(&texts.join("\n"), TEXT_MAX)
}

/// A card as sections alone, for a Home: at most `max` of them.
pub fn home_sections(prose: &str, max: usize) -> Vec<SlackBlock> {
    let mut sections = sections(prose);
    let left_out = sections.len() > max;
    sections.truncate(max);
    let mut blocks: Vec<SlackBlock> =
        sections.iter().map(|stretch| blocks::section(&stretch.text())).collect();
    if left_out && let Some(last) = blocks.last_mut() {
        *last = blocks::section("…");
    }
    blocks
}

/// A text for an answer that cannot have blocks.
pub fn first_words(prose: &str, max: usize) -> String {
    pieces(prose, max).into_iter().next().unwrap_or_default()
}
