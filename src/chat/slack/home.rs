//! The App Home: what waits for the one who opens it.

use baton_commands::say;
use baton_commands::voice::Voice;
use chrono_tz::Tz;
use slack_morphism::prelude::{SlackHomeView, SlackView};

use super::blocks;
use super::render;
use super::style::{Book, SlackStyle};
use crate::chat::Outgoing;

/// Blocks of a Home, without its header and buttons.
const SECTIONS_MAX: usize = 90;

/// The view for `views.publish`, of what `/baton mine` answers.
pub fn view(mine: &[Outgoing], home: Tz, book: &dyn Book) -> SlackView {
    let style = SlackStyle { book };
    let mut blocks = Vec::new();
    for message in mine {
        let voice: Voice<'_> = render::voice(message, home, &style);
        if blocks.is_empty() {
            blocks.push(blocks::header(&voice.sentence(&say!("home-mine"))));
        }
        let room = (SECTIONS_MAX + 1).saturating_sub(blocks.len());
        blocks.extend(render::home_sections(&voice.prose(&message.card), room));
        let label = |button: &_| voice.press(button).trim_matches(['[', ']']).to_owned();
        let rows = blocks::buttons(&message.card.buttons, label);
        blocks.extend(rows.into_iter().take(100 - blocks.len().min(100)));
    }
    SlackView::Home(SlackHomeView::new(blocks))
}
