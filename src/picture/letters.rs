//! How wide a text is in the letters that come with Baton, and where it is cut to fit.

use std::sync::OnceLock;

use skrifa::instance::{LocationRef, Size};
use skrifa::metrics::GlyphMetrics;
use skrifa::{FontRef, MetadataProvider as _, charmap::Charmap};
use unicode_width::UnicodeWidthChar as _;

/// What comes with Baton, so that a picture can be drawn on a machine without any letters of its own.
pub(super) const REGULAR: &[u8] = include_bytes!("fonts/DejaVuSansCondensed.ttf");
pub(super) const BOLD: &[u8] = include_bytes!("fonts/DejaVuSansCondensed-Bold.ttf");

/// The size of most text, in pixels: what can still be read on a phone.
pub(super) const SIZE: f32 = 25.0;
/// Families in the order in which they are tried.
pub(super) const FAMILY: &str = "DejaVu Sans Condensed, sans-serif";

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Weight {
    Regular,
    Bold,
}

/// The width of a text, in pixels.
pub(super) fn width(text: &str, size: f32, weight: Weight) -> f32 {
    let face = face(weight);
    text.chars().map(|letter| face.advance(letter)).sum::<f32>() * size
}

/// The text, or as much of it as fits with an ellipsis after it.
pub(super) fn cut(text: &str, size: f32, weight: Weight, room: f32) -> String {
    if width(text, size, weight) <= room {
        return text.to_owned();
    }
    let face = face(weight);
    let mut left = room / size - face.advance('…');
    let fits = text.chars().take_while(|letter| {
        left -= face.advance(*letter);
        left >= 0.0
    });
    let kept: String = fits.collect();
    match kept.trim_end() {
        "" => String::new(),
        kept => format!("{kept}…"),
    }
}

/// A face of size one.
struct Face {
    charmap: Charmap<'static>,
    metrics: GlyphMetrics<'static>,
}

impl Face {
    fn read(bytes: &'static [u8]) -> Face {
        let font = FontRef::new(bytes).expect("the letters that come with Baton can be read");
        let metrics = font.glyph_metrics(Size::new(1.0), LocationRef::default());
        Face { charmap: font.charmap(), metrics }
    }

    /// Letters that it lacks are taken from another: Chinese ones are square, of others it is a guess.
    fn advance(&self, letter: char) -> f32 {
        let own = self.charmap.map(letter).and_then(|glyph| self.metrics.advance_width(glyph));
        own.unwrap_or(match letter.width() {
            Some(0) | None => 0.0,
            Some(1) => 0.65,
            Some(_) => 1.0,
        })
    }
}

fn face(weight: Weight) -> &'static Face {
    static FACES: OnceLock<[Face; 2]> = OnceLock::new();
    let [regular, bold] = FACES.get_or_init(|| [Face::read(REGULAR), Face::read(BOLD)]);
    if weight == Weight::Bold { bold } else { regular }
}
