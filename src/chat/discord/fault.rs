//! Why Discord did not do what it was asked, and what becomes of the message.

use chrono::Duration;
use serenity::http::HttpError;

use crate::chat::{DeliveryError, Scope};

/// Before a place that cannot be reached is tried again.
const UNREACHABLE_AFTER: Duration = Duration::seconds(5);
/// Before it is tried again after the token was refused: somebody has to give another.
const TOKEN_AFTER: Duration = Duration::minutes(5);

/// What an admin can do about a token.
pub const REFUSED: &str =
    "Discord refuses the token: give the bot's own, of the page *Bot*, as `discord.token`";

/// Codes of Discord's errors that need to be told apart, as its documents name them.
pub mod code {
    pub const UNKNOWN_CHANNEL: i64 = 10_003;
    pub const UNKNOWN_MESSAGE: i64 = 10_008;
    pub const UNKNOWN_USER: i64 = 10_013;
    pub const UNKNOWN_WEBHOOK: i64 = 10_015;
    pub const UNKNOWN_INTERACTION: i64 = 10_062;
    pub const CHANNEL_BUSY: i64 = 20_028;
    pub const DIRECT_TOO_FAST: i64 = 40_003;
    pub const MISSING_ACCESS: i64 = 50_001;
    pub const USER_REFUSES: i64 = 50_007;
    pub const MISSING_PERMISSIONS: i64 = 50_013;
    pub const BAD_FORM: i64 = 50_035;
    pub const THREAD_ARCHIVED: i64 = 50_083;
    pub const NO_SHARED_SERVER: i64 = 50_278;
    pub const THREAD_EXISTS: i64 = 160_004;
    pub const THREADS_FULL: i64 = 160_006;
}

/// What came of a request that did not succeed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Fault {
    /// It is too early; nothing was done. `global`: for everything, not for this place alone.
    #[error("Discord wants to wait for {after}")]
    Limited { after: Duration, global: bool },
    /// Nothing was sent.
    #[error("Discord cannot be reached: {0}")]
    Unreachable(String),
    /// So many requests were refused that Discord would soon ban this address.
    #[error("too many requests were refused of late; Discord would ban this address")]
    Spent,
    /// It was refused, and nothing was done.
    #[error("Discord refuses it ({status}, {code}): {message}")]
    Refused { status: u16, code: i64, message: String },
    /// It may have been done.
    #[error("{0}")]
    Unknown(String),
}

impl Fault {
    pub fn is_code(&self, wanted: i64) -> bool {
        matches!(self, Fault::Refused { code, .. } if *code == wanted)
    }

    /// Whether the token is not, or not any more, one of Discord's.
    pub fn is_of_token(&self) -> bool {
        matches!(self, Fault::Refused { status: 401, .. })
    }

    /// Whether the message or channel that it was about is not there any more.
    pub fn is_gone(&self) -> bool {
        self.is_code(code::UNKNOWN_MESSAGE) || self.is_code(code::UNKNOWN_CHANNEL)
    }

    /// Whether it counts towards the ban that follows on too many refused requests.
    pub fn counts(&self) -> bool {
        matches!(self, Fault::Refused { status: 401 | 403 | 429, .. })
    }

    /// What the outbox makes of it.
    pub fn delivery(self) -> DeliveryError {
        let why = self.to_string();
        let waits =
            |after, scope, said| DeliveryError::Later { after, scope, why: why.clone(), said };
        let later = |after, scope| waits(after, scope, true);
        match self {
            Fault::Limited { after, global: true } => later(after, Scope::Platform),
            Fault::Limited { after, global: false } => later(after, Scope::Place),
            Fault::Unreachable(_) => waits(UNREACHABLE_AFTER, Scope::Platform, false),
            Fault::Spent => later(Duration::minutes(1), Scope::Platform),
            Fault::Unknown(why) => DeliveryError::Unknown { why },
            Fault::Refused { status: 401, .. } => DeliveryError::Later {
                after: TOKEN_AFTER,
                scope: Scope::Platform,
                why: REFUSED.to_owned(),
                said: false,
            },
            Fault::Refused { status: 429, .. } => later(Duration::minutes(1), Scope::Platform),
            Fault::Refused { code: code::CHANNEL_BUSY, .. } => {
                later(UNREACHABLE_AFTER, Scope::Place)
            }
            Fault::Refused { code: code::DIRECT_TOO_FAST, .. } => {
                later(Duration::minutes(1), Scope::Place)
            }
            Fault::Refused { code, .. } => DeliveryError::Never { why: mend(code, &why) },
        }
    }
}

