//! What trouble with Slack means for a message, and what an admin can do about it.

use chrono::Duration;

use super::wire::Trouble;
use crate::chat::{DeliveryError, Scope};

/// After a token was refused: nothing goes before somebody has put it right.
const TOKEN_AFTER: Duration = Duration::minutes(1);
/// After Slack could not be reached.
const UNREACHED_AFTER: Duration = Duration::seconds(5);

/// Codes about the token or the workspace as a whole: the message is good and waits.
const OF_THE_TOKEN: &[&str] = &[
    "invalid_auth",
    "not_authed",
    "token_expired",
    "token_revoked",
    "ekm_access_denied",
    "access_denied",
    "two_factor_setup_required",
];

/// Codes about the message or its place, and the mend; Slack will say no again.
const NEVER: &[(&str, &str)] = &[
    (
        "account_inactive",
        "the account that it is sent by or to was removed; correct its id, or install the app again",
    ),
    ("cannot_dm_bot", "the account is a bot's; give the person's own in people.toml"),
    (
        "channel_not_found",
        "Slack shows no such channel; correct its id or name, and `/invite` the app there",
    ),
    ("invalid_blocks", "Slack does not take the message as it is drawn; report this as a defect"),
    (
        "invalid_blocks_format",
        "Slack does not take the message as it is drawn; report this as a defect",
    ),
    ("is_archived", "the channel is archived; unarchive it, or give the place another"),
    ("is_inactive", "the channel is archived; unarchive it, or give the place another"),
    ("missing_scope", "install the app again with the scopes of `baton manifest slack`"),
    ("msg_blocks_too_long", "the message is too long; report this as a defect"),
    ("msg_too_long", "the message is too long; report this as a defect"),
    ("not_in_channel", "`/invite` the app into the channel"),
    ("restricted_action", "the workspace lets only some people post there; let the app"),
    ("restricted_action_non_threadable_channel", "the channel takes no threads"),
    ("restricted_action_read_only_channel", "the channel is read-only; let the app post there"),
    ("restricted_action_thread_only_channel", "the channel takes threads alone"),
    ("user_disabled", "the person's account is deactivated; correct it in people.toml"),
    ("user_not_found", "there is no such account; correct it in people.toml"),
    ("user_not_in_channel", "the person is not in the channel"),
    ("user_not_visible", "the app may not see the person's account"),
    ("users_not_found", "there is no such account; correct it in people.toml"),
];

/// The trouble, and what an admin can do about it.
pub fn mended(trouble: &Trouble) -> String {
    let Trouble::Refused { code, .. } = trouble else { return trouble.to_string() };
    let known = NEVER.iter().find(|(known, _)| known == code).map(|(_, mend)| *mend);
    let of_token = OF_THE_TOKEN.contains(&code.as_str()).then_some(
        "put a good token into `slack.bot_token`: it begins with `xoxb-` and stands under *OAuth & Permissions*",
    );
    match of_token.or(known) {
        Some(mend) => format!("{trouble}: {mend}"),
        None => trouble.to_string(),
    }
}

/// How the outbox goes on after this trouble.
pub fn outcome(trouble: &Trouble) -> DeliveryError {
    let why = trouble.to_string();
    match trouble {
        Trouble::Slowed { method, after } => DeliveryError::Later {
            after: Duration::from_std(*after).unwrap_or(TOKEN_AFTER),
            scope: scope(method),
            why,
            said: true,
        },
        Trouble::Unreached { .. } => guessed(UNREACHED_AFTER, why),
        Trouble::Unsure { .. } => DeliveryError::Unknown { why },
        Trouble::Refused { code, .. } if OF_THE_TOKEN.contains(&code.as_str()) => {
            guessed(TOKEN_AFTER, mended(trouble))
        }
        Trouble::Refused { .. } => DeliveryError::Never { why: mended(trouble) },
    }
}

fn guessed(after: Duration, why: String) -> DeliveryError {
    DeliveryError::Later { after, scope: Scope::Platform, why, said: false }
}

/// What keeps us from asking Slack, with how long that lasts if Slack said so.
pub fn asked(error: anyhow::Error) -> anyhow::Error {
    match error.downcast_ref::<Trouble>() {
        Some(trouble @ Trouble::Slowed { .. }) => anyhow::Error::new(outcome(trouble)),
        _ => error,
    }
}

/// New messages are counted by channel, all else by method and workspace.
fn scope(method: &str) -> Scope {
    match method {
        "chat.postMessage" | "chat.postEphemeral" => Scope::Place,
        _ => Scope::Platform,
    }
}

/// The card that is to be edited is gone, or can't be edited any more: it is posted anew.
pub fn is_gone(trouble: &Trouble) -> bool {
    let gone =
        ["message_not_found", "cant_update_message", "edit_window_closed", "thread_not_found"];
    matches!(trouble, Trouble::Refused { code, .. } if gone.contains(&code.as_str()))
}
