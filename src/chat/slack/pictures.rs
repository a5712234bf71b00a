//! Pictures of a message, drawn and handed to Slack as files.

use baton_commands::card::Block;
use baton_commands::voice::{PlainStyle, Voice};
use baton_commands::world::World;
use serde_json::json;

use super::api::Api;
use super::wire::Trouble;
use crate::chat::Outgoing;
use crate::picture::{self, Fonts};

/// A picture that is drawn.
pub struct Picture {
    /// `CHG-12.png`
    file: String,
    title: String,
    png: Vec<u8>,
}

/// The pictures of a message. One that can't be drawn is left out: its table stands in the message.
pub async fn of(message: &Outgoing, world: &World, fonts: &Fonts) -> Vec<Picture> {
    let home = world.directory().company.zone;
    let voice =
        Voice::new(message.language, home, &PlainStyle).in_zone(message.zone).at(message.at);
    let mut pictures = Vec::new();
    for block in &message.card.body {
        let Block::Picture(chart) = block else { continue };
        let (svg, title) = (picture::svg(chart, &voice), voice.sentence(&chart.title));
        let fonts = fonts.clone();
        // Drawing takes as long as a screen has pixels: others go on meanwhile.
        let drawn = tokio::task::spawn_blocking(move || fonts.png(&svg)).await;
        match drawn.map_err(anyhow::Error::from).and_then(|drawn| drawn) {
            Ok(png) => pictures.push(Picture { file: file_name(&chart.name), title, png }),
            Err(error) => tracing::warn!(name = chart.name, "a picture cannot be drawn: {error:#}"),
        }
    }
    pictures
}

/// Letters, digits and dashes alone.
fn file_name(name: &str) -> String {
    let plain = |sign: char| if sign.is_ascii_alphanumeric() { sign } else { '-' };
    format!("{}.png", name.chars().map(plain).collect::<String>())
}

/// Hands a picture to Slack and shows it in a channel or thread.
///
/// # Errors
/// At any of its three steps; a file that was handed over and not shown is forgotten by Slack.
pub async fn share(
    api: &Api,
    picture: &Picture,
    channel: &str,
    thread: Option<&str>,
) -> Result<(), Trouble> {
    let length = picture.png.len().to_string();
    let asked =
        [("filename", picture.file.as_str()), ("length", &length), ("alt_txt", &picture.title)];
    let offered = api.ask("files.getUploadURLExternal", &asked).await?;
    let address = offered["upload_url"].as_str().unwrap_or_default();
    api.wire.post("upload of a file", address, "image/png", picture.png.clone()).await?;
    let mut shown = json!({
        "files": [{"id": offered["file_id"], "title": picture.title}],
        "channel_id": channel,
    });
    if let Some(thread) = thread {
        shown["thread_ts"] = json!(thread);
    }
    api.tell("files.completeUploadExternal", &shown).await.map(|_| ())
}
