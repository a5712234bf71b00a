//! Pictures of messages, kept as files beside the journal: a terminal shows none.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::Context as _;
use baton_commands::card::Block;
use baton_commands::chart::Chart;
use baton_commands::voice::{PlainStyle, Voice};
use chrono_tz::Tz;

use crate::chat::Outgoing;
use crate::picture;

/// Where they are, in the console's folder.
const FOLDER: &str = "pictures";

/// Writes the pictures of a message as SVG, each over the last of its name, and says where they are. One that can't be
/// written is left out: its table stands in the message.
pub fn keep(message: &Outgoing, home: Tz, dir: &Path) -> Vec<PathBuf> {
    let charts = message.card.body.iter().filter_map(|block| match block {
        Block::Picture(chart) => Some(chart.as_ref()),
        _ => None,
    });
    let voice =
        Voice::new(message.language, home, &PlainStyle).in_zone(message.zone).at(message.at);
    let kept = charts.filter_map(|chart| {
        let kept = write(chart, &voice, &dir.join(FOLDER));
        kept.inspect_err(|fault| tracing::warn!("{fault:#}")).ok()
    });
    kept.collect()
}

fn write(chart: &Chart, voice: &Voice, folder: &Path) -> anyhow::Result<PathBuf> {
    let path = folder.join(file_name(&chart.name));
    let writing = || format!("writing {}", path.display());
    fs::create_dir_all(folder).with_context(writing)?;
    fs::write(&path, picture::svg(chart, voice)).with_context(writing)?;
    Ok(path)
}

/// `CHG-12.svg`: letters, digits and dashes alone, so that a name leads nowhere else.
pub(super) fn file_name(name: &str) -> String {
    let plain = |sign: char| if sign.is_ascii_alphanumeric() { sign } else { '-' };
    format!("{}.svg", name.chars().map(plain).collect::<String>())
}
