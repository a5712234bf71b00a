//! The shell around the rules: where words come in, where they are kept, and how they go out.

pub mod chat;
pub mod cli;
pub mod control;
pub mod engine;
pub mod log;
pub mod outbox;
pub mod picture;
pub mod rehearsal;
pub mod rows;
pub mod secret;
pub mod serve;
pub mod settings;
pub mod signals;
pub mod stage;
pub mod store;
pub mod transcript;

/// Most of what a command costs is small pieces of memory, and this gives them out a fifth faster than the system does.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;
