//! How a message fared, as it is written down. Pure.

use chrono::{DateTime, Duration, Utc};

use super::parcel::Fate;
use crate::chat::{Receipt, Scope};
use crate::store::{Claim, Outcome};

/// After an unknown fate or a fault of the row itself, so long before it is tried again; each time twice as long.
pub(super) const AGAIN_AFTER: Duration = Duration::seconds(5);
/// It is not doubled more often than this: five minutes.
const DOUBLED_MAX: u32 = 6;

/// How long after an attempt of unknown fate it is looked for: longer each time.
fn again_after(claim: &Claim) -> Duration {
    AGAIN_AFTER * 2_i32.pow(claim.attempt.saturating_sub(1).min(DOUBLED_MAX))
}

/// The name of what has to wait as a whole. A lane ends with its place, and so is never called as a platform.
pub(super) fn gate<'a>(scope: Scope, platform: &'a str, lane: &'a str) -> &'a str {
    match scope {
        Scope::Place => lane,
        Scope::Platform => platform,
    }
}

/// How a row's attempt is written down.
pub(super) fn of(claim: &Claim, fate: Fate, platform: &str, now: DateTime<Utc>) -> Outcome {
    let shut_by =
        |scope, said: bool| said.then(|| gate(scope, platform, &claim.row.lane).to_owned());
    match fate {
        Fate::Arrived(Receipt(name)) => Outcome::Done { receipt: name.into_bytes(), at: now },
        Fate::Merged(into) => Outcome::Merged { into, at: now },
        Fate::Later { after, scope, why, said } => {
            Outcome::Later { not_before: now + after, why, shuts: shut_by(scope, said) }
        }
        Fate::Quiet(not_before) => {
            Outcome::Later { not_before, why: "it is quiet now".to_owned(), shuts: None }
        }
        Fate::Never(why) => Outcome::Never { why, at: now },
        Fate::Unknown(why) => {
            Outcome::Unsure { not_before: now + again_after(claim), why, shuts: None }
        }
        Fate::Unasked { after, scope, why, said } => {
            Outcome::Unsure { not_before: now + after, why, shuts: shut_by(scope, said) }
        }
    }
}
