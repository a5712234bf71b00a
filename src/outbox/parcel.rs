//! One message on its way: asked for where its fate is unknown, sent, and how it went for each row in it.

use std::sync::Arc;

use baton_commands::ids::RecordId;
use chrono::{DateTime, Duration, Utc};

use super::merge::joined;
use crate::chat::{DeliveryError, Outgoing, Platform, Receipt, Scope};
use crate::store::Claim;

/// The rows of one message, composed and not sent yet.
pub struct Parcel {
    pub(super) platform: Arc<dyn Platform>,
    pub(super) lane: String,
    pub(super) members: Vec<Member>,
}

/// A row and the message made of it.
pub(super) struct Member {
    pub claim: Claim,
    pub message: Outgoing,
    /// It is quiet now (PNG-4): unless it arrived before, it waits until then.
    pub quiet_until: Option<DateTime<Utc>>,
}

/// Rows, each with the message made of it.
type Composed = Vec<(Claim, Outgoing)>;

/// How a row fared.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Fate {
    Arrived(Receipt),
    /// As part of the message of this name.
    Merged(String),
    Later {
        after: Duration,
        scope: Scope,
        why: String,
        said: bool,
    },
    /// It is quiet now.
    Quiet(DateTime<Utc>),
    Never(String),
    Unknown(String),
    /// It may have arrived, and the platform may not be asked yet.
    Unasked {
        after: Duration,
        scope: Scope,
        why: String,
        said: bool,
    },
}

impl Fate {
    /// Another message of the place goes to its end first; then it is this one's turn.
    fn after_another() -> Fate {
        let why = "a message that has begun goes first".to_owned();
        Fate::Later { after: Duration::zero(), scope: Scope::Place, why, said: false }
    }
}

impl Fate {
    fn of(error: &DeliveryError) -> Fate {
        match error.clone() {
            DeliveryError::Later { after, scope, why, said } => {
                Fate::Later { after, scope, why, said }
            }
            DeliveryError::Never { why } => Fate::Never(why),
            DeliveryError::Unknown { why } => Fate::Unknown(why),
        }
    }

    /// What becomes of the others on their way with one that may not be asked for.
    fn others(&self, unsure: bool) -> Option<Fate> {
        let Fate::Unasked { after, scope, why, said } = self else { return None };
        let (after, scope, why, said) = (*after, *scope, why.clone(), *said);
        Some(match unsure {
            true => Fate::Unasked { after, scope, why, said },
            false => Fate::Later { after, scope, why, said },
        })
    }

    /// Whether the platform has taken nothing for it.
    pub fn is_unsent(&self) -> bool {
        matches!(self, Fate::Later { .. } | Fate::Quiet(_) | Fate::Unasked { .. })
    }
}

/// What became of a parcel, to be handed to [`Outbox::land`](super::Outbox::land).
pub struct Sent {
    pub(super) platform: &'static str,
    pub(super) lane: String,
    pub(super) fates: Vec<(Claim, Fate)>,
    /// The record whose card the message is now, and what the platform calls it.
    pub(super) card: Option<(RecordId, Receipt)>,
    /// Whether it is a card of which nobody knows if it arrived, where cards are edited: what belongs to it waits until
    /// it was asked for.
    pub(super) is_card_in_doubt: bool,
}

impl Parcel {
    /// Asks for the rows that may have arrived already, and sends the rest as one message.
    pub async fn send(self) -> Sent {
        let Parcel { platform, lane, members } = self;
        let mut sent = Sent {
            platform: platform.name(),
            lane,
            fates: Vec::new(),
            card: None,
            is_card_in_doubt: false,
        };
        let doubtful = |message: &Outgoing| platform.edits() && message.surface.is_some();
        let mut rest: Composed = Vec::with_capacity(members.len());
        for Member { claim, message, quiet_until } in members {
            let told = sent.fates.iter().find_map(|(_, fate)| fate.others(claim.unsure));
            let fate = match (told, claim.unsure) {
                (Some(told), _) => Some(told),
                (None, true) => found(platform.as_ref(), &message).await,
                (None, false) => None,
            };
            let fate = fate.or(quiet_until.map(Fate::Quiet));
            match &fate {
                Some(Fate::Arrived(receipt)) => sent.note_card(&message, receipt),
                Some(Fate::Unknown(_) | Fate::Unasked { .. }) => {
                    sent.is_card_in_doubt |= doubtful(&message);
                }
                _ => {}
            }
            match fate {
                Some(fate) => sent.fates.push((claim, fate)),
                None => rest.push((claim, message)),
            }
        }
        // Who was told to wait neither asks nor sends.
        if let Some(wait) = sent.fates.iter().find_map(|(_, fate)| fate.others(false)) {
            sent.fates.extend(rest.into_iter().map(|(claim, _)| (claim, wait.clone())));
            return sent;
        }
        let (mut rest, others) = apart(platform.as_ref(), rest);
        sent.fates.extend(others.into_iter().map(|(claim, _)| (claim, Fate::after_another())));
        // What has become a note goes with the pings, not they with it.
        rest.sort_by_key(|(_, message)| message.pings.is_empty());
        let (claims, messages): (Vec<Claim>, Vec<Outgoing>) = rest.into_iter().unzip();
        let Some(message) = joined(messages) else { return sent };
        let delivered = platform.deliver(&message).await;
        match &delivered {
            Ok(receipt) => sent.note_card(&message, receipt),
            Err(DeliveryError::Unknown { .. }) => {
                sent.is_card_in_doubt |= doubtful(&message);
            }
            Err(_) => {}
        }
        for (index, claim) in claims.into_iter().enumerate() {
            let fate = match &delivered {
                Ok(receipt) if index == 0 => Fate::Arrived(receipt.clone()),
                Ok(_) => Fate::Merged(message.name.clone()),
                Err(error) => Fate::of(error),
            };
            sent.fates.push((claim, fate));
        }
        sent
    }
}

