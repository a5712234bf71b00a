//! Discord, held against a made-up one on loopback.

pub(crate) mod bench;
mod connected;
mod delivering;
mod failing;
mod forms;
mod long;
mod registered;
mod talking;
mod threads;
mod whole;
