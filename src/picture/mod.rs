//! A chart as a picture: SVG in the reader's language and zone, and PNG made of it for chats that want one.
//!
//! Time runs from left to right and is drawn closer together where little happens, so that nights and weekends do not
//! push the work aside. Each department is a lane, and a lane has as many rows as it takes for no two labels to touch:
//! that makes a tall picture that can be read on a phone.
//!
//! In reading order: [`layout`] says where everything stands ([`axis`] across, [`rows`] down), [`draw`] makes elements of
//! it, [`signs`] are the shapes of states, [`letters`] how wide a text is, [`png`] the last step.

mod axis;
mod draw;
mod layout;
mod letters;
mod png;
mod rows;
mod signs;
#[cfg(test)]
mod tests;

use baton_commands::chart::Chart;
use baton_commands::voice::{PlainStyle, Voice};

pub use png::Fonts;

/// How wide a picture is, in pixels: a phone held upright.
pub const WIDTH: f32 = 1080.0;

/// The picture as SVG. All text in it is escaped; letters are named by family, not carried along.
pub fn svg(chart: &Chart, voice: &Voice) -> String {
    let voice = Voice { style: &PlainStyle, ..*voice };
    draw::document(&layout::Layout::of(chart, &voice)).to_string()
}
