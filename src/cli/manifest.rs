//! `baton manifest`: what a platform has to know of Baton before it can be connected.

use std::io::Write as _;
use std::process::ExitCode;

use clap::{Args, Subcommand};

use crate::chat::slack;
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
}

/// Prints it.
///
/// # Errors
/// The settings want an address and none is given.
pub fn run(args: &ManifestArgs, settings: &Settings) -> anyhow::Result<ExitCode> {
    let ManifestOf::Slack { address } = &args.platform;
    let needs_address = settings.slack.mode == SlackMode::Http;
    anyhow::ensure!(
        address.is_some() || !needs_address,
        "`slack.mode` is \"http\": say where Slack reaches this bot, such as `--address https://baton.example`"
    );
    let manifest = slack::manifest::manifest(address.as_deref());
    writeln!(std::io::stdout(), "{}", serde_json::to_string_pretty(&manifest)?)?;
    Ok(ExitCode::SUCCESS)
}
