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
            app_token: given(&settings.app_token, "app_token")?,
            pulse: Pulse::default(),
        },
        SlackMode::Http => Way::Http {
            signing_secret: given(&settings.signing_secret, "signing_secret")?,
            listen: settings.listen,
        },
    };
    Ok(SlackOptions {
        bot_token: given(&settings.bot_token, "bot_token")?,
        way,
        api: settings.api.clone(),
        call_within: CALL_WITHIN,
        deadlines: Deadlines::default(),
    })
}
