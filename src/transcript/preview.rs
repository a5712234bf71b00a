//! What a conversation would look like to a platform's server.

use baton_commands::world::World;
use serde_json::Value;

use crate::chat::{Outgoing, discord, slack};

/// A platform whose calls can be shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub enum Preview {
    Slack,
    Discord,
}

impl Preview {
    /// The calls that a message comes to.
    pub(super) fn calls(self, message: &Outgoing, world: &World) -> Vec<Value> {
        match self {
            Preview::Slack => slack::preview::calls(message, world),
            Preview::Discord => discord::preview::calls(message, world),
        }
    }
}