/// Those that are one message of which a part stands already, and the others, which go after it. All of them, where none
/// has begun.
fn apart(platform: &dyn Platform, rest: Composed) -> (Composed, Composed) {
    let begun = rest.iter().map(|(_, message)| platform.begun(&message.name));
    match begun.into_iter().find(|names| !names.is_empty()) {
        Some(names) => rest.into_iter().partition(|(_, message)| names.contains(&message.name)),
        None => (rest, Vec::new()),
    }
}

/// Whether a message whose fate is unknown did arrive. None: it did not.
async fn found(platform: &dyn Platform, message: &Outgoing) -> Option<Fate> {
    match platform.find(message).await {
        Ok(found) => found.map(Fate::Arrived),
        Err(error) => Some(match error.downcast_ref() {
            Some(DeliveryError::Later { after, scope, why, said }) => {
                Fate::Unasked { after: *after, scope: *scope, why: why.clone(), said: *said }
            }
            _ => Fate::Unknown(format!("{error:#}")),
        }),
    }
}

impl Sent {
    fn note_card(&mut self, message: &Outgoing, receipt: &Receipt) {
        if let Some(about) = message.surface {
            self.card = Some((about.whole(), receipt.clone()));
        }
    }
}

#[cfg(test)]
mod tests {
    use async_trait::async_trait;
    use baton_commands::card::Card;
    use baton_commands::ids::{Place, RecordId};
    use baton_commands::say;
    use baton_commands::voice::Language;

    use super::*;
    use crate::chat::{Act, Inbox};
    use crate::store::NewRow;

    /// A chat on which a part of the messages `b` and `c`, which are one, stands already.
    struct HalfSaid;

    #[async_trait]
    impl Platform for HalfSaid {
        fn name(&self) -> &'static str {
            "half"
        }
        async fn listen(&self, _: Inbox) -> anyhow::Result<()> {
            Ok(())
        }
        async fn deliver(&self, message: &Outgoing) -> Result<Receipt, DeliveryError> {
            Ok(Receipt([vec![message.name.clone()], message.also.clone()].concat().join(" ")))
        }
        async fn find(&self, _: &Outgoing) -> anyhow::Result<Option<Receipt>> {
            Ok(None)
        }
        fn begun(&self, name: &str) -> Vec<String> {
            let begun = ["b", "c"].map(str::to_owned);
            if begun.iter().any(|it| it == name) { begun.to_vec() } else { Vec::new() }
        }
    }

    fn member(name: &str) -> Member {
        let at = DateTime::UNIX_EPOCH;
        let row = NewRow {
            name: name.to_owned(),
            about: Vec::new(),
            lane: "#unix".to_owned(),
            rank: 3,
            due_at: at,
            slot: None,
            body: Vec::new(),
        };
        let message = Outgoing {
            name: name.to_owned(),
            also: Vec::new(),
            at,
            act: Act::Post,
            place: Place::channel("unix"),
            to: None,
            pings: Default::default(),
            spared: Default::default(),
            reason: None,
            about: vec![RecordId::incident(1)],
            rank: 3,
            card: Card::line(say!("help-head")),
            form: None,
            given: Vec::new(),
            surface: None,
            root: None,
            language: Language::English,
            zone: chrono_tz::Tz::UTC,
        };
        let claim = Claim { id: 1, row, attempt: 1, unsure: true };
        Member { claim, message, quiet_until: None }
    }

    #[tokio::test]
    async fn what_has_begun_goes_on_as_it_was_and_the_others_after_it() {
        let members = ["a", "b", "c"].map(member).into();
        let platform = Arc::new(HalfSaid);
        let sent = Parcel { platform, lane: "#unix".to_owned(), members }.send().await;
        let fates: Vec<(String, Fate)> =
            sent.fates.into_iter().map(|(claim, fate)| (claim.row.name, fate)).collect();
        let wanted = [
            ("a", Fate::after_another()),
            ("b", Fate::Arrived(Receipt("b c".to_owned()))),
            ("c", Fate::Merged("b".to_owned())),
        ];
        assert_eq!(fates, wanted.map(|(name, fate)| (name.to_owned(), fate)));
    }
}
