//! Slack's own framework, Bolt, held against our made-up Slack: it hears what we send, and takes what we answer.
//!
//! `tests/judges/run` brings Bolt and runs these; without it they are left out.

mod bot;
mod slack;
