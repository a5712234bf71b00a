//! Conversations with the bot, in virtual time: documentation that is played as a test.
//!
//! In reading order: [`script`] is a transcript as it is written, [`parse`] reads it; [`said`] is what was said,
//! [`expected`] what should have been; [`compare`] finds the first difference, [`bless`] takes what was said for what
//! is right. [`fault`] is what goes wrong with deliveries; [`player`] plays one on [`ground`]; [`cli`] is the command.

pub mod bless;
pub mod cli;
pub mod compare;
pub mod expected;
pub mod fault;
pub mod ground;
pub mod parse;
pub mod player;
pub mod preview;
mod recorder;
pub mod said;
pub mod script;
#[cfg(test)]
mod tests;
mod times;

pub use cli::{TranscriptArgs, run};
pub use ground::{Backend, Play};
pub use parse::parse;
pub use player::play;
pub use preview::Preview;
pub use said::Said;
pub use script::Script;
