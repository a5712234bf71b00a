//! What a delivered message is known by: the channel and the message, `1184405311681986560:1184405311681986561`.

use super::snowflake::Snowflake;
use crate::chat::Receipt;

/// A message on Discord.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Posted {
    /// The channel, or the thread, it stands in.
    pub channel: Snowflake,
    pub message: Snowflake,
}

impl Posted {
    /// None: the receipt is none of Discord's.
    pub fn read(receipt: &Receipt) -> Option<Posted> {
        let (channel, message) = receipt.0.split_once(':')?;
        Some(Posted { channel: channel.parse().ok()?, message: message.parse().ok()? })
    }

    pub fn receipt(self) -> Receipt {
        Receipt(format!("{}:{}", self.channel, self.message))
    }
}
