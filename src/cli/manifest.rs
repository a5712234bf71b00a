//! `baton manifest`: what a platform has to know of Baton before it can be connected.

use std::io::Write as _;
use std::process::ExitCode;

use anyhow::Context as _;
use clap::{Args, Subcommand};
use serde_json::Value;

use crate::chat::{discord, slack};
use crate::settings::{Settings, SlackMode};

#[derive(Args, Debug)]
pub struct ManifestArgs {
    #[command(subcommand)]
    platform: ManifestOf,
}

#[derive(Subcommand, Debug)]
enum ManifestOf {
    /// The app manifest to paste at api.slack.com/apps
    Slack {
        /// Where Slack reaches this bot; needed with `mode = "http"`
        #[arg(long, value_name = "URL")]
        address: Option<String>,
    },
    /// The commands that the bot registers, and the link that invites it; needs `discord.application`
    Discord,
}

/// Prints it.
///
/// # Errors
/// Something that the settings have to say is not given.
pub fn run(args: &ManifestArgs, settings: &Settings) -> anyhow::Result<ExitCode> {
    let manifest = match &args.platform {
        ManifestOf::Slack { address } => of_slack(address.as_deref(), settings)?,
        ManifestOf::Discord => of_discord(settings)?,
    };
    writeln!(std::io::stdout(), "{}", serde_json::to_string_pretty(&manifest)?)?;
    Ok(ExitCode::SUCCESS)
}

fn of_slack(address: Option<&str>, settings: &Settings) -> anyhow::Result<Value> {
    let needs_address = settings.slack.mode == SlackMode::Http;
    anyhow::ensure!(
        address.is_some() || !needs_address,
        "`slack.mode` is \"http\": say where Slack reaches this bot, such as `--address https://baton.example`"
    );
    Ok(slack::manifest::manifest(address))
}

fn of_discord(settings: &Settings) -> anyhow::Result<Value> {
    let application = settings.discord.application.parse();
    let application = application.context(
        "`discord.application` is missing: set BATON_DISCORD_APPLICATION to the Application ID under General Information",
    )?;
    Ok(discord::register::manifest(application))
}
