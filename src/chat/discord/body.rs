//! The parts of a card below its head, as embeds: text, then fields; what comes after fields begins a new one.

use baton_commands::card::Block;
use baton_commands::chart::Chart;
use baton_commands::voice::{PlainStyle, Voice};

use super::cut::{length, pieces, shortened};
use super::message::{
    Attachment, DESCRIPTION_MAX, Embed, FIELDS_MAX, FILE_MAX, Field, Image, NAME_MAX, VALUE_MAX,
};
use super::render::Pictures;
use crate::chat::Outgoing;
use crate::picture::{self, Fonts};

/// Fields with values up to this length stand beside each other.
const SHORT: usize = 40;
/// An empty value is refused; this stands for it.
const NOTHING: &str = "–";

/// A part of a card, in Discord's markup.
pub enum Piece {
    Text(String),
    /// `whole` is the same as text, for what is too long to be a field.
    Field {
        name: String,
        value: String,
        whole: String,
    },
    /// `described` is for those who cannot see it.
    Picture {
        chart: String,
        title: String,
        described: String,
    },
}

/// An embed, and the picture in it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Drawn {
    pub embed: Embed,
    pub picture: Option<Picture>,
}

/// A picture that goes with a message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Picture {
    /// The name of its chart.
    pub chart: String,
    /// Without its number, which depends on the message it comes to stand in.
    pub attachment: Attachment,
}

/// Embeds as they are filled.
#[derive(Debug, Default)]
pub struct Body {
    drawn: Vec<Drawn>,
}

impl Body {
    pub fn push(&mut self, piece: Piece) {
        match piece {
            Piece::Text(text) => self.text(&text),
            Piece::Field { name, value, whole } => match length(&value) > VALUE_MAX {
                true => self.text(&whole),
                false => self.field(&name, value),
            },
            Piece::Picture { chart, title, described } => self.picture(chart, &title, described),
        }
    }

    /// All of them, in one colour.
    pub fn embeds(self, color: Option<u32>) -> Vec<Drawn> {
        let coloured = |drawn: Drawn| Drawn { embed: Embed { color, ..drawn.embed }, ..drawn };
        self.drawn.into_iter().map(coloured).collect()
    }

    fn text(&mut self, text: &str) {
        for piece in pieces(text, DESCRIPTION_MAX) {
            let fits = |embed: &Embed| {
                let used = length(&embed.description);
                embed.fields.is_empty()
                    && embed.image.is_none()
                    && used + 1 + length(&piece) <= DESCRIPTION_MAX
            };
            let embed = self.open(fits);
            if !embed.description.is_empty() {
                embed.description.push('\n');
            }
            embed.description += &piece;
        }
    }

    fn field(&mut self, name: &str, value: String) {
        let fits = |embed: &Embed| embed.fields.len() < FIELDS_MAX && embed.image.is_none();
        let value = if value.trim().is_empty() { NOTHING.to_owned() } else { value };
        let inline = length(&value) <= SHORT;
        let name = shortened(name, NAME_MAX);
        self.open(fits).fields.push(Field { name, value, inline });
    }

    fn picture(&mut self, chart: String, title: &str, description: String) {
        self.text(title);
        let filename = file_name(&chart);
        let image = Image { url: format!("attachment://{filename}") };
        self.open(|embed| embed.image.is_none()).image = Some(image);
        let attachment = Attachment { id: String::new(), filename, description };
        if let Some(last) = self.drawn.last_mut() {
            last.picture = Some(Picture { chart, attachment });
        }
    }

    /// The last embed if it can take more, else a new one.
    fn open(&mut self, takes_more: impl Fn(&Embed) -> bool) -> &mut Embed {
        if !self.drawn.last().is_some_and(|drawn| takes_more(&drawn.embed)) {
            self.drawn.push(Drawn::default());
        }
        let last = self.drawn.len() - 1;
        &mut self.drawn[last].embed
    }
}

/// The pictures of a message, as large as Discord takes them. One that can't be drawn is left out.
pub fn draw(message: &Outgoing, fonts: &Fonts) -> Pictures {
    let charts = message.card.body.iter().filter_map(|block| match block {
        Block::Picture(chart) => Some(chart.as_ref()),
        _ => None,
    });
    let voice = Voice::new(message.language, message.zone, &PlainStyle).at(message.at);
    let drawn = charts.filter_map(|chart: &Chart| {
        let drawn = fonts.png(&picture::svg(chart, &voice));
        let drawn = drawn.inspect_err(|fault| tracing::warn!("{fault:#}")).ok();
        Some((chart.name.clone(), drawn.filter(|bytes| bytes.len() <= FILE_MAX)?))
    });
    drawn.collect()
}

/// `CHG-12.png`: letters, digits and dashes alone.
pub fn file_name(chart: &str) -> String {
    let plain = |sign: char| if sign.is_ascii_alphanumeric() { sign } else { '-' };
    format!("{}.png", chart.chars().map(plain).collect::<String>())
}
