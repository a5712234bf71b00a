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
        let mut rest: Vec<(Claim, Outgoing)> = Vec::with_capacity(members.len());
        for Member { claim, message, quiet_until } in members {
            let fate = match claim.unsure {
                true => found(platform.as_ref(), &message).await,
                false => None,
            };
            let fate = fate.or(quiet_until.map(Fate::Quiet));
            match &fate {
                Some(Fate::Arrived(receipt)) => sent.note_card(&message, receipt),
                Some(Fate::Unknown(_)) => sent.is_card_in_doubt |= doubtful(&message),
                _ => {}
            }
            match fate {
                Some(fate) => sent.fates.push((claim, fate)),
                None => rest.push((claim, message)),
            }
        }
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
                Err(DeliveryError::Later { after, scope, why, said }) => {
                    Fate::Later { after: *after, scope: *scope, why: why.clone(), said: *said }
                }
                Err(DeliveryError::Never { why }) => Fate::Never(why.clone()),
                Err(DeliveryError::Unknown { why }) => Fate::Unknown(why.clone()),
            };
            sent.fates.push((claim, fate));
        }
        sent
    }
}

/// Whether a message whose fate is unknown did arrive. None: it did not.
async fn found(platform: &dyn Platform, message: &Outgoing) -> Option<Fate> {
    match platform.find(message).await {
        Ok(found) => found.map(Fate::Arrived),
        Err(error) => Some(Fate::Unknown(format!("{error:#}"))),
    }
}

impl Sent {
    fn note_card(&mut self, message: &Outgoing, receipt: &Receipt) {
        if let Some(about) = message.surface {
            self.card = Some((about.whole(), receipt.clone()));
        }
    }
}
