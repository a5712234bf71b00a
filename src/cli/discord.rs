//! How the settings connect Discord.

use anyhow::Context as _;

use crate::chat::discord::DiscordOptions;
use crate::picture::Fonts;
use crate::settings::DiscordSettings;

/// What Discord is connected with.
///
/// # Errors
/// The token is missing.
pub fn options(settings: &DiscordSettings) -> anyhow::Result<DiscordOptions> {
    anyhow::ensure!(
        !settings.token.is_empty(),
        "`discord.token` is missing: set BATON_DISCORD_TOKEN, or `token_file` under `[discord]`"
    );
    let client = reqwest::Client::builder().build().context("making connections to Discord")?;
    Ok(DiscordOptions::new(settings.token.clone(), client, Fonts::of_machine()))
}
