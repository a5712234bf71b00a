//! How the settings connect Slack.

use crate::chat::slack::ack::Deadlines;
use crate::chat::slack::socket::Pulse;
use crate::chat::slack::wire::CALL_WITHIN;
use crate::chat::slack::{SlackOptions, Way};
use crate::secret::Secret;
use crate::settings::{SlackMode, SlackSettings};

/// What Slack is connected with.
///
/// # Errors
/// A token is missing.
pub fn options(settings: &SlackSettings) -> anyhow::Result<SlackOptions> {
    let given = |secret: &Secret, key: &str| {
        let variable = key.to_uppercase();
        anyhow::ensure!(
            !secret.is_empty(),
            "`slack.{key}` is missing: set BATON_SLACK_{variable}, or `{key}_file` under `[slack]`"
        );
        Ok(secret.clone())
    };
    let way = match settings.mode {
        SlackMode::Socket => Way::Socket {
            app_token: unswapped(given(&settings.app_token, "app_token")?, "xoxb-", APP_HAS_BOTS)?,
            pulse: Pulse::default(),
        },
        SlackMode::Http => Way::Http {
            signing_secret: given(&settings.signing_secret, "signing_secret")?,
            listen: settings.listen,
        },
    };
    let bot_token = unswapped(given(&settings.bot_token, "bot_token")?, "xapp-", BOT_HAS_APPS)?;
    Ok(SlackOptions {
        bot_token,
        way,
        api: settings.api.clone(),
        call_within: CALL_WITHIN,
        deadlines: Deadlines::default(),
    })
}

const BOT_HAS_APPS: &str = "`slack.bot_token` has the app's token: the bot's begins with `xoxb-` and stands under *OAuth & Permissions*";
const APP_HAS_BOTS: &str = "`slack.app_token` has the bot's token: the app's begins with `xapp-` and stands under *Basic Information*, *App-Level Tokens*";

/// A token that does not begin as the other one does.
fn unswapped(token: Secret, other: &str, mend: &'static str) -> anyhow::Result<Secret> {
    anyhow::ensure!(!token.expose().starts_with(other), mend);
    Ok(token)
}
