//! Bots that are not ours, as guests of our made-up Slack and Discord: they hear what we send, and take what we answer.
//!
//! `tests/judges/run` brings them and runs these; without it they are left out.

mod bolt;
mod discordjs;
mod guest;
