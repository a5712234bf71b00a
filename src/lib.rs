//! The shell around the rules: where words come in, where they are kept, and how they go out.

pub mod chat;
pub mod engine;
pub mod outbox;
pub mod settings;
pub mod store;
