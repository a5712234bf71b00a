//! Slack: where most departments talk.

pub mod blocks;
pub mod cut;
pub mod form;
pub mod home;
pub mod render;
pub mod style;
#[cfg(test)]
mod tests;
