//! A picture as PNG, for chats that show no SVG.

use std::sync::Arc;

use anyhow::Context as _;
use resvg::tiny_skia::{Pixmap, Transform};
use resvg::usvg::fontdb::Database;
use resvg::usvg::{Options, Tree};

use super::letters::{BOLD, REGULAR};

/// A picture is not drawn larger than this, in pixels: what it takes to draw one is four bytes each.
const PIXELS_MAX: u64 = 1080 * 16_000;

/// The letters that pictures are drawn with: those that come with Baton, and for all other scripts those of the machine.
#[derive(Clone)]
pub struct Fonts(Arc<Database>);

impl Fonts {
    /// Looks through the machine's fonts, once: it may take a second where there are many.
    pub fn of_machine() -> Fonts {
        let mut database = Fonts::bundled();
        database.load_system_fonts();
        Fonts(Arc::new(database))
    }

    /// Those that come with Baton and no others, for pictures that are the same everywhere.
    pub fn own() -> Fonts {
        Fonts(Arc::new(Fonts::bundled()))
    }

    fn bundled() -> Database {
        let mut database = Database::new();
        database.load_font_data(REGULAR.to_vec());
        database.load_font_data(BOLD.to_vec());
        database.set_sans_serif_family("DejaVu Sans Condensed");
        database
    }

    /// Draws an SVG that [`super::svg`] made.
    ///
    /// # Errors
    /// It is no SVG, or it is too large to be a picture.
    pub fn png(&self, svg: &str) -> anyhow::Result<Vec<u8>> {
        let options = Options { fontdb: self.0.clone(), ..Options::default() };
        let tree = Tree::from_str(svg, &options).context("reading the picture")?;
        let size = tree.size().to_int_size();
        let pixels = u64::from(size.width()) * u64::from(size.height());
        anyhow::ensure!(pixels <= PIXELS_MAX, "a picture of {pixels} pixels is too large to draw");
        let mut pixmap =
            Pixmap::new(size.width(), size.height()).context("a picture without size")?;
        resvg::render(&tree, Transform::default(), &mut pixmap.as_mut());
        pixmap.encode_png().context("writing the picture")
    }
}