/// What an admin can do about it.
fn mend(code: i64, why: &str) -> String {
    let known = match code {
        code::UNKNOWN_CHANNEL => {
            "the channel is gone; name another in the organisation's files, as `discord = \"its id\"`"
        }
        code::MISSING_ACCESS => {
            "the bot cannot see the channel; give its role the right to view it"
        }
        code::MISSING_PERMISSIONS => {
            "the bot may not write there; give its role the rights to send messages, embed links, attach files and create threads"
        }
        code::USER_REFUSES => "this person takes no direct messages from members of the server",
        code::NO_SHARED_SERVER => "this person is on no server that the bot is on",
        code::UNKNOWN_USER => {
            "there is no such account; mend `discord` of the person in people.toml"
        }
        code::THREAD_ARCHIVED => {
            "the thread is locked; unlock it, or give the bot's role the right to manage threads"
        }
        code::THREADS_FULL => "the server has as many open threads as it may; archive some",
        _ => return why.to_owned(),
    };
    known.to_owned()
}

impl From<serenity::Error> for Fault {
    fn from(error: serenity::Error) -> Fault {
        match error {
            serenity::Error::Http(HttpError::UnsuccessfulRequest(answer)) => {
                let status = answer.status_code.as_u16();
                let message = answer.error.message.clone();
                if status >= 500 {
                    return Fault::Unknown(format!("Discord failed ({status}): {message}"));
                }
                let details = answer.error.errors.iter();
                let details: Vec<String> =
                    details.map(|it| format!("{}: {}", it.path, it.message)).collect();
                let message =
                    std::iter::once(message).chain(details).collect::<Vec<_>>().join("; ");
                let code = i64::try_from(answer.error.code).unwrap_or(-1);
                Fault::Refused { status, code, message }
            }
            serenity::Error::Http(HttpError::Request(error)) if error.is_connect() => {
                Fault::Unreachable(chain(&error))
            }
            serenity::Error::Http(HttpError::Request(error)) => Fault::Unknown(chain(&error)),
            other => Fault::Unknown(other.to_string()),
        }
    }
}

/// An error with its causes, without the address it was about: tokens of interactions stand in those.
fn chain(error: &(dyn std::error::Error + 'static)) -> String {
    let mut causes = Vec::new();
    let mut next = error.source();
    while let Some(cause) = next {
        causes.push(cause.to_string());
        next = cause.source();
    }
    if causes.is_empty() { "the connection failed".to_owned() } else { causes.join(": ") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_refused_is_tried_again_only_where_that_can_help() {
        let refused = |status, code| Fault::Refused { status, code, message: "No".to_owned() };
        let limited = |global| Fault::Limited { after: Duration::milliseconds(1_500), global };
        let cases: [(Fault, &str); 12] = [
            (limited(false), "later Place 1500"),
            (limited(true), "later Platform 1500"),
            (Fault::Unreachable("refused".to_owned()), "later Platform 5000"),
            (Fault::Spent, "later Platform 60000"),
            (Fault::Unknown("reset".to_owned()), "unknown"),
            (refused(401, 0), "later Platform 300000"),
            (refused(429, 0), "later Platform 60000"),
            (refused(429, code::CHANNEL_BUSY), "later Platform 60000"),
            (refused(403, code::MISSING_ACCESS), "never"),
            (refused(403, code::USER_REFUSES), "never"),
            (refused(404, code::UNKNOWN_CHANNEL), "never"),
            (refused(400, code::BAD_FORM), "never"),
        ];
        for (fault, wanted) in cases {
            let found = match fault.clone().delivery() {
                DeliveryError::Later { after, scope, .. } => {
                    format!("later {scope:?} {}", after.num_milliseconds())
                }
                DeliveryError::Never { .. } => "never".to_owned(),
                DeliveryError::Unknown { .. } => "unknown".to_owned(),
            };
            assert_eq!(found, wanted, "{fault:?}");
        }
    }
}
